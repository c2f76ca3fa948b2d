//! Messages and questions.

use egui::{Context, RichText};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme;
use disclosure_engine::spelling::{visible, visible_lines};

/// Something that the user must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageDialog {
    /// What happened, in a few words.
    pub title: String,
    /// What it means and what to do.
    pub text: String,
}

impl MessageDialog {
    /// Draws the message. Returns whether it was read.
    pub fn show(&self, ctx: &Context) -> bool {
        let answer = modal(ctx, "message", 480.0, |ui| {
            ui.label(RichText::new(&self.title).text_style(theme::bold_text()));
            ui.add_space(6.0);
            body_ui(ui, |ui| ui.label(visible_lines(&self.text)));
            let is_read = buttons_ui(ui, |ui| is_confirmed::<()>(&default_button(ui, "知道了"), None));
            is_read.then_some(Answer::Done(()))
        });
        answer.is_some()
    }
}

/// The question whether to save before something is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The name of what would be lost.
    pub name: String,
    /// Whether it can be found among the earlier versions of its file.
    pub is_kept: bool,
}

/// The answer to a [`Question`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionAnswer {
    /// Save first.
    Save,
    /// Go on without saving.
    Discard,
}

impl Question {
    pub fn show(&self, ctx: &Context) -> Option<Answer<QuestionAnswer>> {
        modal(ctx, "question", 460.0, |ui| {
            ui.label(RichText::new("有修改尚未保存").text_style(theme::bold_text()));
            ui.add_space(6.0);
            let name = visible(&self.name);
            ui.label(match self.is_kept {
                true => format!(
                    "“{name}”有修改尚未保存。不保存的话，文件保持原样；这次的修改还可以在“文件 › 以前的版本”里找到。"
                ),
                false => format!("“{name}”有修改尚未保存。不保存的话，这些修改将丢失。"),
            });
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if is_confirmed::<()>(&default_button(ui, "保存"), None) {
                    answer = Some(Answer::Done(QuestionAnswer::Save));
                }
                if ui.button("不保存").clicked() {
                    answer = Some(Answer::Done(QuestionAnswer::Discard));
                }
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}
