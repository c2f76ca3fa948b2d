//! Tokens of texts, and the patterns of a sentence that they are to match.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::super::{Figure, Piece, Slot};
use crate::form::template::{MeasureKind, SlotKind, SlotView, Word, Words};
use crate::spelling;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Where it stands, in characters.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum TokenKind {
    /// A number, without commas.
    Number(String),
    /// A word of direction.
    Direction(String),
    Character(char),
}

/// What a token of a sentence may be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Pattern {
    pub kind: PatternKind,
    /// The piece to which it belongs.
    pub piece: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum PatternKind {
    Fixed(TokenKind),
    /// This token, of a name that may be another.
    Name(TokenKind),
    /// Any number; the one that is expected.
    Number(String),
    /// Any word of direction; the one that is expected.
    Direction(String),
    /// Anything.
    Anything,
    /// Whatever names stand there, or none.
    AnyNames,
    /// Whatever figure stands there.
    AnyNumber,
    /// Whatever word of direction stands there.
    AnyDirection,
}

impl Pattern {
    /// The character that must stand there.
    pub fn required(&self) -> Option<char> {
        match self.kind {
            PatternKind::Fixed(TokenKind::Character(c)) => Some(c),
            _ => None,
        }
    }

    /// The token of a name that should stand there, or the figure that is expected.
    pub fn own(&self) -> Option<TokenKind> {
        match &self.kind {
            PatternKind::Name(name) => Some(name.clone()),
            PatternKind::Number(expected) => Some(TokenKind::Number(expected.clone())),
            _ => None,
        }
    }

    /// `patterns` of which the names and figures are not known.
    pub fn of_any(patterns: &[Self]) -> Vec<Self> {
        let mut wording: Vec<Self> = Vec::with_capacity(patterns.len());
        for Self { kind, piece } in patterns {
            let kind = match kind {
                PatternKind::Name(_) => PatternKind::AnyNames,
                PatternKind::Number(_) => PatternKind::AnyNumber,
                PatternKind::Direction(_) => PatternKind::AnyDirection,
                kind => kind.clone(),
            };
            // However long a name is.
            let goes_on = kind == PatternKind::AnyNames && wording.last().is_some_and(|last| last.kind == kind);
            if !goes_on {
                wording.push(Self { kind, piece: *piece });
            }
        }
        wording
    }

    /// How much it counts in its sentence.
    pub fn weight(&self) -> i32 {
        match self.kind {
            PatternKind::Fixed(_) => 10,
            PatternKind::Name(_) => 6,
            PatternKind::Number(_) | PatternKind::AnyNumber => 30,
            PatternKind::Direction(_) | PatternKind::AnyDirection => 15,
            PatternKind::Anything | PatternKind::AnyNames => 0,
        }
    }
}

pub(super) fn of_text(words: &Words, text: &str) -> Vec<Token> {
    let characters: Vec<(usize, char)> =
        text.chars().enumerate().filter_map(|(place, c)| Some((place, spelling::plain_character(c)?))).collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let before = at.checked_sub(1).map(|before| characters[before].1);
        let (kind, length) = token_at(words, before, &characters[at..]);
        let range = characters[at].0..characters[at + length - 1].0 + 1;
        tokens.push(Token { kind, range });
        at += length;
    }
    tokens
}

/// The token at the beginning of `text`, which follows on the character `before`, and how many characters it has.
fn token_at(words: &Words, before: Option<char>, text: &[(usize, char)]) -> (TokenKind, usize) {
    let first = text[0].1;
    let is_digit = |place: usize| text.get(place).is_some_and(|(_, c)| c.is_ascii_digit());
    let has_sign = first == '-' && is_digit(1) && !before.is_some_and(joins);
    if first.is_ascii_digit() || has_sign {
        let mut length = 1 + usize::from(has_sign);
        while is_digit(length) || (matches!(text.get(length), Some((_, ',' | '.'))) && is_digit(length + 1)) {
            length += 1;
        }
        if has_sign && matches!(text.get(length), Some((_, '年' | '月' | '日'))) {
            return (TokenKind::Character(first), 1);
        }
        // 3.2024年… is the third line, whose name begins with a year.
        let point = text[..length].iter().position(|(_, c)| *c == '.');
        let is_year = |point: &usize| length - point == 5 && matches!(text.get(length), Some((_, '年')));
        let length = point.filter(is_year).unwrap_or(length);
        let digits = text[..length].iter().map(|(_, c)| *c).filter(|c| *c != ',').collect();
        return (TokenKind::Number(digits), length);
    }
    for word in [&words.up.0, &words.up.1, &words.down.0, &words.down.1, &words.unchanged] {
        if !word.starts_with(first) {
            continue;
        }
        let length = word.chars().count();
        if text.len() >= length && text[..length].iter().map(|(_, c)| *c).eq(word.chars()) {
            return (TokenKind::Direction(word.clone()), length);
        }
    }
    (TokenKind::Character(first), 1)
}

