//! The page that is shown while nothing is open.

use std::path::PathBuf;

use egui::{RichText, Role, Ui, Vec2, WidgetInfo, vec2};

use super::command::Command;
use super::recent::{Recent, RecentFile};
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
    /// Import a document that is still to be chosen.
    Import,
    /// List the disclosures of a folder.
    Folder,
    OpenPath(PathBuf),
    Sample(&'static Sample),
    /// Go through the window on a sample.
    Tour,
    /// Take a file off the list.
    Forget(PathBuf),
}

/// What can be begun, two beside each other, with the commands whose keys do the same.
const BUTTONS: [[(&str, Command, &str); 2]; 2] = [
    [
        ("新建预算公开…", Command::New, "从空白表开始"),
        ("从上年文件新建…", Command::RollForward, "上年的 .budget、Word、Excel、PDF 都可以"),
    ],
    [
        ("打开文件…", Command::Open, "打开 .budget 文件"),
        ("导入 Word、Excel、PDF…", Command::Import, "别人发来的、以前公开的：读进来看过，再决定采不采用"),
    ],
];
const BUTTON: Vec2 = vec2(270.0, 44.0);

fn request_of(command: Command) -> Option<StartRequest> {
    match command {
        Command::New => Some(StartRequest::New),
        Command::RollForward => Some(StartRequest::RollForward),
        Command::Open => Some(StartRequest::Open),
        Command::Import => Some(StartRequest::Import),
        _ => None,
    }
}

/// Draws the start page.
pub fn ui(ui: &mut Ui, recent: &Recent) -> Option<StartRequest> {
    let palette = Palette::of(ui.visuals());
    let mut request = None;
    egui::ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.vertical_centered(|ui| {
            ui.set_max_width(720.0);
            // On a small screen the files come into sight.
            ui.add_space(if ui.available_height() < 520.0 { 12.0 } else { 48.0 });
            ui.heading("预算公开编辑器");
            ui.label(RichText::new("填报、核对单位（部门）预算公开").color(palette.weak_text));
            ui.add_space(24.0);
            for pair in BUTTONS {
                ui.horizontal(|ui| {
                    let gap = ui.spacing().item_spacing.x;
                    ui.add_space((ui.available_width() - 2.0 * BUTTON.x - gap).max(0.0) / 2.0);
                    for (name, command, hover) in pair {
                        let text = RichText::new(name).size(17.0);
                        let button = egui::Button::new(text).shortcut_text(command.shortcut_text()).min_size(BUTTON);
                        let button = ui.add(button);
                        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
                        if button.on_hover_text(hover).clicked() {
                            request = request_of(command);
                        }
                    }
                });
            }
            ui.add_space(8.0);
            if ui.link("列出一个文件夹里的预算公开，与部门汇总核对…").clicked() {
                request = Some(StartRequest::Folder);
            }
            if ui.link("第一次用？三分钟入门，用示例走一遍").clicked() {
                request = Some(StartRequest::Tour);
            }
            let others = "也可以把 .budget 文件或文件夹拖到窗口里；要查什么，按 F1 打开手册";
            ui.label(RichText::new(others).color(palette.weak_text));
            ui.add_space(24.0);
        });
        ui.vertical_centered(|ui| {
            ui.set_max_width(720.0);
            ui.with_layout(egui::Layout::top_down(egui::Align::LEFT), |ui| {
                if !recent.files().is_empty() {
                    ui.label(RichText::new("最近打开").text_style(theme::bold_text()));
                    for file in recent.files() {
                        request = recent_ui(ui, file, &palette).or(request.take());
                    }
                    ui.add_space(16.0);
                }
                let samples = "示例：练手用（除注明虚构的以外，都是真实的公开数字；不保存就不留下什么）";
                ui.label(RichText::new(samples).text_style(theme::bold_text()));
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

fn recent_ui(ui: &mut Ui, file: &RecentFile, palette: &Palette) -> Option<StartRequest> {
    let path = &file.path;
    let mut request = None;
    ui.horizontal(|ui| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let text = file.about.as_deref().unwrap_or(&name);
        if ui.link(visible(text)).on_hover_text(path.display().to_string()).clicked() {
            request = Some(StartRequest::OpenPath(path.clone()));
        }
        let remove = ui.small_button("移除").on_hover_text("从列表中移除，文件不受影响");
        if remove.clicked() {
            request = Some(StartRequest::Forget(path.clone()));
        }
        let place = visible(&path.display().to_string()).into_owned();
        ui.add(egui::Label::new(RichText::new(place).color(palette.weak_text).size(13.0)).truncate());
    });
    request
}
