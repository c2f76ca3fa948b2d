//! What bodies were called last year: a table of two columns, the old name and the new one.

use std::collections::BTreeMap;

use super::{ExpectedError, LIST_SIZE_LIMIT, plain};
use crate::readers::{self, Progress, Wanted};
use crate::spelling;

/// What stands over the columns where they have heads.
const HEADS: [&str; 6] = ["old", "new", "原名称", "原名", "旧名称", "上年名称"];

/// What bodies were called last year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renamed(BTreeMap<String, String>);

impl Renamed {
    /// Reads a table with last year's name and this year's in each line.
    ///
    /// # Errors
    /// When it cannot be read, or no two names are in a line of it.
    pub fn read(bytes: &[u8]) -> Result<Self, ExpectedError> {
        if bytes.len() > LIST_SIZE_LIMIT {
            return Err(ExpectedError::TooLarge);
        }
        let source = readers::read(Wanted::List, bytes, &Progress::default())?;
        let mut names = BTreeMap::new();
        for line in source.lines.iter().filter(|line| line.grid.is_none_or(|grid| grid == 0)) {
            let cells: Vec<&str> = line.cells.iter().map(|cell| cell.text.trim()).collect();
            if let [old, new, ..] = cells[..]
                && !spelling::is_blank(old)
                && !spelling::is_blank(new)
                && !HEADS.contains(&old.to_lowercase().as_str())
            {
                names.insert(plain(new), old.to_owned());
            }
        }
        if names.is_empty() { Err(ExpectedError::NoRenamed) } else { Ok(Self(names)) }
    }

    /// What `body` was called last year, where that is another name.
    pub fn earlier(&self, body: &str) -> Option<&str> {
        self.0.get(&plain(body)).map(String::as_str)
    }
}
