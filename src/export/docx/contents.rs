//! The list of contents: a field whose result is already there.

use std::io;

use super::style::{self, TABLE_TITLE};
use crate::document::{ContentsEntry, Document};
use crate::xml::Xml;

/// Name of the bookmark to which the entry at `place` leads, as Word calls those that it makes.
pub(super) fn bookmark(place: usize) -> String {
    format!("_Toc{place:08}")
}

pub(super) fn write(xml: &mut Xml, document: &Document, pages: Option<&[u32]>) -> io::Result<()> {
    let entries = document.contents();
    if !document.contents_title.is_empty() {
        style::paragraph(xml, "ContentsTitle", &[], |xml| style::plain_run(xml, &document.contents_title))?;
    }
    xml.element("w:sdt", &[], |xml| {
        xml.element("w:sdtPr", &[], |xml| {
            xml.element("w:docPartObj", &[], |xml| {
                xml.value("w:docPartGallery", "Table of Contents")?;
                xml.empty("w:docPartUnique", &[])
            })
        })?;
        // Word would make the list anew from the headings.
        let is_of_headings = document.parts.iter().all(|part| part.entry.is_none());
        xml.element("w:sdtContent", &[], |xml| {
            for (place, entry) in entries.iter().enumerate() {
                let page = pages.and_then(|pages| pages.get(place)).map_or_else(String::new, u32::to_string);
                style::paragraph(xml, &format!("TOC{}", entry.level), &[], |xml| {
                    if place == 0 && is_of_headings {
                        style::begin_outdated_field(xml)?;
                        let code = format!("TOC \\o \"1-2\" \\h \\z \\t \"{TABLE_TITLE},2\"");
                        style::instruction(xml, None, &code)?;
                        style::field_mark(xml, None, "separate")?;
                    }
                    link(xml, target(&entries, (entry.part, entry.block)).unwrap_or(place), entry.text, &page)?;
                    if place + 1 == entries.len() && is_of_headings {
                        style::field_mark(xml, None, "end")?;
                    }
                    Ok(())
                })?;
            }
            Ok(())
        })
    })
}

/// The first entry that leads to the block of a part, or to the part itself.
pub(super) fn target(entries: &[ContentsEntry<'_>], wanted: (usize, Option<usize>)) -> Option<usize> {
    entries.iter().position(|entry| (entry.part, entry.block) == wanted)
}

fn link(xml: &mut Xml, place: usize, text: &str, page: &str) -> io::Result<()> {
    let anchor = bookmark(place);
    xml.element("w:hyperlink", &[("w:anchor", &anchor), ("w:history", "1")], |xml| {
        style::plain_run(xml, text)?;
        xml.element("w:r", &[], |xml| xml.empty("w:tab", &[]))?;
        style::field_mark(xml, None, "begin")?;
        style::instruction(xml, None, &format!("PAGEREF {anchor} \\h"))?;
        style::field_mark(xml, None, "separate")?;
        style::plain_run(xml, page)?;
        style::field_mark(xml, None, "end")
    })
}
