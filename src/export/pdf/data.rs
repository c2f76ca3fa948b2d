//! The document as the template reads it.

use serde::Serialize;

use super::paper::{self, CAPTION_HEIGHT, LANDSCAPE, NUMBER_TOP, PORTRAIT, Sheet};
use super::table::TableData;
use super::typefaces::Roles;
use crate::direction;
use crate::document::{Block, Day, Document, DocumentPart, Heading};

#[derive(Debug, Serialize)]
pub(super) struct DocumentData<'a> {
    title: String,
    body: String,
    keywords: [String; 3],
    /// The archives want a date in the file; where nobody says one it is the year's first.
    date: Day,
    draft: Option<String>,
    fonts: &'a Roles,
    cover: Vec<String>,
    contents_title: String,
    portrait: Sheet,
    landscape: Sheet,
    caption_height: f32,
    number_top: f32,
    /// Whether the list of contents names no headings within parts.
    short_contents: bool,
    parts: &'a [PartData],
}

#[derive(Debug, Serialize)]
pub(super) struct PartData {
    title: String,
    /// Its line in the list of contents, where that is not its title.
    entry: Option<String>,
    /// The room between its lines.
    pub(super) leading: f32,
    pub(super) blocks: Vec<BlockData>,
}

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(super) enum BlockData {
    Heading {
        level: u8,
        text: String,
        script: Script,
    },
    Paragraph {
        text: String,
        script: Script,
        /// Whether it stays on the page of what follows.
        sticky: bool,
    },
    Signature {
        lines: Vec<String>,
    },
    Table(Box<TableData>),
    Picture {
        /// The file in which it is.
        file: String,
        /// What it says.
        alternative: String,
        /// How much of the width of the page it takes, in percent.
        width: f32,
    },
}

/// The room between lines with which a page has as many as the standard for official documents wants.
pub(super) const LEADING: f32 = 12.0;

/// How much higher than wide a picture may be that fills the width of a page.
const HIGHEST: f32 = 1.35;

/// What the picture at this place is called.
pub(super) fn picture_file(place: usize) -> String {
    format!("picture-{place}.png")
}

pub(super) fn parts(document: &Document) -> Vec<PartData> {
    let mut pictures = 0;
    let part = |part: &DocumentPart| {
        let following = part.blocks.iter().skip(1).map(Some).chain([None]);
        let mut level = 1;
        let blocks = part.blocks.iter().zip(following);
        let blocks = blocks.map(|(it, next)| block(it, next, &mut level, &mut pictures)).collect();
        PartData { title: ordered(&part.title), entry: part.entry.as_deref().map(ordered), leading: LEADING, blocks }
    };
    document.parts.iter().map(part).collect()
}

/// `block`, which `next` follows and which is under a heading of `above`; there are so many `pictures` before it.
fn block(block: &Block, next: Option<&Block>, above: &mut u8, pictures: &mut usize) -> BlockData {
    match block {
        Block::Heading(Heading { level, text, .. }) => {
            *above = *level;
            BlockData::Heading { level: *level, text: ordered(text), script: Script::of(text) }
        }
        Block::Paragraph { text, .. } => {
            // A signature never stands on a page by itself.
            let sticky = matches!(next, Some(Block::Signature { .. }));
            BlockData::Paragraph { text: ordered(text), script: Script::of(text), sticky }
        }
        Block::Signature { lines, .. } => {
            BlockData::Signature { lines: lines.iter().map(|line| ordered(line)).collect() }
        }
        Block::Table(table) => BlockData::Table(Box::new(TableData::new(table, *above + 1))),
        Block::Picture(drawing) => {
            let file = picture_file(*pictures);
            *pictures += 1;
            let width = (HIGHEST * drawing.width / drawing.height).min(1.0) * 100.0;
            BlockData::Picture { file, alternative: clean(&drawing.alternative), width }
        }
    }
}

