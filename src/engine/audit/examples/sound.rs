//! What is wrong with the examples and the rules of a form, which loading it does not show.

use std::collections::BTreeSet;

use super::{RuleExample, breach, disclosures};
use crate::audit::rules::{all_rules, is_general};
use crate::catalog::Catalog;
use crate::form::template::{SlotKind, SlotProduct};
use crate::form::{CODES_FILE, EXAMPLES_FILE, FORM_FILE, Form, FormError, NARRATIVE_FILE};

/// What is wrong with the examples of `form`, and with the ids of its rules; nothing where all is well.
pub fn example_mistakes(form: &Form, catalog: &Catalog) -> Vec<FormError> {
    let mut mistakes = rule_mistakes(form);
    mistakes.extend(number_mistakes(form));
    mistakes.extend(code_mistakes(form, catalog));
    let Some(text) = form.files().text(EXAMPLES_FILE) else { return mistakes };
    let file = form.files().path(EXAMPLES_FILE);
    let examples: Vec<RuleExample> = match crate::ron_text::parse(text) {
        Ok(examples) => examples,
        Err(error) => {
            let (line, column) = (error.span.start.line, error.span.start.col);
            let message = crate::ron_text::explain(&error.code);
            mistakes.push(FormError { file, line, column, message });
            return mistakes;
        }
    };
    let known: BTreeSet<&str> = all_rules(form).map(|rule| rule.id).collect();
    for example in examples {
        // Where its id stands, if it stands there as it is.
        let line = text.lines().position(|line| line.contains(&format!("\"{}\"", example.rule))).map_or(0, |at| at + 1);
        let says = |message: String| FormError { file: file.clone(), line, column: 1, message };
        let RuleExample { rule, breaks, keeps } = &example;
        let is_understood = [breaks, keeps].into_iter().all(|lines| disclosures(form, catalog, lines).is_some());
        if !known.contains(rule.as_str()) {
            mistakes.push(says(format!("没有规则 {rule}")));
        } else if !is_understood {
            mistakes.push(says(format!("{rule} 的例子里有看不懂的行，每行应像 T6[30101](2) 5.00")));
        } else if breach(form, catalog, rule, breaks).is_none() {
            mistakes.push(says(format!("{rule} 的 breaks 没有违反 {rule}")));
        } else if breach(form, catalog, rule, keeps).is_some() {
            mistakes.push(says(format!("{rule} 的 keeps 违反了 {rule}")));
        }
    }
    mistakes
}

/// Codes that took the place of others, as the form says, and that there are not.
fn code_mistakes(form: &Form, catalog: &Catalog) -> Vec<FormError> {
    let own = form.catalog(catalog);
    let unknown = form.successors().filter(|(of, entry, code)| {
        // Where the old one ends the new one begins.
        let year = entry.span.until.map_or(form.year, |until| until.saturating_add(1)).max(form.year);
        !own.in_year(year).is_known(*of, *code)
    });
    let mistakes = unknown.map(|(_, entry, code)| {
        let message = format!("{} 的接替科目 {code} 没有，全国的科目和 codes.csv 里都找不到", entry.code);
        FormError::at(form.files(), CODES_FILE, &entry.code.to_string(), message)
    });
    mistakes.collect()
}

/// Slots that are added up, limited or multiplied and that nobody is asked for, and words among what is compared as numbers:
/// such a line never finds anything.
fn number_mistakes(form: &Form) -> Vec<FormError> {
    let Some(template) = form.sentences.as_deref() else { return Vec::new() };
    let limits = template.limits.iter().flat_map(|limit| [&limit.least, &limit.most]);
    let needs = template.needs.iter().flat_map(|need| [&need.of, &need.needs]);
    let sides = limits.chain(needs).filter_map(|side| side.slot());
    let added = template.totals.iter().flat_map(|total| &total.of).map(String::as_str);
    let is_total = |id: &str| template.totals.iter().any(|total| total.id == id);
    let numbers: BTreeSet<&str> = sides.chain(added).filter(|id| !is_total(id)).collect();
    let texts = template.products.iter().flat_map(|product| match product {
        SlotProduct::Persons { persons, price, .. } => vec![persons.as_str(), price.as_str()],
        SlotProduct::Parts { parts, .. } => vec![parts.as_str()],
    });
    let mistake = |id: &str, message: String| {
        let text = form.files().text(NARRATIVE_FILE).unwrap_or_default();
        let at = text.find(&format!("\"{id}")).map(|quote| quote + 1);
        let before = at.map_or("", |at| &text[..at]);
        let line = at.map_or(0, |_| before.matches('\n').count() + 1);
        let column = at.map_or(0, |_| before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
        FormError { file: form.files().path(NARRATIVE_FILE), line, column, message }
    };
    let mut mistakes = Vec::new();
    for id in numbers.iter().copied().chain(texts).filter(|id| !template.asks_for(id)) {
        mistakes.push(mistake(id, format!("没有一段话请人填写 {id}：前面应是段落的 id，后面是这一段里的名字")));
    }
    let is_text = |id: &&str| template.slot(id).is_some_and(|slot| slot.kind == SlotKind::Text);
    for id in numbers.into_iter().filter(is_text) {
        mistakes.push(mistake(id, format!("{id} 填写的是文字（kind: Text），不能相加或比大小")));
    }
    mistakes
}

/// Rules of the form that have the id of one that binds every form, and rules of the sentences that nothing explains.
fn rule_mistakes(form: &Form) -> Vec<FormError> {
    let place = |file: &str, id: &str| {
        let written = format!("\"{id}\"");
        let text = form.files().text(file).unwrap_or_default();
        let line = text.lines().position(|line| line.contains(&written)).map_or(0, |line| line + 1);
        (form.files().path(file), line)
    };
    let mut mistakes = Vec::new();
    for rule in form.rules.iter().filter(|rule| is_general(&rule.id)) {
        let (file, line) = place(FORM_FILE, &rule.id);
        let message = format!("规则 {} 是程序自己的编号，请换一个", rule.id);
        mistakes.push(FormError { file, line, column: 1, message });
    }
    let known: BTreeSet<&str> = all_rules(form).map(|rule| rule.id).collect();
    for id in form.sentences.iter().flat_map(|template| template.rules()).filter(|id| !known.contains(id)) {
        let (file, line) = place(NARRATIVE_FILE, id);
        mistakes.push(FormError { file, line, column: 1, message: format!("没有规则 {id}") });
    }
    mistakes
}
