//! The comments on a place, writing another, answering and settling them.

use egui::{Button, Context, RichText, ScrollArea, TextEdit, Ui};

use super::draft::SAVES;
use super::{Answer, Draft, body_ui, buttons_ui, close_ui, default_button, is_saving, is_sent, modal, refusal_ui};
use crate::app::protection::Protection;
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::{Comment, CommentId, CommentPlace};

#[derive(Debug, Clone)]
pub struct CommentDialog {
    /// What can be commented, narrowest first: the cell, its row, its table.
    places: Vec<CommentedPlace>,
    chosen: usize,
    /// The comment that is answered; `None` writes another.
    answered: Option<CommentId>,
    author: String,
    text: String,
    refusal: Option<String>,
    is_fresh: bool,
    /// Why the comments can only be read, if they can.
    protection: Option<Protection>,
    draft: Draft,
}

/// A place that can be commented.
#[derive(Debug, Clone)]
pub struct CommentedPlace {
    pub place: CommentPlace,
    /// What kind of place: 这一格.
    pub kind: &'static str,
    pub label: String,
    pub comments: Vec<Comment>,
}

/// What was asked in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CommentAnswer {
    Write {
        place: CommentPlace,
        about: String,
        author: String,
        text: String,
    },
    Reply {
        comment: CommentId,
        author: String,
        text: String,
    },
    /// Settle a comment, or open it again.
    Settle {
        comment: CommentId,
        /// Who settles it; `None` opens it again.
        author: Option<String>,
    },
    Remove(Comment),
}

impl CommentDialog {
    /// For `places`, of which there is at least one; `author` is who wrote last. What is protected is only read.
    pub fn new(places: Vec<CommentedPlace>, author: String, protection: Option<Protection>) -> Self {
        // What is talked about already is talked about again.
        let chosen = places.iter().position(|place| place.comments.iter().any(Comment::is_open)).unwrap_or(0);
        Self {
            places,
            chosen,
            answered: None,
            author,
            text: String::new(),
            refusal: None,
            is_fresh: true,
            protection,
            draft: Draft::default(),
        }
    }

    pub fn answering(mut self, comment: CommentId) -> Self {
        self.answered = Some(comment);
        self
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
        self.draft.forget_question();
    }

    /// Draws the dialog. It is not closed over what is written and not saved, but asks first.
    pub fn show(&mut self, ctx: &Context) -> Option<Answer<CommentAnswer>> {
        let answer = self.contents(ctx);
        let (answer, is_held) = self.draft.hold(answer, self.has_draft());
        self.is_fresh |= is_held;
        answer
    }

    /// Whether something is written that was not saved.
    fn has_draft(&self) -> bool {
        self.protection.is_none() && !self.text.trim().is_empty()
    }

