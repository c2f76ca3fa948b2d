//! What the rules say.

use super::codes::UNKNOWN_CODE;
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
const GENERAL: [(&str, RuleText<'static>); 1] = [(
    UNKNOWN_CODE,
    RuleText {
        title: "科目编码应在科目表里", why: "公开表按当年的政府收支分类科目编列，编码有误时别人无法对照。"
    },
)];

/// The rule with `id`: one of `form`, or one that binds every form.
pub fn rule_text<'a>(form: &'a Form, id: &str) -> Option<RuleText<'a>> {
    let of_form = form.rules.iter().find(|rule| rule.id == id);
    let of_form = of_form.map(|rule| RuleText { title: &rule.title, why: &rule.why });
    of_form.or_else(|| GENERAL.iter().find(|(general, _)| *general == id).map(|(_, text)| *text))
}
