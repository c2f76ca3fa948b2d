//! What is wrong in a file behind the first place at which it cannot be read.
//!
//! RON reads up to its first mistake. Behind it reading goes on at the next entry: the smallest item of a list that holds the
//! mistake is taken out, or the whole field at the top, which then says the least that it may, and the rest is read again at the
//! places at which it stands. Where nobody knows what such a field should have been, it stands for one that is missing. That is
//! done only where all brackets and quotes match, so that it is certain where an entry ends; and a mistake is told only where it
//! stands behind all that was taken out and is not made by that.

use std::ops::Range;

use ron::error::{Error, SpannedError};

use super::entries::{COLONS, Entry, entries};
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
    let source = Source { text, entries: &entries, required };
    let mut reading = Reading { text: text.to_owned(), taken_out: Vec::new(), nameless: 0, is_guessed: false };
    let mut last = first.clone();
    while found.len() + 1 < MOST_TOLD {
        // A field that is missing at the top stands nowhere: there is nothing to take out.
        let Some(at) = offset(text, &last).filter(|_| missing_at_top(&last).is_none()) else { return (found, false) };
        let mut around: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.holds(at)).collect();
        around.sort_by_key(|entry| entry.range.len());
        let mut next = None;
        for entry in around {
            let Some(without) = reading.without(&source, entry) else { continue };
            // What is still wrong at the same place is the same mistake.
            match without.read_on(&source, entry.range.end.max(at + 1), &error) {
                Behind::Nothing => return (found, true),
                Behind::Mistake(without, other) => {
                    next = Some((without, other));
                    break;
                }
                Behind::Unknown => return (found, false),
                Behind::Within => {}
            }
        }
        let Some((without, other)) = next else { return (found, false) };
        reading = without;
        found.push(other.clone());
        last = other;
    }
    (found, false)
}

/// A text as it is written.
struct Source<'a> {
    text: &'a str,
    entries: &'a [Entry<'a>],
    required: &'a Required,
}

/// A text from which entries were taken out: what is left stands where it stood.
struct Reading<'a> {
    text: String,
    taken_out: Vec<&'a Entry<'a>>,
    /// How many fields were taken out of which nobody knows what they should have been.
    nameless: usize,
    /// Whether one of them was taken for a field that must be there.
    is_guessed: bool,
}

/// What stands behind all that was taken out.
enum Behind<'a> {
    Nothing,
    Mistake(Reading<'a>, SpannedError),
    /// What is wrong there may be made by what was taken out.
    Unknown,
    /// More has to be taken out to see it.
    Within,
}

impl<'a> Reading<'a> {
    /// The same without `entry`; `None` where its field must be there and the least that it may say is longer than what stands
    /// there.
    fn without(&self, source: &Source<'a>, entry: &'a Entry<'a>) -> Option<Self> {
        let text = source.text;
        let range = entry.with_mark(text);
        let written = text.get(range.clone())?;
        let blanked: String = written.chars().map(|c| if c == '\n' { c } else { ' ' }).collect();
        let place = self.place(text, range);
        let changed = format!("{}{blanked}{}", &self.text[..place.start], &self.text[place.end..]);
        let taken_out = self.taken_out.iter().copied().chain([entry]).collect();
        let mut without = Self { text: changed, taken_out, ..*self };
        if entry.is_field {
            // What stands there twice is still there.
            let stands = |name: &str| {
                let mut others = source.entries.iter().filter(|other| other.is_field && other.range != entry.range);
                others.any(|other| other.is_called(name) && self.taken_out.iter().all(|out| out.range != other.range))
            };
            let is_left = |(name, _): &&(&str, &str)| entry.is_called(name) && !stands(name);
            let left: Vec<&(&str, &str)> = source.required.iter().filter(is_left).collect();
            for (name, least) in &left {
                without = without.filled(text, &[entry], &format!("{name}:{least},"))?;
            }
            let known = entry.names.iter().filter(|own| left.iter().any(|(name, _)| own.name == *name)).count();
            without.nameless += entry.names.len().max(1).saturating_sub(known);
        }
        Some(without)
    }

    /// The same where `left` stands in the blank place of one of `entries`; `None` where there is no room.
    fn filled(mut self, text: &str, entries: &[&Entry<'_>], left: &str) -> Option<Self> {
        let room = " ".repeat(left.len());
        let at = entries.iter().filter(|entry| entry.is_field).find_map(|entry| {
            let place = self.place(text, entry.with_mark(text));
            Some(place.start + self.text.get(place)?.find(&room)?)
        })?;
        self.text.replace_range(at..at + left.len(), left);
        Some(self)
    }

    /// Where it is in the text as it is now: characters may be shorter than those in the place of which they stand.
    fn place(&self, text: &str, range: Range<usize>) -> Range<usize> {
        let at = |at: usize| {
            let count = text[..at].chars().count();
            self.text.char_indices().nth(count).map_or(self.text.len(), |(at, _)| at)
        };
        at(range.start)..at(range.end)
    }

    /// What `error` says of it, if that stands at `end` of the text or behind it.
    fn read_on(mut self, source: &Source<'a>, end: usize, error: impl Fn(&str) -> Option<SpannedError>) -> Behind<'a> {
        loop {
            let Some(other) = error(&self.text) else { return Behind::Nothing };
            let Some(missing) = missing_at_top(&other) else {
                let is_behind = offset(source.text, &other).is_some_and(|at| at >= end);
                return if is_behind { Behind::Mistake(self, other) } else { Behind::Within };
            };
            if self.nameless == 0 {
                let is_made = self.taken_out.iter().any(|out| names(&source.text[out.range.clone()], missing));
                let is_unknown = self.is_guessed || is_made;
                return if is_unknown { Behind::Unknown } else { Behind::Mistake(self, other) };
            }
            // It may be what one of those should have been.
            let least = source.required.iter().find(|(name, _)| *name == missing);
            let (places, nameless) = (self.taken_out.clone(), self.nameless - 1);
            match least.and_then(|(name, least)| self.filled(source.text, &places, &format!("{name}:{least},"))) {
                Some(filled) => self = Self { nameless, is_guessed: true, ..filled },
                None => return Behind::Unknown,
            }
        }
    }
}

/// Names of what a file is as a whole.
const WHOLES: [&str; 2] = ["Form", "Template"];

/// The field that is missing at the top, if that is the mistake.
fn missing_at_top(error: &SpannedError) -> Option<&'static str> {
    match &error.code {
        Error::MissingStructField { field, outer: Some(outer) } if WHOLES.contains(&outer.as_str()) => Some(field),
        _ => None,
    }
}

/// Whether a field of this name, or what may have been meant as one, is written anywhere in `text`.
fn names(text: &str, field: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(field).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + field.len()..]);
        !before.ends_with(is_part) && after.trim_start().starts_with(COLONS)
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

#[cfg(test)]
mod tests;
