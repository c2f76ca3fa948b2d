//! An entry of the catalogue, and the years in which it is valid.

use std::fmt;

use crate::disclosure::{Code, Fund};

/// A code of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogEntry {
    pub code: Code,
    pub name: String,
    /// Whether code and name were read together in published documents. What was not is good enough to offer, never to
    /// call what somebody typed wrong.
    pub attested: bool,
    /// The budget that it belongs to, where that is known.
    pub fund: Option<Fund>,
    /// When it is valid.
    pub span: Span,
}

/// From when and until when a code is valid under a name, and what took its place. Nothing said means no limit known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    pub from: Option<Since>,
    /// The last year.
    pub until: Option<u16>,
    /// The codes that took its place; itself where it is called otherwise since.
    pub successors: Vec<Code>,
    /// Whether a public source says so. What none says is good enough to offer, never to call a code wrong.
    pub attested: bool,
    /// The document that says so: 财预〔2025〕41号.
    pub source: String,
    /// Whether it has codes below it that are not listed, because no public source names them.
    pub has_unlisted: bool,
}

/// Since when a code is valid: a year, or a day within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Since {
    pub year: u16,
    /// Month and day, where it came within the year.
    pub day: Option<(u8, u8)>,
}

impl CatalogEntry {
    /// Whether it is valid in `year`, at least in a part of it.
    pub fn is_valid_in(&self, year: u16) -> bool {
        self.span.begins_by(year) && !self.span.ends_before(year)
    }
}

impl Span {
    pub(super) fn begins_by(&self, year: u16) -> bool {
        self.from.is_none_or(|from| from.year <= year)
    }

    pub(super) fn ends_before(&self, year: u16) -> bool {
        self.until.is_some_and(|until| until < year)
    }

    /// Whether both are valid in some year.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let before =
            |one: &Self, other: &Self| one.until.zip(other.from).is_some_and(|(until, from)| until < from.year);
        !before(self, other) && !before(other, self)
    }

    /// Whether nothing limits it.
    pub(super) fn is_unlimited(&self) -> bool {
        self.from.is_none() && self.until.is_none()
    }

    /// When it came, in words: `2025 年 5 月 23 日增设（财预〔2025〕41号）`; nothing where that is not known.
    pub fn beginning(&self) -> Option<String> {
        self.from.map(|from| format!("{from}增设{}", self.said()))
    }

    /// Who says so, in brackets.
    pub(super) fn said(&self) -> String {
        match (self.source.is_empty(), self.attested) {
            (false, _) => format!("（{}）", self.source),
            (true, true) => String::new(),
            (true, false) => "（没有见到公开的文件，请核对）".to_owned(),
        }
    }
}

impl Since {
    /// What `text` says: `2025`, `2025年`, `2025-05-23`, `2025年5月23日`, `20250523`.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if text.len() == 8 && digits(text) {
            return Self::of(&text[..4], Some((&text[4..6], &text[6..])));
        }
        let marks = ['-', '/', '.', '年', '月', '日', ' '];
        let parts: Vec<&str> = text.split(marks).filter(|part| !part.is_empty()).collect();
        match parts[..] {
            [year] => Self::of(year, None),
            [year, month, day] => Self::of(year, Some((month, day))),
            _ => None,
        }
    }

    fn of(year: &str, day: Option<(&str, &str)>) -> Option<Self> {
        let year = year.parse().ok().filter(|year| (1949..=2999).contains(year))?;
        let day = match day {
            Some((month, day)) => {
                let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
                Some(((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((month, day))?)
            }
            None => None,
        };
        // The first day of a year is the year.
        Some(Self { year, day: day.filter(|day| *day != (1, 1)) })
    }
}

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} 年", self.year)?;
        self.day.iter().try_for_each(|(month, day)| write!(f, " {month} 月 {day} 日"))
    }
}
