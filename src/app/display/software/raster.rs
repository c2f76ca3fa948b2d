//! Drawing what egui asks to be drawn, without a graphics card: the same picture on every machine.
//!
//! No library draws egui 0.37 in this way (`egui_software_backend` 0.0.3 is made for egui 0.34 and would bring it along;
//! `dream-soft-render` 1.0 stops at 1280 × 720 and takes the nearest pixel of a texture), and what egui hands over is no more
//! than triangles: most of them halves of rectangles, with one colour or with a glyph.

use std::ops::Range;

use egui::epaint::{ClippedPrimitive, Mesh, Primitive, Vertex};
use egui::{Color32, Pos2, Rect};

use super::area::Area;
use super::textures::{Texture, Textures};

/// A picture as it stands on the screen: rows of pixels from the upper left corner, each `0x00RRGGBB`.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Canvas {
    pub width: usize,
    pub height: usize,
    pub pixels: Vec<u32>,
}

/// How far from the middle of a texture's pixel still counts as on it, in pixels.
const ON_PIXEL: f32 = 1.0 / 64.0;

impl Canvas {
    /// A black one.
    pub fn new(width: usize, height: usize) -> Self {
        Self { width, height, pixels: vec![0; width * height] }
    }

    /// All of it.
    pub fn area(&self) -> Area {
        Area { x: 0..self.width, y: 0..self.height }
    }

    /// Draws `primitives` with `scale` pixels to a point on `background`, in `area` alone.
    pub fn draw(
        &mut self,
        area: &Area,
        scale: f32,
        background: Color32,
        primitives: &[ClippedPrimitive],
        textures: &Textures,
    ) {
        let area = area.intersect(&self.area());
        self.fill(&area, packed(background));
        for ClippedPrimitive { clip_rect, primitive } in primitives {
            // Nothing here is drawn by code for a graphics card.
            let Primitive::Mesh(mesh) = primitive else { continue };
            let clip = Area::of_pixels(*clip_rect * scale).intersect(&area);
            // A texture that was freed is drawn by nobody.
            let Some(texture) = textures.get(mesh.texture_id).filter(|_| !clip.is_empty()) else { continue };
            self.mesh(mesh, &clip, scale, texture);
        }
    }

    fn fill(&mut self, area: &Area, color: u32) {
        for y in area.y.clone() {
            self.row(y, &area.x).fill(color);
        }
    }

    fn row(&mut self, y: usize, x: &Range<usize>) -> &mut [u32] {
        &mut self.pixels[y * self.width..][x.clone()]
    }

    fn mesh(&mut self, mesh: &Mesh, clip: &Area, scale: f32, texture: &Texture) {
        let corner = |index: &u32| {
            let vertex = mesh.vertices[*index as usize];
            Vertex { pos: vertex.pos * scale, ..vertex }
        };
        let mut indices = mesh.indices.as_slice();
        while let [a, b, c, rest @ ..] = indices {
            let [a, b, c] = [corner(a), corner(b), corner(c)];
            // Both halves of a rectangle come one after the other.
            if let [d, e, f, rest @ ..] = rest
                && let Some(upright) = Upright::of(&[a, b, c], &[corner(d), corner(e), corner(f)])
            {
                self.upright(&upright, clip, texture);
                indices = rest;
                continue;
            }
            self.triangle([a, b, c], clip, texture);
            indices = rest;
        }
    }

    fn upright(&mut self, upright: &Upright, clip: &Area, texture: &Texture) {
        let area = Area::of_middles(upright.rect).intersect(clip);
        if area.is_empty() {
            return;
        }
        if upright.uv.min == upright.uv.max {
            let color = shaded(upright.color, texture.pixel_at(upright.uv.min));
            for y in area.y.clone() {
                blend_all(self.row(y, &area.x), color);
            }
            return;
        }
        let (across, down) = (upright.texels(texture, 0), upright.texels(texture, 1));
        match (across.shift(), down.shift()) {
            (Some(right), Some(lower)) => self.copy(&area, upright.color, texture, (right, lower)),
            _ => {
                for y in area.y.clone() {
                    let at = |x: usize| Pos2::new(across.at(x), down.at(y));
                    for (x, pixel) in area.x.clone().zip(self.row(y, &area.x)) {
                        *pixel = over(shaded(upright.color, texture.between(at(x))), *pixel);
                    }
                }
            }
        }
    }

