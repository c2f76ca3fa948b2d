//! The parts that are text.

use super::{Block, Frame, Heading, headings};
use disclosure_engine::disclosure::{Part, TextPlace};
use disclosure_engine::form::{PartContents, PartForm, SectionForm};
use disclosure_engine::narrative;
use disclosure_engine::spelling::{self, numeral};

impl Frame<'_> {
    /// What stands in a part.
    pub(super) fn blocks(&self, holds: &PartContents) -> Vec<Block> {
        match holds {
            PartContents::Overview => self.paragraphs(Part::Overview),
            PartContents::Tables => self.tables(),
            PartContents::Sections(numbers) => self.sections(numbers),
            PartContents::Glossary => self.paragraphs(Part::Glossary),
        }
    }

    /// The sections with their headings.
    fn sections(&self, numbers: &[u8]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let of_number = |number: &u8| self.evaluated.form.texts.sections.iter().find(|own| own.number == *number);
        for (section, place) in numbers.iter().filter_map(of_number).zip(1..) {
            if !self.gives_own_heading(section, place) {
                let text = self.section_heading(section, place);
                if !text.is_empty() {
                    blocks.push(Block::Heading(Heading { text, level: 2, place: None }));
                }
            }
            blocks.extend(self.paragraphs(Part::Section(section.number)));
        }
        blocks
    }

    /// Puts the performance tables behind the paragraphs that announce them, or behind all sections.
    pub(super) fn add_performance(&self, parts: &mut [(&PartForm, Vec<Block>)]) {
        let is_of_sections = |part: &PartForm| matches!(part.holds, PartContents::Sections(_));
        let announcing =
            parts.iter().rposition(|(part, blocks)| is_of_sections(part) && self.announcing(blocks).is_some());
        let last = || parts.iter().rposition(|(part, _)| is_of_sections(part));
        let Some(part) = announcing.or_else(last) else { return };
        let blocks = &mut parts[part].1;
        let place = self.place_of_performance(blocks);
        blocks.splice(place..place, self.performance());
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
    fn gives_own_heading(&self, section: &SectionForm, place: u8) -> bool {
        let paragraphs = self.evaluated.disclosure.texts.get(&Part::Section(section.number));
        let Some(first) = paragraphs.and_then(|paragraphs| paragraphs.first()) else { return false };
        let is_numbered = first.trim().starts_with(&format!("{}、", numeral(place.into())));
        is_numbered && headings::level(first) == Some(2)
    }

    fn section_heading(&self, section: &SectionForm, place: u8) -> String {
        let wording = section.heading.as_deref().unwrap_or(&self.wording.section);
        self.fill_titled(wording, place, &section.title)
    }

    /// The heading that announces the performance tables.
    fn announcing(&self, blocks: &[Block]) -> Option<usize> {
        let after = &self.wording.performance.after;
        let announces = |block: &Block| match block {
            Block::Heading(heading) => heading.level > 2 && !after.is_empty() && heading.text.contains(after),
            _ => false,
        };
        blocks.iter().rposition(announces)
    }

    /// Where the performance tables stand among `blocks`: after the paragraphs under the heading that announces them.
    fn place_of_performance(&self, blocks: &[Block]) -> usize {
        let Some(heading) = self.announcing(blocks) else { return blocks.len() };
        let next = blocks[heading + 1..].iter().position(|block| matches!(block, Block::Heading(_)));
        next.map_or(blocks.len(), |next| heading + 1 + next)
    }
}
