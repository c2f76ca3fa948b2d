//! Signing off a table, or all of it.

use egui::{Context, RichText, TextEdit};

use super::{Answer, body_ui, buttons_ui, default_button, modal, refusal_ui};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::SignOffScope;

#[derive(Debug, Clone)]
pub struct SignDialog {
    pub scope: SignOffScope,
    title: String,
    /// What is still open there, in a sentence; blank where nothing is.
    open: String,
    author: String,
    refusal: Option<String>,
    is_fresh: bool,
}

impl SignDialog {
    /// For `scope`, which is called `title`; `open` tells what is not settled there, `author` is who signed last.
    pub fn new(scope: SignOffScope, title: String, open: String, author: String) -> Self {
        Self { scope, title, open, author, refusal: None, is_fresh: true }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
        self.is_fresh = true;
    }

    /// Draws the dialog; its answer is who signs.
    pub fn show(&mut self, ctx: &Context) -> Option<Answer<String>> {
        modal(ctx, "sign", 480.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(format!("签审 {}", self.title)).text_style(theme::bold_text()));
            let text = "记下现在的内容和时间。以后改动任何一个数或一段文字，签审自行失效，并列出改了什么。";
            ui.label(RichText::new(text).color(palette.weak_text));
            body_ui(ui, |ui| {
                if !self.open.is_empty() {
                    ui.add_space(4.0);
                    ui.label(RichText::new(&self.open).color(palette.warning));
                }
                ui.add_space(6.0);
                let author = ui.horizontal(|ui| {
                    let label = ui.label("签审人");
                    ui.add(TextEdit::singleline(&mut self.author).desired_width(200.0)).labelled_by(label.id)
                });
                if std::mem::take(&mut self.is_fresh) {
                    author.inner.request_focus();
                }
            });
            refusal_ui(ui, self.refusal.as_deref());
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if super::is_confirmed::<()>(&default_button(ui, "确认签审"), None) {
                    answer = Some(Answer::Done(self.author.clone()));
                }
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}
