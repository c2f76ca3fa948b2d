//! Order of codes (C6).

use super::{lists, row_label, stored_rows};
use crate::audit::finding::Finding;
use crate::audit::repair::Repair;
use crate::audit::rules::{ORDER, grade_of};
use crate::disclosure::Code;
use crate::evaluate::Evaluated;
use crate::form::ListIndex;

pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for list in lists(evaluated) {
        order(evaluated, list, findings);
    }
}

/// Codes ascend, within each unit where rows are grouped by unit; the first that does not is named.
fn order(evaluated: Evaluated<'_>, list: ListIndex, findings: &mut Vec<Finding>) {
    let mut before: Option<(Option<&str>, Code)> = None;
    for row in stored_rows(evaluated, list) {
        let unit = row.stored.subject.project().and_then(|project| project.unit.as_deref());
        let Some(code) = row.code else { continue };
        if let Some((last_unit, last_code)) = before
            && last_unit == unit
            && last_code > code
        {
            let table = evaluated.form.table_of(list).number;
            let label = row_label(evaluated, list, row.row);
            let message = format!("{label} 排在 {} 后面，科目应按编码从小到大排列。", last_code.spaced());
            let finding = Finding::new(ORDER, grade_of(ORDER), message).at_row(list, row.row);
            findings.push(finding.with_repair(Some(Repair::Sort(table))));
            return;
        }
        before = Some((unit, code));
    }
}
