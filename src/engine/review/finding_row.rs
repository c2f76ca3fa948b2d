//! A finding as a row of a table that is sent on or filtered.

use super::pointed::{Hand, Pointing};
use super::sheet::SheetCell;
use crate::audit::{Audit, Finding, Grade, Slip, rule_text};
use crate::disclosure::{Amount, TableNumber};
use crate::evaluate::Evaluated;
use crate::import::Place;

/// A finding in words, with its amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingRow {
    /// The name by which it is known again.
    pub id: String,
    pub rule: String,
    /// What the rule is called.
    pub title: String,
    pub grade: Grade,
    pub hand: Hand,
    /// The table of its first cell.
    pub table: Option<TableNumber>,
    pub place: String,
    /// Where it stands in the document that was imported.
    pub document: Option<Place>,
    pub message: String,
    /// What is said there, where it speaks of a text.
    pub quote: Option<String>,
    pub stated: SheetCell,
    pub expected: SheetCell,
    pub difference: SheetCell,
    /// What would mend it.
    pub suggestion: String,
    /// Why it was accepted.
    pub accepted: Option<String>,
}

/// The findings of `audit`, which are known by `ids`, as rows: those that one person mends one after the other, then by place.
pub fn finding_rows(
    evaluated: Evaluated<'_>,
    audit: &Audit,
    ids: &[String],
    pointing: &Pointing<'_>,
) -> Vec<FindingRow> {
    let rows = audit.findings.iter().zip(ids).map(|(finding, id)| finding_row(evaluated, finding, id, pointing));
    let mut rows: Vec<FindingRow> = rows.collect();
    // Within a grade they stay in the order of the audit.
    rows.sort_by_key(|row| (row.hand, row.grade, row.table));
    rows
}

/// `finding`, which is known by `id`, as a row.
pub fn finding_row(evaluated: Evaluated<'_>, finding: &Finding, id: &str, pointing: &Pointing<'_>) -> FindingRow {
    let unit = finding.unit(evaluated.form);
    let is_exact = finding.stated.zip(finding.expected).is_some_and(|(one, other)| unit.hides_difference(one, other));
    let cell = |amount: Option<Amount>| match amount {
        Some(amount) if is_exact => SheetCell::amount(unit.exact_text(amount), unit.text_of(amount, true)),
        Some(amount) => SheetCell::amount(unit.plain(amount), unit.text(amount)),
        None => SheetCell::BLANK,
    };
    let accepted = finding.accepted.and_then(|place| evaluated.disclosure.acceptances.get(place));
    FindingRow {
        id: id.to_owned(),
        rule: finding.rule.clone(),
        title: rule_text(evaluated.form, &finding.rule).map_or_else(String::new, |rule| rule.title.to_owned()),
        grade: finding.grade,
        hand: pointing.hand(finding),
        table: finding.cells.first().map(|cell| evaluated.form.table_of(cell.list).number),
        place: pointing.place(finding),
        document: pointing.document_place(finding),
        message: finding.message.clone(),
        quote: pointing.quote(finding),
        stated: cell(finding.stated),
        expected: cell(finding.expected),
        difference: cell(finding.difference),
        suggestion: suggestion(evaluated, finding),
        accepted: accepted.map(|acceptance| acceptance.reason.clone()),
    }
}

/// What would mend it: the cells that are likely wrong, or else what it can be replaced with.
fn suggestion(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    let suspects = finding.suspects.iter().map(|suspect| {
        let unit = evaluated.unit_of_cell(suspect.cell);
        let is_exact = unit.hides_difference(suspect.value, suspect.suggested);
        let [value, suggested] = [suspect.value, suspect.suggested].map(|amount| unit.text_of(amount, is_exact));
        let slip = suspect.slip.map(|slip| format!("（{}）", Slip::text(slip))).unwrap_or_default();
        let (likelihood, label) = (finding.likelihood(suspect), evaluated.cell_label(suspect.cell));
        format!("{likelihood} {label}：{value} 应为 {suggested}{slip}")
    });
    let told: Vec<String> = suspects.collect();
    match told.is_empty() {
        false => told.join("；或者 "),
        true => finding.repairs.first().map(|repair| repair.name(evaluated)).unwrap_or_default(),
    }
}
