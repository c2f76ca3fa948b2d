//! Where in the document that was imported its rows and paragraphs stand, so that who must mend one finds it there.

use std::collections::HashMap;

use crate::disclosure::{Part, RowKey, TableNumber};
use crate::readers::Place;
use crate::spelling;

/// Where in a document its rows and paragraphs stand; of a file of this program nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whereabouts {
    rows: HashMap<(TableNumber, RowKey), Place>,
    /// The first row of each table.
    tables: HashMap<TableNumber, Place>,
    /// By what they say, whatever blanks and brackets are in it: their numbers may change when they are read.
    paragraphs: HashMap<(Part, String), Place>,
}

impl Whereabouts {
    /// Where the row `key` of `table` stands, or else the table.
    pub fn row(&self, table: TableNumber, key: &RowKey) -> Option<&Place> {
        self.rows.get(&(table, key.clone())).or_else(|| self.tables.get(&table))
    }

    /// Where the table stands.
    pub fn table(&self, table: TableNumber) -> Option<&Place> {
        self.tables.get(&table)
    }

    /// Where the paragraph of `part` stands that says `text`.
    pub fn text(&self, part: Part, text: &str) -> Option<&Place> {
        self.paragraphs.get(&(part, plain(text)))
    }

    pub(crate) fn note_rows(&mut self, table: TableNumber, rows: Vec<(RowKey, Place)>) {
        for (key, place) in rows {
            self.tables.entry(table).or_insert_with(|| place.clone());
            self.rows.entry((table, key)).or_insert(place);
        }
    }

    pub(crate) fn note_paragraph(&mut self, part: Part, text: &str, place: Place) {
        self.paragraphs.entry((part, plain(text))).or_insert(place);
    }
}

fn plain(text: &str) -> String {
    spelling::plain(text).collect()
}
