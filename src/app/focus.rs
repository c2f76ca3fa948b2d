//! Giving the focus to a text field.

use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::util::undoer::{Settings, Undoer};
use egui::{Event, Id, InputState, Key, Modifiers, Ui};

/// Gives the focus to the field `id` and selects its `text`, so that typing replaces it.
pub fn focus_all(ui: &Ui, id: Id, text: &str) {
    ui.memory_mut(|memory| memory.request_focus(id));
    let mut state = TextEditState::load(ui, id).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.set_undoer(back_to(text));
    state.store(ui, id);
}

/// The modifiers with which `key` was pressed in this frame. Those of the frame itself may be released again by its end, when
/// somebody types fast or the frame is long.
pub fn pressed_with(input: &InputState, key: Key) -> Option<Modifiers> {
    input.events.iter().find_map(|event| match event {
        Event::Key { key: own, pressed: true, modifiers, .. } if *own == key => Some(*modifiers),
        _ => None,
    })
}

/// What undoing in a field goes back to: `text`, with which it began. Left to itself a field goes back to what it happened
/// to hold some frames or seconds ago, so that the same keys would do one thing on a fast machine and another on a slow one.
pub fn back_to(text: &str) -> Undoer<(CCursorRange, String)> {
    let never = Settings { stable_time: f32::INFINITY, auto_save_interval: f32::INFINITY, ..Settings::default() };
    let mut undoer = Undoer::with_settings(never);
    undoer.feed_state(0.0, &(CCursorRange::one(CCursor::new(text.chars().count())), text.to_owned()));
    undoer
}
