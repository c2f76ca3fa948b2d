//! What would be lost when a part that was written as a whole is left to the template.

use egui::{Context, Label, RichText};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::audit::part_label;
use disclosure_engine::disclosure::Part;
use disclosure_engine::spelling::visible_lines;

#[derive(Debug, Clone)]
pub struct GenerateDialog {
    pub part: Part,
    lost: Vec<String>,
}

impl GenerateDialog {
    /// For `part`, of which the sentences `lost` say something that the template does not.
    pub fn new(part: Part, lost: Vec<String>) -> Self {
        Self { part, lost }
    }

    pub fn show(&self, ctx: &Context) -> Option<Answer<()>> {
        modal(ctx, "generate", 620.0, |ui| {
            let palette = Palette::of(ui.visuals());
            let title = format!("{} 改为按句式生成", part_label(self.part));
            ui.label(RichText::new(title).text_style(theme::bold_text()));
            let text = "原因、用途、人数等已从原文读出，会填在句式里。原文的下面这些句子还说了句式里没有的内容，或者数字与表不同，\
                        改了以后就不在公开的文字里了：";
            ui.add(Label::new(RichText::new(text).color(palette.weak_text)).wrap());
            ui.add_space(6.0);
            body_ui(ui, |ui| {
                for sentence in &self.lost {
                    ui.add(Label::new(visible_lines(sentence)).wrap().selectable(true));
                    ui.add_space(4.0);
                }
            });
            ui.add_space(4.0);
            ui.label(
                RichText::new("需要保留的，请先取消，改完表里的数再改，或者改了以后用“改写”补上。")
                    .color(palette.weak_text),
            );
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if ui.button(format!("仍改为按句式生成（{} 句不再公开）", self.lost.len())).clicked() {
                    answer = Some(Answer::Done(()));
                }
                // Enter loses nothing.
                if is_confirmed(&default_button(ui, "取消"), answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}
