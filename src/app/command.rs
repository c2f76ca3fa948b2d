//! Everything that a person can tell the program to do.
//!
//! What a command is called, its keys, its place in the menu, when it is possible, what it changes and what it does stand
//! in one line of [`table`]: menu, keys and help are made from it.

mod keys;
mod table;
#[cfg(test)]
mod tests;

use egui::{Context, Key, KeyboardShortcut, Modifiers};

pub use self::keys::Keys;
pub use self::table::{Command, Menu};
use super::window::Window;

/// What there is to know of a command.
pub struct Entry {
    /// What the menu says.
    pub name: &'static str,
    /// The keys that do it.
    pub keys: Keys,
    /// What must be there.
    pub needs: Need,
    /// What it changes in the disclosure.
    pub changes: Changes,
    /// What it does.
    pub deed: Deed,
}

/// What must be there for a command to be possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing.
    Nothing,
    /// A disclosure that is open.
    Disclosure,
    /// A step that can be taken back.
    DoneStep,
    /// A step that can be made again.
    UndoneStep,
    /// The cells of a table, of figures or of indicators (绩效目标表).
    Cells,
    /// The cells of a table of figures.
    Figures,
    /// The paragraphs of a page of text.
    Paragraphs,
}

/// What a command changes in the disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// Nothing, or nothing by itself: a dialog comes first.
    Nothing,
    /// What is published.
    Contents,
    /// Sign-offs, or whether anything else can be changed.
    Review,
    /// What the step did that it takes back or makes again.
    History,
}

/// What a command does.
#[derive(Clone, Copy)]
pub enum Deed {
    /// Done by the window, which takes what is being typed first.
    Do(fn(&mut Window, &Context)),
    /// Done by whatever has the keyboard; what is being typed goes on.
    InFocus(fn(&mut Window, &Context)),
    /// Turns something on, or off again where it `is_on`; then the menu calls it by its `other` name.
    Switch { turn: fn(&mut Window, &Context), is_on: fn(&Window) -> bool, other: &'static str },
    /// Done by the cells that are shown.
    InCells(CellsDeed),
}

/// What cells do by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellsDeed {
    /// Edit the active cell.
    Edit,
    /// Clear the selected cells.
    Clear,
    /// Fill the selection from its first row down.
    FillDown,
    /// Fill the selection from its first column to the right.
    FillRight,
    /// Select all cells.
    SelectAll,
}

impl Command {
    /// What the menu says.
    pub fn text(self) -> &'static str {
        self.entry().name
    }

    /// The first of its keys in words: Ctrl+S.
    pub fn shortcut_text(self) -> String {
        self.entry().keys.all().first().map_or_else(String::new, keys::text)
    }

    /// All of its keys in words: Ctrl+Y、Ctrl+Shift+Z.
    pub fn keys_text(self) -> String {
        self.entry().keys.all().iter().map(keys::text).collect::<Vec<_>>().join("、")
    }

    /// Whether it needs a disclosure that is open.
    pub fn needs_disclosure(self) -> bool {
        self.entry().needs != Need::Nothing
    }

    /// Whether it changes what is published.
    pub fn changes_contents(self) -> bool {
        self.entry().changes == Changes::Contents
    }

    /// Whether it is of no use where no sign-offs can be written.
    pub fn is_of_review(self) -> bool {
        self.entry().changes == Changes::Review
    }

    /// The command whose key this is wherever the window is, if no text field uses it.
    pub fn of_window(key: Key, modifiers: Modifiers) -> Option<Self> {
        // Ctrl+Shift+S is another key than Ctrl+S.
        let is_it = |own: &KeyboardShortcut| own.logical_key == key && modifiers.matches_exact(own.modifiers);
        Self::ALL.into_iter().find(|command| match command.entry().keys {
            Keys::Anywhere(keys) => keys.iter().any(is_it),
            Keys::AtCells(_) | Keys::AtParagraphs(_) | Keys::BySystem(_) | Keys::None => false,
        })
    }

    /// The command whose key this is on a page of text.
    pub fn of_paragraphs(key: Key, modifiers: Modifiers) -> Option<Self> {
        let is_it = |own: &KeyboardShortcut| own.logical_key == key && modifiers.matches_exact(own.modifiers);
        Self::ALL.into_iter().find(|command| match command.entry().keys {
            Keys::AtParagraphs(keys) => keys.iter().any(is_it),
            Keys::Anywhere(_) | Keys::AtCells(_) | Keys::BySystem(_) | Keys::None => false,
        })
    }

    /// The command whose key this is where cells have the keyboard, with what they do.
    pub fn of_cells(key: Key, modifiers: Modifiers) -> Option<(Self, CellsDeed)> {
        let is_it = |own: &KeyboardShortcut| own.logical_key == key && modifiers.matches_logically(own.modifiers);
        Self::ALL.into_iter().find_map(|command| match (&command.entry().keys, command.entry().deed) {
            (Keys::AtCells(keys), Deed::InCells(deed)) => keys.iter().any(is_it).then_some((command, deed)),
            _ => None,
        })
    }
}
