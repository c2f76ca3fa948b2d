//! Pictures: each a file of the document, put in its place on a page.

use std::io;

use typst::layout::{Size, Transform};
use typst::visualize::{Image, ImageKind};

use super::geometry::{Bounds, list, moved};
use super::{Ids, part};
use crate::xml::Xml;

/// The pictures of a document, each with the id of its file.
#[derive(Default)]
pub(super) struct Images {
    files: Vec<(u32, Vec<u8>)>,
}

impl Images {
    /// Writes `image`, which is so large and which `at` brings to its place. Only pixels are brought along: the document has no
    /// other pictures.
    pub fn write(&mut self, xml: &mut Xml, image: &Image, size: Size, at: Transform, ids: &mut Ids) -> io::Result<()> {
        let ImageKind::Raster(pixels) = image.kind() else { return Ok(()) };
        let (file, id) = (ids.next(), ids.next().to_string());
        self.files.push((file, pixels.data().to_vec()));
        let whole = Bounds { left: 0.0, top: 0.0, right: size.x.to_mm(), bottom: size.y.to_mm() };
        let bounds = Bounds::around(whole.corners().map(|corner| moved(at, corner)));
        // A picture is one by one before it is brought to its size.
        let matrix = list([bounds.right - bounds.left, 0.0, 0.0, bounds.bottom - bounds.top, 0.0, 0.0]);
        let (boundary, file) = (bounds.attribute(), file.to_string());
        xml.empty("ofd:ImageObject", &[("ID", &id), ("Boundary", &boundary), ("CTM", &matrix), ("ResourceID", &file)])
    }

    /// Whether there are any.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The files, with their names.
    pub fn files(&self) -> impl Iterator<Item = (String, &[u8])> {
        self.files.iter().map(|(id, png)| (name(*id), png.as_slice()))
    }

    /// The file that names them.
    pub fn resources(&self) -> io::Result<Vec<u8>> {
        part("ofd:Res", &[("BaseLoc", "Res")], |xml| {
            xml.element("ofd:MultiMedias", &[], |xml| {
                self.files.iter().try_for_each(|(id, _)| {
                    let attributes = [("ID", &*id.to_string()), ("Type", "Image"), ("Format", "PNG")];
                    xml.element("ofd:MultiMedia", &attributes, |xml| xml.text("ofd:MediaFile", &[], &name(*id)))
                })
            })
        })
    }
}

fn name(id: u32) -> String {
    format!("image_{id}.png")
}
