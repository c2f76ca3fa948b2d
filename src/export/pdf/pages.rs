//! The pages of a document: drawn, searched, and written as PDF.

use std::borrow::Cow;
use std::collections::BTreeSet;

use typst::comemo;
use typst::diag::SourceDiagnostic;
use typst_layout::PagedDocument;
use typst_render::RenderOptions;

use super::data::{self, DocumentData, PartData};
use super::error::PdfError;
use super::file::file_of;
use super::places::{Area, Places, Spot};
use super::short;
use super::typefaces::{FontSource, Typefaces};
use super::world::DocumentWorld;
use crate::document::Document;
use crate::guard::guarded;
use disclosure_engine::evaluate::Evaluated;

const TEMPLATE: &str = include_str!("../../../assets/document/disclosure.typ");

/// After how many layouts what was kept of one is given up, when none of them made use of it.
const KEPT_LAYOUTS: usize = 6;

/// What would take more bytes while it is set, beside the fonts, is not: a cell takes so many of them, and so does each of its
/// characters and of those of the sentences. Nobody reads so many pages.
const MOST_BYTES: usize = 680_000_000;
const BYTES_OF_CELL: usize = 16_000;
const BYTES_OF_CHARACTER: usize = 1_000;

/// So many pixels of a picture to a point: 300 to an inch.
const PICTURE_PIXELS: f32 = 4.2;

pub struct Pages {
    document: PagedDocument,
    places: Places,
    missing: String,
    title: String,
}

/// A page as pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// Red, green, blue and alpha of each pixel, row by row; alpha is always 255.
    pub rgba: Vec<u8>,
}

impl Pages {
    /// Sets `document`. What is unchanged since the last call is taken from there, in whatever thread that was.
    ///
    /// A document with characters that no font has is set as a draft, with a sign in the place of each: `[U+1F600]`.
    ///
    /// `is_cancelled` is asked between the steps and with each text that is set.
    ///
    /// # Errors
    /// When cancelled, when there are too many rows, or when the typesetter fails, which the document cannot cause.
    pub fn new(
        document: &Document,
        source: FontSource,
        is_cancelled: impl Fn() -> bool + Sync,
    ) -> Result<Self, PdfError> {
        comemo::evict(KEPT_LAYOUTS);
        let check = || if is_cancelled() { Err(PdfError::Cancelled) } else { Ok(()) };
        let text = data::all_text(document);
        check_length(document, &text)?;
        let characters: BTreeSet<char> = text.chars().filter(|character| !character.is_whitespace()).collect();
        drop(text);
        let (typefaces, missing) = Typefaces::of(source, &characters)?;
        check()?;
        let document = &printable(document, &missing);
        let mut parts = data::parts(document);
        let roles = typefaces.roles.clone();
        let data = |parts: &[PartData]| {
            let data = serde_json::to_vec(&DocumentData::new(document, parts, &roles));
            data.map_err(|error| PdfError::Typesetting(error.to_string()))
        };
        // As pixels: its words are those of its alternative, and no paragraphs.
        let pictures = document.pictures().map(|drawing| drawing.png(PICTURE_PIXELS));
        let pictures = pictures.collect::<Result<Vec<_>, _>>();
        let pictures = pictures.map_err(|error| PdfError::Typesetting(error.to_string()))?;
        let mut world = DocumentWorld::new(typefaces, TEMPLATE, data(&parts)?, pictures, &is_cancelled)?;
        check()?;
        let mut pages = typeset(&world)?;
        check()?;
        let short = short::parts(&pages, &parts);
        if !short.is_empty() {
            short.iter().for_each(|&(part, leading)| parts[part].leading = leading);
            world.read_instead(data(&parts)?);
            pages = fewer(pages, typeset(&world)?);
            check()?;
        }
        let places = Places::new(&pages, &parts, document);
        Ok(Self { document: pages, places, missing, title: document.title() })
    }

    /// What the typesetter made of them.
    pub(crate) fn document(&self) -> &PagedDocument {
        &self.document
    }

    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// Width and height of `page`, counted from 0, in points.
    pub fn size(&self, page: usize) -> Option<(f32, f32)> {
        let size = self.document.pages().get(page)?.frame.size();
        Some((size.x.to_pt() as f32, size.y.to_pt() as f32))
    }

    /// Draws `page`, counted from 0, with `scale` pixels to a point.
    pub fn draw(&self, page: usize, scale: f32) -> Option<PageImage> {
        let page = self.document.pages().get(page)?;
        let options = RenderOptions { pixel_per_pt: f64::from(scale).into(), ..RenderOptions::default() };
        let pixels = guarded(|| typst_render::render(page, &options)).ok()?;
        Some(PageImage { width: pixels.width(), height: pixels.height(), rgba: pixels.take() })
    }

