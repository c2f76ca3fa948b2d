//! A picture in the line of a paragraph.

use std::io;

use super::frame::picture_id;
use super::style::paragraph;
use crate::charts::Drawing;
use crate::xml::Xml;

/// English metric units in a point.
const EMU: f64 = 12_700.0;
/// The room of a page in points, width and height, with something left for the heading.
const ROOM: (f64, f64) = (440.0, 600.0);

const DRAWING: (&str, &str) = ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing");
const MAIN: (&str, &str) = ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main");
const PICTURE: (&str, &str) = ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture");

/// Writes the picture at this `place` among those of the document.
pub(super) fn write(xml: &mut Xml, drawing: &Drawing, place: usize, properties: &[(&str, &str)]) -> io::Result<()> {
    let (width, height) = (f64::from(drawing.width), f64::from(drawing.height));
    let scale = (ROOM.0 / width).min(ROOM.1 / height).min(1.0);
    let emu = |points: f64| format!("{:.0}", points * scale * EMU);
    let extent = [("cx", emu(width)), ("cy", emu(height))];
    let extent = extent.each_ref().map(|(name, value)| (*name, value.as_str()));
    let number = (place + 1).to_string();
    let about = [("id", number.as_str()), ("name", "图表"), ("descr", drawing.alternative.as_str())];
    paragraph(xml, "TableText", properties, |xml| {
        xml.element("w:r", &[], |xml| {
            xml.element("w:drawing", &[], |xml| {
                xml.element("wp:inline", &[DRAWING], |xml| {
                    xml.empty("wp:extent", &extent)?;
                    xml.empty("wp:docPr", &about)?;
                    xml.element("a:graphic", &[MAIN], |xml| {
                        xml.element("a:graphicData", &[("uri", PICTURE.1)], |xml| picture(xml, place, &about, &extent))
                    })
                })
            })
        })
    })
}

fn picture(xml: &mut Xml, place: usize, about: &[(&str, &str)], extent: &[(&str, &str)]) -> io::Result<()> {
    xml.element("pic:pic", &[PICTURE], |xml| {
        xml.element("pic:nvPicPr", &[], |xml| {
            xml.empty("pic:cNvPr", about)?;
            xml.empty("pic:cNvPicPr", &[])
        })?;
        xml.element("pic:blipFill", &[], |xml| {
            xml.empty("a:blip", &[("r:embed", &picture_id(place))])?;
            xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]))
        })?;
        xml.element("pic:spPr", &[], |xml| {
            xml.element("a:xfrm", &[], |xml| {
                xml.empty("a:off", &[("x", "0"), ("y", "0")])?;
                xml.empty("a:ext", extent)
            })?;
            xml.element("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]))
        })
    })
}
