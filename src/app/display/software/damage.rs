//! Which parts of the picture look otherwise than a frame ago.
//!
//! egui draws everything anew in each frame. A key moves a cursor and changes a figure: where the processor draws, nearly all
//! that it costs would be spent on what looks as it did.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;
use std::sync::Arc;

use egui::emath::Rot2;
use egui::epaint::ClippedShape;
use egui::{Rect, Shape};

use super::area::Area;

/// So many parts are drawn one by one; of more, those that lie nearest to each other are drawn together.
const MOST_PARTS: usize = 6;
/// What it costs to draw one part more, in pixels.
const PART: usize = 4_000;

/// What a frame drew.
#[derive(Default)]
pub struct Damage {
    shapes: Vec<Drawn>,
}

/// Something that was drawn, and where, in points.
struct Drawn {
    shape: ClippedShape,
    bounds: Rect,
    /// Alike for what is likely the same thing in two frames.
    sign: u64,
}

impl Damage {
    /// A frame that draws `shapes`, of which none was drawn before.
    pub fn of(shapes: Vec<ClippedShape>) -> Self {
        Self { shapes: shapes.into_iter().filter_map(Drawn::of).collect() }
    }

    /// The parts in which `shapes` look otherwise than the ones before, none of which overlap, and what is drawn in each.
    ///
    /// What stands in both frames, and in the same order, looks the same where nothing else came or went: so whatever did not
    /// find its like is a part, with the place that it left.
    pub fn between(&mut self, shapes: Vec<ClippedShape>, scale: f32, screen: &Area) -> Vec<Area> {
        let before = std::mem::replace(self, Self::of(shapes)).shapes;
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for (place, drawn) in before.iter().enumerate().rev() {
            places.entry(drawn.sign).or_default().push(place);
        }
        let mut parts = Parts { parts: Vec::new(), scale, screen };
        let mut next = 0;
        for drawn in &self.shapes {
            let like = places.get_mut(&drawn.sign).and_then(|places| {
                while places.last().is_some_and(|&place| place < next) {
                    places.pop();
                }
                places.pop()
            });
            let Some(place) = like else {
                parts.add(drawn.bounds);
                continue;
            };
            before[next..place].iter().for_each(|gone| parts.add(gone.bounds));
            next = place + 1;
            if !drawn.looks_like(&before[place]) {
                parts.add(drawn.bounds);
                parts.add(before[place].bounds);
            }
        }
        before[next..].iter().for_each(|gone| parts.add(gone.bounds));
        parts.parts
    }

    /// What is drawn in a part or touches it, in order.
    pub fn within(&self, part: &Area, scale: f32) -> Vec<ClippedShape> {
        let edges = |range: &std::ops::Range<usize>| (range.start as f32 / scale, range.end as f32 / scale);
        let ((left, right), (top, bottom)) = (edges(&part.x), edges(&part.y));
        let part = Rect::from_min_max(egui::pos2(left, top), egui::pos2(right, bottom));
        // Soft edges reach a little beyond what is drawn.
        let near = part.expand(2.0 / scale);
        let touched = self.shapes.iter().filter(|drawn| drawn.bounds.intersects(near));
        touched.map(|drawn| drawn.shape.clone()).collect()
    }
}

impl Drawn {
    fn of(shape: ClippedShape) -> Option<Self> {
        let bounds = bounds(&shape.shape);
        let bounds = (shape.transform_after_tessellation * bounds).intersect(shape.clip_rect);
        if !bounds.is_positive() {
            return None;
        }
        let mut hasher = DefaultHasher::new();
        discriminant(&shape.shape).hash(&mut hasher);
        for edge in [bounds.min.x, bounds.min.y, bounds.max.x, bounds.max.y] {
            edge.to_bits().hash(&mut hasher);
        }
        Some(Self { bounds, sign: hasher.finish(), shape })
    }

    fn looks_like(&self, other: &Self) -> bool {
        let place = |drawn: &Self| (drawn.shape.clip_rect, drawn.shape.transform_after_tessellation);
        place(self) == place(other) && looks_like(&self.shape.shape, &other.shape.shape)
    }
}

/// Where a shape is drawn.
fn bounds(shape: &Shape) -> Rect {
    match shape {
        // What is selected is added to the rows, and the bounds of the whole do not tell of it.
        Shape::Text(text) => {
            let rows = text.galley.rows.iter().filter(|row| !row.row.visuals.mesh.is_empty());
            let rows = rows.map(|row| row.row.visuals.mesh_bounds.translate(row.pos.to_vec2()));
            let all = rows.fold(Rect::NOTHING, |all, row| all | row);
            all.rotate_bb(Rot2::from_angle(text.angle)).translate(text.pos.to_vec2()).expand(text.underline.width)
        }
        Shape::Vec(shapes) => shapes.iter().fold(Rect::NOTHING, |all, shape| all | bounds(shape)),
        other => other.visual_bounding_rect(),
    }
}

