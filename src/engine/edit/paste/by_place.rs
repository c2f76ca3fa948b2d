//! Pasting cell by cell, where the selection is.

use super::super::{EditError, InputUnit, fields, parse_entered, rename_row, set_fields};
use super::row_names::other_names;
use super::{Block, Paste};
use crate::evaluate::{Evaluated, FieldIndex, RowOrigin};
use crate::form::{Column, ListIndex};
use crate::sheet::{Place, Sheet, SheetCell};
use crate::spelling::is_han;
use crate::spelling::label::bare;

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
        let cells = (0..columns).map(|column| {
            let place = Place { row: first.row + row, column: first.column + column };
            (place, block.rows[row % height][column % width].as_str())
        });
        let cells: Vec<(Place, &str)> = cells.collect();
        let stranger = Stranger::among(evaluated, sheet, &cells, unit);
        for (place, text) in cells {
            if let Some(stranger) = stranger.as_ref().filter(|stranger| stranger.keeps_out(sheet.cell(place), text)) {
                paste.refuse(label_of(evaluated, sheet.cell(place)), text, stranger.reason());
            } else if place.row >= sheet.rows || place.column >= sheet.columns.len() {
                paste.outside += usize::from(!text.is_empty());
            } else {
                put(evaluated, sheet.cell(place), text, unit, &mut paste);
            }
        }
    }
    paste
}

/// A row of the block that says a name which is not that of the row on which it would fall.
struct Stranger<'t> {
    said: &'t str,
    /// What the row of the table is called.
    own: String,
    /// The list in whose names it would fall; `None` where it would fall on figures.
    list: Option<ListIndex>,
}

impl<'t> Stranger<'t> {
    /// The one among `cells`, which are pasted into one row.
    fn among(evaluated: Evaluated<'_>, sheet: &Sheet, cells: &[(Place, &'t str)], unit: InputUnit) -> Option<Self> {
        let filled = || cells.iter().copied().filter(|(_, text)| !text.is_empty());
        // A name before all figures, where the selection begins behind the names of the table.
        let first = filled().next().filter(|(_, text)| filled().count() > 1 && is_name(text));
        filled().find_map(|(place, said)| match sheet.cell(place) {
            SheetCell::Amount(cell) if Some((place, said)) == first => {
                let is_figure = parse_entered(said, evaluated.unit_of_cell(cell), unit).is_ok();
                let own = evaluated.row_label(cell.list, cell.row);
                let is_own = is_figure || is_called(evaluated, cell.list, cell.row, said);
                (!is_own).then_some(Self { said, own, list: None })
            }
            SheetCell::Text { column: Column::Field(_), .. } => None,
            SheetCell::Text { list, row, column } => {
                let is_own = is_there(&evaluated.text(list, row, column), said)
                    || is_called(evaluated, list, row, said)
                    || rename(evaluated, list, row, column, said).is_ok();
                let own = evaluated.row_label(list, row);
                (!is_own).then_some(Self { said, own, list: Some(list) })
            }
            SheetCell::Amount(_) | SheetCell::Blank => None,
        })
    }

    /// Whether `text` must not go into `cell`.
    fn keeps_out(&self, cell: SheetCell, text: &str) -> bool {
        let list = match cell {
            SheetCell::Amount(cell) => cell.list,
            SheetCell::Text { list, column: Column::Field(_), .. } => list,
            SheetCell::Text { .. } | SheetCell::Blank => return false,
        };
        !text.is_empty() && text != self.said && self.list.is_none_or(|own| own == list)
    }

    fn reason(&self) -> String {
        format!("粘贴的这一行是“{}”，表里这一行是“{}”", self.said, self.own)
    }
}

/// Whether `text` looks like a name, and not like a figure that was mistyped.
fn is_name(text: &str) -> bool {
    text.chars().filter(|c| is_han(*c)).count() > 1
}

/// Whether the row is called so, in one of the ways. A list calls its total as it likes.
fn is_called(evaluated: Evaluated<'_>, list: ListIndex, row: usize, said: &str) -> bool {
    let name = bare(said);
    let is_total = || matches!(name.chars().collect::<Vec<_>>().as_slice(), ['总' | '合' | '共', '计']);
    let is_total_row = evaluated.evaluation.layout(list).rows[row].origin == RowOrigin::Total;
    other_names(evaluated, list, row).contains(&name) || is_total_row && is_total()
}

/// Whether `text` says what stands there: names are compared as people read them, parts of codes as numbers.
fn is_there(present: &str, text: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let same_number = is_number(text) && text.trim_start_matches('0') == present.trim_start_matches('0');
    text == present || same_number || text.split_whitespace().eq(present.split_whitespace())
}

/// The cell in words.
fn label_of(evaluated: Evaluated<'_>, cell: SheetCell) -> String {
    match cell {
        SheetCell::Amount(cell) => evaluated.cell_label(cell),
        SheetCell::Text { list, row, column: Column::Field(field) } => evaluated.field_label(list, row, field),
        SheetCell::Text { list, row, .. } => {
            format!("表{} {}", evaluated.form.table_of(list).number, evaluated.row_label(list, row))
        }
        SheetCell::Blank => String::new(),
    }
}

fn put(evaluated: Evaluated<'_>, cell: SheetCell, text: &str, unit: InputUnit, paste: &mut Paste) {
    match cell {
        SheetCell::Amount(own) => match parse_entered(text, evaluated.unit_of_cell(own), unit) {
            Ok(amount) => paste.put_amount(evaluated, own, amount),
            Err(error) => paste.refuse(label_of(evaluated, cell), text, error),
        },
        SheetCell::Text { list, row, column: Column::Field(field) } => {
            paste.put_text(evaluated, FieldIndex { list, row, field }, text);
        }
        SheetCell::Text { list, row, column } => {
            let present = evaluated.text(list, row, column);
            if text.is_empty() || is_there(&present, text) || is_called(evaluated, list, row, text) {
                return;
            }
            match rename(evaluated, list, row, column, text) {
                Ok(step) => paste.others.extend(step.changes),
                Err(error) => paste.refuse(label_of(evaluated, cell), text, error),
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
