//! The menu, and the keys of its commands.

use egui::{Button, Event, MenuBar, Ui};

use super::Window;
use crate::app::command::{Command, Deed, Menu, Need};
use crate::app::protection::button_ui;
use crate::app::settings::ThemeChoice;
use crate::app::theme;
use disclosure_engine::spelling::visible;

/// The commands whose keys were pressed. While a cell or a text is being edited undo belongs to its text, and the grid takes its
/// own keys itself.
/// `is_possible` leaves keys to the texts on whose page their commands mean nothing.
pub(super) fn take_shortcuts(ui: &Ui, is_typing: bool, is_possible: impl Fn(Command) -> bool) -> Vec<Command> {
    let is_texts = |command: Command| is_typing && matches!(command.entry().deed, Deed::InFocus(_));
    let mut commands = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let found = Command::of_window(*key, *modifiers);
            let found = found.filter(|&command| !is_texts(command) && is_possible(command));
            commands.extend(found);
            found.is_none()
        });
    });
    commands
}

impl Window {
    /// Draws the menu; what was chosen goes to `commands`.
    pub(super) fn menu_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        MenuBar::new().ui(ui, |ui| {
            for menu in Menu::ALL {
                ui.menu_button(menu.title(), |ui| {
                    for (place, group) in menu.groups().iter().enumerate() {
                        if place > 0 {
                            ui.separator();
                        }
                        self.items_ui(ui, commands, group);
                        if group.contains(&Command::Open) {
                            self.recent_ui(ui);
                        }
                    }
                    if menu == Menu::View {
                        ui.separator();
                        self.theme_ui(ui);
                    }
                });
            }
        });
    }

    fn theme_ui(&mut self, ui: &mut Ui) {
        theme::outline_choices(ui);
        for choice in ThemeChoice::ALL {
            if ui.radio(self.settings.theme() == choice, choice.label()).clicked() {
                self.settings.set_theme(choice, &ui.ctx().clone());
                ui.close();
            }
        }
    }

    fn items_ui(&self, ui: &mut Ui, commands: &mut Vec<Command>, items: &[Command]) {
        for &command in items {
            let button = Button::new(self.text_of(command)).shortcut_text(command.shortcut_text());
            let button = |ui: &mut Ui| button_ui(ui, button, self.protection_from(command));
            if ui.add_enabled_ui(self.is_possible(command), button).inner.clicked() {
                commands.push(command);
                ui.close();
            }
        }
    }

    fn recent_ui(&mut self, ui: &mut Ui) {
        let paths = self.recent.paths().to_vec();
        ui.add_enabled_ui(!paths.is_empty(), |ui| {
            ui.menu_button("最近打开", |ui| {
                for path in &paths {
                    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                    if ui.button(visible(&name)).on_hover_text(path.display().to_string()).clicked() {
                        self.ask_to_open(path.clone());
                        ui.close();
                    }
                }
            });
        });
    }

    /// What the menu says for `command` now.
    fn text_of(&self, command: Command) -> String {
        let name = self.workspace.as_ref().and_then(|workspace| match command.entry().needs {
            Need::DoneStep => workspace.undo_name(),
            Need::UndoneStep => workspace.redo_name(),
            Need::Nothing | Need::Disclosure | Need::Cells | Need::Figures => None,
        });
        match (name, command.entry().deed) {
            (Some(name), _) => format!("{}：{name}", command.text()),
            (None, Deed::Switch { is_on, other, .. }) if is_on(self) => other.to_owned(),
            (None, _) => command.text().to_owned(),
        }
    }
}
