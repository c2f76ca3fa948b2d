//! What copying leaves in texts (F26 and F41).

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::Checker;
use super::told::{FreeText, Told};
use crate::audit::finding::Finding;
use crate::audit::rules::{MIXED_BASE, TWICE};
use crate::audit::text::{Text, pattern};
use crate::disclosure::{Part, TextKey};
use crate::spelling;

/// Another base of comparison than last year's budget.
static OTHER_BASE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"比(?:上年|去年|20\d\d年)度?(?:预算)?(?:执行数?|决算数?|完成数?|实际支出)|",
        r"[较与](?:上年|去年|20\d\d年)度?(?:预算)?(?:执行数|决算数|实际支出)"
    ))
});
/// That base itself, told before: then the sentence compares with it openly, and whoever reads can compute it.
static TOLD_BASE: LazyLock<Regex> =
    LazyLock::new(|| pattern("(?:执行|决算|完成)数?(?:为|是)|实际支出(?:为|是)?[\\d,.]"));

impl Checker<'_> {
    pub(super) fn wording(self, told: &Told, findings: &mut Vec<Finding>) {
        for free in &told.free {
            let text = Text::new(free.place.clone(), &free.text);
            let is_bare = |found: &regex::Match<'_>| !TOLD_BASE.is_match(&text.plain[..found.start()]);
            for found in OTHER_BASE.find_iter(&text.plain).filter(is_bare) {
                let range = text.characters(found.range());
                let message = "预算公开比的是上年预算数。";
                findings.push(text.finding(self.evaluated, MIXED_BASE, range, message, None));
            }
        }
        self.twice(&told.free, findings);
    }

    /// A paragraph that stands twice: one after the other, or both for the same.
    fn twice(self, free: &[FreeText], findings: &mut Vec<Finding>) {
        let keys = |free: &FreeText| -> Vec<TextKey> { free.read.iter().map(|(told, _)| told.key.clone()).collect() };
        // Where each text stood before, by what a reader sees of it.
        let mut before: HashMap<(Part, String), Vec<usize>> = HashMap::new();
        for (place, text) in free.iter().enumerate().filter(|(_, text)| !spelling::is_blank(&text.text)) {
            let same = before.entry((text.part, spelling::plain(&text.text).collect())).or_default();
            let is_of_same = |other: &usize| !text.read.is_empty() && keys(&free[*other]) == keys(text);
            // The last that is alike is as good as any: what stands for the same is alike among them all.
            if same.last().is_some_and(|last| last + 1 == place) || same.last().is_some_and(is_of_same) {
                let written = Text::new(text.place.clone(), &text.text);
                let range = 0..text.text.chars().count();
                findings.push(written.finding(self.evaluated, TWICE, range, "这一段印了两遍。", Some(("删去", ""))));
            }
            same.push(place);
        }
    }
}
