//! Bringing the picture to the screen.

use std::num::NonZeroU32;
use std::sync::Arc;

use softbuffer::{Context, SoftBufferError};
use winit::window::Window;

use super::area::Area;
use super::raster::Canvas;

/// Where the window's picture is handed over to the desktop.
pub struct Surface {
    surface: softbuffer::Surface<Arc<Window>, Arc<Window>>,
    /// In pixels.
    size: [usize; 2],
}

impl Surface {
    /// That of a window.
    ///
    /// # Errors
    /// When the desktop takes no pictures.
    pub fn of(window: &Arc<Window>) -> Result<Self, SoftBufferError> {
        let context = Context::new(Arc::clone(window))?;
        Ok(Self { surface: softbuffer::Surface::new(&context, Arc::clone(window))?, size: [0, 0] })
    }

    /// Shows the picture, which changed in these parts. All of it is shown, since what the desktop lost of it is not known.
    ///
    /// # Errors
    /// When the desktop does not take it.
    pub fn show(&mut self, canvas: &Canvas, parts: &[Area]) -> Result<(), SoftBufferError> {
        let side = |length: usize| u32::try_from(length).ok().and_then(NonZeroU32::new);
        let (Some(width), Some(height)) = (side(canvas.width), side(canvas.height)) else { return Ok(()) };
        let size = [canvas.width, canvas.height];
        let is_new = size != self.size;
        if is_new {
            self.surface.resize(width, height)?;
            self.size = size;
        }
        let mut buffer = self.surface.buffer_mut()?;
        // Of age 1 it holds the picture before this one.
        if is_new || buffer.age() != 1 {
            buffer.copy_from_slice(&canvas.pixels);
        } else {
            for part in parts {
                for y in part.y.clone() {
                    let row = y * canvas.width + part.x.start..y * canvas.width + part.x.end;
                    buffer[row.clone()].copy_from_slice(&canvas.pixels[row]);
                }
            }
        }
        buffer.present()
    }
}
