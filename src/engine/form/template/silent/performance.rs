//! What a template says of performance tables as the form does not have them, or against itself.

use std::collections::HashSet;

use super::super::super::error::{Found, SourceText};
use super::super::super::{Form, ListIndex, RowKind, TableForm};
use super::super::source::PerformanceSource;
use crate::disclosure::YEARS;

/// Looks for it in what was read as `written`.
pub(super) fn look<'a>(form: &Form, source: SourceText<'a>, written: &PerformanceSource<'a>, found: &mut Found) {
    let near = written.near.unwrap_or(source.text);
    let mut tell = |word: &str, message: String| {
        found.add(source.error(near_in(source, near, word), format!("performance 的 {message}")));
    };
    for level in levels_of_none(form, written) {
        tell(level.0, level.1);
    }
    if written.weights.contains(&0) {
        tell("weights", "weights 里写了 0：权重之和不会是 0".to_owned());
    }
    for (what, words) in [("levels", &written.levels), ("bounded", &written.bounded)] {
        if words.iter().any(|word| word.trim().is_empty()) {
            tell(what, format!("{what} 里有一个是空的"));
        }
        let mut known = HashSet::new();
        if let Some(word) = words.iter().find(|word| !known.insert(word.as_str())) {
            tell(word, format!("{what} 里“{word}”写了两遍"));
        }
    }
    if written.subjects.iter().any(|words| words.is_empty() || words.iter().any(|word| word.trim().is_empty())) {
        tell("subjects", "subjects 里有一组是空的，或者里面有一个词是空的".to_owned());
    }
    let mut places = HashSet::new();
    if let Some((table, column)) = written.granted.iter().chain(&written.carried).find(|place| !places.insert(**place))
    {
        tell("granted", format!("granted、carried 里 ({table}, {column}) 写了两遍，同一笔钱会算两次"));
    }
    match written.funds_from {
        Some(year) if !YEARS.contains(&year) => {
            let (first, last) = (YEARS.start(), YEARS.end());
            tell("funds_from", format!("funds_from 应是 {first} 至 {last} 的一年，写的是 {year}"));
        }
        Some(_) if written.granted.len() < 2 => {
            let message = "funds_from 说的是 granted 里第一张以外的表，而 granted 只有一张，什么也查不到";
            tell("funds_from", message.to_owned());
        }
        _ => {}
    }
    let first = written.granted.first().map(|(table, _)| form.resolver(source).table(near, *table).ok());
    asked(form, first, &mut tell);
}

/// Where `word` stands behind `near`, or `near` itself.
fn near_in<'a>(source: SourceText<'a>, near: &'a str, word: &str) -> &'a str {
    let quoted = format!("\"{word}\"");
    let found = near.find(&quoted).map(|at| at + 1).or_else(|| near.find(word));
    found.and_then(|at| near.get(at..)).unwrap_or(if near.is_empty() { source.text } else { near })
}

/// Levels that every performance table of a project must have, where the form's has no place for them: each table would be
/// told wrong, or none is.
fn levels_of_none<'w>(form: &Form, written: &'w PerformanceSource<'_>) -> Vec<(&'w str, String)> {
    let Some(labels) = form.document.as_ref().map(|document| &document.performance.project) else { return Vec::new() };
    // A form that has no table of projects asks for what others do.
    if labels.title.is_empty() || written.levels.is_empty() {
        return Vec::new();
    }
    let Some(known) = labels.known_levels() else {
        let message = "levels 要每张表都有这几级，表式的项目绩效目标表里没有 LevelOne、LevelTwo 两列，没有地方写";
        return vec![("levels", message.to_owned())];
    };
    let begins_with = |level: &str| known.is_empty() || known.contains(&level);
    let missing = written.levels.iter().filter(|level| !level.trim().is_empty() && !begins_with(level));
    let message = |level: &str| {
        format!(
            "levels 要每张表都有“{level}”，表式 document 里新表的 levels 没有它（有 {}）：新做的每一张表都会算缺它",
            known.join("、")
        )
    };
    missing.map(|level| (level.as_str(), message(level))).collect()
}

/// The projects whose money is told, where performance tables are asked for those of other tables.
fn asked(form: &Form, first: Option<Option<&TableForm>>, tell: &mut impl FnMut(&str, String)) {
    let Some(first) = first else {
        tell("granted", "granted 是空的，绩效目标表的钱哪里也不核对".to_owned());
        return;
    };
    let asked = &form.texts.performance_of;
    // Those of other tables are told elsewhere.
    let has_projects =
        |list: &ListIndex| matches!(form.list(*list).rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
    if !asked.iter().all(has_projects) {
        return;
    }
    let other = first.filter(|table| !table.list_indices().any(|list| asked.contains(&list)));
    if let Some(other) = other.filter(|_| !asked.is_empty()) {
        let tables: Vec<String> = asked.iter().map(|list| format!("T{}", form.table_of(*list).number)).collect();
        let message = format!(
            "granted 的第一张是 T{}，表式 texts 的 performance_of 要有绩效目标表的却是 {}：两处应是同一张表的项目",
            other.number,
            tables.join("、")
        );
        tell("granted", message);
    }
}
