//! Pages as a PDF file.

use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::error::PdfError;
use super::pages::failure;
use crate::CREATOR;
use crate::guard::guarded;

/// `pages` as a PDF for archives (PDF/A-2a) that readers for the blind can read (PDF/UA-1); where they do not allow that, as
/// PDF/A-2b, or else as a plain PDF.
///
/// The same pages are always the same bytes. The file is known by its `title`, and names neither a path, a user nor a time.
pub(super) fn file_of(pages: &PagedDocument, title: &str) -> Result<Vec<u8>, PdfError> {
    let strict = conforming(pages, title, &[PdfStandard::A_2a, PdfStandard::Ua_1]);
    strict.or_else(|error| {
        // A text may have what only the plainer standard allows, such as headings that skip a step.
        log::warn!("not PDF/A-2a and PDF/UA-1: {error}");
        conforming(pages, title, &[PdfStandard::A_2b]).or_else(|error| {
            // A mark over a letter of which no font has both: archives want every sign to be of one font.
            log::warn!("not PDF/A-2b: {error}");
            conforming(pages, title, &[])
        })
    })
}

fn conforming(pages: &PagedDocument, title: &str, standards: &[PdfStandard]) -> Result<Vec<u8>, PdfError> {
    let options = PdfOptions {
        ident: Smart::Custom(title.to_owned()),
        creator: Smart::Custom(Some(CREATOR.to_owned())),
        standards: PdfStandards::new(standards).map_err(|error| PdfError::Typesetting(error.message().to_string()))?,
        ..PdfOptions::default()
    };
    guarded(|| typst_pdf::pdf(pages, &options))?.map_err(|errors| failure(&errors))
}
