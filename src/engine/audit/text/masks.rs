//! What is masked in one place and plain, or masked otherwise, in another (F51).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::Text;
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::rules::MASKS;
use crate::disclosure::{PerformanceField, TextPlace};
use crate::evaluate::Evaluated;
use crate::spelling;
use crate::spelling::is_han;

/// Fewer characters beside the mask than this name nothing.
const FEWEST_KEPT: usize = 4;
/// So few names are looked for one by one.
const MOST_BY_ONE: usize = 8;
/// A mask stands for no more than this.
const LONGEST_HIDDEN: usize = 12;

pub(super) fn check(evaluated: Evaluated<'_>, texts: &[Text<'_>], findings: &mut Vec<Finding>) {
    let names = texts.iter().filter(|text| {
        matches!(text.place, TextPlace::ProjectName(..) | TextPlace::Performance(_, PerformanceField::Project))
    });
    let names: Vec<_> =
        names.filter_map(|text| Some((&text.place, text.written, MaskedName::new(text.written)?))).collect();
    if names.is_empty() {
        return;
    }
    // No text need be looked at for a name of which it has not the longest piece.
    let pieces: Vec<String> = names.iter().map(|(.., name)| name.longest()).collect();
    let mut likely = pieces_in(&pieces, texts);
    likely.sort_unstable();
    likely.dedup();
    let masked_before: HashMap<&TextPlace, usize> =
        names.iter().enumerate().rev().map(|(number, (place, ..))| (*place, number)).collect();
    let mut told: HashSet<&TextPlace> = HashSet::new();
    for (number, text) in likely {
        let ((masked_at, masked, name), text) = (&names[number], &texts[text]);
        let is_masked = masked_before.get(&text.place).is_some_and(|&before| before <= number);
        if is_masked || told.contains(&text.place) {
            continue;
        }
        let Some(range) = name.find(text) else { continue };
        let piece = text.piece(&range);
        if spelling::is_same(piece, masked) {
            continue;
        }
        told.insert(&text.place);
        let by = text_label(evaluated, masked_at);
        let message = if piece.chars().any(is_mask) {
            format!("{by}写的是“{masked}”，隐去的写法不同。")
        } else {
            format!("{by}隐去为“{masked}”，这里却写全了。")
        };
        findings.push(text.finding(evaluated, MASKS, range, &message, Some(("改成一致", masked))));
    }
}

/// Each of `pieces` that stands in one of `texts`, with that, both by their places.
fn pieces_in(pieces: &[String], texts: &[Text<'_>]) -> Vec<(usize, usize)> {
    if pieces.len() <= MOST_BY_ONE {
        let texts_with = |(number, piece): (usize, &String)| {
            let texts = texts.iter().enumerate().filter(|(_, text)| text.plain.contains(piece.as_str()));
            texts.map(|(text, _)| (number, text)).collect::<Vec<_>>()
        };
        return pieces.iter().enumerate().flat_map(texts_with).collect();
    }
    let shortest = pieces.iter().map(String::len).min().unwrap_or_default();
    // They are looked for once: what is made to find them fast would take longer to make.
    let kind = Some(AhoCorasickKind::NoncontiguousNFA);
    let Ok(finder) = AhoCorasick::builder().kind(kind).prefilter(false).build(pieces) else { return Vec::new() };
    let mut found = Vec::new();
    for (number, text) in texts.iter().enumerate().filter(|(_, text)| text.plain.len() >= shortest) {
        let pieces = finder.find_overlapping_iter(&*text.plain);
        found.extend(pieces.map(|piece| (piece.pattern().as_usize(), number)));
    }
    found
}

fn is_mask(c: char) -> bool {
    matches!(c, '*' | '＊' | '×' | '■' | '●')
}

/// A name in which something is masked: `***离休补贴`.
struct MaskedName {
    /// What stands before, between and after the masks, without blanks; a mask stands between each two.
    kept: Vec<Vec<char>>,
}

impl MaskedName {
    fn new(name: &str) -> Option<Self> {
        let has_mask = name.chars().zip(name.chars().skip(1)).any(|(a, b)| is_mask(a) && is_mask(b));
        if !has_mask || name.chars().filter(|c| c.is_alphanumeric()).count() < FEWEST_KEPT {
            return None;
        }
        let mut kept = vec![Vec::new()];
        let mut was_mask = false;
        for c in name.chars().map(spelling::half_width).filter(|c| !c.is_whitespace()) {
            match (is_mask(c), was_mask) {
                (true, false) => kept.push(Vec::new()),
                (true, true) => {}
                (false, _) => kept.last_mut()?.push(c),
            }
            was_mask = is_mask(c);
        }
        Some(Self { kept })
    }

    /// The longest piece that is kept.
    fn longest(&self) -> String {
        self.kept.iter().max_by_key(|kept| kept.len()).into_iter().flatten().collect()
    }

    /// Where the name stands in `text`, with other masks or with the words behind them; in characters.
    fn find(&self, text: &Text<'_>) -> Option<Range<usize>> {
        let text: Vec<char> = text.plain.chars().collect();
        let first = self.kept.iter().position(|kept| !kept.is_empty())?;
        let mut failed = HashSet::new();
        (0..text.len()).find_map(|at| {
            let end = self.end_from(&text, at, first, &mut failed)?;
            let start = if first == 0 { at } else { hidden_start(&text, at)? };
            Some(start..end)
        })
    }

    /// Where the name ends if its piece `part` begins at `at`; `failed` are places and pieces where it is known not to.
    fn end_from(&self, text: &[char], at: usize, part: usize, failed: &mut HashSet<(usize, usize)>) -> Option<usize> {
        let kept = &self.kept[part];
        if text.get(at..at + kept.len())? != kept.as_slice() {
            return None;
        }
        let end = at + kept.len();
        let Some(next) = self.kept.get(part + 1) else { return Some(end) };
        if next.is_empty() {
            // A mask at the end hides what follows, as far as it is one.
            return Some(end + text[end..].iter().take_while(|&&c| is_mask(c)).count());
        }
        if failed.contains(&(at, part)) {
            return None;
        }
        let found = (end + 1..=end + LONGEST_HIDDEN).find_map(|place| self.end_from(text, place, part + 1, failed));
        if found.is_none() {
            failed.insert((at, part));
        }
        found
    }
}

/// Where what stands for a mask before `at` begins: a mask, or words; `None` where there is nothing.
fn hidden_start(text: &[char], at: usize) -> Option<usize> {
    let before = || text[..at].iter().rev();
    let masks = before().take_while(|&&c| is_mask(c)).count();
    let words = before().take_while(|&&c| is_han(c) && !"年的和与及为、".contains(c)).count().min(LONGEST_HIDDEN);
    match (masks, words) {
        (0, 0) => None,
        (0, words) => Some(at - words),
        (masks, _) => Some(at - masks),
    }
}
