//! What of one form means the same in another: the same table by its title, the same column by its heads, the same fixed
//! row by its id. Numbers may differ from year to year and say nothing.

use super::{Form, List, ListIndex, RowKind};
use crate::disclosure::{CellKey, ColumnNumber, RowKey, TableNumber};

/// From which form to which.
#[derive(Debug, Clone, Copy)]
pub struct Correspondence<'f> {
    pub from: &'f Form,
    pub to: &'f Form,
}

impl Correspondence<'_> {
    /// Whether both are the same form, where everything means the same.
    pub fn is_same(&self) -> bool {
        self.from.id == self.to.id
    }

    /// The number of the table that means the same.
    pub fn table(&self, number: TableNumber) -> Option<TableNumber> {
        if self.is_same() {
            return Some(number);
        }
        let title = &self.from.table(number)?.title;
        self.to.tables.iter().find(|table| table.title == *title).map(|table| table.number)
    }

    /// The cell that means the same.
    pub fn cell(&self, cell: &CellKey) -> Option<CellKey> {
        if self.is_same() {
            return Some(cell.clone());
        }
        let table = self.table(cell.table)?;
        let (from, to) = (self.list(self.from, cell.table, &cell.row)?, self.list(self.to, table, &cell.row)?);
        let column = self.column(from, to, cell.column)?;
        Some(CellKey::new(table, cell.row.clone(), column))
    }

    /// The number of the column that means the same.
    pub fn column(&self, from: ListIndex, to: ListIndex, number: ColumnNumber) -> Option<ColumnNumber> {
        if self.is_same() {
            return Some(number);
        }
        let column = self.from.list(from).amounts.iter().find(|column| column.number == number)?;
        let to = self.to.list(to);
        let mut like = to.amounts.iter().filter(|other| other.title == column.title);
        // Of two that are called alike nobody knows which it is.
        let found = like.next().filter(|_| like.next().is_none())?;
        Some(found.number)
    }

    /// The list of `table` in which a row of this name can stand.
    fn list(&self, form: &Form, table: TableNumber, row: &RowKey) -> Option<ListIndex> {
        let fits = |list: &ListIndex| {
            let list: &List = form.list(*list);
            match (row, &list.rows) {
                (RowKey::Fixed(id), RowKind::Fixed(rows)) => rows.iter().any(|fixed| fixed.id == *id),
                (RowKey::Fixed(_), _) | (_, RowKind::Fixed(_)) => false,
                _ => true,
            }
        };
        form.table(table)?.list_indices().find(fits)
    }
}
