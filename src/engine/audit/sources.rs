//! Where rules come from: `assets/forms/sources.csv`, which the page of forms repeats.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Lines of a name, a comma and what it stands for: the short names of laws and notices, then rules with short names.
const LINES: &str = include_str!("../../../assets/forms/sources.csv");

static SOURCES: LazyLock<BTreeMap<&str, &str>> =
    LazyLock::new(|| LINES.lines().skip(1).filter_map(|line| line.split_once(',')).collect());

/// The sources of a rule by their short names, as the page of forms has them; `None` of a rule that somebody added.
pub fn short_source_of(rule: &str) -> Option<&'static str> {
    let is_rule = rule.starts_with(|c: char| c.is_ascii_alphabetic());
    SOURCES.get(rule).copied().filter(|_| is_rule)
}

/// The same in full.
pub fn source_of(rule: &str) -> Option<String> {
    let short = short_source_of(rule)?;
    let full: Vec<&str> = short.split('、').map(|name| SOURCES.get(name).copied().unwrap_or(name)).collect();
    Some(full.join("；"))
}
