//! Next year's disclosure from this year's (结转到下一年度).

use super::EditError;
use crate::disclosure::{
    CellKey, Disclosure, LONGEST_TEXT, Part, RewordedPiece, Rewording, SlotValue, Subject, TooLong,
};
use crate::evaluate::Evaluated;
use crate::form::template::{SlotForm, SlotKind, SlotNeed};
use crate::form::{Correspondence, Form};
use crate::narrative::{given_reasons, prior_cells, told_part};
use crate::spelling::{plain, tells_figure};

/// A draft for `year` that follows `form`, from `last`: its structure, codes, projects and texts; its figures as last
/// year's, and no amount of its own. Performance tables keep their indicators, what was aimed at becomes what was
/// reached. Reasons are kept as last year's, to be chosen from. What happened in that year only, comments and accepted
/// findings stay there. A part that was written as a whole tells last year's figures: of it only what it says in its slots
/// comes along; the glossary, which has no figures, as it is.
///
/// # Errors
/// When `year` is not the one after that of `last`, whose figures would be no last year's, or not one of a budget.
pub fn roll_forward(last: Evaluated<'_>, form: &Form, year: u16) -> Result<Disclosure, EditError> {
    if !(2000..=2100).contains(&year) {
        return Err(EditError::YearOutOfRange);
    }
    if last.disclosure.year.checked_add(1) != Some(year) {
        return Err(EditError::YearNotNext(last.disclosure.year));
    }
    let from = last.disclosure;
    let mut draft = form.disclosure(from.kind, from.body.as_str(), year);
    let corresponding = Correspondence { from: last.form, to: form };
    for (&number, table) in &from.tables {
        let Some(number) = corresponding.table(number) else { continue };
        let mut rows = table.rows.clone();
        rows.iter_mut().for_each(|row| row.amounts.clear());
        // A prescribed row is stored only while it holds an amount.
        rows.retain(|row| !matches!(row.subject, Subject::Fixed(_)));
        let rolled = draft.table_mut(number);
        rolled.rows = rows;
        rolled.names.clone_from(&table.names);
    }
    draft.tables.retain(|_, table| !table.rows.is_empty() || !table.names.is_empty());
    // A figure goes where it means the same, and nowhere else.
    let figures = prior_cells(last).into_iter().map(|cell| (last.key(cell), last.value(cell)));
    draft.prior = figures.filter_map(|(cell, amount)| Some((corresponding.cell(&cell)?, amount))).collect();
    if draft.prior.values().all(|amount| amount.is_zero()) {
        // A draft without any figure does not say that there was nothing.
        draft.prior.clear();
    }
    // What a document says in many paragraphs may be more than a person could fill in at one place.
    let fits = |text: &str| TooLong::of(text, LONGEST_TEXT).is_none();
    draft.last_reasons = given_reasons(last);
    draft.last_reasons.retain(|_, reason| fits(reason));
    draft.slots = from.texts.keys().flat_map(|part| told_part(last, *part).slots).collect();
    draft.slots.retain(|_, value| value.text().is_none_or(fits));
    draft.slots.extend(from.slots.clone());
    draft.slots.retain(|key, value| {
        let slot = form.sentences.as_ref().and_then(|template| template.slot(&key.id));
        slot.is_some_and(|slot| is_kept(slot, value))
    });
    draft.rewritten = from.rewritten.clone();
    draft.rewritten.retain(|_, rewording| follows(rewording, from.year));
    draft.orders.clone_from(&from.orders);
    draft.texts = from.texts.clone();
    draft.texts.retain(|part, texts| *part == Part::Glossary && !texts.is_empty());
    draft.performance = from.performance.clone();
    for table in &mut draft.performance {
        table.funds = crate::disclosure::PerformanceFunds::default();
        for indicator in table.indicators.iter_mut().filter(|indicator| !indicator.last_year.is_empty()) {
            indicator.last_year.clone_from(&indicator.value);
        }
    }
    Ok(draft)
}

/// Whether all figures of a rewritten paragraph are bound, and the year too: what it says otherwise holds another year.
fn follows(rewording: &Rewording, year: u16) -> bool {
    let tells_year = |words: &str| plain(words).collect::<String>().contains(&format!("{year}年"));
    // What was left out one year may belong there the next.
    !rewording.text().is_empty()
        && rewording.pieces().into_iter().all(|piece| match piece {
            RewordedPiece::Words(words) => !tells_figure(words) && !tells_year(words),
            RewordedPiece::Bound(..) => true,
        })
}

/// What of `last` has no place in `form` and is not in the draft: tables by their titles, and figures of last year that
/// sentences compare with.
pub fn left_behind_in_roll(last: Evaluated<'_>, form: &Form) -> Vec<String> {
    let corresponding = Correspondence { from: last.form, to: form };
    let kind = last.disclosure.kind;
    let title = |number| last.form.table(number).map_or("", |table| table.title.get(kind));
    let filled = last.disclosure.tables.iter().filter(|(_, table)| !table.rows.is_empty());
    let gone = filled.filter(|(number, _)| corresponding.table(**number).is_none());
    let mut left: Vec<String> = gone.map(|(number, _)| format!("表{number} {}", title(*number))).collect();
    let has_table = |cell: &CellKey| corresponding.table(cell.table).is_some();
    let cells = prior_cells(last).into_iter().filter(|cell| !last.value(*cell).is_zero());
    let lost = cells.filter(|cell| {
        let key = last.key(*cell);
        has_table(&key) && corresponding.cell(&key).is_none()
    });
    left.extend(lost.map(|cell| format!("{} 的上年数", last.cell_label(cell))));
    left
}

/// What a person said that is likely to hold another year: purposes and descriptions, not reasons and amounts. A number
/// of persons or vehicles is a starting point; how many came, left or are to be bought is not.
fn is_kept(slot: &SlotForm, value: &SlotValue) -> bool {
    match (slot.kind, slot.need) {
        _ if slot.each_year => false,
        (SlotKind::Amount, _) | (_, SlotNeed::Reason) => false,
        (SlotKind::Text, SlotNeed::Optional) => value.text().is_some_and(|text| !text.contains('年')),
        _ => true,
    }
}
