//! The text of a part as a sheet.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::document::{Block, DocumentPart, half_widths};
use super::Writer;
use super::formats::TEXT_SIZE;

/// Width of the only column, in the unit of Excel.
const WIDTH: f64 = 76.0;
/// Characters of half width in a line of that width.
const HALF_WIDTHS: f64 = 62.0;
const LINE: f64 = TEXT_SIZE * 1.6;
/// A longer paragraph goes on in the rows below: Excel shows nothing beyond a height of 409 points, and what reads its
/// files puts fewer lines on that.
const MOST_LINES: usize = 20;

impl Writer<'_> {
    /// Writes the headings and paragraphs of `part` one below the other; its tables have sheets of their own.
    pub(super) fn text(&self, sheet: &mut Worksheet, part: &DocumentPart) -> Result<(), XlsxError> {
        self.set_up_page(sheet, false);
        sheet.set_column_width(0, WIDTH)?;
        sheet.set_row_height(0, 34)?;
        sheet.write_string_with_format(0, 0, &part.title, &self.formats.part)?;
        let texts = part.blocks.iter().flat_map(|block| match block {
            Block::Heading(heading) => vec![(heading.text.clone(), &self.formats.heading)],
            // Two blanks of full width begin a paragraph.
            Block::Paragraph { text, .. } => vec![(format!("　　{text}"), &self.formats.paragraph)],
            Block::Signature { lines, .. } => {
                lines.iter().map(|line| (line.clone(), &self.formats.signature)).collect()
            }
            Block::Table(_) | Block::Picture(_) => Vec::new(),
        });
        let mut end = 0;
        let rows = texts.flat_map(|(text, format)| in_rows(&text).into_iter().map(move |piece| (piece, format)));
        for (row, (text, format)) in (1..).zip(rows) {
            sheet.set_row_height(row, lines(&text) as f64 * LINE + 4.0)?;
            sheet.write_string_with_format(row, 0, text, format)?;
            end = row;
        }
        sheet.set_print_area(0, 0, end, 0)?;
        Ok(())
    }
}

/// In about how many lines `text` stands.
fn lines(text: &str) -> usize {
    let of_line = |line: &str| (half_widths(line) as f64 / HALF_WIDTHS).ceil().max(1.0) as usize;
    text.split('\n').map(of_line).sum()
}

/// `text` in pieces that a row can show, cut after a sentence where there is one.
fn in_rows(text: &str) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::new();
    for sentence in text.split_inclusive(['。', '；', '\n']) {
        if !row.is_empty() && lines(&row) + lines(sentence) > MOST_LINES {
            rows.push(std::mem::take(&mut row));
        }
        for c in sentence.chars() {
            // A sentence as long as a page is cut wherever the row is full.
            if half_widths(&row) as f64 >= HALF_WIDTHS * MOST_LINES as f64 {
                rows.push(std::mem::take(&mut row));
            }
            row.push(c);
        }
    }
    rows.push(row);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_paragraph_stands_in_one_row() {
        assert_eq!(in_rows("　　一句。又一句。"), ["　　一句。又一句。"]);
        assert_eq!(in_rows(""), [""]);
    }

    #[test]
    fn a_long_paragraph_goes_on_in_rows_that_can_be_shown() {
        for text in ["承担社会保险经办工作。".repeat(300), "长".repeat(3_000), "行\n".repeat(70)] {
            let rows = in_rows(&text);
            assert_eq!(rows.concat(), text, "nothing is lost");
            assert!(rows.len() > 2 && rows.iter().all(|row| lines(row) <= MOST_LINES + 1));
        }
    }
}
