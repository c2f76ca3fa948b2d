//! A catalogue of a user's own: the year's official list, as CSV or as a spreadsheet.
//!
//! [`text`] and [`workbook`] turn a file into sheets of cells, in a process of its own ([`isolated`]); [`columns`] finds where codes and names stand in a sheet,
//! [`entries`] reads them. What is not understood is counted and named, never guessed.

mod columns;
mod entries;
mod error;
mod isolated;
mod taken;
mod text;
mod workbook;

pub use error::UserCatalogError;
pub use isolated::TASK as LIST_TASK;
pub use taken::{NotUnderstood, Taken};

use std::path::Path;

use super::Entries;
use crate::file::read_bytes;

/// The largest file that is read, in bytes.
const SIZE_LIMIT: usize = 32 * 1024 * 1024;
/// The most rows that are read, of all sheets together.
const ROW_LIMIT: usize = 100_000;
/// Columns of a sheet that are looked at.
const COLUMN_LIMIT: usize = 32;
/// Characters of a cell that are kept: more than any name has, so that one that is cut is known to be none.
const CELL_LIMIT: usize = 120;

/// A catalogue that a user brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserCatalog {
    pub(super) function: Entries,
    pub(super) economic: Entries,
    /// What was taken of the file and what was not.
    pub taken: Taken,
}

/// A sheet as a grid of texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Sheet {
    /// Its name; empty where the file is a single sheet without one.
    name: String,
    rows: Vec<SheetRow>,
}

/// A row of a sheet that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SheetRow {
    /// Its number in the file, from 1.
    line: u64,
    cells: Vec<String>,
}

pub(super) fn read_csv(bytes: &[u8]) -> Result<UserCatalog, UserCatalogError> {
    if bytes.len() > SIZE_LIMIT {
        return Err(UserCatalogError::TooLarge);
    }
    entries::read(&[text::read(bytes)?])
}

/// The sheets that `bytes` hold. What is in the file counts: lists are passed on as `.xls` that are text, and as `.csv`
/// that are none.
fn sheets_of(bytes: &[u8]) -> Result<Vec<Sheet>, UserCatalogError> {
    match workbook::kind(bytes) {
        Some(kind) => workbook::read(kind, bytes),
        None => Ok(vec![text::read(bytes)?]),
    }
}

pub(super) fn read_file(path: &Path) -> Result<UserCatalog, UserCatalogError> {
    let bytes = read_bytes(path, SIZE_LIMIT as u64)?.ok_or(UserCatalogError::TooLarge)?;
    entries::read(&isolated::read(&bytes)?)
}

impl Sheet {
    /// Adds a row, unless it is blank.
    fn push<'a>(&mut self, line: u64, cells: impl Iterator<Item = std::borrow::Cow<'a, str>>) {
        let cut = |cell: &str| cell.trim().chars().filter(|c| !c.is_control()).take(CELL_LIMIT).collect();
        let mut cells: Vec<String> = cells.take(COLUMN_LIMIT).map(|cell| cut(&cell)).collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            self.rows.push(SheetRow { line, cells });
        }
    }
}

impl SheetRow {
    /// The text at `column`, empty where the row ends before it.
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests;
