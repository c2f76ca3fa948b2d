//! Which findings a person accepted.
//!
//! An acceptance names a finding by its rule and by what it speaks of, figures included. Once a figure changes, the
//! finding is another one, and the acceptance speaks of nothing any more: it withdraws itself.

use std::collections::HashMap;

use super::finding::Finding;
use crate::disclosure::Amount;
use crate::evaluate::{CellIndex, Evaluated};

/// What `finding` speaks of, with its figures, in words that do not change with the program's:
/// `general[total](basic) 5334.82 <> general_basic[total](total) 5344.82`. Numbers of tables and columns shift from year to
/// year, ids do not. A finding without figures and without a piece of a text is known by
/// what it says.
pub fn subject(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    let unit = finding.unit(evaluated.form);
    let side = |cells: &[CellIndex], amount: Option<Amount>| {
        let figure = amount.map(|amount| unit.plain(amount));
        let cells = cells.iter().map(|cell| cell_name(evaluated, *cell)).collect::<Vec<_>>().join("+");
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
    // Without figures and words that it speaks of, only what it says tells it from others of its rule.
    let has_figures = finding.stated.is_some() || finding.expected.is_some();
    let has_piece = finding.text.as_ref().is_some_and(|spot| !spot.range.is_empty());
    if !has_figures && !has_piece {
        subject += &format!(" {}", finding.message);
    }
    subject.trim().to_owned()
}

/// The cell, by what its table, its row and its column are called whatever is printed: `general[total](basic)`.
pub(super) fn cell_name(evaluated: Evaluated<'_>, cell: CellIndex) -> String {
    let column = &evaluated.form.list(cell.list).amounts[cell.column];
    let (table, row) = (&evaluated.form.table_of(cell.list).id.text, evaluated.row_id(cell.list, cell.row));
    format!("{table}[{row}]({})", column.id.text)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::audit;
    use crate::disclosure::{Acceptance, Indicator, PerformanceTable, SlotValue, TextKey};
    use crate::evaluate::tests::Draft;

    /// Accepts the first finding of `rule`, and says how many of its findings are accepted, of how many.
    fn accept(draft: &mut Draft, rule: &str) -> (usize, usize) {
        let subject = draft.with(|evaluated| {
            let findings = audit(evaluated).findings;
            subject(evaluated, findings.iter().find(|finding| finding.rule == rule).unwrap())
        });
        let [reason, author, written] = ["已核", "张三", "2025-01-31 16:05"].map(str::to_owned);
        draft.disclosure.acceptances = vec![Acceptance { rule: rule.to_owned(), subject, reason, author, written }];
        accepted(draft, rule)
    }

    fn accepted(draft: &Draft, rule: &str) -> (usize, usize) {
        let findings = draft.with(|evaluated| audit(evaluated).findings);
        let of_rule: Vec<_> = findings.iter().filter(|finding| finding.rule == rule).collect();
        (of_rule.iter().filter(|finding| finding.accepted.is_some()).count(), of_rule.len())
    }

    #[test]
    fn one_missing_section_is_accepted_and_the_others_are_not() {
        let mut draft = Draft::new();
        draft.disclosure.texts.insert(crate::disclosure::Part::Section(1), vec!["收支总预算。".to_owned()]);
        let (accepted, all) = accept(&mut draft, "F3");
        assert!(accepted == 1 && all > 5, "{accepted} of {all}");
    }

    #[test]
    fn an_acceptance_withdraws_once_a_figure_that_is_no_amount_changes() {
        let mut draft = Draft::new();
        let weight = |weight: u32| Indicator { weight: Some(weight.into()), ..Indicator::default() };
        draft.disclosure.performance =
            vec![PerformanceTable { indicators: vec![weight(80)], ..PerformanceTable::default() }];
        assert_eq!(accept(&mut draft, "F48"), (1, 1));
        draft.disclosure.performance[0].indicators[0] = weight(70);
        assert_eq!(accepted(&draft, "F48"), (0, 1));
        let mut draft = Draft::new();
        let fill = |draft: &mut Draft, id: &str, count| {
            draft.disclosure.slots.insert(TextKey::new(id), SlotValue::Count(count));
        };
        fill(&mut draft, "machines.half_million", 1);
        fill(&mut draft, "machines.million", 2);
        assert_eq!(accept(&mut draft, "F44"), (1, 1));
        fill(&mut draft, "machines.million", 3);
        assert_eq!(accepted(&draft, "F44"), (0, 1));
    }
}
