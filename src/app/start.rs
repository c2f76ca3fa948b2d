//! The page that is shown while nothing is open.

use std::path::{Path, PathBuf};

use egui::{RichText, Ui, vec2};

use super::recent::Recent;
use super::samples::{SAMPLES, Sample};
use super::theme::{self, Palette};
use disclosure_engine::spelling::visible;

/// What was clicked on the start page.
pub enum StartRequest {
    New,
    /// Next year's draft from last year's file.
    RollForward,
    /// Open a file that is still to be chosen.
    Open,
    /// List the disclosures of a folder.
    Folder,
    OpenPath(PathBuf),
    Sample(&'static Sample),
    /// Take a file off the list.
    Forget(PathBuf),
}

/// Draws the start page.
pub fn ui(ui: &mut Ui, recent: &Recent) -> Option<StartRequest> {
    let palette = Palette::of(ui.visuals());
    let mut request = None;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.set_max_width(720.0);
            ui.add_space(48.0);
            ui.heading("预算公开编辑器");
            ui.label(RichText::new("填报、核对单位（部门）预算公开").color(palette.weak_text));
            ui.add_space(24.0);
            ui.horizontal(|ui| {
                ui.add_space((ui.available_width() - 620.0).max(0.0) / 2.0);
                let button = |text: &str| egui::Button::new(RichText::new(text).size(17.0)).min_size(vec2(200.0, 44.0));
                if ui.add(button("新建预算公开…")).clicked() {
                    request = Some(StartRequest::New);
                }
                let last = ui.add(button("从上年文件新建…"));
                if last.on_hover_text("上年的 .budget、Word、Excel、PDF 都可以").clicked() {
                    request = Some(StartRequest::RollForward);
                }
                if ui.add(button("打开文件…")).clicked() {
                    request = Some(StartRequest::Open);
                }
            });
            ui.add_space(8.0);
            if ui.link("列出一个文件夹里的预算公开，与部门汇总核对…").clicked() {
                request = Some(StartRequest::Folder);
            }
            ui.label(RichText::new("也可以把 .budget 文件或文件夹拖到窗口里").color(palette.weak_text));
            ui.add_space(24.0);
        });
        ui.vertical_centered(|ui| {
            ui.set_max_width(720.0);
            ui.with_layout(egui::Layout::top_down(egui::Align::LEFT), |ui| {
                if !recent.paths().is_empty() {
                    ui.label(RichText::new("最近打开").text_style(theme::bold_text()));
                    for path in recent.paths() {
                        request = recent_ui(ui, path, &palette).or(request.take());
                    }
                    ui.add_space(16.0);
                }
                ui.label(RichText::new("示例（除注明虚构的以外，都是真实的公开数字）").text_style(theme::bold_text()));
                for sample in &SAMPLES {
                    if ui.link(sample.name).clicked() {
                        request = Some(StartRequest::Sample(sample));
                    }
                }
            });
        });
    });
    request
}

fn recent_ui(ui: &mut Ui, path: &Path, palette: &Palette) -> Option<StartRequest> {
    let mut request = None;
    ui.horizontal(|ui| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if ui.link(visible(&name)).on_hover_text(path.display().to_string()).clicked() {
            request = Some(StartRequest::OpenPath(path.to_owned()));
        }
        let folder =
            path.parent().map(|folder| visible(&folder.display().to_string()).into_owned()).unwrap_or_default();
        ui.add(egui::Label::new(RichText::new(folder).color(palette.weak_text).size(13.0)).truncate());
        if ui.small_button("移除").on_hover_text("从列表中移除，文件不受影响").clicked() {
            request = Some(StartRequest::Forget(path.to_owned()));
        }
    });
    request
}
