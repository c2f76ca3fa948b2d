//! Accepting a finding with a reason.

use egui::{Context, RichText, TextEdit, Ui};

use super::draft::SAVES;
use super::{Answer, Draft, body_ui, buttons_ui, default_button, is_saving, modal, refusal_ui};
use crate::app::theme::{self, Palette};
use disclosure_engine::audit::Finding;

#[derive(Debug, Clone)]
pub struct AcceptDialog {
    pub finding: Finding,
    reason: String,
    author: String,
    refusal: Option<String>,
    is_fresh: bool,
    draft: Draft,
    /// It was not closed over the reason, which is written on.
    goes_on: bool,
}

/// Why a finding is accepted, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcceptAnswer {
    pub reason: String,
    /// By whom.
    pub author: String,
}

impl AcceptDialog {
    /// For `finding`; `author` is who wrote last.
    pub fn new(finding: Finding, author: String) -> Self {
        let (reason, draft) = (String::new(), Draft::default());
        Self { finding, reason, author, refusal: None, is_fresh: true, draft, goes_on: false }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
        self.is_fresh = true;
        self.draft.forget_question();
    }

    /// Draws the dialog. It is not closed over a reason that is written and not saved, but asks first.
    pub fn show(&mut self, ctx: &Context) -> Option<Answer<AcceptAnswer>> {
        let answer = self.contents(ctx);
        let (answer, is_held) = self.draft.hold(answer, self.has_draft());
        self.goes_on = is_held;
        answer
    }

    fn has_draft(&self) -> bool {
        !self.reason.trim().is_empty()
    }

    fn contents(&mut self, ctx: &Context) -> Option<Answer<AcceptAnswer>> {
        modal(ctx, "accept", 520.0, |ui| {
            let title = format!("接受 {} {}", self.finding.grade.name(), self.finding.rule);
            ui.label(RichText::new(title).text_style(theme::bold_text()));
            body_ui(ui, |ui| self.fields_ui(ui));
            refusal_ui(ui, self.draft.question().or(self.refusal.as_deref()));
            let is_saved = is_saving(ctx) && self.has_draft();
            let mut answer = None;
            buttons_ui(ui, |ui| {
                let is_accepted = default_button(ui, "接受").on_hover_text(SAVES).clicked();
                answer = self.draft.cancel_ui(ui, &mut self.reason);
                if is_accepted || is_saved {
                    let (reason, author) = (self.reason.clone(), self.author.clone());
                    answer = Some(Answer::Done(AcceptAnswer { reason, author }));
                }
            });
            answer
        })
    }

    fn fields_ui(&mut self, ui: &mut Ui) {
        let palette = Palette::of(ui.visuals());
        ui.label(RichText::new(&self.finding.message).color(palette.weak_text));
        ui.add_space(6.0);
        let label = ui.label("理由（存在文件里，审核的人看得到；数字一改，接受自行失效）");
        let reason = TextEdit::multiline(&mut self.reason).desired_rows(3).desired_width(f32::INFINITY);
        let reason = ui.add(reason).labelled_by(label.id);
        if reason.changed() {
            self.draft.forget_question();
        }
        let author = ui.horizontal(|ui| {
            let label = ui.label("接受人");
            ui.add(TextEdit::singleline(&mut self.author).desired_width(160.0)).labelled_by(label.id)
        });
        if std::mem::take(&mut self.goes_on) {
            reason.request_focus();
        } else if std::mem::take(&mut self.is_fresh) {
            // What is still missing is typed next.
            let missing = if self.reason.trim().is_empty() { reason } else { author.inner };
            missing.request_focus();
        }
    }
}
