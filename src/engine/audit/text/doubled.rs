//! Doubled words and marks (F36).

use std::ops::Range;

use super::Text;
use crate::audit::finding::Finding;
use crate::audit::rules::DOUBLED;
use crate::evaluate::Evaluated;
use crate::spelling::is_han;

/// Marks of which one follows another only by mistake.
const MARKS: [char; 9] = ['。', '，', '、', '；', '：', '？', '！', ',', ';'];
/// Signs that stand once behind a figure.
const SIGNS: [char; 3] = ['%', '％', '‰'];
/// Characters that stand twice in a row only by mistake. Others do so where one word ends and the next begins (项目目标), or
/// are words when doubled (人人).
const SINGLES: [char; 14] = ['的', '了', '和', '及', '或', '将', '按', '把', '被', '之', '并', '而', '遇', '是'];
/// Where one of them stands twice rightly, at the end of one word and the beginning of the next.
const NEIGHBOURS: [&str; 5] = ["目的的", "为了了", "了了解", "是是否", "是是非"];
/// Words that are doubled on purpose.
const REPEATED_WORDS: [&str; 6] = ["一年一年", "一步一步", "一项一项", "一户一户", "一点一点", "方方面面"];
/// Longest phrase that is looked for.
const LONGEST: usize = 16;

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let characters: Vec<char> = text.written.chars().collect();
    for Doubled { range, kept } in doubled(&characters) {
        findings.push(text.finding(evaluated, DOUBLED, range, "重复了。", Some(("去掉重复", &kept))));
    }
}

/// A run of repetitions.
struct Doubled {
    range: Range<usize>,
    /// What is to stand there instead.
    kept: String,
}

/// What is doubled in `text`. Each run is one, however often it repeats, and no character is looked at again after the
/// run in which it stands: what this takes grows with the text and not faster.
fn doubled(text: &[char]) -> impl Iterator<Item = Doubled> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            match doubled_at(text, at) {
                Some(doubled) => {
                    at = doubled.range.end;
                    return Some(doubled);
                }
                None => at += 1,
            }
        }
        None
    })
}

/// What is doubled from `at` on.
fn doubled_at(text: &[char], at: usize) -> Option<Doubled> {
    let next = text.get(at + 1).copied()?;
    if !is_han(text[at]) {
        let run = |kind: &[char]| {
            let is_run = kind.contains(&text[at]) && kind.contains(&next);
            is_run.then(|| at..at + text[at..].iter().take_while(|c| kind.contains(c)).count())
        };
        // Of marks the last one ends what stands there; of signs the first one follows on its figure.
        let marks = run(&MARKS).map(|range| (range.clone(), range.end - 1));
        let found = marks.or_else(|| run(&SIGNS).map(|range| (range, at)));
        return found.map(|(range, kept)| Doubled { range, kept: text[kept].to_string() });
    }
    let is_on_purpose =
        || REPEATED_WORDS.iter().any(|word| text[at..].iter().copied().take(word.chars().count()).eq(word.chars()));
    let longest = LONGEST.min((text.len() - at) / 2);
    // Nearly always the first character stands nowhere where a phrase could begin again.
    let may_follow = text.get(at + 2..text.len().min(at + longest + 2)).is_some_and(|near| near.contains(&text[at]));
    let mut lengths = (2..=longest).rev().filter(|_| may_follow);
    if let Some(length) = lengths.find(|&length| repeated(text, at..at + length, at + length).is_some()) {
        let length = period(&text[at..at + length]);
        let mut end = at + length;
        while let Some(next) = repeated(text, at..at + length, end) {
            end = next;
        }
        let kept = || text[at..at + length].iter().collect();
        return (!is_on_purpose()).then(|| Doubled { range: at..end, kept: kept() });
    }
    if next != text[at] || !SINGLES.contains(&next) || is_on_purpose() {
        return None;
    }
    let run = text[at..].iter().take_while(|&&c| c == next).count();
    let around: String = text[at.saturating_sub(1)..text.len().min(at + 3)].iter().collect();
    let is_rightly = run == 2 && NEIGHBOURS.iter().any(|word| around.contains(word));
    (!is_rightly).then(|| Doubled { range: at..at + run, kept: next.to_string() })
}

