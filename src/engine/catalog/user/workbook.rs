//! Reading spreadsheets.

use std::borrow::Cow;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Xls, XlsError, Xlsx, XlsxError};

use super::{COLUMN_LIMIT, ROW_LIMIT, Sheet, UserCatalogError};

/// What kind of spreadsheet something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WorkbookKind {
    Xlsx,
    Ods,
    /// XLS, or an XLSX behind a password: both come in the same wrapping.
    Compound,
}

type Bytes<'a> = Cursor<&'a [u8]>;

/// Which kind of spreadsheet `bytes` are, if they are one.
pub(super) fn kind(bytes: &[u8]) -> Option<WorkbookKind> {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.starts_with(COMPOUND) {
        Some(WorkbookKind::Compound)
    } else if bytes.starts_with(b"PK") {
        // An OpenDocument file begins with an entry of this name.
        let is_ods = bytes.get(30..).is_some_and(|rest| rest.starts_with(b"mimetype"));
        Some(if is_ods { WorkbookKind::Ods } else { WorkbookKind::Xlsx })
    } else {
        None
    }
}

/// The sheets of a spreadsheet.
pub(super) fn read(kind: WorkbookKind, bytes: &[u8]) -> Result<Vec<Sheet>, UserCatalogError> {
    // A file from anywhere goes through a foreign parser: should it stumble, the user's work must not be lost with it.
    let sheets = catch_unwind(AssertUnwindSafe(|| match kind {
        WorkbookKind::Xlsx => read_xlsx(bytes),
        // The reader of this format does not end on some broken files.
        WorkbookKind::Ods => Err(UserCatalogError::Ods),
        WorkbookKind::Compound => read_compound(bytes),
    }));
    sheets.unwrap_or(Err(UserCatalogError::Workbook))
}

/// Cell by cell: two cells in opposite corners of a sheet make no grid of seventeen billion.
fn read_xlsx(bytes: &[u8]) -> Result<Vec<Sheet>, UserCatalogError> {
    let mut workbook: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes))?;
    let mut sheets = Vec::new();
    let mut row_count = 0;
    for name in workbook.sheet_names() {
        let mut cells = match workbook.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A sheet that is a chart.
            Err(XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(error.into()),
        };
        let mut sheet = Sheet { name, ..Sheet::default() };
        let mut row: Option<(u32, Vec<String>)> = None;
        while let Some(cell) = cells.next_cell()? {
            let (line, column) = cell.get_position();
            let text = text_of_ref(cell.get_value());
            if text.is_empty() || column as usize >= COLUMN_LIMIT {
                continue;
            }
            match &mut row {
                Some((open, texts)) if *open == line => put(texts, column as usize, text),
                _ => {
                    count_row(&mut row_count)?;
                    push(&mut sheet, row.take());
                    let mut texts = Vec::new();
                    put(&mut texts, column as usize, text);
                    row = Some((line, texts));
                }
            }
        }
        push(&mut sheet, row);
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn put(texts: &mut Vec<String>, column: usize, text: Cow<'_, str>) {
    if texts.len() <= column {
        texts.resize(column + 1, String::new());
    }
    texts[column] = text.into_owned();
}

fn push(sheet: &mut Sheet, row: Option<(u32, Vec<String>)>) {
    if let Some((line, texts)) = row {
        sheet.push(u64::from(line) + 1, texts.into_iter().map(Cow::Owned));
    }
}

fn read_compound(bytes: &[u8]) -> Result<Vec<Sheet>, UserCatalogError> {
    let workbook: Result<Xls<Bytes<'_>>, XlsError> = Xls::new(Cursor::new(bytes));
    match workbook {
        Ok(mut workbook) => read_ranges(&mut workbook),
        // What is inside is no XLS: asked to read it as XLSX, the reader tells whether there is a password.
        Err(error) => match Xlsx::new(Cursor::new(bytes)) {
            Err(XlsxError::Password) => Err(UserCatalogError::Encrypted),
            _ => Err(error.into()),
        },
    }
}

fn read_ranges<'a, W>(workbook: &mut W) -> Result<Vec<Sheet>, UserCatalogError>
where
    W: Reader<Bytes<'a>>,
    UserCatalogError: From<W::Error>,
{
    let mut sheets = Vec::new();
    let mut row_count = 0;
    for name in workbook.sheet_names() {
        let range = workbook.worksheet_range(&name)?;
        let mut sheet = Sheet { name, ..Sheet::default() };
        let first_line = range.start().map_or(0, |(row, _)| u64::from(row)) + 1;
        for (line, row) in (first_line..).zip(range.rows()) {
            if row.iter().any(|cell| !text_of(cell).is_empty()) {
                count_row(&mut row_count)?;
                sheet.push(line, row.iter().map(text_of));
            }
        }
        sheets.push(sheet);
    }
    Ok(sheets)
}

fn count_row(count: &mut usize) -> Result<(), UserCatalogError> {
    *count += 1;
    if *count > ROW_LIMIT { Err(UserCatalogError::TooManyRows) } else { Ok(()) }
}

fn text_of(cell: &Data) -> Cow<'_, str> {
    match cell {
        Data::String(text) => Cow::Borrowed(text),
        Data::Int(number) => number.to_string().into(),
        Data::Float(number) => number_text(*number),
        _ => Cow::Borrowed(""),
    }
}

fn text_of_ref<'a>(cell: &'a DataRef<'_>) -> Cow<'a, str> {
    match cell {
        DataRef::String(text) => Cow::Borrowed(text),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) => number.to_string().into(),
        DataRef::Float(number) => number_text(*number),
        _ => Cow::Borrowed(""),
    }
}

/// Codes are often numbers in a spreadsheet, which knows no whole ones: 2080109.0 is `2080109`.
fn number_text(number: f64) -> Cow<'static, str> {
    number.to_string().into()
}

impl From<XlsxError> for UserCatalogError {
    fn from(error: XlsxError) -> Self {
        if matches!(error, XlsxError::Password) { Self::Encrypted } else { Self::Workbook }
    }
}

impl From<XlsError> for UserCatalogError {
    fn from(error: XlsError) -> Self {
        if matches!(error, XlsError::Password) { Self::Encrypted } else { Self::Workbook }
    }
}
