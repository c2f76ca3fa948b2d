//! A booklet as its template reads it, and as pages.

use std::collections::BTreeSet;

use serde::Serialize;

use super::error::PdfError;
use super::file::file_of;
use super::pages::typeset;
use super::typefaces::{FontSource, Roles, Typefaces};
use super::world::DocumentWorld;
use crate::booklet::{Block, Booklet, Chapter, Look, Picture, Span, Written, shares, written};
use crate::document::Day;
use crate::picture::picture;

const TEMPLATE: &str = include_str!("../../../assets/document/booklet.typ");

/// How many pixels of a picture stand in a millimetre, unless it would be wider than the page.
const PIXELS: f32 = 6.6;
/// How wide the text is, in millimetres; the template has the margins.
const WIDTH: f32 = 162.0;

#[derive(Serialize)]
struct BookletData<'a> {
    title: &'a str,
    about: &'a str,
    contents_title: &'a str,
    date: Day,
    fonts: &'a Roles,
    chapters: Vec<ChapterData<'a>>,
}

#[derive(Serialize)]
struct ChapterData<'a> {
    title: &'a str,
    blocks: Vec<BlockData<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum BlockData<'a> {
    Heading {
        level: usize,
        text: &'a str,
    },
    Text {
        words: Words<'a>,
    },
    List {
        counted: bool,
        items: Vec<Words<'a>>,
    },
    Table {
        /// How much of the width each column gets, in percent.
        shares: Vec<f32>,
        rows: Vec<Vec<Words<'a>>>,
    },
    Picture {
        /// The file in which it is.
        file: String,
        alternative: &'a str,
        /// How much of the width of the text it takes, in percent.
        width: f32,
    },
}

type Words<'a> = Vec<SpanData<'a>>;

#[derive(Serialize)]
struct SpanData<'a> {
    text: &'a str,
    look: &'static str,
}

/// `booklet` as a PDF file, with the fonts of the program: it is the same on every machine.
pub(crate) fn write_booklet(booklet: &Booklet) -> Result<Vec<u8>, PdfError> {
    let (typefaces, missing) = Typefaces::of(FontSource::BuiltIn, &characters(booklet))?;
    if !missing.is_empty() {
        return Err(PdfError::Typesetting(format!("没有字体有这些字：{missing}")));
    }
    let mut pictures = Vec::new();
    let chapters = booklet.chapters.iter().map(|chapter| ChapterData::of(chapter, &mut pictures)).collect();
    let data = BookletData {
        title: &booklet.title,
        about: &booklet.about,
        contents_title: &booklet.contents_title,
        date: booklet.day,
        fonts: &typefaces.roles,
        chapters,
    };
    let data = serde_json::to_vec(&data).map_err(|error| PdfError::Typesetting(error.to_string()))?;
    let world = DocumentWorld::new(typefaces, TEMPLATE, data, pictures, &|| false)?;
    let pages = typeset(&world);
    typst::comemo::evict(0);
    file_of(&pages?, &booklet.title)
}

/// Every character that is printed.
fn characters(booklet: &Booklet) -> BTreeSet<char> {
    // What the template itself prints.
    let mut text = "—.•0123456789".to_owned() + &booklet.title + &booklet.about + &booklet.contents_title;
    for chapter in &booklet.chapters {
        text.push_str(&chapter.title);
        text.extend(chapter.blocks.iter().map(Block::text));
    }
    text.chars().filter(|character| !character.is_whitespace()).collect()
}

impl<'a> ChapterData<'a> {
    /// `chapter`, whose pictures are added to those before it.
    fn of(chapter: &'a Chapter, pictures: &mut Vec<Vec<u8>>) -> Self {
        let blocks = written(&chapter.blocks).into_iter().map(|block| BlockData::of(block, pictures)).collect();
        Self { title: &chapter.title, blocks }
    }
}

impl<'a> BlockData<'a> {
    fn of(block: Written<'a>, pictures: &mut Vec<Vec<u8>>) -> Self {
        match block {
            Written::List { is_counted, items } => {
                Self::List { counted: is_counted, items: items.into_iter().map(words).collect() }
            }
            Written::Single(Block::Heading { level, text }) => Self::Heading { level: *level, text },
            Written::Single(Block::Text(spans) | Block::Item(_, spans)) => Self::Text { words: words(spans) },
            Written::Single(Block::Table(rows)) => {
                let shares: Vec<f32> = shares(rows).into_iter().map(|share| share * 100.0).collect();
                let row = |row: &'a Vec<Vec<Span>>| {
                    let cells = row.iter().map(|cell| words(cell));
                    cells.chain(std::iter::repeat_with(Vec::new)).take(shares.len()).collect()
                };
                let rows = rows.iter().map(row).collect();
                Self::Table { shares, rows }
            }
            Written::Single(Block::Picture(shown)) => Self::picture(shown, pictures),
        }
    }

    fn picture(shown: &'a Picture, pictures: &mut Vec<Vec<u8>>) -> Self {
        let file = super::data::picture_file(pictures.len());
        pictures.push(shown.png.to_vec());
        let pixels = picture(shown.png).map_or(0.0, |image| image.width as f32);
        let width = (pixels / PIXELS / WIDTH).min(1.0) * 100.0;
        Self::Picture { file, alternative: &shown.alternative, width }
    }
}

fn words(spans: &[Span]) -> Words<'_> {
    let look = |look| match look {
        Look::Plain => "plain",
        Look::Bold => "bold",
        Look::Code => "code",
    };
    spans.iter().map(|span| SpanData { text: &span.text, look: look(span.look) }).collect()
}
