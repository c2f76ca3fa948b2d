//! Mistakes of a form that no reference gives away: what is written twice, or names what nothing stands for.

mod cells;
mod columns;
mod names;
mod performance;
mod placeholders;
mod rows;
#[cfg(test)]
pub(super) mod tests;

use std::collections::{BTreeSet, HashSet};

use super::error::{FormError, Found, SourceText};
use super::files::MOST_BASES;
use super::source::{FormSource, RowsSource};
use super::{Form, FormFiles, NARRATIVE_FILE};
use crate::disclosure::{Part, YEARS};

/// How many digits the code of a region has.
const REGION_DIGITS: usize = 6;

/// Looks for them in `form`, which was read of `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if let Some(region) = &written.region
        && (region.code.len() != REGION_DIGITS || !region.code.chars().all(|c| c.is_ascii_digit()))
    {
        found.add(source.error(region.code, format!("行政区划代码应是 {REGION_DIGITS} 位数字，例如 650000")));
    }
    if written.id.is_empty() || !written.id.chars().all(is_plain) {
        found.add(source.error(written.id, "id 只能用字母、数字、- 和 _，例如 tianjin-2026"));
    }
    if !YEARS.contains(&written.year) {
        let message = format!("year 应是 {} 至 {} 的一年，写的是 {}", YEARS.start(), YEARS.end(), written.year);
        found.add(source.error(source.place_of("", "year:"), message));
    }
    if written.revision == 0 {
        found.add(source.error(source.place_of("", "revision:"), "revision 从 1 数起；第一版不用写"));
    }
    for rule in written.rules.iter().filter(|rule| rule.title.trim().is_empty()) {
        found.add(source.error(rule.title, format!("规则 {} 没有题目，title 写几个字", rule.id)));
    }
    if !source.is_carried {
        in_vain(source, written, form, found);
    }
    sections(source, written, form, found);
    columns::look(source, written, found);
    names::look(source, written, found);
    placeholders::look(source, written, found);
    performance::look(source, written, form, found);
    unused_rules(source, written, form, found);
    unused_slots(form, found);
    changes_of_nothing(form, found);
}

/// What nobody would miss, and what cannot be told apart by those who read it.
fn in_vain<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    for rule in written.rules.iter().filter(|rule| rule.why.trim().is_empty()) {
        found.add(source.error(rule.why, format!("规则 {} 没有写 why，为什么要这样", rule.id)));
    }
    if let Some(region) = written.region.as_ref().filter(|region| region.name.trim().is_empty()) {
        found.add(source.error(region.name, "region 的 name 没有写，例如 新疆维吾尔自治区"));
    }
    words(source, written, found);
    rows::look(source, written, found);
    cells::look(source, written, form, found);
}

fn sections<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    let sections = || written.texts.iter().flat_map(|texts| &texts.sections);
    let mut numbers = HashSet::new();
    for section in sections().filter(|section| !numbers.insert(section.number)) {
        found.add(source.error(section.title, format!("第 {} 节出现了两次", section.number)));
    }
    let mut titles = HashSet::new();
    for section in sections().filter(|section| !titles.insert(section.title)) {
        found.add(source.error(section.title, format!("有两节叫“{}”", section.title)));
    }
    let worded = form.sentences.iter().flat_map(|template| &template.parts);
    for number in worded.filter_map(|part| match part.part {
        Part::Section(number) => Some(number),
        Part::Overview | Part::Glossary => None,
    }) {
        if !numbers.contains(&number) {
            let message = format!("写了第 {number} 节的句子，表式的 texts 里没有这一节");
            found.add(FormError::at(form.files(), NARRATIVE_FILE, &format!("Section({number})"), message));
        }
    }
}

/// Words that are looked for and that are none: they are found everywhere, or nowhere.
fn words<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    let Some(texts) = &written.texts else { return };
    let mut blank = |what: &str, words: &[&'a str]| {
        for word in words.iter().filter(|word| word.trim().is_empty()) {
            found.add(source.error(word, format!("{what} 里有一个是空的")));
        }
    };
    blank("terms", &texts.terms);
    texts.words.iter().for_each(|(rule, words)| blank(&format!("texts.words（{rule}）"), words));
    for section in &texts.sections {
        blank("topics", &section.topics);
        blank("former", &section.former);
    }
}

