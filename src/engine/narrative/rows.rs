//! For what a paragraph is repeated, and what the rows are called.

use std::collections::{BTreeSet, HashSet};

use super::accounts;
use crate::disclosure::{Amount, Code, CodeLevel, Part, RowKey};
use crate::evaluate::{CellIndex, Evaluated, LaidOutRow, RowOrigin};
use crate::form::ListIndex;
use crate::form::template::{Each, RowChoice};

/// For what a paragraph speaks: nothing in particular, a row, a word, a performance table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Place {
    /// The list of the row.
    pub list: Option<ListIndex>,
    /// The row; `None` for one that fell away since last year.
    pub row: Option<usize>,
    /// What names it.
    pub key: Option<RowKey>,
    pub code: Option<Code>,
    pub name: String,
    /// Its number in the repetition, from 1.
    pub ordinal: usize,
    /// Money of a performance table: carried over, and of this year.
    pub merged: Option<(Amount, Amount)>,
}

/// The places for which `each` repeats, in printed order.
pub(super) fn places(evaluated: Evaluated<'_>, each: &Each, within: &Place) -> Vec<Place> {
    let mut places: Vec<Place> = match each {
        Each::Rows { list, rows, filled } => rows_of(evaluated, *list, *rows, *filled),
        Each::Merged => accounts::accounts(evaluated)
            .into_iter()
            .filter_map(|account| {
                let name = account.name(evaluated)?.to_owned();
                let (list, row) = account.project?;
                let key = Some(evaluated.row_key(list, row));
                let merged = Some((account.carried, account.granted));
                account.is_merged().then_some(Place { key, name, merged, ..Place::default() })
            })
            .collect(),
        Each::Words(words) => {
            let with_money = words.iter().filter(|(_, sum)| !super::Sum::of(evaluated, sum, within).now.is_zero());
            with_money.map(|(word, _)| Place { name: word.clone(), ..within.clone() }).collect()
        }
        Each::Changed(terms) => {
            let difference = super::Sum::of(evaluated, terms, within).difference(&evaluated.form.text_unit);
            let is_same = difference.is_some_and(Amount::is_zero);
            // It is the same row, with its number there.
            return if is_same { Vec::new() } else { vec![within.clone()] };
        }
    };
    number(&mut places);
    places
}

fn number(places: &mut [Place]) {
    for (ordinal, place) in places.iter_mut().enumerate() {
        place.ordinal = ordinal + 1;
    }
}

/// The places in the order in which the author has `part` speak of them.
pub(super) fn in_order(evaluated: Evaluated<'_>, part: Part, mut places: Vec<Place>) -> Vec<Place> {
    if let Some(order) = evaluated.disclosure.orders.get(&part) {
        let turn = |place: &Place| order.iter().position(|row| place.key.as_ref() == Some(row)).unwrap_or(order.len());
        places.sort_by_key(turn);
        number(&mut places);
    }
    places
}

fn rows_of(evaluated: Evaluated<'_>, list: ListIndex, rows: RowChoice, filled: Option<usize>) -> Vec<Place> {
    let layout = evaluated.evaluation.layout(list);
    let has_money =
        |row: usize| filled.is_none_or(|column| !evaluated.value(CellIndex { list, row, column }).is_zero());
    let chosen = (0..layout.rows.len()).filter(|&row| is_chosen(rows, &layout.rows[row]) && has_money(row));
    let mut places: Vec<Place> = chosen
        .map(|row| Place {
            list: Some(list),
            row: Some(row),
            key: Some(key(evaluated, list, row)),
            code: layout.rows[row].code,
            name: name(evaluated, list, row),
            ..Place::default()
        })
        .collect();
    if rows == RowChoice::Items && filled.is_none() {
        add_fallen(evaluated, list, &mut places);
    }
    places
}

/// What names the row in keys of slots: a fixed row for a code is named by the code.
fn key(evaluated: Evaluated<'_>, list: ListIndex, row: usize) -> RowKey {
    let laid_out = evaluated.evaluation.layout(list).rows[row];
    match laid_out.code {
        Some(code) if laid_out.origin == RowOrigin::Fixed => RowKey::Code(code),
        _ => evaluated.row_key(list, row),
    }
}

/// Whether `row` is one of those that `rows` means.
pub(super) fn is_chosen(rows: RowChoice, row: &LaidOutRow) -> bool {
    match rows {
        RowChoice::Classes => row.code.is_some_and(|code| code.level() == CodeLevel::Class),
        RowChoice::Items => is_item(row),
        RowChoice::Projects => row.origin == RowOrigin::Project,
    }
}

/// Whether the row is one that a person enters by code.
pub(super) fn is_item(row: &LaidOutRow) -> bool {
    row.origin == RowOrigin::Code
}

/// Adds the codes that had money last year and have no row any more, each where its code belongs.
fn add_fallen(evaluated: Evaluated<'_>, list: ListIndex, places: &mut Vec<Place>) {
    let table = evaluated.form.table_of(list).number;
    let Some(classification) = evaluated.form.list(list).classification() else { return };
    let known: HashSet<Code> = places.iter().filter_map(|place| place.code).collect();
    let had_money = evaluated.disclosure.prior.iter().filter(|(cell, amount)| cell.table == table && !amount.is_zero());
    let fallen: BTreeSet<Code> =
        had_money.filter_map(|(cell, _)| cell.row.code()).filter(|code| !known.contains(code)).collect();
    let place_of = |code: Code| Place {
        list: Some(list),
        key: Some(RowKey::Code(code)),
        code: Some(code),
        name: evaluated.codes().get(classification, code).map_or_else(|| code.spaced(), |entry| entry.name.clone()),
        ..Place::default()
    };
    let mut fallen = fallen.into_iter().peekable();
    for place in std::mem::take(places) {
        while let Some(code) = fallen.next_if(|&code| place.code > Some(code)) {
            places.push(place_of(code));
        }
        places.push(place);
    }
    places.extend(fallen.map(place_of));
}

/// What a row is called in a sentence.
fn name(evaluated: Evaluated<'_>, list: ListIndex, row: usize) -> String {
    let laid_out = evaluated.evaluation.layout(list).rows[row];
    if laid_out.origin == RowOrigin::Fixed {
        // The label of a fixed row for a code begins with the code.
        let label = evaluated.form.list(list).fixed_rows()[row].label.as_str();
        let code = laid_out.code.map(|code| code.to_string()).unwrap_or_default();
        return label.strip_prefix(&code).unwrap_or(label).trim().to_owned();
    }
    match evaluated.stored(list, row).and_then(|row| row.subject.project()) {
        Some(project) => project.name.clone(),
        None => evaluated.code_name(list, row).to_owned(),
    }
}

/// The names of the 类, 款 and 项 of `place`, each with what follows it.
pub(super) fn path(evaluated: Evaluated<'_>, place: &Place, levels: &[String; 3]) -> String {
    let (Some(list), Some(code)) = (place.list, place.code) else { return place.name.clone() };
    let layout = evaluated.evaluation.layout(list);
    let mut codes: Vec<Code> = std::iter::successors(Some(code), |code| code.parent()).collect();
    codes.reverse();
    let mut text = String::new();
    for (code, level) in codes.into_iter().zip(levels) {
        let row = layout.rows_of_code(code).first().copied();
        let listed = || {
            let classification = evaluated.form.list(list).classification()?;
            Some(evaluated.codes().get(classification, code)?.name.clone())
        };
        let name = match row {
            Some(row) => evaluated.code_name(list, row).to_owned(),
            None => listed().unwrap_or_else(|| code.spaced()),
        };
        text += &name;
        text += level;
    }
    text
}
