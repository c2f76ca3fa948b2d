//! A review sheet, or the report on a folder, as a workbook.

use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use disclosure_engine::review::{ReviewSheet, SheetCell, SheetSection};

/// Amounts as the tables have them, and as many decimals as one has.
const AMOUNT: &str = "#,##0.00##";

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
    let amount = cell.clone().set_num_format(AMOUNT);
    let filled = section.filled(true);
    for (place, column) in (1..).zip(filled.iter().map(|place| &section.columns[*place])) {
        page.write_string_with_format(head_row, place, column.head, &head)?;
        page.set_column_width(place, f64::from(column.width))?;
    }
    let mut last = head_row;
    for (number, row) in (1..).zip(&section.rows) {
        last = head_row + number;
        page.write_number_with_format(last, 0, f64::from(number), &cell)?;
        for (place, what) in (1..).zip(filled.iter().filter_map(|place| row.get(*place))) {
            match what {
                // As text, whatever it begins with: nothing of a disclosure becomes a formula.
                SheetCell::Text(text) => page.write_string_with_format(last, place, text, &cell)?,
                SheetCell::Count(count) => page.write_number_with_format(last, place, *count as f64, &cell)?,
                SheetCell::Amount { plain, shown } => match plain.parse::<f64>() {
                    Ok(number) => page.write_number_with_format(last, place, number, &amount)?,
                    Err(_) => page.write_string_with_format(last, place, shown, &cell)?,
                },
            };
        }
    }
    if section.rows.is_empty() {
        page.write_string(head_row + 1, 1, section.empty)?;
    }
    let width = u16::try_from(filled.len()).unwrap_or_default();
    page.autofilter(head_row, 0, last, width)?;
    Ok(())
}
