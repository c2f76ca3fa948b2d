//! Terms of the glossary that nothing explains (F4-2).

use std::sync::LazyLock;

use regex::Regex;

use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::TERM_EMPTY;
use crate::disclosure::{Part, TextPlace};
use crate::evaluate::Evaluated;
use crate::spelling;

/// Number and mark before a term.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^[\s*#]*(?:\([一二三四五六七八九十\d]{1,3}\)[、.\s]*|[一二三四五六七八九十\d]{1,3}[、.)\s]+)?[\s*]*")
});

/// A term with a colon and nothing behind it, before the next term or the end.
pub(super) fn check(evaluated: Evaluated<'_>, texts: &[Text<'_>], findings: &mut Vec<Finding>) {
    let glossary: Vec<&Text<'_>> =
        texts.iter().filter(|text| matches!(text.place, TextPlace::Paragraph(Part::Glossary, _))).collect();
    let is_term = |text: &str| {
        let bare = NUMBERED.replace(text, "");
        let is_mark = |c: char| matches!(c, ':' | '*' | '。' | '"') || c.is_whitespace();
        let plain = |text: &str| spelling::plain(text).filter(|c| !is_mark(*c)).collect::<String>();
        let bare = plain(&bare);
        let terms = &evaluated.form.texts.terms;
        terms.iter().any(|term| plain(term) == bare)
    };
    let template = evaluated.form.sentences.as_deref();
    let is_of_glossary = |text: &&Text<'_>| match &text.place {
        TextPlace::Rewritten(key) => template.and_then(|template| template.part_of(&key.id)) == Some(Part::Glossary),
        _ => false,
    };
    // A line that stands in the place of the form's is all that is said of its term.
    for text in texts.iter().filter(is_of_glossary).filter(|text| is_term(&text.plain)) {
        let range = 0..text.written.chars().count();
        findings.push(text.finding(evaluated, TERM_EMPTY, range, "没有解释。", None));
    }
    for (place, text) in glossary.iter().enumerate() {
        // What follows in a paragraph of its own explains it.
        let is_explained = glossary.get(place + 1).is_some_and(|next| {
            let is_numbered = NUMBERED.find(&next.plain).is_some_and(|found| !found.as_str().trim().is_empty());
            !is_numbered && !is_term(&next.plain) && !spelling::is_date(next.written) && next.plain.contains('。')
        });
        if is_term(&text.plain) && !is_explained {
            let range = 0..text.written.chars().count();
            findings.push(text.finding(evaluated, TERM_EMPTY, range, "没有解释。", None));
        }
    }
}
