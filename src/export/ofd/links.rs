//! What leads from a place of a page to another: annotations, which readers show and follow.

use std::io;

use typst::introspection::PagedPosition;
use typst::model::Destination;

use super::geometry::number;
use super::page::Link;
use super::root::{date, destination};
use super::{Ids, Written, part};
use crate::CREATOR;
use crate::package::Package;
use crate::xml::Xml;

/// The day of a link in a document without one: each must have one.
const SOME_DAY: &str = "2000-01-01";

/// The links of the pages that have some, by the place of the page.
#[derive(Default)]
pub(super) struct Links(Vec<(usize, Vec<Link>)>);

impl Links {
    /// Adds those of a page.
    pub fn add(&mut self, page: usize, links: Vec<Link>) {
        if !links.is_empty() {
            self.0.push((page, links));
        }
    }

    /// Puts their files into `package`; whether there are some.
    pub fn write(&self, written: &Written<'_>, ids: &mut Ids, package: &mut Package) -> io::Result<bool> {
        if self.0.is_empty() {
            return Ok(false);
        }
        for (page, links) in &self.0 {
            let annotations = part("ofd:PageAnnot", &[], |xml| {
                links.iter().try_for_each(|link| write_link(xml, link, written, ids))
            })?;
            package.put(&format!("Doc_0/Annots/{}", file(*page)), &annotations)?;
        }
        let list = part("ofd:Annotations", &[], |xml| {
            self.0.iter().try_for_each(|(page, _)| {
                let id = written.page_ids[*page].to_string();
                xml.element("ofd:Page", &[("PageID", &id)], |xml| xml.text("ofd:FileLoc", &[], &file(*page)))
            })
        })?;
        package.put("Doc_0/Annots/Annotations.xml", &list)?;
        Ok(true)
    }
}

/// Where the links of a page lie, from their list.
fn file(page: usize) -> String {
    format!("Page_{page}/Annotation.xml")
}

fn write_link(xml: &mut Xml, link: &Link, written: &Written<'_>, ids: &mut Ids) -> io::Result<()> {
    let date = date(written.document).unwrap_or_else(|| SOME_DAY.to_owned());
    let (id, path, bounds) = (ids.next().to_string(), ids.next().to_string(), link.bounds.attribute());
    let [width, height] = [link.bounds.right - link.bounds.left, link.bounds.bottom - link.bounds.top].map(number);
    let attributes = [("ID", id.as_str()), ("Type", "Link"), ("Creator", CREATOR), ("LastModDate", &date)];
    xml.element("ofd:Annot", &attributes, |xml| {
        xml.element("ofd:Appearance", &[("Boundary", &bounds)], |xml| {
            let whole = format!("0 0 {width} {height}");
            let unseen = [("ID", path.as_str()), ("Boundary", &whole), ("Stroke", "false"), ("Fill", "false")];
            xml.element("ofd:PathObject", &unseen, |xml| {
                xml.element("ofd:Actions", &[], |xml| {
                    xml.element("ofd:Action", &[("Event", "CLICK")], |xml| action(xml, &link.leads_to, written))
                })?;
                let corners = format!("M 0 0 L {width} 0 L {width} {height} L 0 {height} C");
                xml.text("ofd:AbbreviatedData", &[], &corners)
            })
        })
    })
}

fn action(xml: &mut Xml, leads_to: &Destination, written: &Written<'_>) -> io::Result<()> {
    let position = match leads_to {
        Destination::Url(url) => return xml.empty("ofd:URI", &[("URI", url.as_str())]),
        Destination::Position(position) => *position,
        Destination::Location(location) => {
            written.document.introspector().position(*location).unwrap_or(PagedPosition::ORIGIN)
        }
    };
    xml.element("ofd:Goto", &[], |xml| destination(xml, position, written))
}
