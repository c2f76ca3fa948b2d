//! The picture as PNG, drawn from its SVG with the program's own fonts.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::Drawing;
use crate::fonts;

/// Why there is no picture.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PngError {
    #[error("图表画不成图片：{0}")]
    Library(String),
    #[error("图表太大，内存不够画成图片")]
    Memory,
}

static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    for file in [fonts::SANS_REGULAR, fonts::SANS_SEMIBOLD, fonts::NASKH_REGULAR] {
        database.load_font_source(fontdb::Source::Binary(Arc::new(file)));
    }
    database.set_sans_serif_family("Noto Sans SC");
    Arc::new(database)
});

pub(super) fn write(drawing: &Drawing, scale: f32) -> Result<Vec<u8>, PngError> {
    let options = Options { fontdb: FONTS.clone(), ..Options::default() };
    let tree = Tree::from_str(&drawing.svg(), &options).map_err(|error| PngError::Library(error.to_string()))?;
    // As many pixels as a picture of this size has; both are far below what a pixmap holds.
    let pixels = |points: f32| (points * scale).ceil() as u32;
    let mut pixmap = Pixmap::new(pixels(drawing.width), pixels(drawing.height)).ok_or(PngError::Memory)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|error| PngError::Library(error.to_string()))
}
