//! The parts that are text.

use super::{Block, Frame, Heading, headings};
use crate::disclosure::{Part, TextPlace};
use crate::form::SectionForm;
use crate::spelling;

impl Frame<'_> {
    /// The first part.
    pub(super) fn overview(&self) -> Vec<Block> {
        self.paragraphs(Part::Overview).collect()
    }

    /// The fourth part.
    pub(super) fn glossary(&self) -> Vec<Block> {
        self.paragraphs(Part::Glossary).collect()
    }

    /// The third part: the sections with their headings, and the performance tables.
    pub(super) fn narrative(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        for section in &self.evaluated.form.texts.sections {
            let part = Part::Section(section.number);
            if !self.gives_own_heading(section) {
                let text = self.section_heading(section);
                if !text.is_empty() {
                    blocks.push(Block::Heading(Heading { text, level: 2, place: None }));
                }
            }
            blocks.extend(self.paragraphs(part));
        }
        let place = self.place_of_performance(&blocks);
        blocks.splice(place..place, self.performance());
        blocks
    }

    fn paragraphs(&self, part: Part) -> impl Iterator<Item = Block> + use<'_> {
        let paragraphs = self.evaluated.disclosure.texts.get(&part).into_iter().flatten().enumerate();
        let paragraphs = paragraphs.filter(|(_, text)| !spelling::is_blank(text));
        paragraphs.map(move |(place, text)| {
            let (text, place) = (text.trim().to_owned(), Some(TextPlace::Paragraph(part, place)));
            match headings::level(&text) {
                Some(level) => Block::Heading(Heading { text, level, place }),
                None => Block::Paragraph { text, place },
            }
        })
    }

    /// Whether the section begins with its heading in the words of the disclosure.
    fn gives_own_heading(&self, section: &SectionForm) -> bool {
        let paragraphs = self.evaluated.disclosure.texts.get(&Part::Section(section.number));
        let Some(first) = paragraphs.and_then(|paragraphs| paragraphs.first()) else { return false };
        let is_numbered = first.trim().starts_with(&format!("{}、", headings::numeral(section.number)));
        is_numbered && headings::level(first) == Some(2)
    }

    fn section_heading(&self, section: &SectionForm) -> String {
        let wording = section.heading.as_deref().unwrap_or(&self.wording.section);
        self.fill_titled(wording, section.number, &section.title)
    }

    /// Where the performance tables stand among `blocks`: after the paragraphs under the heading that announces them.
    fn place_of_performance(&self, blocks: &[Block]) -> usize {
        let after = &self.wording.performance.after;
        let announces = |block: &Block| match block {
            Block::Heading(heading) => heading.level > 2 && !after.is_empty() && heading.text.contains(after),
            _ => false,
        };
        let Some(heading) = blocks.iter().rposition(announces) else { return blocks.len() };
        let next = blocks[heading + 1..].iter().position(|block| matches!(block, Block::Heading(_)));
        next.map_or(blocks.len(), |next| heading + 1 + next)
    }
}
