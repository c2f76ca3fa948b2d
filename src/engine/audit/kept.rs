//! What the file of a disclosure holds and its form has no place for any more: told, one finding each.

use super::finding::Finding;
use super::rules::{WITHOUT_PLACE, grade_of};
use crate::disclosure::Amount;
use crate::evaluate::Evaluated;
use crate::form::List;

/// Of more figures only the number is told.
const MOST_FIGURES: usize = 6;

pub(super) fn findings(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let unit = &evaluated.form.text_unit;
    // Of a column that is gone nobody knows whether it held money: where some do not, the figure is told as it is.
    let is_money = !evaluated.form.lists.iter().any(List::has_other_columns);
    let text = |amount: Amount| if is_money { unit.text(amount) } else { amount.yuan().to_string() };
    let unit = if is_money { unit.name.as_str() } else { "文件里的数，金额以元计" };
    let kept = evaluated.disclosure.kept.iter().map(|kept| {
        let named = kept.figures.iter().take(MOST_FIGURES);
        let named: Vec<String> = named.map(|(name, amount)| format!("{name} {}", text(*amount))).collect();
        let figures = match kept.figures.len() {
            0 => String::new(),
            count if count > MOST_FIGURES => format!("：{} 等 {count} 个数（{unit}）", named.join("、")),
            _ => format!("：{}（{unit}）", named.join("、")),
        };
        let texts: Vec<String> =
            kept.texts.iter().take(MOST_FIGURES).map(|(name, text)| format!("{name}“{text}”")).collect();
        let texts = match kept.texts.len() {
            0 => String::new(),
            count if count > MOST_FIGURES => format!("；文字 {} 等 {count} 处", texts.join("、")),
            _ => format!("；文字 {}", texts.join("、")),
        };
        let message = format!(
            "{}在表式里已经没有位置{figures}{texts}。原样留在文件里，不参加计算，也不印；还用得着的，请录到现在该在的地方。",
            kept.place
        );
        Finding::new(WITHOUT_PLACE, grade_of(WITHOUT_PLACE), message)
    });
    kept.collect()
}
