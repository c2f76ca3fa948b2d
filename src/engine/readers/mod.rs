//! Readers: from the bytes of a file, or of the clipboard, to the sheets, tables and paragraphs that stand in it.
//!
//! What a file is, is told by what is in it and not by its name. Every reader keeps to [`Bounds`], so that no file takes
//! more time or memory than many times the largest disclosure would; nothing in a file is executed or fetched. Reading is
//! done in a process of its own ([`isolated`]). What the lines mean is for others to find out: documents for
//! [`crate::import`], lists of codes for [`crate::catalog`], what is pasted for [`crate::edit`].

mod archive;
mod biff;
mod bounds;
mod compound;
mod csv;
mod docx;
mod error;
mod flow;
mod formulas;
mod hidden;
mod html;
mod html_indent;
mod html_table;
mod isolated;
mod number_format;
mod ods;
mod odt;
mod ofd;
mod packed;
mod pdf;
mod printed;
mod progress;
mod results;
mod sheet;
mod source;
mod text;
mod watch;
mod workbook;
mod wrapped;
mod xml;
mod xml_workbook;

pub use error::{ReadError, Refusal};
pub(crate) use formulas::WITHOUT_RESULT;
pub(crate) use isolated::read;
pub use isolated::{TASKS, unpacked, unpacked_names};
pub use packed::{ARCHIVE, PackedFile, PackedState, TAKEN};
pub use progress::Progress;
pub use source::Place;
pub(crate) use source::{Cell, Line, Source};

use std::panic::{AssertUnwindSafe, catch_unwind};

use bounds::{Bounds, MOST_COLUMNS, MOST_ROWS};
use source::{Cover, Indent};

/// What is wanted of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// What a document shows. What is hidden in it is left out, which is told.
    Document,
    /// The tables of a list, with the rows that are folded away in it. Any text is a table.
    List,
    /// The tables of what was copied from a page, all of it.
    Page,
}

impl Wanted {
    /// Whether what is hidden is left out.
    fn is_shown_only(self) -> bool {
        self == Self::Document
    }
}

/// Reads what is `wanted` of `bytes`, in this process.
fn read_here(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let source = match wanted {
        Wanted::Document | Wanted::List => read_any(wanted, bytes, progress),
        Wanted::Page => {
            let page = std::str::from_utf8(bytes).map_err(|_| ReadError::Unknown)?;
            guarded("网页", || html::read(wanted, page, progress))
        }
    }?;
    if source.size().is_bounded() { Ok(source) } else { Err(ReadError::TooMuch("文字太多")) }
}

/// Reads a text with marks between its cells, in this process: it comes with a form and is small.
pub(crate) fn read_table(text: &str) -> Result<Source, ReadError> {
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let source = guarded("CSV 表格", || csv::read(text, csv::delimiter(text), &Progress::default()))?;
    if source.size().is_bounded() { Ok(source) } else { Err(ReadError::TooMuch("文字太多")) }
}

fn read_any(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    if bytes.starts_with(b"PK") {
        guarded("压缩的", || read_archive(wanted, bytes, progress))
    } else if bytes.starts_with(COMPOUND) {
        read_compound(wanted, bytes, progress)
    } else if bytes[..bytes.len().min(PDF_HEAD)].windows(5).any(|piece| piece == b"%PDF-") {
        read_pages("PDF ", pdf::read, bytes, progress)
    } else if bytes.starts_with(b"{\\rtf") {
        Err(ReadError::Unsupported { found: "RTF 文档", instead: ".docx" })
    } else {
        text::read(wanted, bytes, progress)
    }
}

/// Within how many bytes from its beginning a PDF says that it is one.
const PDF_HEAD: usize = 1024;

/// Reads a compound file by the streams that it has: WPS writes its .et and .wps as Excel and Word wrote .xls and .doc.
fn read_compound(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let document = || ReadError::Unsupported { found: "旧的 .doc、.wps 文档", instead: ".docx" };
    let Some(names) = compound::root_names(bytes) else {
        return Err(if compound::names(bytes, "WordDocument") {
            document()
        } else {
            ReadError::Broken("旧的 Office ")
        });
    };
    let has = |sought: &str| names.iter().any(|name| name.eq_ignore_ascii_case(sought));
    if has("Workbook") || has("Book") {
        guarded("XLS 表格", || workbook::read_xls(wanted, bytes, progress))
    } else if has("WordDocument") {
        Err(document())
    } else if has("PowerPoint Document") {
        Err(PRESENTATION)
    } else if has("EncryptedPackage") {
        Err(ReadError::Encrypted)
    } else {
        Err(ReadError::Unknown)
    }
}

/// Reads a document of fixed pages, a page of which can be made to take long.
fn read_pages(
    kind: &'static str,
    read: fn(&[u8], &Progress) -> Result<Source, ReadError>,
    bytes: &[u8],
    progress: &Progress,
) -> Result<Source, ReadError> {
    let (bytes, inner) = (bytes.to_vec(), progress.clone());
    watch::watched(kind, progress, move || guarded(kind, || read(&bytes, &inner)))
}

/// Does `read`. A file from anywhere goes through a foreign parser: should it stumble, the user's work must not be lost
/// with it.
fn guarded(kind: &'static str, read: impl FnOnce() -> Result<Source, ReadError>) -> Result<Source, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(ReadError::Broken(kind)))
}

const PRESENTATION: ReadError = ReadError::Unsupported { found: "演示文稿", instead: ".xlsx 或 .docx" };

/// Reads a zip archive by what is in it.
fn read_archive(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut archive = archive::Archive::open(bytes, "压缩的")?;
    let names = archive.names();
    let has = |sought: &str| names.iter().any(|name| name.eq_ignore_ascii_case(sought));
    if has("xl/workbook.xml") {
        workbook::read_xlsx(wanted, bytes, progress)
    } else if has("xl/workbook.bin") {
        Err(ReadError::Unsupported { found: "二进制的 .xlsb 表格", instead: ".xlsx" })
    } else if has("word/document.xml") {
        docx::read(bytes, progress)
    } else if has("content.xml") {
        let kind = archive.text("mimetype")?.unwrap_or_default();
        if kind.contains("opendocument.text") {
            odt::read(bytes, progress)
        } else if kind.contains("opendocument.presentation") {
            Err(PRESENTATION)
        } else {
            ods::read(wanted, bytes, progress)
        }
    } else if has("encrypted-package") {
        Err(ReadError::Encrypted)
    } else if has("ppt/presentation.xml") {
        Err(PRESENTATION)
    } else if has("OFD.xml") {
        read_pages("OFD ", ofd::read, bytes, progress)
    } else {
        Err(ReadError::Unknown)
    }
}
