//! Which performance table is made, or from which one goal and indicators are taken.

use egui::{Button, Context, RichText, TextEdit};

use super::{Answer, body_ui, buttons_ui, default_button, default_button_if, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::{PerformanceSubject, PerformanceTable};

#[derive(Debug, Clone)]
pub struct PerformanceDialog {
    /// Place of the table that takes from another; `None` where one is made.
    pub table: Option<usize>,
    title: &'static str,
    hint: String,
    choices: Vec<(String, PerformanceChoice)>,
    /// The name of another project.
    other: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PerformanceChoice {
    /// Make the table of this.
    Make(PerformanceSubject),
    /// Take goal and indicators from this one.
    Copy {
        from: Box<PerformanceTable>,
        /// Whether it is of last year.
        is_last_year: bool,
    },
    /// Take them from a file of last year.
    OpenLastYear,
}

/// What a table is called in a list.
pub fn subject_name(subject: &PerformanceSubject) -> &str {
    match subject {
        PerformanceSubject::Project(name) => name,
        PerformanceSubject::Whole => "整体绩效目标",
    }
}

impl PerformanceDialog {
    /// To make a table for one of `subjects`, which have none.
    pub fn make(subjects: Vec<PerformanceSubject>) -> Self {
        let choices = subjects.into_iter();
        let choices = choices.map(|subject| (subject_name(&subject).to_owned(), PerformanceChoice::Make(subject)));
        Self {
            table: None,
            title: "增加绩效目标表",
            hint: "还没有绩效目标表的项目。新表带入项目在表里的金额和各级指标的框架。".to_owned(),
            choices: choices.collect(),
            other: String::new(),
        }
    }

    /// To take goal and indicators into `table` from one of `choices`, each with what it is called.
    pub fn copy(table: usize, hint: String, choices: Vec<(String, PerformanceChoice)>) -> Self {
        Self { table: Some(table), title: "复制目标和指标", hint, choices, other: String::new() }
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<PerformanceChoice>> {
        let is_making = self.table.is_none();
        modal(ctx, self.title, 560.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(self.title).text_style(theme::bold_text()));
            ui.add(egui::Label::new(RichText::new(&self.hint).color(palette.weak_text)).wrap());
            ui.add_space(8.0);
            let mut answer = None;
            body_ui(ui, |ui| {
                for (name, choice) in &self.choices {
                    let button = Button::new(name).wrap().min_size(egui::vec2(ui.available_width(), 30.0));
                    if ui.add(button).clicked() {
                        answer = Some(Answer::Done(choice.clone()));
                    }
                }
                if self.choices.is_empty() {
                    ui.label(if is_making {
                        "每个项目都有绩效目标表了。"
                    } else {
                        "没有别的绩效目标表。"
                    });
                }
            });
            ui.add_space(8.0);
            if is_making {
                ui.horizontal(|ui| {
                    let label = ui.label("别的项目");
                    let field = TextEdit::singleline(&mut self.other).hint_text("名称").desired_width(340.0);
                    ui.add(field).labelled_by(label.id);
                    let name = self.other.trim();
                    if is_confirmed(&default_button_if(ui, !name.is_empty(), "增加"), answer.as_ref()) {
                        let subject = PerformanceSubject::Project(name.to_owned());
                        answer = Some(Answer::Done(PerformanceChoice::Make(subject)));
                    }
                });
            }
            buttons_ui(ui, |ui| {
                if !is_making && ui.button("从上年的文件…").clicked() {
                    answer = Some(Answer::Done(PerformanceChoice::OpenLastYear));
                }
                // A name that is typed is taken by Enter.
                let is_typed = is_making && !self.other.trim().is_empty();
                let cancel = if is_typed { ui.button("取消") } else { default_button(ui, "取消") };
                if cancel.clicked() || !is_typed && is_confirmed(&cancel, answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}
