//! What stands on a page.

use std::io;

use typst::layout::{Abs, Frame, FrameItem, Size, Transform};
use typst::model::Destination;
use typst_layout::Page;

use super::fonts::Fonts;
use super::geometry::{Bounds, moved, number};
use super::images::Images;
use super::{Ids, part, path, text};
use crate::xml::Xml;

/// A rectangle of a page that leads somewhere.
pub(super) struct Link {
    pub bounds: Bounds,
    pub leads_to: Destination,
}

/// What writes a page.
pub(super) struct PageWriter<'a> {
    pub ids: &'a mut Ids,
    pub fonts: &'a mut Fonts,
    pub images: &'a mut Images,
    /// Those of the page.
    pub links: Vec<Link>,
}

impl<'a> PageWriter<'a> {
    pub fn new(ids: &'a mut Ids, fonts: &'a mut Fonts, images: &'a mut Images) -> Self {
        Self { ids, fonts, images, links: Vec::new() }
    }

    /// The file of `page`.
    pub fn page(&mut self, page: &Page) -> io::Result<Vec<u8>> {
        let id = self.ids.next().to_string();
        part("ofd:Page", &[], |xml| {
            xml.element("ofd:Area", &[], |xml| area(xml, page.frame.size()))?;
            xml.element("ofd:Content", &[], |xml| {
                let layer = [("ID", id.as_str()), ("Type", "Body")];
                xml.element("ofd:Layer", &layer, |xml| self.frame(xml, &page.frame, Transform::identity()))
            })
        })
    }

    /// Writes what is in `frame`, which `at` brings to its place.
    fn frame(&mut self, xml: &mut Xml, frame: &Frame, at: Transform) -> io::Result<()> {
        for (place, item) in frame.items() {
            let at = at.pre_concat(Transform::translate(place.x, place.y));
            match item {
                FrameItem::Group(group) => self.frame(xml, &group.frame, at.pre_concat(group.transform))?,
                FrameItem::Text(run) => text::write(xml, run, at, self)?,
                FrameItem::Shape(shape, _) => path::write(xml, shape, at, self.ids)?,
                FrameItem::Link(leads_to, size) => self.links.push(link(leads_to, *size, at)),
                FrameItem::Image(image, size, _) => self.images.write(xml, image, *size, at, self.ids)?,
                FrameItem::Tag(_) => {}
            }
        }
        Ok(())
    }
}

fn link(leads_to: &Destination, size: Size, at: Transform) -> Link {
    let box_of_it = Bounds { left: 0.0, top: 0.0, right: size.x.to_mm(), bottom: size.y.to_mm() };
    let corners = box_of_it.corners().map(|corner| moved(at, corner));
    Link { bounds: Bounds::around(corners), leads_to: leads_to.clone() }
}

/// The area of a page of `size`.
pub(super) fn area(xml: &mut Xml, size: Size) -> io::Result<()> {
    let [width, height] = [size.x, size.y].map(|length: Abs| number(length.to_mm()));
    let whole = format!("0 0 {width} {height}");
    xml.text("ofd:PhysicalBox", &[], &whole)?;
    xml.text("ofd:ApplicationBox", &[], &whole)
}
