//! Pages on which a document is laid out as a word processor does: paragraphs broken into lines, tables with a line around each
//! cell, which go over pages without their heads.

use super::render::{Block, blocks};

/// The size of the type and the distance of lines, in millimetres.
pub const SIZE: f64 = 4.0;
pub const LINE: f64 = 6.0;
/// Where a page's text begins, from the left and the top.
const MARGIN: f64 = 25.0;
/// Width and height of pages of text and of pages of tables: long ones go over two.
const TEXT: (f64, f64) = (210.0, 297.0);
pub const TABLES: (f64, f64) = (594.0, 300.0);
/// The room between a ruling line and the text beside it.
const PADDING: f64 = 1.0;

/// What writes on pages. Places count in millimetres from the upper left corner.
pub trait Pen {
    /// A line of text that begins at `foot`, its characters apart by `spare` more in all.
    fn text(&self, line: &str, foot: (f64, f64), spare: f64) -> String;

    /// The lines around a cell.
    fn cell(&self, corner: (f64, f64), size: (f64, f64)) -> String;
}

/// The size of each page of `text`, and what `pen` writes on it.
pub fn pages(text: &str, pen: &dyn Pen) -> Vec<((f64, f64), String)> {
    let mut layout = Layout { pen, pages: Vec::new(), size: TEXT, top: f64::INFINITY };
    for block in blocks(text) {
        match block {
            Block::Paragraph(text) => layout.paragraph(text),
            Block::Table(rows) => layout.table(&rows),
        }
    }
    layout.pages
}

struct Layout<'a> {
    pen: &'a dyn Pen,
    pages: Vec<((f64, f64), String)>,
    /// Of which size the present page is, and how far it is full.
    size: (f64, f64),
    top: f64,
}

impl Layout<'_> {
    /// Makes room for something of this height on a page of this size.
    fn room(&mut self, size: (f64, f64), height: f64) {
        if self.size != size || self.top + height > size.1 - MARGIN {
            self.pages.push((size, String::new()));
            (self.size, self.top) = (size, MARGIN);
        }
    }

    fn put(&mut self, object: &str) {
        self.pages.last_mut().unwrap().1.push_str(object);
    }

    fn paragraph(&mut self, text: &str) {
        let width = TEXT.0 - 2.0 * MARGIN;
        // The first line is set in by two characters.
        let mut indent = 2.0 * SIZE;
        let mut rest = text;
        while !rest.is_empty() {
            let (line, after) = line(rest, width - indent);
            rest = after;
            self.room(TEXT, LINE);
            // Full lines reach the margin.
            let spare = if rest.is_empty() { 0.0 } else { width - indent - length(line) };
            self.put(&self.pen.text(line, (MARGIN + indent, self.top + SIZE), spare));
            self.top += LINE;
            indent = 0.0;
        }
    }

    fn table(&mut self, rows: &[Vec<&str>]) {
        let columns = rows.iter().map(Vec::len).max().unwrap();
        let width = (TABLES.0 - 2.0 * MARGIN) / columns as f64;
        for row in rows {
            let cells: Vec<Vec<&str>> = row.iter().map(|cell| lines(cell, width - 2.0 * PADDING)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap() as f64 * LINE + 2.0 * PADDING;
            self.room(TABLES, height);
            let top = self.top;
            for column in 0..columns {
                let left = MARGIN + width * column as f64;
                self.put(&self.pen.cell((left, top), (width, height)));
                for (line, number) in cells.get(column).into_iter().flatten().zip(0..) {
                    let foot = top + PADDING + SIZE + LINE * f64::from(number);
                    self.put(&self.pen.text(line, (left + PADDING, foot), 0.0));
                }
            }
            self.top += height;
        }
    }
}

/// How far a character goes on.
pub fn advance(c: char) -> f64 {
    if c < '\u{2010}' { SIZE * 0.55 } else { SIZE }
}

fn length(text: &str) -> f64 {
    text.chars().map(advance).sum()
}

/// The first line of `text` that is no longer than `width`, and what is left: numbers and words are not broken.
fn line(text: &str, width: f64) -> (&str, &str) {
    let is_narrow = |c: char| c < '\u{2010}';
    let (mut end, mut last, mut reached) = (text.len(), 0, 0.0);
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if at > 0 && !(is_narrow(before) && is_narrow(c)) {
            last = at;
        }
        reached += advance(c);
        if reached > width {
            end = if last > 0 { last } else { at.max(c.len_utf8()) };
            break;
        }
        before = c;
    }
    text.split_at(end)
}

fn lines(text: &str, width: f64) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = line(rest, width);
        lines.push(line);
        rest = after;
    }
    lines
}
