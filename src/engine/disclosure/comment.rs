//! Comments (批注): on a cell, a row, a table, a paragraph or a performance table.

use super::{CellKey, Part, RowKey, TableNumber, TextKey};

/// Identity of a comment within its disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentId(pub u32);

/// A comment (批注) that somebody wrote. It stays with what it speaks of when rows are moved or renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its identity.
    pub id: CommentId,
    pub place: CommentPlace,
    /// What its place was called when it was written, for when the place is gone.
    pub about: String,
    pub author: String,
    /// When, in local time: `2025-01-31 16:05`.
    pub written: String,
    pub text: String,
    /// What was answered, in the order in which it was.
    pub replies: Vec<Reply>,
    /// Who settled it (已解决) and when; `None` while it is open.
    pub resolved: Option<Signature>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CommentPlace {
    Cell(CellKey),
    Row(TableNumber, RowKey),
    Table(TableNumber),
    Part(Part),
    /// A paragraph of the template.
    Sentence(TextKey),
    /// A paragraph of a part that was written as a whole: the part, and what the paragraph said.
    Paragraph(Part, String),
    /// The performance table of the project of this name; blank is the one of the body as a whole.
    Performance(String),
}

/// An answer to a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub author: String,
    /// When, in local time.
    pub written: String,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub author: String,
    /// When, in local time: `2025-01-31 16:05`.
    pub written: String,
}

impl Comment {
    /// Whether nobody settled it yet.
    pub fn is_open(&self) -> bool {
        self.resolved.is_none()
    }
}

impl CommentPlace {
    /// The table of which it speaks, or in which it stands.
    pub fn table(&self) -> Option<TableNumber> {
        match self {
            Self::Cell(cell) => Some(cell.table),
            Self::Row(table, _) | Self::Table(table) => Some(*table),
            Self::Part(_) | Self::Sentence(_) | Self::Paragraph(..) | Self::Performance(_) => None,
        }
    }

    /// The row of which it speaks, or in which it stands.
    pub fn row(&self) -> Option<(TableNumber, &RowKey)> {
        match self {
            Self::Cell(cell) => Some((cell.table, &cell.row)),
            Self::Row(table, row) => Some((*table, row)),
            _ => None,
        }
    }

    /// Whether it is in the `row` of `table`, or on a sentence that speaks of such a row.
    pub fn speaks_of(&self, table: TableNumber, row: &RowKey) -> bool {
        match self {
            Self::Sentence(key) => key.row.as_ref() == Some(row),
            other => other.row() == Some((table, row)),
        }
    }

    /// The same place in the row that is called `key` now.
    pub fn in_row(&self, key: RowKey) -> Self {
        match self {
            Self::Cell(cell) => Self::Cell(CellKey { row: key, ..*cell }),
            Self::Row(table, _) => Self::Row(*table, key),
            other => other.clone(),
        }
    }
}
