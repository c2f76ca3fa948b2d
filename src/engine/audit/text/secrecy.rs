//! Words by which what is secret is known (F52).

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::SECRECY;
use crate::disclosure::{Part, TextPlace};
use crate::evaluate::Evaluated;

/// What papers that are secret bear, and what what is secret is called. 国安 is within other words.
static WORDS: Sought = Sought::new(
    || pattern("绝密|机密级|机密★|机密件|密级[:：]|秘密级|秘密★|涉密|国安(?:专项|经费|项目|办|支队|大队|总队|警)"),
    Needs { one_of: &["密", "国安"], ..Needs::NOTHING },
);
/// Words that say that something is not secret, or that it is left out for being so.
const DENIED_BEFORE: [&str; 8] = ["非", "不", "除", "无", "未", "脱", "因", "去"];
const DENIED_AFTER: [&str; 6] = ["除外", "的除外", "不公开", "不予公开", "内容不", "事项不"];

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let own = || evaluated.form.texts.words_of(SECRECY);
    let is_said = text.find(&WORDS).next().is_some() || own().any(|word| text.has(word));
    if !is_said || is_free(evaluated, text) {
        return;
    }
    let message = "像是涉密的内容，请按保密规定核定能不能公开。";
    for found in text.find(&WORDS) {
        let (before, after) = (&text.plain[..found.start()], &text.plain[found.end()..]);
        let is_other = before.ends_with(['全', '中', '各', '我']) && found.as_str().starts_with("国安");
        let is_denied = DENIED_BEFORE.iter().any(|word| before.ends_with(word))
            || DENIED_AFTER.iter().any(|word| after.starts_with(word));
        if !is_other && !is_denied {
            findings.push(text.finding(evaluated, SECRECY, text.characters(found.range()), message, None));
        }
    }
    for word in own() {
        for (at, _) in text.plain.match_indices(word) {
            let range = text.characters(at..at + word.len());
            findings.push(text.finding(evaluated, SECRECY, range, message, None));
        }
    }
}

/// Whether the text may speak of secrecy: the duties of a body, which are published, and the explanation of words do.
fn is_free(evaluated: Evaluated<'_>, text: &Text<'_>) -> bool {
    let template = evaluated.form.sentences.as_deref();
    let part = match &text.place {
        TextPlace::Paragraph(part, _) => Some(*part),
        TextPlace::Slot(key) | TextPlace::Rewritten(key) => template.and_then(|template| template.part_of(&key.id)),
        _ => None,
    };
    matches!(part, Some(Part::Overview | Part::Glossary)) || matches!(text.place, TextPlace::Body)
}
