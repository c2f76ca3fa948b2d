//! What is wrong in a file behind the first place at which it cannot be read.
//!
//! RON reads up to its first mistake. Behind it reading goes on at the next entry: the smallest item of a list that holds the
//! mistake is taken out, or the whole field at the top, which then says the least that it may, and the rest is read again at the
//! places at which it stands. That is done only where all brackets and quotes match, so that it is certain where an entry ends;
//! and a mistake is told only where it stands behind all that was taken out and is not made by that.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::error::{FormErrors, Found, SourceText};

/// Fields at the top that must be there, each with the least that it may say.
pub(super) type Required = [(&'static str, &'static str)];

/// Those of a form.
pub(super) const OF_FORM: &Required = &[
    ("id", "\"\""),
    ("name", "\"\""),
    ("year", "0"),
    ("amounts", "(name:\"\",yuan:1,decimals:0)"),
    ("preparer", "(unit:\"\",department:\"\")"),
    ("unit_note", "\"\""),
    ("tables", "[]"),
    ("rules", "[]"),
    ("identities", "[]"),
];
/// Those of a form that is based on another.
pub(super) const OF_CHANGES: &Required = &[("id", "\"\""), ("based_on", "\"\"")];
/// Those of its sentences.
pub(super) const OF_TEMPLATE: &Required = &[
    ("words", "(up:(\"\",\"\"),down:(\"\",\"\"),kinds:(\"\",\"\"),missing:\"\",levels:(\"\",\"\",\"\"))"),
    ("slots", "[]"),
    ("parts", "[]"),
];
/// Where every field may be missing.
pub(super) const OF_NONE: &Required = &[];

/// Of more mistakes nobody reads on.
const MOST_TOLD: usize = 20;

/// Why `source` cannot be read, of which `first` is the first reason: `error` reads a text of its kind and says why that cannot
/// be read.
pub(super) fn unreadable(
    source: SourceText<'_>,
    first: &SpannedError,
    required: &Required,
    error: impl Fn(&str) -> Option<SpannedError>,
) -> FormErrors {
    let (others, is_whole) = following(source.text, first, required, error);
    let mut found = Found::default();
    let all: Vec<&SpannedError> = std::iter::once(first).chain(&others).collect();
    for (place, error) in all.iter().enumerate() {
        let goes_on = is_whole || place + 1 < all.len();
        let rest = if goes_on { "这一项后面可能还有别的" } else { "后面可能还有别的" };
        found.add(source.syntax_error(error, rest));
    }
    match (is_whole, all.last()) {
        (false, Some(last)) => found.leave_unseen(format!("{} 第 {} 行以后", source.file, last.span.start.line)),
        _ => found.leave_unseen(format!("{} 里读不出来的各项的其余部分", source.file)),
    }
    found.into_errors()
}

/// The mistakes behind `first`, and whether all of the text was read.
fn following(
    text: &str,
    first: &SpannedError,
    required: &Required,
    error: impl Fn(&str) -> Option<SpannedError>,
) -> (Vec<SpannedError>, bool) {
    let mut found = Vec::new();
    let Some(entries) = entries(text) else { return (found, false) };
    let mut reading = Reading { text: text.to_owned(), taken_out: Vec::new() };
    let mut last = first.clone();
    while found.len() + 1 < MOST_TOLD {
        let Some(at) = offset(text, &last) else { return (found, false) };
        let mut around: Vec<&Entry> = entries.iter().filter(|entry| entry.holds(at)).collect();
        around.sort_by_key(|entry| entry.range.len());
        let mut next = None;
        for entry in around {
            let Some(without) = reading.without(text, entry, required) else { continue };
            match error(&without.text) {
                None => return (found, true),
                Some(other) => {
                    let is_behind = offset(text, &other).is_some_and(|at| at >= entry.range.end);
                    if is_behind && !without.makes(text, &other) {
                        next = Some((without, other));
                        break;
                    }
                }
            }
        }
        let Some((without, other)) = next else { return (found, false) };
        reading = without;
        found.push(other.clone());
        last = other;
    }
    (found, false)
}

/// A text from which entries were taken out: what is left stands where it stood.
struct Reading {
    text: String,
    taken_out: Vec<Range<usize>>,
}

impl Reading {
    /// The same without `entry` of the text as it was; `None` where its field must be there and the least that it may say is
    /// longer than what stands there.
    fn without(&self, text: &str, entry: &Entry, required: &Required) -> Option<Self> {
        let written = text.get(entry.range.clone())?;
        let mut left = String::new();
        if entry.is_field {
            let written = outermost(written);
            let named = required.iter().filter(|(name, _)| names(&written, name));
            named.for_each(|(name, least)| left.push_str(&format!("{name}:{least},")));
        }
        // The mark behind it belongs to what stands there.
        let mark = text[entry.range.end..].chars().next().filter(|c| SEPARATORS.contains(c));
        let end = entry.range.end + mark.map_or(0, char::len_utf8);
        let lines = text.get(entry.range.start..end)?.split('\n');
        let mut lines: Vec<String> = lines.map(|line| " ".repeat(line.chars().count())).collect();
        // What is left is one line.
        let line = lines.iter_mut().find(|line| line.len() >= left.len())?;
        line.replace_range(..left.len(), &left);
        let blanked = lines.join("\n");
        // Offsets in the text as it is now: characters may be shorter than those in the place of which they stand.
        let (before, behind) = (text[..entry.range.start].chars().count(), text[..end].chars().count());
        let at = |count: usize| self.text.char_indices().nth(count).map_or(self.text.len(), |(at, _)| at);
        let changed = format!("{}{blanked}{}", &self.text[..at(before)], &self.text[at(behind)..]);
        let taken_out = self.taken_out.iter().cloned().chain([entry.range.clone()]).collect();
        Some(Self { text: changed, taken_out })
    }

