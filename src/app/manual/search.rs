//! Finding words in the manual, and rules by their number.

use crate::manual::CHAPTERS;
use disclosure_engine::audit::RuleText;
use disclosure_engine::spelling::half_width;
use disclosure_export::booklet::Block;

/// So much is shown of what was found.
const SHOWN: usize = 44;

/// A section in which all of the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Match {
    pub chapter: usize,
    pub section: usize,
    /// Its heading, or the title of its chapter.
    pub heading: String,
    /// What stands round the first of the words.
    pub excerpt: String,
}

/// A rule in whose number or words all of the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RuleMatch {
    pub heading: String,
    pub why: String,
}

/// The sections with all words of `query`; those that have one in their heading come first.
pub(super) fn sections(query: &str) -> Vec<Match> {
    let words = words(query);
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(bool, Match)> = Vec::new();
    for (chapter, own) in CHAPTERS.iter().enumerate() {
        for (section, under) in own.sections.iter().enumerate() {
            let heading = if under.heading.is_empty() { own.title.clone() } else { under.heading.clone() };
            let body = under.blocks.iter().map(Block::text).collect::<Vec<_>>().join(" ");
            let all = plain(&format!("{heading} {body}"));
            if !words.iter().all(|word| all.contains(word)) {
                continue;
            }
            let is_named = words.iter().any(|word| plain(&heading).contains(word));
            found.push((!is_named, Match { chapter, section, heading, excerpt: excerpt(&body, &words) }));
        }
    }
    found.sort_by_key(|(is_last, _)| *is_last);
    found.into_iter().map(|(_, found)| found).collect()
}

/// The rules with all words of `query`.
pub(super) fn rules(query: &str, rules: &[RuleText<'_>]) -> Vec<RuleMatch> {
    let words = words(query);
    if words.is_empty() {
        return Vec::new();
    }
    let has = |rule: &&RuleText<'_>| {
        // A number means the rule of that number, and not those that begin so.
        let all = plain(rule.title);
        words.iter().all(|word| plain(rule.id) == *word || all.contains(word))
    };
    let told = |rule: &RuleText<'_>| RuleMatch {
        heading: format!("{} {}（{}）", rule.id, rule.title, rule.grade.name()),
        why: rule.why.to_owned(),
    };
    rules.iter().filter(has).map(told).collect()
}

fn words(query: &str) -> Vec<String> {
    plain(query).split_whitespace().map(str::to_owned).collect()
}

/// As it is compared: half-width, in small letters.
fn plain(text: &str) -> String {
    text.chars().map(half_width).collect::<String>().to_lowercase()
}

/// What stands round the first of `words` in `text`.
fn excerpt(text: &str, words: &[String]) -> String {
    let chars: Vec<char> = text.chars().collect();
    let lower: Vec<char> = chars.iter().map(|&c| half_width(c).to_ascii_lowercase()).collect();
    let find = |word: &String| {
        let word: Vec<char> = word.chars().collect();
        lower.windows(word.len().max(1)).position(|window| window == word.as_slice())
    };
    let at = words.iter().filter_map(find).min().unwrap_or(0);
    let from = at.saturating_sub(SHOWN / 3);
    let to = (from + SHOWN).min(chars.len());
    let (before, after) = (if from > 0 { "…" } else { "" }, if to < chars.len() { "…" } else { "" });
    format!("{before}{}{after}", chars[from..to].iter().collect::<String>())
}
