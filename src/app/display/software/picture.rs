//! The picture of the window, drawn anew where it changed.

use egui::epaint::ClippedShape;
use egui::{Color32, Context, TexturesDelta};

use super::area::Area;
use super::damage::Damage;
use super::raster::Canvas;
use super::textures::Textures;

/// What the window shows, and what is needed to bring it up to date.
#[derive(Default)]
pub struct Picture {
    pub canvas: Canvas,
    textures: Textures,
    damage: Damage,
    scale: f32,
    background: Color32,
}

/// What a frame is to look like.
pub struct Frame {
    pub shapes: Vec<ClippedShape>,
    /// What changed in textures since the frame before.
    pub textures: TexturesDelta,
    /// In pixels.
    pub size: [usize; 2],
    /// How many pixels a point has.
    pub scale: f32,
    pub background: Color32,
}

impl Picture {
    /// Draws what changed since the last frame, and returns where that is.
    pub fn draw(&mut self, ctx: &Context, frame: Frame) -> Vec<Area> {
        let Frame { shapes, mut textures, size: [width, height], scale, background } = frame;
        let is_other = self.textures.set(&mut textures);
        let look = (scale, background);
        if is_other
            || [self.canvas.width, self.canvas.height] != [width, height]
            || look != (self.scale, self.background)
        {
            self.canvas = Canvas::new(width, height);
            self.damage = Damage::default();
            (self.scale, self.background) = look;
        }
        let screen = self.canvas.area();
        let is_first = self.damage.is_empty();
        let mut parts = self.damage.between(shapes, scale, &screen);
        if is_first {
            parts = vec![screen];
        }
        for part in &parts {
            let primitives = ctx.tessellate(self.damage.within(part, scale), scale);
            self.canvas.draw(part, scale, background, &primitives, &self.textures);
        }
        self.textures.free(&mut textures);
        parts
    }
}
