//! From which table codes are taken over.

use egui::{Context, RichText};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal, refusal_ui};
use crate::app::theme::{self, Palette};
use disclosure_engine::form::ListIndex;

#[derive(Debug, Clone)]
pub struct TakeOverDialog {
    /// The list that gets the codes.
    pub list: ListIndex,
    /// Where they can come from, with what it is called.
    sources: Vec<(ListIndex, String)>,
    refusal: Option<String>,
}

impl TakeOverDialog {
    /// To take codes over into `list`.
    pub fn new(list: ListIndex, sources: Vec<(ListIndex, String)>) -> Self {
        Self { list, sources, refusal: None }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<ListIndex>> {
        modal(ctx, "take over", 420.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("从别的表带入科目").text_style(theme::bold_text()));
            let hint = "这张表还没有的科目，连同名称各增加一行，金额留空。";
            ui.label(RichText::new(hint).color(palette.weak_text));
            ui.add_space(8.0);
            let mut answer = None;
            body_ui(ui, |ui| {
                for (source, name) in &self.sources {
                    let wide = egui::vec2(ui.available_width(), 30.0);
                    if ui.add(egui::Button::new(name).min_size(wide)).clicked() {
                        answer = Some(Answer::Done(*source));
                    }
                }
                if self.sources.is_empty() {
                    ui.label("这张表不按科目列行，或者别的表里没有这里还缺的科目。");
                }
            });
            refusal_ui(ui, self.refusal.as_deref());
            buttons_ui(ui, |ui| {
                if is_confirmed(&default_button(ui, "取消"), answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}
