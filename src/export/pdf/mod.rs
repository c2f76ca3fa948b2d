//! The document as pages, and those as PDF.
//!
//! [`Pages::new`] sets a document; its pages are drawn for the preview ([`Pages::draw`]) or written as PDF
//! ([`Pages::pdf`]). [`Pages::areas`] leads from a cell or text to its place on the pages, [`Pages::spot_at`] back.
//!
//! Everything here may run on any thread, and pages may be handed from one to another. The first call decompresses the
//! fonts, which takes longest; setting a document again after an edit takes little, since Typst keeps what did not
//! change. The template is `assets/document/disclosure.typ`; what it reads is made in `data` and `table`.

mod booklet;
mod data;
mod error;
mod file;
mod pages;
mod paper;
mod places;
mod short;
mod table;
mod typefaces;
mod world;

pub(crate) use booklet::write_booklet;
pub(super) use data::is_seen;
pub use error::PdfError;
pub use pages::{PageImage, Pages, too_long};
pub(crate) use paper::{Fit, fitted};
pub use places::{Area, Spot};
pub use typefaces::FontSource;
#[cfg(test)]
pub(super) use typefaces::built_in_codes;
pub(super) use typefaces::is_installed;

use super::document::Document;

/// `document` as a PDF file.
///
/// # Errors
/// When the document has too many rows, or a library fails.
pub fn write(document: &Document, source: FontSource) -> Result<Vec<u8>, PdfError> {
    Pages::new(document, source, || false)?.pdf()
}