    /// Whether `error` may be there only because something was taken out.
    fn makes(&self, text: &str, error: &SpannedError) -> bool {
        let Error::MissingStructField { field, .. } = &error.code else { return false };
        self.taken_out.iter().any(|range| text.get(range.clone()).is_some_and(|out| names(out, field)))
    }
}

/// `text` without what stands in brackets and quotes.
fn outermost(text: &str) -> String {
    let (mut depth, mut is_quoted, mut left) = (0_usize, false, String::new());
    for c in text.chars() {
        match c {
            '"' | '“' | '”' => is_quoted = !is_quoted,
            _ if is_quoted => {}
            '(' | '（' | '[' | '［' | '【' | '{' | '｛' => depth += 1,
            ')' | '）' | ']' | '］' | '】' | '}' | '｝' => depth = depth.saturating_sub(1),
            c if depth == 0 => left.push(c),
            _ => {}
        }
    }
    left
}

/// Whether a field of this name, or what may have been meant as one, is written in `text`.
fn names(text: &str, field: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(field).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + field.len()..]);
        !before.ends_with(is_part) && after.trim_start().starts_with([':', '：'])
    })
}

/// Where `error` stands in `text`, in bytes.
fn offset(text: &str, error: &SpannedError) -> Option<usize> {
    let (line, column) = (error.span.start.line.checked_sub(1)?, error.span.start.col.checked_sub(1)?);
    let start = match line {
        0 => 0,
        line => text.match_indices('\n').nth(line - 1).map(|(at, _)| at + 1)?,
    };
    let rest = text.get(start..)?;
    Some(start + rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at))
}

/// What stands between two marks: an item of a list, or a field at the top.
struct Entry {
    range: Range<usize>,
    is_field: bool,
}

impl Entry {
    /// Whether a mistake at this place is in it: also one that is seen at its end.
    fn holds(&self, at: usize) -> bool {
        (self.range.start..=self.range.end).contains(&at)
    }
}

/// Marks between entries; the last two are typed in place of the first.
const SEPARATORS: [char; 3] = [',', '，', '、'];

/// The entries that may be taken out; `None` where a bracket or a quote has no other that belongs to it.
fn entries(text: &str) -> Option<Vec<Entry>> {
    let mut found = Vec::new();
    // What each open bracket is, and where its entry begins that is looked at.
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let mut end_entry = |open: &[(char, usize)]| {
            if let Some((kind, start)) = open.last() {
                let is_field = *kind == '(' && open.len() == 1;
                let is_blank = text.get(*start..at).is_none_or(|entry| entry.trim().is_empty());
                if (*kind == '[' || is_field) && !is_blank {
                    found.push(Entry { range: *start..at, is_field });
                }
            }
        };
        match c {
            '"' | '“' | '”' => {
                let end = end_of_text(&text[at..])?;
                while characters.next_if(|(next, _)| *next < at + end).is_some() {}
            }
            '/' if text[at..].starts_with("//") => while characters.next_if(|(_, next)| *next != '\n').is_some() {},
            '/' if text[at..].starts_with("/*") => {
                let end = text[at..].find("*/")? + "*/".len();
                while characters.next_if(|(next, _)| *next < at + end).is_some() {}
            }
            '(' | '（' | '[' | '［' | '【' | '{' | '｛' => open.push((plain(c), at + c.len_utf8())),
            ')' | '）' | ']' | '］' | '】' | '}' | '｝' => {
                end_entry(&open);
                let (kind, _) = open.pop()?;
                if kind != plain(c) {
                    return None;
                }
            }
            c if SEPARATORS.contains(&c) => {
                end_entry(&open);
                if let Some((_, start)) = open.last_mut() {
                    *start = at + c.len_utf8();
                }
            }
            _ => {}
        }
    }
    open.is_empty().then_some(found)
}

/// The bracket with which a pair begins, of half the width.
fn plain(bracket: char) -> char {
    match bracket {
        '(' | '（' | ')' | '）' => '(',
        '[' | '［' | '【' | ']' | '］' | '】' => '[',
        _ => '{',
    }
}

/// How long the text in quotes is with which `text` begins, with them; `None` where it does not end in its line: a quote that
/// is missing would end the next text.
fn end_of_text(text: &str) -> Option<usize> {
    let mut characters = text.char_indices();
    let (_, first) = characters.next()?;
    let is_chinese = first != '"';
    while let Some((at, c)) = characters.next() {
        match c {
            '\n' => return None,
            '\\' if !is_chinese => {
                characters.next()?;
            }
            '"' if !is_chinese => return Some(at + 1),
            '”' | '“' if is_chinese => return Some(at + c.len_utf8()),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests;
