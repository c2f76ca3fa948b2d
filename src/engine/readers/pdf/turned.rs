//! Pages on which what is written stands sideways or upside down.

use super::super::printed::Matrix;

/// How the writing on a page is turned, as the page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Its lines run upwards.
    Upwards,
    /// They run downwards, the feet of their letters at the left.
    Downwards,
    /// It stands on its head.
    UpsideDown,
}

/// How many characters are turned in which way.
#[derive(Debug, Default)]
pub(super) struct Turns {
    upright: usize,
    upwards: usize,
    downwards: usize,
    upside_down: usize,
}

impl Turns {
    /// Counts a character that `matrix` brings from its text's own space to the page, which counts downwards.
    pub fn count(&mut self, matrix: &Matrix) {
        let [a, b, c, d, ..] = matrix.0;
        // What is mirrored is not turned.
        if a * d - b * c >= 0.0 {
            return;
        }
        let count = match (a.abs() >= b.abs(), a > 0.0, b < 0.0) {
            (true, true, _) => &mut self.upright,
            (true, false, _) => &mut self.upside_down,
            (false, _, true) => &mut self.upwards,
            (false, _, false) => &mut self.downwards,
        };
        *count += 1;
    }

    /// How most of what is written is turned; `None` where it is upright.
    pub fn most(&self) -> Option<Turn> {
        let turned =
            [(self.upwards, Turn::Upwards), (self.downwards, Turn::Downwards), (self.upside_down, Turn::UpsideDown)];
        let all = self.upright + self.upwards + self.downwards + self.upside_down;
        turned.into_iter().find(|(count, _)| count * 2 > all).map(|(_, turn)| turn)
    }
}

impl Turn {
    /// Turns a page of this width and height back.
    pub fn back(self, (width, height): (f64, f64)) -> Matrix {
        Matrix(match self {
            Self::Upwards => [0.0, 1.0, -1.0, 0.0, height, 0.0],
            Self::Downwards => [0.0, -1.0, 1.0, 0.0, 0.0, width],
            Self::UpsideDown => [-1.0, 0.0, 0.0, -1.0, width, height],
        })
    }

    /// How wide and high such a page is when it was turned back.
    pub fn seen(self, (width, height): (f64, f64)) -> (f64, f64) {
        if self == Self::UpsideDown { (width, height) } else { (height, width) }
    }
}
