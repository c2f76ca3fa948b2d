//! The manual in the window: its chapters are the files of `assets/manual`.

mod markdown;
mod page;
mod panel;
mod search;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use self::markdown::{Block, blocks};

pub use self::page::text_ui;
pub use self::panel::Manual;

/// The chapters in their order: the name by which others refer to it, and its text.
const FILES: [(&str, &str); 10] = [
    ("start", include_str!("../../../assets/manual/start.md")),
    ("filling", include_str!("../../../assets/manual/filling.md")),
    ("last-year", include_str!("../../../assets/manual/last-year.md")),
    ("import", include_str!("../../../assets/manual/import.md")),
    ("audit", include_str!("../../../assets/manual/audit.md")),
    ("findings", include_str!("../../../assets/manual/findings.md")),
    ("export", include_str!("../../../assets/manual/export.md")),
    ("forms", include_str!("../../../assets/manual/forms.md")),
    ("bureau", include_str!("../../../assets/manual/bureau.md")),
    ("questions", include_str!("../../../assets/manual/questions.md")),
];

/// A chapter, read once.
pub struct Chapter {
    name: &'static str,
    title: String,
    /// What stands above the first heading comes under none.
    sections: Vec<Section>,
}

/// A piece of a chapter.
struct Section {
    heading: String,
    blocks: Vec<Block>,
}

/// All chapters.
static CHAPTERS: LazyLock<Vec<Chapter>> = LazyLock::new(|| FILES.map(|(name, text)| Chapter::new(name, text)).into());

impl Chapter {
    fn new(name: &'static str, text: &str) -> Self {
        let mut chapter = Self { name, title: String::new(), sections: vec![Section::under(String::new())] };
        for block in blocks(text) {
            match block {
                Block::Heading { level: 1, text } => chapter.title = text,
                Block::Heading { level: 2, text } => chapter.sections.push(Section::under(text)),
                other => {
                    if let Some(section) = chapter.sections.last_mut() {
                        section.blocks.push(other);
                    }
                }
            }
        }
        chapter.sections.retain(|section| !section.blocks.is_empty());
        chapter
    }
}

impl Section {
    fn under(heading: String) -> Self {
        Self { heading, blocks: Vec::new() }
    }
}

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
