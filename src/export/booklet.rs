//! A booklet: chapters of headings, texts, lists, tables and pictures, such as the manual.
//!
//! It is described once, drawn by the window, and written here as pages and as a web page.

use crate::document::Day;
use crate::{html, pdf};

/// A booklet.
#[derive(Debug, Clone, PartialEq)]
pub struct Booklet {
    pub title: String,
    /// A line under the title: which version of what it tells about.
    pub about: String,
    /// Head of the list of contents.
    pub contents_title: String,
    /// The day on which it was made; the archives want one in the file.
    pub day: Day,
    pub chapters: Vec<Chapter>,
}

/// A chapter. It begins on a new page.
#[derive(Debug, Clone, PartialEq)]
pub struct Chapter {
    pub title: String,
    pub blocks: Vec<Block>,
}

/// A piece of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading: of level 2 under the title of the chapter, 3 below that.
    Heading {
        level: usize,
        text: String,
    },
    Text(Vec<Span>),
    /// An item of a list, behind its mark: [`BULLET`] or `1.`.
    Item(String, Vec<Span>),
    /// Rows of cells; the first is the head.
    Table(Vec<Vec<Vec<Span>>>),
    Picture(Picture),
}

/// A picture of the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// What it shows, printed under it, and all there is of it for those who do not see it.
    pub alternative: String,
    /// The PNG file.
    pub png: &'static [u8],
}

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub look: Look,
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    Plain,
    Bold,
    /// What is typed.
    Code,
}

/// The mark of items that are not counted.
pub const BULLET: &str = "•";

/// A column of a table is given room for its longest cell and one character, but for so many at least and at most.
const CHARACTERS: (u16, u16) = (4, 20);

impl Booklet {
    /// The booklet as a PDF for archives that readers for the blind can read.
    ///
    /// # Errors
    /// When a font is damaged or the typesetter fails, which the booklet cannot cause.
    pub fn pdf(&self) -> Result<Vec<u8>, pdf::PdfError> {
        pdf::write_booklet(self)
    }

    /// The booklet as a web page that stands alone. The same booklet always yields the same.
    pub fn page(&self) -> Vec<u8> {
        html::booklet_page(self)
    }
}

impl Block {
    /// Its words.
    pub fn text(&self) -> String {
        match self {
            Self::Heading { text, .. } => text.clone(),
            Self::Text(spans) | Self::Item(_, spans) => plain(spans),
            Self::Table(rows) => {
                let row = |row: &Vec<Vec<Span>>| row.iter().map(|cell| plain(cell)).collect::<Vec<_>>().join(" ");
                rows.iter().map(row).collect::<Vec<_>>().join(" ")
            }
            Self::Picture(picture) => picture.alternative.clone(),
        }
    }
}

/// Words without their look.
pub fn plain(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// How much of the width of a table each of its columns gets, by its longest cell; all together are 1.
pub fn shares(rows: &[Vec<Vec<Span>>]) -> Vec<f32> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let longest = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        let length = cells.map(|cell| plain(cell).chars().count() + 1).max().unwrap_or(0);
        f32::from(u16::try_from(length).unwrap_or(u16::MAX).clamp(CHARACTERS.0, CHARACTERS.1))
    };
    let lengths: Vec<f32> = (0..columns).map(longest).collect();
    let all: f32 = lengths.iter().sum();
    lengths.into_iter().map(|length| length / all).collect()
}

/// Blocks as they are written: items that follow each other are one list.
pub(crate) enum Written<'a> {
    Single(&'a Block),
    List { is_counted: bool, items: Vec<&'a [Span]> },
}

/// `blocks` with their items gathered into lists.
pub(crate) fn written(blocks: &[Block]) -> Vec<Written<'_>> {
    let mut all: Vec<Written<'_>> = Vec::new();
    for block in blocks {
        let Block::Item(mark, spans) = block else {
            all.push(Written::Single(block));
            continue;
        };
        let counted = mark != BULLET;
        match all.last_mut() {
            Some(Written::List { is_counted, items }) if *is_counted == counted => items.push(spans),
            _ => all.push(Written::List { is_counted: counted, items: vec![spans] }),
        }
    }
    all
}
