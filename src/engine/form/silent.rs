//! Mistakes of a form that no reference gives away: what is written twice, or names what nothing stands for.

use std::collections::{BTreeSet, HashSet};

use super::error::{FormError, Found, SourceText, suggestion};
use super::files::MOST_BASES;
use super::source::{ByKindSource, FormSource, RowsSource};
use super::{Form, FormFiles, IndicatorColumn, NARRATIVE_FILE};
use crate::disclosure::Part;

/// What may stand in braces in a form.
const PLACEHOLDERS: [&str; 10] =
    ["body", "year", "district", "numeral", "number", "title", "month", "day", "0month", "0day"];
/// What may stand so in the sentence of an empty table.
const OF_EMPTY: [&str; 2] = ["body", "year"];

/// How many columns of indicators a performance table may have.
const FEWEST_COLUMNS: usize = 3;
const MOST_COLUMNS: usize = 12;

/// Looks for them in `form`, which was read of `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, form: &Form, found: &mut Found) {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    if written.id.is_empty() || !written.id.chars().all(is_plain) {
        found.add(source.error(written.id, "id 只能用字母、数字、- 和 _，例如 tianjin-2026"));
    }
    sections(source, written, form, found);
    titles(source, written, found);
    placeholders(source, written, found);
    indicator_columns(source, form, found);
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
    let is_used = |id: &str| used.contains(id) || by_sentences.contains(id);
    // Sentences of the form on which this one is based may have said it, and its own no longer do: that is no mistake.
    let is_idle = |id: &'a str| source.keys_of(id).is_some() && is_stated_below(form.files(), id);
    for rule in written.rules.iter().filter(|rule| !is_used(rule.id) && !is_idle(rule.id)) {
        found.add(source.error(rule.id, format!("规则 {} 没有用到，没有一条算式或恒等式写它", rule.id)));
    }
}

/// Columns of performance tables that cannot be filled in or told apart.
fn indicator_columns<'a>(source: SourceText<'a>, form: &Form, found: &mut Found) {
    let Some(labels) = form.document.as_ref().map(|document| &document.performance) else { return };
    let tables = [
        (&labels.project.columns, labels.project.indicators.iter().any(|head| !head.is_empty())),
        (&labels.whole.columns, labels.whole.indicators.iter().any(|head| !head.is_empty())),
    ];
    for (columns, has_heads) in tables.into_iter().filter(|(columns, _)| !columns.is_empty()) {
        let mut mistake = |head: &str, message: String| {
            // The heads were copied when they were read; they stand in the file as they are.
            let written = format!("\"{head}\"");
            let texts = std::iter::once(source.text).chain(source.bases.iter().map(|base| base.text));
            let place = texts.into_iter().find_map(|text| text.find(&written).and_then(|at| text.get(at..)));
            found.add(source.error(place.unwrap_or(source.text), message));
        };
        let first = &columns[0].1;
        if has_heads {
            mistake(first, "columns 和 indicators 只能写一个".to_owned());
        }
        if !(FEWEST_COLUMNS..=MOST_COLUMNS).contains(&columns.len()) {
            let message =
                format!("绩效目标表的 columns 应有 {FEWEST_COLUMNS} 到 {MOST_COLUMNS} 列，写了 {} 列", columns.len());
            mistake(first, message);
        }
        if !columns.iter().any(|(holds, ..)| *holds == IndicatorColumn::Value) {
            mistake(first, "columns 里没有 Value（指标值），指标就没有填数的地方".to_owned());
        }
        for (place, (holds, head, width)) in columns.iter().enumerate() {
            if columns[..place].iter().any(|(other, ..)| other == holds) {
                mistake(head, format!("{holds:?} 出现了两次，每一样只能有一列"));
            }
            if columns[..place].iter().any(|(_, other, _)| other == head) {
                mistake(head, format!("有两列叫“{head}”，导入时分不清"));
            }
            if head.is_empty() || *width == 0 {
                mistake(head, format!("{holds:?} 这一列要有表头和宽度（0 以上）"));
            }
        }
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
