//! Paragraphs that end without a mark (F36-3).

use std::sync::LazyLock;

use regex::Regex;

use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::NO_STOP;
use crate::disclosure::{Part, TextPlace};
use crate::evaluate::Evaluated;

/// What a sentence on money says: how much, and what follows from it. Labels, headings and lists say no such thing.
static SENTENCE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\d\s*万?元,(?:占|比上年|较上年|与上年|其中|主要)|主要原因是|主要用于"));

/// Marks with which a sentence goes on.
const COMMAS: &str = "，,、";

/// A sentence on money in the third part that ends in the middle of a word, or goes on to nothing.
pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    if !matches!(text.place, TextPlace::Paragraph(Part::Section(_), _) | TextPlace::Rewritten(_)) {
        return;
    }
    let written = text.written.trim_end();
    let last = written.chars().next_back();
    let Some(last) = last.filter(|last| last.is_alphanumeric() || COMMAS.contains(*last)) else { return };
    if !SENTENCE.is_match(&text.plain) {
        return;
    }
    let end = written.chars().count();
    let kept = Some(last).filter(|last| !COMMAS.contains(*last));
    let mended: String = kept.into_iter().chain(['。']).collect();
    let message = "句末没有句号。";
    findings.push(text.finding(evaluated, NO_STOP, end - 1..end, message, Some(("补上句号", &mended))));
}
