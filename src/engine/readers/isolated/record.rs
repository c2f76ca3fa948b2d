//! The messages in which the process that reads a document hands over what it read.

use serde::{Deserialize, Serialize};

use super::Place;
use crate::readers::Refusal;

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
    /// What the reader took otherwise than it is shown.
    Note(&'a str),
    /// That was all.
    Done { grids: usize },
    /// The document is not read, why in words.
    Refused(Refusal, &'a str),
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
