//! Parts of a picture, in pixels.

use std::ops::Range;

use egui::Rect;

/// Pixels from a column and row up to others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    pub x: Range<usize>,
    pub y: Range<usize>,
}

impl Area {
    /// A rectangle in pixels, each edge moved to the nearest: what egui's other painters draw within.
    pub fn of_pixels(rect: Rect) -> Self {
        let edge = |edge: f32| edge.round().max(0.0) as usize;
        Self { x: edge(rect.min.x)..edge(rect.max.x), y: edge(rect.min.y)..edge(rect.max.y) }
    }

    /// The pixels whose middles lie within a rectangle in pixels, or on its left or upper edge.
    pub fn of_middles(rect: Rect) -> Self {
        let edge = |edge: f32| (edge - 0.5).ceil().max(0.0) as usize;
        Self { x: edge(rect.min.x)..edge(rect.max.x), y: edge(rect.min.y)..edge(rect.max.y) }
    }

    /// Every pixel that a rectangle in pixels touches, and those beside them.
    pub fn around(rect: Rect) -> Self {
        let (low, high) =
            (|edge: f32| (edge.floor() - 1.0).max(0.0) as usize, |edge: f32| (edge.ceil() + 1.0).max(0.0) as usize);
        Self { x: low(rect.min.x)..high(rect.max.x), y: low(rect.min.y)..high(rect.max.y) }
    }

    pub fn is_empty(&self) -> bool {
        self.x.is_empty() || self.y.is_empty()
    }

    /// How many pixels it has.
    pub fn count(&self) -> usize {
        self.x.len() * self.y.len()
    }

    /// What lies in both.
    pub fn intersect(&self, other: &Self) -> Self {
        let both = |one: &Range<usize>, other: &Range<usize>| one.start.max(other.start)..one.end.min(other.end);
        Self { x: both(&self.x, &other.x), y: both(&self.y, &other.y) }
    }

    /// The least that holds both.
    pub fn union(&self, other: &Self) -> Self {
        let either = |one: &Range<usize>, other: &Range<usize>| one.start.min(other.start)..one.end.max(other.end);
        Self { x: either(&self.x, &other.x), y: either(&self.y, &other.y) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::pos2;

    fn rect(left: f32, top: f32, right: f32, bottom: f32) -> Rect {
        Rect::from_min_max(pos2(left, top), pos2(right, bottom))
    }

    #[test]
    fn a_pixel_belongs_to_the_rectangle_that_has_its_middle() {
        assert_eq!(Area::of_middles(rect(0.5, 0.6, 2.5, 2.6)), Area { x: 0..2, y: 1..3 });
        assert!(Area::of_middles(rect(-3.0, -3.0, -1.0, -1.0)).is_empty());
        assert!(Area::of_middles(rect(1.6, 0.0, 2.4, 9.0)).is_empty(), "between two middles");
    }

    #[test]
    fn what_lies_around_misses_no_pixel_that_is_touched() {
        assert_eq!(Area::around(rect(3.2, 4.0, 5.1, 6.0)), Area { x: 2..7, y: 3..7 });
        assert_eq!(Area::around(rect(-5.0, -5.0, 1.0, 1.0)), Area { x: 0..2, y: 0..2 });
    }

    #[test]
    fn areas_meet_and_join() {
        let (one, other) = (Area { x: 0..4, y: 0..4 }, Area { x: 2..6, y: 3..9 });
        assert_eq!(one.intersect(&other), Area { x: 2..4, y: 3..4 });
        assert_eq!(one.union(&other), Area { x: 0..6, y: 0..9 });
        assert_eq!((one.count(), one.intersect(&Area { x: 4..9, y: 0..4 }).count()), (16, 0));
    }
}
