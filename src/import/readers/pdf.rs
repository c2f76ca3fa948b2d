//! PDF with a text layer: tables from their rules, paragraphs from where lines begin and end.
//!
//! The crate that reads it calls itself alpha: it is called within bounds, and a panic of it is a broken file.

use pdfplumber::{
    BBox, Char, CroppedPage, ExtractOptions, PageObject, Pdf, PdfError, PdfErrorKind, Table, TableSettings, Word,
    WordOptions,
};

use super::super::ImportError;
use super::super::source::{Cover, Place, Source};
use super::prose::{Prose, ProseLine};
use super::{Bounds, MOST_COLUMNS, Progress, page_tree, pdf_indent};

const PDF: &str = "PDF ";

/// Pages that are read.
pub(super) const MOST_PAGES: usize = 400;
/// Bytes of one page's instructions.
const MOST_STREAM: usize = 32 * 1024 * 1024;
/// Characters, lines and the like on one page, and in all.
const MOST_OBJECTS: (usize, usize) = (60_000, 2_000_000);
/// Fewer characters a page, beside pictures, are a stamp on a scan.
const FEWEST_CHARACTERS: usize = 20;
/// Letters larger than this, in points, are no text.
const LARGEST: f64 = 72.0;
/// How much a letter may lean, as italics that are feigned do.
const SLANT: f64 = 0.45;
/// How far apart, in points, rules may be that are one.
const TOLERANCE: f64 = 2.0;

/// Reads `bytes` as PDF.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ImportError> {
    let options = ExtractOptions {
        max_objects_per_page: MOST_OBJECTS.0,
        max_total_objects: Some(MOST_OBJECTS.1),
        max_stream_bytes: MOST_STREAM,
        max_pages: Some(MOST_PAGES),
        // Bold that is feigned by printing twice.
        dedupe: Some(pdfplumber::DedupeOptions::default()),
        ..ExtractOptions::default()
    };
    if !page_tree::ends(bytes) {
        return Err(ImportError::Broken(PDF));
    }
    let pdf = Pdf::open_bytes(bytes, Some(options)).map_err(|error| of_pdf(&error))?;
    if pdf.page_count() > MOST_PAGES {
        return Err(ImportError::TooMuch("超过 400 页"));
    }
    let mut reading = Reading::default();
    let (mut characters, mut pictures) = (0, 0);
    for index in 0..pdf.page_count() {
        progress.begin_page(index + 1, pdf.page_count())?;
        let page = pdf.page(index).map_err(|error| of_pdf(&error))?;
        characters += page.chars().len();
        pictures += page.images().len();
        let printed = page.filter(|object| !matches!(object, PageObject::Char(char) if is_watermark(char)));
        reading.page(&printed, index + 1)?;
    }
    if characters < FEWEST_CHARACTERS * pdf.page_count() && pictures > 0 {
        return Err(ImportError::Scanned);
    }
    reading.flush();
    if reading.source.lines.is_empty() { Err(ImportError::Empty) } else { Ok(reading.source) }
}

