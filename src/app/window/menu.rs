//! The menu, and the keys of its commands.

use egui::{Button, MenuBar, Ui};

use super::Window;
use crate::app::command::Command;
use crate::app::grid::Grid;
use crate::app::settings::ThemeChoice;
use crate::app::theme;

/// The commands whose keys were pressed. While a cell is being edited, or some other text field has the focus, undo
/// belongs to the text.
pub(super) fn take_shortcuts(ui: &Ui, grid: &Grid) -> Vec<Command> {
    let is_texts = |command: &Command| grid.is_editing() && matches!(command, Command::Undo | Command::Redo);
    let mut commands: Vec<Command> = Command::ALL
        .into_iter()
        .filter(|command| !command.is_grid_key() && !is_texts(command))
        .filter(|command| {
            command.shortcut().is_some_and(|shortcut| ui.input_mut(|input| input.consume_shortcut(&shortcut)))
        })
        .collect();
    // The other two keys that people know for the same.
    let redo = egui::KeyboardShortcut::new(egui::Modifiers::COMMAND | egui::Modifiers::SHIFT, egui::Key::Z);
    let zoom_in = egui::KeyboardShortcut::new(egui::Modifiers::COMMAND, egui::Key::Equals);
    if !grid.is_editing() && ui.input_mut(|input| input.consume_shortcut(&redo)) {
        commands.push(Command::Redo);
    }
    if ui.input_mut(|input| input.consume_shortcut(&zoom_in)) {
        commands.push(Command::ZoomIn);
    }
    commands
}

impl Window {
    /// Draws the menu; what was chosen goes to `commands`.
    pub(super) fn menu_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        MenuBar::new().ui(ui, |ui| {
            ui.menu_button("文件", |ui| {
                self.items_ui(ui, commands, &[Command::New, Command::Open]);
                self.recent_ui(ui);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Save, Command::SaveAs, Command::Close]);
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
                self.items_ui(ui, commands, &[Command::AddRow, Command::RemoveRows]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::PreviousTable, Command::NextTable]);
            });
            ui.menu_button("审核", |ui| {
                self.items_ui(ui, commands, &[Command::NextFinding, Command::PreviousFinding, Command::ToggleFindings]);
                ui.separator();
                self.items_ui(ui, commands, &[Command::Precedents, Command::Dependents]);
            });
            ui.menu_button("视图", |ui| {
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
            ui.menu_button("帮助", |ui| self.items_ui(ui, commands, &[Command::Help, Command::About]));
        });
    }

    fn items_ui(&self, ui: &mut Ui, commands: &mut Vec<Command>, items: &[Command]) {
        for &command in items {
            let button = Button::new(self.text_of(command)).shortcut_text(command.shortcut_text());
            if ui.add_enabled(self.is_possible(command), button).clicked() {
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
                    if ui.button(name).on_hover_text(path.display().to_string()).clicked() {
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
            (Command::ToggleFindings, _) if self.shows_findings => "隐藏问题列表".to_owned(),
            _ => command.text().to_owned(),
        }
    }

    /// Whether `command` can be carried out now.
    fn is_possible(&self, command: Command) -> bool {
        match (command, &self.workspace) {
            (Command::Undo, Some(workspace)) => workspace.undo_name().is_some(),
            (Command::Redo, Some(workspace)) => workspace.redo_name().is_some(),
            (command, workspace) => workspace.is_some() || !command.needs_disclosure(),
        }
    }
}
