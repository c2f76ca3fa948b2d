//! The charts of a disclosure as one picture: laid out once, for the window, as SVG and as PNG.

mod layout;
mod png;
mod svg;
#[cfg(test)]
mod tests;

use disclosure_engine::charts::Chart;
use disclosure_engine::disclosure::CellKey;
use disclosure_engine::evaluate::Evaluated;

pub use png::PngError;

/// The picture: shapes in the order in which they are drawn, and where its bars are. Lengths are in points, from the upper left
/// corner.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    pub width: f32,
    pub height: f32,
    pub shapes: Vec<Shape>,
    pub bars: Vec<DrawnBar>,
    /// What the picture says, for those who cannot see it.
    pub alternative: String,
}

/// A piece of the picture.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    Area {
        area: Area,
        fill: Fill,
    },
    Text {
        /// Where it begins, or ends.
        x: f32,
        /// Its base line.
        y: f32,
        anchor: Anchor,
        size: f32,
        is_bold: bool,
        is_weak: bool,
        text: String,
    },
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// How an area is filled. The years differ in more than colour: last year's bars are outlined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    ThisYear,
    LastYear,
    /// What the bars begin at.
    Axis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    End,
}

/// A bar with what belongs to it: pointed at, it leads to its cell.
#[derive(Debug, Clone, PartialEq)]
pub struct DrawnBar {
    pub area: Area,
    /// What it shows, in words.
    pub text: String,
    /// The cell; `None` where this year has no such row.
    pub cell: Option<CellKey>,
}

impl Drawing {
    /// The picture of `charts`, which are those of `evaluated`.
    pub fn new(evaluated: Evaluated<'_>, charts: &[Chart]) -> Self {
        layout::laid_out(evaluated, charts)
    }

    /// The picture as an SVG file.
    pub fn svg(&self) -> String {
        svg::write(self)
    }

    /// The picture as a PNG file, with so many pixels to a point.
    ///
    /// # Errors
    /// When the fonts of the program are damaged, or there is no memory for the pixels.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, PngError> {
        png::write(self, scale)
    }
}
