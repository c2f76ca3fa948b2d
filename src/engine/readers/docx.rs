//! Documents of Word and WPS (`.docx`): paragraphs and tables with merged cells.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::xml::{self, Handler, attribute, count};
use super::{Bounds, Cover, Indent, MOST_COLUMNS, Place, Progress, ReadError, Source};

const DOCX: &str = "DOCX 文档";

/// Tables inside tables.
const DEEPEST_TABLE: usize = 8;

/// Reads `bytes` as `.docx`.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut archive = Archive::open(bytes, DOCX)?;
    let content = archive.text("word/document.xml")?.ok_or(ReadError::Broken(DOCX))?;
    let mut reading = Reading::default();
    xml::read(&content, DOCX, progress, &mut reading)?;
    if reading.source.lines.is_empty() { Err(ReadError::Empty) } else { Ok(reading.source) }
}

#[derive(Default)]
struct Reading {
    source: Source,
    bounds: Bounds,
    /// The paragraphs that are open: a text box stands inside the paragraph to which it is tied.
    paragraphs: Vec<String>,
    paragraph_count: usize,
    /// The tables that are open, the innermost last.
    tables: Vec<Table>,
    /// Tables that stood inside cells, to come after the table that held them.
    inner: Vec<(usize, Table)>,
    table_count: usize,
    /// Inside `w:t`.
    is_text: bool,
    /// The present run is hidden.
    is_hidden: bool,
    /// How many elements are open whose contents are not printed.
    skipped: usize,
    /// How many text boxes are open.
    boxes: usize,
}

#[derive(Default)]
struct Table {
    number: usize,
    rows: Vec<Vec<String>>,
    covers: Vec<Cover>,
    indents: Vec<Indent>,
    /// The cell that reaches down in each column.
    above: HashMap<usize, (usize, usize)>,
    row: Vec<String>,
    cell: Option<Cell>,
    /// How many text boxes it stands in.
    boxes: usize,
    /// It holds tables and has no columns of its own: its texts are paragraphs.
    is_frame: bool,
}

