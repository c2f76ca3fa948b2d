//! What the person says beside the document: year, kind, unit of the figures, form.

use std::collections::BTreeSet;

use egui::{ComboBox, RichText, TextEdit, Ui};

use super::ImportChoice;
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::Kind;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{ImportOptions, ImportUnit, Imported, Progress, Question, SaidGrid, SaidGrids};

/// What the person says beside the document.
#[derive(Debug, Clone, Default)]
pub struct Answers {
    year: String,
    kind: Option<Kind>,
    unit: Option<ImportUnit>,
    pub(super) form: Option<String>,
    /// Which of them the person gave: the others are what the document says.
    is_year_given: bool,
    is_kind_given: bool,
    /// What was said of tables that titles and heads do not tell, by their shape; and of which it was said now.
    said: SaidGrids,
    said_now: BTreeSet<String>,
}

impl Answers {
    /// None but what was said earlier of tables.
    pub fn remembering(said: SaidGrids) -> Self {
        Self { said, ..Self::default() }
    }

    /// Takes what the person says of the tables of a shape.
    pub(super) fn say(&mut self, shape: String, said: SaidGrid) {
        self.said.insert(shape.clone(), said);
        self.said_now.insert(shape);
    }

    /// What was said now, to be remembered.
    pub fn said_now(&self) -> impl Iterator<Item = (&str, &SaidGrid)> {
        self.said_now.iter().filter_map(|shape| Some((shape.as_str(), self.said.get(shape)?)))
    }

    /// The options of an import that keeps to them and reports to `progress`.
    pub fn options(&self, progress: Progress) -> ImportOptions {
        ImportOptions {
            form: self.form.clone(),
            kind: self.kind.filter(|_| self.is_kind_given),
            year: self.year().filter(|_| self.is_year_given),
            unit: self.unit,
            assumes_heading: false,
            said: self.said.clone(),
            said_of_all: None,
            progress,
        }
    }

    /// Takes what the document says where the person said nothing.
    pub(super) fn fill(&mut self, imported: &Imported) {
        let is_asked = |question: &Question| imported.report.questions.contains(question);
        if !self.is_year_given {
            self.year = if is_asked(&Question::Year) { String::new() } else { imported.disclosure.year.to_string() };
        }
        if !self.is_kind_given {
            self.kind = (!is_asked(&Question::Kind)).then_some(imported.disclosure.kind);
        }
    }

    fn year(&self) -> Option<u16> {
        let digits: String = self.year.trim().chars().map(disclosure_engine::spelling::half_width).collect();
        digits.parse().ok().filter(|year| disclosure_engine::disclosure::YEARS.contains(year))
    }
}

/// Draws the answers, those that are wanted marked. Asks for the document to be read again when one was given.
pub(super) fn answers_ui(
    ui: &mut Ui,
    answers: &mut Answers,
    imported: &Imported,
    forms: &FormLibrary,
) -> Option<ImportChoice> {
    let questions = &imported.report.questions;
    let tables = questions.iter().find_map(|question| match question {
        Question::Unit(tables) => Some(tables),
        _ => None,
    });
    let palette = Palette::of(ui.visuals());
    let label = |text: &str, is_asked: bool| {
        if is_asked { RichText::new(format!("● {text}")).color(palette.error) } else { RichText::new(text) }
    };
    if !questions.is_empty() {
        ui.colored_label(palette.error, "文件里没有写明下面标 ● 的几项，请先选定：");
    }
    let mut is_changed = false;
    ui.horizontal_wrapped(|ui| {
        theme::outline_choices(ui);
        let name = ui.label(label("预算年度", questions.contains(&Question::Year)));
        let edit = TextEdit::singleline(&mut answers.year).desired_width(56.0);
        let year = ui.add(edit).labelled_by(name.id);
        if year.lost_focus() && answers.year().is_some_and(|year| is_year_new(year, imported)) {
            answers.is_year_given = true;
            is_changed = true;
        }
        ui.add_space(18.0);
        ui.label(label("公开类型", questions.contains(&Question::Kind)));
        for (kind, text) in [(Kind::Unit, "单位预算公开"), (Kind::Department, "部门预算公开")] {
            if ui.radio(answers.kind == Some(kind), text).clicked() {
                answers.kind = Some(kind);
                answers.is_kind_given = true;
                is_changed = true;
            }
        }
        if tables.is_some() || answers.unit.is_some() {
            ui.add_space(18.0);
            ui.label(label(&unit_label(tables), tables.is_some()));
            for (unit, text) in [(ImportUnit::Wan, "万元"), (ImportUnit::Yuan, "元")] {
                if ui.radio(answers.unit == Some(unit), text).clicked() {
                    answers.unit = Some(unit);
                    is_changed = true;
                }
            }
        }
        is_changed |= form_ui(ui, answers, imported, forms);
    });
    is_changed.then_some(ImportChoice::ReadAgain)
}

fn is_year_new(year: u16, imported: &Imported) -> bool {
    imported.report.questions.contains(&Question::Year) || imported.disclosure.year != year
}

fn unit_label(tables: Option<&Vec<disclosure_engine::disclosure::TableNumber>>) -> String {
    let Some(tables) = tables else { return "没有写明单位的表，金额单位".to_owned() };
    let tables: Vec<String> = tables.iter().map(|number| format!("表{number}")).collect();
    format!("{} 的金额单位", tables.join("、"))
}

/// The form, where there is a choice.
fn form_ui(ui: &mut Ui, answers: &mut Answers, imported: &Imported, forms: &FormLibrary) -> bool {
    if forms.all().count() < 2 {
        return false;
    }
    let mut chosen = imported.disclosure.form.clone();
    let name = forms.get(&chosen).map_or("", |form| &form.name);
    ui.add_space(18.0);
    let label = ui.label("表式");
    let list = ComboBox::from_id_salt("form").selected_text(name).show_ui(ui, |ui| {
        for form in forms.all() {
            ui.selectable_value(&mut chosen, form.id.clone(), &form.name);
        }
    });
    list.response.labelled_by(label.id);
    let is_changed = chosen != imported.disclosure.form;
    if is_changed {
        answers.form = Some(chosen);
    }
    is_changed
}
