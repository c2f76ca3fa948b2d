//! Pasting cell by cell, where the selection is.

use super::super::{EditError, InputUnit, fields, parse_entered, rename_row, set_fields};
use super::{Block, Paste};
use crate::evaluate::{Evaluated, FieldIndex, RowOrigin};
use crate::form::{Column, ListIndex};
use crate::sheet::{Place, Sheet, SheetCell};

/// What pasting `block` on the cells from `first` to `last` would do.
///
/// Sizes that do not match follow the rule of spreadsheets: a selection that is a multiple of the block is filled with
/// it; otherwise the block goes where the selection begins.
pub fn paste_at(
    evaluated: Evaluated<'_>,
    sheet: &Sheet,
    (first, last): (Place, Place),
    block: &Block,
    unit: InputUnit,
) -> Paste {
    let mut paste = Paste::default();
    let (height, width) = (block.height(), block.width());
    if height == 0 || width == 0 {
        return paste;
    }
    let selected = (last.row - first.row + 1, last.column - first.column + 1);
    let is_multiple = selected.0.is_multiple_of(height) && selected.1.is_multiple_of(width);
    let (rows, columns) = if is_multiple { selected } else { (height, width) };
    for row in 0..rows {
        for column in 0..columns {
            let place = Place { row: first.row + row, column: first.column + column };
            let text = &block.rows[row % height][column % width];
            if place.row >= sheet.rows || place.column >= sheet.columns.len() {
                paste.outside += usize::from(!text.is_empty());
            } else {
                put(evaluated, sheet.cell(place), text, unit, &mut paste);
            }
        }
    }
    paste
}

fn put(evaluated: Evaluated<'_>, cell: SheetCell, text: &str, unit: InputUnit, paste: &mut Paste) {
    match cell {
        SheetCell::Amount(cell) => match parse_entered(text, evaluated.unit_of_cell(cell), unit) {
            Ok(amount) => paste.put_amount(evaluated, cell, amount),
            Err(error) => paste.refuse(evaluated.cell_label(cell), text, error),
        },
        SheetCell::Text { list, row, column: Column::Field(field) } => {
            paste.put_text(evaluated, FieldIndex { list, row, field }, text);
        }
        SheetCell::Text { list, row, column } => {
            let present = evaluated.text(list, row, column);
            // Names are compared as people read them.
            if text.is_empty() || text == present || text.split_whitespace().eq(present.split_whitespace()) {
                return;
            }
            match rename(evaluated, list, row, column, text) {
                Ok(step) => paste.others.extend(step.changes),
                Err(error) => {
                    let place =
                        format!("表{} {}", evaluated.form.table_of(list).number, evaluated.row_label(list, row));
                    paste.refuse(place, text, error);
                }
            }
        }
        SheetCell::Blank => paste.outside += usize::from(!text.is_empty()),
    }
}

fn rename(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    row: usize,
    column: Column,
    text: &str,
) -> Result<super::Step, EditError> {
    let is_project = evaluated.evaluation.layout(list).rows[row].origin == RowOrigin::Project;
    match column {
        Column::CodePart(_) => Err(EditError::FixedCode),
        Column::Name => rename_row(evaluated, list, row, false, text),
        Column::Project | Column::Label if is_project => rename_row(evaluated, list, row, true, text),
        _ => Err(EditError::FixedName),
    }
}

impl Paste {
    /// Puts `text` into a cell for texts or dates, or notes that it cannot stand there.
    pub(super) fn put_text(&mut self, evaluated: Evaluated<'_>, cell: FieldIndex, text: &str) {
        let FieldIndex { list, row, field } = cell;
        // What is printed there is what was copied there.
        if text == evaluated.field_text(list, row, field) {
            return;
        }
        match set_fields(evaluated, "", &[(cell, text.to_owned())]) {
            Ok(_) => {
                self.fields.push((fields::key(evaluated, cell), Some(text.trim().to_owned()).filter(|t| !t.is_empty())))
            }
            Err(error) => self.refuse(evaluated.field_label(list, row, field), text, error),
        }
    }

    /// Puts `amount` into `cell`, or notes that the cell is computed.
    pub(super) fn put_amount(
        &mut self,
        evaluated: Evaluated<'_>,
        cell: crate::evaluate::CellIndex,
        amount: Option<crate::disclosure::Amount>,
    ) {
        let key = evaluated.key(cell);
        let amount = amount.filter(|amount| !amount.is_zero());
        if !evaluated.evaluation.state(cell).is_computed() {
            self.entered.push((key, amount));
        } else if let Some(amount) = amount {
            self.computed.push((key, amount));
        }
    }
}
