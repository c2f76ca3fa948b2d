//! Drawing what the window asks to be drawn, without a graphics card: the same picture on every machine.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use egui::epaint::{ClippedPrimitive, ImageData, Mesh, Primitive, Vertex};
use egui::{Color32, ColorImage, Pos2, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;

/// The textures that the window has set by now.
#[derive(Clone, Default)]
pub struct Textures(Arc<Mutex<HashMap<TextureId, ColorImage>>>);

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let delta = std::mem::take(delta);
        let mut textures = self.0.lock().unwrap();
        for (id, changed) in delta.set.iter().flat_map(|(id, all)| all.iter().map(move |changed| (id, changed))) {
            let ImageData::Color(image) = &changed.image;
            match changed.pos {
                None => drop(textures.insert(*id, image.as_ref().clone())),
                Some([left, top]) => {
                    let whole = textures.get_mut(id).unwrap();
                    for row in 0..image.height() {
                        let to = (top + row) * whole.width() + left;
                        let from = row * image.width();
                        whole.pixels[to..to + image.width()].copy_from_slice(&image.pixels[from..from + image.width()]);
                    }
                }
            }
        }
        delta.free.iter().for_each(|id| drop(textures.remove(id)));
        let mut delta = delta;
        delta.clear();
    }
}

/// What is drawn, from the upper left corner, row by row.
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<Color32>,
}

impl Canvas {
    /// Draws `primitives` with so many pixels to a point on `background`.
    pub fn draw(
        size: [usize; 2],
        scale: f32,
        background: Color32,
        primitives: &[ClippedPrimitive],
        textures: &Textures,
    ) -> Self {
        let [width, height] = size;
        let mut canvas = Self { width, height, pixels: vec![background; width * height] };
        let textures = textures.0.lock().unwrap();
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            let Primitive::Mesh(mesh) = primitive else { panic!("nothing else is drawn") };
            let clip = Rect::from_min_max(clip_rect.min * scale, clip_rect.max * scale);
            canvas.mesh(mesh, clip, scale, &textures[&mesh.texture_id]);
        }
        canvas
    }

    fn mesh(&mut self, mesh: &Mesh, clip: Rect, scale: f32, texture: &ColorImage) {
        for corners in mesh.indices.chunks_exact(3) {
            let corner = |place: usize| {
                let vertex = mesh.vertices[corners[place] as usize];
                Vertex { pos: vertex.pos * scale, ..vertex }
            };
            self.triangle([corner(0), corner(1), corner(2)], clip, texture);
        }
    }

    fn triangle(&mut self, [a, b, c]: [Vertex; 3], clip: Rect, texture: &ColorImage) {
        let area = cross(a.pos, b.pos, c.pos);
        if area == 0.0 {
            return;
        }
        let bounds = Rect::from_points(&[a.pos, b.pos, c.pos]).intersect(clip);
        let pixels = |low: f32, high: f32, most: usize| {
            // A pixel is drawn whose middle lies between them, or on the lower of them.
            let from = |edge: f32| (edge - 0.5).ceil().max(0.0) as usize;
            from(low)..from(high).min(most)
        };
        let rows = pixels(bounds.min.y, bounds.max.y, self.height);
        let columns = pixels(bounds.min.x, bounds.max.x, self.width);
        let is_even = [b, c].iter().all(|vertex| vertex.color == a.color && vertex.uv == a.uv);
        let even = is_even.then(|| shaded([a, b, c], [1.0, 0.0, 0.0], texture));
        for y in rows {
            let middle = y as f32 + 0.5;
            let Some((first, last)) = span([a.pos, b.pos, c.pos], middle) else { continue };
            // A pixel whose middle lies on an edge belongs to the triangle at its right.
            let from = columns.start.max((first - 0.5).ceil().max(0.0) as usize);
            let to = columns.end.min((last - 0.5).ceil().max(0.0) as usize);
            if from >= to {
                continue;
            }
            let line = &mut self.pixels[y * self.width..][from..to];
            match even {
                Some(color) if color[3] >= 255.0 => line.fill(over(color, Color32::BLACK)),
                Some(color) => line.iter_mut().for_each(|pixel| *pixel = over(color, *pixel)),
                None => {
                    for (x, pixel) in (from..).zip(line) {
                        let at = Pos2::new(x as f32 + 0.5, middle);
                        let shares = [cross(b.pos, c.pos, at), cross(c.pos, a.pos, at), cross(a.pos, b.pos, at)];
                        *pixel = over(shaded([a, b, c], shares.map(|share| share / area), texture), *pixel);
                    }
                }
            }
        }
    }
}

/// Where the line at this height is within the triangle.
fn span(corners: [Pos2; 3], y: f32) -> Option<(f32, f32)> {
    let mut extent: Option<(f32, f32)> = None;
    for (one, other) in [(0, 1), (1, 2), (2, 0)] {
        let (one, other) = (corners[one], corners[other]);
        if (one.y <= y) == (other.y <= y) {
            continue;
        }
        let x = one.x + (other.x - one.x) * (y - one.y) / (other.y - one.y);
        extent = Some(extent.map_or((x, x), |(first, last)| (first.min(x), last.max(x))));
    }
    extent
}

fn cross(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn shaded([a, b, c]: [Vertex; 3], [of_a, of_b, of_c]: [f32; 3], texture: &ColorImage) -> [f32; 4] {
    let uv = |of: fn(&Vertex) -> f32| of(&a) * of_a + of(&b) * of_b + of(&c) * of_c;
    let texel = sampled(texture, uv(|vertex| vertex.uv.x), uv(|vertex| vertex.uv.y));
    let channel = |place: usize| {
        let of = |vertex: &Vertex| f32::from(vertex.color.to_array()[place]);
        (of(&a) * of_a + of(&b) * of_b + of(&c) * of_c) * texel[place] / 255.0
    };
    [channel(0), channel(1), channel(2), channel(3)]
}

/// The colour of the texture between its four nearest pixels.
fn sampled(texture: &ColorImage, u: f32, v: f32) -> [f32; 4] {
    let (x, y) = (u * texture.width() as f32 - 0.5, v * texture.height() as f32 - 0.5);
    let (left, top) = (x.floor(), y.floor());
    let pixel = |dx: f32, dy: f32| {
        let column = (left + dx).clamp(0.0, texture.width() as f32 - 1.0) as usize;
        let row = (top + dy).clamp(0.0, texture.height() as f32 - 1.0) as usize;
        texture.pixels[row * texture.width() + column].to_array().map(f32::from)
    };
    let (across, down) = (x - left, y - top);
    let corners = [pixel(0.0, 0.0), pixel(1.0, 0.0), pixel(0.0, 1.0), pixel(1.0, 1.0)];
    std::array::from_fn(|place| {
        let above = corners[0][place] * (1.0 - across) + corners[1][place] * across;
        let below = corners[2][place] * (1.0 - across) + corners[3][place] * across;
        above * (1.0 - down) + below * down
    })
}

/// A colour with premultiplied alpha over another.
fn over(color: [f32; 4], below: Color32) -> Color32 {
    let rest = 1.0 - color[3] / 255.0;
    let [red, green, blue, _] = below.to_array();
    let channel = |own: f32, below: u8| (own + f32::from(below) * rest).round().clamp(0.0, 255.0) as u8;
    Color32::from_rgb(channel(color[0], red), channel(color[1], green), channel(color[2], blue))
}
