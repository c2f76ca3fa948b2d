//! The keys of cells, taken before the text field on the active cell sees them.
//!
//! Characters that come before a key must reach the text field first: [`crate::app::input_queue`] hands them to an earlier
//! frame.

use egui::{Event, ImeEvent, Key, Modifiers};

use super::selection::Motion;
use crate::app::command::{CellsDeed, Command};

/// What a key asks of the cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CellsKey {
    /// Move the active cell; `extend` grows the selection.
    Move(Motion, bool),
    /// Take what was typed, then move.
    Commit(Motion),
    /// Drop what was typed.
    Cancel,
    /// Empty the active cell and edit it.
    EditEmpty,
    Copy,
    /// Copy the selection and clear it.
    Cut,
    Paste(String),
    /// Select the rows of the selection.
    SelectRows,
    /// Select the columns of the selection.
    SelectColumns,
    /// Take what was typed into every cell of the selection.
    CommitToAll,
    /// The key of a command that cells carry out.
    Command(Command, CellsDeed),
}

impl CellsKey {
    /// Whether it changes the cells, or begins to.
    pub fn changes_contents(&self) -> bool {
        match self {
            Self::EditEmpty | Self::Cut | Self::Paste(_) | Self::CommitToAll => true,
            Self::Command(command, _) => command.changes_contents(),
            Self::Move(..) | Self::Commit(_) | Self::Cancel | Self::Copy | Self::SelectRows | Self::SelectColumns => {
                false
            }
        }
    }

    /// Whether it is a key that ends what was typed, pressed where nothing was.
    pub fn ends_entry(&self) -> bool {
        use Motion::{NextCell, NextLine, PreviousCell, PreviousLine};
        matches!(self, Self::Move(NextCell | NextLine | PreviousCell | PreviousLine, _))
    }
}

/// How the active cell is being edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditMode {
    /// Begun by typing: arrows take what was typed and move on.
    Replace,
    /// Begun by F2 or a double click: arrows move in the text.
    Amend,
}

/// Tells grid keys from the input of the text field.
#[derive(Debug, Default)]
pub struct KeyFilter {
    /// Whether an input method is composing.
    is_composing: bool,
    /// When the last composition ended, in seconds.
    composed_at: Option<f64>,
    /// The field has several lines, in which arrows move up and down while it is amended.
    has_lines: bool,
}

/// Some systems deliver the key that ends a composition a frame late. Nobody presses the next one so soon.
const COMPOSITION_ECHO: f64 = 0.03;

impl KeyFilter {
    /// Whether an input method is composing: then the text field does not hold what the person means yet.
    pub fn is_composing(&self) -> bool {
        self.is_composing
    }

    /// Says whether the field on the active cell has several lines.
    pub fn set_lines(&mut self, has_lines: bool) {
        self.has_lines = has_lines;
    }

    /// Takes the grid's keys out of `events` and hands each to `act`, which returns how the cell is edited after it.
    /// `page` is how many rows fit on the screen, `now` the time in seconds.
    pub fn filter(
        &mut self,
        events: &mut Vec<Event>,
        mut mode: Option<EditMode>,
        page: isize,
        now: f64,
        act: &mut dyn FnMut(CellsKey) -> Option<EditMode>,
    ) {
        // The key that ends a composition belongs to the input method, also in the frame in which it ends.
        let is_echo = self.composed_at.is_some_and(|ended| now - ended < COMPOSITION_ECHO);
        let mut is_composed = self.is_composing || is_echo;
        events.retain(|event| {
            if let Event::Ime(ime) = event {
                is_composed = true;
                match ime {
                    ImeEvent::Preedit { text, .. } => self.is_composing = !text.is_empty(),
                    ImeEvent::Commit(_) => {
                        self.is_composing = false;
                        self.composed_at = Some(now);
                    }
                    _ => {}
                }
            }
            let is_of_field = self.has_lines && mode == Some(EditMode::Amend) && is_vertical(event);
            let key = if is_composed || is_of_field { None } else { grid_key(event, mode, page) };
            let is_left = key.is_none();
            mode = key.map_or(mode, &mut *act);
            is_left
        });
    }
}

fn is_vertical(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::ArrowUp | Key::ArrowDown, .. })
}

fn grid_key(event: &Event, mode: Option<EditMode>, page: isize) -> Option<CellsKey> {
    match event {
        Event::Copy if mode.is_none() => Some(CellsKey::Copy),
        Event::Cut if mode.is_none() => Some(CellsKey::Cut),
        Event::Paste(text) if mode.is_none() => Some(CellsKey::Paste(text.clone())),
        Event::Key { key, pressed: true, modifiers, .. } => match mode {
            None => resting_key(*key, *modifiers, page),
            Some(mode) => editing_key(*key, *modifiers, mode),
        },
        _ => None,
    }
}

