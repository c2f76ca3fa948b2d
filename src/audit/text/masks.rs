//! What is masked in one place and plain, or masked otherwise, in another (fault 51).

use regex::Regex;

use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::rules::MASKS;
use crate::disclosure::{PerformanceField, TextPlace};
use crate::evaluate::Evaluated;
use crate::spelling;

/// Fewer characters beside the mask than this name nothing.
const FEWEST_KEPT: usize = 4;
/// A mask stands for no more than this.
const LONGEST_HIDDEN: usize = 12;

pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    let texts = evaluated.disclosure.texts();
    let names = texts.iter().filter(|(place, _)| {
        matches!(place, TextPlace::ProjectName(..) | TextPlace::Performance(_, PerformanceField::Project))
    });
    let mut told: Vec<TextPlace> = Vec::new();
    for (masked_at, masked) in names {
        let Some(mask) = mask_pattern(masked) else { continue };
        for (place, written) in &texts {
            if place == masked_at || told.contains(place) {
                continue;
            }
            let text = Text::new(place.clone(), written);
            let Some(found) = mask.find_iter(&text.plain).find(|found| !spelling::is_same(found.as_str(), masked))
            else {
                continue;
            };
            told.push(place.clone());
            let by = text_label(evaluated, masked_at);
            let message = if found.as_str().contains('*') {
                format!("{by}写的是“{masked}”，隐去的写法不同。")
            } else {
                format!("{by}隐去为“{masked}”，这里却写全了。")
            };
            // What stands between may begin with the end of the words before it.
            let name = found.as_str().trim_start_matches(['年', '的', '和', '与', '及', '为']);
            let range = text.characters(found.end() - name.len()..found.end());
            findings.push(text.finding(evaluated, MASKS, range, &message, Some(("改成一致", masked))));
        }
        told.push(masked_at.clone());
    }
}

/// What a masked name may be elsewhere: `***离休补贴` with other stars, or with the words behind them.
fn mask_pattern(name: &str) -> Option<Regex> {
    let plain: String = name.chars().map(spelling::half_width).collect();
    let is_mask = |c: char| matches!(c, '*' | '×' | '■' | '●');
    let has_mask = plain.chars().zip(plain.chars().skip(1)).any(|(a, b)| is_mask(a) && is_mask(b));
    let kept = plain.chars().filter(|c| c.is_alphanumeric()).count();
    if !has_mask || kept < FEWEST_KEPT {
        return None;
    }
    let mut text = String::new();
    let mut was_mask = false;
    for c in plain.chars().filter(|c| !c.is_whitespace()) {
        match (is_mask(c), was_mask) {
            (true, true) => {}
            (true, false) => text += &format!(r"(?:[*×■●]+|[\p{{Han}}\w]{{1,{LONGEST_HIDDEN}}}?)"),
            (false, _) => text += &regex::escape(&c.to_string()),
        }
        was_mask = is_mask(c);
    }
    Some(pattern(&text))
}
