//! The page on which a person goes through an imported document before anything is taken from it.

mod answers;
mod columns;
mod list;
mod purpose;
mod refused;

use std::sync::Arc;

use egui::{Button, Context, RichText, Ui};

pub use self::answers::Answers;
use self::answers::answers_ui;
use self::columns::ColumnsPage;
use self::list::ReportList;
use self::purpose::Fit;
pub use self::purpose::ImportPurpose;
use super::{Answer, body_ui, buttons_ui, default_button, default_button_if, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{Imported, Progress, SaidGrid, report_lines};
use disclosure_engine::spelling::visible;

#[derive(Debug, Clone)]
pub struct ImportDialog {
    pub name: String,
    /// What the person says beside the document.
    pub answers: Answers,
    pub purpose: ImportPurpose,
    stage: Stage,
}

#[derive(Debug, Clone)]
enum Stage {
    /// It is being read.
    Reading(Progress),
    /// It follows no form that is known: why, in a sentence.
    Refused(String),
    /// It was read, and is gone through.
    Read(Box<Reading>),
}

#[derive(Debug, Clone)]
struct Reading {
    imported: Imported,
    list: ReportList,
    columns: ColumnsPage,
    /// How it fits what it was read for.
    fit: Fit,
    /// How many errors it has itself, where that is said.
    errors: usize,
}

/// What a person asks for in the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportChoice {
    /// Read the document again, with the answers as they are now.
    ReadAgain,
    /// Take it for what it was read for.
    Adopt,
    /// Compare it with the disclosure that is open, of which nothing is changed.
    Compare,
}

impl ImportDialog {
    /// While a document is being read.
    pub fn reading(name: String, answers: Answers, purpose: ImportPurpose, progress: Progress) -> Self {
        Self { name, answers, purpose, stage: Stage::Reading(progress) }
    }

    /// To go through what was read, which has so many errors itself.
    pub fn read(
        name: String,
        mut answers: Answers,
        purpose: ImportPurpose,
        (imported, errors): (Imported, usize),
        forms: &FormLibrary,
    ) -> Self {
        let form = forms.get(&imported.disclosure.form);
        let lines = form.map(|form| report_lines(form, &imported.disclosure, &imported.report)).unwrap_or_default();
        answers.fill(&imported);
        let fit = purpose.fit(&imported.disclosure);
        let columns = ColumnsPage::new(&imported.report);
        let reading = Reading { imported, list: ReportList::new(lines), columns, fit, errors };
        Self { name, answers, purpose, stage: Stage::Read(Box::new(reading)) }
    }

    /// When it follows no form that is known.
    pub fn refused(name: String, answers: Answers, purpose: ImportPurpose, why: String) -> Self {
        Self { name, answers, purpose, stage: Stage::Refused(why) }
    }

    /// What was read, once it was.
    pub fn imported(&self) -> Option<&Imported> {
        match &self.stage {
            Stage::Reading(_) | Stage::Refused(_) => None,
            Stage::Read(reading) => Some(&reading.imported),
        }
    }

    pub fn show(&mut self, ctx: &Context, forms: &FormLibrary) -> Option<Answer<ImportChoice>> {
        match &mut self.stage {
            Stage::Reading(progress) => modal(ctx, "import", 460.0, |ui| reading_ui(ui, &self.name, progress)),
            Stage::Refused(why) => {
                modal(ctx, "import", 620.0, |ui| refused::refused_ui(ui, &self.name, why, &mut self.answers, forms))
            }
            Stage::Read(reading) => {
                let size = ctx.content_rect().size();
                let (name, answers, purpose) = (&self.name, &mut self.answers, &self.purpose);
                modal(ctx, "import", (size.x - 120.0).clamp(420.0, 1120.0), |ui| {
                    let palette = Palette::of(ui.visuals());
                    ui.label(
                        RichText::new(format!("{}：{}", purpose.title(), visible(name))).text_style(theme::bold_text()),
                    );
                    let again = body_ui(ui, |ui| {
                        let again = reading.asked_ui(ui, answers, forms);
                        purpose.ui(ui, &reading.fit, reading.errors);
                        ui.add_space(6.0);
                        let columns = if reading.columns.is_empty() { 0.0 } else { 310.0 };
                        let room = 452.0 + columns + purpose.height(&reading.fit, reading.errors);
                        reading.list.ui(ui, (size.y - room).clamp(90.0, 520.0), &palette);
                        again
                    });
                    buttons(ui, reading, purpose, again)
                })
            }
        }
    }
}

