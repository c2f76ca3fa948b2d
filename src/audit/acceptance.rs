//! Which findings a person accepted.
//!
//! An acceptance names a finding by its rule and by what it speaks of, figures included. Once a figure changes, the
//! finding is another one, and the acceptance speaks of nothing any more: it withdraws itself.

use std::collections::HashMap;

use super::finding::Finding;
use crate::disclosure::Amount;
use crate::evaluate::{CellIndex, Evaluated};

/// What `finding` speaks of, with its figures, in words that do not change with the program's:
/// `T5[total](2) 5334.82 <> T6[total](1) 5344.82`.
pub fn subject(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    let unit = &evaluated.form.unit;
    let cell = |cell: &CellIndex| {
        let column = &evaluated.form.list(cell.list).amounts[cell.column];
        let (table, row) = (evaluated.form.table_of(cell.list).number, evaluated.row_id(cell.list, cell.row));
        format!("T{table}[{row}]({})", column.number)
    };
    let side = |cells: &[CellIndex], amount: Option<Amount>| {
        let figure = amount.map(|amount| unit.plain(amount));
        let cells = cells.iter().map(cell).collect::<Vec<_>>().join("+");
        [Some(cells).filter(|cells| !cells.is_empty()), figure].into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let mut subject = side(finding.first(), finding.stated);
    let other = side(finding.other(), finding.expected);
    if !other.is_empty() {
        subject += &format!(" <> {other}");
    }
    if let Some(spot) = &finding.text {
        let text = evaluated.disclosure.text(&spot.place).unwrap_or_default();
        let piece: String = text.chars().skip(spot.range.start).take(spot.range.len()).collect();
        subject += &format!(" {}“{piece}”", super::places::text_label(evaluated, &spot.place));
    }
    subject.trim().to_owned()
}

/// Marks the findings that were accepted.
pub(super) fn mark(evaluated: Evaluated<'_>, findings: &mut [Finding]) {
    let acceptances = evaluated.disclosure.acceptances.iter().enumerate();
    let accepted: HashMap<(&str, &str), usize> =
        acceptances.map(|(place, a)| ((a.rule.as_str(), a.subject.as_str()), place)).collect();
    if accepted.is_empty() {
        return;
    }
    for finding in findings {
        let rule = finding.rule.clone();
        finding.accepted = accepted.get(&(rule.as_str(), subject(evaluated, finding).as_str())).copied();
    }
}
