//! OpenDocument spreadsheets (`.ods`), with a reader of our own: it bounds cells that are repeated a thousand million
//! times, and knows which cells are merged.

mod styles;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::formulas::WITHOUT_RESULT;
use super::hidden::Hidden;
use super::number_format::Shown;
use super::sheet::{SheetCells, number_text};
use super::xml::{self, Handler, attribute, count};
use super::{Bounds, MOST_COLUMNS, Progress, ReadError, Source, Wanted};
use styles::Styles;
pub(super) use styles::tenths;

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
    // Formats of numbers that have a name are told apart from the contents.
    if let Some(styles) = archive.text("styles.xml")? {
        xml::read(&styles, ODS, progress, &mut reading.styles)?;
    }
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
    styles: Styles,
    /// The styles of the cells of columns, each with the column before which it ends.
    column_styles: Vec<(usize, String)>,
    /// Formulas of the present sheet that have no result.
    without_result: usize,
    /// Inside a comment, whose text is not that of the cell.
    annotations: usize,
}

struct Cell {
    repeats: usize,
    spans: (usize, usize),
    /// The value where it is a number: what is shown may be rounded.
    number: Option<f64>,
    /// The day where it is a date: what is shown may be anything.
    day: Option<String>,
    is_without_result: bool,
    paragraphs: Vec<String>,
    /// What its format shows of a number, where it is another.
    shown: Option<Shown>,
    indent: u16,
}

impl Handler for Reading {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.styles.begin(element);
        match element.local_name().as_ref() {
            "table" => {
                let name = attribute(element, "name").unwrap_or_default();
                self.sheet = Some((name, SheetCells::default()));
                self.row = 0;
                (self.columns, self.hidden, self.without_result) = Default::default();
                self.column_styles.clear();
            }
            "table-column" => {
                let repeats = count(element, "number-columns-repeated");
                let end = self.columns.saturating_add(repeats);
                if self.is_shown_only && is_hidden(element) {
                    self.hidden.hide_columns(small(self.columns)..small(end));
                }
                self.columns = end;
                let style = attribute(element, "default-cell-style-name").unwrap_or_default();
                if self.column_styles.len() < MOST_COLUMNS {
                    self.column_styles.push((end, style));
                }
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
                let style = attribute(element, "style-name").or_else(|| self.column_style());
                self.cell = Some(Cell {
                    repeats: count(element, "number-columns-repeated"),
                    spans: (count(element, "number-rows-spanned"), count(element, "number-columns-spanned")),
                    number: value.filter(|_| is_number),
                    paragraphs: Vec::new(),
                    day: attribute(element, "date-value").map(|day| day.chars().take_while(|c| *c != 'T').collect()),
                    is_without_result: attribute(element, "formula").is_some()
                        && attribute(element, "value-type").is_none(),
                    shown: style.as_deref().and_then(|style| self.styles.shown(style)),
                    indent: style.as_deref().map_or(0, |style| self.styles.indent(style)),
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
        self.styles.take(text);
        let paragraph = self.cell.as_mut().and_then(|cell| cell.paragraphs.last_mut());
        if let Some(paragraph) = paragraph.filter(|_| self.annotations == 0) {
            paragraph.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        self.styles.finish(name);
        match name {
            "annotation" => self.annotations = self.annotations.saturating_sub(1),
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "table-row" => self.end_row()?,
            "table" => {
                if let Some((name, cells)) = self.sheet.take() {
                    self.hidden.remark(&name, &mut self.source);
                    if self.without_result > 0 {
                        let count = self.without_result;
                        self.source.remarks.push(format!(
                            "工作表“{name}”有 {count} 个算式没有计算结果，读不出数；请用 Excel 或 WPS 打开，重新保存后再导入"
                        ));
                    }
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
        let text = match (cell.number, cell.day) {
            (Some(number), _) => self.number_text(number, cell.shown),
            (None, Some(day)) => day,
            (None, None) if cell.is_without_result => {
                self.without_result += 1;
                WITHOUT_RESULT.to_owned()
            }
            (None, None) => cell.paragraphs.join("\n"),
        };
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

    fn number_text(&mut self, number: f64, shown: Option<Shown>) -> String {
        let number = number_text(number);
        match shown.filter(|_| self.is_shown_only) {
            Some(shown) => self.hidden.with_unit_of(small(self.row), (shown, ""), number),
            None => number,
        }
    }

    /// The style of the cells of the present column that have none of their own.
    fn column_style(&self) -> Option<String> {
        let at = self.column_styles.partition_point(|(end, _)| *end <= self.column);
        self.column_styles.get(at).map(|(_, style)| style.clone())
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

/// Whether a row or column is hidden, by hand or by a filter.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    matches!(attribute(element, "visibility").as_deref(), Some("collapse" | "filter"))
}

fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
