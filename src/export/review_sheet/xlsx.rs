//! The review sheet as a workbook.

use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use disclosure_engine::review::{ReviewSheet, SheetSection};

/// `sheet` as an XLSX file: a sheet for each section, one row an entry, with a filter on the heads.
///
/// # Errors
/// When the library cannot write it; it is plain data, so that is not to be expected.
pub(super) fn write(sheet: &ReviewSheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(&sheet.title));
    for section in &sheet.sections {
        page(&mut workbook, sheet, section)?;
    }
    workbook.save_to_buffer()
}

fn page(workbook: &mut Workbook, sheet: &ReviewSheet, section: &SheetSection) -> Result<(), XlsxError> {
    let head_row = u32::try_from(sheet.summary.len()).unwrap_or_default() + 1;
    let page = workbook.add_worksheet().set_name(section.title)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(head_row, head_row)?;
    page.set_freeze_panes(head_row + 1, 0)?;
    let bold = Format::new().set_bold();
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
    page.write_string_with_format(0, 0, &sheet.title, &bold)?;
    for (row, line) in (1..).zip(&sheet.summary) {
        page.write_string(row, 0, line)?;
    }
    page.write_string_with_format(head_row, 0, "序号", &head)?;
    page.set_column_width(0, 6.0)?;
    for (place, column) in (1..).zip(section.columns) {
        page.write_string_with_format(head_row, place, column.head, &head)?;
        page.set_column_width(place, f64::from(column.width))?;
    }
    let mut last = head_row;
    for (number, texts) in (1..).zip(&section.rows) {
        last = head_row + number;
        page.write_number_with_format(last, 0, f64::from(number), &cell)?;
        // As text, whatever it begins with: nothing of a disclosure becomes a formula.
        for (place, text) in (1..).zip(texts) {
            page.write_string_with_format(last, place, text, &cell)?;
        }
    }
    if section.rows.is_empty() {
        page.write_string(head_row + 1, 1, section.empty)?;
    }
    let width = u16::try_from(section.columns.len()).unwrap_or_default();
    page.autofilter(head_row, 0, last, width)?;
    Ok(())
}
