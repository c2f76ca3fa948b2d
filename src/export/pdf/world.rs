//! What the typesetter can reach: one template, the data of one document, the fonts. No files, no network, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use super::data::picture_file;
use super::error::PdfError;
use super::typefaces::Typefaces;
use crate::guard::cancel;

pub(super) struct DocumentWorld<'a> {
    typefaces: Typefaces,
    template: Source,
    /// What the template reads: first the data, then the pictures.
    files: Vec<(FileId, Bytes)>,
    is_cancelled: &'a (dyn Fn() -> bool + Sync),
}

impl<'a> DocumentWorld<'a> {
    /// The world of `template` with `data`, the JSON that it reads, and its pictures as PNG. When `is_cancelled` says so,
    /// setting it ends, which must be guarded.
    pub(super) fn new(
        typefaces: Typefaces,
        template: &str,
        data: Vec<u8>,
        pictures: Vec<Vec<u8>>,
        is_cancelled: &'a (dyn Fn() -> bool + Sync),
    ) -> Result<Self, PdfError> {
        let template = Source::new(file("main.typ")?, template.to_owned());
        let mut files = vec![(file("document.json")?, Bytes::new(data))];
        for (place, png) in pictures.into_iter().enumerate() {
            files.push((file(&picture_file(place))?, Bytes::new(png)));
        }
        Ok(Self { typefaces, template, files, is_cancelled })
    }

    /// Puts `data` in place of what the template read before.
    pub(super) fn read_instead(&mut self, data: Vec<u8>) {
        self.files[0].1 = Bytes::new(data);
    }
}

fn file(path: &str) -> Result<FileId, PdfError> {
    let path = VirtualPath::new(path).map_err(|_| PdfError::Typesetting(path.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn not_found<T>(id: FileId) -> FileResult<T> {
    Err(FileError::NotFound(id.get().vpath().get_with_slash().into()))
}

impl World for DocumentWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
            // Heads of rows are marked with it.
            let features = [Feature::A11yExtras].into_iter().collect();
            LazyHash::new(Library::builder().with_features(features).build())
        });
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typefaces.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { not_found(id) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let own = self.files.iter().find(|(own, _)| *own == id);
        own.map_or_else(|| not_found(id), |(_, bytes)| Ok(bytes.clone()))
    }

    /// Asked for with every text that is set.
    fn font(&self, index: usize) -> Option<Font> {
        if (self.is_cancelled)() {
            cancel();
        }
        self.typefaces.fonts.get(index).cloned()
    }

    /// The document bears no date of its own making: the same disclosure gives the same file.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
