//! What the file of a disclosure holds and its form has no place for any more: told, one finding each.

use super::finding::Finding;
use super::rules::{WITHOUT_PLACE, grade_of};
use crate::evaluate::Evaluated;

/// Of more figures only the number is told.
const MOST_FIGURES: usize = 6;

pub(super) fn findings(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let unit = &evaluated.form.text_unit;
    let kept = evaluated.disclosure.kept.iter().map(|kept| {
        let named = kept.figures.iter().take(MOST_FIGURES);
        let named: Vec<String> = named.map(|(name, amount)| format!("{name} {}", unit.text(*amount))).collect();
        let figures = match kept.figures.len() {
            0 => String::new(),
            count if count > MOST_FIGURES => format!("：{} 等 {count} 个数（{}）", named.join("、"), unit.name),
            _ => format!("：{}（{}）", named.join("、"), unit.name),
        };
        let message = format!(
            "{}在表式里已经没有位置{figures}。原样留在文件里，不参加计算，也不印；还用得着的，请录到现在该在的地方。",
            kept.place
        );
        Finding::new(WITHOUT_PLACE, grade_of(WITHOUT_PLACE), message)
    });
    kept.collect()
}
