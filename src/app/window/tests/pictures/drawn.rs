//! What the window shows in a test, drawn as the program draws it without a graphics card.

use std::sync::{Arc, Mutex};

use egui::TexturesDelta;
use egui_kittest::TestRenderer;

use super::*;
use crate::app::display::software::raster::Canvas;
use crate::app::display::software::textures::Textures;

/// The textures that the window has set by now.
#[derive(Clone, Default)]
pub struct TestTextures(Arc<Mutex<Textures>>);

impl TestRenderer for TestTextures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut textures = self.0.lock().unwrap();
        let _ = textures.set(delta);
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
    let [width, height] = pixels(size, scale);
    let mut canvas = Canvas::new(width, height);
    let (whole, background) = (canvas.area(), background(harness));
    let primitives = harness.ctx.tessellate(harness.output().shapes.clone(), scale);
    canvas.draw(&whole, scale, background, &primitives, &textures.0.lock().unwrap());
    canvas
}

pub fn pixels(size: Vec2, scale: f32) -> [usize; 2] {
    [size.x, size.y].map(|side| (side * scale).round() as usize)
}

pub fn background(harness: &Test) -> egui::Color32 {
    Palette::of(&harness.ctx.global_style().visuals).panel
}
