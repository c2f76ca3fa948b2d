//! Next year's draft: from which disclosure, and for which year.

use egui::{Context, Label, RichText, ScrollArea, TextEdit, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal, refusal_ui};
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::Disclosure;

/// What becomes of what is in last year's disclosure.
pub(super) const CARRIED: &str = "保留：各表的科目和项目、概况、用途等文字、绩效目标和指标。\n\
    移到上年：各项金额成为上年预算数，增减原因成为供选用的上年原因，指标值成为上年的值。\n\
    清空：本年金额、当年的人数增减和购置台数、批注、已接受的问题；句子都按表式随数字重新生成。\n\
    草稿是一份新文件，上年的文件不变。";

/// What is said of a disclosure of last year that has `errors` itself; nothing where it has none.
pub(super) fn own_errors_text(errors: usize) -> Option<String> {
    (errors > 0)
        .then(|| format!("上年的文件自己有 {errors} 处错误（公布的合计可能有误）；上年的数按公布的取，不影响使用。"))
}

/// What is said of a disclosure of last year without any amount; nothing where it has one.
pub(super) fn no_amounts_text(last: &Disclosure) -> Option<String> {
    let text = "这份文件里没有一个金额：草稿里不会有上年预算数。要用的如果是更早一年的，请另选文件。";
    (!last.has_amounts()).then(|| text.to_owned())
}

#[derive(Debug, Clone)]
pub struct RollDialog {
    /// Last year's disclosure.
    pub last: Box<Disclosure>,
    /// How many errors it has itself.
    errors: usize,
    /// What of it has no place of its own in next year's form.
    left: Vec<String>,
    year: String,
    refusal: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RollAnswer {
    /// Make the draft for this year.
    Make(u16),
    /// Take another file as last year's.
    Other,
}

impl RollDialog {
    /// To follow on `last`, which has so many errors itself; what is `left` has no place of its own in next year's form.
    pub fn new(last: Disclosure, errors: usize, left: Vec<String>) -> Self {
        Self { errors, left, year: last.year.saturating_add(1).to_string(), last: Box::new(last), refusal: None }
    }

    /// Keeps the dialog open and says why its answer cannot be taken.
    pub fn refuse(&mut self, refusal: String) {
        self.refusal = Some(refusal);
    }

    /// What the draft follows on, and what becomes of that.
    fn what_ui(&mut self, ui: &mut Ui) {
        let palette = Palette::of(ui.visuals());
        egui::Grid::new("roll").num_columns(2).spacing([12.0, 10.0]).show(ui, |ui| {
            ui.label("上年");
            ui.add(Label::new(format!("{} {} 年", self.last.body, self.last.year)).wrap());
            ui.end_row();
            let label = ui.label("新的年度");
            ui.add(TextEdit::singleline(&mut self.year).desired_width(80.0).return_key(None)).labelled_by(label.id);
            ui.end_row();
        });
        ui.add_space(6.0);
        ui.add(Label::new(RichText::new(CARRIED).color(palette.weak_text)).wrap());
        let nothing = no_amounts_text(&self.last);
        for text in nothing.into_iter().chain(own_errors_text(self.errors)) {
            ui.add(Label::new(RichText::new(text).color(palette.warning)).wrap());
        }
        if !self.left.is_empty() {
            ui.label(RichText::new("下一年的表式里没有对应的，草稿里没有或已合并：").color(palette.warning));
            ScrollArea::vertical().id_salt("left").max_height(120.0).show(ui, |ui| {
                for line in &self.left {
                    ui.add(Label::new(line).wrap());
                }
            });
        }
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<RollAnswer>> {
        let answer = modal(ctx, "roll", 540.0, |ui| {
            ui.label(RichText::new("新建下一年度草稿").text_style(theme::bold_text()));
            ui.add_space(8.0);
            body_ui(ui, |ui| self.what_ui(ui));
            refusal_ui(ui, self.refusal.as_deref());
            let mut answer = None;
            buttons_ui(ui, |ui| {
                if is_confirmed::<()>(&default_button(ui, "新建草稿"), None) {
                    answer = Some(Answer::Done(Some(())));
                }
                if ui.button("另选上年的文件…").clicked() {
                    answer = Some(Answer::Done(None));
                }
                if ui.button("取消").clicked() {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        });
        match answer? {
            Answer::Cancelled => Some(Answer::Cancelled),
            Answer::Done(None) => Some(Answer::Done(RollAnswer::Other)),
            Answer::Done(Some(())) => match self.year.trim().parse() {
                Ok(year) => Some(Answer::Done(RollAnswer::Make(year))),
                Err(_) => {
                    self.refusal = Some("年度请填四位数字，例如 2026".to_owned());
                    None
                }
            },
        }
    }
}
