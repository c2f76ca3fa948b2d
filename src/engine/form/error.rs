//! What is wrong with a form file, and where.

use std::fmt;

use super::FormFiles;
use crate::disclosure::{FormKeys, TableNumber};
use crate::spelling;

/// A mistake in a form file: the place, what is wrong there, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FormError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1; 0 where it is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 where it is about the line as a whole.
    pub column: usize,
    /// What is wrong, in Chinese.
    pub message: String,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "表式 {}：{}", self.file, self.message),
            line if self.column == 0 => write!(f, "表式 {} 第 {line} 行：{}", self.file, self.message),
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

    /// What keeps something from being read and is told elsewhere, or follows from what is.
    pub(super) fn untold() -> Self {
        Self::of_file("", "")
    }

    /// Whether it is one of those that are told.
    pub(super) fn is_told(&self) -> bool {
        !self.message.is_empty()
    }
}

/// Why a form cannot be used: every mistake that was found, by file and place. There is at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormErrors {
    told: Vec<FormError>,
    /// What could not be looked at before they are mended.
    unseen: Vec<String>,
}

impl FormErrors {
    pub(crate) fn new(errors: Vec<FormError>) -> Self {
        Found { told: errors, ..Found::default() }.into_errors()
    }

    pub fn iter(&self) -> impl Iterator<Item = &FormError> {
        self.told.iter()
    }

    /// That some of it was not looked at, if so: more may be wrong there.
    pub fn unseen(&self) -> Option<String> {
        let unseen = (!self.unseen.is_empty()).then(|| self.unseen.join("、"))?;
        Some(format!("改好这些以后再查一遍：{unseen}还没有看"))
    }

    /// The same with `more` mistakes.
    #[must_use]
    pub(crate) fn with(self, more: impl IntoIterator<Item = FormError>) -> Self {
        let mut found = Found::default();
        found.take(self);
        found.told.extend(more);
        found.into_errors()
    }

    /// All of them, behind one another.
    pub fn in_line(&self) -> String {
        self.told.iter().map(ToString::to_string).collect::<Vec<_>>().join("；")
    }

    /// The first of them, by place.
    pub fn first(&self) -> Option<&FormError> {
        self.told.first()
    }
}

impl From<FormError> for FormErrors {
    fn from(error: FormError) -> Self {
        Self::new(vec![error])
    }
}

impl fmt::Display for FormErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.told.iter().enumerate() {
            write!(f, "{}{error}", if place > 0 { "\n" } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for FormErrors {}

/// The mistakes that were found so far, while the rest is looked at.
#[derive(Debug, Default)]
pub(super) struct Found {
    told: Vec<FormError>,
    /// Whether something could not be read for mistakes that are told elsewhere.
    has_untold: bool,
    unseen: Vec<String>,
}

impl Found {
    /// What `result` holds; its mistake is kept.
    pub fn keep<T>(&mut self, result: Result<T, FormError>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    pub fn add(&mut self, error: FormError) {
        match error.is_told() {
            true => self.told.push(error),
            false => self.has_untold = true,
        }
    }

    pub fn take(&mut self, errors: FormErrors) {
        self.has_untold |= errors.told.is_empty();
        self.told.extend(errors.told);
        self.unseen.extend(errors.unseen);
    }

    pub fn take_found(&mut self, other: Self) {
        self.told.extend(other.told);
        self.has_untold |= other.has_untold;
        self.unseen.extend(other.unseen);
    }

    /// That `part` could not be looked at.
    pub fn leave_unseen(&mut self, part: impl Into<String>) {
        self.unseen.push(part.into());
    }

    pub fn is_empty(&self) -> bool {
        self.told.is_empty() && !self.has_untold
    }

    /// How many mistakes there are by now.
    pub fn count(&self) -> usize {
        self.told.len()
    }

    /// Of what something was found.
    pub fn into_errors(self) -> FormErrors {
        let Self { mut told, mut unseen, .. } = self;
        told.sort();
        told.dedup();
        let mut seen = std::collections::HashSet::new();
        unseen.retain(|part| seen.insert(part.clone()));
        FormErrors { told, unseen }
    }

    /// `sound`, if nothing was found.
    pub fn end<T>(self, sound: T) -> Result<T, FormErrors> {
        if self.is_empty() { Ok(sound) } else { Err(self.into_errors()) }
    }
}

/// The text of a form file, in which errors find their place, and behind it those of the forms on which it is based.
#[derive(Clone, Copy)]
pub(super) struct SourceText<'a> {
    pub file: &'a str,
    pub text: &'a str,
    pub bases: &'a [BaseText<'a>],
    /// Tables of the form that have mistakes: what is missing there, or seems to be, may be so for them.
    pub doubted: &'a [TableNumber],
    /// Whether a disclosure brings the form, which was taken once: what it says in vain stops nothing, also where this
    /// program tells more of that than the one that took it.
    pub is_carried: bool,
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
        Self { file, text, bases: &[], doubted: &[], is_carried: false }
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

    /// The same where `part` names what `table` does not have, or what no table has. It is not told where a mistake that is
    /// told may be the reason.
    pub fn missing(&self, part: &'a str, table: Option<TableNumber>, message: impl Into<String>) -> FormError {
        let may_follow = match table {
            Some(table) => self.doubted.contains(&table),
            None => !self.doubted.is_empty(),
        };
        if may_follow { FormError::untold() } else { self.error(part, message) }
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

    /// An error that the RON reader found. It ends there: what comes after it is not known, `rest` says of how much.
    pub fn syntax_error(&self, error: &ron::error::SpannedError, rest: &str) -> FormError {
        let (line, column) = (error.span.start.line, error.span.start.col);
        let own_line = self.text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let mut behind = own_line.chars().enumerate().skip(column.saturating_sub(1));
        let typed = behind.find(|(_, c)| !c.is_whitespace());
        // Within a text anything may stand.
        let typed = typed.filter(|_| !matches!(error.code, ron::Error::InvalidEscape(_)));
        let typed = typed.and_then(|(place, c)| Some((place + 1, full_width(c)?)));
        let (column, message) = typed.unwrap_or_else(|| (column, crate::ron_text::explain(&error.code)));
        let message = format!("{message}（读到这里为止，改好以后，{rest}）");
        FormError { file: self.file.to_owned(), line, column, message }
    }
}

/// That `c`, which nothing but a text may hold, was typed in place of a mark of half the width.
pub(super) fn full_width(c: char) -> Option<String> {
    let (name, meant) = match c {
        '，' => ("逗号", ","),
        '：' => ("冒号", ":"),
        '“' | '”' | '＂' => return Some(format!("这里是中文的引号 {c} ，应是英文的引号 \"")),
        '（' | '）' => ("括号", if c == '（' { "(" } else { ")" }),
        '【' | '［' => ("方括号", "["),
        '】' | '］' => ("方括号", "]"),
        '｛' | '｝' => ("花括号", if c == '｛' { "{" } else { "}" }),
        '、' | '；' => ("标点", ","),
        '。' => ("句号", "."),
        // Digits, letters and signs.
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = spelling::half_width(c);
            return Some(format!("这里是全角的“{c}”，应是半角的“{plain}”"));
        }
        _ => return None,
    };
    Some(format!("这里是中文的{name}“{c}”，应是英文的“{meant}”"))
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
