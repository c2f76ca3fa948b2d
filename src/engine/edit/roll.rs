//! Next year's disclosure from this year's (结转到下一年度).

use std::collections::{BTreeMap, BTreeSet};

use super::EditError;
use crate::disclosure::{
    Amount, CellKey, ColumnNumber, Disclosure, LONGEST_TEXT, Part, RewordedPiece, Rewording, Row, RowKey, SlotValue,
    Subject, TableNumber, TooLong, YEARS,
};
use crate::evaluate::{CellIndex, Evaluated, evaluate};
use crate::form::template::{SlotForm, SlotKind, SlotNeed};
use crate::form::{Correspondence, Form, ListIndex, Lost};
use crate::narrative::{compared_without_row, given_reasons, told_last_year, told_part};
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
    if !YEARS.contains(&year) {
        return Err(EditError::YearOutOfRange);
    }
    if last.disclosure.year.checked_add(1) != Some(year) {
        return Err(EditError::YearNotNext(last.disclosure.year));
    }
    let from = last.disclosure;
    let mut draft = form.disclosure(from.kind, from.body.as_str(), year);
    let corresponding = Correspondence::between(last.form, form);
    for (&number, table) in &from.tables {
        let Some(other) = corresponding.table(number) else { continue };
        let rolled = draft.table_mut(other);
        for row in &table.rows {
            let kept = kept_fields(&corresponding, number, row);
            // A prescribed row is stored only while something is entered in it.
            let is_fixed = matches!(row.subject, Subject::Fixed(_)) && kept.is_empty();
            let Some(key) = corresponding.row_key(number, &row.subject.key()).filter(|_| !is_fixed) else { continue };
            if rolled.find(&key).is_none() {
                let subject = match key {
                    RowKey::Fixed(id) => Subject::Fixed(id),
                    _ => row.subject.clone(),
                };
                rolled.rows.push(Row { fields: kept, ..Row::new(subject) });
            }
        }
        for (code, name) in &table.names {
            rolled.names.entry(*code).or_insert_with(|| name.clone());
        }
    }
    draft.tables.retain(|_, table| !table.rows.is_empty() || !table.names.is_empty());
    // A figure goes where it means the same, and nowhere else.
    let evaluation = evaluate(form, &draft);
    let drafted = Evaluated { form, disclosure: &draft, evaluation: &evaluation, ..last };
    let told = told_last_year(last, &corresponding, drafted);
    let mut prior: BTreeMap<CellKey, Amount> = told.into_iter().map(|(cell, (_, amount))| (cell, amount)).collect();
    // A code that a sentence names and of which last year had no row had nothing.
    let without_row = compared_without_row(drafted).into_iter().filter(|cell| corresponding.has_source(cell));
    for cell in without_row {
        prior.entry(cell).or_insert(Amount::ZERO);
    }
    draft.prior = prior;
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
    draft.rewritten.retain(|key, rewording| follows(rewording, from.year) && is_bound(rewording, &key.id, form));
    let orders = from.orders.iter().filter_map(|(part, rows)| Some((corresponding.part(*part)?, rows.clone())));
    draft.orders = orders.collect();
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

/// The texts of `row`, a row of last year's table `number`, that this year's form takes along.
fn kept_fields(corresponding: &Correspondence<'_>, number: TableNumber, row: &Row) -> BTreeMap<ColumnNumber, String> {
    let kept = row.fields.iter().filter_map(|(column, text)| {
        let cell = corresponding.field(&CellKey::new(number, row.subject.key(), *column))?;
        let is_rolled = corresponding.to.field_of(&cell).is_some_and(|field| field.is_rolled);
        is_rolled.then(|| (cell.column, text.clone()))
    });
    kept.collect()
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

/// Whether the sentence `id` of `form` still speaks of all that is bound in `rewording`: what it does not would stay as it
/// was last year.
fn is_bound(rewording: &Rewording, id: &str, form: &Form) -> bool {
    let Some(template) = form.sentences.as_deref() else { return false };
    let known: Vec<String> = match template.paragraph(id) {
        Some(paragraph) => {
            let pieces = paragraph.variants.iter().flat_map(|variant| &variant.wording);
            pieces.filter_map(|piece| piece.source(template)).collect()
        }
        None => return false,
    };
    rewording.bound().iter().all(|piece| known.contains(&piece.source))
}

/// What of last year's disclosure has no place of its own in this year's form, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftBehind {
    /// What was split or is gone: it is not in the draft.
    pub gone: Vec<String>,
    /// What was merged: it is in the draft, added up.
    pub merged: Vec<String>,
}

impl LeftBehind {
    /// All of it.
    pub fn lines(self) -> Vec<String> {
        [self.gone, self.merged].concat()
    }
}

/// What of `last` has no place of its own in `form`: places that hold something and were split, merged or are gone.
pub fn left_behind_in_roll(last: Evaluated<'_>, form: &Form) -> LeftBehind {
    let corresponding = Correspondence::between(last.form, form);
    let mut left = LeftBehind::default();
    let mut seen = BTreeSet::new();
    for list in (0..last.form.lists.len()).map(ListIndex) {
        let table = last.form.table_of(list);
        let values = last.evaluation.values(list);
        for row in 0..last.evaluation.layout(list).rows.len() {
            let key = last.row_key(list, row);
            for (column, amount) in last.form.list(list).amounts.iter().enumerate() {
                if values.value(row, column).is_zero() {
                    continue;
                }
                let cell = CellKey::new(table.number, key.clone(), amount.number);
                let place = match corresponding.lost(&cell) {
                    None => continue,
                    Some(Lost::Table) => (table.number, None, None),
                    Some(Lost::Row) => (table.number, Some(key.clone()), None),
                    Some(Lost::Column) => (table.number, None, Some(amount.number)),
                };
                if seen.insert(place) {
                    let told = corresponding.told_of(&cell, || last.cell_label(CellIndex { list, row, column }));
                    match corresponding.cell(&cell) {
                        Some(_) => left.merged.extend(told),
                        None => left.gone.extend(told),
                    }
                }
            }
        }
    }
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
