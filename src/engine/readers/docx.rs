//! Documents of Word and WPS (`.docx`): paragraphs and tables with merged cells.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::flow::{Flow, Table};
use super::xml::{self, Handler, attribute, count};
use super::{MOST_COLUMNS, Progress, ReadError, Source};

const DOCX: &str = "DOCX 文档";

/// Reads `bytes` as `.docx`.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut archive = Archive::open(bytes, DOCX)?;
    let content = archive.text("word/document.xml")?.ok_or(ReadError::Broken(DOCX))?;
    let mut reading = Reading::default();
    xml::read(&content, DOCX, progress, &mut reading)?;
    reading.flow.finish()
}

#[derive(Default)]
struct Reading {
    flow: Flow<Merging>,
    /// Inside `w:t`.
    is_text: bool,
    /// The present run is hidden.
    is_hidden: bool,
    /// How many elements are open whose contents are not printed.
    skipped: usize,
}

/// How cells of a table are merged.
#[derive(Default)]
struct Merging {
    /// The cell that reaches down in each column.
    above: HashMap<usize, (usize, usize)>,
    cell: Cell,
}

/// The cell that is open.
struct Cell {
    columns: usize,
    merge: Merge,
    continues_left: bool,
    /// How far its first paragraph is set in, in tenths of a character.
    indent: u16,
}

impl Default for Cell {
    fn default() -> Self {
        Self { columns: 1, merge: Merge::None, continues_left: false, indent: 0 }
    }
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
            "txbxContent" => self.flow.begin_box(),
            "p" => self.flow.begin_paragraph(),
            "r" => self.is_hidden = false,
            "vanish" => self.is_hidden = !matches!(attribute(element, "val").as_deref(), Some("0" | "false")),
            "t" => self.is_text = true,
            "tab" | "ptab" if self.flow.paragraph().is_some() => self.push(" "),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "tbl" if self.skipped == 0 => self.flow.begin_table()?,
            name if self.skipped == 0 => {
                if let Some(table) = self.flow.table() {
                    begin_in_table(table, name, element);
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
            "txbxContent" => self.flow.end_box(),
            "t" => self.is_text = false,
            "p" => self.flow.end_paragraph(self.skipped == 0)?,
            "tbl" if self.skipped == 0 => self.flow.end_table()?,
            "tc" if self.skipped == 0 => {
                if let Some(table) = self.flow.own_table() {
                    end_cell(table);
                }
            }
            "tr" if self.skipped == 0 => self.flow.end_row(1)?,
            _ => {}
        }
        Ok(())
    }
}

impl Reading {
    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.flow.paragraph().filter(|_| self.skipped == 0) {
            paragraph.push_str(text);
        }
    }
}

/// Takes an element that begins inside a table.
fn begin_in_table(table: &mut Table<Merging>, name: &str, element: &BytesStart<'_>) {
    let begins_cell = table.begins_cell();
    let cell = &mut table.state.cell;
    let begins = || attribute(element, "val").as_deref() == Some("restart");
    match name {
        "tc" => {
            *cell = Cell::default();
            table.begin_cell();
        }
        // Columns that a row leaves out at its beginning.
        "gridBefore" => (0..count(element, "val").min(MOST_COLUMNS)).for_each(|_| table.put(String::new(), 0)),
        "gridSpan" => cell.columns = count(element, "val").min(MOST_COLUMNS),
        "vMerge" => cell.merge = if begins() { Merge::Begins } else { Merge::Continues },
        "hMerge" => cell.continues_left = !begins(),
        "ind" if begins_cell => cell.indent = indent(element),
        _ => {}
    }
}

fn end_cell(table: &mut Table<Merging>) {
    let Some(paragraphs) = table.end_cell() else { return };
    let Cell { columns, merge, continues_left, indent } = std::mem::take(&mut table.state.cell);
    let (row, column) = table.place();
    if column + columns > MOST_COLUMNS {
        return;
    }
    let own = match merge {
        Merge::Continues => table.state.above.get(&column).copied().unwrap_or((row, column)),
        Merge::Begins | Merge::None if continues_left && column > 0 => table.anchor((row, column - 1)),
        Merge::Begins | Merge::None => (row, column),
    };
    let mut text = Some(paragraphs.join("\n"));
    for covered in column..column + columns {
        match merge {
            Merge::Begins => table.state.above.insert(covered, (row, column)),
            Merge::None => table.state.above.remove(&covered),
            Merge::Continues => None,
        };
        match text.take().filter(|_| own == (row, column)) {
            Some(text) => table.put(text, indent),
            None => table.put_covered(own),
        }
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
