//! The parts of the package beside text and styles.

use std::io;

use super::part;
use super::style::{self, Run};
use super::xml::{REFERENCES, WORD};
use crate::document::Day;

const CONTENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const REFERENCE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// What the references of the document are called, and where they lead.
pub(super) const HEADER: &str = "rId4";
pub(super) const FOOTER: &str = "rId5";
pub(super) const BLANK_FOOTER: &str = "rId6";
const DOCUMENT_REFERENCES: [(&str, &str, &str); 6] = [
    ("rId1", "styles", "styles.xml"),
    ("rId2", "fontTable", "fontTable.xml"),
    ("rId3", "settings", "settings.xml"),
    (HEADER, "header", "header1.xml"),
    (FOOTER, "footer", "footer1.xml"),
    (BLANK_FOOTER, "footer", "footer2.xml"),
];
/// Size of page numbers and of the mark of a draft, in half points.
const PAGE_NUMBER: Run = Run { font: style::SONG, size: Some(28), is_bold: false };
const DRAFT: Run = Run { font: style::HEI, size: Some(44), is_bold: false };

pub(super) fn content_types() -> io::Result<Vec<u8>> {
    let name_space = ("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types");
    part("Types", &[name_space], |xml| {
        let references = "application/vnd.openxmlformats-package.relationships+xml";
        xml.empty("Default", &[("Extension", "rels"), ("ContentType", references)])?;
        xml.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")])?;
        xml.empty("Default", &[("Extension", "png"), ("ContentType", "image/png")])?;
        let core = "application/vnd.openxmlformats-package.core-properties+xml";
        xml.empty("Override", &[("PartName", "/docProps/core.xml"), ("ContentType", core)])?;
        let mut word = |file: &str, kind: &str| {
            let (name, kind) = (format!("/word/{file}"), format!("{CONTENT}{kind}+xml"));
            xml.empty("Override", &[("PartName", &name), ("ContentType", &kind)])
        };
        word("document.xml", "document.main")?;
        DOCUMENT_REFERENCES.iter().try_for_each(|(_, kind, file)| word(file, kind))
    })
}

pub(super) fn package_references() -> io::Result<Vec<u8>> {
    let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties".to_owned();
    references(&[
        ("rId1", format!("{REFERENCE}officeDocument"), "word/document.xml"),
        ("rId2", core, "docProps/core.xml"),
    ])
}

/// The references of a document with so many pictures.
pub(super) fn document_references(pictures: usize) -> io::Result<Vec<u8>> {
    let of_pictures: Vec<(String, String)> =
        (0..pictures).map(|place| (picture_id(place), picture_file(place))).collect();
    let own = DOCUMENT_REFERENCES.map(|(id, kind, target)| (id, format!("{REFERENCE}{kind}"), target));
    let mut all = Vec::from(own);
    all.extend(of_pictures.iter().map(|(id, file)| (id.as_str(), format!("{REFERENCE}image"), file.as_str())));
    references(&all)
}

/// What the reference to the picture at this place is called.
pub(super) fn picture_id(place: usize) -> String {
    format!("rIdPicture{place}")
}

/// The file of the picture at this place, beside the document.
pub(super) fn picture_file(place: usize) -> String {
    format!("media/picture{place}.png")
}

fn references(references: &[(&str, String, &str)]) -> io::Result<Vec<u8>> {
    let name_space = ("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships");
    part("Relationships", &[name_space], |xml| {
        references.iter().try_for_each(|(id, kind, target)| {
            xml.empty("Relationship", &[("Id", id), ("Type", kind), ("Target", target)])
        })
    })
}

/// What a document says of itself.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct About<'a> {
    pub title: &'a str,
    /// The body that publishes it.
    pub body: &'a str,
    /// Its year; blank where there is none.
    pub year: &'a str,
    /// The form that it follows; blank where there is none.
    pub form: &'a str,
    /// The day of the document.
    pub day: Option<Day>,
}

/// What the document is, of whom and of which day: nothing of whoever writes it, when or where.
pub(super) fn properties(about: About<'_>) -> io::Result<Vec<u8>> {
    let core = ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
    let dublin = ("xmlns:dc", "http://purl.org/dc/elements/1.1/");
    let terms = ("xmlns:dcterms", "http://purl.org/dc/terms/");
    let instance = ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    part("cp:coreProperties", &[core, dublin, terms, instance], |xml| {
        xml.text("dc:title", &[], about.title)?;
        xml.text("dc:subject", &[], about.body)?;
        xml.text("dc:creator", &[], about.body)?;
        if let Some((year, month, day)) = about.day {
            let day = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
            for name in ["dcterms:created", "dcterms:modified"] {
                xml.text(name, &[("xsi:type", "dcterms:W3CDTF")], &day)?;
            }
        }
        if !about.form.is_empty() {
            xml.text("dc:description", &[], about.form)?;
        }
        xml.text("cp:category", &[], about.year)?;
        xml.text("dc:language", &[], "zh-CN")
    })
}

pub(super) fn settings() -> io::Result<Vec<u8>> {
    part("w:settings", &[WORD], |xml| {
        xml.value("w:characterSpacingControl", "compressPunctuation")?;
        xml.element("w:compat", &[], |xml| {
            let uri = "http://schemas.microsoft.com/office/word";
            xml.empty("w:compatSetting", &[("w:name", "compatibilityMode"), ("w:uri", uri), ("w:val", "15")])
        })?;
        xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")])
    })
}

/// The head of each page: the mark of a draft, or nothing.
pub(super) fn header(mark: Option<&str>) -> io::Result<Vec<u8>> {
    part("w:hdr", &[WORD, REFERENCES], |xml| {
        style::paragraph(xml, "Header", &[], |xml| match mark {
            Some(mark) => style::run(xml, DRAFT, mark),
            None => Ok(()),
        })
    })
}

/// The foot of a page: its number, or nothing on the pages before the first.
pub(super) fn footer(is_numbered: bool) -> io::Result<Vec<u8>> {
    part("w:ftr", &[WORD, REFERENCES], |xml| {
        style::paragraph(xml, "Footer", &[], |xml| {
            if !is_numbered {
                return Ok(());
            }
            style::run(xml, PAGE_NUMBER, "— ")?;
            style::field(xml, PAGE_NUMBER, "PAGE", "1")?;
            style::run(xml, PAGE_NUMBER, " —")
        })
    })
}
