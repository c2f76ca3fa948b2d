//! What is stated (公布数) follows from figures: it goes when they change.

use std::collections::HashMap;

use super::super::{Change, Put, Step};
use crate::disclosure::{Amount, CellKey, Disclosure, RowKey};
use crate::evaluate::{CellIndex, CellState, Evaluated, Evaluation, evaluate};
use crate::form::{Form, ListIndex};

/// The changes that drop what is stated where, after `changes`, the program computes another amount than before, or has
/// no row any more: it was what the source printed for other figures.
pub(super) fn outdated(evaluated: Evaluated<'_>, changes: &[Change]) -> Vec<Change> {
    outdated_after_renaming(evaluated, changes, CellKey::clone)
}

/// Like [`outdated`], where `changes` give cells other keys: `was` tells the key that a cell had before.
pub(in crate::edit) fn outdated_after_renaming(
    evaluated: Evaluated<'_>,
    changes: &[Change],
    was: impl Fn(&CellKey) -> CellKey,
) -> Vec<Change> {
    let Evaluated { form, disclosure, evaluation, .. } = evaluated;
    let mut dropped = Vec::new();
    if disclosure.tables.values().all(|table| table.stated.is_empty()) {
        return dropped;
    }
    let before = computed_where_stated(form, disclosure, evaluation);
    let mut tried = disclosure.clone();
    Step::new("", changes.to_vec()).apply(&mut tried);
    // What is dropped lets what is computed through to the cells above it, which may be outdated by that.
    loop {
        let after = computed_where_stated(form, &tried, &evaluate(form, &tried));
        let is_outdated = |cell: &CellKey| match (before.get(&was(cell)), after.get(cell)) {
            (before, Some(after)) => before.copied().unwrap_or_default() != *after,
            // Its row is gone; or it has none yet, as when a source prints a sum alone.
            (before, None) => before.is_some(),
        };
        let drop = |cell: CellKey| Change::Stated(Put { from: tried.stated(&cell), to: None, place: cell });
        let step = Step::new("", stated_cells(&tried).filter(is_outdated).map(drop).collect());
        if step.changes.is_empty() {
            return dropped;
        }
        step.apply(&mut tried);
        dropped.extend(step.changes);
    }
}

/// The changes that drop what is stated in the row that `key` names in columns that are entered there: when the row was
/// a sum, or was yet to come, it could be stated in all of its columns.
pub(super) fn dropped_from_entered(evaluated: Evaluated<'_>, list: ListIndex, key: &RowKey) -> Vec<Change> {
    let number = evaluated.form.table_of(list).number;
    let Some(table) = evaluated.disclosure.table(number) else { return Vec::new() };
    let is_entered = |column: &&crate::form::AmountColumn| {
        !column.expression.as_ref().is_some_and(|expression| expression.fits(key.code().is_some()))
    };
    let entered = evaluated.form.list(list).amounts.iter().filter(is_entered);
    let stated = entered.filter_map(|column| Some((column.number, *table.stated.get(&(key.clone(), column.number))?)));
    let drop = |(column, amount)| {
        Change::Stated(Put { place: CellKey::new(number, key.clone(), column), from: Some(amount), to: None })
    };
    stated.map(drop).collect()
}

fn stated_cells(disclosure: &Disclosure) -> impl Iterator<Item = CellKey> {
    disclosure.tables.iter().flat_map(|(number, table)| {
        table.stated.keys().map(|(row, column)| CellKey::new(*number, row.clone(), *column))
    })
}

/// What the program computes in the cells that carry a stated amount.
fn computed_where_stated(form: &Form, disclosure: &Disclosure, evaluation: &Evaluation) -> HashMap<CellKey, Amount> {
    let mut computed = HashMap::new();
    for list in (0..form.lists.len()).map(ListIndex) {
        let values = evaluation.values(list);
        for row in 0..evaluation.layout(list).rows.len() {
            for column in 0..values.width() {
                if values.state(row, column) == CellState::Stated {
                    let key = evaluation.key(form, disclosure, CellIndex { list, row, column });
                    computed.insert(key, values.computed(row, column));
                }
            }
        }
    }
    computed
}
