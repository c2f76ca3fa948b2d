//! Last year's disclosure that is probably not the right one: is it to be used all the same?

use egui::{Context, Label, RichText};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::audit::{last_year_doubts, not_last_year};
use disclosure_engine::disclosure::Disclosure;

/// For what last year's disclosure is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastYearUse {
    /// To compare last year's figures with it.
    Compare,
    /// To fill those of last year's figures that are blank, and compare the others.
    Fill,
    /// To be looked at beside this year's.
    Beside,
}

impl LastYearUse {
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Compare => "与上年文件核对",
            Self::Fill => "从上年文件取上年预算数",
            Self::Beside => "对照上年文件",
        }
    }

    /// What is said where nothing came of it.
    pub fn failed(self) -> &'static str {
        match self {
            Self::Compare => "不能核对",
            Self::Fill => "没有取",
            Self::Beside => "不能对照",
        }
    }

    /// What the button says, where the file is surely the right one or not.
    pub(super) fn button(self, is_sure: bool) -> String {
        let deed = match self {
            Self::Compare => "核对",
            Self::Fill => "取上年预算数",
            Self::Beside => "对照",
        };
        if is_sure { deed.to_owned() } else { format!("仍要{deed}") }
    }

    /// Why `last` cannot be used for `open`, if it cannot.
    pub fn refusal(self, open: &Disclosure, last: &Disclosure) -> Option<String> {
        let nothing = || (!last.has_amounts()).then(|| "这份文件里没有一个金额，没有可用的上年数。".to_owned());
        let other = match self {
            Self::Compare | Self::Fill => not_last_year(open, last),
            Self::Beside => None,
        };
        other.or_else(nothing)
    }

    /// Why it is doubtful that `last` is the right one for `open`.
    pub fn doubts(self, open: &Disclosure, last: &Disclosure) -> Vec<String> {
        let mut doubts = last_year_doubts(open, last);
        if self.refusal(open, last).is_none() {
            doubts.extend(not_last_year(open, last));
        }
        doubts
    }
}

#[derive(Debug, Clone)]
pub struct LastYearDialog {
    pub wanted: LastYearUse,
    /// Its file, without the folder.
    pub name: String,
    pub last: Box<Disclosure>,
    pub doubts: Vec<String>,
}

impl LastYearDialog {
    pub fn show(&self, ctx: &Context) -> Option<Answer<()>> {
        modal(ctx, "last year", 500.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new(self.wanted.title()).text_style(theme::bold_text()));
            ui.add(Label::new(RichText::new(&self.name).color(palette.weak_text)).wrap());
            ui.add_space(6.0);
            body_ui(ui, |ui| {
                for doubt in &self.doubts {
                    ui.add(Label::new(RichText::new(doubt).color(palette.warning)).wrap());
                }
                ui.label("可能选错了文件；单位改过名的，可以继续。");
            });
            let mut answer = None;
            // Enter does not go on: a doubt is to be read.
            buttons_ui(ui, |ui| {
                if ui.button(self.wanted.button(false)).clicked() {
                    answer = Some(Answer::Done(()));
                }
                if is_confirmed(&default_button(ui, "取消"), answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}
