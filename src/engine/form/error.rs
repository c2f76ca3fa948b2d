//! What is wrong with a form file, and where.

use std::fmt;

use super::FormFiles;
use crate::disclosure::FormKeys;

/// A mistake in a form file: the place, what is wrong there, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, in Chinese.
    pub message: String,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "表式 {}：{}", self.file, self.message),
            line => write!(f, "表式 {} 第 {line} 行第 {} 列：{}", self.file, self.column, self.message),
        }
    }
}

impl std::error::Error for FormError {}

impl FormError {
    /// A mistake where `needle` first stands in `file` of `files`; of the file as a whole where it does not.
    pub(crate) fn at(files: &FormFiles, file: &str, needle: &str, message: impl Into<String>) -> Self {
        let (path, text) = (files.path(file), files.text(file).unwrap_or_default());
        match text.find(needle).and_then(|at| text.get(at..)) {
            Some(found) => SourceText::alone(&path, text).error(found, message),
            None => Self::of_file(path, message),
        }
    }

    /// A mistake of `file` as a whole.
    pub(crate) fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, message: message.into() }
    }
}

/// Why a form cannot be used: every mistake that was found, by file and place. There is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormErrors(Vec<FormError>);

impl FormErrors {
    pub(crate) fn new(mut errors: Vec<FormError>) -> Self {
        errors.sort();
        errors.dedup();
        Self(errors)
    }

    pub fn iter(&self) -> impl Iterator<Item = &FormError> {
        self.0.iter()
    }

    /// All of them, behind one another.
    pub fn in_line(&self) -> String {
        self.0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
    }

    /// The first of them, by place.
    pub fn first(&self) -> Option<&FormError> {
        self.0.first()
    }
}

impl From<FormError> for FormErrors {
    fn from(error: FormError) -> Self {
        Self(vec![error])
    }
}

impl fmt::Display for FormErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            write!(f, "{}{error}", if place > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for FormErrors {}

/// The mistakes that were found so far, while the rest is looked at.
#[derive(Debug, Default)]
pub(super) struct Found(Vec<FormError>);

impl Found {
    /// What `result` holds; its mistake is kept.
    pub fn keep<T>(&mut self, result: Result<T, FormError>) -> Option<T> {
        result.map_err(|error| self.0.push(error)).ok()
    }

    pub fn add(&mut self, error: FormError) {
        self.0.push(error);
    }

    pub fn take(&mut self, errors: FormErrors) {
        self.0.extend(errors.0);
    }

    pub fn take_found(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Of what something was found.
    pub fn into_errors(self) -> FormErrors {
        FormErrors::new(self.0)
    }

    /// `sound`, if nothing was found.
    pub fn end<T>(self, sound: T) -> Result<T, FormErrors> {
        if self.0.is_empty() { Ok(sound) } else { Err(FormErrors::new(self.0)) }
    }
}

/// The text of a form file, in which errors find their place, and behind it those of the forms on which it is based.
#[derive(Clone, Copy)]
pub(super) struct SourceText<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub bases: &'a [BaseText<'a>],
}

/// The text of a form on which another is based.
pub(super) struct BaseText<'a> {
    pub file: String,
    pub text: &'a str,
    /// What its numbers mean: in the form that is based on it they may be others.
    pub keys: &'a FormKeys,
}

impl<'a> SourceText<'a> {
    /// A file on which no other is based.
    pub fn alone(file: &'a str, text: &'a str) -> Self {
        Self { file, text, bases: &[] }
    }

    /// The file of which `part` is borrowed, and what the numbers in it mean; `None` where they are the form's own.
    fn origin(self, part: &str) -> Option<(&'a str, &'a str, Option<&'a FormKeys>)> {
        // What is empty may stand at the end of its text.
        let is_in = |text: &str| {
            let range = text.as_bytes().as_ptr_range();
            (range.start..=range.end).contains(&part.as_ptr())
        };
        if is_in(self.text) {
            return Some((self.file, self.text, None));
        }
        let base = self.bases.iter().find(|base| is_in(base.text))?;
        Some((&base.file, base.text, Some(base.keys)))
    }

    /// What the numbers in `part` mean where it comes from the form on which this one is based.
    pub fn keys_of(self, part: &str) -> Option<&'a FormKeys> {
        self.origin(part)?.2
    }

    /// An error at `part`, which is borrowed from the text of one of the files.
    pub fn error(&self, part: &'a str, message: impl Into<String>) -> FormError {
        let (file, text, _) = self.origin(part).unwrap_or((self.file, self.text, None));
        let offset = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
        let before = text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        FormError {
            file: file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }

    /// Where `text` stands in quotes, or else `near`: what was copied when it was read stands in the file as it is.
    pub fn place_of(&self, text: &str, near: &str) -> &'a str {
        let texts = || std::iter::once(self.text).chain(self.bases.iter().map(|base| base.text));
        let quoted = format!("\"{text}\"");
        let find = |needle: &str, skipped: usize| {
            texts().find_map(|text| text.find(needle).and_then(|at| text.get(at + skipped..)))
        };
        let of_text = if text.is_empty() { None } else { find(&quoted, 1) };
        of_text.or_else(|| find(near, 0)).unwrap_or(self.text)
    }

    /// An error that the RON reader found. It ends there: what comes after it is not known.
    pub fn syntax_error(&self, error: &ron::error::SpannedError) -> FormError {
        let message = crate::ron_text::explain(&error.code);
        FormError {
            file: self.file.to_owned(),
            line: error.span.start.line,
            column: error.span.start.col,
            message: format!("{message}（读到这里为止，改好以后，后面可能还有别的）"),
        }
    }
}

/// `，是否指 X？` for the candidate that is closest to `found`, or nothing when none is close.
pub(super) fn suggestion<'c>(found: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    // Of two letters one that is another makes another word: T9 is not nearly T1.
    let most = match found.chars().count() {
        0..=2 => 0,
        count => (count / 2).max(1),
    };
    let closest = candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(found, candidate), candidate))
        .min_by_key(|(distance, _)| *distance);
    match closest {
        Some((distance, candidate)) if distance <= most || found.eq_ignore_ascii_case(candidate) => {
            format!("，是否指 {candidate}？")
        }
        _ => String::new(),
    }
}
