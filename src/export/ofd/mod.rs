//! The finished document as OFD (GB/T 33190), the format of pages in which Chinese authorities publish and archive.
//!
//! It has the same pages as the PDF: what the typesetter put on them is written as text with its characters, so that it
//! can be searched and copied, and as lines. Each font is embedded with the glyphs that are used. Bookmarks are those of
//! the PDF; what leads from the contents to a page is an annotation.
//!
//! Readers that ignore which glyphs a text says (`CGTransform`) find the same ones by the characters: each embedded font
//! maps them.

mod fonts;
mod geometry;
mod images;
mod links;
mod page;
mod path;
mod root;
mod sfnt;
mod text;

use std::io;

use typst_layout::PagedDocument;

use self::fonts::Fonts;
use self::images::Images;
use self::links::Links;
use self::page::PageWriter;
use super::ExportError;
use super::package::Package;
use super::pdf::Pages;
use super::watch::Watch;
use super::xml::Xml;

/// The name space of everything in the archive.
const NAME_SPACE: (&str, &str) = ("xmlns:ofd", "http://www.ofdspec.org/2016");

/// `pages` as the bytes of an OFD. The same pages always yield the same.
///
/// # Errors
/// When the parts cannot be packed, or `watch` gave it up.
pub fn write(pages: &Pages, watch: &Watch) -> Result<Vec<u8>, ExportError> {
    let document = pages.document();
    let mut package = Package::new();
    let mut ids = Ids::default();
    let page_ids: Vec<u32> = document.pages().iter().map(|_| ids.next()).collect();
    let (mut fonts, mut images, mut links) = (Fonts::default(), Images::default(), Links::default());
    let mut digests = Vec::new();
    for (place, page) in document.pages().iter().enumerate() {
        if watch.is_cancelled() {
            return Err(ExportError::Cancelled);
        }
        let mut writer = PageWriter::new(&mut ids, &mut fonts, &mut images);
        let content = writer.page(page)?;
        links.add(place, writer.links);
        digests.push(typst::utils::hash128(&content));
        package.put(&format!("Doc_0/{}", page_file(place)), &content)?;
    }
    let written = Written { document, page_ids: &page_ids };
    let has_links = links.write(&written, &mut ids, &mut package)?;
    for (name, bytes) in fonts.files()? {
        package.put(&format!("Doc_0/Res/{name}"), &bytes)?;
    }
    package.put("Doc_0/PublicRes.xml", &fonts.resources()?)?;
    for (name, bytes) in images.files() {
        package.put(&format!("Doc_0/Res/{name}"), bytes)?;
    }
    if !images.is_empty() {
        package.put("Doc_0/DocumentRes.xml", &images.resources()?)?;
    }
    package.put("Doc_0/Document.xml", &root::document(&written, (has_links, !images.is_empty()), ids.last())?)?;
    package.put("OFD.xml", &root::archive(document, typst::utils::hash128(&digests))?)?;
    Ok(package.finish()?)
}

/// Where a page lies, from the document.
fn page_file(place: usize) -> String {
    format!("Pages/Page_{place}/Content.xml")
}

/// The pages that are written, with their ids.
struct Written<'a> {
    document: &'a PagedDocument,
    page_ids: &'a [u32],
}

/// The ids of everything in the document, each used once.
#[derive(Debug, Default)]
struct Ids(u32);

impl Ids {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn last(&self) -> u32 {
        self.0
    }
}

/// A part with the root element `name`.
fn part(
    name: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let attributes: Vec<_> = [NAME_SPACE].iter().chain(attributes).copied().collect();
    let mut xml = Xml::new()?;
    xml.element(name, &attributes, inside)?;
    Ok(xml.into_bytes())
}
