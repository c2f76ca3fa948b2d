//! Reasons that a text gives in words of its own for a change of nothing (F31). Those in sentences of the form are read with
//! these ([`super::reasons`]).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::Checker;
use super::loose::{CUTS, UPWARDS};
use super::reasons::{OF_NOTHING, explains_a_change};
use super::told::number;
use crate::audit::finding::Finding;
use crate::audit::rules::REASON_OF_NOTHING;
use crate::audit::text::{Text, pattern};

/// An amount or a percentage, or what introduces a reason.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(\d[\d,]*(?:\.\d+)?)\s*(?:亿元|百万元|万\s*元|千元|元|%)",
        "|((?:主要|增减)?原因(?:主要)?(?:是|为|:)*(?:因为|由于)?|主要是(?:因为|由于)?|主要系|主要由于)",
    ))
});
const DOWNWARDS: [&str; 3] = ["减少", "下降", "降低"];
/// What may stand between a word for a direction and its figure.
const BEFORE_FIGURES: [char; 4] = ['了', '约', '为', ' '];
/// Where what a sentence says of changes and reasons ends.
const ENDS: [char; 6] = ['。', ';', '\n', '!', '?', '；'];

impl Checker<'_> {
    /// The reasons in `text` for changes each of which is one of 0.00, with nothing but that known of them. What `is_read` is
    /// left to the sentence that it is; `is_moved` says of an amount, by the words before it, that it did change.
    pub(super) fn unmoved(
        self,
        text: &Text<'_>,
        is_read: impl Fn(usize) -> bool,
        is_moved: impl Fn(&str) -> bool,
    ) -> Vec<Finding> {
        let (mut findings, mut changes) = (Vec::new(), Vec::new());
        let mut start = 0;
        for sentence in text.plain.split_inclusive(ENDS) {
            let begin = start;
            start += sentence.len();
            // A reason may be a sentence of its own.
            let goes_on =
                MARK.captures(sentence.trim_start()).and_then(|mark| mark.get(2)).is_some_and(|at| at.start() == 0);
            if !goes_on {
                changes.clear();
            }
            for reason in self.reasons_of_nothing(sentence, &mut changes, &is_moved) {
                let range = text.characters(begin + reason.start..begin + reason.end);
                if !is_read(range.start) {
                    findings.push(text.finding(self.evaluated, REASON_OF_NOTHING, range, OF_NOTHING, None));
                }
            }
        }
        findings
    }

    /// Where in `sentence` something is explained that did not change, in bytes. `changes` says of each change since the last
    /// reason whether it is one of nothing.
    fn reasons_of_nothing(
        self,
        sentence: &str,
        changes: &mut Vec<bool>,
        is_moved: impl Fn(&str) -> bool,
    ) -> Vec<Range<usize>> {
        let marks: Vec<_> = MARK.captures_iter(sentence).collect();
        let mut found = Vec::new();
        for (place, mark) in marks.iter().enumerate() {
            if let Some(figure) = mark.get(1) {
                let before = &sentence[..figure.start()];
                if self.ends_with_direction(before) {
                    changes.push(number(figure.as_str()).is_some_and(|figure| figure.is_zero()));
                } else if is_moved(before) {
                    changes.push(false);
                }
                continue;
            }
            let Some(introduced) = mark.get(2) else { continue };
            // A change that is told after the reason is another one's, with its clause.
            let next = marks[place + 1..].iter().filter_map(|next| next.get(1)).map(|figure| figure.start());
            let next = next.into_iter().find(|&figure| self.ends_with_direction(&sentence[..figure]));
            let end = next.map(|figure| sentence[..figure].rfind(CUTS).unwrap_or(figure)).unwrap_or(sentence.len());
            let said = sentence.get(introduced.end()..end).unwrap_or_default();
            let is_mark = |c: char| !c.is_alphanumeric();
            let reason = said.trim_matches(is_mark);
            if !changes.is_empty() && changes.iter().all(|is_nothing| *is_nothing) && explains_a_change(reason) {
                let begin = introduced.end() + (said.len() - said.trim_start_matches(is_mark).len());
                found.push(begin..begin + reason.len());
            }
            changes.clear();
        }
        found
    }

    /// Whether `text` ends with a word for how something changed: one of the form's, or another.
    fn ends_with_direction(self, text: &str) -> bool {
        let words = &self.template.words;
        let own = [&words.up.0, &words.up.1, &words.down.0, &words.down.1, &words.unchanged].map(String::as_str);
        let text = text.trim_end_matches(BEFORE_FIGURES);
        let mut words = own.into_iter().chain(UPWARDS).chain(DOWNWARDS);
        words.any(|word| !word.is_empty() && text.ends_with(word))
    }
}