/// The length of the shortest phrase of which `phrase` is made: a phrase that stands four times is one twice over.
fn period(phrase: &[char]) -> usize {
    let whole = phrase.len();
    let is_period =
        |length: &usize| whole.is_multiple_of(*length) && phrase.chunks(*length).all(|c| *c == phrase[..*length]);
    (2..whole).find(is_period).unwrap_or(whole)
}

/// Where the phrase at `phrase` ends that stands at `from` again. A longer phrase may have a mark before it.
fn repeated(text: &[char], phrase: Range<usize>, from: usize) -> Option<usize> {
    let length = phrase.len();
    let phrase = &text[phrase];
    let follows = |from: usize| text.get(from) == Some(&phrase[0]) && text.get(from..from + length) == Some(phrase);
    // After a comma a longer word may begin alike: 没有结转结余，结转结余情况明细表为空表.
    let ends_there = |end: usize| text.get(end).is_none_or(|&c| !is_han(c));
    let is_joined = |mark: char| "：:".contains(mark) || "，,、".contains(mark) && ends_there(from + length + 1);
    let end = if follows(from) {
        from + length
    } else if length >= 3 && follows(from + 1) && is_joined(text[from]) {
        from + length + 1
    } else {
        return None;
    };
    // Numerals and dates repeat themselves, and so does what is one character again and again.
    let is_phrase = phrase.iter().all(|&c| is_han(c)) && phrase.iter().any(|c| *c != phrase[0]);
    is_phrase.then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Range<usize>, String)> {
        let text: Vec<char> = text.chars().collect();
        doubled(&text).map(|doubled| (doubled.range, doubled.kept)).collect()
    }

    #[test]
    fn a_run_of_repetitions_is_one_however_long_it_is() {
        for (text, times, kept) in [
            ("预算", 2, "预算"),
            ("预算", 8, "预算"),
            ("预算", 500_000, "预算"),
            ("预算，", 3, "预算"),
            ("绩效目标，", 100_000, "绩效目标"),
            ("的", 1_000_000, "的"),
            ("。", 1_000_000, "。"),
        ] {
            let text = text.repeat(times);
            let found = found(&text);
            // A phrase of two characters is not looked for beyond a mark.
            if text.starts_with("预算，") {
                assert!(found.is_empty(), "{found:?}");
                continue;
            }
            assert_eq!(found.len(), 1, "{:?}", &found[..found.len().min(3)]);
            assert_eq!((found[0].0.start, found[0].1.as_str()), (0, kept));
            assert!(found[0].0.end + 1 >= text.chars().count(), "{found:?}");
        }
    }

    #[test]
    fn runs_side_by_side_are_told_apart() {
        assert_eq!(found("预算预算预算绩效绩效"), [(0..6, "预算".to_owned()), (6..10, "绩效".to_owned())]);
        assert_eq!(found("为了了解的的情况"), [(4..6, "的".to_owned())]);
        assert_eq!(found("考核的是是否达标，主要原因是是人员增加"), [(13..15, "是".to_owned())]);
        assert_eq!(found("增长 3.55%%，占 5％%。"), [(7..9, "%".to_owned()), (13..15, "％".to_owned())]);
        assert_eq!(found("占 5%，10%。"), []);
    }

    #[test]
    fn after_a_comma_a_longer_word_may_begin_alike() {
        assert_eq!(found("没有结转结余，结转结余情况明细表为空表。"), []);
        assert_eq!(found("没有结转结余，结转结余。"), [(2..11, "结转结余".to_owned())]);
        assert_eq!(found("主要用于：主要用于办公。"), [(0..9, "主要用于".to_owned())]);
    }
}
