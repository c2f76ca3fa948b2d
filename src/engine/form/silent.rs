//! Mistakes of a form that no reference gives away: what is written twice, or names what nothing stands for.

use std::collections::{BTreeSet, HashSet};

use super::error::{FormError, Found, SourceText, suggestion};
use super::source::{ByKindSource, FormSource, RowsSource};
use super::{Form, NARRATIVE_FILE};
use crate::disclosure::Part;

/// What may stand in braces in a form.
const PLACEHOLDERS: [&str; 6] = ["body", "year", "district", "numeral", "number", "title"];
/// What may stand so in the sentence of an empty table.
const OF_EMPTY: [&str; 2] = ["body", "year"];

/// Looks for them in `form`, which was read of `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if written.id.is_empty() || !written.id.chars().all(is_plain) {
        found.add(source.error(written.id, "id 只能用字母、数字、- 和 _，例如 tianjin-2026"));
    }
    sections(source, written, form, found);
    titles(source, written, found);
    placeholders(source, written, found);
    unused_rules(source, written, form, found);
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
            found.add(FormError::of_file(form.files().path(NARRATIVE_FILE), message));
        }
    }
}

/// By its title a table is known when a document is imported.
fn titles<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let kinds: [fn(&ByKindSource<'a>) -> &'a str; 2] = [|title| title.unit, |title| title.department];
    for kind in kinds {
        let mut seen = HashSet::new();
        for title in written.tables.iter().map(|table| kind(&table.title)).filter(|title| !seen.insert(plain(title))) {
            found.add(source.error(title, format!("有两张表叫“{title}”")));
        }
    }
}

fn placeholders<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    let mut refuse = |place: &'a str, known: &[&str]| {
        for (name, rest) in braced(place) {
            if !known.contains(&name) {
                let hint = suggestion(name, known.iter().copied());
                found.add(source.error(rest, format!("不认识 {{{name}}}{hint}")));
            }
        }
    };
    // Comments may show how something is written.
    for line in source.text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        refuse(line, &PLACEHOLDERS);
    }
    for table in &written.tables {
        for (name, rest) in braced(table.empty) {
            if PLACEHOLDERS.contains(&name) && !OF_EMPTY.contains(&name) {
                found.add(source.error(rest, format!("空表的说明里只能用 {{body}} 和 {{year}}，没有 {{{name}}}")));
            }
        }
    }
}

/// Each `{name}` in `text`, with the text that begins there.
fn braced(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('{').filter_map(|(start, _)| {
        let rest = &text[start..];
        Some((rest[1..].split_once('}')?.0, rest))
    })
}

fn unused_rules<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    let by_sentences = match (&form.sentences, form.files().text(NARRATIVE_FILE)) {
        (Some(template), _) => template.rules().collect(),
        (None, None) => BTreeSet::<&str>::new(),
        // What they state is not known.
        (None, Some(_)) => return,
    };
    let used = rules_of_cells(written);
    for rule in written.rules.iter().filter(|rule| !used.contains(rule.id) && !by_sentences.contains(rule.id)) {
        found.add(source.error(rule.id, format!("规则 {} 没有用到，没有一条算式或恒等式写它", rule.id)));
    }
}

/// Ids of the rules that expressions, identities and rows state, as they are written.
fn rules_of_cells<'a>(written: &FormSource<'a>) -> BTreeSet<&'a str> {
    let mut used: BTreeSet<&str> = written.identities.iter().map(|identity| identity.rule).collect();
    used.extend(written.row_rules.iter().map(super::source::RowRuleSource::rule));
    for list in written.tables.iter().flat_map(|table| &table.lists) {
        used.extend(list.columns.iter().filter_map(|column| column.expression()).map(|column| column.rule));
        match &list.rows {
            RowsSource::Fixed(rows) => used.extend(rows.iter().filter_map(|row| row.rule)),
            RowsSource::Function(footing)
            | RowsSource::Economic(footing)
            | RowsSource::FunctionProject(footing)
            | RowsSource::UnitProject(footing) => drop(used.insert(footing.rule)),
        }
    }
    used
}
