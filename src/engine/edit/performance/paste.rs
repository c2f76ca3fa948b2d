//! Pasting a block of cells into a performance table, as spreadsheets and word processors copy it.

use super::enter::put;
use super::{change, table_at};
use crate::disclosure::{Indicator, IndicatorField, PerformanceField, PerformanceTable};
use crate::edit::paste::{Block, clean};
use crate::edit::{EditError, Step};
use crate::evaluate::Evaluated;
use crate::form::{Form, PerformanceForm};
use crate::sheet::{PerformanceCellText, PerformanceSheet, Place};

/// A table with more indicators than this is none: it was pasted into by mistake.
const MOST_INDICATORS: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedIndicators {
    pub step: Step,
    /// Rows of indicators that are added below the last.
    pub added: usize,
    /// What cannot be taken, each text with the reason.
    pub refused: Vec<(String, String)>,
    /// Last row and column into which something was pasted.
    pub last: Place,
}

/// The step that pastes `block` into the table at `place`, its first cell at `first` of the table's
/// [`PerformanceSheet`]; a single cell goes into every cell up to `last`. Rows that are missing are added. A level that is
/// blank says the same as above it, since merged cells are copied so; labels and heads of the form are passed over.
///
/// # Errors
/// When there is no such table, the block has more rows than any table of indicators, or it is laid out otherwise than
/// the form above its indicators.
pub fn paste_performance(
    evaluated: Evaluated<'_>,
    labels: &PerformanceForm,
    place: usize,
    (first, last): (Place, Place),
    block: &Block,
) -> Result<PastedIndicators, EditError> {
    let disclosure = evaluated.disclosure;
    let sheet = PerformanceSheet::new(labels, disclosure.kind, &disclosure.body, table_at(disclosure, place)?);
    let rows = spread(&sheet, block, first, last);
    let rows = if first.row > sheet.head { without_heads(&sheet, first.row, rows) } else { rows };
    if !fits(&sheet, first, &rows) {
        return Err(EditError::OtherLayout);
    }
    if rows.len() > MOST_INDICATORS {
        return Err(EditError::TooManyRows(rows.len()));
    }
    let mut paste = Paste { form: evaluated.form, sheet, added: 0, refused: Vec::new(), last: first };
    let name = format!("粘贴 {} 行 {} 列", rows.len(), rows.iter().map(Vec::len).max().unwrap_or(0));
    let step = change(disclosure, place, &name, |table| {
        let places = (first.row..).zip(&rows);
        places.for_each(|(row, cells)| paste.row(table, Place { row, column: first.column }, cells));
        Ok(())
    })?;
    Ok(PastedIndicators { step, added: paste.added, refused: paste.refused, last: paste.last })
}

/// The rows of `block`; a single cell goes into every field of the selection.
fn spread(sheet: &PerformanceSheet, block: &Block, first: Place, last: Place) -> Vec<Vec<String>> {
    let [row] = &block.rows[..] else { return block.rows.clone() };
    let [text] = &row[..] else { return block.rows.clone() };
    let is_field = |place: Place| {
        let is_first = sheet.cell(place).is_some_and(|cell| cell.place == place);
        is_first && sheet.field(place).is_some()
    };
    let text = |row, column| if is_field(Place { row, column }) { text.clone() } else { String::new() };
    (first.row..=last.row).map(|row| (first.column..=last.column).map(|column| text(row, column)).collect()).collect()
}

/// Whether the block says nothing else than the form where that has its labels: else it was copied from elsewhere, and
/// would be strewn over name and money.
fn fits(sheet: &PerformanceSheet, first: Place, rows: &[Vec<String>]) -> bool {
    (first.row..=sheet.head).zip(rows).all(|(row, cells)| {
        (first.column..).zip(cells).all(|(column, text)| {
            let place = Place { row, column };
            let is_own = |cell: crate::sheet::PerformanceCell| {
                // Of a merged cell the first holds its text.
                cell.place == place && label(&cell).is_none_or(|own| own == text.trim())
            };
            text.trim().is_empty() || sheet.cell(place).is_some_and(is_own)
        })
    })
}

/// The rows, which go to `first` and below, without the heads of the indicators. Blank rows at the end empty indicators that
/// are there, and add none.
fn without_heads(sheet: &PerformanceSheet, first: usize, mut rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    let heads: Vec<&str> = sheet.cells().iter().filter(|cell| cell.place.row == sheet.head).filter_map(label).collect();
    let is_head = |row: &Vec<String>| row.len() > 1 && row.iter().all(|cell| heads.contains(&cell.trim()));
    rows.retain(|row| !is_head(row));
    let is_blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
    while rows.len() > 1 && first + rows.len() > sheet.rows() && rows.last().is_some_and(is_blank) {
        rows.pop();
    }
    rows
}

fn label(cell: &crate::sheet::PerformanceCell) -> Option<&str> {
    match &cell.what {
        PerformanceCellText::Label(text) => Some(text),
        PerformanceCellText::Field(_) => None,
    }
}

struct Paste<'a> {
    form: &'a Form,
    sheet: PerformanceSheet,
    added: usize,
    refused: Vec<(String, String)>,
    last: Place,
}

impl Paste<'_> {
    fn row(&mut self, table: &mut PerformanceTable, first: Place, cells: &[String]) {
        for (column, text) in (first.column..).zip(cells) {
            self.cell(table, Place { column, ..first }, text);
        }
    }

    fn cell(&mut self, table: &mut PerformanceTable, place: Place, text: &str) {
        let Some(field) = self.field(table, place) else {
            let is_label =
                self.sheet.cell(place).is_some_and(|cell| label(&cell).is_some_and(|own| own == text.trim()));
            if !text.trim().is_empty() && !is_label {
                self.refused.push((text.to_owned(), "这里不能填写".to_owned()));
            }
            return;
        };
        let text = match field {
            PerformanceField::Indicator(row, IndicatorField::LevelOne | IndicatorField::LevelTwo)
                if text.trim().is_empty() =>
            {
                above(table, field, row)
            }
            // Only a goal has lines; elsewhere they come from the width of a column.
            PerformanceField::Goal => text.to_owned(),
            _ => clean(text),
        };
        match put(self.form, table, field, &text) {
            Ok(()) => self.last = self.last.max_each(place),
            Err(error) => self.refused.push((text, error.to_string())),
        }
    }

    /// What is filled in at `place`; below the last indicator one is added.
    fn field(&mut self, table: &mut PerformanceTable, place: Place) -> Option<PerformanceField> {
        if let Some(field) = self.sheet.indicator_field(place) {
            let missing = (place.row - self.sheet.head).saturating_sub(table.indicators.len());
            self.added += missing;
            table.indicators.extend(std::iter::repeat_n(Indicator::default(), missing));
            return Some(field);
        }
        let cell = self.sheet.cell(place)?;
        // Of a merged cell the first holds its text.
        match cell.what {
            PerformanceCellText::Field(field) if cell.place == place => Some(field),
            _ => None,
        }
    }
}

/// What the level says in the row above.
fn above(table: &PerformanceTable, field: PerformanceField, row: usize) -> String {
    let above = match field {
        PerformanceField::Indicator(_, level) => row.checked_sub(1).map(|row| PerformanceField::Indicator(row, level)),
        _ => None,
    };
    above.and_then(|above| table.text(above)).unwrap_or_default().to_owned()
}
