//! Whom and which year a disclosure is about: for a new one, or to change it.

use std::sync::Arc;

use egui::{Context, RichText, TextEdit, Ui};

use super::{Answer, body_ui, buttons_ui, close_ui, default_button, is_confirmed, is_saving, modal, refusal_ui};
use crate::app::protection::{Protection, field_ui};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::Kind;
use disclosure_engine::edit::Heading;
use disclosure_engine::form::{Form, FormLibrary};

#[derive(Debug, Clone)]
pub struct HeadingDialog {
    /// Whether it starts a new disclosure.
    pub is_new: bool,
    kind: Kind,
    body: String,
    year: String,
    refusal: Option<String>,
    is_fresh: bool,
    /// Why it can only be read, if it can.
    protection: Option<Protection>,
    /// Id of the form, where there is a choice.
    form: Option<String>,
    /// Whether somebody chose it.
    is_form_chosen: bool,
    /// Code of the region whose form is likely: that of the last disclosure, or of the form that was chosen.
    region: Option<String>,
}

/// What a person says in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeadingAnswer {
    /// This is whom and which year it is about.
    Take(Heading),
    /// Start from last year's file instead.
    FromLastYear,
}

impl HeadingDialog {
    /// To start a new disclosure.
    pub fn new_disclosure(year: u16, region: Option<&str>) -> Self {
        Self {
            is_new: true,
            kind: Kind::Unit,
            body: String::new(),
            year: year.to_string(),
            refusal: None,
            is_fresh: true,
            protection: None,
            form: None,
            is_form_chosen: false,
            region: region.map(str::to_owned),
        }
    }

    /// To change `heading`, or only to read it where it is protected.
    pub fn change(heading: Heading, protection: Option<Protection>) -> Self {
        let Heading { kind, body, year } = heading;
        let year = year.to_string();
        let (form, region) = (None, None);
        let is_form_chosen = false;
        Self {
            is_new: false,
            kind,
            body,
            year,
            refusal: None,
            is_fresh: true,
            protection,
            form,
            is_form_chosen,
            region,
        }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    /// Id of the form that was chosen, where there was a choice.
    pub fn form(&self) -> Option<&str> {
        self.form.as_deref()
    }

    /// The form of a new disclosure, where several are there for the year; and that there is none for just this year.
    fn form_ui(&mut self, ui: &mut Ui, forms: &FormLibrary) {
        let Ok(year) = self.year.trim().parse::<u16>() else { return };
        let choices = forms.choices(year, self.kind);
        let is_offered = |id: &String| choices.iter().any(|form| form.id == *id);
        // Until somebody chooses, the name of the body says whose form it is, while it is typed.
        if !self.is_form_chosen || !self.form.as_ref().is_some_and(is_offered) {
            let code = |form: &Arc<Form>| form.region.as_ref().map(|region| region.code.clone());
            let of_region = |form: &&&Arc<Form>| self.region.is_some() && code(form) == self.region;
            let body = self.body.trim();
            let is_named = |form: &&&Arc<Form>| form.is_named_in(body);
            let is_first = |form: &&&Arc<Form>| form.is_of_first_region();
            let mut all = choices.iter();
            let (named, known) = (all.clone().find(is_named), all.clone().find(of_region));
            let likely = if self.is_form_chosen { known.or(named) } else { named.or(known) };
            let first = likely.or_else(|| all.clone().find(is_first)).or_else(|| all.next());
            self.form = first.map(|form| form.id.clone());
        }
        let chosen = self.form.as_deref().and_then(|id| forms.get(id));
        let label = ui.label("表式");
        let name = chosen.map(|form| form.short_name()).unwrap_or_default();
        if choices.len() > 1 {
            let list = egui::ComboBox::from_id_salt("form").selected_text(name).show_ui(ui, |ui| {
                for form in &choices {
                    let choice = ui.selectable_value(&mut self.form, Some(form.id.clone()), form.short_name());
                    if choice.on_hover_text(&form.name).clicked() {
                        self.is_form_chosen = true;
                        self.region = form.region.as_ref().map(|region| region.code.clone());
                    }
                }
            });
            list.response.labelled_by(label.id);
        } else {
            ui.label(name);
        }
        ui.end_row();
        if let Some(told) = chosen.and_then(|form| form.other_year(year)) {
            ui.label("");
            ui.colored_label(Palette::of(ui.visuals()).warning, told);
            ui.end_row();
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, forms: &FormLibrary) {
        egui::Grid::new("heading").num_columns(2).spacing([12.0, 10.0]).show(ui, |ui| {
            let label = ui.label("单位全称");
            let body = field_ui(ui, &mut self.body, self.protection, |body| {
                TextEdit::singleline(body).desired_width(340.0).return_key(None)
            });
            let body = body.labelled_by(label.id);
            if std::mem::take(&mut self.is_fresh) {
                body.request_focus();
            }
            ui.end_row();
            let label = ui.label("预算年度");
            let year = field_ui(ui, &mut self.year, self.protection, |year| {
                TextEdit::singleline(year).desired_width(80.0).return_key(None)
            });
            year.labelled_by(label.id);
            ui.end_row();
            ui.label("公开类型");
            ui.add_enabled_ui(self.protection.is_none(), |ui| {
                theme::outline_choices(ui);
                let kinds = [(Kind::Unit, "单位预算公开"), (Kind::Department, "部门预算公开")];
                theme::radios_ui(ui, &mut self.kind, kinds);
            });
            ui.end_row();
            if self.is_new {
                self.form_ui(ui, forms);
            }
        });
    }

    pub fn show(&mut self, ctx: &Context, forms: &FormLibrary) -> Option<Answer<HeadingAnswer>> {
        let title = if self.is_new { "新建预算公开" } else { "单位与年度" };
        let answer = modal(ctx, "heading", 480.0, |ui| {
            ui.label(RichText::new(title).text_style(theme::bold_text()));
            ui.add_space(8.0);
            let mut answer = None;
            body_ui(ui, |ui| {
                self.fields_ui(ui, forms);
                if self.is_new {
                    ui.add_space(6.0);
                    if ui.link("有上年的文件？从上年文件新建…").clicked() {
                        answer = Some(Answer::Done(false));
                    }
                }
            });
            if let Some(protection) = self.protection {
                ui.label(protection.why());
                return close_ui(ui).then_some(Answer::Cancelled);
            }
            refusal_ui(ui, self.refusal.as_deref());
            buttons_ui(ui, |ui| {
                let is_saved = is_saving(ctx) && !self.is_new;
                if is_confirmed(&default_button(ui, "确定"), answer.as_ref()) || is_saved {
                    answer = Some(Answer::Done(true));
                }
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        });
        match answer? {
            Answer::Cancelled => Some(Answer::Cancelled),
            Answer::Done(false) => Some(Answer::Done(HeadingAnswer::FromLastYear)),
            Answer::Done(true) => match self.year.trim().parse() {
                Ok(year) => {
                    let heading = Heading { kind: self.kind, body: self.body.clone(), year };
                    Some(Answer::Done(HeadingAnswer::Take(heading)))
                }
                Err(_) => {
                    self.refusal = Some("年度请填四位数字，例如 2025".to_owned());
                    None
                }
            },
        }
    }
}
