//! The pictures that egui draws with: glyphs, and pages that are shown.

use std::collections::HashMap;

use egui::epaint::ImageData;
use egui::{Color32, ColorImage, Pos2, TextureId, TexturesDelta};

/// The textures that egui has set by now.
#[derive(Default)]
pub struct Textures(HashMap<TextureId, Texture>);

/// One of them. Between its pixels colours are mixed.
pub struct Texture(ColorImage);

impl Textures {
    pub fn get(&self, id: TextureId) -> Option<&Texture> {
        self.0.get(&id)
    }

    /// Takes over what changed in them, but for those that are done with: these are drawn once more.
    ///
    /// Returns whether what was drawn already may look otherwise now. Glyphs that come to the others change none of these.
    #[must_use]
    pub fn set(&mut self, delta: &mut TexturesDelta) -> bool {
        let mut is_other = false;
        for (id, changes) in delta.set.drain() {
            for change in changes {
                let ImageData::Color(image) = &change.image;
                match change.pos {
                    None => {
                        is_other |= self.0.insert(id, Texture(image.as_ref().clone())).is_some();
                    }
                    Some(at) => {
                        is_other |= id != TextureId::default();
                        if let Some(texture) = self.0.get_mut(&id) {
                            texture.put(at, image);
                        }
                    }
                }
            }
        }
        is_other
    }

    /// Forgets those that are done with.
    pub fn free(&mut self, delta: &mut TexturesDelta) {
        for id in delta.free.drain() {
            self.0.remove(&id);
        }
    }
}

impl Texture {
    pub fn size(&self) -> [usize; 2] {
        self.0.size
    }

    /// A row of pixels; the last one for what lies beyond.
    pub fn row(&self, row: usize) -> &[Color32] {
        let [width, height] = self.0.size;
        let row = row.min(height.saturating_sub(1));
        self.0.pixels.get(row * width..(row + 1) * width).unwrap_or_default()
    }

    fn pixel(&self, column: f32, row: f32) -> Color32 {
        let [width, _] = self.0.size;
        let column = (column.max(0.0) as usize).min(width.saturating_sub(1));
        self.row(row.max(0.0) as usize).get(column).copied().unwrap_or(Color32::TRANSPARENT)
    }

    /// The pixel at a place from 0 to 1 along each side.
    pub fn pixel_at(&self, at: Pos2) -> Color32 {
        let [width, height] = self.0.size;
        self.pixel(at.x * width as f32, at.y * height as f32)
    }

    /// The colour at a place from 0 to 1 along each side.
    pub fn between_at(&self, at: Pos2) -> Color32 {
        let [width, height] = self.0.size;
        self.between(Pos2::new(at.x * width as f32 - 0.5, at.y * height as f32 - 0.5))
    }

    /// The colour at a place in pixels, 0 being the middle of the first: that of the four pixels around it, by nearness.
    pub fn between(&self, at: Pos2) -> Color32 {
        let (left, top) = (at.x.floor(), at.y.floor());
        let corners = [(left, top), (left + 1.0, top), (left, top + 1.0), (left + 1.0, top + 1.0)]
            .map(|(column, row)| self.pixel(column, row).to_array());
        if corners.iter().all(|corner| *corner == corners[0]) {
            let [red, green, blue, alpha] = corners[0];
            return Color32::from_rgba_premultiplied(red, green, blue, alpha);
        }
        let (across, down) = (at.x - left, at.y - top);
        let [red, green, blue, alpha] = std::array::from_fn(|place| {
            let [a, b, c, d] = corners.map(|corner| f32::from(corner[place]));
            let (above, below) = (a + (b - a) * across, c + (d - c) * across);
            (above + (below - above) * down).round() as u8
        });
        Color32::from_rgba_premultiplied(red, green, blue, alpha)
    }

    fn put(&mut self, [left, top]: [usize; 2], image: &ColorImage) {
        let width = self.0.width();
        for (row, pixels) in (top..self.0.height()).zip(image.pixels.chunks(image.width().max(1))) {
            let line = &mut self.0.pixels[row * width..][..width];
            let to = line.iter_mut().skip(left);
            to.zip(pixels).for_each(|(pixel, new)| *pixel = *new);
        }
    }
}
