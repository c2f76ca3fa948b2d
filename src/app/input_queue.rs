//! Keys, typed text and clicks wait here, so that each finds the window as the ones before it left it.
//!
//! A frame may take longer than a key: then one frame is handed several. Works around egui 0.37, which gives all of them
//! to whatever has the focus at its beginning, though the first may open or close a dialog, and the rest is lost. So a
//! frame is handed no more than what cannot turn the window away from what follows; the next gets the rest, once what is
//! to have the keyboard has it.

use std::collections::VecDeque;

use egui::{Context, Event, Key, Modifiers, Plugin, Pos2, RawInput, Ui};

/// So many frames are waited for the window to come to rest. It may be one in which nothing takes the keyboard.
const MOST_WAITED: u8 = 4;
/// Clicks no farther apart than this are one double click, which needs them in one frame where frames are slow.
const SAME_SPOT: f32 = 6.0;

/// What came from the system and was not handed to a frame yet.
#[derive(Debug)]
pub struct InputQueue {
    /// Each event with the number of the frame in which it came.
    waiting: VecDeque<(u64, Event)>,
    frame: u64,
    /// How the last frame left the window.
    left: Left,
    /// Frames that were waited for rest.
    waited: u8,
    /// The key that was pressed last was pressed with Alt, and types nothing.
    is_of_alt: bool,
    /// The last frame got something beside text in a field or a dialog, which may ask or move the focus by the next.
    pauses: bool,
}

/// How a frame left the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// What is to have the keyboard may not have it yet.
    Turning,
    /// At rest, with a field or nothing in focus.
    AtRest,
    /// At rest, with cells in focus, which carry out several keys in their order.
    InCells,
}

/// What a run of events that go to one frame is made of.
#[derive(Debug, Clone, PartialEq)]
enum Run {
    /// Text, with the keys that type it.
    Text,
    /// Keys that cells carry out in their order.
    Cells,
    /// One key, held or pressed several times.
    Repeats(Key, Modifiers),
    /// Clicks at a place.
    Clicks(Pos2),
    /// Something that may turn the window, by itself.
    Alone,
}

impl Default for InputQueue {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), frame: 0, left: Left::AtRest, waited: 0, is_of_alt: false, pauses: false }
    }
}

impl InputQueue {
    /// Hears how the frame that was drawn left the window.
    pub fn hear(&mut self, left: Left) {
        self.left = left;
    }

    /// A letter that is pressed with Alt is a key of the menus, and types nothing. (On a Mac it types a character.) Works
    /// around egui-winit 0.37, which sends its text all the same. AltGr is not Alt, or comes with Ctrl.
    fn drop_texts_of_alt(&mut self, events: &mut Vec<Event>) {
        if cfg!(target_os = "macos") {
            return;
        }
        events.retain(|event| match event {
            Event::Key { pressed: true, modifiers, .. } => {
                self.is_of_alt = modifiers.alt && !modifiers.ctrl;
                true
            }
            Event::Text(_) => !std::mem::take(&mut self.is_of_alt),
            _ => true,
        });
    }

    /// What the next frame gets.
    fn next(&mut self) -> Vec<Event> {
        // A frame that does not tell how it leaves the window is one without dialogs.
        let left = std::mem::replace(&mut self.left, Left::AtRest);
        let pauses = std::mem::take(&mut self.pauses);
        if self.waiting.is_empty() {
            return Vec::new();
        }
        if (pauses || left == Left::Turning) && self.waited < MOST_WAITED {
            self.waited += 1;
            return Vec::new();
        }
        self.waited = 0;
        let mut taken = Vec::new();
        let mut run: Option<Run> = None;
        // The key that ends a composition belongs to the input method: it must not be taken for one of its own.
        let mut composed_in = None;
        while let Some((frame, event)) = self.waiting.front() {
            let is_composing = composed_in == Some(*frame);
            let joins = is_passing(event) || is_composing || run.as_ref().is_none_or(|run| run.takes(event, left));
            // What a space types belongs to it, whatever it presses.
            let is_space = |last: &Event| matches!(last, Event::Key { key: Key::Space, pressed: true, .. });
            let is_typed = matches!(event, Event::Text(_)) && taken.last().is_some_and(is_space);
            if !(joins || is_typed) {
                break;
            }
            match event {
                Event::Ime(_) => composed_in = Some(*frame),
                Event::Key { pressed: true, .. } => composed_in = None,
                _ => {}
            }
            if run.is_none() && !is_passing(event) {
                run = Some(Run::begun_by(event, left));
            }
            taken.extend(self.waiting.pop_front().map(|(_, event)| event));
        }
        self.pauses = left != Left::InCells && !matches!(run, None | Some(Run::Text));
        taken
    }
}

