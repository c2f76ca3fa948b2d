//! A catalogue of a user's own: the year's official list, as a spreadsheet or as text.
//!
//! The [readers](crate::readers) make tables of a file, which [`sheets`] takes over; [`columns`] finds where codes and
//! names stand in a sheet, [`entries`] reads them, [`year`] for which year they are. What is not understood is counted and named, never guessed.

mod columns;
mod entries;
mod error;
mod sheets;
mod taken;
mod year;

pub use error::UserCatalogError;
pub use taken::{NotUnderstood, Taken};

use super::{CatalogEntry, Entries};
use crate::disclosure::{Classification, Code};
use crate::readers::{self, Progress, Wanted};

/// The largest file that is read, in bytes.
pub const LIST_SIZE_LIMIT: usize = 32 * 1024 * 1024;
/// Columns of a sheet that are looked at.
const COLUMN_LIMIT: usize = 32;
/// Characters of a cell that are kept: more than any name has, so that one that is cut is known to be none.
const CELL_LIMIT: usize = 120;

/// A catalogue that a user brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserCatalog {
    pub(super) function: Entries,
    pub(super) economic: Entries,
    pub(super) government_economic: Entries,
    /// The year for which it says that it is; it holds for all years where it says none.
    pub year: Option<u16>,
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
    line: usize,
    cells: Vec<String>,
}

pub(super) fn read(bytes: &[u8]) -> Result<UserCatalog, UserCatalogError> {
    if bytes.len() > LIST_SIZE_LIMIT {
        return Err(UserCatalogError::TooLarge);
    }
    let source = readers::read(Wanted::List, bytes, &Progress::default())?;
    entries::read(&sheets::of(&source))
}

/// Reads the text of a list in this process.
pub(super) fn read_text(text: &str) -> Result<UserCatalog, UserCatalogError> {
    let source = readers::read_table(text)?;
    entries::read(&sheets::of(&source))
}

/// The heads in the text of a list that name no column that is read, each with its line.
pub(super) fn unknown_heads(text: &str) -> Vec<(usize, String)> {
    let Ok(source) = readers::read_table(text) else { return Vec::new() };
    sheets::of(&source).iter().flat_map(columns::unknown_heads).collect()
}

impl UserCatalog {
    /// This list, and behind it of `below` the codes that it does not name.
    #[must_use]
    pub(crate) fn above(mut self, below: Self) -> Self {
        let lists = [
            (&mut self.function, below.function),
            (&mut self.economic, below.economic),
            (&mut self.government_economic, below.government_economic),
        ];
        for (own, below) in lists {
            for (code, entries) in below {
                own.entry(code).or_insert(entries);
            }
        }
        self.taken.function = self.function.len();
        self.taken.economic = self.economic.len();
        self.taken.government_economic = self.government_economic.len();
        self
    }

    /// Every code that took the place of another, with the other and its classification.
    pub(crate) fn successors(&self) -> impl Iterator<Item = (Classification, &CatalogEntry, Code)> {
        let lists = [
            (Classification::Function, &self.function),
            (Classification::Economic, &self.economic),
            (Classification::GovernmentEconomic, &self.government_economic),
        ];
        let entries = lists.into_iter().flat_map(|(of, list)| list.values().flatten().map(move |entry| (of, entry)));
        entries.flat_map(|(of, entry)| entry.span.successors.iter().map(move |code| (of, entry, *code)))
    }
}

pub(super) fn read_named(bytes: &[u8], name: &str) -> Result<UserCatalog, UserCatalogError> {
    let mut catalog = read(bytes)?;
    catalog.year = catalog.year.or_else(|| year::of(std::iter::once(name)));
    Ok(catalog)
}

impl SheetRow {
    /// The text at `column`, empty where the row ends before it.
    fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests;
