//! The parts that are text.

use super::{Block, Frame, Heading, headings};
use disclosure_engine::disclosure::{Part, TextPlace};
use disclosure_engine::form::SectionForm;
use disclosure_engine::narrative;
use disclosure_engine::spelling::{self, numeral};

impl Frame<'_> {
    /// The first part.
    pub(super) fn overview(&self) -> Vec<Block> {
        self.paragraphs(Part::Overview)
    }

    /// The fourth part.
    pub(super) fn glossary(&self) -> Vec<Block> {
        self.paragraphs(Part::Glossary)
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

    /// The paragraphs of a part: as it was written as a whole, or else as the sentences are generated.
    fn paragraphs(&self, part: Part) -> Vec<Block> {
        let Some(paragraphs) = self.evaluated.disclosure.texts.get(&part) else { return self.generated(part) };
        let paragraphs = paragraphs.iter().enumerate().filter(|(_, text)| !spelling::is_blank(text));
        let blocks = paragraphs.map(|(place, text)| {
            let (text, place) = (text.trim().to_owned(), Some(TextPlace::Paragraph(part, place)));
            match headings::level(&text) {
                Some(level) => Block::Heading(Heading { text, level, place }),
                None => Block::Paragraph { text, place },
            }
        });
        blocks.collect()
    }

    fn generated(&self, part: Part) -> Vec<Block> {
        let mut blocks = Vec::new();
        for paragraph in self.sentences.iter().filter(|paragraph| paragraph.part == part) {
            let place = paragraph.rewritten.as_ref().map(|_| TextPlace::Rewritten(paragraph.key.clone()));
            let text = paragraph.text(narrative::missing(self.evaluated));
            let lines = text.lines().map(str::trim).filter(|line| !spelling::is_blank(line));
            blocks.extend(lines.map(|line| {
                let (text, place) = (line.to_owned(), place.clone());
                match paragraph.heading {
                    Some(level) => Block::Heading(Heading { text, level, place }),
                    None => Block::Paragraph { text, place },
                }
            }));
        }
        blocks
    }

    /// Whether the section begins with its heading in the words of the disclosure.
    fn gives_own_heading(&self, section: &SectionForm) -> bool {
        let paragraphs = self.evaluated.disclosure.texts.get(&Part::Section(section.number));
        let Some(first) = paragraphs.and_then(|paragraphs| paragraphs.first()) else { return false };
        let is_numbered = first.trim().starts_with(&format!("{}、", numeral(section.number.into())));
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
