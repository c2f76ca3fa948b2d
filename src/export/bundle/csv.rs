//! Tables as text with commas (RFC 4180), which spreadsheets take for what it is.

use crate::document::PrintedTable;
use disclosure_engine::edit::guarded_text;

/// By this Excel knows that it is UTF-8.
const MARK: &str = "\u{feff}";

/// Rows of cells that are being written.
pub(super) struct Csv {
    text: String,
    is_in_row: bool,
}

impl Csv {
    pub fn new() -> Self {
        Self { text: MARK.to_owned(), is_in_row: false }
    }

    /// A cell with a text, which no spreadsheet takes for a formula.
    pub fn text(&mut self, text: &str) {
        self.cell(&guarded_text(text));
    }

    /// A cell with a figure.
    pub fn figure(&mut self, figure: &str) {
        self.cell(figure);
    }

    pub fn end_row(&mut self) {
        self.text.push_str("\r\n");
        self.is_in_row = false;
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.text.into_bytes()
    }

    fn cell(&mut self, text: &str) {
        if self.is_in_row {
            self.text.push(',');
        }
        self.is_in_row = true;
        if text.contains(['"', ',', '\n', '\r']) {
            self.text.push('"');
            self.text.push_str(&text.replace('"', "\"\""));
            self.text.push('"');
        } else {
            self.text.push_str(text);
        }
    }
}

/// `table` as it is printed, title and heads with it; a merged cell stands in the first of its places.
pub(super) fn table(table: &PrintedTable) -> Vec<u8> {
    let mut csv = Csv::new();
    for line in [&table.label, &table.title, &table.preparer, &table.unit_note] {
        if !line.is_empty() {
            csv.text(line);
            csv.end_row();
        }
    }
    for row in 0..table.head_rows {
        let cell = |column: usize| table.head.iter().find(|cell| (cell.row, cell.column) == (row, column));
        (0..table.columns.len()).for_each(|column| csv.text(cell(column).map_or("", |cell| &cell.text)));
        csv.end_row();
    }
    for row in &table.rows {
        for column in 0..table.columns.len() {
            match row.cells.iter().find(|cell| cell.column == column) {
                Some(cell) if cell.amount.is_some() => csv.figure(&cell.text.replace(',', "")),
                Some(cell) => csv.text(&cell.text),
                None => csv.text(""),
            }
        }
        csv.end_row();
    }
    if let Some(note) = &table.note {
        csv.text(note);
        csv.end_row();
    }
    csv.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_no_text_is_a_formula() {
        let mut csv = Csv::new();
        ["甲,乙", "丙\"丁\"", "=1+1", "", "'-甲"].into_iter().for_each(|text| csv.text(text));
        csv.figure("-1.00");
        csv.end_row();
        let text = String::from_utf8(csv.into_bytes()).unwrap();
        assert_eq!(text, "\u{feff}\"甲,乙\",\"丙\"\"丁\"\"\",'=1+1,,''-甲,-1.00\r\n");
    }
}
