//! One description of the finished document, from which each format is written.
//!
//! [`Document::new`] is a pure function of what was evaluated: cover, parts, headings, paragraphs and tables with every
//! text as it is printed. The formats only decide on type and paper.

mod charts;
mod headings;
mod performance;
mod signature;
mod table;
mod tables;
mod texts;
mod visible;
mod widths;

#[cfg(test)]
mod tests;

pub use table::{Alignment, Headed, PrintedCell, PrintedColumn, PrintedRow, PrintedTable};
pub use widths::half_widths;

use crate::charts::Drawing;
use disclosure_engine::disclosure::{Kind, TableNumber, TextPlace};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::form::{ByKind, DocumentForm, PartForm};
use disclosure_engine::narrative::{Paragraph, narrate};
use disclosure_engine::spelling::numeral;

/// The mark of a draft, where the form has no other.
const DRAFT: &str = "草稿";

/// Year, month and day.
pub type Day = (u16, u8, u8);

/// The finished document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The lines of the cover: the body, and what is disclosed of which year.
    pub cover: [String; 2],
    /// Full name of the body.
    pub body: String,
    /// Budget year.
    pub year: u16,
    /// Of a unit or a department.
    pub kind: Kind,
    /// The form that it follows, in words, for the properties of the file.
    pub form: String,
    /// Head of the list of contents.
    pub contents_title: String,
    /// Whether that list does not name the sections.
    pub short_contents: bool,
    /// Whether each page is marked as a draft.
    pub is_draft: bool,
    pub draft_mark: String,
    /// Year, month and day on which it was made, where somebody said so.
    pub made_on: Option<Day>,
    /// Its parts, in printed order. Each begins on a new page.
    pub parts: Vec<DocumentPart>,
}

/// Which form is followed, and that it was made for another year.
fn form_text(evaluated: Evaluated<'_>) -> String {
    let form = evaluated.form;
    let other_year = form.other_year(evaluated.disclosure.year).map(|told| format!("；{told}")).unwrap_or_default();
    let revision = form.revision_here().map(|_| format!("，第 {} 版", form.revision)).unwrap_or_default();
    format!("表式：{}（{}{revision}）{other_year}", form.short_name(), form.given_id())
}

#[derive(Debug, Clone, PartialEq)]
pub struct DocumentPart {
    /// Its title, blank where the form has none.
    pub title: String,
    /// Its line in the list of contents, where that is not its title.
    pub entry: Option<String>,
    pub blocks: Vec<Block>,
}

/// What stands in a part, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(Heading),
    Paragraph {
        text: String,
        /// Where it stands in the disclosure; `None` where the form gives it.
        place: Option<TextPlace>,
    },
    /// What closes the document, each line on one of its own: the name of the body, the date.
    Signature {
        lines: Vec<String>,
        /// Where it stands in the disclosure; `None` where the form gives it.
        place: Option<TextPlace>,
    },
    /// A table. One with a number begins on a new page.
    Table(PrintedTable),
    /// A picture, with what it says for those who cannot see it.
    Picture(Drawing),
}

/// A heading in a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its text, with its numeral.
    pub text: String,
    /// 2 under a part (一、), 3 below that (（一）).
    pub level: u8,
    /// Where it stands in the disclosure; `None` where the form gives it.
    pub place: Option<TextPlace>,
}

/// A line of the list of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsEntry<'a> {
    /// Its text, without the page number.
    pub text: &'a str,
    /// 1 for a part, 2 for what is in it.
    pub level: u8,
    /// Place of the part.
    pub part: usize,
    /// Place of the block in it; `None` for the part itself.
    pub block: Option<usize>,
}

/// What fills the wording of a form.
#[derive(Clone, Copy)]
struct Frame<'a> {
    evaluated: Evaluated<'a>,
    wording: &'a DocumentForm,
    /// What is generated.
    sentences: &'a [Paragraph],
}

