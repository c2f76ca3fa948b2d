//! The messages in which the process that reads a document hands over what it read.

use serde::{Deserialize, Serialize};

use super::{ImportError, Place};

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Record<'a> {
    /// The page that is being read, and how many there are.
    Page(usize, usize),
    /// The name of the sheet in which the following lines stand that stand in one.
    Sheet(&'a str),
    /// A line, the cells of which follow.
    Line { place: PlaceRecord, grid: Option<usize> },
    /// A cell of the line before.
    Cell { text: &'a str, covered_by: Option<(usize, usize)>, indent: u16 },
    /// What the reader left out or could not read.
    Remark(&'a str),
    /// That was all.
    Done { grids: usize },
    /// The document is not read.
    Refused(Refusal<'a>),
}

/// [`Place`] without the name of the sheet.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) enum PlaceRecord {
    Line(usize),
    Sheet(usize),
    Page(usize, usize),
    Paragraph(usize),
    Table(usize, usize),
}

impl PlaceRecord {
    pub fn of(place: &Place) -> Self {
        match place {
            Place::Line(line) => Self::Line(*line),
            Place::Sheet(_, row) => Self::Sheet(*row),
            Place::Page(page, row) => Self::Page(*page, *row),
            Place::Paragraph(paragraph) => Self::Paragraph(*paragraph),
            Place::Table(table, row) => Self::Table(*table, *row),
        }
    }
}

/// Why a document is not read.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Refusal<'a> {
    Empty,
    Encrypted,
    Scanned,
    Unknown,
    /// In words.
    Sentence(&'a str),
}

impl<'a> Refusal<'a> {
    pub fn of(error: &ImportError, sentence: &'a str) -> Self {
        match error {
            ImportError::Empty => Self::Empty,
            ImportError::Encrypted => Self::Encrypted,
            ImportError::Scanned => Self::Scanned,
            ImportError::Unknown => Self::Unknown,
            _ => Self::Sentence(sentence),
        }
    }
}

impl From<Refusal<'_>> for ImportError {
    fn from(refusal: Refusal<'_>) -> Self {
        match refusal {
            Refusal::Empty => Self::Empty,
            Refusal::Encrypted => Self::Encrypted,
            Refusal::Scanned => Self::Scanned,
            Refusal::Unknown => Self::Unknown,
            Refusal::Sentence(sentence) => Self::Refused(sentence.to_owned()),
        }
    }
}