fn looks_like(one: &Shape, other: &Shape) -> bool {
    match (one, other) {
        // egui lays out the same text once; comparing glyph by glyph is left to those that it did not.
        (Shape::Text(one), Shape::Text(other)) if Arc::ptr_eq(&one.galley, &other.galley) => {
            one.pos == other.pos
                && one.underline == other.underline
                && one.fallback_color == other.fallback_color
                && one.override_text_color == other.override_text_color
                && one.opacity_factor == other.opacity_factor
                && one.angle == other.angle
        }
        (Shape::Mesh(one), Shape::Mesh(other)) => Arc::ptr_eq(one, other) || one == other,
        (Shape::Vec(one), Shape::Vec(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| looks_like(one, other))
        }
        (one, other) => one == other,
    }
}

/// Parts of the screen that do not overlap.
struct Parts<'a> {
    parts: Vec<Area>,
    scale: f32,
    screen: &'a Area,
}

impl Parts<'_> {
    /// Adds a rectangle in points.
    fn add(&mut self, bounds: Rect) {
        let part = Area::around(bounds * self.scale).intersect(self.screen);
        if part.is_empty() {
            return;
        }
        self.put(part);
        if self.parts.len() > MOST_PARTS {
            self.join_nearest();
        }
    }

    fn put(&mut self, mut part: Area) {
        // What is worth being drawn together grows, and may then reach others.
        while let Some(place) = self.parts.iter().position(|other| is_better_together(other, &part)) {
            part = part.union(&self.parts.swap_remove(place));
        }
        self.parts.push(part);
    }

    fn join_nearest(&mut self) {
        let pairs = (0..self.parts.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
        let wasted = |&(one, other): &(usize, usize)| {
            let (one, other) = (&self.parts[one], &self.parts[other]);
            one.union(other).count() - one.count() - other.count()
        };
        let Some((one, other)) = pairs.min_by_key(wasted) else { return };
        let (one, other) = (self.parts.swap_remove(one), self.parts.swap_remove(other));
        self.put(one.union(&other));
    }
}

/// Whether two parts overlap, or cost less drawn as one.
fn is_better_together(one: &Area, other: &Area) -> bool {
    !one.intersect(other).is_empty() || one.union(other).count() <= one.count() + other.count() + PART
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Color32, pos2, vec2};

    const SCREEN: Area = Area { x: 0..800, y: 0..600 };

    fn square(x: f32, y: f32, color: Color32) -> ClippedShape {
        let rect = Rect::from_min_size(pos2(x, y), vec2(10.0, 10.0));
        ClippedShape::new(Rect::EVERYTHING, Shape::rect_filled(rect, 0.0, color))
    }

    fn squares(count: u16) -> Vec<ClippedShape> {
        (0..count)
            .map(|place| square(f32::from(place % 20) * 40.0, f32::from(place / 20) * 40.0, Color32::RED))
            .collect()
    }

    fn covers(parts: &[Area], x: usize, y: usize) -> bool {
        parts.iter().any(|part| part.x.contains(&x) && part.y.contains(&y))
    }

    #[test]
    fn the_same_frame_again_is_nothing_to_draw() {
        let mut damage = Damage::default();
        damage.between(squares(100), 1.0, &SCREEN);
        assert_eq!(damage.between(squares(100), 1.0, &SCREEN), []);
    }

    #[test]
    fn what_comes_goes_moves_and_changes_is_drawn_and_nothing_far_from_it() {
        let mut damage = Damage::default();
        let mut shapes = squares(100);
        damage.between(shapes.clone(), 1.0, &SCREEN);
        shapes[3] = square(120.0, 0.0, Color32::GREEN);
        shapes.remove(47);
        shapes.insert(9, square(700.0, 500.0, Color32::BLUE));
        let parts = damage.between(shapes, 1.0, &SCREEN);
        for (what, x, y) in [("changed", 125, 5), ("gone", 285, 85), ("come", 705, 505)] {
            assert!(covers(&parts, x, y), "{what}: {parts:?}");
        }
        assert!(parts.iter().map(Area::count).sum::<usize>() < 1_000, "{parts:?}");
    }

    #[test]
    fn what_changes_places_with_something_above_it_is_drawn() {
        let mut damage = Damage::default();
        let (one, other) = (square(100.0, 100.0, Color32::RED), square(105.0, 105.0, Color32::GREEN));
        damage.between(vec![one.clone(), other.clone()], 1.0, &SCREEN);
        assert!(covers(&damage.between(vec![other, one], 1.0, &SCREEN), 107, 107));
    }

    #[test]
    fn parts_hold_all_that_is_added_and_never_overlap() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..300 {
            let mut parts = Parts { parts: Vec::new(), scale: 1.5, screen: &SCREEN };
            let rects: Vec<Rect> = (0..random.usize(1..40))
                .map(|_| {
                    let corner = pos2(random.f32() * 500.0, random.f32() * 380.0);
                    Rect::from_min_size(corner, vec2(random.f32() * 60.0 + 0.1, random.f32() * 60.0 + 0.1))
                })
                .collect();
            rects.iter().for_each(|rect| parts.add(*rect));
            let parts = parts.parts;
            assert!(parts.len() <= MOST_PARTS);
            for rect in rects {
                let area = Area::around(rect * 1.5).intersect(&SCREEN);
                let held: usize = parts.iter().map(|part| part.intersect(&area).count()).sum();
                assert_eq!(held, area.count());
            }
            for (place, part) in parts.iter().enumerate() {
                assert!(parts[..place].iter().all(|other| part.intersect(other).is_empty()), "{parts:?}");
            }
        }
    }
}
