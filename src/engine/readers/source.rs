//! What a reader makes of a file: its lines in order, each a paragraph or a row of cells, with where it stands.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::disclosure::{LONGEST_TEXT, TooLong};
use crate::spelling::as_read;

/// A document as lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Source {
    /// The lines in order.
    pub lines: Vec<Line>,
    /// How many grids there are; [`Line::grid`] counts them from 0.
    pub grids: usize,
    /// What the reader left out or could not read, in Chinese.
    pub remarks: Vec<String>,
    /// What the reader took otherwise than it is shown, in Chinese.
    pub notes: Vec<String>,
}

/// A paragraph, or a row of a grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its cells; a paragraph has one.
    pub cells: Vec<Cell>,
    /// The grid to which it belongs; `None` is a paragraph.
    pub grid: Option<usize>,
    pub place: Place,
}

/// A cell of a grid.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Cell {
    /// Its text; line breaks inside it are kept.
    pub text: String,
    /// The line and column of the merged cell that covers it; its text is blank then.
    pub covered_by: Option<(usize, usize)>,
    /// How far the format sets its text in from the left, in tenths of a character; 0 where nothing tells.
    pub indent: u16,
}

/// Where something stands in the file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A line of a text, from 1.
    Line(usize),
    /// A row of a sheet, from 1; row 0 is its name.
    Sheet(Arc<str>, usize),
    /// A page and a line or row on it, from 1.
    Page(usize, usize),
    /// A paragraph of a word processor's document, from 1.
    Paragraph(usize),
    /// A table of a word processor's document and a row of it, from 1.
    Table(usize, usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "第 {line} 行"),
            Self::Sheet(name, 0) => write!(f, "工作表“{name}”"),
            Self::Sheet(name, row) => write!(f, "工作表“{name}”第 {row} 行"),
            Self::Page(page, row) => write!(f, "第 {page} 页第 {row} 行"),
            Self::Paragraph(paragraph) => write!(f, "第 {paragraph} 段"),
            Self::Table(table, row) => write!(f, "第 {table} 个表格第 {row} 行"),
        }
    }
}

/// The most bytes that a text of [`LONGEST_TEXT`] characters has.
pub(super) const MOST_BYTES: usize = 4 * LONGEST_TEXT;

/// Longer texts, in bytes, are no names that count in every cell that they reach over.
const LONGEST_SHARED: usize = 1000;

/// How much a document is, once it was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Size {
    /// Lines of all kinds.
    pub lines: usize,
    /// Cells of all lines.
    pub cells: usize,
    /// Bytes of all texts.
    pub text: usize,
}

impl Size {
    /// The most that is taken on from a reader.
    pub const MOST: Self = Self { lines: 150_000, cells: 2_200_000, text: 64 << 20 };

    /// Whether it is no more than the most.
    pub fn is_bounded(&self) -> bool {
        self.lines <= Self::MOST.lines && self.cells <= Self::MOST.cells && self.text <= Self::MOST.text
    }
}

/// `text` without the marks that hold a number in order behind words from right to left, such as the export sets: they
/// are part of the order, not of the words.
fn without_marks(text: String) -> String {
    const LEFT_TO_RIGHT_MARK: char = '\u{200E}';
    if !text.contains(LEFT_TO_RIGHT_MARK) {
        return text;
    }
    let is_turned = |c: char| matches!(c, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}');
    let mut before = None;
    text.chars()
        .filter(|&c| {
            let is_mark = c == LEFT_TO_RIGHT_MARK && before.is_some_and(is_turned);
            before = Some(c);
            !is_mark
        })
        .collect()
}

impl Source {
    /// Adds a paragraph, unless it is blank.
    pub(super) fn push_paragraph(&mut self, text: impl Into<String>, place: Place) {
        let text = self.bounded(text.into(), &place);
        if !text.trim().is_empty() {
            self.lines.push(Line { cells: vec![Cell::new(text)], grid: None, place });
        }
    }

