//! Which cells of a form had no place in the form of the year before.

use std::collections::BTreeSet;

use super::Correspondence;
use crate::disclosure::{CellKey, ColumnNumber, RowKey, TableNumber};
use crate::form::Form;

/// Cells by table, prescribed row and column; those of all other rows have no row.
pub(in crate::form) type NewPlaces = BTreeSet<(TableNumber, Option<String>, ColumnNumber)>;

impl Form {
    /// Whether the form of the year before, where that is known, had nothing that means the same as `cell`.
    pub fn is_without_before(&self, cell: &CellKey) -> bool {
        let Some(before) = self.form_before() else { return false };
        let places = self.without_before.get_or_init(|| new_places(before, self));
        let row = match &cell.row {
            RowKey::Fixed(id) => Some(id.clone()),
            _ => None,
        };
        places.contains(&(cell.table, row, cell.column))
    }
}

fn new_places(before: &Form, form: &Form) -> NewPlaces {
    let corresponding = Correspondence::between(before, form);
    let mut places = NewPlaces::new();
    for table in &form.tables {
        for list in table.list_indices().map(|list| form.list(list)) {
            let fixed = list.fixed_rows().iter().map(|row| Some(row.id.clone()));
            let rows: Vec<Option<String>> = fixed.chain(list.footing().map(|_| None)).collect();
            for (row, column) in rows.iter().flat_map(|row| list.amounts.iter().map(move |column| (row, column.number)))
            {
                let key = row.clone().map_or(RowKey::Total, RowKey::Fixed);
                if !corresponding.has_source(&CellKey::new(table.number, key, column)) {
                    places.insert((table.number, row.clone(), column));
                }
            }
        }
    }
    places
}