struct Cell {
    paragraphs: Vec<String>,
    columns: usize,
    merge: Merge,
    continues_left: bool,
    /// How far its first paragraph is set in, in tenths of a character.
    indent: u16,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Merge {
    None,
    Begins,
    Continues,
}

impl Handler for Reading {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match element.local_name().as_ref() {
            // What is shown instead where a text box cannot be, and what was struck out.
            "Fallback" | "del" | "moveFrom" | "rt" => self.skipped += 1,
            "txbxContent" => self.boxes += 1,
            "p" => self.paragraphs.push(String::new()),
            "r" => self.is_hidden = false,
            "vanish" => self.is_hidden = !matches!(attribute(element, "val").as_deref(), Some("0" | "false")),
            "t" => self.is_text = true,
            "tab" | "ptab" if !self.paragraphs.is_empty() => self.push(" "),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "tbl" if self.skipped == 0 => {
                self.begin_table()?;
            }
            name if self.skipped == 0 => {
                if let Some(table) = self.tables.last_mut() {
                    table.start(name, element);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.is_text && !self.is_hidden {
            self.push(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            "Fallback" | "del" | "moveFrom" | "rt" => self.skipped = self.skipped.saturating_sub(1),
            "txbxContent" => self.boxes = self.boxes.saturating_sub(1),
            "t" => self.is_text = false,
            "p" => self.end_paragraph()?,
            "tbl" if self.skipped == 0 => self.end_table()?,
            "tc" if self.skipped == 0 => {
                if let Some(table) = self.tables.last_mut().filter(|table| !table.is_frame) {
                    table.end_cell();
                }
            }
            "tr" if self.skipped == 0 => {
                if let Some(table) = self.tables.last_mut().filter(|table| !table.is_frame) {
                    self.bounds.row(table.row.len())?;
                    let row = std::mem::take(&mut table.row);
                    table.rows.push(row);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

impl Reading {
    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut().filter(|_| self.skipped == 0) {
            paragraph.push_str(text);
        }
    }

    fn end_paragraph(&mut self) -> Result<(), ReadError> {
        let Some(text) = self.paragraphs.pop().filter(|_| self.skipped == 0) else { return Ok(()) };
        match self.tables.last_mut().filter(|table| !table.is_frame) {
            Some(table) => {
                if let Some(cell) = &mut table.cell {
                    cell.paragraphs.push(text);
                }
                Ok(())
            }
            None => self.put_paragraph(text),
        }
    }

    fn put_paragraph(&mut self, text: String) -> Result<(), ReadError> {
        self.paragraph_count += 1;
        self.bounds.row(1)?;
        self.source.push_paragraph(text, Place::Paragraph(self.paragraph_count));
        Ok(())
    }

    fn begin_table(&mut self) -> Result<(), ReadError> {
        if self.tables.len() >= DEEPEST_TABLE {
            return Err(ReadError::TooMuch("表格嵌套太深"));
        }
        let is_frame = |table: &&mut Table| !table.is_frame && table.boxes == self.boxes && table.is_frame_so_far();
        let is_outermost = !self.tables.iter().rev().skip(1).any(|table| !table.is_frame);
        if let Some(outer) = self.tables.last_mut().filter(|table| is_outermost && is_frame(table)) {
            let texts = outer.become_frame();
            texts.into_iter().try_for_each(|text| self.put_paragraph(text))?;
        }
        self.table_count += 1;
        self.tables.push(Table { number: self.table_count, boxes: self.boxes, ..Table::default() });
        Ok(())
    }

    fn end_table(&mut self) -> Result<(), ReadError> {
        let Some(table) = self.tables.pop() else { return Ok(()) };
        if self.tables.iter().any(|table| !table.is_frame) {
            self.inner.push((table.number, table));
            return Ok(());
        }
        self.emit(table)?;
        let mut inner = std::mem::take(&mut self.inner);
        inner.sort_by_key(|(number, _)| *number);
        inner.into_iter().try_for_each(|(_, table)| self.emit(table))
    }

    fn emit(&mut self, table: Table) -> Result<(), ReadError> {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut rows = Vec::with_capacity(table.rows.len());
        for (mut row, number) in table.rows.into_iter().zip(1..) {
            row.resize(width, String::new());
            self.bounds.row(width)?;
            rows.push((row, Place::Table(table.number, number)));
        }
        if !rows.is_empty() {
            self.source.push_grid(rows, &table.covers, &table.indents);
        }
        Ok(())
    }
}

impl Table {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "tc" => {
                let cell =
                    Cell { paragraphs: Vec::new(), columns: 1, merge: Merge::None, continues_left: false, indent: 0 };
                self.cell = Some(cell);
            }
            // Columns that a row leaves out at its beginning.
            "gridBefore" => {
                let columns = count(element, "val").min(MOST_COLUMNS);
                self.row.resize(self.row.len() + columns, String::new());
            }
            _ => {
                let Some(cell) = &mut self.cell else { return };
                let begins = attribute(element, "val").as_deref() == Some("restart");
                match name {
                    "gridSpan" => cell.columns = count(element, "val").min(MOST_COLUMNS),
                    "vMerge" => cell.merge = if begins { Merge::Begins } else { Merge::Continues },
                    "hMerge" => cell.continues_left = !begins,
                    "ind" if cell.paragraphs.is_empty() => cell.indent = indent(element),
                    _ => {}
                }
            }
        }
    }

    /// Whether none of its rows so far has more than one cell with something in it.
    fn is_frame_so_far(&self) -> bool {
        let filled = |row: &Vec<String>| row.iter().filter(|text| !text.trim().is_empty()).count();
        self.rows.iter().chain([&self.row]).all(|row| filled(row) <= 1)
    }

    /// Makes it a frame: the texts that it holds so far are returned as paragraphs.
    fn become_frame(&mut self) -> Vec<String> {
        self.is_frame = true;
        let rows = std::mem::take(&mut self.rows).into_iter().chain([std::mem::take(&mut self.row)]).flatten();
        let texts: Vec<String> = rows.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
        let open = self.cell.take().map(|cell| cell.paragraphs).unwrap_or_default();
        (self.covers, self.indents, self.above) = Default::default();
        texts.into_iter().chain(open).collect()
    }

    fn end_cell(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let (row, column) = (self.rows.len(), self.row.len());
        if column + cell.columns > MOST_COLUMNS {
            return;
        }
        let own = match cell.merge {
            Merge::Continues => self.above.get(&column).copied().unwrap_or((row, column)),
            Merge::Begins | Merge::None if cell.continues_left && column > 0 => self.anchor((row, column - 1)),
            Merge::Begins | Merge::None => (row, column),
        };
        for covered in column..column + cell.columns {
            match cell.merge {
                Merge::Begins => self.above.insert(covered, (row, column)),
                Merge::None => self.above.remove(&covered),
                Merge::Continues => None,
            };
            let is_own = covered == column && own == (row, column);
            if is_own && cell.indent > 0 {
                self.indents.push(Indent { row, column, tenths: cell.indent });
            }
            self.row.push(if is_own { cell.paragraphs.join("\n") } else { String::new() });
            if !is_own {
                self.covers.push(Cover { row, column: covered, by: own });
            }
        }
    }

    /// The cell that covers the one at `place`, or that one itself.
    fn anchor(&self, place: (usize, usize)) -> (usize, usize) {
        let cover = self.covers.iter().rev().find(|cover| (cover.row, cover.column) == place);
        cover.map_or(place, |cover| cover.by)
    }
}

/// How wide a character of a table's text mostly is, in twentieths of a point: documents seldom say it where they indent.
const CHARACTER: i64 = 210;

/// How far a paragraph's first line is set in, in tenths of a character: said in hundredths of one, or in twentieths of a
/// point.
fn indent(element: &BytesStart<'_>) -> u16 {
    let number = |name: &str| attribute(element, name)?.trim().parse::<i64>().ok();
    let tenths = |in_characters: &str, in_points: &str| {
        let points = || Some(number(in_points)?.saturating_mul(10) / CHARACTER);
        number(in_characters).map(|hundredths| hundredths / 10).or_else(points)
    };
    let left = tenths("leftChars", "left").or_else(|| tenths("startChars", "start")).unwrap_or(0);
    let first = tenths("firstLineChars", "firstLine").unwrap_or(0);
    let hanging = tenths("hangingChars", "hanging").unwrap_or(0);
    u16::try_from(left.saturating_add(first).saturating_sub(hanging)).unwrap_or(0)
}