impl<'a> DocumentData<'a> {
    /// All of `document` but its `parts`, and these.
    pub(super) fn new(document: &Document, parts: &'a [PartData], fonts: &'a Roles) -> Self {
        Self {
            title: clean(&document.title()),
            body: clean(&document.body),
            keywords: [format!("{}年", document.year), clean(&document.cover[1]), clean(&document.form)],
            date: document.day().unwrap_or((document.year, 1, 1)),
            draft: document.is_draft.then(|| clean(&document.draft_mark)),
            fonts,
            cover: document.cover.iter().map(|line| ordered(line)).collect(),
            contents_title: clean(&document.contents_title),
            portrait: PORTRAIT,
            landscape: LANDSCAPE,
            caption_height: CAPTION_HEIGHT,
            number_top: NUMBER_TOP,
            short_contents: document.short_contents,
            parts,
        }
    }
}

pub(super) fn all_text(document: &Document) -> String {
    let mut text: String = document.cover.concat() + &document.contents_title + &document.draft_mark;
    // What the template itself prints.
    text.push_str("—.0123456789");
    for part in &document.parts {
        text.push_str(&part.title);
        text.extend(part.entry.as_deref());
        for block in &part.blocks {
            match block {
                Block::Heading(heading) => text.push_str(&heading.text),
                Block::Paragraph { text: paragraph, .. } => text.push_str(paragraph),
                Block::Signature { lines, .. } => text.extend(lines.iter().map(String::as_str)),
                Block::Picture(drawing) => text.push_str(&drawing.alternative),
                Block::Table(table) => {
                    let heads = table.head.iter().map(|cell| &cell.text);
                    let cells = table.rows.iter().flat_map(|row| &row.cells).map(|cell| &cell.text);
                    let frame = [&table.label, &table.title, &table.subtitle, &table.preparer, &table.unit_note];
                    let others = table.contents_text.iter().chain(&table.note).chain(frame);
                    text.extend(heads.chain(cells).chain(others).map(String::as_str));
                }
            }
        }
    }
    clean(&text)
}

/// In which direction a text is written, as far as the template must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Script {
    Plain,
    /// Among others it has letters of a script from right to left. They join: their features may not be turned off.
    Mixed,
    /// It has no others.
    Whole,
}

impl Script {
    pub(super) fn of(text: &str) -> Self {
        match direction::has_right_to_left(text) {
            false => Self::Plain,
            true if direction::is_all_right_to_left(text) => Self::Whole,
            true => Self::Mixed,
        }
    }
}

/// `text` as it is printed, with marks that keep words of another direction in order.
pub(super) fn ordered(text: &str) -> String {
    direction::with_marks(&clean(text)).into_owned()
}

/// Whether something of `c` is printed.
pub(crate) fn is_seen(c: char) -> bool {
    printed(c).is_some_and(|c| !c.is_whitespace())
}

/// `text` without what cannot be printed: control characters but line ends, and marks of no width. Spaces of special
/// widths, which few fonts have, become plain ones.
pub(super) fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(printed).collect()
}

/// What is printed of `c`.
fn printed(c: char) -> Option<char> {
    match c {
        '\n' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\t' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => Some(' '),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}' => None,
        // These are no characters.
        '\u{fffe}' | '\u{ffff}' => None,
        c => (!c.is_control()).then_some(c),
    }
}

/// Room for a table without a number together with its title.
pub(super) fn fits_page(height: f32) -> bool {
    height < paper::TEXT_HEIGHT - 60.0
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_cannot_be_printed_is_left_out() {
        assert_eq!(clean("一\u{200b}二\u{7}\u{fe0f}\u{ad}三\u{e0100}"), "一二三");
        assert_eq!(clean("一\t二\u{2003}三\u{a0}四\u{3000}五"), "一 二 三 四\u{3000}五");
        assert_eq!(clean("一\r\n二\u{2028}三"), "一\n二\n三");
    }
}
