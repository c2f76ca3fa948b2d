use std::collections::HashMap;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::{CellsDeed, Changes, Command, Deed, Keys, Menu, Need};
use crate::app::cells::{EditMode, editing_motion, resting_motion};

/// Where keys mean something of their own.
const CONTEXTS: [fn(Need) -> bool; 3] = [
    // In a table of figures.
    |needs| needs != Need::Paragraphs,
    // In a performance table.
    |needs| !matches!(needs, Need::Figures | Need::Paragraphs),
    // On a page of texts.
    |needs| !matches!(needs, Need::Cells | Need::Figures),
];

#[test]
fn no_key_does_two_things_in_one_context() {
    for is_there in CONTEXTS {
        let mut taken: HashMap<KeyboardShortcut, Command> = HashMap::new();
        for command in Command::ALL.into_iter().filter(|command| is_there(command.entry().needs)) {
            for &key in command.entry().keys.all() {
                let other = taken.insert(key, command);
                assert_eq!(other, None, "{key:?} does two things: {command:?}");
            }
        }
    }
}

#[test]
fn no_key_of_a_command_moves_in_the_cells() {
    for command in Command::ALL {
        for key in command.entry().keys.all() {
            let (key, modifiers) = (key.logical_key, key.modifiers);
            // The window takes its keys before the cells do: with Alt an arrow moves a row.
            let is_shadowed = modifiers.alt && matches!(command.entry().keys, Keys::Anywhere(_));
            assert!(is_shadowed || resting_motion(key, modifiers, 1).is_none(), "{command:?}");
            for mode in [EditMode::Replace, EditMode::Amend] {
                assert!(is_shadowed || editing_motion(key, modifiers, mode).is_none(), "{command:?}");
            }
            let is_of_cells = key == Key::Backspace || key == Key::Escape || key == Key::Space;
            assert!(!is_of_cells, "{command:?} has a key that belongs to the cells");
        }
    }
}

#[test]
fn each_key_leads_to_its_command() {
    for command in Command::ALL {
        for key in command.entry().keys.all() {
            let (window, cells) =
                (Command::of_window(key.logical_key, key.modifiers), Command::of_cells(key.logical_key, key.modifiers));
            match command.entry().keys {
                Keys::Anywhere(_) => assert_eq!(window, Some(command)),
                Keys::AtCells(_) => {
                    assert_eq!((window, cells.map(|(found, _)| found)), (None, Some(command)));
                }
                Keys::AtParagraphs(_) => {
                    assert_eq!(window, None);
                    assert_eq!(Command::of_paragraphs(key.logical_key, key.modifiers), Some(command));
                }
                Keys::BySystem(_) => assert_eq!((window, cells), (None, None)),
                Keys::None => {}
            }
        }
    }
    assert_eq!(Command::of_cells(Key::D, Modifiers::COMMAND), Some((Command::FillDown, CellsDeed::FillDown)));
    // A text field keeps what it uses itself.
    assert_eq!(Command::of_window(Key::A, Modifiers::COMMAND), None);
}

#[test]
fn a_key_of_cells_is_carried_out_by_cells() {
    for command in Command::ALL {
        let is_at_cells = matches!(command.entry().keys, Keys::AtCells(_));
        assert_eq!(is_at_cells, matches!(command.entry().deed, Deed::InCells(_)), "{command:?}");
    }
}

#[test]
fn every_command_is_in_one_menu_with_a_name_of_its_own() {
    let mut names: HashMap<&str, Command> = HashMap::new();
    let mut placed = Vec::new();
    for menu in Menu::ALL {
        placed.extend(menu.groups().concat());
    }
    assert_eq!(placed, Command::ALL);
    for command in Command::ALL {
        assert_eq!(names.insert(command.text(), command), None, "{}", command.text());
    }
}

#[test]
fn no_letter_does_two_things_in_one_menu() {
    let mut menus = HashMap::new();
    for menu in Menu::ALL {
        assert_eq!(menus.insert(menu.letter(), menu), None, "{}", menu.title());
        // With Alt the letter opens the menu, and is no key of a command.
        assert_eq!(Command::of_window(menu.letter(), Modifiers::ALT), None, "{}", menu.title());
        let mut items = HashMap::new();
        for command in menu.groups().concat() {
            assert_eq!(items.insert(command.letter(), command), None, "{}: {command:?}", menu.title());
        }
    }
}

#[test]
fn what_is_done_to_cells_is_locked_with_them() {
    // These only look, or are signed.
    let looks = [
        Command::SelectAll,
        Command::Precedents,
        Command::Dependents,
        Command::SignTable,
        Command::TableZoomIn,
        Command::TableZoomOut,
        Command::TableZoomFit,
        Command::TableZoomReset,
    ];
    for command in Command::ALL {
        let is_of_cells = matches!(command.entry().needs, Need::Cells | Need::Figures);
        if is_of_cells && !looks.contains(&command) {
            assert_eq!(command.entry().changes, Changes::Contents, "{command:?}");
        }
    }
}
