//! The formats in which a document can be written.

use std::path::Path;

use super::document::{Day, Document};
use super::guard::guarded;
use super::pdf::{FontSource, Pages};
use super::watch::{Stage, Watch};
use super::{ExportError, docx, html, ofd, xlsx};
use disclosure_engine::evaluate::Evaluated;

/// A format in which a document can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Pages, for publishing and archives.
    Pdf,
    /// The same pages in the format of Chinese authorities (GB/T 33190).
    Ofd,
    /// Word document.
    Docx,
    /// Excel workbook.
    Xlsx,
    /// Web page that stands alone.
    Html,
    /// The same as a piece of a web page, to be pasted into the editor of a site.
    Fragment,
}

impl ExportFormat {
    /// The formats that the name of a file tells.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Ofd, Self::Docx, Self::Xlsx, Self::Html];

    /// Extension of its files, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Ofd => "ofd",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Html | Self::Fragment => "html",
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
    /// When something does not fit into the format, or a library fails over it.
    pub fn write(self, evaluated: Evaluated<'_>, is_draft: bool) -> Result<Vec<u8>, ExportError> {
        self.make(evaluated, Imprint { is_draft, ..Imprint::default() }, &Watch::default()).map(|made| made.bytes)
    }

    /// The same with its `imprint`, which `watch` follows and may give up, with what is to be told of it.
    ///
    /// # Errors
    /// As of [`write`](Self::write), and when it was given up.
    pub fn make(self, evaluated: Evaluated<'_>, imprint: Imprint, watch: &Watch) -> Result<Made, ExportError> {
        guarded(|| self.unguarded(evaluated, imprint, watch))?
    }

    fn unguarded(self, evaluated: Evaluated<'_>, imprint: Imprint, watch: &Watch) -> Result<Made, ExportError> {
        let document = imprint.document(evaluated);
        let set_pages = || {
            watch.enter(Stage::Setting);
            Pages::new(&document, FontSource::Installed, || watch.is_cancelled())
        };
        let made = match self {
            Self::Pdf => {
                let pages = set_pages()?;
                watch.enter(Stage::Writing);
                Made { bytes: pages.pdf()?, missing: pages.missing_characters().to_owned() }
            }
            Self::Ofd => {
                let pages = set_pages()?;
                watch.enter(Stage::Writing);
                Made { bytes: ofd::write(&pages, watch)?, missing: pages.missing_characters().to_owned() }
            }
            Self::Docx => {
                // The contents want page numbers; the same document as PDF has about the right ones. Without them the
                // list has none until the field is updated.
                let pages = set_pages().ok();
                watch.enter(Stage::Writing);
                let numbers = pages.and_then(|pages| pages.contents(&document));
                Made::of(docx::write(&document, numbers.as_deref())?)
            }
            Self::Xlsx => {
                watch.enter(Stage::Writing);
                Made::of(xlsx::write(&document, evaluated)?)
            }
            Self::Html | Self::Fragment => {
                watch.enter(Stage::Writing);
                Made::of(if self == Self::Html { html::page(&document) } else { html::fragment(&document) })
            }
        };
        if watch.is_cancelled() { Err(ExportError::Cancelled) } else { Ok(made) }
    }
}

/// What a document says of how and when it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imprint {
    /// Each page is marked as a draft's.
    pub is_draft: bool,
    /// The day of the document, where it is not signed.
    pub made_on: Option<Day>,
    /// A page of charts follows the tables.
    pub has_charts: bool,
}

impl Imprint {
    /// The document of `evaluated` with it.
    pub(super) fn document(self, evaluated: Evaluated<'_>) -> Document {
        let document = Document { made_on: self.made_on, ..Document::new(evaluated, self.is_draft) };
        if self.has_charts { document.with_charts(evaluated) } else { document }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The file.
    pub bytes: Vec<u8>,
    /// The characters that no font has, each once. Signs stand in their place and the pages are marked as a draft's.
    pub missing: String,
}

impl Made {
    fn of(bytes: Vec<u8>) -> Self {
        Self { bytes, missing: String::new() }
    }
}
