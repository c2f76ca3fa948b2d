//! How long a name or a text can be. Whatever comes in by any way is held to this, so that nothing which is computed,
//! drawn or checked meets a text that no page of a disclosure could print.

use std::fmt;

use super::{
    Acceptance, Comment, CommentPlace, Disclosure, PerformanceField, PerformanceTable, Row, RowKey, Signature,
    SlotValue, Subject, TextPlace,
};

/// The longest name of a body, a unit, a project, a code or a person, in characters. The longest that are published have
/// some ninety.
pub const LONGEST_NAME: usize = 500;
/// The longest text: a paragraph, a goal, a note, a comment, a reason; in characters. It fills fifteen pages.
pub const LONGEST_TEXT: usize = 20_000;

/// A name or a text is too long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooLong {
    /// Its first words.
    pub start: String,
    /// How many characters it has.
    pub count: usize,
    pub limit: usize,
}

impl TooLong {
    /// Says whether `text` has more than `limit` characters.
    pub fn of(text: &str, limit: usize) -> Option<Self> {
        // No character is less than a byte.
        if text.len() <= limit {
            return None;
        }
        let count = text.chars().count();
        (count > limit).then(|| Self { start: text.trim_start().chars().take(12).collect(), count, limit })
    }
}

impl fmt::Display for TooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, count, limit } = self;
        write!(f, "“{start}…”有 {count} 个字，最多能有 {limit} 个字")
    }
}

impl TextPlace {
    /// How many characters can stand there.
    pub fn longest(&self) -> usize {
        match self {
            Self::Body | Self::CodeName(..) | Self::ProjectName(..) | Self::UnitName(..) | Self::TotalName(..) => {
                LONGEST_NAME
            }
            Self::Performance(
                _,
                PerformanceField::Project | PerformanceField::Contact | PerformanceField::Telephone,
            ) => LONGEST_NAME,
            Self::Field(..)
            | Self::Note(_)
            | Self::Paragraph(..)
            | Self::Slot(_)
            | Self::Rewritten(_)
            | Self::Performance(..) => LONGEST_TEXT,
        }
    }
}

/// Something that holds names and texts.
pub trait Lengths {
    /// Every name and text in it, with how long it can be.
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize));

    /// The first that is too long.
    fn too_long(&self) -> Option<TooLong> {
        let mut found = None;
        self.lengths(&mut |text, limit| {
            if found.is_none() {
                found = TooLong::of(text, limit);
            }
        });
        found
    }
}

impl Lengths for Subject {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        match self {
            Self::Fixed(id) => tell(id, LONGEST_NAME),
            Self::Code { name, .. } => tell(name, LONGEST_NAME),
            Self::Project(project) => {
                for name in [&project.name, &project.code_name].into_iter().chain(&project.unit) {
                    tell(name, LONGEST_NAME);
                }
            }
        }
    }
}

impl Lengths for Row {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        self.subject.lengths(tell);
        self.fields.values().for_each(|text| tell(text, LONGEST_TEXT));
    }
}

impl Lengths for RowKey {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        match self {
            Self::Fixed(name) | Self::Unit(name) | Self::UnitCode(name, _) => tell(name, LONGEST_NAME),
            Self::Total | Self::Code(_) | Self::Project(_) => {}
        }
    }
}

impl Lengths for SlotValue {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        self.text().into_iter().for_each(|text| tell(text, LONGEST_TEXT));
    }
}

impl Lengths for PerformanceTable {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        for (field, text) in self.texts() {
            tell(text, TextPlace::Performance(0, field).longest());
        }
    }
}

impl Lengths for Acceptance {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        for (text, limit) in [
            (&self.reason, LONGEST_TEXT),
            (&self.subject, LONGEST_TEXT),
            (&self.rule, LONGEST_NAME),
            (&self.author, LONGEST_NAME),
            (&self.written, LONGEST_NAME),
        ] {
            tell(text, limit);
        }
    }
}

impl Lengths for Signature {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        tell(&self.author, LONGEST_NAME);
        tell(&self.written, LONGEST_NAME);
    }
}

impl Lengths for Comment {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        tell(&self.text, LONGEST_TEXT);
        tell(&self.about, LONGEST_TEXT);
        tell(&self.author, LONGEST_NAME);
        tell(&self.written, LONGEST_NAME);
        for reply in &self.replies {
            tell(&reply.text, LONGEST_TEXT);
            tell(&reply.author, LONGEST_NAME);
            tell(&reply.written, LONGEST_NAME);
        }
        if let Some(signature) = &self.resolved {
            signature.lengths(tell);
        }
        match &self.place {
            CommentPlace::Paragraph(_, text) => tell(text, LONGEST_TEXT),
            CommentPlace::Performance(name) => tell(name, LONGEST_NAME),
            CommentPlace::Cell(cell) => cell.row.lengths(tell),
            CommentPlace::Row(_, row) => row.lengths(tell),
            CommentPlace::Sentence(key) => tell(&key.id, LONGEST_NAME),
            CommentPlace::Table(_) | CommentPlace::Part(_) => {}
        }
    }
}

impl Lengths for Disclosure {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        for (place, text) in self.texts() {
            tell(text, place.longest());
        }
        let rows = self.tables.values().flat_map(|table| table.stated.keys()).map(|(row, _)| row);
        rows.chain(self.prior.keys().map(|cell| &cell.row)).for_each(|row| row.lengths(tell));
        let keys = self.slots.keys().chain(self.last_reasons.keys()).chain(self.rewritten.keys());
        keys.for_each(|key| tell(&key.id, LONGEST_NAME));
        self.last_reasons.values().for_each(|reason| tell(reason, LONGEST_TEXT));
        self.comments.iter().for_each(|comment| comment.lengths(tell));
        self.acceptances.iter().for_each(|acceptance| acceptance.lengths(tell));
        self.sign_offs.iter().for_each(|sign_off| sign_off.signature.lengths(tell));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(TooLong::of(&"预".repeat(LONGEST_NAME), LONGEST_NAME), None);
        let long = TooLong::of(&"算".repeat(LONGEST_NAME + 1), LONGEST_NAME).unwrap();
        assert_eq!((long.count, long.limit), (501, 500));
        assert_eq!(long.to_string(), "“算算算算算算算算算算算算…”有 501 个字，最多能有 500 个字");
    }
}
