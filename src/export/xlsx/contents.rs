//! The first sheet: what is in the workbook, and how what was entered looks.

use rust_xlsxwriter::{Url, Worksheet, XlsxError};

use super::super::document::half_widths;
use super::formats::TEXT_SIZE;
use super::{Sheet, What, Writer};

/// Width of its only column, in the unit of Excel.
const WIDTH: f64 = 76.0;
/// Characters of half width in a line of that width.
const HALF_WIDTHS: f64 = 60.0;
const LINE: f64 = TEXT_SIZE * 1.5;
/// What the looks of figures mean: the first is that of entered ones.
const LEGEND: [&str; 2] = ["蓝色的数是录入的", "黑色的数由算式得出；带批注的是公布数，与算式不同"];

impl Writer<'_> {
    /// Writes a line for each of `sheets` but this one, which leads there. It stands alone on its row, as in the contents of
    /// a printed document.
    pub(super) fn contents(&self, sheet: &mut Worksheet, sheets: &[Sheet<'_>]) -> Result<(), XlsxError> {
        self.set_up_page(sheet, false);
        sheet.set_column_width(0, WIDTH)?;
        sheet.set_row_height(0, 40)?;
        sheet.write_string_with_format(0, 0, self.document.title(), &self.formats.part)?;
        let mut row = 1;
        for Sheet { name, what } in sheets {
            let (title, format) = match what {
                What::Contents => continue,
                What::Text(part) => (part.title.clone(), &self.formats.link_to_part),
                What::Table(table) => (table.name(), &self.formats.link),
                What::Picture(_) => (super::CHARTS.to_owned(), &self.formats.link),
            };
            let title = if title.is_empty() { name } else { &title };
            let target = format!("internal:'{}'!A1", name.replace('\'', "''"));
            let lines = (half_widths(title) as f64 / HALF_WIDTHS).ceil().max(1.0);
            sheet.set_row_height(row, lines * LINE + 4.0)?;
            sheet.write_url_with_format(row, 0, Url::new(target).set_text(title), format)?;
            row += 1;
        }
        for (line, format) in LEGEND.into_iter().zip([&self.formats.entered, &self.formats.paragraph]) {
            row += 1;
            sheet.write_string_with_format(row, 0, line, format)?;
        }
        sheet.set_print_area(0, 0, row, 0)?;
        Ok(())
    }
}
