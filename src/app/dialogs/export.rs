//! Exporting: the question whether to write a draft, and that the document is being made.

use egui::{Context, RichText, ScrollArea, Ui};

use super::{Answer, buttons_ui, is_confirmed, modal};
use crate::app::theme::{self, Palette};

#[derive(Debug, Clone)]
pub struct ExportDialog {
    pub stage: ExportStage,
}

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// One file, in the format that its name tells.
    File,
    /// All formats, into a folder.
    All,
}

/// What an [`ExportDialog`] shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportStage {
    /// The question whether to write a draft.
    Draft {
        errors: usize,
        /// What is left to fill in, a line each.
        left: Vec<String>,
        wanted: Wanted,
    },
    /// The document is being made.
    Working {
        /// Something is left when it is done: a file, or the program.
        is_leaving: bool,
        /// How far it is; blank where that is not worth telling.
        progress: String,
    },
}

impl ExportDialog {
    /// Draws the dialog. A draft is wanted, or the document is not wanted any more.
    pub fn show(&self, ctx: &Context) -> Option<Answer<()>> {
        modal(ctx, "export", 460.0, |ui| match &self.stage {
            ExportStage::Draft { errors, left, .. } => {
                ui.label(RichText::new(why_draft(*errors, left.len())).text_style(theme::bold_text()));
                ui.add_space(6.0);
                ui.label("现在导出的是草稿：每一页都会印上“草稿”。填完全部内容、改正或接受全部错误以后，导出的就是可以公开的文件。");
                left_ui(ui, left);
                let mut answer = None;
                let draft = buttons_ui(ui, |ui| {
                    if ui.button("取消").clicked() {
                        answer = Some(Answer::Cancelled);
                    }
                    ui.button("导出草稿…")
                });
                answer.or_else(|| is_confirmed::<()>(&draft, None).then_some(Answer::Done(())))
            }
            ExportStage::Working { is_leaving, progress } => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(if *is_leaving { "正在导出，导出完就关闭…" } else { "正在导出…" });
                });
                ui.label(RichText::new(progress).color(Palette::of(ui.visuals()).weak_text));
                buttons_ui(ui, |ui| ui.button("取消").clicked()).then_some(Answer::Cancelled)
            }
        })
    }
}

/// Why the document is only a draft, in a line.
fn why_draft(errors: usize, left: usize) -> String {
    let errors = (errors > 0).then(|| format!("还有 {errors} 处错误"));
    let left = (left > 0).then(|| format!("还有 {left} 处没有填完"));
    [errors, left].into_iter().flatten().collect::<Vec<_>>().join("，")
}

/// What is left to fill in.
fn left_ui(ui: &mut Ui, left: &[String]) {
    if left.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
        for line in left {
            ui.label(RichText::new(line).color(Palette::of(ui.visuals()).weak_text));
        }
    });
}
