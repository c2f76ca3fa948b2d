//! What a document is that is no budget of a unit or department: final accounts, or the budget of a government.

use std::collections::BTreeSet;

use super::label;
use crate::readers::{Line, Source};
use crate::spelling::one_line;

/// Most titles that a refusal quotes.
const MOST_QUOTED: usize = 12;
/// So many lines at the beginning of a document may be its cover; longer ones are prose.
const COVER: usize = 8;
const LONGEST_ON_COVER: usize = 50;

/// Words in the titles of a budget of a whole government, which no unit or department has.
const OF_GOVERNMENTS: [&str; 8] =
    ["预算草案", "执行情况", "政府债务", "债务限额", "税收返还", "社会保险基金", "转移支付分", "平衡表"];
/// The first row of its income.
const TAXES: &str = "税收收入";
/// Words on the cover of one.
const ON_COVERS_OF_GOVERNMENTS: [&str; 3] = ["政府预算", "预算草案", "预算执行情况"];

/// What else the document of these `titles` is, in a sentence: what its cover says, or its titles. A budget may speak of final accounts, and
/// its cover does not.
pub(super) fn of_other(source: &Source, titles: &[String]) -> Option<&'static str> {
    let count = |words: &[&str]| titles.iter().filter(|title| words.iter().any(|word| title.contains(word))).count();
    let cover = cover(source);
    // A 人民政府 is a body as any other, and its budget may be called so.
    let lines = || cover.iter().map(|line| line.replace("人民政府", ""));
    let says = |words: &[&str]| lines().any(|line| words.iter().any(|word| line.contains(word)));
    // The first line that names one of them is what it is; the contents behind it may name the other.
    let named = lines().find(|line| line.contains("决算") || line.contains("预算"));
    let is_final = named.is_some_and(|line| !line.contains("预算")) || count(&["决算"]) * 2 > titles.len();
    // A unit may print two tables of funds that governments print too; whose cover says 部门预算 must have little else.
    let is_own = says(&["单位预算", "部门预算"]);
    let of_governments = count(&OF_GOVERNMENTS);
    let is_of_government = !is_own && (says(&ON_COVERS_OF_GOVERNMENTS) || has_taxes(source))
        || of_governments >= 2 && (!is_own || of_governments * 2 > titles.len());
    match (is_final, is_of_government) {
        (true, _) => Some("它像是决算公开，不是预算公开"),
        (_, true) => Some("它像是政府预算，不是单位（部门）预算公开"),
        _ => None,
    }
}

/// Whether taxes are a row: no unit or department has such income.
fn has_taxes(source: &Source) -> bool {
    let mut texts = source.lines.iter().flat_map(Line::texts).map(|(_, text)| text);
    texts.any(|text| text.chars().count() <= LONGEST_ON_COVER && text.contains(TAXES) && label::bare(text) == TAXES)
}

/// The lines with which a document begins, as far as they are short: those of its cover, or of its first title.
fn cover(source: &Source) -> Vec<String> {
    let texts = source.lines.iter().filter_map(Line::only_text).filter(|text| !text.trim().is_empty());
    let lines = texts.take(COVER).map(label::key);
    lines.filter(|line| line.chars().count() <= LONGEST_ON_COVER).collect()
}

/// The titles of tables that a document prints, whatever they are.
pub(super) fn titles_of(source: &Source) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut titles = Vec::new();
    for text in source.lines.iter().filter_map(Line::only_text) {
        // In a list of contents it is numbered, and dots lead to the page.
        let is_mark = |c: char| c.is_whitespace() || ".．、…·()（）".contains(c);
        let text = text.trim_end_matches(|c: char| c.is_ascii_digit() || is_mark(c));
        let text = without_number(text, is_mark);
        let key = label::key(text);
        let is_title =
            key.ends_with('表') && (4..=40).contains(&key.chars().count()) && !text.contains(['。', '，', '；']);
        if is_title && seen.insert(key) {
            titles.push(one_line(text));
        }
    }
    titles
}

/// A title without the numbers and marks before it; a year is no number, and 一 may begin a word.
fn without_number(text: &str, is_mark: impl Fn(char) -> bool + Copy) -> &str {
    let mut rest = text.trim_start_matches(is_mark);
    loop {
        let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || label::is_numeral(c));
        if after.len() == rest.len() || !after.starts_with(is_mark) {
            return rest;
        }
        rest = after.trim_start_matches(is_mark);
    }
}

pub(super) fn quoted(titles: &[String]) -> String {
    let mut texts: Vec<&str> = titles.iter().take(MOST_QUOTED).map(String::as_str).collect();
    let more = format!("等 {} 张", titles.len());
    if titles.len() > MOST_QUOTED {
        texts.push(&more);
    }
    texts.join("、")
}

/// What is said of a document in which no table of the form stands.
pub(super) fn nothing_seen(source: &Source) -> String {
    let seen = titles_of(source);
    let kind = of_other(source, &seen);
    let mut said = String::new();
    if !seen.is_empty() {
        said = format!("；文件里看到的表：{}", quoted(&seen));
    }
    if let Some(kind) = kind {
        said = format!("{said}；{kind}");
    }
    said
}