    fn contents(&mut self, ctx: &Context) -> Option<Answer<CommentAnswer>> {
        modal(ctx, "comment", 560.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("批注").text_style(theme::bold_text()));
            self.places_ui(ui);
            let place = self.places.get(self.chosen)?.clone();
            let mut answer = None;
            body_ui(ui, |ui| {
                ui.label(RichText::new(&place.label).color(palette.weak_text));
                ui.add_space(6.0);
                ScrollArea::vertical().id_salt("threads").max_height(240.0).show(ui, |ui| {
                    for comment in &place.comments {
                        answer = self.thread_ui(ui, comment).map(Answer::Done).or(answer.take());
                    }
                });
                match self.protection {
                    Some(protection) => {
                        if place.comments.is_empty() {
                            ui.label("这里没有批注");
                        }
                        ui.label(RichText::new(protection.why()).color(palette.weak_text));
                    }
                    None => self.text_ui(ui),
                }
            });
            if self.protection.is_some() {
                return close_ui(ui).then_some(Answer::Cancelled);
            }
            refusal_ui(ui, self.draft.question().or(self.refusal.as_deref()));
            let is_saved = (is_saving(ctx) || is_sent(ctx)) && self.has_draft();
            buttons_ui(ui, |ui| {
                let verb = if self.answered.is_some() { "保存答复" } else { "保存批注" };
                let is_saved = default_button(ui, verb).on_hover_text(SAVES).clicked() || is_saved;
                answer = self.draft.cancel_ui(ui, &mut self.text).or(answer.take());
                let (author, text) = (self.author.clone(), self.text.clone());
                match self.answered {
                    _ if !is_saved => {}
                    Some(comment) => answer = Some(Answer::Done(CommentAnswer::Reply { comment, author, text })),
                    None => {
                        let CommentedPlace { place, label: about, .. } = place.clone();
                        answer = Some(Answer::Done(CommentAnswer::Write { place, about, author, text }));
                    }
                }
            });
            answer
        })
    }

    /// What is commented, where there is a choice.
    fn places_ui(&mut self, ui: &mut Ui) {
        if self.places.len() < 2 {
            return;
        }
        ui.scope(|ui| {
            theme::outline_choices(ui);
            ui.horizontal(|ui| {
                ui.label("批注在");
                let chosen = self.chosen;
                let places = self.places.iter().enumerate().map(|(number, place)| {
                    let open = place.comments.iter().filter(|comment| comment.is_open()).count();
                    let count = if open > 0 { format!("（{open}）") } else { String::new() };
                    (number, format!("{}{count}", place.kind))
                });
                theme::radios_ui(ui, &mut self.chosen, places);
                if self.chosen != chosen {
                    self.answered = None;
                }
            });
        });
    }

    /// A comment with its answers, and what can be done with it.
    fn thread_ui(&mut self, ui: &mut Ui, comment: &Comment) -> Option<CommentAnswer> {
        let palette = Palette::of(ui.visuals());
        let weak = |text: String| RichText::new(text).color(palette.weak_text);
        let mut answer = None;
        ui.horizontal(|ui| {
            ui.label(weak(format!("{}　{}", comment.author, comment.written)));
            if self.protection.is_some() {
                return;
            }
            // What closes the dialog would lose what is being written.
            let is_free = self.text.trim().is_empty();
            let closing = |ui: &mut Ui, text: &str| {
                let button = ui.add_enabled(is_free, Button::new(text).small());
                button.on_disabled_hover_text("请先保存或清空正在写的批注").clicked()
            };
            let author = (!self.author.trim().is_empty()).then(|| self.author.clone());
            match (&comment.resolved, author) {
                (Some(_), _) => {
                    if closing(ui, "重新打开") {
                        answer = Some(CommentAnswer::Settle { comment: comment.id, author: None });
                    }
                }
                (None, author) => {
                    if closing(ui, "已解决") {
                        let author = Some(author.unwrap_or_default());
                        answer = Some(CommentAnswer::Settle { comment: comment.id, author });
                    }
                }
            }
            if ui.selectable_label(self.answered == Some(comment.id), "答复").clicked() {
                let is_it = self.answered == Some(comment.id);
                self.answered = (!is_it).then_some(comment.id);
                self.is_fresh = true;
            }
            if closing(ui, "删除") {
                answer = Some(CommentAnswer::Remove(comment.clone()));
            }
        });
        ui.label(&comment.text);
        for reply in &comment.replies {
            ui.horizontal_wrapped(|ui| {
                ui.label(weak(format!("　答复　{}　{}", reply.author, reply.written)));
                ui.label(&reply.text);
            });
        }
        if let Some(settled) = &comment.resolved {
            ui.label(weak(format!("✓ 已解决　{}　{}", settled.author, settled.written)));
        }
        ui.separator();
        answer
    }

    fn text_ui(&mut self, ui: &mut Ui) {
        let label = ui.label(if self.answered.is_some() { "写答复" } else { "写批注" });
        let edit = TextEdit::multiline(&mut self.text).desired_rows(3).desired_width(f32::INFINITY);
        let text = ui.add(edit).labelled_by(label.id);
        if text.changed() {
            self.draft.forget_question();
            self.refusal = None;
        }
        if std::mem::take(&mut self.is_fresh) {
            text.request_focus();
        }
        ui.horizontal(|ui| {
            let label = ui.label("批注人");
            let author = ui.add(TextEdit::singleline(&mut self.author).desired_width(160.0)).labelled_by(label.id);
            if author.changed() {
                self.refusal = None;
            }
        });
    }
}
