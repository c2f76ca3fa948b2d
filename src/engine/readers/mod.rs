//! Readers: from the bytes of a file to the lines that stand in it.
//!
//! What a file is, is told by what is in it and not by its name. Every reader keeps to [`Bounds`], so that no file takes
//! more time or memory than many times the largest disclosure would; nothing in a file is executed or fetched.

mod archive;
mod biff;
mod compound;
mod csv;
mod docx;
mod hidden;
mod html;
mod html_table;
mod ods;
mod pdf;
mod prose;
mod sheet;
mod text;
mod watch;
mod workbook;
mod xml;
mod xml_workbook;

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::source::Source;
use super::{ImportError, Progress};

/// Cells that are read, of all grids together.
const MOST_CELLS: usize = 2_000_000;
/// Rows and paragraphs that are read.
const MOST_ROWS: usize = 100_000;
/// Columns of a grid.
pub(super) const MOST_COLUMNS: usize = 256;

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Bounds {
    rows: usize,
    cells: usize,
}

impl Bounds {
    /// Counts a cell.
    pub fn cell(&mut self) -> Result<(), ImportError> {
        self.cells += 1;
        if self.cells > MOST_CELLS { Err(ImportError::TooMuch("超过 200 万格")) } else { Ok(()) }
    }

    /// Counts a row of `cells`.
    pub fn row(&mut self, cells: usize) -> Result<(), ImportError> {
        self.rows += 1;
        self.cells += cells;
        if self.rows > MOST_ROWS {
            Err(ImportError::TooMuch("超过 10 万行"))
        } else if self.cells > MOST_CELLS {
            Err(ImportError::TooMuch("超过 200 万格"))
        } else {
            Ok(())
        }
    }
}

/// Reads `bytes`, whatever they are.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ImportError> {
    let source = read_any(bytes, progress)?;
    if source.size().is_bounded() { Ok(source) } else { Err(ImportError::TooMuch("文字太多")) }
}

fn read_any(bytes: &[u8], progress: &Progress) -> Result<Source, ImportError> {
    const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.is_empty() {
        return Err(ImportError::Empty);
    }
    if bytes.starts_with(b"PK") {
        guarded("压缩的", || read_archive(bytes, progress))
    } else if bytes.starts_with(COMPOUND) {
        read_compound(bytes, progress)
    } else if bytes[..bytes.len().min(PDF_HEAD)].windows(5).any(|piece| piece == b"%PDF-") {
        let (bytes, inner) = (bytes.to_vec(), progress.clone());
        watch::watched("PDF ", progress, move || guarded("PDF ", || pdf::read(&bytes, &inner)))
    } else if bytes.starts_with(b"{\\rtf") {
        Err(ImportError::Unsupported { found: "RTF 文档", instead: ".docx" })
    } else {
        text::read(bytes, progress)
    }
}

/// Within how many bytes from its beginning a PDF says that it is one.
const PDF_HEAD: usize = 1024;

/// Whether the first entry of an OpenDocument file, which is not compressed, says that it is a text.
fn is_text_document(bytes: &[u8]) -> bool {
    bytes.get(..200).is_some_and(|head| head.windows(16).any(|piece| piece == b"opendocument.tex"))
}

/// Reads a compound file by the streams that it has: WPS writes its .et and .wps as Excel and Word wrote .xls and .doc.
fn read_compound(bytes: &[u8], progress: &Progress) -> Result<Source, ImportError> {
    let document = || ImportError::Unsupported { found: "旧的 .doc、.wps 文档", instead: ".docx" };
    let Some(names) = compound::root_names(bytes) else {
        return Err(if compound::names(bytes, "WordDocument") {
            document()
        } else {
            ImportError::Broken("旧的 Office ")
        });
    };
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("Workbook") || has("Book") {
        guarded("XLS 表格", || workbook::read_xls(bytes, progress))
    } else if has("WordDocument") {
        Err(document())
    } else if has("PowerPoint Document") {
        Err(ImportError::Unsupported { found: "演示文稿", instead: ".xlsx 或 .docx" })
    } else if has("EncryptedPackage") {
        Err(ImportError::Encrypted)
    } else {
        Err(ImportError::Unknown)
    }
}

/// Does `read`. A file from anywhere goes through a foreign parser: should it stumble, the user's work must not be lost
/// with it.
fn guarded(kind: &'static str, read: impl FnOnce() -> Result<Source, ImportError>) -> Result<Source, ImportError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(ImportError::Broken(kind)))
}

/// Reads a zip archive by what is in it.
fn read_archive(bytes: &[u8], progress: &Progress) -> Result<Source, ImportError> {
    let names = archive::Archive::open(bytes, "压缩的")?.names();
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("xl/workbook.xml") {
        workbook::read_xlsx(bytes, progress)
    } else if has("xl/workbook.bin") {
        Err(ImportError::Unsupported { found: "二进制的 .xlsb 表格", instead: ".xlsx" })
    } else if has("word/document.xml") {
        docx::read(bytes, progress)
    } else if has("content.xml") && names.iter().any(|name| name == "mimetype") && is_text_document(bytes) {
        Err(ImportError::Unsupported { found: "ODT 文档", instead: ".docx" })
    } else if has("content.xml") {
        ods::read(bytes, progress)
    } else if has("ppt/presentation.xml") {
        Err(ImportError::Unsupported { found: "演示文稿", instead: ".xlsx 或 .docx" })
    } else if has("OFD.xml") {
        Err(ImportError::Unsupported { found: "OFD 版式文件", instead: ".pdf" })
    } else {
        Err(ImportError::Unknown)
    }
}
