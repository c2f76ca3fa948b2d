//! In which order a section speaks of its projects: moved by the person, project by project.

use std::collections::{BTreeMap, BTreeSet};

use disclosure_engine::disclosure::{RowKey, TextKey};
use disclosure_engine::narrative::Paragraph;

/// The projects of which a part speaks, in the order in which it does.
pub(super) struct ProjectOrder<'p> {
    rows: Vec<&'p RowKey>,
    /// The first paragraph about each, and which of them that is.
    first: BTreeMap<&'p TextKey, usize>,
}

impl<'p> ProjectOrder<'p> {
    /// That of a part with these paragraphs.
    pub fn of(paragraphs: &[&'p Paragraph]) -> Self {
        let mut order = Self { rows: Vec::new(), first: BTreeMap::new() };
        let mut known = BTreeSet::new();
        for paragraph in paragraphs.iter().filter(|paragraph| paragraph.heading.is_none()) {
            let project = paragraph.key.row.as_ref().filter(|row| matches!(row, RowKey::Project(_)));
            if let Some(row) = project.filter(|row| known.insert(*row)) {
                order.first.insert(&paragraph.key, order.rows.len());
                order.rows.push(row);
            }
        }
        order
    }

    /// How the project can be moved that is told from the paragraph `key` on: the name of each way, and the places that
    /// change with each other.
    pub fn moves(&self, key: &TextKey) -> Vec<(&'static str, (usize, usize))> {
        let Some(&place) = self.first.get(key) else { return Vec::new() };
        let up = place.checked_sub(1).map(|above| ("上移", (place, above)));
        let down = (place + 1 < self.rows.len()).then_some(("下移", (place, place + 1)));
        up.into_iter().chain(down).collect()
    }

    /// The order in which two places change with each other.
    pub fn swapped(&self, (one, other): (usize, usize)) -> Vec<RowKey> {
        let mut rows: Vec<RowKey> = self.rows.iter().map(|row| (*row).clone()).collect();
        rows.swap(one, other);
        rows
    }
}
