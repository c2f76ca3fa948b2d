//! Entering texts and dates in rows.

use super::amounts::with_fixed_rows;
use super::{Change, EditError, Put, Step};
use crate::disclosure::CellKey;
use crate::evaluate::{Evaluated, FieldIndex};

/// The step `name` that puts texts into cells, or clears them where a text is blank.
///
/// # Errors
/// When a cell stands in a derived row, or a text is too long.
pub fn set_fields(
    evaluated: Evaluated<'_>,
    name: impl Into<String>,
    cells: &[(FieldIndex, String)],
) -> Result<Step, EditError> {
    let mut changes = Vec::new();
    for (cell, text) in cells {
        let FieldIndex { list, row, field } = *cell;
        if evaluated.evaluation.layout(list).rows[row].origin.is_total() {
            return Err(EditError::NoFieldInTotals);
        }
        let place = key(evaluated, *cell);
        let from = evaluated.field(list, row, field).map(str::to_owned);
        let to = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if from != to {
            changes.push(Change::Field(Put { place, from, to }));
        }
    }
    Step::new(name, with_fixed_rows(evaluated, changes)).within_lengths()
}

/// The lasting name of `cell`.
pub fn key(evaluated: Evaluated<'_>, cell: FieldIndex) -> CellKey {
    let column = evaluated.form.list(cell.list).fields[cell.field].number;
    CellKey::new(evaluated.form.table_of(cell.list).number, evaluated.row_key(cell.list, cell.row), column)
}
