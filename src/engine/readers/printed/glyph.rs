//! A character that is printed on a page.

use std::collections::HashMap;
use std::sync::Arc;

use super::geometry::{Matrix, Rect};

/// Letters larger than this, in points, are no text.
const LARGEST: f64 = 72.0;
/// How much a letter may lean, as italics that are feigned do.
const SLANT: f64 = 0.45;

/// A character with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Glyph {
    /// What it says: mostly one character, a ligature several.
    pub text: Arc<str>,
    /// From the descent, one size high, as wide as its advance.
    pub bounds: Rect,
    /// Where the line stands on which it is written, whatever hangs below that in its font: how far down the page.
    pub baseline: f64,
    /// Its size as it is seen, in points.
    pub size: f64,
    /// Whether it is read from the left with its foot below.
    pub is_upright: bool,
    /// Counts the fonts of the document.
    pub font: usize,
    /// Whether it belongs to a mark across the page, such as 草稿: it is slanted, or far larger than any title.
    pub is_watermark: bool,
}

impl Glyph {
    /// A character in these bounds, which `matrix` brought from its text's own space to the page.
    pub fn new(text: Arc<str>, font: usize, bounds: Rect, size: f64, matrix: &Matrix) -> Self {
        let [a, b, c, d, ..] = matrix.0;
        let area = (a * d - b * c).abs();
        let is_slanted = [a * b, c * d, a * c, b * d].iter().any(|product| product.abs() > SLANT * area);
        Self {
            text,
            bounds,
            baseline: bounds.bottom,
            size,
            // The page's own space counts downwards, that of the text upwards.
            is_upright: a * d < 0.0 && b * c >= 0.0,
            font,
            is_watermark: is_slanted || size > LARGEST,
        }
    }

    /// Whether it is only space.
    pub fn is_blank(&self) -> bool {
        self.text.chars().all(char::is_whitespace)
    }
}

/// How near, in points, the same character is the same once more.
const SAME: f64 = 1.0;

/// The text, the font and the place of a character.
type Seen = (Arc<str>, usize, Rect);

/// Leaves out what is printed twice at nearly the same place, as feigned bold is.
#[derive(Debug, Default)]
pub(super) struct Once {
    /// What was seen, by the square of a point in which it stands.
    seen: HashMap<(i64, i64), Vec<Seen>>,
}

impl Once {
    /// Whether `glyph` has not been seen before.
    pub fn is_new(&mut self, glyph: &Glyph) -> bool {
        let (x, y) = (glyph.bounds.left.floor() as i64, glyph.bounds.top.floor() as i64);
        let around = (-1..=1).flat_map(|right| (-1..=1).map(move |down| (x + right, y + down)));
        let is_same = |(text, font, bounds): &Seen| {
            *text == glyph.text
                && *font == glyph.font
                && (bounds.left - glyph.bounds.left).abs() <= SAME
                && (bounds.top - glyph.bounds.top).abs() <= SAME
        };
        let is_new = !around.filter_map(|square| self.seen.get(&square)).flatten().any(is_same);
        if is_new {
            self.seen.entry((x, y)).or_default().push((glyph.text.clone(), glyph.font, glyph.bounds));
        }
        is_new
    }
}
