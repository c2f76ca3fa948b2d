//! A text and where its characters stand.

use quick_xml::events::BytesStart;

use super::super::ReadError;
use super::super::printed::{Glyph, Matrix, Printed, Rect};
use super::super::xml::attribute;
use super::{array, numbers, said};

/// How far below its line a character reaches, in its size.
const DESCENT: f64 = 0.14;
/// A character reaches as far as the next one, where that is not farther, in its size; else the room between is blank.
const WIDEST: f64 = 1.1;

/// Characters that go so little across, of what they go down, stand one below the other.
const UPRIGHT: f64 = 0.1;
/// More steps than a page may have characters are none of a text.
const MOST_STEPS: usize = 100_000;

/// A run of characters.
#[derive(Debug, Clone)]
pub(super) struct Text {
    /// What brings it to where the page counts from.
    frame: Matrix,
    font: usize,
    size: f64,
    /// How wide its characters are, of what they mostly are.
    scale: f64,
    /// How far each character is turned, as quarters clockwise.
    quarters: i64,
    x: f64,
    y: f64,
    across: Steps,
    down: Steps,
    characters: String,
}

/// How far each character stands from the one before: so often, so far.
#[derive(Debug, Clone, Default)]
struct Steps(Vec<(usize, f64)>);

impl Text {
    /// A text without characters.
    pub fn new(element: &BytesStart<'_>, frame: Matrix) -> Result<Self, ReadError> {
        let number = |name: &str| said(element, name, |text| numbers(text).next());
        // What does not say how large it is fills its bounds.
        let height = || said(element, "Boundary", |bounds| array(bounds).map(|[_, _, _, height]| height));
        let size = number("Size")?.map_or_else(height, |size| Ok(Some(size)))?;
        Ok(Self {
            frame,
            font: attribute(element, "Font").and_then(|font| font.trim().parse().ok()).unwrap_or(0),
            size: size.unwrap_or(0.0),
            scale: number("HScale")?.unwrap_or(1.0),
            quarters: (number("CharDirection")?.unwrap_or(0.0) / 90.0).round().rem_euclid(4.0) as i64,
            x: 0.0,
            y: 0.0,
            across: Steps::default(),
            down: Steps::default(),
            characters: String::new(),
        })
    }

    /// Begins a run; one that does not say where begins where the one before did.
    pub fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        let number = |name: &str| said(element, name, |text| numbers(text).next());
        (self.x, self.y) = (number("X")?.unwrap_or(self.x), number("Y")?.unwrap_or(self.y));
        let steps = |name: &str| said(element, name, Steps::new).map(Option::unwrap_or_default);
        (self.across, self.down) = (steps("DeltaX")?, steps("DeltaY")?);
        Ok(())
    }

    /// Ends the run with these characters.
    pub fn end(&self, characters: String) -> Option<Self> {
        (!characters.is_empty()).then(|| Self { characters, ..self.clone() })
    }

    /// How much work it is to print it, beside a picture.
    pub fn weight(&self) -> usize {
        self.characters.len() + self.across.0.len() + self.down.0.len()
    }

    /// Prints it; `matrix` brings what the page counts in to points.
    pub fn print(&self, matrix: Matrix, printed: &mut Printed) -> Result<(), ReadError> {
        let matrix = matrix * self.frame;
        let (mut across, mut down) = (self.across.each(), self.down.each());
        let is_vertical = self.across.sum() < self.down.sum() * UPRIGHT;
        let (mut x, mut y) = (self.x, self.y);
        // Breaks only part the lines of the XML.
        let mut characters = self.characters.chars().filter(|c| !c.is_control()).peekable();
        while let Some(c) = characters.next() {
            let mostly = self.size * self.scale * if is_wide(c) { 1.0 } else { 0.5 };
            let (right, below) = match (across.next(), down.next()) {
                (None, None) => (mostly, 0.0),
                (right, below) => (right.unwrap_or(0.0), below.unwrap_or(0.0)),
            };
            let is_near = right > 0.0 && right <= WIDEST * self.size * self.scale.max(1.0);
            let reaches = is_near && !is_vertical && characters.peek().is_some();
            let width = if reaches { right } else { mostly };
            printed.glyph(self.glyph(c, width, matrix * Matrix::translation(x, y), is_vertical))?;
            (x, y) = (x + right, y + below);
        }
        Ok(())
    }

    /// A character at the origin of `matrix`.
    fn glyph(&self, c: char, width: f64, matrix: Matrix, is_vertical: bool) -> Glyph {
        let turned = match self.quarters {
            0 => matrix,
            1 => matrix * Matrix([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            2 => matrix * Matrix([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
            _ => matrix * Matrix([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
        };
        // The text's own space counts upwards from its line.
        let own = turned * Matrix([1.0, 0.0, 0.0, -1.0, 0.0, 0.0]);
        let (foot, head) = (-DESCENT * self.size, (1.0 - DESCENT) * self.size);
        let corners = [(0.0, foot), (width, foot), (width, head), (0.0, head)];
        let bounds = Rect::around(corners.map(|(x, y)| own.apply(x, y)));
        let mut glyph = Glyph::new(c.to_string().into(), self.font, bounds, bounds.bottom - bounds.top, &own);
        // Lines that run downwards are put together as sideways ones are.
        glyph.is_upright &= !is_vertical && self.quarters == 0;
        glyph.baseline = own.apply(0.0, 0.0).1;
        glyph
    }
}

impl Steps {
    /// Steps that are written as `3.2 3.2` or `g 2 3.2`.
    fn new(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut parts = text.split_whitespace();
        while let Some(part) = parts.next().filter(|_| steps.len() < MOST_STEPS) {
            let (count, step) = match part {
                "g" => (parts.next()?.parse().ok()?, parts.next()?),
                step => (1, step),
            };
            steps.push((count, numbers(step).next()?));
        }
        Some(Self(steps))
    }

    /// Each of them; the last one stands for those that are missing.
    fn each(&self) -> impl Iterator<Item = f64> {
        let last = self.0.last().map(|(_, step)| *step);
        self.0.iter().flat_map(|(count, step)| std::iter::repeat_n(*step, *count)).chain(last.into_iter().cycle())
    }

    /// How far they go on in all.
    fn sum(&self) -> f64 {
        self.0.iter().map(|(count, step)| *count as f64 * step.abs()).sum()
    }
}

/// Whether a character mostly fills a square.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2014}'..='\u{2026}' | '\u{2160}'..='\u{217F}' | '\u{2190}'..='\u{2193}' | '\u{2460}'..)
}
