//! What stands in the dialog, from top to bottom, and what is done there with the mouse.

use directories::UserDirs;
use egui::text::{CCursor, CCursorRange};
use egui::{Button, Label, RichText, Sides, TextEdit, Ui};

use super::{Command, PathDialog, keys};
use crate::app::paths::{PathFilter, PathKind};
use crate::app::theme::{Palette, bold_text};

/// Widest the dialog gets, in points.
const WIDTH: f32 = 640.0;

impl PathDialog {
    /// Draws it, and adds what is done there to `commands`.
    pub(super) fn contents(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let palette = Palette::of(ui.visuals());
        let window = ui.ctx().content_rect().size();
        ui.set_width(WIDTH.min(window.x - 48.0));
        ui.heading(&self.request.title);
        ui.label(
            RichText::new(
                "桌面没有可用的文件对话框，由本程序代为显示。装上 xdg-desktop-portal（连同桌面的后端）或 zenity \
                 以后，会改用桌面自己的对话框。",
            )
            .color(palette.weak_text),
        );
        self.places(ui, commands);
        ui.add(Label::new(RichText::new(self.folder.display().to_string()).text_style(bold_text())));

        // At 200 % a small screen has less than 400 points from top to bottom.
        let is_low = window.y < 420.0;
        let rest = if is_low { 292.0 } else { 320.0 };
        let choosable = self.choosable();
        commands.extend(self.list.show(ui, &self.entries, choosable, (window.y - rest).clamp(56.0, 336.0)));
        if !is_low {
            // On one line: the kinds by name, their extensions when pointed at.
            let listed = ui.add(Label::new(RichText::new(self.what_is_listed()).color(palette.weak_text)).truncate());
            let extensions: Vec<String> = self.request.extensions().map(|extension| format!(".{extension}")).collect();
            if !extensions.is_empty() {
                listed.on_hover_text(extensions.join(" "));
            }
        }
        self.name_field(ui, commands);
        if let Some(problem) = &self.problem {
            ui.label(RichText::new(format!("✕ {problem}")).color(palette.error));
        }
        // Laid out from the right.
        Sides::new().show(
            ui,
            |_| {},
            |ui| {
                if ui.button("取消").clicked() {
                    commands.push(Command::Cancel);
                }
                if ui.add(Button::new(self.verb()).truncate()).clicked() {
                    commands.push(Command::Confirm);
                }
            },
        );
    }

    fn places(&self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let Some(folders) = UserDirs::new() else { return };
        let places = [
            ("主目录", Some(folders.home_dir())),
            ("桌面", folders.desktop_dir()),
            ("文档", folders.document_dir()),
            ("下载", folders.download_dir()),
        ];
        ui.horizontal(|ui| {
            let up = ui.add_enabled(self.folder.parent().is_some(), Button::new("上一级").shortcut_text("Alt+↑"));
            if up.clicked() {
                commands.push(Command::Up);
            }
            for (name, folder) in places {
                if let Some(folder) = folder.filter(|folder| folder.is_dir())
                    && ui.button(name).clicked()
                {
                    commands.push(Command::GoTo(folder.to_owned()));
                }
            }
        });
    }

    fn what_is_listed(&self) -> String {
        let kinds: Vec<String> = self.request.filters.iter().map(kind_name).collect();
        match (self.request.kind, kinds.is_empty()) {
            (PathKind::Folder, true) => "只列出文件夹。".to_owned(),
            (PathKind::Folder, false) => format!("列出文件夹；灰字是其中的{}，不用选。", kinds.join("、")),
            (_, true) => "列出文件夹和所有文件。".to_owned(),
            (_, false) => format!("列出文件夹和这些文件：{}。", kinds.join("、")),
        }
    }

    fn name_field(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        ui.horizontal(|ui| {
            let (label, hint) = match self.request.kind {
                PathKind::Folder => ("文件夹", "在上面选，或写以 / 或 ~ 开头的路径"),
                PathKind::Open | PathKind::Save => ("文件名", "文件名，或以 / 或 ~ 开头的路径"),
            };
            let label = ui.label(label);
            let field = TextEdit::singleline(&mut self.name)
                .id(keys::name_field())
                .hint_text(hint)
                // Enter is the dialog's.
                .return_key(None)
                .desired_width(f32::INFINITY)
                .show(ui);
            let response = field.response.response.labelled_by(label.id);
            if response.changed() {
                commands.push(Command::Typed);
            }
            if self.focus_name {
                self.focus_name = false;
                response.request_focus();
                // Typing replaces the proposed name, and leaves its extension.
                let stem = self.name.rfind('.').unwrap_or(self.name.len());
                let end = self.name[..stem].chars().count();
                let mut state = field.state;
                state.cursor.set_char_range(Some(CCursorRange::two(CCursor::new(0), CCursor::new(end))));
                state.store(ui.ctx(), response.id);
            }
        });
    }

    fn verb(&self) -> String {
        match self.request.kind {
            PathKind::Open => "打开".to_owned(),
            PathKind::Save => "保存".to_owned(),
            PathKind::Folder => self.verb_of_folder(),
        }
    }
}

/// What files of a kind are called, with their extension where they have one.
fn kind_name(filter: &PathFilter) -> String {
    match filter.extensions.as_slice() {
        [extension] => format!("{}（.{extension}）", filter.name),
        _ => filter.name.clone(),
    }
}
