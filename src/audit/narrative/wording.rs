//! What copying leaves in texts (faults 26 and 41).

use std::sync::LazyLock;

use regex::Regex;

use super::Checker;
use super::told::{FreeText, Told};
use crate::audit::finding::Finding;
use crate::audit::rules::{MIXED_BASE, TWICE};
use crate::audit::text::{Text, pattern};
use crate::spelling;

/// Another base of comparison than last year's budget.
static OTHER_BASE: LazyLock<Regex> =
    LazyLock::new(|| pattern("比上年(?:预算)?(?:执行数?|决算数?|完成数?|实际支出)|较上年(?:执行数|决算数|实际支出)"));

impl Checker<'_> {
    pub(super) fn wording(self, told: &Told, findings: &mut Vec<Finding>) {
        for free in &told.free {
            let text = Text::new(free.place.clone(), &free.text);
            for found in OTHER_BASE.find_iter(&text.plain) {
                let range = text.characters(found.range());
                let message = "预算公开比的是上年预算数。";
                findings.push(text.finding(self.evaluated, MIXED_BASE, range, message, None));
            }
        }
        self.twice(&told.free, findings);
    }

    /// A paragraph that stands twice: one after the other, or both for the same.
    fn twice(self, free: &[FreeText], findings: &mut Vec<Finding>) {
        for (place, text) in free.iter().enumerate() {
            let is_of_same = |other: &FreeText| {
                let keys =
                    |free: &FreeText| free.read.iter().map(|(paragraph, _)| paragraph.key.clone()).collect::<Vec<_>>();
                !text.read.is_empty() && text.read.len() == other.read.len() && keys(other) == keys(text)
            };
            let is_same = |(other_place, other): (usize, &FreeText)| {
                let is_next = other_place + 1 == place || is_of_same(other);
                is_next && other.part == text.part && spelling::is_same(&other.text, &text.text)
            };
            if !spelling::is_blank(&text.text) && free[..place].iter().enumerate().any(is_same) {
                let written = Text::new(text.place.clone(), &text.text);
                let range = 0..text.text.chars().count();
                findings.push(written.finding(self.evaluated, TWICE, range, "这一段印了两遍。", Some(("删去", ""))));
            }
        }
    }
}
