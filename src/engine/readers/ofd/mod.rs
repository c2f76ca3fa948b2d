//! OFD (GB/T 33190): the pages in which authorities publish and archive.
//!
//! An archive of XML: which documents there are, which pages they have, and what stands on each. What places characters
//! and lines is carried out within bounds. Stamps, signatures and annotations lie in files of their own and are not read:
//! they are pictures to whoever reads the page.

mod content;
mod index;
mod package;
mod page;
mod path;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use self::content::Content;
use self::index::Index;
use self::package::Package;
use self::page::{Page, Units};
use super::printed::Reading;
use super::xml::{self, attribute};
use super::{Progress, ReadError, Source};

const OFD: &str = "OFD ";

/// Points in a millimetre, in which OFD counts.
const POINTS: f64 = 72.0 / 25.4;
/// The size of a page that tells none: A4.
const A4: [f64; 4] = [0.0, 0.0, 210.0, 297.0];

/// Reads `bytes` as OFD.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    let mut package = Package::open(bytes)?;
    let mut roots = Index::default();
    let (path, content) = package.text("", "OFD.xml")?.ok_or(ReadError::Broken(OFD))?;
    xml::read(&content, OFD, progress, &mut roots)?;
    let mut documents = Vec::new();
    for root in &roots.documents {
        let (path, content) = package.text(&path, root)?.ok_or(ReadError::Broken(OFD))?;
        let mut index = Index::default();
        xml::read(&content, OFD, progress, &mut index)?;
        documents.push((path, index));
    }
    let pages = documents.iter().map(|(_, index)| index.pages.len()).sum();
    if pages == 0 {
        return Err(ReadError::Broken(OFD));
    }
    let mut reading = Reading::new(OFD, pages)?;
    let mut number = 0;
    for (path, index) in &documents {
        let mut document = Document::open(&mut package, path, index, progress)?;
        for location in &index.pages {
            number += 1;
            progress.begin_page(number, pages)?;
            document.page(location, &mut reading)?;
        }
    }
    reading.finish()
}

/// A document of the archive, with what its pages share.
struct Document<'d, 'a> {
    package: &'d mut Package<'a>,
    /// Where the document lies in the archive.
    path: &'d str,
    index: &'d Index,
    progress: &'d Progress,
    units: Units,
    /// The templates that were read, by their ids.
    templates: HashMap<String, Content>,
    /// What the objects weigh that are kept of units and templates.
    kept: usize,
}

impl<'d, 'a> Document<'d, 'a> {
    fn open(
        package: &'d mut Package<'a>,
        path: &'d str,
        index: &'d Index,
        progress: &'d Progress,
    ) -> Result<Self, ReadError> {
        let (units, templates) = (Units::new(), HashMap::new());
        let mut document = Self { package, path, index, progress, units, templates, kept: 0 };
        for resource in &index.resources {
            document.resource(path, resource)?;
        }
        Ok(document)
    }

    /// Takes what a file of resources says; without one, pictures and fonts are missing, of which nothing is read.
    fn resource(&mut self, from: &str, location: &str) -> Result<(), ReadError> {
        let Some((_, text)) = self.package.text(from, location)? else { return Ok(()) };
        let content = Content::read(&text, self.kept, self.progress)?;
        self.kept += content.weight;
        self.units.extend(content.units);
        Ok(())
    }

    /// Reads a page into `reading`.
    fn page(&mut self, location: &str, reading: &mut Reading) -> Result<(), ReadError> {
        let (path, text) = self.package.text(self.path, location)?.ok_or(ReadError::Broken(OFD))?;
        let content = Content::read(&text, 0, self.progress)?;
        for resource in &content.resources {
            self.resource(&path, resource)?;
        }
        for template in &content.templates {
            self.template(template)?;
        }
        let size = content.size.or(self.index.size).unwrap_or(A4);
        let mut page = Page::new(size, &self.units, self.progress);
        for template in content.templates.iter().filter_map(|id| self.templates.get(id)) {
            page.print(&template.objects)?;
        }
        page.print(&content.objects)?;
        reading.page(page.printed, (size[2] * POINTS, size[3] * POINTS))
    }

    /// Reads a template, unless it was read for another page.
    fn template(&mut self, id: &str) -> Result<(), ReadError> {
        if self.templates.contains_key(id) {
            return Ok(());
        }
        let location = self.index.templates.get(id).ok_or(ReadError::Broken(OFD))?;
        let (_, text) = self.package.text(self.path, location)?.ok_or(ReadError::Broken(OFD))?;
        let content = Content::read(&text, self.kept, self.progress)?;
        self.kept += content.weight;
        self.templates.insert(id.to_owned(), content);
        Ok(())
    }
}

/// What an attribute says that `read` understands, where it says something: what stands nowhere must not be put anywhere.
fn said<T>(element: &BytesStart<'_>, name: &str, read: fn(&str) -> Option<T>) -> Result<Option<T>, ReadError> {
    let text = attribute(element, name).filter(|text| !text.trim().is_empty());
    text.map(|text| read(&text).ok_or(ReadError::Broken(OFD))).transpose()
}

/// The numbers of an attribute or a text, parted by blanks.
fn numbers(text: &str) -> impl Iterator<Item = f64> {
    let parts = text.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    parts.map_while(|part| part.parse().ok().filter(|number: &f64| number.is_finite()))
}

/// `N` numbers, where there are so many.
fn array<const N: usize>(text: &str) -> Option<[f64; N]> {
    numbers(text).take(N).collect::<Vec<_>>().try_into().ok()
}
