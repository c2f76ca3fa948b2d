//! Two people changed the same: which of the two stays?

use std::collections::BTreeSet;

use egui::{Context, Frame, RichText, Ui};

use super::{Answer, body_ui, buttons_ui, default_button_if, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::edit::MergePlace;

/// The questions.
#[derive(Debug, Clone)]
pub struct MergeDialog {
    questions: Vec<MergeQuestion>,
}

/// What both changed, each in another way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeQuestion {
    pub place: MergePlace,
    /// The place in words.
    pub label: String,
    pub mine: String,
    /// What the file says.
    pub theirs: String,
    /// Whether what the file says stays; `None` until it is decided.
    pub takes_theirs: Option<bool>,
}

impl MergeDialog {
    pub fn new(questions: Vec<MergeQuestion>) -> Self {
        Self { questions }
    }

    /// Draws the questions. The answer is where what the file says stays; it is given when all are decided.
    pub fn show(&mut self, ctx: &Context) -> Option<Answer<BTreeSet<MergePlace>>> {
        modal(ctx, "merge", 700.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("两边都改了同一处，请逐处选定").text_style(theme::bold_text()));
            let text = "只有一边改过的都会合并进来。下面这些两边改得不一样，选哪个，合并后就是哪个；合并可以撤销。";
            ui.label(RichText::new(text).color(palette.weak_text));
            ui.add_space(6.0);
            ui.horizontal(|ui| {
                for (label, takes_theirs) in [("全部用这里的", false), ("全部用文件里的", true)] {
                    if ui.button(label).clicked() {
                        self.questions.iter_mut().for_each(|question| question.takes_theirs = Some(takes_theirs));
                    }
                }
            });
            ui.add_space(4.0);
            body_ui(ui, |ui| {
                for (place, question) in self.questions.iter_mut().enumerate() {
                    ui.push_id(place, |ui| question_ui(ui, question));
                }
            });
            let mut answer = None;
            buttons_ui(ui, |ui| {
                let open = self.questions.iter().filter(|question| question.takes_theirs.is_none()).count();
                if open > 0 {
                    ui.label(RichText::new(format!("还有 {open} 处没有选定")).color(palette.warning));
                }
                if is_confirmed::<()>(&default_button_if(ui, open == 0, "合并"), None) {
                    let theirs = self.questions.iter().filter(|question| question.takes_theirs == Some(true));
                    answer = Some(Answer::Done(theirs.map(|question| question.place.clone()).collect()));
                }
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}

fn question_ui(ui: &mut Ui, question: &mut MergeQuestion) {
    Frame::group(ui.style()).show(ui, |ui| {
        ui.set_width(ui.available_width());
        theme::outline_choices(ui);
        ui.label(RichText::new(&question.label).text_style(theme::bold_text()));
        let words = |side: &str, text: &str| {
            let text = match (text.is_empty(), &question.place) {
                (false, _) => text,
                // Without a stated amount the computed one is printed.
                (true, MergePlace::Stated(_)) => "按计算",
                (true, _) => "（空）",
            };
            format!("{side}：{text}")
        };
        let mine = (Some(false), words("这里", &question.mine));
        let theirs = (Some(true), words("文件里", &question.theirs));
        theme::radios_ui(ui, &mut question.takes_theirs, [mine, theirs]);
    });
}
