//! The dialog's keys, taken before the name field sees them.

use egui::{Context, Event, Id, ImeEvent, Key, Modifiers};

use super::list::ROWS_OF_A_PAGE;
use super::{Command, PathDialog};

/// Identity of the name field.
pub(super) fn name_field() -> Id {
    Id::unique("path dialog: name")
}

impl PathDialog {
    /// Takes the dialog's keys out of the input, in their order, if the name field has the focus and no input method
    /// is composing. Several may come in one frame.
    pub(super) fn take_keys(&mut self, ctx: &Context) -> Vec<Command> {
        let was_composing = self.composing;
        ctx.input(|input| {
            for event in &input.events {
                if let Event::Ime(event) = event {
                    self.composing = matches!(event, ImeEvent::Preedit { text, .. } if !text.is_empty());
                }
            }
        });
        let in_field = ctx.memory(|memory| memory.has_focus(name_field()));
        // The Enter that ends a composition may come with its commit.
        if self.replacing.is_some() || !in_field || was_composing || self.composing {
            return Vec::new();
        }
        let is_empty = self.name.is_empty();
        let mut commands = Vec::new();
        ctx.input_mut(|input| {
            input.events.retain(|event| {
                let command = match event {
                    Event::Key { key, pressed: true, modifiers, .. } => command(*key, *modifiers, is_empty),
                    _ => None,
                };
                let is_kept = command.is_none();
                commands.extend(command);
                is_kept
            });
        });
        commands
    }
}

fn command(key: Key, modifiers: Modifiers, is_empty: bool) -> Option<Command> {
    let page = ROWS_OF_A_PAGE.cast_signed();
    if modifiers == Modifiers::ALT && key == Key::ArrowUp {
        return Some(Command::Up);
    }
    if modifiers.any() {
        return None;
    }
    match key {
        Key::Backspace if is_empty => Some(Command::Up),
        Key::Enter => Some(Command::Enter),
        Key::ArrowDown => Some(Command::Step(1)),
        Key::ArrowUp => Some(Command::Step(-1)),
        Key::PageDown => Some(Command::Step(page)),
        Key::PageUp => Some(Command::Step(-page)),
        _ => None,
    }
}
