//! PDF with a text layer: tables from their ruling lines, paragraphs from where lines begin and end.
//!
//! The file is taken apart by `hayro-syntax`; what of its instructions places characters and lines is carried out here,
//! within bounds. Pictures are not decoded.

mod cmap;
mod encoding;
mod font;
mod geometry;
mod glyph;
mod guard;
mod indent;
mod nesting;
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
use super::prose::{Prose, ProseLine};
use super::{Bounds, MOST_COLUMNS, Progress};
use super::{Cover, Place, Source};

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
        reading.page(printed, page.render_dimensions().1.into(), number)?;
    }
    if characters < FEWEST_CHARACTERS * pages.len() && pictures > 0 {
        return Err(ReadError::Scanned);
    }
    reading.flush();
    if reading.source.lines.is_empty() { Err(ReadError::Empty) } else { Ok(reading.source) }
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

#[derive(Default)]
struct Reading {
    source: Source,
    bounds: Bounds,
    prose: Prose,
}

/// What stands on a page, from the top.
enum Piece {
    Table(Table),
    Line(ProseLine),
}

impl Reading {
    fn page(&mut self, printed: Printed, height: f64, number: usize) -> Result<(), ReadError> {
        let tables = tables::tables(printed.rulings)?;
        let glyphs: Vec<&Glyph> = printed.glyphs.iter().collect();
        let words = words::words(&glyphs);
        let outside = words.into_iter().filter(|word| !tables.iter().any(|table| is_in(&word.bounds, &table.bounds)));
        let lines = lines(outside.collect());
        let cells = Cells::new(glyphs);
        self.prose.begin_page(height, &lines);
        let mut pieces: Vec<(f64, Piece)> = lines.into_iter().map(|line| (line.top, Piece::Line(line))).collect();
        pieces.extend(tables.into_iter().map(|table| (table.bounds.top, Piece::Table(table))));
        pieces.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let mut row = 0;
        for (_, piece) in pieces {
            row += 1;
            match piece {
                Piece::Line(line) => {
                    self.bounds.row(1)?;
                    if let Some((text, place)) = self.prose.line(line, Place::Page(number, row)) {
                        self.source.push_paragraph(text, place);
                    }
                }
                Piece::Table(table) => {
                    self.flush();
                    row = self.table(&table, &cells, number, row)?;
                }
            }
        }
        Ok(())
    }

    fn flush(&mut self) {
        if let Some((text, place)) = self.prose.end() {
            self.source.push_paragraph(text, place);
        }
    }

    /// Adds a table as a grid. Returns the number of its last row on the page.
    fn table(&mut self, table: &Table, text: &Cells, page: usize, first: usize) -> Result<usize, ReadError> {
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
                slot.push_str(&words::cell_text(&inside));
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
        self.source.push_grid(texts, &covers, &indent::indents(&leftmost));
        Ok(first + height)
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
    let text = words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    let left = words.first().map_or(0.0, |word| word.bounds.left);
    let right = words.last().map_or(0.0, |word| word.bounds.right);
    ProseLine { text, top: bounds.top, bottom: bounds.bottom, left, right }
}
