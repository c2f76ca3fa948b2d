//! At which paragraph of a page somebody is: with the pointer, or with the keyboard.

use egui::{Align, Context, Key, Modifiers, Rect, Ui};

use super::Spot;
use crate::app::theme::Palette;

/// How far left of the paragraph the bar stands that marks it.
const BAR_AT: f32 = 10.0;

/// The paragraph at which the keyboard is, and those that were drawn.
#[derive(Default)]
pub(super) struct Current {
    spot: Option<Spot>,
    /// It is to be brought into sight.
    follows: bool,
    /// The paragraphs of the page in their order, as they were drawn last.
    drawn: Vec<Spot>,
    drawing: Vec<Spot>,
    /// Where what can be done with a paragraph was drawn last: the pointer goes there and stays with it.
    tools: Vec<(Spot, Rect)>,
    drawing_tools: Vec<(Spot, Rect)>,
}

impl Current {
    /// Begins a page.
    pub fn begin(&mut self) {
        self.drawn = std::mem::take(&mut self.drawing);
        self.tools = std::mem::take(&mut self.drawing_tools);
    }

    /// Forgets where somebody was.
    pub fn leave(&mut self) {
        *self = Self::default();
    }

    /// The paragraph at which the keyboard is.
    pub fn spot(&self) -> Option<&Spot> {
        self.spot.as_ref()
    }

    /// The same, or the first of the page.
    pub fn spot_or_first(&self) -> Option<&Spot> {
        self.spot.as_ref().or_else(|| self.drawn.first())
    }

    /// Goes to the paragraph at `spot`.
    pub fn go_to(&mut self, spot: Spot, follows: bool) {
        (self.spot, self.follows) = (Some(spot), follows);
    }

    /// The arrows go from paragraph to paragraph while no field has the keyboard.
    pub fn take_keys(&mut self, ctx: &Context) {
        let pressed = |key: Key| ctx.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key));
        let (up, down) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
        if up + down == 0 || self.drawn.is_empty() {
            return;
        }
        ctx.memory_mut(|memory| memory.move_focus(egui::FocusDirection::None));
        let place = self.spot.as_ref().and_then(|spot| self.drawn.iter().position(|drawn| drawn == spot));
        let next = match place {
            Some(place) => (place + down).saturating_sub(up).min(self.drawn.len() - 1),
            None => 0,
        };
        self.go_to(self.drawn[next].clone(), true);
    }

    /// After a paragraph was drawn at `rect`: marks it where it is the current one. Returns whether the pointer or the
    /// keyboard is there.
    pub fn drawn(&mut self, ui: &Ui, spot: &Spot, rect: Rect) -> bool {
        self.drawing.push(spot.clone());
        let reach = rect.expand2(ui.spacing().item_spacing / 2.0);
        let is_pointed_at = ui.rect_contains_pointer(reach);
        if is_pointed_at && ui.input(|input| input.pointer.any_pressed()) {
            self.go_to(spot.clone(), false);
        }
        let is_current = self.spot.as_ref() == Some(spot);
        if is_current {
            let bar = Rect::from_x_y_ranges(rect.left() - BAR_AT..=rect.left() - BAR_AT + 3.0, rect.y_range());
            ui.painter().rect_filled(bar, 1.0, Palette::of(ui.visuals()).accent);
            if std::mem::take(&mut self.follows) {
                ui.scroll_to_rect(reach, Some(Align::Center).filter(|_| !ui.clip_rect().contains_rect(rect)));
            }
        }
        let mut over_tools = self.tools.iter().filter(|(_, tools)| ui.rect_contains_pointer(*tools));
        match over_tools.next() {
            Some((of, _)) => is_current || of == spot,
            None => is_current || is_pointed_at,
        }
    }

    /// What can be done with the paragraph at `spot` was drawn at `rect`.
    pub fn has_tools(&mut self, spot: Spot, rect: Rect) {
        self.drawing_tools.push((spot, rect));
    }
}
