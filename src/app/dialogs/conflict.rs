//! The question what to do when the file was changed by somebody else, or is gone, since it was opened.

use egui::{Context, RichText, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, default_button_if, is_confirmed, modal, texts_ui};
use crate::app::theme::{self, Palette};

#[derive(Debug, Clone)]
pub struct ConflictDialog {
    pub file: String,
    pub conflict: Conflict,
}

/// What happened to a file.
#[derive(Debug, Clone)]
pub enum Conflict {
    Changed {
        /// What their file says otherwise than this window, a line each; `Err` is why it cannot be read.
        differences: Result<Vec<String>, String>,
        /// Whether it is known who changed what.
        can_merge: bool,
    },
    /// It is not there, or the place is on another disk: why, in words.
    Lost(String),
}

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
    pub fn show(&self, ctx: &Context) -> Option<Answer<ConflictAnswer>> {
        modal(ctx, "conflict", 620.0, |ui| match &self.conflict {
            Conflict::Changed { differences, can_merge } => self.changed_ui(ui, differences, *can_merge),
            Conflict::Lost(why) => self.lost_ui(ui, why),
        })
    }

    fn changed_ui(
        &self,
        ui: &mut Ui,
        differences: &Result<Vec<String>, String>,
        can_merge: bool,
    ) -> Option<Answer<ConflictAnswer>> {
        self.head_ui(ui, "打开以后，别人改过这个文件");
        body_ui(ui, |ui| {
            ui.label("还没有保存，文件仍是别人存的内容。");
            match differences {
                Ok(differences) => {
                    ui.label("那个文件与这里不同的地方（文件里的 → 这里的）：");
                    texts_ui(ui, differences);
                }
                Err(why) => {
                    ui.label(format!("那个文件现在读不出来：{why}"));
                }
            }
        });
        let mut answer = None;
        buttons_ui(ui, |ui| {
            let can_merge = can_merge && differences.is_ok();
            let merge = default_button_if(ui, can_merge, "合并");
            let merge = merge.on_hover_text("把别人改的并到这里，可以撤销；看过以后再保存");
            if is_confirmed::<()>(&merge, None) {
                answer = Some(Answer::Done(ConflictAnswer::Merge));
            }
            // Nothing is lost by either: Enter takes what is possible.
            let save_as = if can_merge { ui.button("另存为…") } else { default_button(ui, "另存为…") };
            if save_as.clicked() || !can_merge && is_confirmed(&save_as, answer.as_ref()) {
                answer = Some(Answer::Done(ConflictAnswer::SaveAs));
            }
            let overwrite = ui.button("覆盖").on_hover_text("用这里的内容替换别人存的；别人的内容留在“以前的版本”里");
            if overwrite.clicked() {
                answer = Some(Answer::Done(ConflictAnswer::Overwrite));
            }
            if ui.button("取消").clicked() {
                answer = Some(Answer::Cancelled);
            }
        });
        answer
    }

    fn lost_ui(&self, ui: &mut Ui, why: &str) -> Option<Answer<ConflictAnswer>> {
        self.head_ui(ui, "还没有保存");
        ui.label(why);
        ui.label("如果是磁盘卸下了或网络断开了，请接好后取消，再保存一次。");
        let mut answer = None;
        buttons_ui(ui, |ui| {
            if is_confirmed::<()>(&default_button(ui, "另存为…"), None) {
                answer = Some(Answer::Done(ConflictAnswer::SaveAs));
            }
            if ui.button("仍存到这里").on_hover_text("在这个位置新建文件").clicked() {
                answer = Some(Answer::Done(ConflictAnswer::Overwrite));
            }
            if ui.button("取消").clicked() {
                answer = Some(Answer::Cancelled);
            }
        });
        answer
    }

    fn head_ui(&self, ui: &mut Ui, title: &str) {
        let palette = Palette::of(ui.visuals());
        ui.label(RichText::new(title).text_style(theme::bold_text()));
        ui.label(RichText::new(&self.file).color(palette.weak_text));
        ui.add_space(6.0);
    }
}