    /// Adds a grid of rows with their places; `covered` says which cell, by row and column in the grid, a merged cell
    /// covers, and `indents` how far cells are set in.
    pub(super) fn push_grid(&mut self, rows: Vec<(Vec<String>, Place)>, covered: &[Cover], indents: &[Indent]) {
        let (first, grid) = (self.lines.len(), self.grids);
        self.grids += 1;
        for (texts, place) in rows {
            let cells = texts.into_iter().map(|text| Cell::new(self.bounded(text, &place))).collect();
            self.lines.push(Line { cells, grid: Some(grid), place });
        }
        for cover in covered {
            let Some(line) = self.lines.get_mut(first + cover.row) else { continue };
            if let Some(cell) = line.cells.get_mut(cover.column) {
                cell.text.clear();
                cell.covered_by = Some((first + cover.by.0, cover.by.1));
            }
        }
        for indent in indents {
            let line = self.lines.get_mut(first + indent.row);
            if let Some(cell) = line.and_then(|line| line.cells.get_mut(indent.column)) {
                cell.indent = indent.tenths;
            }
        }
    }

    /// A text as it is read, of one that is too long the beginning, which is told.
    fn bounded(&mut self, text: String, place: &Place) -> String {
        let mut text = match as_read(&text) {
            Cow::Borrowed(_) => without_marks(text),
            Cow::Owned(read) => without_marks(read),
        };
        if let Some(long) = TooLong::of(&text, LONGEST_TEXT) {
            let end = text.char_indices().nth(long.limit).map_or(text.len(), |(end, _)| end);
            text.truncate(end);
            self.remarks.push(format!("{place}：{long}，只读了开头"));
        }
        text
    }

    /// The rows of each grid, in order.
    pub fn tables(&self) -> impl Iterator<Item = &[Line]> {
        let pieces = self.lines.chunk_by(|line, next| line.grid == next.grid);
        pieces.filter(|lines| lines.first().is_some_and(|line| line.grid.is_some()))
    }

    pub(super) fn size(&self) -> Size {
        let cells = || self.lines.iter().flat_map(|line| &line.cells);
        Size { lines: self.lines.len(), cells: cells().count(), text: cells().map(|cell| cell.text.len()).sum() }
    }

    /// The text at `column` of `line`, that of the merged cell that covers it where one does.
    pub fn text(&self, line: usize, column: usize) -> &str {
        let Some(cell) = self.lines.get(line).and_then(|line| line.cells.get(column)) else { return "" };
        let anchor = cell.covered_by.and_then(|(line, column)| self.lines.get(line)?.cells.get(column));
        match anchor {
            // A name counts in each cell that it reaches over, a chapter where it begins.
            Some(anchor) if anchor.text.len() > LONGEST_SHARED => "",
            Some(anchor) => &anchor.text,
            None => &cell.text,
        }
    }
}

/// A cell that a merged one covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cover {
    /// Row in the grid.
    pub row: usize,
    /// Column in the grid.
    pub column: usize,
    /// Row and column of the merged cell.
    pub by: (usize, usize),
}

/// How far the text of a cell is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Indent {
    /// Row in the grid.
    pub row: usize,
    /// Column in the grid.
    pub column: usize,
    /// How far, in tenths of a character.
    pub tenths: u16,
}

impl Line {
    /// Its text where it is a paragraph, or a row in which a single cell has one.
    pub fn only_text(&self) -> Option<&str> {
        let mut texts = self.cells.iter().map(|cell| cell.text.trim()).filter(|text| !text.is_empty());
        texts.next().filter(|_| texts.next().is_none())
    }

    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }

    /// Its texts with their columns, blank ones left out.
    pub fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        let texts = self.cells.iter().enumerate().map(|(column, cell)| (column, cell.text.trim()));
        texts.filter(|(_, text)| !text.is_empty())
    }
}

impl Cell {
    /// A cell that nothing covers.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), covered_by: None, indent: 0 }
    }

    /// How far its text stands from the left, in tenths of a character: by its format, and by the blanks with which it
    /// begins.
    pub fn indent(&self) -> u16 {
        let blanks = self.text.chars().take_while(|c| c.is_whitespace());
        let width = |c| match c {
            '\u{3000}' | '\u{2003}' => 10,
            '\t' => 20,
            '\n' | '\r' => 0,
            _ => 5,
        };
        blanks.map(width).fold(self.indent, u16::saturating_add)
    }
}
