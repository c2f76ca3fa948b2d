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
    /// As what it was drawn last; as anything else all of it is drawn anew.
    look: Option<Look>,
}

#[derive(Clone, Copy, PartialEq)]
struct Look {
    size: [usize; 2],
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
    /// Has the next frame drawn whole.
    #[cfg(test)]
    pub fn forget(&mut self) {
        self.look = None;
    }

    /// Draws what changed since the last frame, and returns where that is.
    pub fn draw(&mut self, ctx: &Context, frame: Frame) -> Vec<Area> {
        let Frame { shapes, mut textures, size: [width, height], scale, background } = frame;
        let is_other = self.textures.set(&mut textures);
        let look = Look { size: [width, height], scale, background };
        let parts = if is_other || self.look != Some(look) {
            self.look = Some(look);
            self.canvas = Canvas::new(width, height);
            self.damage = Damage::of(shapes);
            vec![self.canvas.area()]
        } else {
            self.damage.between(shapes, scale, &self.canvas.area())
        };
        for part in &parts {
            let primitives = ctx.tessellate(self.damage.within(part, scale), scale);
            self.canvas.draw(part, scale, background, &primitives, &self.textures);
        }
        self.textures.free(&mut textures);
        parts
    }
}
