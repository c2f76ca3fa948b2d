//! In which order a section speaks of its projects: moved by the person, project by project.

use disclosure_engine::disclosure::RowKey;
use disclosure_engine::narrative::Paragraph;

/// The orders that moving one project makes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Moves {
    /// With it before the one above it.
    pub up: Option<Vec<RowKey>>,
    /// With it behind the one below it.
    pub down: Option<Vec<RowKey>>,
}

/// What can be done with the project of `paragraph`, told at the first paragraph about it among `paragraphs`, those of a
/// part; nothing at the others.
pub(super) fn moves(paragraphs: &[&Paragraph], paragraph: &Paragraph) -> Moves {
    let words = || paragraphs.iter().filter(|paragraph| paragraph.heading.is_none());
    let Some(row) = project(paragraph) else { return Moves::default() };
    let first = words().find(|other| project(other) == Some(row));
    if first.is_none_or(|first| first.key != paragraph.key) {
        return Moves::default();
    }
    let mut rows: Vec<RowKey> = Vec::new();
    for row in words().filter_map(|paragraph| project(paragraph)) {
        if !rows.contains(row) {
            rows.push(row.clone());
        }
    }
    let Some(place) = rows.iter().position(|other| other == row) else { return Moves::default() };
    let swapped = |one: usize, other: usize| {
        let mut rows = rows.clone();
        rows.swap(one, other);
        rows
    };
    Moves {
        up: place.checked_sub(1).map(|above| swapped(place, above)),
        down: (place + 1 < rows.len()).then(|| swapped(place, place + 1)),
    }
}

fn project(paragraph: &Paragraph) -> Option<&RowKey> {
    paragraph.key.row.as_ref().filter(|row| matches!(row, RowKey::Project(_)))
}
