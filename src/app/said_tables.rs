//! What was said of lists that came without the form's titles, remembered for the next file of the same shape.

use std::path::PathBuf;

use super::settings::{read, write};
use disclosure_engine::import::{SaidGrid, SaidGrids};

const FILE: &str = "columns.json";
/// Shapes that are remembered, and the longest of them, in bytes.
const MOST: usize = 200;
const LONGEST: usize = 4000;

/// What was said of lists, by their shape. Each change is saved at once.
#[derive(Debug)]
pub struct SaidTables {
    folder: Option<PathBuf>,
}

impl SaidTables {
    /// In `folder`, the program's state folder; with none, nothing is remembered.
    pub fn load_from(folder: Option<PathBuf>) -> Self {
        Self { folder }
    }

    /// What was said; nothing if it cannot be read.
    pub fn all(&self) -> SaidGrids {
        self.folder.as_deref().and_then(|folder| read(folder, FILE)).unwrap_or_default()
    }

    /// Remembers what was said of lists of a shape.
    pub fn remember(&self, shape: &str, said: &SaidGrid) {
        let Some(folder) = self.folder.as_deref().filter(|_| shape.len() <= LONGEST) else { return };
        // Another window may have remembered something since.
        let mut all = self.all();
        all.insert(shape.to_owned(), said.clone());
        while all.len() > MOST {
            let other = all.keys().find(|other| *other != shape).cloned();
            all.remove(&other.unwrap_or_default());
        }
        write(folder, FILE, &all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use disclosure_engine::disclosure::TableNumber;
    use disclosure_engine::form::ColumnRole;
    use disclosure_engine::import::ImportUnit;

    #[test]
    fn what_was_said_is_there_in_the_next_run_and_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let tables = SaidTables::load_from(Some(folder.path().to_owned()));
        assert!(tables.all().is_empty());
        let columns = vec![
            Some(ColumnRole::Code),
            None,
            Some(ColumnRole::AmountOf(disclosure_engine::disclosure::ColumnNumber(2))),
        ];
        let said = SaidGrid { table: Some(TableNumber(5)), columns, unit: Some(ImportUnit::Yuan) };
        tables.remember("3:0编码|2金额", &said);
        let next = SaidTables::load_from(Some(folder.path().to_owned())).all();
        assert_eq!(next.get("3:0编码|2金额"), Some(&said));
        (0..MOST + 20).for_each(|number| tables.remember(&number.to_string(), &said));
        assert_eq!(tables.all().len(), MOST);
        tables.remember(&"长".repeat(LONGEST), &said);
        assert!(tables.all().keys().all(|shape| shape.len() <= LONGEST));
        std::fs::write(folder.path().join(FILE), "[]").unwrap();
        assert!(tables.all().is_empty());
    }
}
