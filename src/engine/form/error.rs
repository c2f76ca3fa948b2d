//! What is wrong with a form file, and where.

use std::fmt;

/// A form file that cannot be used: the place, what is wrong there, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormError {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong, in Chinese.
    pub message: String,
}

impl fmt::Display for FormError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "表式 {} 第 {} 行第 {} 列：{}", self.file, self.line, self.column, self.message)
    }
}

impl std::error::Error for FormError {}

/// The text of a form file, in which errors find their place.
#[derive(Clone, Copy)]
pub(super) struct SourceText<'a> {
    pub file: &'a str,
    pub text: &'a str,
}

impl<'a> SourceText<'a> {
    /// An error at `part`, which is borrowed from the file's text.
    pub fn error(&self, part: &'a str, message: impl Into<String>) -> FormError {
        let offset = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize).min(self.text.len());
        let before = self.text.get(..offset).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        FormError {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }

    /// An error that the RON reader found.
    pub fn syntax_error(&self, error: &ron::error::SpannedError) -> FormError {
        FormError {
            file: self.file.to_owned(),
            line: error.span.start.line,
            column: error.span.start.col,
            message: crate::ron_text::explain(&error.code),
        }
    }
}

/// `，是否指 X？` for the candidate that is closest to `found`, or nothing when none is close.
pub(super) fn suggestion<'c>(found: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    let closest = candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(found, candidate), candidate))
        .min_by_key(|(distance, _)| *distance);
    match closest {
        Some((distance, candidate)) if distance <= (found.chars().count() / 2).max(1) => {
            format!("，是否指 {candidate}？")
        }
        _ => String::new(),
    }
}
