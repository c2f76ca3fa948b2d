//! What the window shows in a test, drawn as the program draws it without a graphics card.

use std::sync::{Arc, Mutex};

use egui::TexturesDelta;
use egui_kittest::TestRenderer;

use super::*;
use crate::app::display::software::raster::Canvas;
use crate::app::display::software::textures::Textures;

/// The textures that the window has set by now, and whether one of them became another since that was asked.
#[derive(Clone, Default)]
pub struct TestTextures(Arc<Mutex<(Textures, bool)>>);

impl TestTextures {
    /// Whether what was drawn may look otherwise now.
    pub fn take_is_other(&self) -> bool {
        std::mem::take(&mut self.0.lock().unwrap().1)
    }
}

impl TestRenderer for TestTextures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let (textures, is_other) = &mut *self.0.lock().unwrap();
        *is_other |= textures.set(delta);
        textures.free(delta);
    }
}

/// Draws what the window shows, as small as it is kept.
pub fn drawn(harness: &mut Test, screen: Screen, textures: &TestTextures) -> Picture {
    // A debug build of egui writes over a window that was drawn anew several times in a row.
    harness.run_steps(2);
    Picture::of(&canvas(harness, screen, textures))
}

/// Draws what the window shows.
pub fn canvas(harness: &Test, (_, size, scale): Screen, textures: &TestTextures) -> Canvas {
    let mut canvas = Canvas::new((size.x * scale).round() as usize, (size.y * scale).round() as usize);
    let whole = canvas.area();
    draw(&mut canvas, harness, &whole, harness.output().shapes.clone(), scale, textures);
    canvas
}

/// Draws shapes in a part of the picture.
pub fn draw(
    canvas: &mut Canvas,
    harness: &Test,
    part: &Area,
    shapes: Vec<egui::epaint::ClippedShape>,
    scale: f32,
    textures: &TestTextures,
) {
    let primitives = harness.ctx.tessellate(shapes, scale);
    let background = Palette::of(&harness.ctx.global_style().visuals).panel;
    canvas.draw(part, scale, background, &primitives, &textures.0.lock().unwrap().0);
}
