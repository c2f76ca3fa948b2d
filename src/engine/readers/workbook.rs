//! Spreadsheets of Excel and WPS: `.xlsx`, `.xlsm` and `.xls`.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, DataRef, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::archive::Archive;
use super::compound::chains_end;
use super::hidden::{self, Hidden};
use super::sheet::{SheetCells, number_text};
use super::{Bounds, Progress, ReadError, Source, Wanted, biff};

type Bytes<'a> = Cursor<&'a [u8]>;

const XLSX: &str = "XLSX 表格";
const XLS: &str = "XLS 表格";

/// Follows a number that its format shows as another: which of the two is meant, the document does not say.
const SCALED: &str = "（单元格格式把它显示成了别的数）";

/// How often the reader looks whether it is to stop.
const STEP: usize = 4096;

/// Reads `bytes` as `.xlsx`, cell by cell. Works around calamine 0.38 (tafia/calamine#693), whose ranges make a grid of
/// seventeen billion cells of two in opposite corners.
pub(super) fn read_xlsx(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut archive = Archive::open(bytes, XLSX)?;
    archive.measure(progress)?;
    // Where all is wanted, too: a hundred sheets can be one and the same part, which is unpacked for each.
    let mut hidden = hidden::of_sheets(&mut archive, XLSX, progress)?;
    if !wanted.is_shown_only() {
        hidden.clear();
    }
    let mut workbook: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(of_xlsx)?;
    let sheets = workbook.sheets_metadata().to_vec();
    read_sheets(wanted, sheets, progress, |name, source| {
        let mut cells = SheetCells::default();
        let mut hidden = hidden.remove(name).unwrap_or_default();
        let without_result = match xlsx_cells(&mut workbook, name, (&mut cells, &mut hidden), progress) {
            Ok(count) => count,
            Err(XlsxCellsError::Xlsx(XlsxError::NotAWorksheet(_))) => return Ok(None),
            Err(XlsxCellsError::Xlsx(error)) => return Err(of_xlsx(error)),
            Err(XlsxCellsError::Import(error)) => return Err(error),
        };
        remark_formulas(name, &without_result, source);
        hidden.remark(name, source);
        for merge in workbook.merge_cells_by_sheet_name(name).map_err(of_xlsx)? {
            cells.merge(merge.start, merge.end);
        }
        Ok(Some(cells))
    })
}

/// The cells of those `sheets` that are worksheets, in sight where only that is wanted; `read` gives those of the one of a
/// name.
fn read_sheets(
    wanted: Wanted,
    sheets: Vec<Sheet>,
    progress: &Progress,
    mut read: impl FnMut(&str, &mut Source) -> Result<Option<SheetCells>, ReadError>,
) -> Result<Source, ReadError> {
    let mut source = Source::default();
    let mut bounds = Bounds::default();
    let count = sheets.len();
    for (sheet, number) in sheets.into_iter().zip(1..) {
        progress.begin_page(number, count)?;
        if sheet.typ != SheetType::WorkSheet || wanted.is_shown_only() && is_hidden(&sheet, &mut source) {
            continue;
        }
        if let Some(cells) = read(&sheet.name, &mut source)? {
            cells.finish(&sheet.name, &mut source, &mut bounds)?;
        }
    }
    Ok(source)
}

enum XlsxCellsError {
    Xlsx(XlsxError),
    Import(ReadError),
}

/// Puts the cells of a sheet that are not hidden into `cells`. Returns where formulas have no result: programs that only write files leave
/// them to be computed.
fn xlsx_cells(
    workbook: &mut Xlsx<Bytes<'_>>,
    name: &str,
    (cells, hidden): (&mut SheetCells, &mut Hidden),
    progress: &Progress,
) -> Result<BTreeSet<(u32, u32)>, XlsxCellsError> {
    let mut without_result = BTreeSet::new();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(XlsxCellsError::Xlsx)?;
    let mut count = 0;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(XlsxCellsError::Xlsx)? {
        count += 1;
        if count % STEP == 0 {
            progress.check().map_err(XlsxCellsError::Import)?;
        }
        let (row, column) = cell.pos;
        if !matches!(cell.value, DataRef::Empty) && hidden.leaves(row, column) {
            continue;
        }
        if matches!(cell.value, DataRef::Empty) && cell.formula.is_some() && without_result.len() < STEP {
            without_result.insert(cell.pos);
        }
        let mut text = text_of_ref(&cell.value);
        if hidden.is_scaled(row, column) && matches!(cell.value, DataRef::Float(_) | DataRef::Int(_)) {
            text.push_str(SCALED);
        }
        cells.put(row, column, text).map_err(XlsxCellsError::Import)?;
        cells.indent(row, column, hidden.indent(row, column));
    }
    Ok(without_result)
}

fn remark_formulas(name: &str, without_result: &BTreeSet<(u32, u32)>, source: &mut Source) {
    let Some((row, _)) = without_result.first() else { return };
    source.remarks.push(format!(
        "工作表“{name}”有 {} 个算式没有计算结果（从第 {} 行起），读不出数；请用 Excel 或 WPS 打开，重新保存后再导入",
        without_result.len(),
        row + 1
    ));
}

fn is_hidden(sheet: &Sheet, source: &mut Source) -> bool {
    let is_hidden = sheet.visible != SheetVisible::Visible;
    if is_hidden {
        source.remarks.push(format!("工作表“{}”是隐藏的，没有读", sheet.name));
    }
    is_hidden
}

pub(super) fn read_xls(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    if !chains_end(bytes) {
        return Err(ReadError::Broken(XLS));
    }
    biff::check(bytes)?;
    let mut workbook: Xls<Bytes<'_>> = match Xls::new(Cursor::new(bytes)) {
        Ok(workbook) => workbook,
        Err(XlsError::Password) => return Err(ReadError::Encrypted),
        Err(_) => return Err(ReadError::Broken(XLS)),
    };
    let sheets = workbook.sheets_metadata().to_vec();
    read_sheets(wanted, sheets, progress, |name, _| {
        let range = workbook.worksheet_range(name).map_err(|_| ReadError::Broken(XLS))?;
        let start = range.start().unwrap_or_default();
        let mut cells = SheetCells::default();
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            cells.put(at(start.0, row), at(start.1, column), text_of(value))?;
        }
        for merge in workbook.merge_cells_by_sheet_name(name).unwrap_or_default() {
            cells.merge(merge.start, merge.end);
        }
        Ok(Some(cells))
    })
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_text(*number),
        other => other.to_string(),
    }
}

fn text_of_ref(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(is_true) => is_true.to_string(),
        DataRef::Error(error) => error.to_string(),
        // A date where a figure should be is none.
        DataRef::DateTime(_) => "（日期）".to_owned(),
        other => format!("（{other:?}）"),
    }
}

fn of_xlsx(error: XlsxError) -> ReadError {
    if matches!(error, XlsxError::Password) { ReadError::Encrypted } else { ReadError::Broken(XLSX) }
}
