//! The formats in which a document can be written.

use std::path::Path;

use super::document::Document;
use super::{ExportError, docx, xlsx};
use crate::evaluate::Evaluated;

/// A format in which a document can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Word document.
    Docx,
    /// Excel workbook.
    Xlsx,
}

impl ExportFormat {
    /// All formats.
    pub const ALL: [Self; 2] = [Self::Docx, Self::Xlsx];

    /// Extension of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
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
            Self::Docx => docx::write(&document, None),
            Self::Xlsx => xlsx::write(&document, evaluated),
        }
    }
}