fn resting_key(key: Key, modifiers: Modifiers, page: isize) -> Option<CellsKey> {
    if let Some((motion, extend)) = resting_motion(key, modifiers, page) {
        return Some(CellsKey::Move(motion, extend));
    }
    match key {
        Key::Backspace => Some(CellsKey::EditEmpty),
        Key::Space if modifiers.shift => Some(CellsKey::SelectRows),
        Key::Space if modifiers.command => Some(CellsKey::SelectColumns),
        _ => Command::of_cells(key, modifiers).map(|(command, deed)| CellsKey::Command(command, deed)),
    }
}

/// Where the key moves the active cell, and whether the selection is extended to there.
pub fn resting_motion(key: Key, modifiers: Modifiers, page: isize) -> Option<(Motion, bool)> {
    let motion = match (key, modifiers.command) {
        (Key::ArrowUp, false) => Motion::By(-1, 0),
        (Key::ArrowDown, false) => Motion::By(1, 0),
        (Key::ArrowLeft, false) => Motion::By(0, -1),
        (Key::ArrowRight, false) => Motion::By(0, 1),
        (Key::ArrowUp, true) => Motion::ToEdge(-1, 0),
        (Key::ArrowDown, true) => Motion::ToEdge(1, 0),
        (Key::ArrowLeft, true) => Motion::ToEdge(0, -1),
        (Key::ArrowRight, true) => Motion::ToEdge(0, 1),
        (Key::Home, false) => Motion::LineStart,
        (Key::End, false) => Motion::LineEnd,
        (Key::Home, true) => Motion::Start,
        (Key::End, true) => Motion::End,
        (Key::PageUp, false) => Motion::By(-page, 0),
        (Key::PageDown, false) => Motion::By(page, 0),
        (Key::Tab, _) if modifiers.shift => return Some((Motion::PreviousCell, false)),
        (Key::Tab, false) => return Some((Motion::NextCell, false)),
        (Key::Enter, _) if modifiers.shift => return Some((Motion::PreviousLine, false)),
        (Key::Enter, false) => return Some((Motion::NextLine, false)),
        _ => return None,
    };
    Some((motion, modifiers.shift))
}

fn editing_key(key: Key, modifiers: Modifiers, mode: EditMode) -> Option<CellsKey> {
    match key {
        Key::Escape => Some(CellsKey::Cancel),
        Key::Enter if modifiers.command => Some(CellsKey::CommitToAll),
        _ => editing_motion(key, modifiers, mode).map(CellsKey::Commit),
    }
}

/// Where the key moves the active cell once what was typed is taken.
pub fn editing_motion(key: Key, modifiers: Modifiers, mode: EditMode) -> Option<Motion> {
    Some(match key {
        Key::Enter if modifiers.shift => Motion::PreviousLine,
        Key::Enter => Motion::NextLine,
        Key::Tab if modifiers.shift => Motion::PreviousCell,
        Key::Tab => Motion::NextCell,
        Key::ArrowUp => Motion::By(-1, 0),
        Key::ArrowDown => Motion::By(1, 0),
        Key::ArrowLeft if mode == EditMode::Replace => Motion::By(0, -1),
        Key::ArrowRight if mode == EditMode::Replace => Motion::By(0, 1),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: Key) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
    }

    fn filter(filter: &mut KeyFilter, events: Vec<Event>, mode: Option<EditMode>, now: f64) -> Vec<CellsKey> {
        let mut events = events;
        let mut keys = Vec::new();
        filter.filter(&mut events, mode, 10, now, &mut |key| {
            keys.push(key);
            None
        });
        keys
    }

    #[test]
    fn the_key_that_ends_a_composition_does_not_commit_the_cell() {
        let mut keys = KeyFilter::default();
        let preedit = |text: &str| Event::Ime(ImeEvent::Preedit { text: text.into(), active_range_chars: None });
        let taken = filter(&mut keys, vec![preedit("gongzi")], None, 0.0);
        assert!(taken.is_empty() && keys.is_composing());
        let commit = Event::Ime(ImeEvent::Commit("工资".into()));
        let taken = filter(&mut keys, vec![commit, key(Key::Enter)], Some(EditMode::Replace), 1.0);
        assert!(taken.is_empty() && !keys.is_composing());
        let enter = |keys: &mut KeyFilter, now| filter(keys, vec![key(Key::Enter)], Some(EditMode::Replace), now);
        assert_eq!(enter(&mut keys, 1.016), [], "the same key, delivered a frame late");
        assert_eq!(enter(&mut keys, 1.2), [CellsKey::Commit(Motion::NextLine)]);
    }

    #[test]
    fn arrows_leave_a_cell_that_is_typed_into_but_move_inside_one_that_is_amended() {
        let right = |mode| filter(&mut KeyFilter::default(), vec![key(Key::ArrowRight)], Some(mode), 0.0);
        assert_eq!(right(EditMode::Replace), [CellsKey::Commit(Motion::By(0, 1))]);
        assert_eq!(right(EditMode::Amend), []);
    }
}
