//! Text from the clipboard as rows and columns.

use crate::edit::copy::unguarded;
use crate::spelling::as_read;

/// A block of cells, as spreadsheets put it on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    /// Its rows. All have the same number of cells.
    pub rows: Vec<Vec<String>>,
}

/// More rows than this are not pasted: no table of a disclosure has nearly as many.
pub(super) const MOST_ROWS: usize = 20_000;

impl Block {
    /// Reads tab-separated text. Cells that hold a line break or a quotation mark are quoted, as spreadsheets do. A
    /// blank line is a row of blanks, but for what the line end after the last row seems to begin.
    pub fn from_text(text: &str) -> Self {
        let mut block = Self::with_lines(text);
        for cell in block.rows.iter_mut().flatten() {
            *cell = clean(cell);
        }
        block
    }

    /// The same with the line breaks, tabs and blanks that are in the cells.
    pub fn with_lines(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        let text = text.strip_suffix('\n').unwrap_or(text);
        let text = text.strip_suffix('\r').unwrap_or(text);
        // A quotation mark that nothing closes is a character like any other.
        let is_quoted = text.matches('"').count().is_multiple_of(2);
        let rows: Vec<Vec<String>> = if is_quoted && text.contains('"') {
            let text = with_blank_rows(text);
            let mut reader = csv::ReaderBuilder::new();
            let mut reader = reader.delimiter(b'\t').has_headers(false).flexible(true).from_reader(text.as_bytes());
            let records = reader.records().take(MOST_ROWS).flatten();
            records.map(|record| record.iter().map(written).collect()).collect()
        } else {
            let lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
            lines.take(MOST_ROWS).map(|line| line.split('\t').map(written).collect()).collect()
        };
        Self::from_rows(rows)
    }

    /// A block of `rows`, filled up with blanks to the longest.
    pub fn from_rows(mut rows: Vec<Vec<String>>) -> Self {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        for row in &mut rows {
            row.resize(width, String::new());
        }
        Self { rows }
    }

    /// How many columns it has.
    pub fn width(&self) -> usize {
        self.rows.first().map_or(0, Vec::len)
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.rows.len()
    }
}

/// The same with a quoted blank in each blank line outside of quoted cells, which the reader would pass over.
fn with_blank_rows(text: &str) -> String {
    let mut is_in_cell = false;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let is_blank = !is_in_cell && line.trim_end_matches('\r').is_empty();
        is_in_cell ^= line.matches('"').count() % 2 == 1;
        lines.push(if is_blank { "\"\"" } else { line });
    }
    lines.join("\n")
}

/// What was copied as `cell`, with line breaks as they are kept here.
fn written(cell: &str) -> String {
    as_read(unguarded(cell)).replace("\r\n", "\n").replace('\r', "\n")
}

/// A cell's text on one line, without the blanks around it.
pub(in crate::edit) fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_and_line_ends_of_every_system_separate_cells() {
        let block = Block::from_text("1\t2\r\n3\t4\r\n");
        assert_eq!(block.rows, [["1", "2"], ["3", "4"]]);
        assert_eq!(Block::from_text("1\t2\n3").rows, [["1", "2"], ["3", ""]]);
        assert_eq!((Block::from_text("").height(), Block::from_text("x").width()), (0, 1));
    }

    #[test]
    fn blank_rows_keep_their_place() {
        assert_eq!(Block::from_text("1\r\n\r\n3\r\n").rows, [["1"], [""], ["3"]]);
        assert_eq!(Block::from_text("\r\n1\r\n\r\n").rows, [[""], ["1"], [""]]);
        assert_eq!(Block::from_text("\"a\n\nb\"\t1\n\n2\t3\n").rows, [["a b", "1"], ["", ""], ["2", "3"]]);
    }

    #[test]
    fn a_quoted_cell_may_hold_a_line_break() {
        let block = Block::from_text("\"对个人和家庭\n的补助\"\t1\n");
        assert_eq!(block.rows, [["对个人和家庭 的补助", "1"]]);
    }

    #[test]
    fn a_lonely_quotation_mark_is_a_character() {
        assert_eq!(Block::from_text("5\" 管\t1").rows, [["5\" 管", "1"]]);
    }
}
