//! Pages on which characters and lines stand, whoever printed them: tables from their ruling lines, paragraphs from where
//! lines begin and end.
//!
//! The readers of formats with fixed pages carry out what places something on a page, and give it here.

mod cells;
mod geometry;
mod glyph;
mod indent;
mod lines;
mod order;
mod prose;
mod rulings;
mod tables;
mod words;

pub(super) use geometry::{Matrix, Rect};
pub(super) use glyph::Glyph;
pub(super) use order::PAIRS;

use self::cells::{Cells, Grid};
use self::glyph::Once;
use self::prose::{Edges, PageLines, Prose, ProseLine};
use self::rulings::Rulings;
use super::{Bounds, Place, ReadError, Source};

/// Pages that are read.
const MOST_PAGES: usize = 400;
/// Fewer characters a page, beside pictures, are a stamp on a scan.
const FEWEST_CHARACTERS: usize = 20;
/// Characters on a page, and in all.
const MOST_GLYPHS: (usize, usize) = (60_000, 2_000_000);
/// Edges of what is painted on a page.
pub(super) const MOST_EDGES: usize = 240_000;

/// What stands for a character of which the document does not say what it is.
pub(super) const UNREAD: &str = "\u{FFFD}";
/// Of so many characters one may be such, or the text of a document cannot be read.
const MOST_UNREAD: usize = 4;

/// A document that is more than any disclosure.
pub(super) fn too_much() -> ReadError {
    ReadError::TooMuch("一页过于复杂，或者页数太多")
}

/// What is printed on a page.
#[derive(Default)]
pub(super) struct Printed {
    glyphs: Vec<Glyph>,
    rulings: Rulings,
    pictures: usize,
    /// Characters that were printed, those that are left out with them.
    count: usize,
    once: Once,
}

impl Printed {
    /// Prints a character, unless it stands there already.
    pub fn glyph(&mut self, glyph: Glyph) -> Result<(), ReadError> {
        self.count += 1;
        if self.glyphs.len() >= MOST_GLYPHS.0 || self.count > MOST_GLYPHS.1 {
            return Err(too_much());
        }
        if glyph.bounds.is_finite() && self.once.is_new(&glyph) {
            self.glyphs.push(glyph);
        }
        Ok(())
    }

    /// The characters so far.
    pub fn glyphs(&mut self) -> &mut [Glyph] {
        &mut self.glyphs
    }

    /// Prints a straight edge of what is painted.
    pub fn edge(&mut self, from: (f64, f64), to: (f64, f64)) -> Result<(), ReadError> {
        self.rulings.push(from, to);
        if self.rulings.len() > MOST_EDGES { Err(too_much()) } else { Ok(()) }
    }

    /// Prints a picture, of which nothing is read.
    pub fn picture(&mut self) {
        self.pictures += 1;
    }
}

/// What stands on the pages that were read.
pub(super) struct Reading {
    /// The format, as it is named in sentences.
    kind: &'static str,
    bounds: Bounds,
    pages: Vec<PageOf>,
    /// Whether blanks at which lines of cells were broken are printed.
    prints_blanks: bool,
    /// What was printed on them in all.
    count: usize,
    characters: usize,
    /// Those of which the document does not say what they are, and the first page with such.
    unread: usize,
    unread_on: Option<usize>,
    pictures: usize,
}

/// A page, from the top.
struct PageOf {
    /// Its width and height, in points.
    size: (f64, f64),
    has_tables: bool,
    pieces: Vec<Piece>,
}

enum Piece {
    Table(Grid),
    Line(ProseLine, Place),
}

impl Reading {
    /// Of a document of this kind that has so many pages.
    pub fn new(kind: &'static str, pages: usize) -> Result<Self, ReadError> {
        if pages > MOST_PAGES {
            return Err(ReadError::TooMuch("超过 400 页"));
        }
        let (count, characters, unread, pictures) = (0, 0, 0, 0);
        Ok(Self {
            kind,
            bounds: Bounds::default(),
            pages: Vec::new(),
            prints_blanks: false,
            count,
            characters,
            unread,
            unread_on: None,
            pictures,
        })
    }

