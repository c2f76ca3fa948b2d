//! The manual in the window: [`crate::manual`] at the side, or over a dialog.

mod page;
mod panel;
mod search;
#[cfg(test)]
mod tests;

use crate::manual::CHAPTERS;

pub use self::page::text_ui;
pub use self::panel::Manual;

/// A place in the manual: a chapter and, where it has such a heading, what stands under it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManualPlace {
    pub chapter: &'static str,
    pub heading: &'static str,
}

impl ManualPlace {
    /// The beginning of a chapter.
    pub const fn of(chapter: &'static str) -> Self {
        Self { chapter, heading: "" }
    }

    /// What stands in `chapter` under `heading`.
    pub const fn under(chapter: &'static str, heading: &'static str) -> Self {
        Self { chapter, heading }
    }

    /// The numbers of its chapter and its section.
    fn find(self) -> (usize, usize) {
        let chapter = CHAPTERS.iter().position(|chapter| chapter.name == self.chapter).unwrap_or(0);
        let section = CHAPTERS[chapter].sections.iter().position(|section| section.heading == self.heading);
        (chapter, section.unwrap_or(0))
    }
}
