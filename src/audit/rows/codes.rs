//! Codes that the catalogue does not know (fault 15).

use std::collections::BTreeSet;

use super::{lists, stored_rows};
use crate::audit::finding::Finding;
use crate::audit::rules::{UNKNOWN_CODE, grade_of};
use crate::evaluate::Evaluated;

/// A warning for each code that the catalogue does not have, once in a table. The list changes every year, so it is
/// never more than a warning.
pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for list in lists(evaluated) {
        let classification = evaluated.form.list(list).classification();
        // A catalogue that holds nothing knows nothing: it calls no code wrong.
        let Some(classification) = classification.filter(|&of| evaluated.catalog.covers(of)) else { continue };
        let mut seen = BTreeSet::new();
        for row in stored_rows(evaluated, list) {
            let Some(code) = row.code else { continue };
            if evaluated.catalog.is_known(classification, code) || !seen.insert(code) {
                continue;
            }
            let table = evaluated.form.table_of(list).number;
            let message = format!(
                "表{table} {} {}：科目表里没有这个编码，请核对；如果是新增的科目，可以载入当年的科目表。",
                code.spaced(),
                evaluated.code_name(list, row.row),
            );
            findings.push(Finding::new(UNKNOWN_CODE, grade_of(UNKNOWN_CODE), message).at_row(list, row.row));
        }
    }
}
