//! What the sheets of an `.xls` workbook show otherwise than it is stored. Works around calamine 0.38, which reads none of
//! this.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::hidden::{CellFormats, Hidden};
use super::super::number_format::Shown;
use super::{BEGIN, BOUND_SHEET, END, MANY_NUMBERS, PASSWORD, Records, compound, number16};

const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;
const FORMAT: u16 = 0x041E;
const CELL_FORMAT: u16 = 0x00E0;
/// Cells that hold a number: stored whole, packed, or computed.
const NUMBERS: [u16; 3] = [0x0203, 0x027E, 0x0006];

/// The version that writes texts with two bytes a character.
const VERSION: u32 = 0x0600;
/// Cells of a workbook that are looked at.
const MOST_CELLS: usize = 500_000;

/// What is hidden in each sheet of the workbook in `bytes`, in the order of the sheets.
pub(in super::super) fn hidden(bytes: &[u8]) -> Vec<Hidden> {
    compound::streams(bytes, &["Workbook", "Book"]).first().map(|stream| of_stream(stream)).unwrap_or_default()
}

fn of_stream(stream: &[u8]) -> Vec<Hidden> {
    let (mut starts, mut codes, mut formats) = (Vec::new(), HashMap::new(), CellFormats::default());
    let (mut cell_formats, mut is_wide) = (0, false);
    for (kind, data) in Records(stream) {
        match kind {
            END | PASSWORD => break,
            BEGIN => is_wide = number16(data, 0) == Some(VERSION),
            BOUND_SHEET => starts.extend(super::number32(data, 0)),
            FORMAT => codes.extend(number16(data, 0).zip(code(data, is_wide))),
            CELL_FORMAT => {
                let code = number16(data, 2).and_then(|format| codes.get(&format));
                let shown = code.and_then(|code: &String| Some((Shown::by(code)?, code.clone())));
                formats.show(cell_formats, shown);
                cell_formats += 1;
            }
            _ => {}
        }
    }
    let formats = Rc::new(formats);
    let mut cells = 0;
    let sheet = |start: u32| of_sheet(stream.get(start as usize..).unwrap_or_default(), &formats, &mut cells);
    starts.into_iter().map(sheet).collect()
}

/// The code of a number format.
fn code(data: &[u8], is_wide: bool) -> Option<String> {
    if !is_wide {
        let length = usize::from(*data.get(2)?);
        return Some(String::from_utf8_lossy(data.get(3..3 + length)?).into_owned());
    }
    let (length, characters) = (number16(data, 2)? as usize, data.get(5..)?);
    // Where each character is below 256, one byte holds it.
    if data[4] & 1 == 0 {
        return Some(characters.get(..length)?.iter().map(|byte| char::from(*byte)).collect());
    }
    let units: Vec<u16> =
        characters.get(..length * 2)?.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    Some(String::from_utf16_lossy(&units))
}

fn of_sheet(stream: &[u8], formats: &Rc<CellFormats>, cells: &mut usize) -> Hidden {
    let mut hidden = Hidden::with_formats(formats.clone());
    let mut depth = 0_u32;
    for (kind, data) in Records(stream) {
        match (kind, depth) {
            (BEGIN, _) => depth += 1,
            (END, 0 | 1) => break,
            (END, _) => depth -= 1,
            (_, 2..) => {}
            (ROW, _) => {
                let is_hidden = number16(data, 12).is_some_and(|flags| flags & 0x20 != 0);
                let has_no_height = number16(data, 6).is_some_and(|height| height & 0x7FFF == 0);
                if let Some(row) = number16(data, 0).filter(|_| is_hidden || has_no_height) {
                    hidden.hide_row(row);
                }
            }
            (COLUMNS, _) => {
                let is_hidden = number16(data, 8).is_some_and(|flags| flags & 1 != 0) || number16(data, 4) == Some(0);
                if let (Some(first), Some(last), true) = (number16(data, 0), number16(data, 2), is_hidden) {
                    hidden.hide_columns(first..last.saturating_add(1));
                }
            }
            (MANY_NUMBERS, _) => {
                let (Some(row), Some(first)) = (number16(data, 0), number16(data, 2)) else { continue };
                for (column, piece) in (first..).zip(data[4..].chunks_exact(6)) {
                    *cells += 1;
                    show(&mut hidden, (row, column), number16(piece, 0), *cells);
                }
            }
            (kind, _) if NUMBERS.contains(&kind) => {
                *cells += 1;
                if let (Some(row), Some(column)) = (number16(data, 0), number16(data, 2)) {
                    show(&mut hidden, (row, column), number16(data, 4), *cells);
                }
            }
            _ => {}
        }
    }
    hidden
}

