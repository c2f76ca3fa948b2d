//! OpenDocument spreadsheets (`.ods`), with a reader of our own: it bounds cells that are repeated a thousand million
//! times, and knows which cells are merged.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::hidden::Hidden;
use super::sheet::{SheetCells, number_text};
use super::xml::{self, Handler, attribute, count};
use super::{Bounds, MOST_COLUMNS, Progress, ReadError, Source, Wanted};

const ODS: &str = "ODS 表格";

/// A row that repeats more often is blank formatting, or an attack.
const MOST_REPEATS: usize = 1000;

/// Reads `bytes` as `.ods`.
pub(super) fn read(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut archive = Archive::open(bytes, ODS)?;
    if archive.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(ReadError::Encrypted);
    }
    let content = archive.text("content.xml")?.ok_or(ReadError::Broken(ODS))?;
    let mut reading = Reading { is_shown_only: wanted.is_shown_only(), ..Reading::default() };
    xml::read(&content, ODS, progress, &mut reading)?;
    Ok(reading.source)
}

#[derive(Default)]
struct Reading {
    /// What is hidden is left out.
    is_shown_only: bool,
    source: Source,
    bounds: Bounds,
    sheet: Option<(String, SheetCells)>,
    row: usize,
    column: usize,
    /// How often the present row is repeated, and what stands in it.
    row_repeats: usize,
    row_cells: Vec<(usize, String, u16)>,
    is_hidden_row: bool,
    /// How many columns were declared, and what of the sheet is hidden.
    columns: usize,
    hidden: Hidden,
    cell: Option<Cell>,
    /// The style that is being read, and how far styles set their texts in, in tenths of a character.
    style: String,
    indents: HashMap<String, u16>,
    /// Inside a comment, whose text is not that of the cell.
    annotations: usize,
}

struct Cell {
    repeats: usize,
    spans: (usize, usize),
    /// The value where it is a number: what is shown may be rounded.
    number: Option<f64>,
    paragraphs: Vec<String>,
    indent: u16,
}

impl Handler for Reading {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match element.local_name().as_ref() {
            "table" => {
                let name = attribute(element, "name").unwrap_or_default();
                self.sheet = Some((name, SheetCells::default()));
                self.row = 0;
                (self.columns, self.hidden) = Default::default();
            }
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "paragraph-properties" => {
                let margin = attribute(element, "margin-left").as_deref().and_then(characters);
                if let Some(tenths) = margin.filter(|_| self.indents.len() < MOST_STYLES) {
                    self.indents.insert(self.style.clone(), tenths);
                }
            }
            "table-column" => {
                let repeats = count(element, "number-columns-repeated");
                let end = self.columns.saturating_add(repeats);
                if self.is_shown_only && is_hidden(element) {
                    self.hidden.hide_columns(small(self.columns)..small(end));
                }
                self.columns = end;
            }
            "table-row" => {
                self.row_repeats = count(element, "number-rows-repeated");
                self.row_cells.clear();
                self.column = 0;
                self.is_hidden_row = self.is_shown_only && is_hidden(element);
            }
            "table-cell" | "covered-table-cell" => {
                let is_number = matches!(attribute(element, "value-type").as_deref(), Some("float" | "currency"));
                let value = attribute(element, "value").and_then(|value| value.parse().ok());
                self.cell = Some(Cell {
                    repeats: count(element, "number-columns-repeated"),
                    spans: (count(element, "number-rows-spanned"), count(element, "number-columns-spanned")),
                    number: value.filter(|_| is_number),
                    paragraphs: Vec::new(),
                    indent: attribute(element, "style-name")
                        .and_then(|style| self.indents.get(&style).copied())
                        .unwrap_or(0),
                });
            }
            "annotation" => self.annotations += 1,
            "p" if self.annotations == 0 => {
                if let Some(cell) = &mut self.cell {
                    cell.paragraphs.push(String::new());
                }
            }
            "s" => self.text(&" ".repeat(count(element, "c").min(MOST_COLUMNS))),
            "ta" | "line-break" => self.text(" "),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let paragraph = self.cell.as_mut().and_then(|cell| cell.paragraphs.last_mut());
        if let Some(paragraph) = paragraph.filter(|_| self.annotations == 0) {
            paragraph.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "annotation" => self.annotations = self.annotations.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "table-row" => self.end_row()?,
            "table" => {
                if let Some((name, cells)) = self.sheet.take() {
                    self.hidden.remark(&name, &mut self.source);
                    cells.finish(&name, &mut self.source, &mut self.bounds)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Reading {
    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let text = cell.number.map_or_else(|| cell.paragraphs.join("\n"), number_text);
        let first = self.column;
        self.column = self.column.saturating_add(cell.repeats);
        if !text.trim().is_empty() {
            for column in first..self.column.min(MOST_COLUMNS) {
                if !self.hidden.leaves(small(self.row), small(column)) {
                    self.row_cells.push((column, text.clone(), cell.indent));
                }
            }
        }
        if let Some((_, cells)) = self.sheet.as_mut().filter(|_| cell.spans != (1, 1)) {
            let last = (self.row.saturating_add(cell.spans.0 - 1), first.saturating_add(cell.spans.1 - 1));
            cells.merge((small(self.row), small(first)), (small(last.0), small(last.1)));
        }
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        let first = self.row;
        self.row = self.row.saturating_add(self.row_repeats);
        let Some((_, cells)) = &mut self.sheet else { return Ok(()) };
        if self.row_cells.is_empty() {
            return Ok(());
        }
        if self.is_hidden_row {
            self.hidden.leave_row(small(first));
            return Ok(());
        }
        if self.row_repeats > MOST_REPEATS {
            return Err(ReadError::TooMuch("同一行重复太多次"));
        }
        for row in first..self.row {
            for (column, text, indent) in &self.row_cells {
                cells.put(small(row), small(*column), text.clone())?;
                cells.indent(small(row), small(*column), *indent);
            }
        }
        Ok(())
    }
}

/// Styles of which it is kept how far they set their texts in.
const MOST_STYLES: usize = 10_000;

/// A length as tenths of a character of a table's text, which is about 10.5 points wide.
fn characters(length: &str) -> Option<u16> {
    let units = [("pt", 1.0), ("cm", 28.35), ("mm", 2.835), ("in", 72.0), ("pc", 12.0)];
    let in_points = units
        .iter()
        .find_map(|(unit, points)| Some(length.trim().strip_suffix(unit)?.trim().parse::<f64>().ok()? * points))?;
    let tenths = in_points / 10.5 * 10.0;
    (0.0..10_000.0).contains(&tenths).then_some(tenths as u16)
}

/// Whether a row or column is hidden, by hand or by a filter.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