    /// Draws pixels of a texture as they are, those of `area` moved by `shift`.
    fn copy(&mut self, area: &Area, color: Color32, texture: &Texture, (right, lower): (isize, isize)) {
        for y in area.y.clone() {
            let texels = texture.row(y.saturating_add_signed(lower));
            let texels = texels.get(area.x.start.saturating_add_signed(right)..).unwrap_or_default();
            for (pixel, &texel) in self.row(y, &area.x).iter_mut().zip(texels) {
                // Most of a glyph's rectangle is empty.
                if texel != Color32::TRANSPARENT {
                    *pixel = over(shaded(color, texel), *pixel);
                }
            }
        }
    }

    fn triangle(&mut self, [a, b, c]: [Vertex; 3], clip: &Area, texture: &Texture) {
        let size = cross(a.pos, b.pos, c.pos);
        if size == 0.0 {
            return;
        }
        let area = Area::of_middles(Rect::from_points(&[a.pos, b.pos, c.pos])).intersect(clip);
        let is_even = [b, c].iter().all(|vertex| vertex.color == a.color && vertex.uv == a.uv);
        let even = is_even.then(|| shaded(a.color, texture.pixel_at(a.uv)));
        for y in area.y.clone() {
            let middle = y as f32 + 0.5;
            let Some((first, last)) = span([a.pos, b.pos, c.pos], middle) else { continue };
            // A pixel whose middle lies on an edge belongs to the triangle at its right.
            let from = (first - 0.5).ceil().max(0.0) as usize;
            let to = (last - 0.5).ceil().max(0.0) as usize;
            let line = from.max(area.x.start)..to.min(area.x.end);
            if line.is_empty() {
                continue;
            }
            if let Some(color) = even {
                blend_all(self.row(y, &line), color);
                continue;
            }
            for (x, pixel) in line.clone().zip(self.row(y, &line)) {
                let at = Pos2::new(x as f32 + 0.5, middle);
                let shares = [cross(b.pos, c.pos, at), cross(c.pos, a.pos, at), cross(a.pos, b.pos, at)];
                *pixel = over(mixed(&[a, b, c], shares.map(|share| share / size), texture), *pixel);
            }
        }
    }
}

/// A rectangle along the edges of the screen, of one colour.
struct Upright {
    rect: Rect,
    uv: Rect,
    color: Color32,
}

impl Upright {
    /// The rectangle of which these are the two halves: upper left, upper right and lower left corner, and the lower right with
    /// the two between.
    fn of([a, b, c]: &[Vertex; 3], [d, e, f]: &[Vertex; 3]) -> Option<Self> {
        let is_cut = (d, e) == (c, b) || (d, e) == (b, c);
        let is_upright = |of: fn(&Vertex) -> Pos2| {
            let [a, b, c, f] = [of(a), of(b), of(c), of(f)];
            a.y == b.y && a.x == c.x && c.y == f.y && b.x == f.x
        };
        let is_even = [b, c, f].iter().all(|vertex| vertex.color == a.color);
        let (rect, uv) = (Rect::from_min_max(a.pos, f.pos), Rect::from_min_max(a.uv, f.uv));
        (is_cut && is_even && is_upright(|vertex| vertex.pos) && is_upright(|vertex| vertex.uv) && !rect.is_negative())
            .then_some(Self { rect, uv, color: a.color })
    }

    /// Where its pixels lie in the texture along one axis.
    fn texels(&self, texture: &Texture, axis: usize) -> Texels {
        let side = texture.size()[axis] as f32;
        let step = (self.uv.max[axis] - self.uv.min[axis]) * side / (self.rect.max[axis] - self.rect.min[axis]);
        Texels { first: self.uv.min[axis] * side + (0.5 - self.rect.min[axis]) * step - 0.5, step }
    }
}