    /// Where `spot` stands: in several areas where it goes over several pages, in none where it is not printed.
    pub fn areas(&self, spot: &Spot) -> Vec<Area> {
        self.places.areas(spot)
    }

    /// What stands on `page`, counted from 0, at (`x`, `y`) in points.
    pub fn spot_at(&self, page: usize, x: f32, y: f32) -> Option<&Spot> {
        self.places.at(page, x, y)
    }

    /// The page, counted from 0, on which a part of the document or a block in it begins.
    pub fn page_of(&self, part: usize, block: Option<usize>) -> Option<usize> {
        self.places.page(part, block)
    }

    /// The number printed at the foot of `page`, counted from 0; none on the cover and the contents.
    pub fn printed_number(&self, page: usize) -> Option<u64> {
        let page = self.document.pages().get(page)?;
        page.numbering.as_ref().map(|_| page.number)
    }

    /// The printed page numbers of the list of contents of `document`, which is the one that these pages show.
    pub fn contents(&self, document: &Document) -> Option<Vec<u32>> {
        let number = |part, block| u32::try_from(self.printed_number(self.page_of(part, block)?)?).ok();
        document.contents().iter().map(|entry| number(entry.part, entry.block)).collect()
    }

    /// The characters of the document that no font has, each once: signs stand in their place.
    pub fn missing_characters(&self) -> &str {
        &self.missing
    }

    /// The pages as a PDF for archives (PDF/A-2a) that readers for the blind can read (PDF/UA-1); where the document does
    /// not allow that, as PDF/A-2b, or else as a plain PDF.
    ///
    /// The same pages are always the same bytes. The file names the title, the body and the year, and neither a path,
    /// a user nor a time.
    ///
    /// # Errors
    /// When the library fails, which the document cannot cause.
    pub fn pdf(&self) -> Result<Vec<u8>, PdfError> {
        file_of(&self.document, &self.title)
    }
}

/// Why no pages can be set of `evaluated`, where it is so long that this is known before it is tried.
pub fn too_long(evaluated: Evaluated<'_>) -> Option<PdfError> {
    let document = Document::new(evaluated, false);
    check_length(&document, &data::all_text(&document)).err()
}

/// Refuses what would take more memory and time than a machine at hand has.
fn check_length(document: &Document, text: &str) -> Result<(), PdfError> {
    let rows = || document.tables().flat_map(|table| &table.rows);
    let cells: usize = rows().map(|row| row.cells.len()).sum();
    let characters = text.chars().count();
    if cells * BYTES_OF_CELL + characters * BYTES_OF_CHARACTER > MOST_BYTES {
        return Err(PdfError::TooLong { rows: rows().count(), cells, characters });
    }
    Ok(())
}

/// `document`, as a draft and with signs where characters are missing.
fn printable<'a>(document: &'a Document, missing: &str) -> Cow<'a, Document> {
    if missing.is_empty() {
        return Cow::Borrowed(document);
    }
    Cow::Owned(Document { is_draft: true, ..document.clone().with_signs_for(missing) })
}

/// The one of fewer pages; as it was, if none is saved.
fn fewer(before: PagedDocument, after: PagedDocument) -> PagedDocument {
    if after.pages().len() < before.pages().len() { after } else { before }
}

pub(super) fn typeset(world: &DocumentWorld<'_>) -> Result<PagedDocument, PdfError> {
    let compiled = guarded(|| typst::compile::<PagedDocument>(world))?;
    for warning in &compiled.warnings {
        // Typst would set the text in whatever font it has.
        if warning.message.contains("font family") {
            return Err(PdfError::Typesetting(warning.message.to_string()));
        }
        log::warn!("typesetting: {}", warning.message);
    }
    compiled.output.map_err(|errors| failure(&errors))
}

