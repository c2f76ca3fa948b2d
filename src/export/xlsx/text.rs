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
/// Excel allows no higher row.
const HIGHEST: f64 = 409.0;

impl Writer<'_> {
    /// Writes the headings and paragraphs of `part` one below the other; its tables have sheets of their own.
    pub(super) fn text(&self, sheet: &mut Worksheet, part: &DocumentPart) -> Result<(), XlsxError> {
        self.set_up_page(sheet, false);
        sheet.set_column_width(0, WIDTH)?;
        sheet.set_row_height(0, 34)?;
        sheet.write_string_with_format(0, 0, &part.title, &self.formats.part)?;
        let texts = part.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some((heading.text.clone(), &self.formats.heading)),
            // Two blanks of full width begin a paragraph.
            Block::Paragraph { text, .. } => Some((format!("　　{text}"), &self.formats.paragraph)),
            Block::Table(_) => None,
        });
        let mut end = 0;
        for (row, (text, format)) in (1..).zip(texts) {
            let lines = (half_widths(&text) as f64 / HALF_WIDTHS).ceil().max(1.0);
            sheet.set_row_height(row, (lines * LINE + 4.0).min(HIGHEST))?;
            sheet.write_string_with_format(row, 0, text, format)?;
            end = row;
        }
        sheet.set_print_area(0, 0, end, 0)?;
        Ok(())
    }
}
