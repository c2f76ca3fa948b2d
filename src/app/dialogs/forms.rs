//! The forms: which there are, for where and which years, from where, and what is wrong with one.

use egui::{Context, Label, RichText, ScrollArea, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::form::{FormLibrary, KnownForm, UnsoundForm};

#[derive(Debug, Clone)]
pub struct FormsDialog {
    known: Vec<KnownForm>,
    unsound: Vec<UnsoundForm>,
    /// Where the user's own are kept.
    folder: String,
    told: Option<Told>,
}

/// What came of adding one.
#[derive(Debug, Clone)]
pub enum Told {
    Added(String),
    Refused(String),
}

/// What is asked for in the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormsAnswer {
    AddFolder,
    AddZip,
}

impl FormsDialog {
    pub fn new(forms: &FormLibrary, folder: String, told: Option<Told>) -> Self {
        Self { known: forms.known().to_vec(), unsound: forms.unsound().to_vec(), folder, told }
    }

    pub fn show(&self, ctx: &Context) -> Option<Answer<FormsAnswer>> {
        modal(ctx, "forms", 760.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("表式").text_style(theme::bold_text()));
            let text = "表式是数据文件：哪些表、哪些列、怎样勾稽、句子怎样写。财政部门发了新的表式，加进来就能用。";
            ui.add(Label::new(RichText::new(text).color(palette.weak_text)).wrap());
            ui.add_space(8.0);
            body_ui(ui, |ui| {
                ScrollArea::horizontal().show(ui, |ui| self.known_ui(ui, &palette));
                self.unsound.iter().for_each(|form| unsound_ui(ui, form, &palette));
            });
            ui.add_space(4.0);
            match &self.told {
                Some(Told::Added(text)) => drop(ui.add(Label::new(text).wrap())),
                Some(Told::Refused(text)) => {
                    ScrollArea::vertical().id_salt("refusal").max_height(160.0).show(ui, |ui| {
                        ui.add(Label::new(RichText::new(text).color(palette.error)).wrap());
                    });
                }
                None => {}
            }
            let folder = format!("自己的表式存放在 {}", self.folder);
            ui.add(Label::new(RichText::new(folder).color(palette.weak_text).size(12.0)).wrap());
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if ui.button("加入文件夹…").clicked() {
                    answer = Some(Answer::Done(FormsAnswer::AddFolder));
                }
                if ui.button("加入压缩文件…").clicked() {
                    answer = Some(Answer::Done(FormsAnswer::AddZip));
                }
                if is_confirmed(&default_button(ui, "关闭"), answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }

    fn known_ui(&self, ui: &mut Ui, palette: &Palette) {
        egui::Grid::new("known forms").num_columns(4).striped(true).spacing([24.0, 8.0]).show(ui, |ui| {
            for head in ["地区和年度", "名称", "编号", "来源"] {
                ui.label(RichText::new(head).color(palette.weak_text));
            }
            ui.end_row();
            for KnownForm { form, origin } in &self.known {
                ui.label(form.short_name());
                ui.label(&form.name);
                ui.label(&form.id);
                let origin = origin.text();
                ui.add(Label::new(&origin).truncate()).on_hover_text(&origin);
                ui.end_row();
            }
        });
    }
}

/// A form that cannot be used, with every mistake.
fn unsound_ui(ui: &mut Ui, form: &UnsoundForm, palette: &Palette) {
    ui.add_space(8.0);
    ui.colored_label(palette.error, format!("● 不能用：{}（{}）", form.name, form.origin.text()));
    for error in form.errors.iter() {
        ui.add(Label::new(format!("　{error}")).wrap());
    }
}