/// Where pixels of the screen lie in a texture, in its pixels, 0 being the middle of the first.
struct Texels {
    first: f32,
    step: f32,
}

impl Texels {
    fn at(&self, pixel: usize) -> f32 {
        self.first + pixel as f32 * self.step
    }

    /// How far they are moved, where each pixel of the screen is one of the texture.
    fn shift(&self) -> Option<isize> {
        let is_whole = (self.step - 1.0).abs() < 1e-4 && (self.first - self.first.round()).abs() < ON_PIXEL;
        is_whole.then(|| self.first.round() as isize)
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

/// The colour at so large shares of the corners.
fn mixed(corners: &[Vertex; 3], shares: [f32; 3], texture: &Texture) -> Color32 {
    let of = |value: &dyn Fn(&Vertex) -> f32| -> f32 {
        corners.iter().zip(shares).map(|(vertex, share)| value(vertex) * share).sum()
    };
    let channel =
        |place: usize| of(&|vertex| f32::from(vertex.color.to_array()[place])).round().clamp(0.0, 255.0) as u8;
    let color = Color32::from_rgba_premultiplied(channel(0), channel(1), channel(2), channel(3));
    let at = Pos2::new(of(&|vertex| vertex.uv.x), of(&|vertex| vertex.uv.y));
    shaded(color, texture.between_at(at))
}

/// A part of 255, rounded.
fn part(value: u8, of: u8) -> u8 {
    let product = u32::from(value) * u32::from(of) + 128;
    ((product + (product >> 8)) >> 8) as u8
}

/// A colour as a texture's pixel lets it through.
fn shaded(color: Color32, texel: Color32) -> Color32 {
    if texel == Color32::WHITE {
        return color;
    }
    let (color, texel) = (color.to_array(), texel.to_array());
    let [red, green, blue, alpha] = std::array::from_fn(|place| part(color[place], texel[place]));
    Color32::from_rgba_premultiplied(red, green, blue, alpha)
}

fn packed(color: Color32) -> u32 {
    let [red, green, blue, _] = color.to_array();
    u32::from_be_bytes([0, red, green, blue])
}

/// A colour with premultiplied alpha over what stands there.
fn over(color: Color32, below: u32) -> u32 {
    if color.is_opaque() {
        return packed(color);
    }
    let rest = 255 - color.a();
    let [_, red, green, blue] = below.to_be_bytes();
    let channel = |own: u8, below: u8| own.saturating_add(part(below, rest));
    u32::from_be_bytes([0, channel(color.r(), red), channel(color.g(), green), channel(color.b(), blue)])
}

fn blend_all(pixels: &mut [u32], color: Color32) {
    if color.is_opaque() {
        pixels.fill(packed(color));
    } else if color != Color32::TRANSPARENT {
        pixels.iter_mut().for_each(|pixel| *pixel = over(color, *pixel));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::epaint::{ImageData, ImageDelta};
    use egui::{ColorImage, TextureId, TextureOptions, TexturesDelta, pos2, vec2};
    use std::sync::Arc;

    /// A white pixel first, as egui has it, and a grey ramp.
    fn textures() -> Textures {
        let mut pixels = vec![Color32::WHITE; 64];
        for (place, pixel) in pixels.iter_mut().enumerate().skip(8) {
            *pixel = Color32::from_white_alpha(u8::try_from(place * 4).unwrap());
        }
        let image = ImageData::Color(Arc::new(ColorImage::new([8, 8], pixels)));
        let mut delta = TexturesDelta::default();
        delta.push(TextureId::default(), ImageDelta::full(image, TextureOptions::LINEAR));
        let mut textures = Textures::default();
        assert!(!textures.set(&mut delta), "nothing was drawn with it yet");
        textures
    }

    fn drawn(scale: f32, clip: Rect, fill: impl FnOnce(&mut Mesh)) -> Canvas {
        let mut mesh = Mesh::default();
        fill(&mut mesh);
        let mut canvas = Canvas::new(12, 12);
        let area = canvas.area();
        let primitive = ClippedPrimitive { clip_rect: clip, primitive: Primitive::Mesh(mesh) };
        canvas.draw(&area, scale, Color32::BLACK, &[primitive], &textures());
        canvas
    }

    fn lit(canvas: &Canvas) -> Vec<(usize, usize)> {
        let places = (0..144).filter(|&place| canvas.pixels[place] != 0);
        places.map(|place| (place % 12, place / 12)).collect()
    }

    const ALL: Rect = Rect::EVERYTHING;

    #[test]
    fn a_rectangle_fills_the_pixels_whose_middles_it_has_within_the_clip() {
        let rect = Rect::from_min_max(pos2(1.6, 2.0), pos2(4.4, 4.0));
        let canvas = drawn(1.0, ALL, |mesh| mesh.add_colored_rect(rect, Color32::RED));
        assert_eq!(lit(&canvas), [(2, 2), (3, 2), (2, 3), (3, 3)]);
        assert_eq!(canvas.pixels[2 * 12 + 2], 0x00FF_0000);
        let clip = Rect::from_min_max(pos2(0.0, 0.0), pos2(3.0, 3.0));
        assert_eq!(lit(&drawn(1.0, clip, |mesh| mesh.add_colored_rect(rect, Color32::RED))), [(2, 2)]);
    }

    #[test]
    fn two_triangles_that_are_no_rectangle_leave_no_gap_and_draw_no_pixel_twice() {
        let half = Color32::from_rgba_premultiplied(100, 100, 100, 128);
        let canvas = drawn(1.0, ALL, |mesh| {
            for corner in [pos2(0.0, 5.0), pos2(6.0, 0.0), pos2(5.0, 11.0), pos2(12.0, 6.0)] {
                mesh.colored_vertex(corner, half);
            }
            mesh.add_triangle(0, 1, 2);
            mesh.add_triangle(2, 1, 3);
        });
        assert!(canvas.pixels.iter().all(|&pixel| pixel == 0 || pixel == 0x0064_6464), "once each");
        assert!((60..75).contains(&lit(&canvas).len()), "{}", lit(&canvas).len());
    }

    #[test]
    fn a_glyph_on_whole_pixels_is_what_it_is_between_them() {
        let uv = Rect::from_min_max(pos2(0.25, 0.25), pos2(0.75, 0.75));
        let at = |x: f32| {
            let rect = Rect::from_min_size(pos2(x, 3.0), vec2(4.0, 4.0));
            drawn(1.0, ALL, |mesh| mesh.add_rect_with_uv(rect, uv, Color32::WHITE))
        };
        let (whole, moved) = (at(3.0), at(3.0 + 0.25));
        assert_eq!(lit(&whole).len(), 16);
        assert_eq!(whole.pixels[3 * 12 + 3], packed(Color32::from_white_alpha((2 * 8 + 2) * 4)));
        let near = whole.pixels.iter().zip(&moved.pixels);
        assert!(near.clone().all(|(one, other)| (one & 0xFF).abs_diff(other & 0xFF) <= 1 || *one == 0 || *other == 0));
        assert!(near.clone().any(|(one, other)| one != other), "the other is mixed");
    }

    #[test]
    fn points_of_more_than_a_pixel_are_drawn_larger() {
        let rect = Rect::from_min_max(pos2(1.0, 1.0), pos2(3.0, 2.0));
        let canvas = drawn(2.0, ALL, |mesh| mesh.add_colored_rect(rect, Color32::GREEN));
        assert_eq!(lit(&canvas).len(), 8);
    }

    #[test]
    fn a_soft_edge_grows_from_nothing_to_all() {
        let canvas = drawn(1.0, ALL, |mesh| {
            for (x, color) in [(2.0, Color32::TRANSPARENT), (10.0, Color32::WHITE)] {
                mesh.colored_vertex(pos2(x, 0.0), color);
                mesh.colored_vertex(pos2(x, 12.0), color);
            }
            mesh.add_triangle(0, 1, 2);
            mesh.add_triangle(2, 1, 3);
        });
        let row: Vec<u32> = canvas.pixels[60..72].iter().map(|pixel| pixel & 0xFF).collect();
        assert!(row[2..10].is_sorted() && row[2] < 32 && row[9] > 223, "{row:?}");
    }
}
