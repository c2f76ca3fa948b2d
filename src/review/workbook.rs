//! The review sheet as a workbook.

use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::ReviewSheet;

const SHEET: &str = "问题清单";
/// Heads and widths, in characters.
const COLUMNS: [(&str, f64); 8] = [
    ("序号", 6.0),
    ("等级", 8.0),
    ("位置", 14.0),
    ("规则", 30.0),
    ("问题", 60.0),
    ("差额", 12.0),
    ("建议", 40.0),
    ("处理", 30.0),
];
/// Row of the heads, from 0.
const HEAD_ROW: u32 = 2;

/// `sheet` as an XLSX file: one row a finding, with a filter on the heads.
///
/// # Errors
/// When the library cannot write it; it is plain data, so that is not to be expected.
pub fn workbook(sheet: &ReviewSheet) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_title(&sheet.title));
    let page = workbook.add_worksheet().set_name(SHEET)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    page.set_freeze_panes(HEAD_ROW + 1, 0)?;
    let bold = Format::new().set_bold();
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_align(FormatAlign::Center);
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::VerticalCenter);
    page.write_string_with_format(0, 0, &sheet.title, &bold)?;
    page.write_string(1, 0, &sheet.summary)?;
    for (column, (title, width)) in (0..).zip(COLUMNS) {
        page.write_string_with_format(HEAD_ROW, column, title, &head)?;
        page.set_column_width(column, width)?;
    }
    for (row, line) in (HEAD_ROW + 1..).zip(&sheet.lines) {
        let number = f64::from(row - HEAD_ROW);
        page.write_number_with_format(row, 0, number, &cell)?;
        // As text, whatever it begins with: nothing of a disclosure becomes a formula.
        let texts =
            [&line.grade, &line.place, &line.rule, &line.message, &line.difference, &line.suggestion, &line.acceptance];
        for (column, text) in (1..).zip(texts) {
            page.write_string_with_format(row, column, text, &cell)?;
        }
    }
    let last = HEAD_ROW + u32::try_from(sheet.lines.len()).unwrap_or_default();
    page.autofilter(HEAD_ROW, 0, last, 7)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader, Xlsx};

    use super::*;
    use crate::review::SheetLine;

    #[test]
    fn the_workbook_reads_back_as_text_whatever_it_begins_with() {
        let line = SheetLine {
            grade: "错误".into(),
            rule: "B16 甲".into(),
            place: "表5".into(),
            message: "=1+1".into(),
            difference: "-10.00".into(),
            suggestion: "@x".into(),
            acceptance: String::new(),
        };
        let sheet = ReviewSheet { title: "某某中心".into(), summary: "错误 1".into(), lines: vec![line] };
        let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(workbook(&sheet).unwrap())).unwrap();
        let range = workbook.worksheet_range(SHEET).unwrap();
        let row: Vec<String> = range.rows().nth(3).unwrap().iter().map(Data::to_string).collect();
        assert_eq!(row, ["1", "错误", "表5", "B16 甲", "=1+1", "-10.00", "@x", ""]);
        assert!(workbook.worksheet_formula(SHEET).unwrap().cells().all(|(_, _, formula)| formula.is_empty()));
    }
}
