//! The lists of codes: for which years there are own ones, from where, and what was taken of one.

use egui::{Context, Label, RichText, ScrollArea, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme::{self, Palette};

/// A list of the user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogLine {
    /// The year for which it is; without one it is for all.
    pub year: Option<u16>,
    pub path: String,
    /// What was taken of it.
    pub taken: String,
    /// Whether a command named it: it is not remembered, and cannot be put away.
    pub is_named: bool,
}

#[derive(Debug, Clone)]
pub struct CatalogsDialog {
    lines: Vec<CatalogLine>,
    /// The year of the disclosure that is open, with what holds for it.
    open: Option<(u16, String)>,
    /// What came of loading one.
    told: Option<Result<String, String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CatalogsAnswer {
    Load,
    /// Put the list of this year away.
    Remove(Option<u16>),
}

impl CatalogsDialog {
    pub fn new(lines: Vec<CatalogLine>, open: Option<(u16, String)>, told: Option<Result<String, String>>) -> Self {
        Self { lines, open, told }
    }

    pub fn show(&self, ctx: &Context) -> Option<Answer<CatalogsAnswer>> {
        modal(ctx, "catalogs", 760.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("科目表").text_style(theme::bold_text()));
            let text = "程序自带一份政府收支分类科目，没有见到公开文件的科目会注明。有当年正式印发的，载入就按它：表里要有科目编码和\
                        名称，还可以有启用年度、停用年度、接替科目、文号。标题或文件名里写了年度的，用于那一年和以后没有自己科目表的\
                        年度；没有写的，用于打开的文件那一年。";
            ui.add(Label::new(RichText::new(text).color(palette.weak_text)).wrap());
            ui.add_space(8.0);
            let mut answer = None;
            body_ui(ui, |ui| {
                answer = self.lines_ui(ui, &palette);
                if let Some((year, holds)) = &self.open {
                    ui.add(Label::new(format!("打开的文件是 {year} 年的，用的是{holds}。")).wrap());
                }
            });
            if let Some(told) = &self.told {
                ui.add_space(4.0);
                ScrollArea::vertical().id_salt("told").max_height(160.0).show(ui, |ui| match told {
                    Ok(text) => drop(ui.add(Label::new(text).wrap())),
                    Err(text) => drop(ui.add(Label::new(RichText::new(text).color(palette.error)).wrap())),
                });
            }
            buttons_ui(ui, |ui| {
                if ui.button("载入科目表…").clicked() {
                    answer = Some(Answer::Done(CatalogsAnswer::Load));
                }
                if is_confirmed(&default_button(ui, "关闭"), answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }

    fn lines_ui(&self, ui: &mut Ui, palette: &Palette) -> Option<Answer<CatalogsAnswer>> {
        let mut answer = None;
        for line in &self.lines {
            let year = line.year.map_or_else(|| "各年".to_owned(), |year| format!("{year} 年"));
            ui.horizontal(|ui| {
                ui.label(RichText::new(&year).text_style(theme::bold_text()));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if line.is_named {
                        ui.label(RichText::new("命令行指定").color(palette.weak_text));
                    } else if ui.button("不再用").on_hover_text(format!("不再用 {year}的科目表")).clicked() {
                        answer = Some(Answer::Done(CatalogsAnswer::Remove(line.year)));
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        ui.add(Label::new(&line.path).truncate()).on_hover_text(&line.path);
                    });
                });
            });
            ui.add(Label::new(RichText::new(&line.taken).color(palette.weak_text)).wrap());
            ui.add_space(6.0);
        }
        if self.lines.is_empty() {
            ui.label("没有载入过，各年都用程序自带的。");
        }
        answer
    }
}
