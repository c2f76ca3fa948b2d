//! Spreadsheets of Excel and WPS: `.xlsx`, `.xlsm` and `.xls`.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::archive::Archive;
use super::compound::chains_end;
use super::hidden::{self, Hidden};
use super::results::Formulas;
use super::sheet::{SheetCells, number_text};
use super::{Bounds, Progress, ReadError, Source, Wanted, biff};

type Bytes<'a> = Cursor<&'a [u8]>;

const XLSX: &str = "XLSX 表格";
const XLS: &str = "XLS 表格";

/// How often the reader looks whether it is to stop.
const STEP: usize = 4096;

/// Reads `bytes` as `.xlsx`, cell by cell. Works around calamine 0.38 (tafia/calamine#693), whose ranges make a grid of
/// seventeen billion cells of two in opposite corners.
pub(super) fn read_xlsx(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut archive = Archive::open(bytes, XLSX)?;
    archive.measure(progress)?;
    let mut workbook: Xlsx<Bytes<'_>> = Xlsx::new(Cursor::new(bytes)).map_err(of_xlsx)?;
    let mut formulas = Formulas::default();
    let source = read_sheets_of_xlsx(wanted, &mut archive, &mut workbook, &mut formulas, progress)?;
    if !formulas.compute(&mut workbook, progress)? {
        return Ok(source);
    }
    read_sheets_of_xlsx(wanted, &mut archive, &mut workbook, &mut formulas, progress)
}

fn read_sheets_of_xlsx(
    wanted: Wanted,
    archive: &mut Archive<'_>,
    workbook: &mut Xlsx<Bytes<'_>>,
    formulas: &mut Formulas,
    progress: &Progress,
) -> Result<Source, ReadError> {
    // Where all is wanted, too: a hundred sheets can be one and the same part, which is unpacked for each.
    let mut hidden = hidden::of_sheets(archive, XLSX, progress)?;
    if !wanted.is_shown_only() {
        hidden.clear();
    }
    let sheets = workbook.sheets_metadata().to_vec();
    read_sheets(wanted, sheets, progress, |number, name, source| {
        let mut cells = SheetCells::default();
        let mut hidden = hidden.remove(name).unwrap_or_default();
        formulas.sheet = number;
        match xlsx_cells(workbook, name, (&mut cells, &mut hidden, formulas), progress) {
            Ok(()) => {}
            Err(XlsxCellsError::Xlsx(XlsxError::NotAWorksheet(_))) => return Ok(None),
            Err(XlsxCellsError::Xlsx(error)) => return Err(of_xlsx(error)),
            Err(XlsxCellsError::Import(error)) => return Err(error),
        }
        formulas.remark(name, source);
        hidden.remark(name, source);
        for merge in workbook.merge_cells_by_sheet_name(name).map_err(of_xlsx)? {
            cells.merge(merge.start, merge.end);
        }
        Ok(Some(cells))
    })
}

/// The cells of those `sheets` that are worksheets, in sight where only that is wanted; `read` gives those of the one of a
/// number, from 0, and name.
fn read_sheets(
    wanted: Wanted,
    sheets: Vec<Sheet>,
    progress: &Progress,
    mut read: impl FnMut(usize, &str, &mut Source) -> Result<Option<SheetCells>, ReadError>,
) -> Result<Source, ReadError> {
    let mut source = Source::default();
    let mut bounds = Bounds::default();
    let count = sheets.len();
    for (sheet, number) in sheets.into_iter().zip(1..) {
        progress.begin_page(number, count)?;
        if sheet.typ != SheetType::WorkSheet || wanted.is_shown_only() && is_hidden(&sheet, &mut source) {
            continue;
        }
        if let Some(cells) = read(number - 1, &sheet.name, &mut source)? {
            cells.finish(&sheet.name, &mut source, &mut bounds)?;
        }
    }
    Ok(source)
}

enum XlsxCellsError {
    Xlsx(XlsxError),
    Import(ReadError),
}

/// Puts the cells of a sheet that are not hidden into `cells`.
fn xlsx_cells(
    workbook: &mut Xlsx<Bytes<'_>>,
    name: &str,
    (cells, hidden, formulas): (&mut SheetCells, &mut Hidden, &mut Formulas),
    progress: &Progress,
) -> Result<(), XlsxCellsError> {
    let mut reader = workbook.worksheet_cells_reader(name).map_err(XlsxCellsError::Xlsx)?;
    let mut count = 0;
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(XlsxCellsError::Xlsx)? {
        count += 1;
        if count % STEP == 0 {
            progress.check().map_err(XlsxCellsError::Import)?;
        }
        let (row, column) = cell.pos;
        let is_blank = matches!(cell.value, DataRef::Empty) && cell.formula.is_none();
        if !is_blank && hidden.leaves(row, column) {
            continue;
        }
        let result = cell.formula.is_some().then(|| formulas.result(cell.pos, &cell.value)).flatten();
        let is_number = result.as_ref().is_some_and(|result| result.is_number)
            || result.is_none() && matches!(cell.value, DataRef::Float(_) | DataRef::Int(_));
        let mut text = result.map_or_else(|| text_of_ref(&cell.value), |result| result.text);
        if is_number {
            text = hidden.with_unit(row, column, text);
        }
        cells.put(row, column, text).map_err(XlsxCellsError::Import)?;
        cells.indent(row, column, hidden.indent(row, column));
    }
    Ok(())
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
    let mut hidden = if wanted.is_shown_only() { biff::hidden(bytes) } else { Vec::new() };
    hidden.resize_with(sheets.len(), Hidden::default);
    read_sheets(wanted, sheets, progress, |number, name, source| {
        let hidden = &mut hidden[number];
        let range = workbook.worksheet_range(name).map_err(|_| ReadError::Broken(XLS))?;
        let start = range.start().unwrap_or_default();
        let mut cells = SheetCells::default();
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            let (row, column) = (at(start.0, row), at(start.1, column));
            if hidden.leaves(row, column) {
                continue;
            }
            let text = text_of(value);
            let is_number = matches!(value, Data::Float(_) | Data::Int(_));
            cells.put(row, column, if is_number { hidden.with_unit(row, column, text) } else { text })?;
        }
        hidden.remark(name, source);
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
        Data::DateTime(date) => day(date),
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
        DataRef::DateTime(date) => day(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
    }
}

/// A date as it is read everywhere: in the place of an amount it is none.
fn day(date: &ExcelDateTime) -> String {
    let (year, month, day, ..) = date.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

fn of_xlsx(error: XlsxError) -> ReadError {
    if matches!(error, XlsxError::Password) { ReadError::Encrypted } else { ReadError::Broken(XLSX) }
}