pub(super) fn failure(errors: &[SourceDiagnostic]) -> PdfError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PdfError::Typesetting(messages.join("；"))
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::document::{
        Alignment, Block, DocumentPart, Heading, PrintedCell, PrintedColumn, PrintedRow, PrintedTable,
    };
    use disclosure_engine::disclosure::Kind;

    pub(in crate::pdf) fn document() -> Document {
        Document {
            cover: ["某单位".to_owned(), "2025年单位预算公开".to_owned()],
            body: "某单位".to_owned(),
            year: 2025,
            kind: Kind::Unit,
            form: String::new(),
            contents_title: "目录".to_owned(),
            short_contents: false,
            is_draft: false,
            draft_mark: "草稿".to_owned(),
            made_on: None,
            parts: Vec::new(),
        }
    }

    #[test]
    fn a_font_that_is_not_there_is_an_error() {
        let (typefaces, _) = Typefaces::of(FontSource::BuiltIn, &BTreeSet::new()).unwrap();
        let data = DocumentData::new(&document(), &[], &typefaces.roles);
        let data = serde_json::to_string(&data).unwrap().replace("Noto Serif SC", "Nowhere Serif");
        let world = DocumentWorld::new(typefaces, TEMPLATE, data.into_bytes(), Vec::new(), &|| false).unwrap();
        let error = typeset(&world).unwrap_err().to_string();
        assert!(error.contains("nowhere serif"), "{error}");
    }

    #[test]
    fn a_document_without_parts_has_a_cover() {
        let pages = Pages::new(&document(), FontSource::BuiltIn, || false).unwrap();
        assert!(pages.count() >= 1);
        let image = pages.draw(0, 0.5).unwrap();
        assert_eq!((image.width, image.height), (298, 421));
        assert_eq!(image.rgba.len(), 298 * 421 * 4);
        assert!(image.rgba.chunks(4).all(|pixel| pixel[3] == 255));
        assert!(pages.draw(99, 0.5).is_none());
    }

    #[test]
    fn a_character_that_no_font_has_is_named() {
        let document = Document { body: "某\u{10ffff}单位".to_owned(), ..document() };
        let document = Document { cover: [document.body.clone(), "公开".to_owned()], ..document };
        let pages = Pages::new(&document, FontSource::BuiltIn, || false).unwrap();
        assert_eq!(pages.missing_characters(), "\u{10ffff}");
        assert!(pages.pdf().is_ok(), "a draft with a sign in its place");
    }

    #[test]
    fn control_characters_are_left_out() {
        let document = Document { contents_title: "目\u{7}\u{200b}录".to_owned(), ..document() };
        assert!(Pages::new(&document, FontSource::BuiltIn, || false).unwrap().pdf().is_ok());
    }

    #[test]
    fn headings_that_skip_a_step_are_written_too() {
        let heading = Heading { text: "（一）情况".to_owned(), level: 3, place: None };
        let part = DocumentPart { title: String::new(), entry: None, blocks: vec![Block::Heading(heading)] };
        let document = Document { parts: vec![part], ..document() };
        assert!(Pages::new(&document, FontSource::BuiltIn, || false).unwrap().pdf().is_ok());
    }

    #[test]
    fn pages_go_from_thread_to_thread() {
        fn is_shared<T: Send + Sync + 'static>() {}
        is_shared::<Pages>();
    }

    /// A document with a table of `rows` rows of four cells.
    fn long(rows: usize) -> Document {
        let cells = || (0..4).map(|column| PrintedCell::new("一段文字 1,234.56", column, Alignment::Left)).collect();
        let column = PrintedColumn { share: 0.25, align: Alignment::Left };
        let table = PrintedTable {
            number: None,
            label: String::new(),
            title: "表".to_owned(),
            about: String::new(),
            subtitle: String::new(),
            contents_text: None,
            preparer: String::new(),
            unit_note: String::new(),
            head: Vec::new(),
            head_rows: 0,
            columns: vec![column; 4],
            rows: (0..rows).map(|_| PrintedRow { cells: cells(), is_total: false }).collect(),
            note: None,
            is_landscape: false,
        };
        Document {
            parts: vec![DocumentPart { title: "表".to_owned(), entry: None, blocks: vec![Block::Table(table)] }],
            ..document()
        }
    }

    #[test]
    fn what_would_take_gigabytes_is_refused_at_once() {
        let said = |document: &Document| Pages::new(document, FontSource::BuiltIn, || false).err().unwrap().to_string();
        let table = said(&long(9_000));
        assert!(table.contains("9000 行、36000 格") && table.contains("Excel"), "{table}");
        let paragraph = Block::Paragraph { text: "中".repeat(20_000), place: None };
        let part = DocumentPart { title: "说明".to_owned(), entry: None, blocks: vec![paragraph; 41] };
        let sentences = said(&Document { parts: vec![part], ..document() });
        assert!(sentences.contains("82 万字"), "{sentences}");
    }

    #[test]
    fn setting_ends_soon_after_it_is_cancelled_and_the_next_document_is_set() {
        let asked = AtomicUsize::new(0);
        let document = long(2_000);
        let cancels = || asked.fetch_add(1, Ordering::Relaxed) > 200;
        assert!(matches!(Pages::new(&document, FontSource::BuiltIn, cancels), Err(PdfError::Cancelled)));
        let asked = asked.load(Ordering::Relaxed);
        assert!((201..1_000).contains(&asked), "asked {asked} times");
        assert_eq!(Pages::new(&long(3), FontSource::BuiltIn, || false).unwrap().count(), 3);
    }

    #[test]
    fn who_cancels_gets_no_pages() {
        assert!(matches!(Pages::new(&document(), FontSource::BuiltIn, || true), Err(PdfError::Cancelled)));
    }
}