fn unused_rules<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    let sentences = form.files().text(NARRATIVE_FILE).unwrap_or_default();
    let is_stated = |id: &str| match &form.sentences {
        Some(template) => template.rules().any(|rule| rule == id),
        // Sentences that are wrong, or were not looked at, may state it all the same.
        None => sentences.contains(&format!("\"{id}\"")),
    };
    let used = rules_of_cells(written);
    // What names a rule that there is not may have meant one that seems to be used nowhere.
    let is_open = |id: &str| !written.rules.iter().any(|rule| rule.id == id);
    if used.iter().any(|id| is_open(id)) || form.sentences.iter().any(|template| template.rules().any(is_open)) {
        return;
    }
    let is_used = |id: &str| used.contains(id) || is_stated(id);
    // Sentences of the form on which this one is based may have said it, and its own no longer do: that is no mistake.
    let is_idle = |id: &'a str| source.keys_of(id).is_some() && is_stated_below(form.files(), id);
    for rule in written.rules.iter().filter(|rule| !is_used(rule.id) && !is_idle(rule.id)) {
        found.add(source.error(rule.id, format!("规则 {} 没有用到，没有一条算式或恒等式写它", rule.id)));
    }
}

/// Slots that no sentence asks for.
fn unused_slots(form: &Form, found: &mut Found) {
    let Some(template) = &form.sentences else { return };
    for slot in template.slots.iter().filter(|slot| !template.uses(&slot.name)) {
        let files = form.files();
        // What a form brings on which this one is based may be left over there.
        let written = format!("name: \"{}\"", slot.name);
        if files.text(NARRATIVE_FILE).is_some_and(|text| text.contains(&written)) {
            let message = format!("slots 里的 {} 没有一句话用到（句子里写 {{?{}}}）", slot.name, slot.name);
            found.add(FormError::at(files, NARRATIVE_FILE, &written, message));
        }
    }
}

/// Sentences that say of what did not change that it did: "unchanged" and go on with 0.00 in a form that has a word for it,
/// "increased" in one that has none.
fn changes_of_nothing(form: &Form, found: &mut Found) {
    let Some(template) = &form.sentences else { return };
    let files = form.files();
    if template.words.unchanged.is_empty() {
        for repeat in template.words_of_nothing() {
            let written = format!("id: \"{repeat}\"");
            let message = format!(
                "重复 {repeat} 的 none 里写了 {{moves}} 或 {{grows}}，而 words 里没有写 unchanged：没有增减时会印成“{}”；\
                 在 words 里写 unchanged: \"持平\"，或者把 none 写成别的话，例如 none: \"没有变化\"",
                template.words.up.0
            );
            found.add(FormError::at(files, NARRATIVE_FILE, &written, message));
        }
        return;
    }
    for (paragraph, figure) in template.change_of_nothing() {
        let written = format!("id: \"{paragraph}\"");
        let message = format!(
            "{paragraph}：{{{figure}}} 不在 Changed 的重复里，没有增减时会印成“{}0.00”；有增减才说的话写成 each: Changed(…) 的重复，\
             没有增减时的话写在它的 none 里",
            template.words.unchanged
        );
        found.add(FormError::at(files, NARRATIVE_FILE, &written, message));
    }
}

/// Whether the sentences of a form on which that of `files` is based name the rule.
fn is_stated_below(files: &FormFiles, id: &str) -> bool {
    let written = format!("rule: \"{id}\"");
    let below = std::iter::successors(files.base(), |files| files.base());
    below.take(MOST_BASES).any(|files| files.text(NARRATIVE_FILE).is_some_and(|text| text.contains(&written)))
}

/// Ids of the rules that expressions, identities and rows state, as they are written.
fn rules_of_cells<'a>(written: &FormSource<'a>) -> BTreeSet<&'a str> {
    let mut used: BTreeSet<&str> = written.identities.iter().map(|identity| identity.rule).collect();
    used.extend(written.row_rules.iter().map(super::source::RowRuleSource::rule));
    for list in written.tables.iter().flat_map(|table| &table.lists) {
        used.extend(list.columns.iter().filter_map(|column| column.expression()).map(|column| column.rule));
        used.extend(list.columns.iter().filter_map(|column| column.ratio()).map(|ratio| ratio.rule));
        match &list.rows {
            RowsSource::Fixed(rows) => used.extend(rows.iter().filter_map(|row| row.rule)),
            RowsSource::Function(footing)
            | RowsSource::Economic(footing)
            | RowsSource::GovernmentEconomic(footing)
            | RowsSource::FunctionProject(footing)
            | RowsSource::UnitProject(footing) => drop(used.insert(footing.rule)),
        }
    }
    used
}
