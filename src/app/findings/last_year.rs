//! The comparison with last year's file, above the findings: what came of it, and taking all of it over.

use egui::{Button, RichText, Ui};

use super::FindingRequest;
use crate::app::protection::button_ui;
use crate::app::theme::{self, Palette, link_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::audit::LAST_YEAR_RULE;
use disclosure_engine::spelling::visible;

/// Draws it; nothing while last year's figures are not compared with a file.
pub(super) fn ui(ui: &mut Ui, workspace: &Workspace) -> Option<FindingRequest> {
    let last = workspace.last_year()?.disclosure();
    let palette = Palette::of(ui.visuals());
    let other =
        workspace.audit().findings.iter().filter(|found| found.rule == LAST_YEAR_RULE && found.accepted.is_none());
    let count = other.count();
    let mut request = None;
    ui.label(RichText::new("与上年文件核对").text_style(theme::bold_text()));
    ui.label(RichText::new(format!("{} {} 年", visible(&last.body), last.year)).color(palette.weak_text));
    ui.horizontal_wrapped(|ui| {
        if count == 0 {
            ui.label(RichText::new("✓ 上年预算数全部一致").color(palette.accent));
        } else {
            ui.label(RichText::new(format!("{count} 处不同")).color(palette.error));
            let all = button_ui(ui, Button::new("全部采用"), workspace.protection());
            if all.on_hover_text("上年预算数都改成上年文件里的数，一步完成，可以撤销").clicked()
            {
                request = Some(FindingRequest::TakeLastYear);
            }
        }
        if link_ui(ui, "不再核对").clicked() {
            request = Some(FindingRequest::StopLastYear);
        }
    });
    ui.separator();
    request
}
