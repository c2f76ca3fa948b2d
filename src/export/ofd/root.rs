//! What the archive and the document say of themselves: properties, pages, bookmarks.

use std::io;

use typst::foundations::{NativeElement, Smart, StyleChain};
use typst::introspection::{Introspector, PagedPosition};
use typst::layout::Abs;
use typst::model::{Document as _, HeadingElem, OutlineNode};
use typst_layout::PagedDocument;

use super::geometry::number;
use super::page::area;
use super::{Written, page_file, part};
use crate::CREATOR;
use crate::xml::Xml;

/// How far above a heading its page is shown, in points.
const ABOVE: f64 = 10.0;

/// The file that names the document; `digest` tells it from all others.
pub(super) fn archive(document: &PagedDocument, digest: u128) -> io::Result<Vec<u8>> {
    let info = document.info();
    part("ofd:OFD", &[("Version", "1.0"), ("DocType", "OFD")], |xml| {
        xml.element("ofd:DocBody", &[], |xml| {
            xml.element("ofd:DocInfo", &[], |xml| {
                xml.text("ofd:DocID", &[], &format!("{digest:032x}"))?;
                if let Some(title) = &info.title {
                    xml.text("ofd:Title", &[], title)?;
                }
                if let Some(body) = info.author.first() {
                    xml.text("ofd:Author", &[], body)?;
                }
                if let Some(date) = date(document) {
                    xml.text("ofd:CreationDate", &[], &date)?;
                }
                if !info.keywords.is_empty() {
                    xml.element("ofd:Keywords", &[], |xml| {
                        info.keywords.iter().try_for_each(|keyword| xml.text("ofd:Keyword", &[], keyword))
                    })?;
                }
                xml.text("ofd:Creator", &[], CREATOR)?;
                xml.text("ofd:CreatorVersion", &[], env!("CARGO_PKG_VERSION"))
            })?;
            xml.text("ofd:DocRoot", &[], "Doc_0/Document.xml")
        })
    })
}

/// The day of the document.
pub(super) fn date(document: &PagedDocument) -> Option<String> {
    let Smart::Custom(Some(date)) = document.info().date else { return None };
    Some(format!("{:04}-{:02}-{:02}", date.year()?, date.month()?, date.day()?))
}

/// The file that names the pages.
pub(super) fn document(
    written: &Written<'_>,
    (has_links, has_images): (bool, bool),
    last_id: u32,
) -> io::Result<Vec<u8>> {
    let pages = written.document.pages();
    part("ofd:Document", &[], |xml| {
        xml.element("ofd:CommonData", &[], |xml| {
            xml.text("ofd:MaxUnitID", &[], &last_id.to_string())?;
            // Of pages that do not say their own.
            if let Some(first) = pages.first() {
                xml.element("ofd:PageArea", &[], |xml| area(xml, first.frame.size()))?;
            }
            xml.text("ofd:PublicRes", &[], "PublicRes.xml")?;
            if has_images { xml.text("ofd:DocumentRes", &[], "DocumentRes.xml") } else { Ok(()) }
        })?;
        xml.element("ofd:Pages", &[], |xml| {
            written.page_ids.iter().enumerate().try_for_each(|(place, id)| {
                xml.empty("ofd:Page", &[("ID", &id.to_string()), ("BaseLoc", &page_file(place))])
            })
        })?;
        let bookmarks = bookmarks(written.document);
        if !bookmarks.is_empty() {
            xml.element("ofd:Outlines", &[], |xml| write_bookmarks(xml, &bookmarks, written))?;
        }
        if has_links { xml.text("ofd:Annotations", &[], "Annots/Annotations.xml") } else { Ok(()) }
    })
}

/// A heading: its text, and where it stands.
type Bookmark = (String, PagedPosition);

/// The headings that the PDF has as bookmarks.
fn bookmarks(document: &PagedDocument) -> Vec<OutlineNode<Bookmark>> {
    let introspector = document.introspector();
    let headings = introspector.query(&HeadingElem::ELEM.select());
    let headings = headings.iter().filter_map(|element| {
        let (heading, styles) = (element.to_packed::<HeadingElem>()?, StyleChain::default());
        let is_listed = heading.bookmarked.get(styles).unwrap_or_else(|| heading.outlined.get(styles));
        let position = introspector.position(element.location()?).unwrap_or(PagedPosition::ORIGIN);
        let bookmark = (heading.body.plain_text().to_string(), position);
        Some((bookmark, heading.resolve_level(styles), is_listed))
    });
    OutlineNode::build_tree(headings.collect::<Vec<_>>())
}

fn write_bookmarks(xml: &mut Xml, nodes: &[OutlineNode<Bookmark>], written: &Written<'_>) -> io::Result<()> {
    nodes.iter().try_for_each(|node| {
        let (title, position) = &node.entry;
        xml.element("ofd:OutlineElem", &[("Title", title)], |xml| {
            xml.element("ofd:Actions", &[], |xml| {
                xml.element("ofd:Action", &[("Event", "CLICK")], |xml| {
                    xml.element("ofd:Goto", &[], |xml| destination(xml, *position, written))
                })
            })?;
            write_bookmarks(xml, &node.children, written)
        })
    })
}

/// Where something leads.
pub(super) fn destination(xml: &mut Xml, position: PagedPosition, written: &Written<'_>) -> io::Result<()> {
    let PagedPosition { page, point } = position;
    let id = written.page_ids.get(page.get() - 1).or(written.page_ids.first()).copied().unwrap_or_default().to_string();
    let (left, top) = (number(point.x.to_mm()), number((point.y - Abs::pt(ABOVE)).max(Abs::zero()).to_mm()));
    xml.empty("ofd:Dest", &[("Type", "XYZ"), ("PageID", &id), ("Left", &left), ("Top", &top)])
}
