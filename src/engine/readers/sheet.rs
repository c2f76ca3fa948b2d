//! A sheet of a spreadsheet while it is read.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Bounds, Cover, Indent, MOST_COLUMNS, Place, ReadError, Source};

/// The cells of a sheet that hold something, by row and column from 0.
#[derive(Debug, Default)]
pub(super) struct SheetCells {
    rows: BTreeMap<u32, BTreeMap<u32, String>>,
    indents: BTreeMap<(u32, u32), u16>,
    merges: Vec<((u32, u32), (u32, u32))>,
    count: usize,
    width: u32,
}

/// Cells that are kept of one sheet.
const MOST_FILLED: usize = 500_000;
/// Merged cells that are kept of one sheet.
const MOST_MERGES: usize = 50_000;

impl SheetCells {
    /// Takes the text of a cell; blank ones and those far to the right are left out.
    pub fn put(&mut self, row: u32, column: u32, text: String) -> Result<(), ReadError> {
        if text.trim().is_empty() || column as usize >= MOST_COLUMNS {
            return Ok(());
        }
        self.count += 1;
        if self.count > MOST_FILLED {
            return Err(ReadError::TooMuch("一张工作表超过 50 万格"));
        }
        self.width = self.width.max(column + 1);
        self.rows.entry(row).or_default().insert(column, text);
        Ok(())
    }

    /// Takes how far a cell that was put is set in, in tenths of a character.
    pub fn indent(&mut self, row: u32, column: u32, tenths: u16) {
        if tenths > 0 && (column as usize) < MOST_COLUMNS && self.indents.len() < MOST_FILLED {
            self.indents.insert((row, column), tenths);
        }
    }

    /// Takes a merged cell by its first and last row and column.
    pub fn merge(&mut self, first: (u32, u32), last: (u32, u32)) {
        if self.merges.len() < MOST_MERGES {
            self.merges.push((first, last));
        }
    }

    /// Adds the sheet to `source`: its name, and its rows as a grid.
    pub fn finish(self, name: &str, source: &mut Source, bounds: &mut Bounds) -> Result<(), ReadError> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let name: Arc<str> = name.into();
        source.push_paragraph(&*name, Place::Sheet(name.clone(), 0));
        let width = self.width as usize;
        let places: BTreeMap<u32, usize> = self.rows.keys().copied().zip(0..).collect();
        let mut rows = Vec::with_capacity(self.rows.len());
        for (row, cells) in self.rows {
            bounds.row(width)?;
            let mut texts = vec![String::new(); width];
            for (column, text) in cells {
                texts[column as usize] = text;
            }
            rows.push((texts, Place::Sheet(name.clone(), row as usize + 1)));
        }
        let mut covers = Vec::new();
        for (first, last) in self.merges {
            let Some(&top) = places.get(&first.0) else { continue };
            let end = last.1.min(self.width.saturating_sub(1)) as usize;
            for (_, &row) in places.range(first.0..=last.0.max(first.0)) {
                for column in first.1 as usize..=end {
                    let by = (top, first.1 as usize);
                    if (row, column) != by {
                        bounds.cell()?;
                        covers.push(Cover { row, column, by });
                    }
                }
            }
        }
        let indents = self.indents.into_iter().filter_map(|((row, column), tenths)| {
            Some(Indent { row: *places.get(&row)?, column: column as usize, tenths })
        });
        let indents: Vec<Indent> = indents.collect();
        source.push_grid(rows, &covers, &indents);
        Ok(())
    }
}

/// A number of a spreadsheet as text: with the fifteen digits that spreadsheets reckon with, so that what binary
/// fractions add to it is gone.
pub(super) fn number_text(number: f64) -> String {
    let rounded = Decimal::from_scientific(&format!("{number:.14e}"));
    rounded.map_or_else(|_| number.to_string(), |number| number.normalize().to_string())
}

#[cfg(test)]
mod tests {
    use super::number_text;

    #[test]
    fn numbers_lose_what_binary_fractions_add() {
        assert_eq!(number_text(0.1 + 0.2), "0.3");
        assert_eq!(number_text(1057.9899999999998), "1057.99");
        assert_eq!(number_text(2_080_109.0), "2080109");
        assert_eq!(number_text(-0.005), "-0.005");
        assert_eq!(number_text(f64::NAN), "NaN");
        assert_eq!(number_text(0.0), "0");
    }
}
