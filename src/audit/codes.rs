//! Codes that the catalogue does not know.

use std::collections::BTreeSet;

use super::finding::{Finding, Grade};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::ListIndex;

/// Id of the rule (fault 15 of the catalogue of faults).
pub(super) const UNKNOWN_CODE: &str = "F15";

/// A warning for each code that the catalogue does not have, once in a table. The list changes every year, so it is
/// never more than a warning.
pub(super) fn unknown_codes(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for list in (0..evaluated.form.lists.len()).map(ListIndex) {
        let classification = evaluated.form.list(list).classification();
        // A catalogue that holds nothing knows nothing: it calls no code wrong.
        let Some(classification) = classification.filter(|&of| evaluated.catalog.covers(of)) else { continue };
        let mut seen = BTreeSet::new();
        for (row, laid_out) in evaluated.evaluation.layout(list).rows.iter().enumerate() {
            let is_stored = matches!(laid_out.origin, RowOrigin::Code | RowOrigin::Project);
            let Some(code) = laid_out.code.filter(|_| is_stored) else { continue };
            if evaluated.catalog.is_known(classification, code) || !seen.insert(code) {
                continue;
            }
            let table = evaluated.form.table_of(list).number;
            findings.push(Finding {
                rule: UNKNOWN_CODE.to_owned(),
                grade: Grade::Warning,
                cells: vec![CellIndex { list, row, column: 0 }],
                first_side: 1,
                stated: None,
                expected: None,
                difference: None,
                message: format!(
                    "表{table} {} {}：科目表里没有这个编码，请核对；如果是新增的科目，可以载入当年的科目表。",
                    code.spaced(),
                    evaluated.code_name(list, row),
                ),
                suspects: Vec::new(),
            });
        }
    }
    findings
}
