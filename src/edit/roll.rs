//! Next year's disclosure from this year's (结转到下一年度).

use super::EditError;
use crate::disclosure::{Disclosure, SlotValue, Subject};
use crate::evaluate::Evaluated;
use crate::form::Form;
use crate::form::template::{SlotKind, SlotNeed};
use crate::narrative::prior_cells;

/// A draft for `year` that follows `form`, from `last`: its structure, codes, projects and texts; its figures as last
/// year's, and no amount of its own. Performance tables keep their indicators, what was aimed at becomes what was
/// reached. Reasons, comments and accepted findings were of last year and stay there; so does what was printed as a
/// whole, for it tells last year's figures.
///
/// # Errors
/// When `year` is not after that of `last`, or not one of a budget.
pub fn roll_forward(last: Evaluated<'_>, form: &Form, year: u16) -> Result<Disclosure, EditError> {
    if year <= last.disclosure.year || !(2000..=2100).contains(&year) {
        return Err(EditError::YearNotAfter(last.disclosure.year));
    }
    let from = last.disclosure;
    let mut draft = Disclosure::new(form.id.as_str(), from.kind, from.body.as_str(), year);
    for (&number, table) in &from.tables {
        let mut rows = table.rows.clone();
        rows.iter_mut().for_each(|row| row.amounts.clear());
        // A prescribed row is stored only while it holds an amount.
        rows.retain(|row| !matches!(row.subject, Subject::Fixed(_)));
        let rolled = draft.table_mut(number);
        rolled.rows = rows;
        rolled.names.clone_from(&table.names);
    }
    draft.tables.retain(|_, table| !table.rows.is_empty() || !table.names.is_empty());
    let figures = prior_cells(last).into_iter().map(|cell| (last.key(cell), last.value(cell)));
    draft.prior = figures.filter(|(_, amount)| !amount.is_zero()).collect();
    draft.slots = from.slots.clone();
    draft.slots.retain(|key, value| {
        let slot = form.sentences.as_ref().and_then(|template| template.slot(&key.id));
        slot.is_some_and(|slot| is_kept(slot.kind, slot.need, value))
    });
    draft.performance = from.performance.clone();
    for table in &mut draft.performance {
        table.funds = crate::disclosure::PerformanceFunds::default();
        for indicator in table.indicators.iter_mut().filter(|indicator| !indicator.last_year.is_empty()) {
            indicator.last_year.clone_from(&indicator.value);
        }
    }
    Ok(draft)
}

/// What a person said that is likely to hold another year: purposes and descriptions, not reasons and amounts. A number
/// of persons or vehicles is a starting point; that something changed is not.
fn is_kept(kind: SlotKind, need: SlotNeed, value: &SlotValue) -> bool {
    match (kind, need) {
        (SlotKind::Amount, _) | (_, SlotNeed::Reason) => false,
        (SlotKind::Text, SlotNeed::Optional) => value.text().is_some_and(|text| !text.contains('年')),
        _ => true,
    }
}
