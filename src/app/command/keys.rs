//! The keys of commands, and how they are written.

use egui::{Key, KeyboardShortcut, Modifiers};

/// The keys of a command; the first is the one that the menu shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keys {
    None,
    /// They do it wherever the window is.
    Anywhere(&'static [KeyboardShortcut]),
    /// They do it where cells have the keyboard: a text field uses them otherwise.
    AtCells(&'static [KeyboardShortcut]),
    /// They do it on a page of text.
    AtParagraphs(&'static [KeyboardShortcut]),
    /// The system makes other events of them, which go to whatever has the keyboard.
    BySystem(&'static [KeyboardShortcut]),
}

impl Keys {
    pub fn all(self) -> &'static [KeyboardShortcut] {
        match self {
            Self::None => &[],
            Self::Anywhere(keys) | Self::AtCells(keys) | Self::AtParagraphs(keys) | Self::BySystem(keys) => keys,
        }
    }
}

pub(super) const fn plain(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::NONE, key)
}

pub(super) const fn ctrl(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND, key)
}

pub(super) const fn ctrl_shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key)
}

pub(super) const fn ctrl_alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::ALT), key)
}

pub(super) const fn shift(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::SHIFT, key)
}

pub(super) const fn alt(key: Key) -> KeyboardShortcut {
    KeyboardShortcut::new(Modifiers::ALT, key)
}

/// The key in words: Ctrl+S.
pub(super) fn text(shortcut: &KeyboardShortcut) -> String {
    let mut text = String::new();
    for (is_held, name) in
        [(shortcut.modifiers.command, "Ctrl+"), (shortcut.modifiers.shift, "Shift+"), (shortcut.modifiers.alt, "Alt+")]
    {
        if is_held {
            text.push_str(name);
        }
    }
    text + match shortcut.logical_key {
        Key::Plus => "+",
        Key::Minus => "-",
        Key::Equals => "=",
        Key::Num0 => "0",
        Key::ArrowUp => "↑",
        Key::ArrowDown => "↓",
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::PageUp => "PageUp",
        Key::PageDown => "PageDown",
        key => key.name(),
    }
}
