//! The earlier versions of a file.

use std::path::PathBuf;

use egui::{Context, RichText};

use super::{Answer, body_ui, close_ui, modal};
use crate::app::theme::{self, Palette};

#[derive(Debug, Clone)]
pub struct VersionsDialog {
    /// The versions, newest first.
    pub versions: Vec<Version>,
    /// Where they are kept.
    pub folder: String,
}

/// An earlier version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub path: PathBuf,
    /// When it was saved, or closed without being saved.
    pub when: String,
    /// Whether it was closed without being saved.
    pub is_unsaved: bool,
    /// How much it differs from what is open.
    pub difference: String,
}

impl VersionsDialog {
    /// Draws the list. The answer is the version to be opened.
    pub fn show(&self, ctx: &Context) -> Option<Answer<PathBuf>> {
        modal(ctx, "versions", 600.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("以前的版本").text_style(theme::bold_text()));
            ui.label(
                RichText::new("当天的留最近三个，以前每天留最后一个，一共十个。打开的是副本，现在的文件不受影响。")
                    .color(palette.weak_text),
            );
            ui.add_space(8.0);
            let mut answer = None;
            if self.versions.is_empty() {
                ui.label("还没有以前的版本：从第一次保存起开始留存。");
            }
            body_ui(ui, |ui| {
                egui::Grid::new("versions").num_columns(3).striped(true).spacing([24.0, 8.0]).show(ui, |ui| {
                    for version in &self.versions {
                        let kind = if version.is_unsaved { "没有保存就关闭的" } else { "保存的" };
                        ui.label(format!("{} {kind}", version.when));
                        ui.label(RichText::new(&version.difference).color(palette.weak_text));
                        if ui.button("打开").clicked() {
                            answer = Some(Answer::Done(version.path.clone()));
                        }
                        ui.end_row();
                    }
                });
            });
            ui.add_space(4.0);
            ui.label(RichText::new(format!("存放在 {}", self.folder)).color(palette.weak_text).size(12.0));
            let is_closed = close_ui(ui);
            answer.or(is_closed.then_some(Answer::Cancelled))
        })
    }
}