fn show(hidden: &mut Hidden, place: (u32, u32), format: Option<u32>, cells: usize) {
    if let Some(format) = format.filter(|_| cells <= MOST_CELLS) {
        hidden.show(place, format as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, parts: &[&[u8]]) -> Vec<u8> {
        let data = parts.concat();
        [&kind.to_le_bytes()[..], &(data.len() as u16).to_le_bytes(), &data].concat()
    }

    fn numbers(numbers: &[u16]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// A workbook of one sheet with these records, and one number format for cells: the 165th, `0!.0,`.
    fn sheet(records: &[Vec<u8>]) -> Hidden {
        let code = "0!.0,";
        let format = record(FORMAT, &[&numbers(&[165, code.len() as u16]), &[0], code.as_bytes()]);
        let plain = record(CELL_FORMAT, &[&numbers(&[0, 0])]);
        let scaled = record(CELL_FORMAT, &[&numbers(&[0, 165])]);
        let begin = record(BEGIN, &[&numbers(&[0x0600, 5])]);
        let end = record(END, &[]);
        let before = [begin.clone(), format, plain, scaled].concat();
        let start = (before.len() + 4 + 6 + end.len()) as u32;
        let bound = record(BOUND_SHEET, &[&start.to_le_bytes(), &[0, 0]]);
        of_stream(&[before, bound, end.clone(), begin, records.concat(), end].concat()).remove(0)
    }

    #[test]
    fn rows_and_columns_that_nobody_sees_are_known() {
        let row = |row: u16, height: u16, flags: u16| record(ROW, &[&numbers(&[row, 0, 9, height, 0, 0, flags, 0])]);
        let column = |first: u16, last: u16, width: u16, flags: u16| {
            record(COLUMNS, &[&numbers(&[first, last, width, 0, flags])])
        };
        let mut hidden =
            sheet(&[row(3, 300, 0x20), row(4, 300, 0), row(5, 0, 0), column(7, 8, 2000, 1), column(9, 9, 0, 0)]);
        for (place, is_hidden) in [((3, 0), true), ((4, 0), false), ((5, 1), true), ((4, 7), true), ((4, 9), true)] {
            assert_eq!(hidden.leaves(place.0, place.1), is_hidden, "{place:?}");
        }
    }

    #[test]
    fn numbers_that_a_format_makes_smaller_are_in_yuan() {
        let number = record(0x0203, &[&numbers(&[1, 2, 1]), &[0; 8]]);
        let plain = record(0x0203, &[&numbers(&[1, 3, 0]), &[0; 8]]);
        let many =
            record(MANY_NUMBERS, &[&numbers(&[2, 4]), &numbers(&[0, 0, 0]), &numbers(&[1, 0, 0]), &numbers(&[5])]);
        let mut hidden = sheet(&[number, plain, many, record(MANY_NUMBERS, &[])]);
        let text = |hidden: &mut Hidden, row, column| hidden.with_unit(row, column, "5".to_owned());
        assert_eq!(text(&mut hidden, 1, 2), "5元");
        assert_eq!(text(&mut hidden, 1, 3), "5");
        assert_eq!(text(&mut hidden, 2, 4), "5");
        assert_eq!(text(&mut hidden, 2, 5), "5元");
    }
}
