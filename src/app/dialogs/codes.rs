//! Which codes of a draft changed since last year, and whether its rows follow.

use egui::{Checkbox, Context, Label, RichText};

use super::{Answer, body_ui, buttons_ui, close_ui, default_button_if, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::catalog::CodeChange;
use disclosure_engine::disclosure::Classification;
use disclosure_engine::edit::{CodesSince, can_be_followed};

#[derive(Debug, Clone)]
pub struct CodesDialog {
    year: u16,
    /// Each change, whether it can be followed, and whether it is to be.
    changes: Vec<(Classification, CodeChange, bool, bool)>,
    /// Codes that are new, in words.
    new: Vec<String>,
    /// What else is told of the draft.
    left: Vec<String>,
}

impl CodesDialog {
    /// For a disclosure of `year`; `left` is what of last year's has no place in it.
    pub fn new(year: u16, since: CodesSince, left: Vec<String>) -> Self {
        let new = CodesSince { changes: Vec::new(), new: since.new }.told();
        let changes = since.changes.into_iter().map(|(of, change)| {
            let can = can_be_followed(&change);
            // What no public source says is offered and not presumed.
            let is_chosen = can && change.attested;
            (of, change, can, is_chosen)
        });
        Self { year, changes: changes.collect(), new, left }
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<Vec<(Classification, CodeChange)>>> {
        let can_any = self.changes.iter().any(|(_, _, can, _)| *can);
        let answer = modal(ctx, "codes", 680.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(format!("{} 年的科目变动", self.year)).text_style(theme::bold_text()));
            ui.add_space(6.0);
            body_ui(ui, |ui| {
                if !self.changes.is_empty() {
                    let text = "文件里的这些科目变了。打了勾的，各表里一起改成今年的，上年数和填的原因跟着走：";
                    ui.add(Label::new(RichText::new(text).color(palette.weak_text)).wrap());
                }
                for (_, change, can, is_chosen) in &mut self.changes {
                    ui.add_enabled(*can, Checkbox::new(is_chosen, change.text()));
                }
                if !self.new.is_empty() {
                    ui.add_space(6.0);
                    ui.label(RichText::new("用到的类里，去年预算以后新增的科目：").color(palette.weak_text));
                    self.new.iter().for_each(|line| drop(ui.add(Label::new(line).wrap())));
                }
                if !self.left.is_empty() {
                    ui.add_space(6.0);
                    ui.label(RichText::new("上年的内容里没有对应的：").color(palette.warning));
                    self.left.iter().for_each(|line| drop(ui.add(Label::new(line).wrap())));
                }
            });
            if !can_any {
                return close_ui(ui).then_some(Answer::Cancelled);
            }
            let is_any_chosen = self.changes.iter().any(|(.., is_chosen)| *is_chosen);
            buttons_ui(ui, |ui| {
                let follow = default_button_if(ui, is_any_chosen, "改打了勾的");
                if ui.button("都不改").clicked() {
                    return Some(Answer::Cancelled);
                }
                is_confirmed::<()>(&follow, None).then_some(Answer::Done(()))
            })
        });
        match answer? {
            Answer::Cancelled => Some(Answer::Cancelled),
            Answer::Done(()) => {
                let chosen = self.changes.iter().filter(|(.., is_chosen)| *is_chosen);
                Some(Answer::Done(chosen.map(|(of, change, ..)| (*of, change.clone())).collect()))
            }
        }
    }
}