fn of_pdf(error: &PdfError) -> ImportError {
    match error.kind() {
        PdfErrorKind::PasswordRequired | PdfErrorKind::InvalidPassword => ImportError::Encrypted,
        PdfErrorKind::ResourceLimit => ImportError::TooMuch("PDF 的一页过于复杂，或者页数太多"),
        _ => ImportError::Broken(PDF),
    }
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
    fn page(&mut self, page: &CroppedPage, number: usize) -> Result<(), ImportError> {
        let tables: Vec<Table> = page.find_tables(&TableSettings::default()).into_iter().filter(is_table).collect();
        let words = page.extract_words(&WordOptions::default());
        let outside = words.into_iter().filter(|word| !tables.iter().any(|table| is_in(&word.bbox, &table.bbox)));
        let lines = lines(outside.collect());
        self.prose.begin_page(page.height(), &lines);
        let mut pieces: Vec<(f64, Piece)> = lines.into_iter().map(|line| (line.top, Piece::Line(line))).collect();
        pieces.extend(tables.into_iter().map(|table| (table.bbox.top, Piece::Table(table))));
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
                    row = self.table(&table, page.chars(), number, row)?;
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
    fn table(&mut self, table: &Table, chars: &[Char], page: usize, first: usize) -> Result<usize, ImportError> {
        let columns = edges(table.cells.iter().flat_map(|cell| [cell.bbox.x0, cell.bbox.x1]));
        let rows = edges(table.cells.iter().flat_map(|cell| [cell.bbox.top, cell.bbox.bottom]));
        let (width, height) = (columns.len().saturating_sub(1), rows.len().saturating_sub(1));
        if width > MOST_COLUMNS {
            return Err(ImportError::TooMuch("表格的列太多"));
        }
        let mut texts = Vec::with_capacity(height);
        for row in 0..height {
            self.bounds.row(width)?;
            texts.push((vec![String::new(); width], Place::Page(page, first + row)));
        }
        let mut covers = Vec::new();
        let mut leftmost = Vec::new();
        for cell in &table.cells {
            let (top, bottom) = (nearest(&rows, cell.bbox.top), nearest(&rows, cell.bbox.bottom));
            let (left, right) = (nearest(&columns, cell.bbox.x0), nearest(&columns, cell.bbox.x1));
            if let Some(slot) = texts.get_mut(top).and_then(|(row, _)| row.get_mut(left)) {
                slot.push_str(cell.text.as_deref().unwrap_or_default());
            }
            if left == 0 {
                leftmost.push((top, cell.bbox));
            }
            for row in top..bottom {
                for column in left..right {
                    if (row, column) != (top, left) {
                        covers.push(Cover { row, column, by: (top, left) });
                    }
                }
            }
        }
        self.source.push_grid(texts, &covers, &pdf_indent::indents(&leftmost, chars));
        Ok(first + height)
    }
}

/// Whether a character belongs to a mark across the page, such as 草稿: it is slanted, or far larger than any title.
fn is_watermark(char: &Char) -> bool {
    let [a, b, c, d, ..] = char.ctm;
    let is_slanted = [a * b, c * d, a * c, b * d].iter().any(|product| product.abs() > SLANT * (a * d - b * c).abs());
    is_slanted || char.size > LARGEST
}

/// Whether what was found between rules is a table and no frame around a text.
fn is_table(table: &Table) -> bool {
    table.cells.len() > 2
}

fn is_in(word: &BBox, table: &BBox) -> bool {
    let (x, y) = ((word.x0 + word.x1) / 2.0, (word.top + word.bottom) / 2.0);
    (table.x0..=table.x1).contains(&x) && (table.top..=table.bottom).contains(&y)
}

/// The places of rules, each once.
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
    words.sort_by(|one, other| one.bbox.top.total_cmp(&other.bbox.top).then(one.bbox.x0.total_cmp(&other.bbox.x0)));
    let mut lines: Vec<(BBox, Vec<Word>)> = Vec::new();
    for word in words {
        let middle = (word.bbox.top + word.bbox.bottom) / 2.0;
        match lines.last_mut().filter(|(bbox, _)| (bbox.top..=bbox.bottom).contains(&middle)) {
            Some((bbox, line)) => {
                bbox.bottom = bbox.bottom.max(word.bbox.bottom);
                line.push(word);
            }
            None => lines.push((word.bbox, vec![word])),
        }
    }
    lines.into_iter().map(|(bbox, words)| prose_line(bbox, words)).collect()
}

fn prose_line(bbox: BBox, mut words: Vec<Word>) -> ProseLine {
    words.sort_by(|one, other| one.bbox.x0.total_cmp(&other.bbox.x0));
    let mut text = String::new();
    for word in &words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    let (left, right) = (words.first().map_or(0.0, |word| word.bbox.x0), words.last().map_or(0.0, |word| word.bbox.x1));
    ProseLine { text, top: bbox.top, bottom: bbox.bottom, left, right }
}
