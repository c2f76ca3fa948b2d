//! A table as a sheet of cells: the lists that it prints side by side, in one raster of rows and columns.
//!
//! Whoever works with what stands where (the grid, the clipboard, finding) sees a [`Sheet`]; what is printed is
//! [`Sheet::printed`].

mod address;
mod find;
mod number_row;
mod performance;
#[cfg(test)]
mod tests;
pub(crate) mod unit_rows;

pub use address::{AddressError, locate};
pub use find::{Hit, Query, find};
pub(crate) use number_row::NumberRow;
pub use performance::{PerformanceCell, PerformanceCellText, PerformanceSheet};

use crate::disclosure::AmountUnit;
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::{Column, ListIndex, TableForm};

/// The raster of one table.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Its columns from left to right.
    pub columns: Vec<SheetColumn>,
    pub rows: usize,
    lists: Vec<ListRows>,
}

/// The printed rows of one list.
#[derive(Debug, Clone)]
struct ListRows {
    list: ListIndex,
    count: usize,
    /// Whether the last of them stands on the last line.
    closes: bool,
    order: RowOrder,
}

/// How the printed rows of a list follow one another.
#[derive(Debug, Clone)]
enum RowOrder {
    /// As they are laid out.
    LaidOut,
    /// The total of all, which is laid out first, is printed last.
    TotalLast,
    /// Only these are there.
    Only(Vec<usize>),
}

impl ListRows {
    /// Those rows that `has` lets in; where the form leaves none out, all.
    fn new(evaluated: Evaluated<'_>, list: ListIndex, has: impl Fn(usize) -> bool) -> Self {
        let form = evaluated.form.list(list);
        let laid_out = evaluated.evaluation.layout(list).rows.len();
        let fixed = form.fixed_rows();
        let (order, count) = if fixed.iter().any(|row| row.only_filled) {
            let rows: Vec<usize> = (0..laid_out).filter(|&row| has(row)).collect();
            let count = rows.len();
            (RowOrder::Only(rows), count)
        } else if form.footing().is_some() && evaluated.form.total_last {
            (RowOrder::TotalLast, laid_out)
        } else {
            (RowOrder::LaidOut, laid_out)
        };
        // A derived total of nothing is not printed: the table is empty.
        let count = if form.footing().is_some() && laid_out == 1 { 0 } else { count };
        Self { list, count, closes: fixed.last().is_some_and(|row| row.closing), order }
    }

    /// The laid out row that is printed at `place`.
    fn at(&self, place: usize) -> Option<usize> {
        match &self.order {
            _ if place >= self.count => None,
            RowOrder::LaidOut => Some(place),
            RowOrder::TotalLast => Some(if place + 1 == self.count { 0 } else { place + 1 }),
            RowOrder::Only(rows) => rows.get(place).copied(),
        }
    }

    /// Where the laid out `row` is printed.
    fn place_of(&self, row: usize) -> Option<usize> {
        match &self.order {
            RowOrder::LaidOut => Some(row),
            RowOrder::TotalLast => Some(row.checked_sub(1).unwrap_or(self.count.saturating_sub(1))),
            RowOrder::Only(rows) => rows.binary_search(&row).ok(),
        }
    }
}

/// A column of the raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SheetColumn {
    /// The list to which it belongs.
    pub list: ListIndex,
    pub column: Column,
}

/// A place in the raster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Place {
    pub row: usize,
    pub column: usize,
}

impl Place {
    /// The first row and the first column of the two.
    pub fn min_each(self, other: Self) -> Self {
        Self { row: self.row.min(other.row), column: self.column.min(other.column) }
    }

    /// The last row and the last column of the two.
    pub fn max_each(self, other: Self) -> Self {
        Self { row: self.row.max(other.row), column: self.column.max(other.column) }
    }
}

/// What stands at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetCell {
    Amount(CellIndex),
    /// A text of a row.
    Text {
        list: ListIndex,
        row: usize,
        column: Column,
    },
    /// Nothing: the other list is longer.
    Blank,
}

impl Sheet {
    /// The raster of `table` for who fills it in: also rows that are printed only where they hold something, if something
    /// can be entered in them.
    pub fn new(evaluated: Evaluated<'_>, table: &TableForm) -> Self {
        Self::with_rows(evaluated, table, |list, row| evaluated.is_shown(list, row))
    }

