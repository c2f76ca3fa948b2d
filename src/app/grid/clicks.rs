//! What the mouse does on one cell in one frame.

use egui::{Rect, Response, Ui};

/// What the mouse does on a cell.
#[derive(Debug, Clone, Copy)]
pub struct Clicks {
    /// Its button went down there.
    pub is_pressed: bool,
    /// It is held down over it.
    pub is_held: bool,
    /// It was clicked twice.
    pub is_double: bool,
}

impl Clicks {
    /// On the cell that `response` is of; `seen` is what is in sight of it.
    pub fn of(ui: &Ui, response: &Response, seen: Rect) -> Self {
        let (pressed, down, origin) = ui.input(|input| {
            (input.pointer.primary_pressed(), input.pointer.primary_down(), input.pointer.press_origin())
        });
        // Where the button went down counts, not where the pointer has got to since.
        let is_on_top = |position| ui.ctx().layer_id_at(position) == Some(ui.layer_id());
        let is_pressed = pressed && origin.is_some_and(|origin| seen.contains(origin) && is_on_top(origin));
        Self {
            // A button that goes down and up within one frame leaves only the click.
            is_pressed: is_pressed || response.clicked(),
            is_held: down && ui.rect_contains_pointer(seen),
            // A quick click elsewhere just before makes a third of the second.
            is_double: response.double_clicked() || response.triple_clicked(),
        }
    }
}
