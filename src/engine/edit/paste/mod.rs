//! Pasting a block of cells, as spreadsheets do it, and more safely.
//!
//! A block that carries codes or labels is matched with the rows that they name ([`listed`]); any other goes cell by
//! cell where the selection is ([`by_place`]). Both say what they would do before it is done: a [`Paste`] holds the step
//! and everything that it does not do, so that nothing is skipped silently.

mod block;
mod by_place;
mod by_row;
mod columns;
mod compact;
mod heads;
mod html;
mod listed;
mod row_names;
mod said;
#[cfg(test)]
mod tests;

pub use block::Block;
pub(in crate::edit) use block::clean;
pub use by_place::paste_at;
pub use columns::{PastedColumns, SaidOfColumns};
pub use listed::{PastedRows, paste_rows};

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::amounts::{dropped_stated, with_fixed_rows};
use super::rows::{PlacesOfRows, insert_next_row};
use super::{Change, Put, Step};
use crate::disclosure::{Amount, CellKey, Code, Disclosure, Row, RowKey, Table, TableNumber};
use crate::evaluate::{Addend, CellIndex, Evaluated, RowOrigin, evaluate, signed_sum};
use crate::form::ListIndex;
use crate::sheet::SheetCell;
use crate::ties::for_each as for_each_instance;

/// Where a block is pasted whose rows say which rows they are: what it does not say itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spot {
    /// The amount column that is selected, by its place in its list.
    pub amount: Option<usize>,
    /// The unit of a department in whose rows the selection is: projects that are added belong to it.
    pub unit: Option<String>,
}

impl Spot {
    /// That of a cell of a table.
    pub fn of(evaluated: Evaluated<'_>, cell: SheetCell) -> Self {
        let (list, row, amount) = match cell {
            SheetCell::Amount(cell) => (cell.list, cell.row, Some(cell.column)),
            SheetCell::Text { list, row, .. } => (list, row, None),
            SheetCell::Blank => return Self::default(),
        };
        let unit = || evaluated.stored(list, row)?.subject.project()?.unit.clone();
        let laid_out = evaluated.evaluation.layout(list).rows.get(row);
        let is_of_unit = laid_out.is_some_and(|row| matches!(row.origin, RowOrigin::Project | RowOrigin::Unit));
        Self { amount, unit: is_of_unit.then(unit).flatten() }
    }
}

/// What pasting a block would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paste {
    /// Amounts that go into cells.
    pub entered: Vec<(CellKey, Option<Amount>)>,
    /// Texts and dates that go into cells.
    pub fields: Vec<(CellKey, Option<String>)>,
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
    /// What columns of figures in the block are called that are not taken.
    pub left_out: Vec<String>,
    /// Rows that say nothing but a code of the table: they carry no figures to paste, and keep theirs.
    pub kept: Vec<Code>,
}

/// Where the rows of the tables are, for who looks for thousands of them: each search by itself goes through all.
struct Places<'a> {
    evaluated: Evaluated<'a>,
    rows: HashMap<(TableNumber, RowKey), (ListIndex, usize)>,
}

impl<'a> Places<'a> {
    fn of(evaluated: Evaluated<'a>) -> Self {
        let mut rows = HashMap::new();
        for list in (0..evaluated.form.lists.len()).map(ListIndex) {
            let table = evaluated.form.table_of(list).number;
            for row in 0..evaluated.evaluation.layout(list).rows.len() {
                rows.entry((table, evaluated.row_key(list, row))).or_insert((list, row));
            }
        }
        Self { evaluated, rows }
    }

