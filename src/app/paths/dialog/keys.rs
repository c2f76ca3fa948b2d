//! The dialog's keys, taken before the name field sees them.

use egui::{Context, Event, Id, ImeEvent, Key, Modifiers};

use super::list::ROWS_OF_A_PAGE;
use super::{Command, PathDialog};

/// Identity of the name field.
pub(super) fn name_field() -> Id {
    Id::unique("path dialog: name")
}

impl PathDialog {
    /// The command of a key, if the name field has the focus and no input method is composing.
    pub(super) fn key(&mut self, ctx: &Context) -> Option<Command> {
        let before = self.composing;
        ctx.input(|input| {
            for event in &input.events {
                if let Event::Ime(event) = event {
                    self.composing = matches!(event, ImeEvent::Preedit { text, .. } if !text.is_empty());
                }
            }
        });
        let in_field = ctx.memory(|memory| memory.has_focus(name_field()));
        // The Enter that ends a composition may come with its commit.
        if self.replacing.is_some() || !in_field || before || self.composing {
            return None;
        }
        let is_empty = self.name.is_empty();
        ctx.input_mut(|input| {
            let mut pressed = |modifiers, key| input.consume_key(modifiers, key);
            let page = ROWS_OF_A_PAGE.cast_signed();
            if pressed(Modifiers::ALT, Key::ArrowUp) || is_empty && pressed(Modifiers::NONE, Key::Backspace) {
                Some(Command::Up)
            } else if pressed(Modifiers::NONE, Key::Enter) {
                Some(Command::Enter)
            } else if pressed(Modifiers::NONE, Key::ArrowDown) {
                Some(Command::Step(1))
            } else if pressed(Modifiers::NONE, Key::ArrowUp) {
                Some(Command::Step(-1))
            } else if pressed(Modifiers::NONE, Key::PageDown) {
                Some(Command::Step(page))
            } else if pressed(Modifiers::NONE, Key::PageUp) {
                Some(Command::Step(-page))
            } else {
                None
            }
        })
    }
}
