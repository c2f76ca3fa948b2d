//! OpenDocument texts (`.odt`): paragraphs and tables with merged cells.

mod styles;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::archive::Archive;
use super::flow::{Flow, Table};
use super::xml::{self, Handler, attribute, count};
use super::{MOST_COLUMNS, Progress, ReadError, Source};
use styles::Styles;

const ODT: &str = "ODT 文档";

/// A row that repeats more often is an attack.
const MOST_REPEATS: usize = 1000;
/// What is not printed where it stands: notes, comments, what was struck out, how a word is read and a picture described.
const ASIDE: [&str; 6] = ["note", "annotation", "tracked-changes", "ruby-text", "desc", "forms"];

/// Reads `bytes` as `.odt`.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut archive = Archive::open(bytes, ODT)?;
    if archive.text("META-INF/manifest.xml")?.is_some_and(|manifest| manifest.contains("encryption-data")) {
        return Err(ReadError::Encrypted);
    }
    let content = archive.text("content.xml")?.ok_or(ReadError::Broken(ODT))?;
    let mut reading = Reading::default();
    // Styles that have a name are told apart from the contents.
    if let Some(styles) = archive.text("styles.xml")? {
        xml::read(&styles, ODT, progress, &mut reading.styles)?;
    }
    xml::read(&content, ODT, progress, &mut reading)?;
    reading.flow.finish()
}

#[derive(Default)]
struct Reading {
    flow: Flow<Spans>,
    styles: Styles,
    /// Inside the text itself.
    is_text: bool,
    /// How many elements are open whose contents are not printed.
    skipped: usize,
    /// For each run, section and paragraph that is open whether it is hidden.
    hidden: Vec<bool>,
    /// The last character is a blank to which others add nothing.
    is_blank: bool,
    /// The note that is open.
    note: Option<String>,
}

/// How cells of a table reach over others.
#[derive(Debug, Default)]
struct Spans {
    /// In each column the last row that a cell reaches, and that cell.
    reached: HashMap<usize, (usize, (usize, usize))>,
    row_repeats: usize,
    repeats: usize,
    rows: usize,
    columns: usize,
    indent: u16,
}

impl Handler for Reading {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.styles.begin(element);
        let name = element.local_name();
        let name = name.as_ref();
        match name {
            "body" => self.is_text = true,
            _ if !self.is_text => {}
            "note-body" => self.note = Some(String::new()),
            name if ASIDE.contains(&name) => self.skipped += 1,
            "span" | "section" | "title" | "p" | "h" => {
                let style = attribute(element, "style-name").unwrap_or_default();
                let is_hidden = attribute(element, "display").as_deref() == Some("none");
                // The title of a picture is not shown, that of the document is.
                let is_of_picture = element.name().as_ref() == "svg:title";
                self.hidden.push(is_hidden || is_of_picture || self.styles.hides(&style));
                if matches!(name, "p" | "h") {
                    self.begin_paragraph(&style);
                }
            }
            "text-box" => self.flow.begin_box(),
            "s" => {
                self.push(&" ".repeat(count(element, "c").min(MOST_COLUMNS)));
                self.is_blank = false;
            }
            "tab" => self.push(" "),
            "line-break" => self.push("\n"),
            "table" if self.skipped == 0 => self.flow.begin_table()?,
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
        if let Some(note) = &mut self.note {
            note.push_str(text);
        }
        // Blanks and breaks of the XML are one blank, and none where a paragraph begins.
        let mut plain = String::with_capacity(text.len());
        for c in text.chars() {
            let is_blank = matches!(c, ' ' | '\t' | '\r' | '\n');
            if !(is_blank && self.is_blank) {
                plain.push(if is_blank { ' ' } else { c });
            }
            self.is_blank = is_blank;
        }
        self.push(&plain);
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        match name {
            _ if !self.is_text => {}
            "note-body" => self.flow.notes.extend(self.note.take()),
            name if ASIDE.contains(&name) => self.skipped = self.skipped.saturating_sub(1),
            "span" | "section" | "title" => drop(self.hidden.pop()),
            "p" | "h" => {
                let is_hidden = self.is_hidden();
                self.hidden.pop();
                self.flow.end_paragraph(self.skipped == 0 && !is_hidden)?;
            }
            "text-box" => self.flow.end_box(),
            "table" if self.skipped == 0 => self.flow.end_table()?,
            "table-cell" | "covered-table-cell" if self.skipped == 0 => {
                if let Some(table) = self.flow.own_table() {
                    end_cell(table, name == "covered-table-cell");
                }
            }
            "table-row" if self.skipped == 0 => {
                let repeats = self.flow.own_table().map_or(1, |table| table.state.row_repeats);
                if repeats > MOST_REPEATS {
                    return Err(ReadError::TooMuch("同一行重复太多次"));
                }
                self.flow.end_row(repeats)?;
            }
            _ => {}
        }
        Ok(())
    }
}

impl Reading {
    fn begin_paragraph(&mut self, style: &str) {
        self.is_blank = true;
        if let Some(table) = self.flow.own_table().filter(|table| table.begins_cell()) {
            table.state.indent = self.styles.indent(style);
        }
        self.flow.begin_paragraph();
    }

    fn push(&mut self, text: &str) {
        let is_printed = self.is_text && self.skipped == 0 && !self.is_hidden();
        if let Some(paragraph) = self.flow.paragraph().filter(|_| is_printed) {
            paragraph.push_str(text);
        }
    }

    fn is_hidden(&self) -> bool {
        self.hidden.contains(&true)
    }
}

/// Takes an element that begins inside a table.
fn begin_in_table(table: &mut Table<Spans>, name: &str, element: &BytesStart<'_>) {
    match name {
        "table-row" => table.state.row_repeats = count(element, "number-rows-repeated"),
        "table-cell" | "covered-table-cell" => {
            table.begin_cell();
            let spans = &mut table.state;
            spans.repeats = count(element, "number-columns-repeated").min(MOST_COLUMNS);
            spans.rows = count(element, "number-rows-spanned");
            spans.columns = count(element, "number-columns-spanned").min(MOST_COLUMNS);
            spans.indent = 0;
        }
        _ => {}
    }
}

fn end_cell(table: &mut Table<Spans>, is_covered: bool) {
    let Some(paragraphs) = table.end_cell() else { return };
    let text = paragraphs.join("\n");
    for _ in 0..table.state.repeats {
        let (row, column) = table.place();
        let spans = &mut table.state;
        let reached = spans.reached.get(&column).filter(|(last, _)| *last >= row).map(|(_, cell)| *cell);
        match reached.filter(|_| is_covered) {
            Some(cell) => table.put_covered(cell),
            None => {
                let last = row.saturating_add(spans.rows - 1);
                for column in column..column + spans.columns {
                    spans.reached.insert(column, (last, (row, column)));
                }
                let indent = spans.indent;
                table.put(text.clone(), indent);
            }
        }
    }
}
