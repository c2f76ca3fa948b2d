//! Characters that no font has: whoever knows the fonts says which.

use std::collections::HashSet;

use super::Text;
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::rules::{UNPRINTABLE, grade_of};
use crate::evaluate::Evaluated;
use crate::spelling::signed;

/// Whether a character can be printed.
pub(in crate::audit) type IsPrintable<'a> = &'a (dyn Fn(char) -> bool + Sync);

/// What nobody can print, for who knows no fonts: what is no character, and what means something else to each.
pub(in crate::audit) fn means_something(c: char) -> bool {
    let code = u32::from(c);
    let is_private = matches!(code, 0xE000..=0xF8FF | 0xF0000..);
    let is_none = matches!(code, 0xFDD0..=0xFDEF) || code & 0xFFFE == 0xFFFE;
    !is_private && !is_none
}

/// How much of a text is quoted on each side of the character.
const AROUND: usize = 10;

/// The words around the character at `place`, in which what cannot be seen is written as its number.
fn excerpt(text: &str, place: usize, is_printable: IsPrintable<'_>) -> String {
    let start = place.saturating_sub(AROUND);
    let piece: String = text.chars().skip(start).take(2 * AROUND).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let ends = text.chars().nth(start + 2 * AROUND).is_none();
    let piece = signed(&piece, |c| !is_printable(c));
    format!("{}{piece}{}", if start > 0 { "…" } else { "" }, if ends { "" } else { "…" })
}

/// No more characters of one text are named.
const MOST_NAMED: usize = 8;

/// One finding for a text with such characters, where the first stands.
pub(super) fn check(
    evaluated: Evaluated<'_>,
    text: &Text<'_>,
    is_printable: IsPrintable<'_>,
    findings: &mut Vec<Finding>,
) {
    let mut first = None;
    let mut named: Vec<String> = Vec::new();
    let mut told = HashSet::new();
    for (place, c) in text.written.chars().enumerate() {
        if is_printable(c) || !told.insert(c) {
            continue;
        }
        first.get_or_insert(place);
        if named.len() < MOST_NAMED {
            named.push(format!("[U+{:04X}]", u32::from(c)));
        }
    }
    let Some(first) = first else { return };
    let more = if told.len() > named.len() { format!("等 {} 个字", told.len()) } else { String::new() };
    let message = format!(
        "{}“{}”第 {} 个字起有 {}{more}，没有字体能印，PDF 里只能印成编号。请改用别的字或写法，或者在本机安装有这个字的字体。",
        text_label(evaluated, &text.place),
        excerpt(text.written, first, is_printable),
        first + 1,
        named.join("、"),
    );
    let finding = Finding::new(UNPRINTABLE, grade_of(UNPRINTABLE), message);
    findings.push(finding.in_text(evaluated, text.place.clone(), first..first + 1));
}
