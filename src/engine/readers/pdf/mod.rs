//! PDF with a text layer.
//!
//! The file is taken apart by `hayro-syntax`; what of its instructions places characters and lines is carried out here,
//! within bounds. Pictures are not decoded.

mod actual;
mod cmap;
mod encoding;
mod font;
mod guard;
mod nesting;
mod own;
mod page;
mod stream;
#[cfg(test)]
mod tests;
mod turned;

use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

use self::page::Pages;
use super::printed::{Reading, too_much};
use super::{Progress, ReadError, Source};

const PDF: &str = "PDF ";

/// Reads `bytes` as PDF.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    guard::check(bytes)?;
    let pdf = Pdf::new(bytes.to_vec()).map_err(of_pdf)?;
    let pages = pdf.pages();
    let mut reading = Reading::new(PDF, pages.len())?;
    let mut reader = Pages::new(progress);
    for (page, number) in pages.iter().zip(1..) {
        progress.begin_page(number, pages.len())?;
        let (printed, size) = reader.read(page)?;
        reading.page(printed, size)?;
    }
    reading.finish()
}

fn of_pdf(error: LoadPdfError) -> ReadError {
    match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm) => {
            ReadError::Encrypted
        }
        _ => ReadError::Broken(PDF),
    }
}
