//! Codes that the catalogue does not know (F15).

use super::{Breaches, lists};
use crate::audit::finding::Finding;
use crate::audit::rules::{UNKNOWN_CODE, grade_of};
use crate::catalog::{CodeChange, Unfit};
use crate::disclosure::{Classification, Code};
use crate::evaluate::{Evaluated, RowOrigin};

/// A warning for each code that the catalogue does not have, once in a table. The list changes every year, so it is
/// never more than a warning.
pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for list in lists(evaluated) {
        let classification = evaluated.form.list(list).classification();
        // A catalogue that holds nothing knows nothing: it calls no code wrong.
        let catalogue = evaluated.codes();
        let Some(classification) = classification.filter(|&of| catalogue.covers(of)) else { continue };
        let layout = evaluated.evaluation.layout(list);
        let mut breaches = Breaches::new(findings);
        let mut codes = layout.codes();
        while let Some(code) = codes.peek() {
            let is_stored = |row: &&usize| matches!(layout.rows[**row].origin, RowOrigin::Code | RowOrigin::Project);
            let Some(&row) = codes.take(code).iter().find(is_stored) else { continue };
            let Some(unfit) = catalogue.unfit(classification, code) else { continue };
            breaches.tell(|| {
                let (table, name) = (evaluated.form.table_of(list).number, evaluated.code_name(list, row));
                let what = format!("表{table} {} {name}", code.spaced());
                let message = format!("{what}：{}", why(evaluated, classification, code, unfit));
                Finding::new(UNKNOWN_CODE, grade_of(UNKNOWN_CODE), message).at_row(list, row)
            });
        }
        breaches.finish();
    }
}

/// Why a code is not to be used, in words.
fn why(evaluated: Evaluated<'_>, classification: Classification, code: Code, unfit: Unfit<'_>) -> String {
    let year = evaluated.disclosure.year;
    match unfit {
        Unfit::Unknown => "科目表里没有这个编码，请核对；如果是新增的科目，可以载入当年的科目表。".to_owned(),
        Unfit::NotYet(span) => {
            let came = span.beginning().unwrap_or_default();
            format!("这个科目 {came}，{year} 年的预算里还没有，请核对。")
        }
        Unfit::Gone(span) => {
            let codes = evaluated.codes();
            match codes.gone(classification, code).as_ref().and_then(CodeChange::successor) {
                Some((instead, name)) => format!(
                    "科目表里没有这个编码了，现在用 {} {name}，请核对；“更改科目”会把上年数一起改过去。",
                    instead.spaced()
                ),
                None => {
                    let last = span.until.map_or_else(String::new, |until| format!("（用到 {until} 年）"));
                    format!("科目表里没有这个编码了{last}，请核对。")
                }
            }
        }
    }
}
