//! Taking over what another disclosure says otherwise.
//!
//! Of a [`Comparison`] whose old side is the other disclosure and whose new side is the one that is open, any choice can
//! be made into one step of the open one.

mod figures;
mod performance;
mod texts;

use std::collections::{BTreeSet, HashMap};

use super::compare::{Comparison, RowDifference, compare, row_keys};
use super::snapshot::snapshot;
use crate::disclosure::{CellKey, Disclosure, RowKey, Snapshot, TableNumber};
use crate::edit::{Change, EditError, Put, Step};
use crate::evaluate::{Evaluated, evaluate};

/// Sums stand above sums at most this deep, over all tables.
const MOST_ROUNDS: usize = 30;

/// Something of a [`Comparison`] that can be taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Taken {
    /// What became of the row at this place of [`Comparison::rows`], its figures with it.
    Row(usize),
    /// A figure: place of its row, and its place there.
    Cell(usize, usize),
    /// The text at this place of [`Comparison::texts`].
    Text(usize),
    /// A figure of last year: place of its row in [`Comparison::prior`], and its place there.
    Prior(usize, usize),
}

impl Comparison {
    /// Everything that can be taken over: what follows from figures follows when they are taken.
    pub fn takeable(&self) -> Vec<Taken> {
        let mut all = Vec::new();
        for (place, row) in self.rows.iter().enumerate() {
            if row.is_changed() {
                all.push(Taken::Row(place));
            }
            if row.old.is_some() && row.new.is_some() {
                let cells = row.cells.iter().enumerate().filter(|(_, cell)| !cell.follows);
                all.extend(cells.map(|(cell, _)| Taken::Cell(place, cell)));
            }
        }
        let texts = self.texts.iter().enumerate().filter(|(_, text)| !text.follows);
        all.extend(texts.map(|(place, _)| Taken::Text(place)));
        for (place, row) in self.prior.iter().enumerate() {
            all.extend((0..row.cells.len()).map(|cell| Taken::Prior(place, cell)));
        }
        all
    }
}

/// The step that takes `chosen` of `comparison` from `other` into `current`.
///
/// # Errors
/// When the disclosure cannot take one of them, or has changed since it was compared.
pub fn take_over(
    current: Evaluated<'_>,
    other: Evaluated<'_>,
    comparison: &Comparison,
    chosen: &[Taken],
) -> Result<Step, EditError> {
    let chosen: BTreeSet<Taken> = chosen.iter().copied().collect();
    let (old, new) = (snapshot(other), snapshot(current));
    let mut work = Work {
        current,
        other,
        comparison,
        keys: row_keys(&old, &new),
        old,
        new,
        disclosure: current.disclosure.clone(),
        changes: Vec::new(),
        chosen,
    };
    work.heading()?;
    work.rows()?;
    work.order()?;
    work.cells();
    work.names()?;
    work.texts()?;
    work.performance()?;
    work.prior();
    if work.is_everything() {
        work.stated();
    }
    let count = work.chosen.len();
    let name = if work.is_everything() {
        "全部采用对照文件".to_owned()
    } else {
        format!("采用对照文件 {count} 处")
    };
    Ok(Step::new(name, work.changes))
}

/// A copy of the open disclosure that takes over one thing after the other, and the changes that made it so.
struct Work<'a> {
    current: Evaluated<'a>,
    other: Evaluated<'a>,
    comparison: &'a Comparison,
    old: Snapshot,
    new: Snapshot,
    /// How the rows of the other disclosure are called in the open one, by table.
    keys: HashMap<TableNumber, HashMap<RowKey, RowKey>>,
    disclosure: Disclosure,
    changes: Vec<Change>,
    chosen: BTreeSet<Taken>,
}

impl Work<'_> {
    fn make(&mut self, step: Step) {
        step.apply(&mut self.disclosure);
        self.changes.extend(step.changes);
    }

    fn change(&mut self, change: Change) {
        self.make(Step::new("", vec![change]));
    }

    /// Calls `look` with the copy as it is now.
    fn look<T>(&self, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let evaluation = evaluate(self.current.form, &self.disclosure);
        look(Evaluated { disclosure: &self.disclosure, evaluation: &evaluation, ..self.current })
    }

    fn is_everything(&self) -> bool {
        self.comparison.takeable().iter().all(|taken| self.chosen.contains(taken))
    }

    /// How a row of the other disclosure is called in the open one.
    fn key(&self, table: TableNumber, old: &RowKey) -> Option<RowKey> {
        self.keys.get(&table)?.get(old).cloned()
    }

    /// Where everything is taken, what the other one states in computed cells is stated here too: an edit on the way may
    /// have dropped it. What is stated counts in the sums above it, so this goes on until nothing differs.
    fn stated(&mut self) {
        for _ in 0..MOST_ROUNDS {
            let now = self.look(snapshot);
            let rest = compare(self.current.form, &self.old, &now);
            let changes: Vec<Change> = rest.rows.iter().flat_map(|row| self.stated_in(row)).collect();
            if changes.is_empty() {
                return;
            }
            self.make(Step::new("", changes));
        }
    }

    fn stated_in(&self, row: &RowDifference) -> Vec<Change> {
        let (Some(old), Some(new)) = (&row.old, &row.new) else { return Vec::new() };
        let changes = row.cells.iter().filter_map(|cell| {
            let at = |key: &RowKey| CellKey::new(row.table, key.clone(), cell.column);
            let (from, to) = (self.disclosure.stated(&at(&new.key)), self.other.disclosure.stated(&at(&old.key)));
            (from != to).then(|| Change::Stated(Put { place: at(&new.key), from, to }))
        });
        changes.collect()
    }
}

#[cfg(test)]
mod tests;
