//! What a document says of itself: the body, the year, 单位 or 部门, and the unit of its amounts.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Place;
use super::label;
use super::titles::year_in;
use crate::disclosure::{AmountUnit, Kind, Measure};
use crate::form::{ByKind, Form};
use crate::readers::Source;
use crate::spelling::{self, one_line};

/// Longer names, in bytes, are none.
const LONGEST_BODY: usize = 600;
/// Names of bodies that are kept, the most frequent: each is looked for before every title.
const MOST_BODIES: usize = 400;

/// What a document says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    /// What it names as its body, the most frequent first.
    pub bodies: Vec<String>,
    /// The years that titles and heads name, the most frequent first; none where two are as frequent.
    pub years: Vec<u16>,
    /// How often titles and heads say 单位 and 部门.
    pub kinds: (usize, usize),
}

/// Labels before the name of the body, beside those of the form.
const BODY_LABELS: [&str; 8] =
    ["编制单位", "编制部门", "填报单位", "填报部门", "公开单位", "公开部门", "单位名称", "部门名称"];

/// Units in which tables are printed, the longest name first.
const UNITS: [(&str, i64); 6] =
    [("百万元", 1_000_000), ("亿元", 100_000_000), ("万元", 10_000), ("千元", 1_000), ("百元", 100), ("元", 1)];

/// Longer texts are no titles or heads.
const LONGEST_TITLE: usize = 60;

impl Facts {
    pub fn of(source: &Source, form: &Form) -> Self {
        let mut bodies: BTreeMap<String, (String, usize)> = BTreeMap::new();
        let mut years: BTreeMap<u16, usize> = BTreeMap::new();
        let mut kinds = (0, 0);
        let own = OwnWords::new(form);
        for (place, line) in source.lines.iter().enumerate() {
            for (column, text) in line.texts() {
                if let Some(body) = body_in(source, form, place, column, text) {
                    bodies.entry(label::key(&body)).or_insert((body, 0)).1 += 1;
                }
                let is_title = text.chars().count() <= LONGEST_TITLE && !text.contains(['。', '；', '，']);
                if is_title && (is_about_itself(text) || own.are_in(text)) {
                    if let Some(year) = year_in(text) {
                        // Covers and the heads of parts are written anew each year; a table may be copied.
                        let is_table = label::key(text).ends_with("情况表") || own.names_table(text);
                        *years.entry(year).or_default() += if is_table { 1 } else { 3 };
                    }
                    count_kind(form, text, &mut kinds);
                } else if text.contains("空表")
                    && let Some(year) = year_in(text)
                {
                    // The sentence under an empty table names the year of the budget.
                    *years.entry(year).or_default() += 1;
                }
            }
        }
        let mut bodies: Vec<_> = bodies.into_values().collect();
        bodies.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        bodies.truncate(MOST_BODIES);
        let mut years: Vec<_> = years.into_iter().collect();
        years.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        if let [(_, first), (_, second), ..] = years.as_slice()
            && first == second
        {
            years.clear();
        }
        Self {
            bodies: bodies.into_iter().map(|(body, _)| body).collect(),
            years: years.into_iter().map(|(year, _)| year).collect(),
            kinds,
        }
    }

    /// 单位 or 部门, whichever is said more often.
    pub fn kind(&self) -> Option<Kind> {
        match self.kinds {
            (units, departments) if units > departments => Some(Kind::Unit),
            (units, departments) if units < departments => Some(Kind::Department),
            _ => None,
        }
    }
}

/// What the form's cover, parts and tables are called, without what differs from year to year.
struct OwnWords {
    tables: Vec<String>,
    others: Vec<String>,
}

impl OwnWords {
    fn new(form: &Form) -> Self {
        let document =
            form.document.iter().flat_map(|document| std::iter::once(&document.cover).chain(document.titles()));
        Self { tables: keys(form.tables.iter().map(|table| &table.title)), others: keys(document) }
    }

