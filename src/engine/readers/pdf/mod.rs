//! PDF with a text layer: tables from their ruling lines, paragraphs from where lines begin and end.
//!
//! The file is taken apart by `hayro-syntax`; what of its instructions places characters and lines is carried out here,
//! within bounds. Pictures are not decoded.

mod actual;
mod cmap;
mod encoding;
mod font;
mod geometry;
mod glyph;
mod guard;
mod indent;
mod nesting;
mod order;
mod page;
mod rulings;
mod stream;
mod tables;
#[cfg(test)]
mod tests;
mod words;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::geometry::Rect;
use self::glyph::Glyph;
use self::page::{Pages, Printed};
use self::tables::Table;
use self::words::Word;
use super::ReadError;
use super::prose::{Edges, PageLines, Prose, ProseLine};
use super::{Bounds, MOST_COLUMNS, Progress};
use super::{Cover, Indent, Place, Source};

const PDF: &str = "PDF ";

/// Pages that are read.
const MOST_PAGES: usize = 400;
/// Fewer characters a page, beside pictures, are a stamp on a scan.
const FEWEST_CHARACTERS: usize = 20;
/// How far apart, in points, ruling lines may be that are one.
const TOLERANCE: f64 = 2.0;

/// Reads `bytes` as PDF.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    guard::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(of_pdf)?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(ReadError::TooMuch("超过 400 页"));
    }
    let mut reading = Reading::default();
    let mut reader = Pages::new(progress);
    let (mut characters, mut pictures) = (0, 0);
    for (page, number) in pages.iter().zip(1..) {
        progress.begin_page(number, pages.len())?;
        let mut printed = reader.read(page)?;
        characters += printed.glyphs.len();
        pictures += printed.pictures;
        printed.glyphs.retain(|glyph| !glyph.is_watermark);
        let (width, height) = page.render_dimensions();
        reading.page(printed, (width.into(), height.into()), number)?;
    }
    if characters < FEWEST_CHARACTERS * pages.len() && pictures > 0 {
        return Err(ReadError::Scanned);
    }
    let source = reading.source();
    if source.lines.is_empty() { Err(ReadError::Empty) } else { Ok(source) }
}

fn of_pdf(error: LoadPdfError) -> ReadError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            ReadError::Encrypted
        }
        _ => ReadError::Broken(PDF),
    }
}

/// A document that is more than any disclosure.
fn too_much() -> ReadError {
    ReadError::TooMuch("PDF 的一页过于复杂，或者页数太多")
}

/// What stands on the pages that were read.
#[derive(Default)]
struct Reading {
    bounds: Bounds,
    pages: Vec<PageOf>,
    /// Whether blanks at which lines of cells were broken are printed.
    prints_blanks: bool,
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

/// A table, for the source.
struct Grid {
    rows: Vec<(Vec<String>, Place)>,
    covers: Vec<Cover>,
    indents: Vec<Indent>,
}

/// What is said where words run from right to left.
const TURNED: &str = "从右向左的文字按读的顺序排列；PDF 里没有连接符（U+200C、U+200D），原来有的取不到";

impl Reading {
    fn page(&mut self, printed: Printed, size: (f64, f64), number: usize) -> Result<(), ReadError> {
        let tables = tables::tables(printed.rulings)?;
        let glyphs: Vec<&Glyph> = printed.glyphs.iter().collect();
        let words = words::words(&glyphs);
        let outside = words.into_iter().filter(|word| !tables.iter().any(|table| is_in(&word.bounds, &table.bounds)));
        let lines = lines(outside.collect());
        let cells = Cells::new(glyphs);
        let has_tables = !tables.is_empty();
        let mut below: Vec<(f64, Result<Table, ProseLine>)> =
            lines.into_iter().map(|line| (line.top, Err(line))).collect();
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
                    let grid = self.table(&table, &cells, number, row)?;
                    row += grid.rows.len();
                    pieces.push(Piece::Table(grid));
                }
            }
        }
        self.pages.push(PageOf { size, has_tables, pieces });
        Ok(())
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
            prose.begin_page(page.size.1, edges.on(lines), edges.are_set_in && !page.has_tables);
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
        if source.lines.iter().flat_map(|line| &line.cells).any(|cell| order::is_turned(&cell.text)) {
            source.remarks.push(TURNED.to_owned());
        }
        source
    }

    /// A table as a grid, of which the row `first` on the page is the first.
    fn table(&mut self, table: &Table, text: &Cells, page: usize, first: usize) -> Result<Grid, ReadError> {
        let columns = edges(table.cells.iter().flat_map(|cell| [cell.left, cell.right]));
        let rows = edges(table.cells.iter().flat_map(|cell| [cell.top, cell.bottom]));
        let (width, height) = (columns.len().saturating_sub(1), rows.len().saturating_sub(1));
        if width > MOST_COLUMNS {
            return Err(ReadError::TooMuch("表格的列太多"));
        }
        let mut texts = Vec::with_capacity(height);
        for row in 0..height {
            self.bounds.row(width)?;
            texts.push((vec![String::new(); width], Place::Page(page, first + row)));
        }
        let mut covers = Vec::new();
        let mut leftmost = Vec::new();
        for cell in &table.cells {
            let (top, bottom) = (nearest(&rows, cell.top), nearest(&rows, cell.bottom));
            let (left, right) = (nearest(&columns, cell.left), nearest(&columns, cell.right));
            let inside = text.inside(cell);
            if let Some(slot) = texts.get_mut(top).and_then(|(row, _)| row.get_mut(left)) {
                let words::CellText { text, prints_blanks } = words::cell_text(&inside);
                self.prints_blanks |= prints_blanks;
                slot.push_str(&text);
            }
            if left == 0 {
                leftmost.push((top, *cell, inside));
            }
            for row in top..bottom {
                for column in left..right {
                    if (row, column) != (top, left) {
                        covers.push(Cover { row, column, by: (top, left) });
                    }
                }
            }
        }
        Ok(Grid { rows: texts, covers, indents: indent::indents(&leftmost) })
    }
}

