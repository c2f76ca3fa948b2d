//! The finished document for Word and WPS: headings, a contents field, real tables, sections for landscape pages.
//!
//! The parts are written by hand: of the libraries, those that know repeated heads know neither rows that must not
//! split nor fonts with alternates, or bring an engine for layout with them.

mod contents;
mod flow;
mod frame;
mod picture;
mod section;
mod style;
mod table;
mod xml;

use std::io;

use super::ExportError;
use super::document::{Document, PrintedTable};
use super::package::Package;
use super::xml::Xml;
use frame::About;

/// So many pixels of a picture to a point: sharp in print.
const PICTURE_PIXELS: f32 = 2.5;

/// `document` as the bytes of a Word document. The same document always yields the same.
///
/// `pages` are the page numbers in its list of contents, one for each of [`Document::contents`]; without them the list
/// is written without numbers, which Word fills in when the field is updated.
///
/// # Errors
/// When the parts cannot be packed.
pub fn write(document: &Document, pages: Option<&[u32]>) -> Result<Vec<u8>, ExportError> {
    let (title, year) = (document.title(), document.year.to_string());
    let (body, form) = (&document.body, &document.form);
    let about = About { title: &title, body, year: &year, form, day: document.day() };
    let drawn = document.pictures().map(|drawing| drawing.png(PICTURE_PIXELS));
    let pictures = drawn.collect::<Result<Vec<_>, _>>().map_err(io::Error::other)?;
    let parts = [
        ("[Content_Types].xml", frame::content_types()?),
        ("_rels/.rels", frame::package_references()?),
        ("docProps/core.xml", frame::properties(about)?),
        ("word/_rels/document.xml.rels", frame::document_references(pictures.len())?),
        ("word/document.xml", flow::document(document, pages)?),
        ("word/styles.xml", style::styles()?),
        ("word/fontTable.xml", style::font_table()?),
        ("word/settings.xml", frame::settings()?),
        ("word/header1.xml", frame::header(document.is_draft.then_some(document.draft_mark.as_str()))?),
        ("word/footer1.xml", frame::footer(true)?),
        ("word/footer2.xml", frame::footer(false)?),
    ];
    let parts = parts.into_iter().map(|(name, bytes)| (name.to_owned(), bytes));
    let pictures = pictures.into_iter().enumerate();
    let pictures = pictures.map(|(place, png)| (format!("word/{}", frame::picture_file(place)), png));
    Ok(pack(parts.chain(pictures))?)
}

/// A document of nothing but a title, some lines and `tables` across the page.
///
/// # Errors
/// When the parts cannot be packed.
pub fn write_tables(title: &str, lines: &[String], tables: &[PrintedTable]) -> Result<Vec<u8>, ExportError> {
    let parts = [
        ("[Content_Types].xml", frame::content_types()?),
        ("_rels/.rels", frame::package_references()?),
        ("docProps/core.xml", frame::properties(About { title, ..About::default() })?),
        ("word/_rels/document.xml.rels", frame::document_references(0)?),
        ("word/document.xml", flow::tables(title, lines, tables)?),
        ("word/styles.xml", style::styles()?),
        ("word/fontTable.xml", style::font_table()?),
        ("word/settings.xml", frame::settings()?),
        ("word/header1.xml", frame::header(None)?),
        ("word/footer1.xml", frame::footer(true)?),
        ("word/footer2.xml", frame::footer(false)?),
    ];
    Ok(pack(parts.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)))?)
}

fn pack(parts: impl IntoIterator<Item = (String, Vec<u8>)>) -> io::Result<Vec<u8>> {
    let mut package = Package::new();
    for (name, bytes) in parts {
        package.put(&name, &bytes)?;
    }
    package.finish()
}

/// A part with the root element `name`.
fn part(
    name: &str,
    attributes: &[(&str, &str)],
    inside: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut xml = Xml::new()?;
    xml.element(name, attributes, inside)?;
    Ok(xml.into_bytes())
}
