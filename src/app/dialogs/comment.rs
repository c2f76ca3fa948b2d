//! The comments on a cell, and writing another.

use egui::{Button, Context, RichText, ScrollArea, TextEdit};

use super::{Answer, buttons_ui, modal, refusal_ui};
use crate::app::theme::{self, Palette};
use crate::disclosure::{CellKey, Comment};

/// The dialog.
#[derive(Debug, Clone)]
pub struct CommentDialog {
    /// The cell.
    pub cell: CellKey,
    title: String,
    comments: Vec<Comment>,
    author: String,
    text: String,
    refusal: Option<String>,
    is_fresh: bool,
}

/// What was asked in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentAnswer {
    /// Write this.
    Write {
        /// Who writes.
        author: String,
        /// What.
        text: String,
    },
    /// Remove a comment.
    Remove(Comment),
}

impl CommentDialog {
    /// For `cell`, which is called `title`, with the `comments` that it has; `author` is who wrote last.
    pub fn new(cell: CellKey, title: String, comments: Vec<Comment>, author: String) -> Self {
        Self { cell, title, comments, author, text: String::new(), refusal: None, is_fresh: true }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    /// Draws the dialog.
    pub fn show(&mut self, ctx: &Context) -> Option<Answer<CommentAnswer>> {
        modal(ctx, "comment", 520.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("批注").text_style(theme::bold_text()));
            ui.label(RichText::new(&self.title).color(palette.weak_text));
            ui.add_space(6.0);
            let mut answer = None;
            ScrollArea::vertical().max_height(220.0).show(ui, |ui| {
                for comment in &self.comments {
                    ui.horizontal(|ui| {
                        let signed = format!("{}　{}", comment.author, comment.written);
                        ui.label(RichText::new(signed).color(palette.weak_text));
                        // Removing closes the dialog, and with it what is being written.
                        let remove = ui.add_enabled(self.text.trim().is_empty(), Button::new("删除").small());
                        if remove.on_disabled_hover_text("请先保存或清空正在写的批注").clicked() {
                            answer = Some(Answer::Done(CommentAnswer::Remove(comment.clone())));
                        }
                    });
                    ui.label(&comment.text);
                    ui.separator();
                }
            });
            let label = ui.label("写批注");
            let text = ui
                .add(TextEdit::multiline(&mut self.text).desired_rows(3).desired_width(f32::INFINITY))
                .labelled_by(label.id);
            if std::mem::take(&mut self.is_fresh) {
                text.request_focus();
            }
            ui.horizontal(|ui| {
                let label = ui.label("批注人");
                ui.add(TextEdit::singleline(&mut self.author).desired_width(160.0)).labelled_by(label.id);
            });
            refusal_ui(ui, self.refusal.as_deref());
            buttons_ui(ui, |ui| {
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
                if ui.button("保存批注").clicked() {
                    let (author, text) = (self.author.clone(), self.text.clone());
                    answer = Some(Answer::Done(CommentAnswer::Write { author, text }));
                }
            });
            answer
        })
    }
}
