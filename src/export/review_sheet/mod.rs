//! The review sheet as a file to be sent back.

mod docx;
mod xlsx;

use std::path::Path;

use super::ExportError;
use disclosure_engine::review::ReviewSheet;

/// A format in which a review sheet can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Excel workbook, a sheet for each section.
    Xlsx,
    /// Word document.
    Docx,
    /// Plain text.
    Text,
}

impl SheetFormat {
    /// All formats.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Docx, Self::Text];

    /// Extension of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Text => "txt",
        }
    }

    /// The format of a file called `path`.
    pub fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?;
        Self::ALL.into_iter().find(|format| extension.eq_ignore_ascii_case(format.extension()))
    }

    /// `sheet` as the bytes of a file.
    ///
    /// # Errors
    /// When something does not fit into the format.
    pub fn write(self, sheet: &ReviewSheet) -> Result<Vec<u8>, ExportError> {
        match self {
            Self::Xlsx => Ok(xlsx::write(sheet)?),
            Self::Docx => docx::write(sheet),
            Self::Text => Ok(sheet.text().into_bytes()),
        }
    }
}

#[cfg(test)]
mod tests;
