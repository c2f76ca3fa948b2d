//! A document that follows no form that is known: what was seen in it, and the choice of a form all the same.

use egui::{ComboBox, Label, Ui};

use super::super::{Answer, body_ui, buttons_ui, default_button_if, is_confirmed};
use super::{Answers, ImportChoice};
use disclosure_engine::form::FormLibrary;

/// Draws why `name` was refused, and the choice.
pub(super) fn refused_ui(
    ui: &mut Ui,
    name: &str,
    why: &str,
    answers: &mut Answers,
    forms: &FormLibrary,
) -> Option<Answer<ImportChoice>> {
    ui.label(egui::RichText::new(format!("没有导入：{name}")).text_style(crate::app::theme::bold_text()));
    ui.add_space(6.0);
    body_ui(ui, |ui| ui.add(Label::new(why).wrap()));
    ui.add_space(10.0);
    let mut chosen = answers.form.clone();
    ui.horizontal(|ui| {
        let label = ui.label("仍要按现有的表式读");
        let text =
            chosen.as_deref().and_then(|id| forms.get(id)).map_or("（请选）".to_owned(), |form| form.short_name());
        let list = ComboBox::from_id_salt("form").selected_text(text).show_ui(ui, |ui| {
            for form in forms.all() {
                ui.selectable_value(&mut chosen, Some(form.id.clone()), form.short_name());
            }
        });
        list.response.labelled_by(label.id);
    });
    answers.form = chosen;
    let mut answer = None;
    buttons_ui(ui, |ui| {
        let again = default_button_if(ui, answers.form.is_some(), "按选定的表式读");
        if is_confirmed::<()>(&again, None) {
            answer = Some(Answer::Done(ImportChoice::ReadAgain));
        }
        if ui.button("取消").clicked() {
            answer = Some(Answer::Cancelled);
        }
    });
    answer
}
