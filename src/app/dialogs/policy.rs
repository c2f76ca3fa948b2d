//! What a bureau wants checked (审核要求): the file that is used, and choosing another.

use egui::{Context, Label, RichText};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_engine::form::{Policy, RuleSetting};

/// The file that is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLine {
    pub path: String,
    pub name: String,
    /// What it wants, in a sentence.
    pub wants: String,
    /// Whether a command named it: it is not remembered, and cannot be put away.
    pub is_named: bool,
}

#[derive(Debug, Clone)]
pub struct PolicyDialog {
    used: Option<PolicyLine>,
    /// What came of choosing one.
    told: Option<Result<String, String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyAnswer {
    Choose,
    /// Use it no longer.
    Remove,
}

impl PolicyDialog {
    pub fn new(used: Option<PolicyLine>, told: Option<Result<String, String>>) -> Self {
        Self { used, told }
    }

    pub fn show(&self, ctx: &Context) -> Option<Answer<PolicyAnswer>> {
        modal(ctx, "policy", 680.0, |ui| {
            let palette = Palette::of(ui.visuals());
            ui.label(RichText::new("审核要求").text_style(theme::bold_text()));
            let text = "财政部门可以把审核的要求写成一个文件发给各单位：哪些规则不查、哪些算错误或存疑，添哪些词、限额和规则。选了\
                        以后，所有文件都按它核对；下次打开程序还用它。";
            ui.add(Label::new(RichText::new(text).color(palette.weak_text)).wrap());
            ui.add_space(8.0);
            let mut answer = None;
            body_ui(ui, |ui| match &self.used {
                None => drop(ui.label("没有选过，按程序和表式自己的规则核对。")),
                Some(used) => {
                    ui.label(RichText::new(&used.name).text_style(theme::bold_text()));
                    ui.add(Label::new(&used.path).truncate()).on_hover_text(&used.path);
                    ui.add(Label::new(RichText::new(&used.wants).color(palette.weak_text)).wrap());
                    if used.is_named {
                        ui.label(RichText::new("命令行指定").color(palette.weak_text));
                    } else if ui.button("不再用").clicked() {
                        answer = Some(Answer::Done(PolicyAnswer::Remove));
                    }
                }
            });
            match &self.told {
                None => {}
                Some(Ok(text)) => drop(ui.add(Label::new(text).wrap())),
                Some(Err(text)) => drop(ui.add(Label::new(RichText::new(text).color(palette.error)).wrap())),
            }
            buttons_ui(ui, |ui| {
                if ui.button("选择文件…").clicked() {
                    answer = Some(Answer::Done(PolicyAnswer::Choose));
                }
                if is_confirmed(&default_button(ui, "关闭"), answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        })
    }
}

/// What a policy wants, in a sentence.
pub fn wants(policy: &Policy) -> String {
    let count = |setting: RuleSetting| policy.grades.iter().filter(|(_, own)| *own == setting).count();
    let words: usize = policy.words.iter().map(|(_, words)| words.len()).sum();
    let parts = [
        (count(RuleSetting::Off), "条规则不查"),
        (count(RuleSetting::Error), "条算错误"),
        (count(RuleSetting::Warning), "条算存疑"),
        (words, "个词"),
        (policy.rules.len(), "条自己的规则"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if parts.is_empty() { "没有改动规则。".to_owned() } else { format!("{}。", parts.join("，")) }
}