impl Piece {
    fn line(&self) -> Option<&ProseLine> {
        match self {
            Self::Line(line, _) => Some(line),
            Self::Table(_) => None,
        }
    }
}

/// The characters of a page by how far down they stand, to find those of a cell.
struct Cells<'a> {
    glyphs: Vec<(f64, usize, &'a Glyph)>,
}

impl<'a> Cells<'a> {
    fn new(glyphs: Vec<&'a Glyph>) -> Self {
        let mut glyphs: Vec<_> =
            glyphs.into_iter().zip(0..).map(|(glyph, index)| (glyph.bounds.middle().1, index, glyph)).collect();
        glyphs.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
        Self { glyphs }
    }

    /// Those whose middle is in `cell`, in the order in which they were printed.
    fn inside(&self, cell: &Rect) -> Vec<&'a Glyph> {
        let from = self.glyphs.partition_point(|(middle, ..)| *middle < cell.top);
        let below = self.glyphs[from..].iter().take_while(|(middle, ..)| *middle <= cell.bottom);
        let mut inside: Vec<_> = below.filter(|(.., glyph)| cell.contains(glyph.bounds.middle())).collect();
        inside.sort_by_key(|(_, index, _)| *index);
        inside.into_iter().map(|(.., glyph)| *glyph).collect()
    }
}

fn is_in(word: &Rect, table: &Rect) -> bool {
    table.contains(word.middle())
}

/// The places of ruling lines, each once.
fn edges(places: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut places: Vec<f64> = places.filter(|place| place.is_finite()).collect();
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, place| *next - *place <= TOLERANCE);
    places
}

fn nearest(edges: &[f64], place: f64) -> usize {
    let distance = |edge: &f64| (edge - place).abs();
    let nearest = edges.iter().enumerate().min_by(|(_, one), (_, other)| distance(one).total_cmp(&distance(other)));
    nearest.map_or(0, |(index, _)| index)
}

/// Words gathered into lines.
fn lines(mut words: Vec<Word>) -> Vec<ProseLine> {
    words.sort_by(|one, other| {
        one.bounds.top.total_cmp(&other.bounds.top).then(one.bounds.left.total_cmp(&other.bounds.left))
    });
    let mut lines: Vec<(Rect, Vec<Word>)> = Vec::new();
    for word in words {
        let (_, middle) = word.bounds.middle();
        match lines.last_mut().filter(|(bounds, _)| (bounds.top..=bounds.bottom).contains(&middle)) {
            Some((bounds, line)) => {
                bounds.bottom = bounds.bottom.max(word.bounds.bottom);
                line.push(word);
            }
            None => lines.push((word.bounds, vec![word])),
        }
    }
    lines.into_iter().map(|(bounds, words)| prose_line(bounds, words)).collect()
}

fn prose_line(bounds: Rect, mut words: Vec<Word>) -> ProseLine {
    words.sort_by(|one, other| one.bounds.left.total_cmp(&other.bounds.left));
    let text = words::line_text(words.iter());
    let left = words.first().map_or(0.0, |word| word.bounds.left);
    let right = words.last().map_or(0.0, |word| word.bounds.right);
    let after = words::line_break(words.first()).to_owned();
    let is_turned = order::is_all_turned(&text);
    // A word in which two fonts meet is higher than its type.
    let size = words.iter().map(|word| word.bounds.bottom - word.bounds.top).fold(f64::INFINITY, f64::min);
    ProseLine { text, after, top: bounds.top, bottom: bounds.bottom, left, right, size, is_turned }
}