    /// The raster of `table` as it is printed.
    pub fn printed(evaluated: Evaluated<'_>, table: &TableForm) -> Self {
        Self::with_rows(evaluated, table, |list, row| evaluated.is_printed(list, row))
    }

    fn with_rows(evaluated: Evaluated<'_>, table: &TableForm, has: impl Fn(ListIndex, usize) -> bool) -> Self {
        let mut columns = Vec::new();
        let mut lists = Vec::new();
        for index in table.list_indices() {
            let list = evaluated.form.list(index);
            columns.extend(list.columns.iter().map(|&column| SheetColumn { list: index, column }));
            lists.push(ListRows::new(evaluated, index, |row| has(index, row)));
        }
        let rows = lists.iter().map(|list| list.count).max().unwrap_or(0);
        Self { columns, rows, lists }
    }

    /// Unit in which its amounts are printed.
    pub fn unit<'f>(&self, evaluated: Evaluated<'f>) -> &'f AmountUnit {
        self.columns.first().map_or(&evaluated.form.text_unit, |column| evaluated.unit(column.list))
    }

    /// Whether something is printed at `place`.
    pub fn is_filled(&self, evaluated: Evaluated<'_>, place: Place) -> bool {
        match self.cell(place) {
            SheetCell::Amount(cell) => !evaluated.value(cell).is_zero(),
            SheetCell::Text { list, row, column } => !evaluated.text(list, row, column).is_empty(),
            SheetCell::Blank => false,
        }
    }

    pub fn cell(&self, place: Place) -> SheetCell {
        let Some(&SheetColumn { list, column }) = self.columns.get(place.column) else { return SheetCell::Blank };
        match (self.list_row(list, place.row), column) {
            (None, _) => SheetCell::Blank,
            (Some(row), Column::Amount(column)) => SheetCell::Amount(CellIndex { list, row, column }),
            (Some(row), column) => SheetCell::Text { list, row, column },
        }
    }

    pub fn place(&self, cell: CellIndex) -> Option<Place> {
        let wanted = SheetColumn { list: cell.list, column: Column::Amount(cell.column) };
        let column = self.columns.iter().position(|&column| column == wanted)?;
        let list = self.lists.iter().find(|rows| rows.list == cell.list)?;
        let place = list.place_of(cell.row)?;
        let row = if list.closes && place + 1 == list.count { self.rows.checked_sub(1)? } else { place };
        (row < self.rows).then_some(Place { row, column })
    }

    /// The row of `list` that is shown in `row`.
    pub fn list_row(&self, list: ListIndex, row: usize) -> Option<usize> {
        let rows = self.lists.iter().find(|rows| rows.list == list)?;
        let last = rows.count.checked_sub(1)?;
        match (rows.closes, row + 1 == self.rows) {
            (true, true) => rows.at(last),
            (true, false) if row >= last => None,
            _ => rows.at(row),
        }
    }

    /// The list and its row to which `place` belongs.
    pub fn row_at(&self, place: Place) -> Option<(ListIndex, usize)> {
        let list = self.columns.get(place.column)?.list;
        Some((list, self.list_row(list, place.row)?))
    }

    /// How many columns at the left name the rows, and stay while the others are scrolled. None where lists stand side
    /// by side.
    pub fn sticky_columns(&self) -> usize {
        if self.lists.len() > 1 {
            return 0;
        }
        self.columns.iter().take_while(|column| !matches!(column.column, Column::Amount(_) | Column::Field(_))).count()
    }

    /// How many totals, or steps of indent, stand above the row at `place`.
    pub fn depth(&self, evaluated: Evaluated<'_>, place: Place) -> usize {
        let Some((list, row)) = self.row_at(place) else { return 0 };
        match evaluated.form.list(list).fixed_rows().get(row) {
            Some(fixed) => usize::from(fixed.indent),
            None => evaluated.evaluation.layout(list).depth(row),
        }
    }

    /// Whether the row at `place` is a total of others, to be set off.
    pub fn is_total(&self, evaluated: Evaluated<'_>, place: Place) -> bool {
        let Some((list, row)) = self.row_at(place) else { return false };
        let origin = evaluated.evaluation.layout(list).rows[row].origin;
        match origin {
            // A row that only repeats another table is no total.
            RowOrigin::Fixed => evaluated.form.list(list).fixed_rows()[row]
                .expression
                .as_ref()
                .is_some_and(|expression| expression.terms.iter().all(|term| term.cell.list == list)),
            _ => origin.is_total(),
        }
    }
}
