//! The manual: its chapters are the files of `assets/manual`, its pictures those of `assets/pictures`. The window shows it, and
//! [`booklet`] is what is written of it.

mod markdown;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use disclosure_export::booklet::{self, Block, Booklet};
use disclosure_export::document::Day;

use crate::version;

pub(crate) use self::markdown::blocks;

/// The chapters in their order: the name by which others refer to it, and its text.
const FILES: [(&str, &str); 10] = [
    ("start", include_str!("../../assets/manual/start.md")),
    ("filling", include_str!("../../assets/manual/filling.md")),
    ("last-year", include_str!("../../assets/manual/last-year.md")),
    ("import", include_str!("../../assets/manual/import.md")),
    ("audit", include_str!("../../assets/manual/audit.md")),
    ("findings", include_str!("../../assets/manual/findings.md")),
    ("export", include_str!("../../assets/manual/export.md")),
    ("forms", include_str!("../../assets/manual/forms.md")),
    ("bureau", include_str!("../../assets/manual/bureau.md")),
    ("questions", include_str!("../../assets/manual/questions.md")),
];

/// The pictures by the names under which chapters show them. The program draws them itself:
/// `BLESS=1 cargo test --lib pictures`.
pub(crate) const PICTURES: [(&str, &[u8]); 8] = [
    ("start", include_bytes!("../../assets/pictures/start.png")),
    ("window", include_bytes!("../../assets/pictures/window.png")),
    ("sentences", include_bytes!("../../assets/pictures/sentences.png")),
    ("last-year", include_bytes!("../../assets/pictures/last-year.png")),
    ("import", include_bytes!("../../assets/pictures/import.png")),
    ("export", include_bytes!("../../assets/pictures/export.png")),
    ("charts", include_bytes!("../../assets/pictures/charts.png")),
    ("folder", include_bytes!("../../assets/pictures/folder.png")),
];

/// A chapter, read once.
pub(crate) struct Chapter {
    pub name: &'static str,
    pub title: String,
    /// What stands above the first heading comes under none.
    pub sections: Vec<Section>,
}

/// A piece of a chapter.
pub(crate) struct Section {
    pub heading: String,
    pub blocks: Vec<Block>,
}

/// All chapters.
pub(crate) static CHAPTERS: LazyLock<Vec<Chapter>> =
    LazyLock::new(|| FILES.map(|(name, text)| Chapter::new(name, text)).into());

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

/// The picture of this name.
fn picture(name: &str) -> Option<&'static [u8]> {
    PICTURES.iter().find(|(own, _)| *own == name).map(|(_, png)| *png)
}

/// The manual as it is written.
pub fn booklet() -> Booklet {
    let chapter = |chapter: &Chapter| {
        let section = |section: &Section| {
            let heading = Block::Heading { level: 2, text: section.heading.clone() };
            let heading = (!section.heading.is_empty()).then_some(heading);
            heading.into_iter().chain(section.blocks.iter().cloned()).collect::<Vec<_>>()
        };
        booklet::Chapter { title: chapter.title.clone(), blocks: chapter.sections.iter().flat_map(section).collect() }
    };
    Booklet {
        title: "预算公开编辑器 手册".to_owned(),
        about: format!("版本 {}", version::LINE),
        contents_title: "目录".to_owned(),
        day: version::DATE.and_then(day).or_else(crate::today).unwrap_or((2025, 1, 1)),
        chapters: CHAPTERS.iter().map(chapter).collect(),
    }
}

/// The day of a date like 2026-03-31.
fn day(date: &str) -> Option<Day> {
    crate::today::day_of(date.parse().ok()?)
}