impl Reading {
    /// Draws what was understood and what is to be answered. Asks for the document to be read again where it was.
    fn asked_ui(&mut self, ui: &mut Ui, answers: &mut Answers, forms: &FormLibrary) -> Option<ImportChoice> {
        summary_ui(ui, self);
        let mut again = answers_ui(ui, answers, &self.imported, forms);
        let form = forms.get(&self.imported.disclosure.form);
        if let Some((shape, said)) = form.and_then(|form| self.columns.ui(ui, form)) {
            answers.say(shape, said);
            again = Some(ImportChoice::ReadAgain);
        }
        if again.is_some() {
            let said: Vec<(String, SaidGrid)> =
                self.columns.said().map(|(shape, said)| (shape.to_owned(), said.clone())).collect();
            said.into_iter().for_each(|(shape, said)| answers.say(shape, said));
        }
        again
    }
}

fn reading_ui<T>(ui: &mut Ui, name: &str, progress: &Progress) -> Option<Answer<T>> {
    ui.horizontal(|ui| {
        ui.spinner();
        ui.label(format!("正在读“{name}”…"));
    });
    if let Some((page, pages)) = progress.page() {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pages at most")]
        let share = (page - 1) as f32 / pages as f32;
        ui.add_space(6.0);
        theme::progress_ui(ui, share, &format!("第 {page} 页（张），共 {pages}"));
    }
    buttons_ui(ui, |ui| ui.button("取消").clicked()).then_some(Answer::Cancelled)
}

fn summary_ui(ui: &mut Ui, reading: &Reading) {
    let palette = Palette::of(ui.visuals());
    let Imported { disclosure, report } = &reading.imported;
    let body = if disclosure.body.is_empty() { "（没有读到单位名称）" } else { &disclosure.body };
    ui.label(format!("{body}：{}", report.understood().sentence()));
    ui.colored_label(palette.weak_text, format!("表式：{}", report.recognised));
    let left = report.left_out();
    if !report.questions.is_empty() {
        ui.colored_label(palette.weak_text, "还有数没有取进来：先要知道下面几项");
    } else if report.understood().is_nothing() {
        ui.colored_label(palette.error, "文件里的数一个也没有读出来，不能采用；原因列在下面");
    } else if left > 0 {
        let text = format!("有 {left} 处的数没有取进来，列在下面；请逐条看过，导入后补填");
        ui.colored_label(palette.error, text);
    } else {
        ui.colored_label(palette.weak_text, "表里的每一个数都取进来了");
    }
}

fn buttons(
    ui: &mut Ui,
    reading: &Reading,
    purpose: &ImportPurpose,
    again: Option<ImportChoice>,
) -> Option<Answer<ImportChoice>> {
    let mut answer = again.map(Answer::Done);
    let is_open = !reading.imported.report.questions.is_empty();
    buttons_ui(ui, |ui| {
        let report = &reading.imported.report;
        let unread = report.understood().is_nothing().then_some("文件里的数一个也没有读出来");
        let asked = is_open.then_some(ASKED).or(unread);
        let refusal = asked.or(reading.fit.refusal.as_deref());
        let name = purpose.adopt(&reading.imported.disclosure, &reading.fit);
        // Enter does not go on over a doubt: it is to be read.
        let is_doubtful = !reading.fit.doubts.is_empty();
        let adopt = if is_doubtful {
            ui.add_enabled(refusal.is_none(), Button::new(name))
        } else {
            default_button_if(ui, refusal.is_none(), name)
        };
        let adopt = adopt.on_disabled_hover_text(refusal.unwrap_or_default());
        let is_taken = if is_doubtful { adopt.clicked() } else { is_confirmed(&adopt, answer.as_ref()) };
        if is_taken {
            answer = Some(Answer::Done(ImportChoice::Adopt));
        }
        if matches!(purpose, ImportPurpose::Open { can_compare: true }) {
            let compare = ui.add_enabled(asked.is_none(), Button::new("与打开的比较"));
            let why = "打开的预算公开不变；逐处列出两边不同的数和文字，可以一处一处采用";
            if compare.on_hover_text(why).on_disabled_hover_text(asked.unwrap_or_default()).clicked() {
                answer = Some(Answer::Done(ImportChoice::Compare));
            }
        }
        let is_cancelled = if is_doubtful {
            is_confirmed(&default_button(ui, "取消"), answer.as_ref())
        } else {
            ui.button("取消").clicked()
        };
        if is_cancelled {
            answer = Some(Answer::Cancelled);
        }
    });
    answer
}

/// Why nothing can be taken while a question is open.
const ASKED: &str = "请先回答上面的问题";

/// The contents of a document, kept to be read again with other answers.
pub type Contents = Arc<[u8]>;