    /// Whether a short text says one of them, of a budget and not of accounts.
    fn are_in(&self, text: &str) -> bool {
        let key = without_digits(text);
        !key.contains("决算") && self.tables.iter().chain(&self.others).any(|own| key.contains(own.as_str()))
    }

    fn names_table(&self, text: &str) -> bool {
        let key = without_digits(text);
        self.tables.iter().any(|own| key.contains(own.as_str()))
    }
}

fn keys<'f>(titles: impl Iterator<Item = &'f ByKind>) -> Vec<String> {
    let texts = titles.flat_map(|title| [&title.unit, &title.department]);
    let keys = texts.map(|text| without_digits(&text.replace("{year}", "").replace("{body}", "")));
    // A short one may be a word of any other title.
    keys.filter(|key| key.chars().count() > 5).collect()
}

fn without_digits(text: &str) -> String {
    label::key(text).chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// Whether a short text is a cover, a title or a head of a disclosure of a budget, and not of accounts.
fn is_about_itself(text: &str) -> bool {
    let key = label::key(text);
    let says = |word: &str| key.contains(word);
    !says("决算")
        && !says("绩效")
        && (says("预算公开") || says("预算情况说明") || says("部分") || key.ends_with("情况表"))
        || says("编制单位")
        || says("编制部门")
}

fn count_kind(form: &Form, text: &str, (units, departments): &mut (usize, usize)) {
    let key = label::key(text);
    let says = |word: &str| key.contains(&label::key(word));
    // What is said of both, or in words that both use, says nothing.
    let differing = form.tables.iter().filter(|table| table.title.unit != table.title.department);
    let (mut unit, mut department) = (says(&form.preparer.unit), says(&form.preparer.department));
    for table in differing {
        unit |= says(&table.plain_title(Kind::Unit));
        department |= says(&table.plain_title(Kind::Department));
    }
    unit |= key.contains("单位预算公开") || key.contains("单位预算情况说明") || key.ends_with("单位概况");
    department |= key.contains("部门预算公开") || key.contains("部门预算情况说明") || key.ends_with("部门概况");
    match (unit, department) {
        (true, false) => *units += 1,
        (false, true) => *departments += 1,
        _ => {}
    }
}

/// The name of the body in a cell that says `编制单位：…`, or in the cell after it.
pub(super) fn body_in(source: &Source, form: &Form, line: usize, column: usize, text: &str) -> Option<String> {
    let plain: String = text.chars().map(spelling::half_width).collect();
    let compact = plain.trim_start();
    let own = [&form.preparer.unit, &form.preparer.department].map(|label| {
        let label: String = label.chars().map(spelling::half_width).collect();
        label.trim().trim_end_matches(':').to_owned()
    });
    let labels = own.iter().map(String::as_str).filter(|label| !label.is_empty()).chain(BODY_LABELS);
    let rest = labels.into_iter().find_map(|label| compact.strip_prefix(label))?;
    let rest = ["(盖章)", "(公章)"].iter().find_map(|stamp| rest.strip_prefix(stamp)).unwrap_or(rest);
    let named = rest.trim_start().strip_prefix(':')?;
    let named = named.split("单位:").next().unwrap_or(named).trim_end_matches("金额");
    let named = one_line(named.trim());
    // The name as it is written, without what was made half-width to compare it.
    let written = |name: &str| {
        let start = plain.find(name).map(|at| plain[..at].chars().count());
        start.map_or_else(|| name.to_owned(), |start| text.chars().skip(start).take(name.chars().count()).collect())
    };
    if named.len() > LONGEST_BODY {
        return None;
    }
    if !named.is_empty() {
        return Some(written(&named));
    }
    let row = source.lines.get(line)?;
    let mut after = row.texts().filter(|(place, text)| *place > column && unit_note(text).is_none());
    let name = after.next().map(|(_, text)| text).filter(|text| text.len() <= LONGEST_BODY).map(one_line);
    name.filter(|name| !name.contains(':') && !name.contains('：'))
}

/// Whether a line stands between a title and the head: who prepared the table, in which unit, its number.
pub(super) fn is_beside_title(text: &str) -> bool {
    let key = label::key(text);
    let is_number = key.contains('表')
        && key
            .trim_start_matches(['附', '公', '开', '预', '算', '部', '门', '续', '表', '第'])
            .trim_end_matches(['表', '号'])
            .chars()
            .all(|c| c.is_ascii_digit() || label::is_numeral(c));
    BODY_LABELS.iter().any(|label| key.starts_with(label))
        || unit_note(text).is_some()
        || is_number
        || key == "金额单位"
        || key == "单位"
}

/// The unit that a note such as `单位：万元` gives, in yuan.
pub(super) fn unit_note(text: &str) -> Option<AmountUnit> {
    let plain: String = spelling::plain(text).collect();
    let mut rest = plain.as_str();
    while let Some(at) = rest.find("单位") {
        // The word is also the end of others, after which a name stands: 编制单位：元…
        let before = rest[..at].chars().next_back();
        let after = rest[at + "单位".len()..].trim_start_matches([':', '(']);
        let is_free = before.is_none_or(|c| !c.is_alphabetic() || c == '额' || c == '量');
        let is_after_name = before.is_some_and(char::is_alphabetic) && rest[at + "单位".len()..].starts_with(':');
        let is_label = BODY_LABELS.iter().any(|label| rest[..at + "单位".len()].ends_with(label));
        if let Some(unit) = unit_named(after).filter(|_| is_free || is_after_name && !is_label) {
            return Some(unit);
        }
        rest = &rest[at + "单位".len()..];
    }
    None
}

/// The unit that stands in brackets at the end of a head: 预算数（万元）.
pub(super) fn unit_of_head(text: &str) -> Option<AmountUnit> {
    let plain: String = spelling::plain(text).collect();
    let (_, inside) = plain.strip_suffix(')')?.rsplit_once('(')?;
    unit_named(inside.strip_prefix("单位:").unwrap_or(inside))
}

fn unit_named(text: &str) -> Option<AmountUnit> {
    let text = text.strip_prefix("人民币").unwrap_or(text);
    let (name, yuan) = UNITS.iter().find(|(name, _)| text.starts_with(name))?;
    let after = text[name.len()..].chars().next();
    let is_end = after.is_none_or(|c| !c.is_alphanumeric());
    is_end.then(|| unit(name, *yuan))
}

pub(super) fn unit(name: &str, yuan: i64) -> AmountUnit {
    AmountUnit { name: name.to_owned(), yuan: Decimal::from(yuan), decimals: 2, measure: Measure::Money }
}

/// A note of the unit at a place.
pub(super) type UnitNote = (AmountUnit, Place);

#[cfg(test)]
mod tests {
    use super::*;

    fn note(text: &str) -> String {
        unit_note(text).map(|unit| unit.name).unwrap_or_default()
    }

    #[test]
    fn the_unit_is_read_and_the_body_is_none() {
        assert_eq!(note("单位：万元"), "万元");
        assert_eq!(note("金额单位:元"), "元");
        assert_eq!(note("编制单位：元宝山中心 单位：万元"), "万元");
        assert_eq!(note("编制单位：某中心单位：千元"), "千元");
        assert_eq!(note("（单位：人民币元）"), "元");
        for text in ["编制单位：元宝山中心", "编制单位：元", "单位：个", "本单位收入 5 万元", "单位收入总体情况表"]
        {
            assert_eq!(note(text), "", "{text}");
        }
        assert_eq!(unit_of_head("预算数（万元）").map(|unit| unit.name), Some("万元".to_owned()));
        assert_eq!(unit_of_head("因公出国（境）"), None);
    }

    #[test]
    fn what_stands_beside_a_title_is_no_row() {
        for text in ["表 1", "附表二", "预算公开02表", "编制部门：某中心", "单位：万元", "公开表3"]
        {
            assert!(is_beside_title(text), "{text}");
        }
        for text in ["单位资金", "总计", "208", "项目", "注：无"] {
            assert!(!is_beside_title(text), "{text}");
        }
    }
}
