//! What is said of a row and goes along with it when it gets another code: last year's figures, and what a person filled in.

use super::super::{Change, Put};
use crate::disclosure::{CellKey, RowKey, TableNumber, TextKey};
use crate::evaluate::Evaluated;
use crate::form::ListIndex;

/// The changes that take last year's figures of the row `old` to the row `new`, added to those that it has: else what is
/// the same money would be told as having ended under one code and begun under another.
fn moved_prior(evaluated: Evaluated<'_>, table: TableNumber, old: &RowKey, new: &RowKey) -> Vec<Change> {
    let prior = &evaluated.disclosure.prior;
    let own = prior.iter().filter(|(cell, _)| cell.table == table && cell.row == *old);
    let moved = own.flat_map(|(cell, amount)| {
        let there = CellKey { row: new.clone(), ..cell.clone() };
        let from = prior.get(&there).copied();
        let to = Some(from.unwrap_or_default() + *amount);
        [
            Change::Prior(Put { place: cell.clone(), from: Some(*amount), to: None }),
            Change::Prior(Put { place: there, from, to }),
        ]
    });
    moved.collect()
}

/// The changes that take what is filled in for the row `old` of `list`, and last year's reasons, to the row `new`. What is
/// filled in there already stays.
fn moved_texts(evaluated: Evaluated<'_>, list: ListIndex, old: &RowKey, new: &RowKey) -> Vec<Change> {
    let keys = evaluated.form.form_keys();
    let is_of_list = |id: &str| {
        let paragraph = id.rsplit_once('.').map_or(id, |(paragraph, _)| paragraph);
        let repeated = keys.repeated.iter().find(|repeated| repeated.id == paragraph);
        repeated.is_some_and(|repeated| {
            let table = evaluated.form.tables.get(repeated.table);
            table.and_then(|table| table.list_indices().nth(repeated.list)) == Some(list)
        })
    };
    let is_own = |key: &&TextKey| key.row.as_ref() == Some(old) && is_of_list(&key.id);
    let there = |key: &TextKey| TextKey { row: Some(new.clone()), ..key.clone() };
    let disclosure = evaluated.disclosure;
    let mut changes = Vec::new();
    let slots = disclosure.slots.iter().filter(|(key, _)| is_own(key));
    for (key, value) in slots.filter(|(key, _)| !disclosure.slots.contains_key(&there(key))) {
        changes.push(Change::Slot(Put { place: key.clone(), from: Some(value.clone()), to: None }));
        changes.push(Change::Slot(Put { place: there(key), from: None, to: Some(value.clone()) }));
    }
    let reasons = disclosure.last_reasons.iter().filter(|(key, _)| is_own(key));
    for (key, reason) in reasons.filter(|(key, _)| !disclosure.last_reasons.contains_key(&there(key))) {
        changes.push(Change::LastReason(Put { place: key.clone(), from: Some(reason.clone()), to: None }));
        changes.push(Change::LastReason(Put { place: there(key), from: None, to: Some(reason.clone()) }));
    }
    changes
}

/// The changes that take all of it to the row `new` of `list`.
pub(in crate::edit) fn moved_along(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    old: &RowKey,
    new: &RowKey,
) -> Vec<Change> {
    let table = evaluated.form.table_of(list).number;
    let mut changes = moved_prior(evaluated, table, old, new);
    changes.extend(moved_texts(evaluated, list, old, new));
    changes
}
