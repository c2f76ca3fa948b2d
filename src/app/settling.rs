//! The window settles before it is painted.
//!
//! Works around egui 0.37, which paints two more frames after each one with input, "to give some things time to settle", so that a
//! key that is pressed and let go is painted six times. Where the processor draws, painting is nearly all that a frame costs.
//! So a frame with input is gone through as often as egui would, and painted once.

use std::num::NonZeroUsize;

use egui::{Context, Plugin, RawInput, Ui};

/// A frame with input is gone through so often: once with it, and twice to settle. What still asks for another then gets it.
const PASSES: usize = 3;

#[derive(Debug, Default)]
pub struct Settling {
    /// This frame has input.
    has_input: bool,
}

impl Plugin for Settling {
    fn debug_name(&self) -> &'static str {
        "settling"
    }

    fn setup(&mut self, ctx: &Context) {
        ctx.options_mut(|options| options.max_passes = NonZeroUsize::new(PASSES).unwrap_or(options.max_passes));
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        if ctx.current_pass_index() == 0 {
            self.has_input = !input.events.is_empty();
        } else if input.time.is_none() {
            // Without a clock egui takes each pass for a frame's time.
            input.time = Some(ctx.input(|input| input.time));
        }
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if self.has_input && ui.ctx().current_pass_index() + 1 < PASSES {
            ui.ctx().request_discard("the window settles");
        }
    }
}
