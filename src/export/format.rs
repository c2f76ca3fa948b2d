//! The formats in which a document can be written.

use std::path::Path;

use super::document::Document;
use super::pdf::{FontSource, Pages};
use super::{ExportError, docx, pdf, xlsx};
use crate::evaluate::Evaluated;

/// A format in which a document can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Pages, for publishing and archives.
    Pdf,
    /// Word document.
    Docx,
    /// Excel workbook.
    Xlsx,
}

impl ExportFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Docx, Self::Xlsx];

    /// Extension of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of a file called `path`.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        Self::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }

    /// `evaluated` as the bytes of a file; `is_draft` marks each page as a draft's.
    ///
    /// # Errors
    /// When something does not fit into the format.
    pub fn write(self, evaluated: Evaluated<'_>, is_draft: bool) -> Result<Vec<u8>, ExportError> {
        let document = Document::new(evaluated, is_draft);
        match self {
            Self::Pdf => Ok(pdf::write(&document, FontSource::Installed)?),
            Self::Docx => {
                // The contents want page numbers; the same document as PDF has about the right ones.
                let pages = Pages::new(&document, FontSource::Installed, || false).ok();
                docx::write(&document, pages.and_then(|pages| pages.contents(&document)).as_deref())
            }
            Self::Xlsx => xlsx::write(&document, evaluated),
        }
    }
}
