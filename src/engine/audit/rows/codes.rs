//! Codes that the catalogue does not know (F15).

use super::{Breaches, lists};
use crate::audit::finding::Finding;
use crate::audit::rules::{UNKNOWN_CODE, grade_of};
use crate::evaluate::{Evaluated, RowOrigin};

/// A warning for each code that the catalogue does not have, once in a table. The list changes every year, so it is
/// never more than a warning.
pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for list in lists(evaluated) {
        let classification = evaluated.form.list(list).classification();
        // A catalogue that holds nothing knows nothing: it calls no code wrong.
        let Some(classification) = classification.filter(|&of| evaluated.catalog.covers(of)) else { continue };
        let layout = evaluated.evaluation.layout(list);
        let mut breaches = Breaches::new(findings);
        let mut codes = layout.codes();
        while let Some(code) = codes.peek() {
            let is_stored = |row: &&usize| matches!(layout.rows[**row].origin, RowOrigin::Code | RowOrigin::Project);
            let Some(&row) = codes.take(code).iter().find(is_stored) else { continue };
            if evaluated.catalog.is_known(classification, code) {
                continue;
            }
            breaches.tell(|| {
                let (table, name) = (evaluated.form.table_of(list).number, evaluated.code_name(list, row));
                let message = format!(
                    "表{table} {} {name}：科目表里没有这个编码，请核对；如果是新增的科目，可以载入当年的科目表。",
                    code.spaced(),
                );
                Finding::new(UNKNOWN_CODE, grade_of(UNKNOWN_CODE), message).at_row(list, row)
            });
        }
        breaches.finish();
    }
}
