//! Doubled words and marks (fault 36).

use std::ops::Range;

use super::{Text, is_han};
use crate::audit::finding::Finding;
use crate::audit::rules::DOUBLED;
use crate::evaluate::Evaluated;

/// Marks of which one follows another only by mistake.
const MARKS: &str = "。，、；：？！,;";
/// Characters that stand twice in a row only by mistake. Others do so where one word ends and the next begins (项目目标), or
/// are words when doubled (人人).
const SINGLES: &str = "的了和及或将按把被之并而遇";
/// Where one of them stands twice rightly, at the end of one word and the beginning of the next.
const NEIGHBOURS: [&str; 3] = ["目的的", "为了了", "了了解"];
/// Words that are doubled on purpose.
const REPEATED_WORDS: [&str; 6] = ["一年一年", "一步一步", "一项一项", "一户一户", "一点一点", "方方面面"];
/// Longest phrase that is looked for.
const LONGEST: usize = 16;

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let characters: Vec<char> = text.written.chars().collect();
    let mut at = 0;
    while at < characters.len() {
        let Some((range, kept)) = doubled_at(&characters, at) else {
            at += 1;
            continue;
        };
        at = range.end;
        let message = "重复了。";
        findings.push(text.finding(evaluated, DOUBLED, range, message, Some(("去掉重复", &kept))));
    }
}

/// What is doubled from `at` on, and what is to stand there instead.
fn doubled_at(text: &[char], at: usize) -> Option<(Range<usize>, String)> {
    let next = text.get(at + 1).copied()?;
    if MARKS.contains(text[at]) && MARKS.contains(next) {
        let end = (at..text.len()).find(|&place| !MARKS.contains(text[place])).unwrap_or(text.len());
        return Some((at..end, text[end - 1].to_string()));
    }
    if !is_han(text[at]) {
        return None;
    }
    let is_on_purpose =
        || REPEATED_WORDS.iter().any(|word| text[at..].iter().copied().take(word.chars().count()).eq(word.chars()));
    let mut lengths = (2..=LONGEST.min((text.len() - at) / 2)).rev();
    if let Some((length, end)) = lengths.find_map(|length| Some((length, repeated(text, at, length)?))) {
        return (!is_on_purpose()).then(|| (at..end, text[at..at + length].iter().collect()));
    }
    if next != text[at] || !SINGLES.contains(next) || is_on_purpose() {
        return None;
    }
    let around: String = text[at.saturating_sub(1)..text.len().min(at + 3)].iter().collect();
    let is_rightly = NEIGHBOURS.iter().any(|word| around.contains(word));
    (!is_rightly).then(|| (at..at + 2, next.to_string()))
}

/// Where the repetition of the phrase of `length` characters at `at` ends. A longer phrase may have a mark between.
fn repeated(text: &[char], at: usize, length: usize) -> Option<usize> {
    let phrase = &text[at..at + length];
    // Nearly always the first character tells.
    let follows = |from: usize| text.get(from) == Some(&text[at]) && text.get(from..from + length) == Some(phrase);
    let end = if follows(at + length) {
        at + 2 * length
    } else if length >= 3 && follows(at + length + 1) && "：:，,、".contains(text[at + length]) {
        at + 2 * length + 1
    } else {
        return None;
    };
    // Numerals and dates repeat themselves, and so does what is one character again and again.
    let is_phrase = phrase.iter().all(|&c| is_han(c)) && phrase.iter().any(|c| *c != phrase[0]);
    is_phrase.then_some(end)
}
