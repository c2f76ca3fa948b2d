//! Points, boxes and transforms of a page. Points count from the page's top left corner, downwards.

use std::ops::Mul;

/// A rectangle on the page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Rect {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Rect {
    /// The smallest box around `points`.
    pub fn around(points: [(f64, f64); 4]) -> Self {
        let none = (f64::INFINITY, f64::NEG_INFINITY);
        let range = |values: [f64; 4]| values.iter().fold(none, |(min, max), &value| (min.min(value), max.max(value)));
        let (left, right) = range(points.map(|point| point.0));
        let (top, bottom) = range(points.map(|point| point.1));
        Self { left, top, right, bottom }
    }

    /// The smallest box around both.
    pub fn union(&self, other: &Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    pub fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// Whether the point is inside or on the edge.
    pub fn contains(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// Whether all its edges are numbers with which can be computed.
    pub fn is_finite(&self) -> bool {
        [self.left, self.top, self.right, self.bottom].iter().all(|edge| edge.abs() < 1e6)
    }
}

/// An affine transform, in the order in which PDF and OFD write it: a b c d e f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) struct Matrix(pub [f64; 6]);

impl Matrix {
    /// The transform that changes nothing.
    pub const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// Moves by these.
    pub fn translation(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    /// Where `x`, `y` comes to stand.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

/// `self * other` does `other` first.
impl Mul for Matrix {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        let [a, b, c, d, ..] = self.0;
        let [p, q, r, s, t, u] = other.0;
        let (e, f) = self.apply(t, u);
        Self([a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, e, f])
    }
}
