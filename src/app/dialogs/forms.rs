//! The forms: which there are, for where and which years, from where, and what is wrong with one; and which the open
//! disclosure follows.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::{Context, Label, RichText, ScrollArea, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::form::{Form, FormLibrary, KnownForm, Origin, UnsoundForm};

#[derive(Debug, Clone)]
pub struct FormsDialog {
    known: Vec<KnownForm>,
    unsound: Vec<UnsoundForm>,
    /// Where the user's own are kept.
    folder: Option<PathBuf>,
    /// What is to be said of the form that the open disclosure brought, and the revision that is here.
    open: Option<(String, u32)>,
    told: Option<Told>,
}

/// What came of adding one, of taking one out, or of following another revision.
#[derive(Debug, Clone)]
pub enum Told {
    Done(String),
    Refused(String),
}

/// What is asked for in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormsAnswer {
    AddFolder,
    AddZip,
    /// Take out the one of this id, or in the folder of this name.
    Remove(String),
    /// Let the open disclosure follow the revision that is here.
    Follow,
}

impl FormsDialog {
    /// `folder` is that of the user's own, `open` the form of the open disclosure.
    pub fn new(forms: &FormLibrary, folder: Option<PathBuf>, open: Option<&Arc<Form>>, told: Option<Told>) -> Self {
        let open = open.and_then(|form| Some((form.standing()?, form.revision_here()?)));
        Self { known: forms.known().to_vec(), unsound: forms.unsound().to_vec(), folder, open, told }
    }

    pub fn show(&self, ctx: &Context) -> Option<Answer<FormsAnswer>> {
        modal(ctx, "forms", 760.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("表式").text_style(theme::bold_text()));
            let text = "表式是数据文件：哪些表、哪些列、怎样勾稽、句子怎样写。财政部门发了新的表式，加进来就能用。";
            ui.add(Label::new(RichText::new(text).color(palette.weak_text)).wrap());
            ui.add_space(8.0);
            let mut answer = None;
            if let Some((standing, here)) = &self.open {
                ui.add(Label::new(format!("打开的文件用的表式是{standing}。")).wrap());
                if ui.button(format!("改用这里的第 {here} 版")).clicked() {
                    answer = Some(Answer::Done(FormsAnswer::Follow));
                }
                ui.add_space(8.0);
            }
            body_ui(ui, |ui| {
                let known = ScrollArea::horizontal().show(ui, |ui| self.known_ui(ui, &palette)).inner;
                let unsound = self.unsound.iter().filter_map(|form| self.unsound_ui(ui, form, &palette)).last();
                answer = answer.take().or(known.or(unsound).map(|id| Answer::Done(FormsAnswer::Remove(id))));
            });
            ui.add_space(4.0);
            match &self.told {
                Some(Told::Done(text)) => drop(ui.add(Label::new(text).wrap())),
                Some(Told::Refused(text)) => {
                    ScrollArea::vertical().id_salt("refusal").max_height(160.0).show(ui, |ui| {
                        ui.add(Label::new(RichText::new(text).color(palette.error)).wrap());
                    });
                }
                None => {}
            }
            let folder =
                self.folder.as_ref().map_or_else(|| "（没有）".to_owned(), |folder| folder.display().to_string());
            let folder = format!("自己的表式存放在 {folder}");
            ui.add(Label::new(RichText::new(folder).color(palette.weak_text).size(12.0)).wrap());
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

    /// The table of those that can be used. Returns the id of the one that is to be taken out.
    fn known_ui(&self, ui: &mut Ui, palette: &Palette) -> Option<String> {
        let mut removed = None;
        egui::Grid::new("known forms").num_columns(6).striped(true).spacing([24.0, 8.0]).show(ui, |ui| {
            for head in ["地区和年度", "编号", "版", "来源", "", "名称"] {
                ui.label(RichText::new(head).color(palette.weak_text));
            }
            ui.end_row();
            for KnownForm { form, origin } in &self.known {
                ui.label(form.short_name());
                ui.label(&form.id);
                ui.label(form.revision.to_string());
                ui.label(self.short_origin(origin)).on_hover_text(origin.text());
                if !self.is_own(origin) {
                    ui.label("");
                } else if remove_button(ui, &form.id) {
                    removed = Some(form.id.clone());
                }
                ui.label(&form.name);
                ui.end_row();
            }
        });
        removed
    }

    /// Where a form comes from, in a word or two; the whole path is for who asks.
    fn short_origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::BuiltIn | Origin::Carried => origin.text(),
            Origin::Folder(_) if self.is_own(origin) => "自己加入的".to_owned(),
            Origin::Folder(folder) => {
                let above = folder.parent().and_then(Path::file_name).unwrap_or_default();
                format!("…/{}/{}", above.to_string_lossy(), folder.file_name().unwrap_or_default().to_string_lossy())
            }
        }
    }

    /// Whether it is in the user's folder.
    fn is_own(&self, origin: &Origin) -> bool {
        matches!(origin, Origin::Folder(folder) if folder.parent() == self.folder.as_deref())
    }

    /// A form that cannot be used, with every mistake. Returns the name of its folder where it is to be taken out.
    fn unsound_ui(&self, ui: &mut Ui, form: &UnsoundForm, palette: &Palette) -> Option<String> {
        ui.add_space(8.0);
        ui.colored_label(palette.error, format!("● 不能用：{}（{}）", form.name, form.origin.text()));
        for error in form.errors.iter() {
            ui.add(Label::new(format!("　{error}")).wrap());
        }
        if let Some(unseen) = form.errors.unseen() {
            ui.add(Label::new(format!("　{unseen}")).wrap());
        }
        (self.is_own(&form.origin) && remove_button(ui, &form.name)).then(|| form.name.clone())
    }
}

fn remove_button(ui: &mut Ui, id: &str) -> bool {
    let told = format!("不再用 {id}：它的文件夹移到一边，不删；用它填的文件随身带着它，照样能打开");
    ui.small_button("移出").on_hover_text(told).clicked()
}
