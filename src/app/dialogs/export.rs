//! Exporting: the question whether to write a draft, and that the document is being made.

use egui::{Context, RichText};

use super::{Answer, buttons_ui, is_confirmed, modal};
use crate::app::theme::{self, Palette};

#[derive(Debug, Clone)]
pub struct ExportDialog {
    pub stage: ExportStage,
}

/// What an [`ExportDialog`] shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportStage {
    /// The question whether to write a draft.
    Draft { errors: usize },
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
            ExportStage::Draft { errors } => {
                ui.label(RichText::new(format!("还有 {errors} 处错误")).text_style(theme::bold_text()));
                ui.add_space(6.0);
                ui.label("现在导出的是草稿：每一页都会印上“草稿”。改正或接受全部错误以后，导出的就是可以公开的文件。");
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