impl Plugin for InputQueue {
    fn debug_name(&self) -> &'static str {
        "input queue"
    }

    fn input_hook(&mut self, ctx: &Context, input: &mut RawInput) {
        // A frame that is drawn again, because sizes were not known, was handed its events the first time.
        if ctx.current_pass_index() > 0 {
            return;
        }
        self.frame = self.frame.wrapping_add(1);
        self.drop_texts_of_alt(&mut input.events);
        self.waiting.extend(std::mem::take(&mut input.events).into_iter().map(|event| (self.frame, event)));
        input.events = self.next();
    }

    fn on_end_pass(&mut self, ui: &mut Ui) {
        if !self.waiting.is_empty() {
            ui.ctx().request_repaint();
        }
    }
}

impl Run {
    fn begun_by(event: &Event, left: Left) -> Self {
        match event {
            Event::Text(_) | Event::Ime(_) => Self::Text,
            Event::PointerButton { pos, .. } => Self::Clicks(*pos),
            Event::Key { key, modifiers, .. } if types_text(*key, *modifiers) => Self::Text,
            Event::Key { key, modifiers, .. } if left == Left::InCells && is_of_cells(*key, *modifiers) => Self::Cells,
            Event::Key { key, modifiers, .. } => Self::Repeats(*key, *modifiers),
            _ => Self::Alone,
        }
    }

    /// Whether `event` may go to the same frame.
    fn takes(&self, event: &Event, left: Left) -> bool {
        match (self, event) {
            (Self::Alone, _) => false,
            (Self::Repeats(key, modifiers), Event::Key { key: other, modifiers: with, repeat, .. }) => {
                key == other && modifiers == with && (may_repeat(*key) || *repeat && !ends_something(*key))
            }
            // Pressed and let go in one frame it is a click however long the frame takes.
            (Self::Clicks(at), Event::PointerButton { pos, .. }) => at.distance(*pos) < SAME_SPOT,
            (Self::Text | Self::Cells, _) => Self::begun_by(event, left) == *self,
            _ => false,
        }
    }
}

/// Whether the event may go to whatever frame comes: it turns nothing.
fn is_passing(event: &Event) -> bool {
    match event {
        Event::Key { pressed, .. } => !pressed,
        Event::PointerButton { .. } | Event::Text(_) | Event::Ime(_) => false,
        Event::Copy | Event::Cut | Event::Paste(_) | Event::PasteImage(_) | Event::MiddleClickPaste { .. } => false,
        Event::AccessKitActionRequest(_) => false,
        _ => true,
    }
}

/// Whether the key with these modifiers types a character and does nothing else. A space presses a button, too.
fn types_text(key: Key, modifiers: Modifiers) -> bool {
    let is_plain = !modifiers.ctrl && !modifiers.alt && !modifiers.command && !modifiers.mac_cmd;
    is_plain && key != Key::Space && !is_function(key) && !is_of_cells(key, modifiers)
}

/// Whether the key has no character.
fn is_function(key: Key) -> bool {
    matches!(
        key,
        Key::Escape | Key::Insert | Key::Delete | Key::Backspace | Key::Copy | Key::Cut | Key::Paste | Key::BrowserBack
    ) || (Key::F1..=Key::F35).contains(&key)
}

/// Whether cells carry the key out at once, so that the next may follow in the same frame.
fn is_of_cells(key: Key, modifiers: Modifiers) -> bool {
    let is_plain = !modifiers.ctrl && !modifiers.alt && !modifiers.command && !modifiers.mac_cmd;
    is_plain && (is_motion(key) || matches!(key, Key::Enter | Key::Tab))
}

fn is_motion(key: Key) -> bool {
    use Key::{ArrowDown, ArrowLeft, ArrowRight, ArrowUp, End, Home, PageDown, PageUp};
    matches!(key, ArrowUp | ArrowDown | ArrowLeft | ArrowRight | Home | End | PageUp | PageDown)
}

/// Whether pressing the key several times does no other thing the second time.
fn may_repeat(key: Key) -> bool {
    is_motion(key) || matches!(key, Key::Backspace | Key::Delete)
}

/// Whether the key ends what is being done, so that even when it is held the next of it goes to something else.
fn ends_something(key: Key) -> bool {
    matches!(key, Key::Enter | Key::Escape | Key::Tab | Key::Space)
}

#[cfg(test)]
mod tests;
