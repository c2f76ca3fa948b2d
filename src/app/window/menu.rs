//! The menu, and the keys of its commands.

use egui::{Button, Event, Key, KeyboardShortcut, MenuBar, Modifiers, Ui};

use super::Window;
use crate::app::command::Command;
use crate::app::protection::button_ui;
use crate::app::settings::ThemeChoice;
use crate::app::texts::TextPage;
use crate::app::theme;
use disclosure_engine::spelling::visible;

/// The commands whose keys were pressed. While a cell or a text is being edited undo belongs to its text, and the grid takes its
/// own keys itself.
/// `is_possible` leaves keys to the texts on whose page their commands mean nothing.
pub(super) fn take_shortcuts(ui: &Ui, is_typing: bool, is_possible: impl Fn(Command) -> bool) -> Vec<Command> {
    // The other keys that people know for the same.
    let others = [
        (Command::Redo, KeyboardShortcut::new(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z)),
        (Command::ZoomIn, KeyboardShortcut::new(Modifiers::COMMAND, Key::Equals)),
        (Command::GoTo, KeyboardShortcut::new(Modifiers::NONE, Key::F5)),
    ];
    let own = Command::ALL.into_iter().filter_map(|command| Some((command, command.shortcut()?)));
    let is_texts = |command: Command| is_typing && matches!(command, Command::Undo | Command::Redo);
    let shortcuts: Vec<_> = own
        .chain(others)
        .filter(|&(command, _)| !command.is_grid_key() && !is_texts(command) && is_possible(command))
        .collect();
    let mut commands = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            // Ctrl+Shift+S is another key than Ctrl+S.
            let found = shortcuts
                .iter()
                .find(|(_, shortcut)| shortcut.logical_key == *key && modifiers.matches_exact(shortcut.modifiers));
            commands.extend(found.map(|&(command, _)| command));
            found.is_none()
        });
    });
    commands
}

impl Window {
    /// Draws the menu; what was chosen goes to `commands`.
    pub(super) fn menu_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        MenuBar::new().ui(ui, |ui| {
            ui.menu_button("文件", |ui| {
                self.items_ui(ui, commands, &[Command::New, Command::RollForward, Command::Open]);
                self.recent_ui(ui);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Import, Command::ImportClipboard]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Save, Command::SaveAs, Command::Versions, Command::Export]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Close]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Quit]);
            });
            ui.menu_button("编辑", |ui| {
                self.items_ui(ui, commands, &[Command::Undo, Command::Redo]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Cut, Command::Copy, Command::Paste, Command::Clear]);
                ui.separator();
                let fill = [Command::EditCell, Command::FillDown, Command::FillRight, Command::SelectAll];
                self.items_ui(ui, commands, &fill);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Find, Command::Replace, Command::GoTo]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Heading]);
            });
            ui.menu_button("表格", |ui| {
                let rows = [Command::AddRow, Command::RemoveRows, Command::DuplicateRows, Command::Recode];
                self.items_ui(ui, commands, &rows);
                ui.separator();
                let order = [Command::MoveUp, Command::MoveDown, Command::SortRows, Command::RemoveEmptyRows];
                self.items_ui(ui, commands, &order);
                ui.separator();
                self.items_ui(ui, commands, &[Command::TakeOverCodes, Command::LoadCatalog]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::AddPerformance]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::NextLeft, Command::SayComplete, Command::SayEmpty]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::PreviousTable, Command::NextTable]);
            });
            ui.menu_button("审核", |ui| {
                self.items_ui(ui, commands, &[Command::NextFinding, Command::PreviousFinding, Command::ToggleFindings]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Precedents, Command::Dependents]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::ReviewMode, Command::Compare]);
                self.items_ui(ui, commands, &[Command::Folder]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Comment, Command::SignTable, Command::SignAll]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::AgainstLastYear, Command::ExportFindings]);
            });
            ui.menu_button("视图", |ui| {
                self.items_ui(ui, commands, &[Command::TogglePreview, Command::TogglePrior]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::ZoomIn, Command::ZoomOut, Command::ZoomReset]);
                ui.separator();
                theme::outline_choices(ui);
                for choice in ThemeChoice::ALL {
                    if ui.radio(self.settings.theme() == choice, choice.label()).clicked() {
                        self.settings.set_theme(choice, &ui.ctx().clone());
                        ui.close();
                    }
                }
            });
            ui.menu_button("帮助", |ui| {
                self.items_ui(ui, commands, &[Command::Help, Command::Rules, Command::About])
            });
        });
    }

    /// Whether what is shown has the cells or rows to which `command` is done.
    pub(super) fn is_shown_for(&self, command: Command) -> bool {
        match self.texts.shown() {
            None => true,
            Some(TextPage::Performance(_)) => command.is_of_indicators() || !command.is_of_cells(),
            Some(_) => !command.is_of_cells(),
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
        let named = |name: Option<&str>| match name {
            Some(name) => format!("{}：{name}", command.text()),
            None => command.text().to_owned(),
        };
        match (command, &self.workspace) {
            (Command::Undo, Some(workspace)) => named(workspace.undo_name()),
            (Command::Redo, Some(workspace)) => named(workspace.redo_name()),
            (Command::TogglePrior, Some(workspace)) if workspace.prior().is_some() => "不再对照上年".to_owned(),
            (Command::TogglePreview, _) if self.preview.is_some() => "关闭页面预览".to_owned(),
            (Command::ReviewMode, Some(workspace)) if workspace.is_locked() => "退出审阅模式".to_owned(),
            (Command::AgainstLastYear, Some(workspace)) if workspace.last_year().is_some() => {
                "不再与上年文件核对".to_owned()
            }
            (Command::SayComplete | Command::SayEmpty, Some(_)) => self.text_of_saying(command),
            (Command::ToggleFindings, _) if self.has_findings_panel => "隐藏问题列表".to_owned(),
            _ => command.text().to_owned(),
        }
    }

    /// Whether `command` can be carried out now.
    fn is_possible(&self, command: Command) -> bool {
        match (command, &self.workspace) {
            (command, _) if self.shows_folder && command.needs_disclosure() => false,
            (Command::Undo, Some(workspace)) => workspace.undo_name().is_some(),
            (Command::Redo, Some(workspace)) => workspace.redo_name().is_some(),
            (Command::SayEmpty, Some(_)) => self.texts.shown().is_none(),
            (command, Some(_)) if command.is_of_cells() => self.is_shown_for(command),
            (command, workspace) => workspace.is_some() || !command.needs_disclosure(),
        }
    }
}
