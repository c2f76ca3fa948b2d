//! A table as it is printed.

use disclosure_engine::disclosure::{Amount, TableNumber, TextPlace};
use disclosure_engine::evaluate::CellIndex;
use disclosure_engine::form::HeadCell;

/// A table as it is printed, with every text.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedTable {
    /// Its number in the form; `None` for performance tables.
    pub number: Option<TableNumber>,
    /// What stands above the title: 表 1. Blank where nothing does.
    pub label: String,
    pub title: String,
    /// The project that it is about; blank where the title says enough.
    pub about: String,
    /// A line under the title: （2025年）. Blank where there is none.
    pub subtitle: String,
    /// Its line in the list of contents.
    pub contents_text: Option<String>,
    /// What stands above its left corner, repeated on each page: 编制单位：… Blank where nothing does.
    pub preparer: String,
    /// What stands above its right corner, repeated on each page: 单位：万元.
    pub unit_note: String,
    /// Cells of the head, the ※ row with the numbers of the columns among them.
    pub head: Vec<HeadCell>,
    /// Rows of the head, repeated on each page; 0 where there is none.
    pub head_rows: usize,
    /// Its columns from left to right.
    pub columns: Vec<PrintedColumn>,
    /// Its rows. A cell that spans several rows stands in the first of them only.
    pub rows: Vec<PrintedRow>,
    /// The sentence under it.
    pub note: Option<String>,
    /// Whether it is printed on landscape pages.
    pub is_landscape: bool,
}

/// A column of a printed table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PrintedColumn {
    /// Its share of the table's width; all together are 1.
    pub share: f64,
    /// How its cells are set, where they do not say otherwise.
    pub align: Alignment,
}

/// How a text is set in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// From the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// What a cell that is a head stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headed {
    Row,
    Column,
}

/// A row of a printed table.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedRow {
    /// Its cells from left to right.
    pub cells: Vec<PrintedCell>,
    /// Whether it is the total of the whole table, or a head between rows, to be set off.
    pub is_total: bool,
}

/// A cell of a printed table.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintedCell {
    pub text: String,
    /// How far the text is indented, in characters.
    pub indent: u8,
    /// How the text is set.
    pub align: Alignment,
    /// First column that it covers.
    pub column: usize,
    /// Columns that it spans.
    pub columns: usize,
    /// Rows that it spans.
    pub rows: usize,
    /// The cell of the disclosure that it shows.
    pub cell: Option<CellIndex>,
    /// The text of the disclosure that it shows.
    pub place: Option<TextPlace>,
    /// The exact amount that it shows, in yuan.
    pub amount: Option<Amount>,
}

impl PrintedTable {
    /// Its title with what it is about, told from all others.
    pub fn name(&self) -> String {
        let pieces = [&self.label, &self.title, &self.about].into_iter().filter(|piece| !piece.is_empty());
        pieces.map(String::as_str).collect::<Vec<_>>().join("　")
    }

    /// What `cell` of `row` is the head of, if it is one: names are heads of their rows; in a performance table everything that
    /// nobody filled in is one.
    pub fn headed_by(&self, row: &PrintedRow, cell: &PrintedCell) -> Option<Headed> {
        if cell.text.trim().is_empty() || cell.amount.is_some() {
            return None;
        }
        if self.number.is_none() {
            let is_label = cell.place.is_none();
            return is_label.then_some(if row.is_total { Headed::Column } else { Headed::Row });
        }
        let is_name = self.columns.get(cell.column).is_some_and(|column| column.align == Alignment::Left);
        is_name.then_some(Headed::Row)
    }

    /// Whether it has no rows under its head.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl PrintedCell {
    /// A cell with `text` in `column`.
    pub(crate) fn new(text: impl Into<String>, column: usize, align: Alignment) -> Self {
        let text = text.into();
        Self { text, indent: 0, align, column, columns: 1, rows: 1, cell: None, place: None, amount: None }
    }

    pub(super) fn across(self, columns: usize) -> Self {
        Self { columns, ..self }
    }

    pub(super) fn down(self, rows: usize) -> Self {
        Self { rows, ..self }
    }
}
