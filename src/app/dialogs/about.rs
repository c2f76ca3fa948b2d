//! Which version of the program this is, what is new in it, and the licences of what is in it.

use egui::{Context, Frame, Label, RichText, ScrollArea, TextStyle};

use super::{Answer, body_ui, close_ui, modal};
use crate::app::manual;
use crate::app::theme::{self, Palette};
use crate::{licences, version};

/// How much of the licences is seen at once.
const HEIGHT: f32 = 320.0;

/// What is shown below the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Changes,
    Licences,
}

pub struct AboutDialog {
    page: Page,
    /// The lines of the licences, found once they are asked for.
    lines: Vec<&'static str>,
}

impl AboutDialog {
    pub fn new() -> Self {
        Self { page: Page::Changes, lines: Vec::new() }
    }

    /// Draws it. Returns whether it was closed.
    pub fn show(&mut self, ctx: &Context) -> bool {
        let answer: Option<Answer<()>> = modal(ctx, "about", 760.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("预算公开编辑器").text_style(theme::bold_text()));
            // To be copied into a letter to who helps.
            ui.add(Label::new(version_text()).selectable(true));
            ui.label(RichText::new("离线填报、核对单位（部门）预算公开。按 MIT 许可发布。").color(palette.weak_text));
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                ui.selectable_value(&mut self.page, Page::Changes, "更新记录");
                ui.selectable_value(&mut self.page, Page::Licences, "所用软件和字体的许可");
            });
            ui.add_space(6.0);
            body_ui(ui, |ui| match self.page {
                Page::Changes => manual::text_ui(ui, include_str!("../../../assets/CHANGELOG.md")),
                Page::Licences => self.licences_ui(ui),
            });
            close_ui(ui).then_some(Answer::Cancelled)
        });
        answer.is_some()
    }

    /// Ten thousand lines: only those in sight are laid out.
    fn licences_ui(&mut self, ui: &mut egui::Ui) {
        if self.lines.is_empty() {
            self.lines = licences::text().lines().collect();
        }
        let height = ui.text_style_height(&TextStyle::Small);
        Frame::group(ui.style()).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let area = ScrollArea::vertical().id_salt("licences").max_height(HEIGHT).auto_shrink(false);
            area.show_rows(ui, height, self.lines.len(), |ui, rows| {
                for line in self.lines.get(rows).unwrap_or_default() {
                    ui.add(Label::new(RichText::new(*line).text_style(TextStyle::Small)).truncate());
                }
            });
        });
    }
}

/// The version, and the commit where it is known.
fn version_text() -> String {
    match (version::COMMIT, version::DATE) {
        (Some(commit), Some(date)) => format!("版本 {}，提交 {commit}（{date}）", version::NUMBER),
        _ => format!("版本 {}（不是发布的版本）", version::NUMBER),
    }
}
