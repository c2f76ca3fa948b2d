//! What the rules say.

use super::codes::UNKNOWN_CODE;
use super::orphans::TOTAL_WITHOUT_ROWS;
use crate::form::Form;

/// A rule in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleText<'a> {
    /// What it says, in a few words.
    pub title: &'a str,
    /// Why it holds, in a sentence.
    pub why: &'a str,
}

/// The rules that bind every form.
const GENERAL: [(&str, RuleText<'static>); 2] = [
    (
        UNKNOWN_CODE,
        RuleText {
            title: "科目编码应在科目表里", why: "公开表按当年的政府收支分类科目编列，编码有误时别人无法对照。"
        },
    ),
    (
        TOTAL_WITHOUT_ROWS,
        RuleText {
            title: "合计要有下级各行", why: "类、款和合计行是下级各行的和，没有下级就无从核对。"
        },
    ),
];

/// The rule with `id`: one of `form`, or one that binds every form.
pub fn rule_text<'a>(form: &'a Form, id: &str) -> Option<RuleText<'a>> {
    let of_form = form.rules.iter().find(|rule| rule.id == id);
    let of_form = of_form.map(|rule| RuleText { title: &rule.title, why: &rule.why });
    of_form.or_else(|| GENERAL.iter().find(|(general, _)| *general == id).map(|(_, text)| *text))
}
