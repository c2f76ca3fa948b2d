//! Somebody else changed the file: what now?

use egui::{Context, RichText};

use super::{Answer, buttons_ui, modal, texts_ui};
use crate::app::theme::{self, Palette};

/// The question.
#[derive(Debug, Clone)]
pub struct ConflictDialog {
    /// The file.
    pub file: String,
    /// What their file says otherwise than this window, a line each; `Err` is why it cannot be read.
    pub differences: Result<Vec<String>, String>,
    /// Whether it is known who changed what.
    pub can_merge: bool,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConflictAnswer {
    /// Put what they changed into what is open, to be looked at before it is saved.
    Merge,
    /// Save under another name.
    SaveAs,
    /// Save over what they wrote.
    Overwrite,
}

impl ConflictDialog {
    /// Draws the question.
    pub fn show(&self, ctx: &Context) -> Option<Answer<ConflictAnswer>> {
        modal(ctx, "conflict", 620.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("打开以后，别人改过这个文件").text_style(theme::bold_text()));
            ui.label(RichText::new(&self.file).color(palette.weak_text));
            ui.add_space(6.0);
            ui.label("还没有保存，文件仍是别人存的内容。");
            match &self.differences {
                Ok(differences) => {
                    ui.label(format!("那个文件与这里有 {} 处不同（文件里的 → 这里的）：", differences.len()));
                    texts_ui(ui, differences);
                }
                Err(why) => {
                    ui.label(format!("那个文件现在读不出来：{why}"));
                }
            }
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
                let overwrite =
                    ui.button("覆盖").on_hover_text("用这里的内容替换别人存的；别人的内容留在“以前的版本”里");
                if overwrite.clicked() {
                    answer = Some(Answer::Done(ConflictAnswer::Overwrite));
                }
                if ui.button("另存为…").clicked() {
                    answer = Some(Answer::Done(ConflictAnswer::SaveAs));
                }
                let merge = ui.add_enabled(self.can_merge && self.differences.is_ok(), egui::Button::new("合并"));
                if merge.on_hover_text("把别人改的并到这里，可以撤销；看过以后再保存").clicked() {
                    answer = Some(Answer::Done(ConflictAnswer::Merge));
                }
            });
            answer
        })
    }
}
