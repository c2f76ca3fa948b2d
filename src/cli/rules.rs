//! `rules`: every rule that is checked.

use serde::Serialize;

use super::{RulesFormat, Status, complain, terminal};
use disclosure_engine::audit::{ExplainedRule, explained_rules, source_of};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::form::FormLibrary;

/// A rule for machines.
#[derive(Debug, Serialize)]
struct JsonRule<'a> {
    rule: &'a str,
    grade: &'static str,
    /// Whether it is checked.
    on: bool,
    title: &'a str,
    why: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// What the program says of the smallest disclosure that breaks it.
    #[serde(skip_serializing_if = "str::is_empty")]
    example: &'a str,
}

pub(super) fn run((forms, catalog): (&FormLibrary, &Catalog), wanted: Option<&str>, format: RulesFormat) -> Status {
    let form = match wanted {
        Some(id) => forms.get(id),
        None => forms.for_year(u16::MAX),
    };
    let Some(form) = form else {
        return complain(crate::forms::unknown(forms, wanted.unwrap_or_default()));
    };
    let rules = explained_rules(form, catalog);
    match format {
        RulesFormat::Json => rules.iter().map(|rule| terminal::report_json(&json(rule))).max().unwrap_or(Status::Done),
        RulesFormat::Text => terminal::report(&rules.iter().flat_map(text).collect::<Vec<_>>().join("\n")),
        RulesFormat::Markdown => terminal::report(&markdown(&rules).join("\n")),
    }
}

fn json(rule: &ExplainedRule) -> JsonRule<'_> {
    let ExplainedRule { id, grade, title, why, is_off, example } = rule;
    JsonRule { rule: id, grade: grade.id(), on: !is_off, title, why, source: source_of(id), example }
}

/// How grave its breach is, or that it is not checked.
fn grade(rule: &ExplainedRule) -> &'static str {
    if rule.is_off { "不查" } else { rule.grade.name() }
}

fn text(rule: &ExplainedRule) -> Vec<String> {
    let mut lines = vec![format!("{} {} {}", rule.id, grade(rule), rule.title), format!("     {}", rule.why)];
    lines.extend(source_of(&rule.id).map(|source| format!("     依据：{source}")));
    lines.extend((!rule.example.is_empty()).then(|| format!("     例：{}", rule.example)));
    lines
}

fn markdown(rules: &[ExplainedRule]) -> Vec<String> {
    let cell = |text: &str| text.replace('|', "\\|");
    let line = |rule: &ExplainedRule| {
        let source = source_of(&rule.id).unwrap_or_default();
        let cells = [rule.id.as_str(), grade(rule), &rule.title, &rule.why, &source, &rule.example].map(cell);
        format!("| {} |", cells.join(" | "))
    };
    let heads = ["| 编号 | 程度 | 规则 | 理由 | 依据 | 例 |".to_owned(), "|---|---|---|---|---|---|".to_owned()];
    heads.into_iter().chain(rules.iter().map(line)).collect()
}
