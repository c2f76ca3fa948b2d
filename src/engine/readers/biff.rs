//! The records of an `.xls` workbook: whether they claim a grid that no memory holds.
//!
//! Works around calamine 0.38 (tafia/calamine#693), which makes a grid from the first cell to the last of each sheet, and
//! room for as many as a sheet says that it has. Two cells in opposite corners would ask for more memory than there is,
//! and end the process.

mod hidden;

use super::{ReadError, compound};
pub(super) use hidden::hidden;

/// What a sheet may say that it has: all that the format holds.
const MOST_CLAIMED: u64 = 65_536 * 256;
/// Cells between the first and the last of all sheets.
const MOST_SPANNED: u64 = 4_000_000;
/// Records of all sheets together: several may claim the same.
const MOST_RECORDS: u64 = 4_000_000;
/// Sheets of a workbook.
const MOST_SHEETS: usize = 512;

const BOUND_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const PASSWORD: u16 = 0x002F;
const DIMENSIONS: u16 = 0x0200;
const MANY_NUMBERS: u16 = 0x00BD;
const CELLS: [u16; 7] = [0x0203, 0x0204, 0x00D6, 0x0205, 0x027E, 0x00FD, 0x0006];

/// Looks through the workbook in `bytes`, a compound file whose chains end.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    compound::streams(bytes, &["Workbook", "Book"]).iter().try_for_each(|stream| check_stream(stream))
}

fn check_stream(stream: &[u8]) -> Result<(), ReadError> {
    let too_much = || ReadError::TooMuch("工作表的范围超过 400 万格");
    let mut sheets = Vec::new();
    for (kind, data) in Records(stream) {
        match kind {
            END => break,
            // What follows is not to be read.
            PASSWORD => return Ok(()),
            BOUND_SHEET => sheets.extend(number32(data, 0)),
            _ => {}
        }
    }
    if sheets.len() > MOST_SHEETS {
        return Err(ReadError::TooMuch("工作表太多"));
    }
    let (mut spanned, mut records) = (0, 0);
    for start in sheets {
        let Some(sheet) = stream.get(start as usize..) else { continue };
        let mut span = Span::default();
        let mut depth = 0_u32;
        for (kind, data) in Records(sheet) {
            records += 1;
            if records > MOST_RECORDS {
                return Err(too_much());
            }
            match (kind, depth) {
                (BEGIN, _) => depth += 1,
                (END, 0 | 1) => break,
                (END, _) => depth -= 1,
                // Charts have records like cells.
                (_, 2..) => {}
                (DIMENSIONS, _) if claimed(data) > MOST_CLAIMED => return Err(ReadError::Broken("XLS 表格")),
                (MANY_NUMBERS, _) => {
                    let last = data.len().checked_sub(2).and_then(|at| number16(data, at));
                    span.take(number16(data, 0), number16(data, 2));
                    span.take(number16(data, 0), last);
                }
                (kind, _) if CELLS.contains(&kind) => span.take(number16(data, 0), number16(data, 2)),
                _ => {}
            }
        }
        spanned += span.cells();
        if spanned > MOST_SPANNED {
            return Err(too_much());
        }
    }
    Ok(())
}

/// How many cells a record of dimensions claims.
fn claimed(data: &[u8]) -> u64 {
    let (rows, columns) = if data.len() == 10 {
        ((number16(data, 0), number16(data, 2)), (number16(data, 4), number16(data, 6)))
    } else {
        ((number32(data, 0), number32(data, 4)), (number16(data, 8), number16(data, 10)))
    };
    let count = |(first, end): (Option<u32>, Option<u32>)| match (first, end) {
        (Some(first), Some(end)) if first <= end => u64::from(end - first).max(1),
        // The other way round is nonsense, unless there is nothing.
        (_, Some(0)) => 1,
        _ => u64::from(u32::MAX),
    };
    // Columns that end before they begin are taken from the first on.
    let columns = match columns {
        (Some(first), Some(end)) if first > 0xFF || end.saturating_sub(1) < first => (Some(0), Some(end)),
        columns => columns,
    };
    count(rows).saturating_mul(count(columns))
}

/// The rows and columns between which cells stand.
#[derive(Default)]
struct Span(Option<((u32, u32), (u32, u32))>);

impl Span {
    fn take(&mut self, row: Option<u32>, column: Option<u32>) {
        let (Some(row), Some(column)) = (row, column) else { return };
        let (rows, columns) = self.0.get_or_insert(((row, row), (column, column)));
        *rows = (rows.0.min(row), rows.1.max(row));
        *columns = (columns.0.min(column), columns.1.max(column));
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |(rows, columns)| u64::from(rows.1 - rows.0 + 1) * u64::from(columns.1 - columns.0 + 1))
    }
}

/// Kind and contents of each record.
struct Records<'a>(&'a [u8]);

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16::from_le_bytes(self.0.get(..2)?.try_into().ok()?);
        let length = usize::from(u16::from_le_bytes(self.0.get(2..4)?.try_into().ok()?));
        let data = self.0.get(4..4 + length)?;
        self.0 = &self.0[4 + length..];
        Some((kind, data))
    }
}

fn number16(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(data.get(at..at + 2)?.try_into().ok()?)))
}

fn number32(data: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(data.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Vec<u8> {
        let length = u16::try_from(data.len()).unwrap();
        [&kind.to_le_bytes()[..], &length.to_le_bytes(), data].concat()
    }

    /// A workbook of `count` sheets that are all the same one, with these records.
    fn workbook(count: usize, records: &[Vec<u8>]) -> Vec<u8> {
        let start = count * 10 + 4;
        let bound = record(BOUND_SHEET, &[&u32::try_from(start).unwrap().to_le_bytes()[..], &[0, 0]].concat());
        [bound.repeat(count), record(END, &[]), record(BEGIN, &[]), records.concat(), record(END, &[])].concat()
    }

    fn cell(row: u16, column: u16) -> Vec<u8> {
        record(0x0203, &[&row.to_le_bytes()[..], &column.to_le_bytes(), &[0; 10]].concat())
    }

    #[test]
    fn grids_that_no_memory_holds_are_refused() {
        assert!(check_stream(&workbook(1, &[cell(0, 0), cell(9, 9)])).is_ok());
        assert!(check_stream(&workbook(1, &[cell(0, 0), cell(65_535, 65_535)])).is_err());
        assert!(check_stream(&workbook(2, &[cell(0, 0), cell(65_535, 31)])).is_err(), "each is within the bound");
        assert!(check_stream(&workbook(1000, &[cell(0, 0)])).is_err());
        let dimensions =
            |rows: u32| record(DIMENSIONS, &[&[0; 4], &rows.to_le_bytes()[..], &[0, 0, 255, 0, 0, 0]].concat());
        assert!(check_stream(&workbook(1, &[dimensions(65_536)])).is_ok());
        assert!(check_stream(&workbook(1, &[dimensions(u32::MAX)])).is_err());
        assert!(check_stream(&workbook(500, &vec![cell(0, 0); 10_000])).is_err(), "sheets that are one and the same");
    }
}
