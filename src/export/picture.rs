//! Reading pictures that the program brings.

use resvg::tiny_skia::Pixmap;

use crate::pdf::PageImage;

/// The picture of a PNG file; `None` where it is none.
pub fn picture(png: &[u8]) -> Option<PageImage> {
    let pixels = Pixmap::decode_png(png).ok()?;
    Some(PageImage { width: pixels.width(), height: pixels.height(), rgba: pixels.take() })
}
