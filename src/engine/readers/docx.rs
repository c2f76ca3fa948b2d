//! Documents of Word and WPS (`.docx`): paragraphs and tables with merged cells.

#[cfg(test)]
mod tests;

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
    let mut broken = Vec::new();
    for (part, name) in [("word/footnotes.xml", "脚注"), ("word/endnotes.xml", "尾注")] {
        match notes(&mut archive, part, progress) {
            Ok(texts) => reading.flow.notes.extend(texts),
            Err(ReadError::Cancelled) => return Err(ReadError::Cancelled),
            // Notes are no part of the text, which must not be refused for them.
            Err(_) => broken.push(format!("文件的{name}已损坏，没有读；正文不受影响")),
        }
    }
    let mut source = reading.flow.finish()?;
    source.remarks.extend(broken);
    Ok(source)
}

/// The notes in `part`; none where there is no such part.
fn notes(archive: &mut Archive<'_>, part: &str, progress: &Progress) -> Result<Vec<String>, ReadError> {
    let mut notes = Notes::default();
    if let Some(content) = archive.text(part)? {
        xml::read(&content, DOCX, progress, &mut notes)?;
    }
    Ok(notes.texts)
}

/// Elements whose contents are not printed: what is shown instead where a text box cannot be, what was struck out or moved
/// away, and how something looked before it was changed.
fn is_aside(name: &str) -> bool {
    matches!(name, "Fallback" | "del" | "moveFrom" | "rt") || name.ends_with("Change")
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
    /// Inside the properties of a paragraph.
    is_of_paragraph: bool,
    /// Inside the properties of a row.
    is_of_row: bool,
    /// How many rows are open since one that was struck out, that one counted: nothing in it is printed.
    struck_rows: usize,
    /// For each paragraph that is open, the innermost last, whether the mark with which it ends was struck out: the next one
    /// goes on with it.
    joined: Vec<bool>,
    /// The text of such a paragraph.
    carried: String,
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
    /// It was struck out of its row.
    is_struck: bool,
}

impl Default for Cell {
    fn default() -> Self {
        Self { columns: 1, merge: Merge::None, continues_left: false, indent: 0, is_struck: false }
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
            name if is_aside(name) => {
                if name == "del" && self.skipped == 0 {
                    self.begin_struck();
                }
                self.skipped += 1;
            }
            "txbxContent" => self.flow.begin_box(),
            "pPr" if self.skipped == 0 => self.is_of_paragraph = true,
            "trPr" if self.skipped == 0 => self.is_of_row = true,
            "tr" if self.struck_rows > 0 => self.struck_rows += 1,
            "p" => {
                self.flow.begin_paragraph();
                self.joined.push(false);
                if self.skipped == 0 {
                    let carried = std::mem::take(&mut self.carried);
                    self.push(&carried);
                }
            }
            "r" => self.is_hidden = false,
            "vanish" if self.skipped == 0 => {
                self.is_hidden = !matches!(attribute(element, "val").as_deref(), Some("0" | "false"))
            }
            "t" => self.is_text = true,
            "tab" | "ptab" if self.flow.paragraph().is_some() => self.push(" "),
            "br" | "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("-"),
            "tbl" if self.skipped == 0 => {
                self.end_carried()?;
                self.flow.begin_table()?;
            }
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
            name if is_aside(name) => self.skipped = self.skipped.saturating_sub(1),
            "txbxContent" => {
                self.end_carried()?;
                self.flow.end_box();
            }
            "body" => self.end_carried()?,
            "pPr" if self.skipped == 0 => self.is_of_paragraph = false,
            "trPr" => self.is_of_row = false,
            "t" => self.is_text = false,
            "p" => {
                let is_joined = self.joined.pop().unwrap_or_default();
                if is_joined && self.skipped == 0 {
                    self.carried = self.flow.paragraph().cloned().unwrap_or_default();
                }
                self.flow.end_paragraph(self.skipped == 0 && !is_joined)?;
            }
            "tbl" if self.skipped == 0 => self.flow.end_table()?,
            "tc" if self.skipped == 0 => {
                self.end_carried()?;
                if let Some(table) = self.flow.own_table() {
                    end_cell(table);
                }
            }
            "tr" if self.struck_rows > 0 => self.end_struck_row(),
            "tr" if self.skipped == 0 => self.flow.end_row(1)?,
            _ => {}
        }
        Ok(())
    }
}

impl Reading {
    /// Takes what says that the mark of a paragraph, or a row, was struck out.
    fn begin_struck(&mut self) {
        if self.is_of_row {
            self.struck_rows = 1;
            self.skipped += 1;
        } else if let Some(is_joined) = self.joined.last_mut().filter(|_| self.is_of_paragraph) {
            *is_joined = true;
        }
    }

    /// Ends a row inside one that was struck out, or that one itself.
    fn end_struck_row(&mut self) {
        self.struck_rows -= 1;
        if self.struck_rows == 0 {
            self.skipped = self.skipped.saturating_sub(1);
            self.flow.drop_row();
        }
    }

    /// Ends a paragraph that was to go on with the next one, where none came.
    fn end_carried(&mut self) -> Result<(), ReadError> {
        let carried = std::mem::take(&mut self.carried);
        if carried.is_empty() || self.skipped > 0 {
            return Ok(());
        }
        self.flow.begin_paragraph();
        self.push(&carried);
        self.flow.end_paragraph(true)
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.flow.paragraph().filter(|_| self.skipped == 0) {
            paragraph.push_str(text);
        }
    }
}

/// The notes at the foot of pages or at the end of a document.
#[derive(Default)]
struct Notes {
    texts: Vec<String>,
    /// The note that is open, where it is none of those that draw the line above the others.
    note: Option<String>,
    is_text: bool,
    skipped: usize,
}

impl Handler for Notes {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        match element.local_name().as_ref() {
            name if is_aside(name) => self.skipped += 1,
            "footnote" | "endnote" => {
                let is_text = attribute(element, "type").is_none_or(|kind| kind == "normal");
                self.note = is_text.then(String::new);
            }
            "t" => self.is_text = true,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(note) = self.note.as_mut().filter(|_| self.is_text && self.skipped == 0) {
            note.push_str(text);
        }
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            name if is_aside(name) => self.skipped = self.skipped.saturating_sub(1),
            "t" => self.is_text = false,
            "footnote" | "endnote" => self.texts.extend(self.note.take()),
            _ => {}
        }
        Ok(())
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
        "cellDel" => cell.is_struck = true,
        "ind" if begins_cell => cell.indent = indent(element),
        _ => {}
    }
}

fn end_cell(table: &mut Table<Merging>) {
    let Some(paragraphs) = table.end_cell() else { return };
    let Cell { columns, merge, continues_left, indent, is_struck } = std::mem::take(&mut table.state.cell);
    let (row, column) = table.place();
    if is_struck || column + columns > MOST_COLUMNS {
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