impl Document {
    /// The document of `evaluated`; `is_draft` marks it as one.
    pub fn new(evaluated: Evaluated<'_>, is_draft: bool) -> Self {
        let sections = evaluated.form.texts.sections.iter().map(|section| section.number);
        let fallback = DocumentForm::plain(sections);
        // What the screen shows is what is printed, blanks and all.
        let sentences = narrate(evaluated);
        let wording = evaluated.form.document.as_ref().unwrap_or(&fallback);
        let frame = Frame { evaluated, wording, sentences: &sentences };
        let (wording, disclosure) = (frame.wording, evaluated.disclosure);
        let disclosed = match &evaluated.form.document {
            Some(wording) => frame.fill(wording.cover.get(disclosure.kind)),
            None => format!("{} {}", disclosure.year, evaluated.form.name),
        };
        let mut parts: Vec<(&PartForm, Vec<Block>)> =
            wording.parts.iter().map(|part| (part, frame.blocks(&part.holds))).collect();
        frame.add_performance(&mut parts);
        if let Some((_, blocks)) = parts.iter_mut().rfind(|(_, blocks)| !blocks.is_empty()) {
            signature::gather(blocks, &disclosure.body);
        }
        let parts = parts.into_iter().map(|(part, blocks)| {
            let filled = |text: &ByKind| frame.fill(text.get(disclosure.kind));
            DocumentPart { title: filled(&part.title), entry: part.entry.as_ref().map(filled), blocks }
        });
        let of_body = wording.cover_body.as_ref().map(|line| frame.fill(line.get(disclosure.kind)));
        let mut cover = [of_body.unwrap_or_else(|| disclosure.body.clone()), disclosed];
        if wording.body_last {
            cover.reverse();
        }
        let document = Self {
            cover,
            body: disclosure.body.clone(),
            year: disclosure.year,
            kind: disclosure.kind,
            form: form_text(evaluated),
            contents_title: wording.contents.clone(),
            short_contents: wording.short_contents,
            is_draft,
            draft_mark: Some(&wording.draft).filter(|mark| !mark.is_empty()).map_or(DRAFT, String::as_str).to_owned(),
            made_on: None,
            parts: parts.filter(|part| !part.title.is_empty() || !part.blocks.is_empty()).collect(),
        };
        document.in_sight()
    }

    /// Its title in one line: the name of the body goes with what it discloses, a line in other words stands apart.
    pub fn title(&self) -> String {
        let between = if self.cover[0] == self.body { "" } else { " " };
        self.cover.join(between)
    }

    /// The day of the document: that of its signature, or else the one on which it was made.
    pub fn day(&self) -> Option<Day> {
        self.signed_on().or(self.made_on)
    }

    /// The day of its signature.
    fn signed_on(&self) -> Option<Day> {
        let lines = self.parts.iter().flat_map(|part| &part.blocks).filter_map(|block| match block {
            Block::Signature { lines, .. } => Some(lines),
            _ => None,
        });
        lines.flatten().find_map(|line| signature::day(line))
    }

    /// The lines of its list of contents: the parts, the numbered tables and the headings directly under a part.
    pub fn contents(&self) -> Vec<ContentsEntry<'_>> {
        let mut entries = Vec::new();
        for (place, part) in self.parts.iter().enumerate() {
            let text = part.entry.as_deref().unwrap_or(&part.title);
            // A part without a title begins with its first block.
            let block = part.title.is_empty().then_some(0);
            if !text.is_empty() {
                entries.push(ContentsEntry { text, level: 1, part: place, block });
            }
            let is_named = |block: &Block| !self.short_contents || matches!(block, Block::Table(_));
            let blocks = part.blocks.iter().enumerate().filter(|(_, what)| is_named(what));
            let blocks = blocks.filter_map(|(block, what)| {
                let text = what.contents_text()?;
                Some(ContentsEntry { text, level: 2, part: place, block: Some(block) })
            });
            entries.extend(blocks);
        }
        entries
    }

    /// All its tables, in printed order.
    pub fn tables(&self) -> impl Iterator<Item = &PrintedTable> {
        self.parts.iter().flat_map(|part| &part.blocks).filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }

    pub fn table(&self, number: TableNumber) -> Option<&PrintedTable> {
        self.tables().find(|table| table.number == Some(number))
    }
}

impl Block {
    /// What the list of contents says of it.
    pub fn contents_text(&self) -> Option<&str> {
        match self {
            Self::Heading(heading) if heading.level == 2 => Some(&heading.text),
            Self::Table(table) => table.contents_text.as_deref(),
            _ => None,
        }
    }
}

impl Frame<'_> {
    /// `wording` with the body, its district and the year in place.
    fn fill(&self, wording: &str) -> String {
        let disclosure = self.evaluated.disclosure;
        let wording = wording.replace("{year}", &disclosure.year.to_string());
        wording.replace("{district}", disclosure.district()).replace("{body}", &disclosure.body)
    }

    /// `wording` with the number and the title of a table or section in place too.
    fn fill_titled(&self, wording: &str, number: u8, title: &str) -> String {
        let wording = wording.replace("{number}", &number.to_string()).replace("{numeral}", &numeral(number.into()));
        self.fill(&wording.replace("{title}", title))
    }
}