/// Whether a dash after the character joins it with what follows, as in dates and ranges, and is no sign.
fn joins(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '年' | '月' | '日' | '号' | '-' | ')' | '%')
}

/// The neighbouring characters of a text.
pub(super) fn pairs(tokens: &[Token]) -> FxHashSet<(char, char)> {
    let character = |token: &Token| match token.kind {
        TokenKind::Character(c) => Some(c),
        _ => None,
    };
    tokens.windows(2).filter_map(|pair| Some((character(&pair[0])?, character(&pair[1])?))).collect()
}

/// The neighbouring characters that a sentence must have.
pub(super) fn required_pairs(patterns: &[Pattern]) -> Vec<(char, char)> {
    patterns.windows(2).filter_map(|pair| Some((pair[0].required()?, pair[1].required()?))).collect()
}

/// Makes the patterns of sentences.
pub(super) struct Tokenizer<'w> {
    words: &'w Words,
    /// The tokens of the template's own words, which stand in many sentences.
    fixed: FxHashMap<String, Vec<TokenKind>>,
}

impl<'w> Tokenizer<'w> {
    pub fn new(words: &'w Words) -> Self {
        Self { words, fixed: FxHashMap::default() }
    }

    fn fixed(&mut self, text: &str) -> &[TokenKind] {
        if !self.fixed.contains_key(text) {
            let tokens = of_text(self.words, text).into_iter().map(|token| token.kind).collect();
            self.fixed.insert(text.to_owned(), tokens);
        }
        self.fixed.get(text).map_or(&[], Vec::as_slice)
    }

    /// The patterns of a sentence.
    pub fn of_pieces(&mut self, pieces: &[Piece]) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for (piece, what) in pieces.iter().enumerate() {
            let expected = || what.text().unwrap_or_default().replace(',', "");
            let mut push = |kind| patterns.push(Pattern { kind, piece });
            match what {
                Piece::Fixed(text) => {
                    self.fixed(text).iter().for_each(|token| push(PatternKind::Fixed(token.clone())));
                }
                // Projects are told in another order at times; where they stand says nothing of which they are.
                Piece::Word { word: Word::Numeral, .. } => push(PatternKind::Anything),
                Piece::Word { text, .. } if is_name(what) => {
                    of_text(self.words, text).into_iter().for_each(|token| push(PatternKind::Name(token.kind)));
                }
                Piece::Figure(Figure { kind: MeasureKind::Moves | MeasureKind::Grows, .. })
                | Piece::Slot(Slot { view: SlotView::Moves, .. }) => push(PatternKind::Direction(expected())),
                Piece::Slot(Slot { form, .. }) if form.kind == SlotKind::Text => push(PatternKind::Anything),
                Piece::Word { .. } | Piece::Figure(_) | Piece::Slot(_) | Piece::Total { .. } => {
                    push(PatternKind::Number(expected()));
                }
            }
        }
        patterns
    }
}

/// Whether the piece is a name.
pub(super) fn is_name(piece: &Piece) -> bool {
    matches!(piece, Piece::Word { word: Word::Body | Word::Kind | Word::Name | Word::Path | Word::Numeral, .. })
}

/// Whether the piece is the name of the row of which the sentence speaks, or of one of its rows.
pub(super) fn is_row_name(piece: &Piece) -> bool {
    matches!(piece, Piece::Word { word: Word::Name | Word::Path, .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Form, builtin_form};

    #[test]
    fn the_number_of_a_line_is_none_of_the_year_behind_it() {
        let form = Form::load(builtin_form("xinjiang-2025").unwrap()).unwrap();
        let words = &form.sentences.as_ref().unwrap().words;
        for (text, numbers) in [
            ("3.2024年项目", &["3", "2024"][..]),
            ("12.2024年项目", &["12", "2024"]),
            ("3.202年", &["3.202"]),
            ("3.20245年", &["3.20245"]),
            ("3.2024万元", &["3.2024"]),
            ("1,234.50万元", &["1234.50"]),
            ("-5.00", &["-5.00"]),
            ("2024-2025年", &["2024", "2025"]),
            ("-2025年", &["2025"]),
            ("3.", &["3"]),
        ] {
            let found = of_text(words, text).into_iter().filter_map(|token| match token.kind {
                TokenKind::Number(digits) => Some(digits),
                _ => None,
            });
            assert_eq!(found.collect::<Vec<_>>(), numbers, "{text}");
        }
    }
}
