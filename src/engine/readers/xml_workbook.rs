//! Workbooks as a single XML file (XML 表格 2003), which finance systems write and name `.xls`.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::hidden::Hidden;
use super::number_format::Shown;
use super::sheet::{SheetCells, number_text};
use super::xml::{self, Handler, attribute, count};
use super::{Bounds, Progress, ReadError, Source, Wanted};

const XML: &str = "XML 表格";

/// Styles of which something is kept.
const MOST_STYLES: usize = 10_000;

/// Where a file says of what kind it is.
const HEAD: usize = 4096;

/// Whether `text` is such a workbook.
pub(super) fn is_workbook(text: &str) -> bool {
    let head: String = text.chars().take(HEAD).collect();
    head.contains("Workbook") && head.contains("urn:schemas-microsoft-com:office:spreadsheet")
}

/// Reads `text` as such a workbook.
pub(super) fn read(wanted: Wanted, text: &str, progress: &Progress) -> Result<Source, ReadError> {
    let mut reading = Reading { is_shown_only: wanted.is_shown_only(), ..Reading::default() };
    xml::read(text, XML, progress, &mut reading)?;
    Ok(reading.source)
}

#[derive(Default)]
struct Reading {
    /// What is hidden is left out.
    is_shown_only: bool,
    source: Source,
    bounds: Bounds,
    sheet: Option<Sheet>,
    /// Present row and column, from 0.
    row: usize,
    column: usize,
    is_hidden_row: bool,
    /// How many columns were described.
    columns: usize,
    /// The style that is being read, and those whose format shows numbers otherwise than they are, with its code.
    style: String,
    styles: HashMap<String, (Shown, String)>,
    cell: Option<Cell>,
    /// Inside `Data`, and no comment.
    is_data: bool,
    comments: usize,
}

#[derive(Default)]
struct Sheet {
    name: String,
    cells: SheetCells,
    is_hidden: bool,
    hidden: Hidden,
}

#[derive(Default)]
struct Cell {
    text: String,
    is_number: bool,
    is_day: bool,
    /// The name of its style.
    style: String,
    /// How many more columns and rows it covers.
    across: usize,
    down: usize,
}

impl Handler for Reading {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let place = |name, before: usize| match attribute(element, name) {
            Some(_) => count(element, name) - 1,
            None => before,
        };
        let more = |name| attribute(element, name).and_then(|more| more.trim().parse().ok()).unwrap_or(0);
        match element.local_name().as_ref() {
            "Worksheet" => {
                let name = attribute(element, "Name").unwrap_or_default();
                self.sheet = Some(Sheet { name, ..Sheet::default() });
                (self.row, self.column, self.columns) = (0, 0, 0);
            }
            "Style" => self.style = attribute(element, "ID").unwrap_or_default(),
            "NumberFormat" => {
                let code = attribute(element, "Format").and_then(|code| Some((Shown::by(&code)?, code)));
                if let Some(shown) = code.filter(|_| self.styles.len() < MOST_STYLES) {
                    self.styles.insert(self.style.clone(), shown);
                }
            }
            "Column" => {
                let first = place("Index", self.columns);
                self.columns = first.saturating_add(more("Span")).saturating_add(1);
                let is_hidden = self.is_shown_only && attribute(element, "Hidden").as_deref() == Some("1");
                if let Some(sheet) = self.sheet.as_mut().filter(|_| is_hidden) {
                    sheet.hidden.hide_columns(small(first)..small(self.columns));
                }
            }
            "Row" => {
                self.row = place("Index", self.row);
                self.column = 0;
                self.is_hidden_row = self.is_shown_only && attribute(element, "Hidden").as_deref() == Some("1");
                if let Some(sheet) = self.sheet.as_mut().filter(|_| self.is_hidden_row) {
                    sheet.hidden.hide_row(small(self.row));
                }
            }
            "Cell" => {
                self.column = place("Index", self.column);
                let style = attribute(element, "StyleID").unwrap_or_default();
                let (across, down) = (more("MergeAcross"), more("MergeDown"));
                self.cell = Some(Cell { across, down, style, ..Cell::default() });
            }
            "Comment" => self.comments += 1,
            "Data" if self.comments == 0 => {
                self.is_data = true;
                if let Some(cell) = &mut self.cell {
                    let kind = attribute(element, "Type");
                    cell.is_number = kind.as_deref() == Some("Number");
                    cell.is_day = kind.as_deref() == Some("DateTime");
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(cell) = self.cell.as_mut().filter(|_| self.is_data) {
            cell.text.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "Comment" => self.comments = self.comments.saturating_sub(1),
            "Data" => self.is_data = false,
            "Cell" => self.end_cell()?,
            "Row" => self.row = self.row.saturating_add(1),
            // `WorksheetOptions` says whether the sheet is hidden.
            "Visible" => {
                if let Some(sheet) = self.sheet.as_mut().filter(|_| self.is_shown_only) {
                    sheet.is_hidden = true;
                }
            }
            "Worksheet" => self.end_sheet()?,
            _ => {}
        }
        Ok(())
    }
}

impl Reading {
    fn end_cell(&mut self) -> Result<(), ReadError> {
        let (Some(cell), Some(sheet)) = (self.cell.take(), &mut self.sheet) else { return Ok(()) };
        let (row, column) = (small(self.row), small(self.column));
        self.column = self.column.saturating_add(cell.across).saturating_add(1);
        if !cell.text.trim().is_empty() && sheet.hidden.leaves(row, column) {
            return Ok(());
        }
        let number = cell.text.trim().parse().ok().filter(|_| cell.is_number);
        let text = match (number.map(number_text), self.styles.get(&cell.style)) {
            (Some(number), Some((shown, code))) if self.is_shown_only => {
                sheet.hidden.with_unit_of(row, (*shown, code), number)
            }
            (Some(number), _) => number,
            (None, _) if cell.is_day => cell.text.chars().take_while(|c| *c != 'T').collect(),
            (None, _) => cell.text,
        };
        sheet.cells.put(row, column, text)?;
        if cell.across > 0 || cell.down > 0 {
            let last = (row.saturating_add(small(cell.down)), column.saturating_add(small(cell.across)));
            sheet.cells.merge((row, column), last);
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> Result<(), ReadError> {
        let Some(sheet) = self.sheet.take() else { return Ok(()) };
        if sheet.is_hidden {
            self.source.remarks.push(format!("工作表“{}”是隐藏的，没有读", sheet.name));
            return Ok(());
        }
        sheet.hidden.remark(&sheet.name, &mut self.source);
        sheet.cells.finish(&sheet.name, &mut self.source, &mut self.bounds)
    }
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
