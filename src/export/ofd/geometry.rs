//! Places and sizes in millimetres, in which OFD counts, from the top left corner of a page.

use std::io;

use typst::layout::{Point, Transform};
use typst::visualize::Paint;

use crate::xml::Xml;

/// `length` as it is written: to the micrometre, which is finer than any printer.
pub(super) fn number(length: f64) -> String {
    // What is rounded to nothing has no sign.
    let text = format!("{:.3}", thousandths(length) + 0.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `length` as it is read again.
pub(super) fn thousandths(length: f64) -> f64 {
    (length * 1000.0).round() / 1000.0
}

/// `numbers` as they are written one after the other.
pub(super) fn list(numbers: impl IntoIterator<Item = f64>) -> String {
    numbers.into_iter().map(number).collect::<Vec<_>>().join(" ")
}

/// The smallest length that is not written as nothing.
const LEAST: f64 = 0.001;

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bounds {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Bounds {
    /// The smallest one around `points`.
    pub fn around(points: impl IntoIterator<Item = (f64, f64)>) -> Self {
        let nothing =
            Self { left: f64::INFINITY, top: f64::INFINITY, right: f64::NEG_INFINITY, bottom: f64::NEG_INFINITY };
        points.into_iter().fold(nothing, |bounds, (x, y)| Self {
            left: bounds.left.min(x),
            top: bounds.top.min(y),
            right: bounds.right.max(x),
            bottom: bounds.bottom.max(y),
        })
    }

    /// The same, `by` so much larger at each side.
    pub fn grown(self, by: f64) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    pub fn corners(self) -> [(f64, f64); 4] {
        [(self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)]
    }

    /// The attribute that says it; the standard wants it wider and higher than nothing.
    pub fn attribute(self) -> String {
        let [width, height] = [self.right - self.left, self.bottom - self.top].map(|length| length.max(LEAST));
        list([self.left, self.top, width, height])
    }
}

/// `point` in millimetres.
pub(super) fn place(point: Point) -> (f64, f64) {
    (point.x.to_mm(), point.y.to_mm())
}

/// Where `transform` brings the point at (`x`, `y`).
pub(super) fn moved(transform: Transform, (x, y): (f64, f64)) -> (f64, f64) {
    let Transform { sx, ky, kx, sy, tx, ty } = transform;
    (sx.get() * x + kx.get() * y + tx.to_mm(), ky.get() * x + sy.get() * y + ty.to_mm())
}

/// The element `name` that says what something is painted with.
pub(super) fn color(xml: &mut Xml, name: &str, paint: &Paint) -> io::Result<()> {
    let [red, green, blue, alpha] = match paint {
        Paint::Solid(color) => color.to_rgb().into_format::<u8, u8>().into(),
        // The template has no others.
        Paint::Gradient(_) | Paint::Tiling(_) => [0, 0, 0, u8::MAX],
    };
    let (value, alpha) = (format!("{red} {green} {blue}"), alpha.to_string());
    let mut attributes = vec![("Value", value.as_str())];
    if alpha != "255" {
        attributes.push(("Alpha", &alpha));
    }
    xml.empty(name, &attributes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_to_the_micrometre() {
        let lengths =
            [(0.0, "0"), (-0.0001, "0"), (210.0, "210"), (5.64444, "5.644"), (-1.25, "-1.25"), (100.0, "100")];
        for (length, expected) in lengths {
            assert_eq!(number(length), expected);
        }
        assert_eq!(list([1.0, 2.5]), "1 2.5");
    }
}