    /// Takes the next page, of this width and height in points.
    pub fn page(&mut self, mut printed: Printed, size: (f64, f64)) -> Result<(), ReadError> {
        self.count += printed.count;
        if self.count > MOST_GLYPHS.1 {
            return Err(too_much());
        }
        self.characters += printed.glyphs.len();
        self.pictures += printed.pictures;
        printed.glyphs.retain(|glyph| !glyph.is_watermark);
        let number = self.pages.len() + 1;
        let unread = printed.glyphs.iter().filter(|glyph| &*glyph.text == UNREAD).count();
        self.unread += unread;
        self.unread_on = self.unread_on.or((unread > 0).then_some(number));
        let tables = tables::tables(printed.rulings)?;
        let glyphs: Vec<&Glyph> = printed.glyphs.iter().collect();
        let words = words::words(&glyphs);
        let is_in = |word: &Rect, table: &Rect| table.contains(word.middle());
        let outside = words.into_iter().filter(|word| !tables.iter().any(|table| is_in(&word.bounds, &table.bounds)));
        let lines = lines::lines(outside.collect());
        let cells = Cells::new(glyphs);
        let has_tables = !tables.is_empty();
        let mut below: Vec<_> = lines.into_iter().map(|line| (line.top, Err(line))).collect();
        below.extend(tables.into_iter().map(|table| (table.bounds.top, Ok(table))));
        below.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let mut row = 0;
        let mut pieces = Vec::with_capacity(below.len());
        for (_, piece) in below {
            row += 1;
            match piece {
                Err(line) => {
                    self.bounds.row(1)?;
                    pieces.push(Piece::Line(line, Place::Page(number, row)));
                }
                Ok(table) => {
                    let grid = cells.grid(&table, (number, row), &mut self.bounds)?;
                    self.prints_blanks |= grid.prints_blanks;
                    row += grid.rows.len();
                    pieces.push(Piece::Table(grid));
                }
            }
        }
        self.pages.push(PageOf { size, has_tables, pieces });
        Ok(())
    }

    /// What the document says. One of pictures is refused, and one that says nothing.
    pub fn finish(self) -> Result<Source, ReadError> {
        if self.characters < FEWEST_CHARACTERS * self.pages.len() && self.pictures > 0 {
            return Err(ReadError::Scanned(self.kind));
        }
        if self.unread * MOST_UNREAD > self.characters {
            return Err(ReadError::Unreadable(self.kind));
        }
        let source = self.source();
        if source.lines.is_empty() { Err(ReadError::Empty) } else { Ok(source) }
    }

    /// The lines joined into paragraphs, the tables between them.
    fn source(self) -> Source {
        let lines = |page: &PageOf| PageLines {
            size: page.size,
            has_tables: page.has_tables,
            lines: page.pieces.iter().filter_map(Piece::line).cloned().collect(),
        };
        let pages: Vec<PageLines> = self.pages.iter().map(lines).collect();
        let edges = Edges::of(&pages);
        let mut source = Source::default();
        let mut prose = Prose::default();
        let flush = |prose: &mut Prose, source: &mut Source| {
            if let Some((text, place)) = prose.end() {
                source.push_paragraph(text, place);
            }
        };
        for (page, lines) in self.pages.into_iter().zip(&pages) {
            prose.begin_page(page.size.1, edges.on(lines), edges.are_set_in, page.has_tables);
            for piece in page.pieces {
                match piece {
                    Piece::Line(line, place) => {
                        if let Some((text, place)) = prose.line(line, place) {
                            source.push_paragraph(text, place);
                        }
                    }
                    Piece::Table(mut grid) => {
                        flush(&mut prose, &mut source);
                        if self.prints_blanks {
                            let texts = grid.rows.iter_mut().flat_map(|(texts, _)| texts);
                            texts.for_each(|text| *text = words::with_broken_words(text));
                        }
                        source.push_grid(grid.rows, &grid.covers, &grid.indents);
                    }
                }
            }
        }
        flush(&mut prose, &mut source);
        if let Some(page) = self.unread_on {
            source.remarks.push(unread(self.kind, page, self.unread));
        }
        if source.lines.iter().flat_map(|line| &line.cells).any(|cell| order::is_turned(&cell.text)) {
            source.remarks.push(turned(self.kind));
        }
        source
    }
}

/// What is said where the document does not say what some of its characters are.
fn unread(kind: &str, page: usize, count: usize) -> String {
    let kind = kind.trim();
    format!("{kind}里有 {count} 个字符没有说明是什么字（第 {page} 页起），读成 {UNREAD}；请对照原文补上")
}

/// What is said where words run from right to left.
fn turned(kind: &str) -> String {
    format!("从右向左的文字按读的顺序排列；{kind}里没有连接符（U+200C、U+200D），原来有的取不到")
}

impl Piece {
    fn line(&self) -> Option<&ProseLine> {
        match self {
            Self::Line(line, _) => Some(line),
            Self::Table(_) => None,
        }
    }
}
