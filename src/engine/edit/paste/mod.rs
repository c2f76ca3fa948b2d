//! Pasting a block of cells, as spreadsheets do it, and more safely.
//!
//! A block that carries codes or labels is matched with the rows that they name ([`by_row`]); any other goes cell by
//! cell where the selection is ([`by_place`]). Both say what they would do before it is done: a [`Paste`] holds the step
//! and everything that it does not do, so that nothing is skipped silently.

mod block;
mod by_place;
mod by_row;
mod html;
#[cfg(test)]
mod tests;

pub use block::Block;
pub(in crate::edit) use block::clean;
pub use by_place::paste_at;
pub use by_row::paste_rows;

use std::collections::{BTreeMap, BTreeSet};

use super::amounts::{dropped_stated, with_fixed_rows};
use super::rows::insert_row;
use super::{Change, Put, Step};
use crate::disclosure::{Amount, CellKey, Code, Disclosure, Row, Table, TableNumber};
use crate::evaluate::{CellIndex, Evaluated, evaluate};
use crate::form::ListIndex;

/// What pasting a block would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paste {
    /// Amounts that go into cells.
    pub entered: Vec<(CellKey, Option<Amount>)>,
    /// Names that are changed, and other changes than amounts.
    pub others: Vec<Change>,
    /// Rows that are missing and would be added, with their amounts.
    pub added: Vec<(ListIndex, Row)>,
    /// Figures for cells that the program computes.
    pub computed: Vec<(CellKey, Amount)>,
    /// Texts that cannot be taken.
    pub refused: Vec<Refused>,
    /// Cells of the block that fall outside the table.
    pub outside: usize,
    /// Rows that say nothing but a code of the table: they carry no figures to paste, and keep theirs.
    pub kept: Vec<Code>,
}

/// A text that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it would go, as findings call places: a cell, a row or a table.
    pub place: String,
    pub text: String,
    /// Why it cannot be taken.
    pub reason: String,
}

impl Paste {
    fn refuse(&mut self, place: String, text: &str, reason: impl ToString) {
        self.refused.push(Refused { place, text: text.to_owned(), reason: reason.to_string() });
    }

    /// Whether it changes nothing.
    pub fn is_idle(&self) -> bool {
        self.entered.is_empty() && self.others.is_empty() && self.added.is_empty()
    }

    /// The step called `name`. With `states` the figures for computed cells become stated amounts (公布数), to be
    /// compared with what the program computes.
    pub fn step(&self, evaluated: Evaluated<'_>, name: impl Into<String>, states: bool) -> Step {
        let disclosure = evaluated.disclosure;
        let mut changes = Vec::new();
        for (cell, to) in &self.entered {
            let from = disclosure.entered(cell);
            if from != *to {
                changes.push(Change::Amount(Put { place: cell.clone(), from, to: *to }));
            }
        }
        let mut changes = with_fixed_rows(evaluated, changes);
        changes.extend(self.others.iter().cloned());
        let mut tables: BTreeMap<TableNumber, Table> = BTreeMap::new();
        for (list, row) in &self.added {
            let number = evaluated.form.table_of(*list).number;
            let table = tables.entry(number).or_insert_with(|| disclosure.table(number).cloned().unwrap_or_default());
            changes.extend(insert_row(evaluated, *list, table, row.clone()));
        }
        let mut step = Step::new(name, changes);
        let dropped = self.dropped(evaluated, &step);
        step.changes.extend(dropped);
        if states {
            let stated = step.changes.iter().filter_map(|change| match change {
                Change::Stated(put) => Some(&put.place),
                _ => None,
            });
            let dropped: BTreeSet<&CellKey> = stated.collect();
            let stated = self.computed.iter().map(|(cell, amount)| {
                let from = disclosure.stated(cell).filter(|_| !dropped.contains(cell));
                Change::Stated(Put { place: cell.clone(), from, to: Some(*amount) })
            });
            let stated: Vec<_> = stated.collect();
            step.changes.extend(stated);
        }
        step
    }

    /// How many amounts would be others than now; rows that are added not counted.
    pub fn changed(&self, evaluated: Evaluated<'_>) -> usize {
        self.entered.iter().filter(|(cell, to)| evaluated.disclosure.entered(cell) != *to).count()
    }

    /// Calls `read` with the disclosure as it would be after the paste.
    pub fn read_after<T>(&self, evaluated: Evaluated<'_>, read: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let mut tried = evaluated.disclosure.clone();
        self.step(evaluated, "", false).apply(&mut tried);
        let evaluation = evaluate(evaluated.form, &tried);
        read(Evaluated { disclosure: &tried, evaluation: &evaluation, ..evaluated })
    }

    /// For each figure for a computed cell, whether it is shown otherwise than the program computes it `after` the paste.
    pub fn differs(&self, after: Evaluated<'_>) -> Vec<bool> {
        let unit = &after.form.unit;
        let computed = |cell: CellIndex| after.evaluation.values(cell.list).computed(cell.row, cell.column);
        let differs = |(key, amount): &(CellKey, Amount)| {
            after.find(key).map(computed).is_none_or(|computed| unit.shown(computed) != unit.shown(*amount))
        };
        self.computed.iter().map(differs).collect()
    }

    /// Drops what is stated in cells that depend on what was pasted. Rows that are added have no cells yet, so the
    /// disclosure is tried with them.
    fn dropped(&self, evaluated: Evaluated<'_>, step: &Step) -> Vec<Change> {
        let mut tried: Disclosure = evaluated.disclosure.clone();
        step.apply(&mut tried);
        let evaluation = evaluate(evaluated.form, &tried);
        let after = Evaluated { disclosure: &tried, evaluation: &evaluation, ..evaluated };
        let entered = step.changes.iter().filter_map(|change| match change {
            Change::Amount(put) => Some(put.place.clone()),
            _ => None,
        });
        // A new row may also bring figures that are linked to other tables.
        let added = self.added.iter().flat_map(|(list, row)| {
            let table = evaluated.form.table_of(*list).number;
            let columns = evaluated.form.list(*list).amounts.iter();
            columns.map(move |column| CellKey::new(table, row.subject.key(), column.number))
        });
        let added = added.filter(|cell| after.find(cell).is_some_and(|cell| !after.value(cell).is_zero()));
        let changed: Vec<CellIndex> = entered.chain(added).filter_map(|cell| after.find(&cell)).collect();
        dropped_stated(after, &changed, &[])
    }
}