    fn find(&self, key: &CellKey) -> Option<CellIndex> {
        let Some(&(list, row)) = self.rows.get(&(key.table, key.row.clone())) else { return self.evaluated.find(key) };
        let column = self.evaluated.form.list(list).column_place(key.column);
        column.map_or_else(|| self.evaluated.find(key), |column| Some(CellIndex { list, row, column }))
    }
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
        self.entered.is_empty() && self.fields.is_empty() && self.others.is_empty() && self.added.is_empty()
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
        for (cell, to) in &self.fields {
            let from = disclosure.field(cell).map(str::to_owned);
            if from != *to {
                changes.push(Change::Field(Put { place: cell.clone(), from, to: to.clone() }));
            }
        }
        let mut changes = with_fixed_rows(evaluated, changes);
        changes.extend(self.others.iter().cloned());
        let mut tables: BTreeMap<TableNumber, (Table, PlacesOfRows)> = BTreeMap::new();
        for (list, row) in &self.added {
            let number = evaluated.form.table_of(*list).number;
            let begin = || (disclosure.table(number).cloned().unwrap_or_default(), PlacesOfRows::default());
            let (table, places) = tables.entry(number).or_insert_with(begin);
            changes.extend(insert_next_row(evaluated, *list, table, places, row.clone()));
        }
        let step = Step::new(name, changes);
        let dropped = self.dropped(evaluated, &step);
        let step = step.dropping(dropped);
        if states { self.stating(evaluated, &step) } else { step }
    }

    /// `plain`, the step without them, with the figures for computed cells as stated amounts.
    pub fn stating(&self, evaluated: Evaluated<'_>, plain: &Step) -> Step {
        let (disclosure, mut step) = (evaluated.disclosure, plain.clone());
        {
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

    /// Calls `read` with the disclosure as it would be after `plain`, the step of the paste.
    pub fn read_after<T>(evaluated: Evaluated<'_>, plain: &Step, read: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let mut tried = evaluated.disclosure.clone();
        plain.apply(&mut tried);
        let evaluation = evaluate(evaluated.form, &tried);
        read(Evaluated { disclosure: &tried, evaluation: &evaluation, ..evaluated })
    }

    /// Whether the amounts look like yuan that were taken for the form's unit: they are as many times what stands in their
    /// cells, or what other tables say of the same money, as the unit has yuan.
    ///
    /// `plain` is its step.
    pub fn looks_like_yuan(&self, evaluated: Evaluated<'_>, plain: &Step) -> bool {
        let tables: BTreeSet<usize> = self.tables(evaluated);
        let units = tables.iter().map(|&table| evaluated.form.tables[table].unit.yuan);
        let times = units.max().unwrap_or_default();
        if times <= Decimal::ONE || self.is_idle() {
            return false;
        }
        let is_times = |large: Amount, small: Amount| {
            let small = small.yuan() * times;
            !small.is_zero() && ((large.yuan() - small) / small).abs() < Decimal::new(2, 2)
        };
        let pairs =
            self.entered.iter().filter_map(|(cell, to)| Some((to.as_ref()?, evaluated.disclosure.entered(cell)?)));
        // A figure that was changed beside is still about as many times larger.
        let is_about = |large: Amount, small: Amount| {
            let small = (small.yuan() * times).abs();
            large.yuan().abs() * Decimal::TEN >= small && large.yuan().abs() <= small * Decimal::TEN
        };
        let (mut exact, mut about, mut all) = (0, 0, 0);
        for (to, from) in pairs.filter(|(_, from)| !from.is_zero()) {
            all += 1;
            exact += usize::from(is_times(*to, from));
            about += usize::from(is_about(*to, from));
        }
        if all > 0 {
            return exact * 2 >= all || about * 2 > all;
        }
        Self::read_after(evaluated, plain, |after| {
            let mut found = false;
            for_each_instance(after, false, &mut |instance| {
                let sum = |side: &[Addend]| signed_sum(side, |cell| after.value(cell));
                let is_of =
                    |side: &[Addend]| side.iter().any(|part| tables.contains(&after.form.list(part.cell.list).table));
                let (left, right) = (instance.left, instance.right);
                found |= is_of(left) && !is_of(right) && is_times(sum(left), sum(right))
                    || is_of(right) && !is_of(left) && is_times(sum(right), sum(left));
            });
            found
        })
    }

    /// The tables whose amounts it changes, by their place.
    fn tables(&self, evaluated: Evaluated<'_>) -> BTreeSet<usize> {
        let place = |number: TableNumber| evaluated.form.tables.iter().position(|table| table.number == number);
        let entered = self.entered.iter().filter_map(|(cell, _)| place(cell.table));
        entered.chain(self.added.iter().map(|(list, _)| evaluated.form.list(*list).table)).collect()
    }

    /// For each figure for a computed cell, whether it is shown otherwise than the program computes it `after` the paste.
    pub fn differs(&self, after: Evaluated<'_>) -> Vec<bool> {
        let places = Places::of(after);
        let unit = |cell: &CellKey| after.unit_of_key(cell);
        let computed = |cell: CellIndex| after.evaluation.values(cell.list).computed(cell.row, cell.column);
        let differs = |(key, amount): &(CellKey, Amount)| {
            places.find(key).map(computed).is_none_or(|computed| unit(key).shown(computed) != unit(key).shown(*amount))
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
        let places = Places::of(after);
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
        let added = added.filter(|cell| places.find(cell).is_some_and(|cell| !after.value(cell).is_zero()));
        let changed: Vec<CellIndex> = entered.chain(added).filter_map(|cell| places.find(&cell)).collect();
        dropped_stated(after, &changed, &[])
    }
}
