//! Tokens of texts, and the patterns of a sentence that they are to match.

use std::collections::HashSet;
use std::ops::Range;

use super::super::{Figure, Piece, Slot};
use crate::form::template::{MeasureKind, SlotKind, SlotView, Word, Words};
use crate::spelling;

/// A token of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: TokenKind,
    /// Where it stands, in characters.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// A number, without commas.
    Number(String),
    /// A word of direction.
    Direction(String),
    Character(char),
}

/// What a token of a sentence may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub kind: PatternKind,
    /// The piece to which it belongs.
    pub piece: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum PatternKind {
    /// This token.
    Fixed(TokenKind),
    /// This token, of a name that may be another.
    Name(TokenKind),
    /// Any number; the one that is expected.
    Number(String),
    /// Any word of direction; the one that is expected.
    Direction(String),
    /// Anything.
    Anything,
}

impl Pattern {
    /// The character that must stand there.
    pub fn required(&self) -> Option<char> {
        match self.kind {
            PatternKind::Fixed(TokenKind::Character(c)) => Some(c),
            _ => None,
        }
    }

    /// How much it counts in its sentence.
    pub fn weight(&self) -> i32 {
        match self.kind {
            PatternKind::Fixed(_) => 10,
            PatternKind::Name(_) => 6,
            PatternKind::Number(_) => 30,
            PatternKind::Direction(_) => 15,
            PatternKind::Anything => 0,
        }
    }
}

/// The tokens of `text`.
pub(super) fn of_text(words: &Words, text: &str) -> Vec<Token> {
    let characters: Vec<(usize, char)> =
        text.chars().enumerate().filter_map(|(place, c)| Some((place, spelling::plain_character(c)?))).collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let (kind, length) = token_at(words, &characters[at..]);
        let range = characters[at].0..characters[at + length - 1].0 + 1;
        tokens.push(Token { kind, range });
        at += length;
    }
    tokens
}

fn token_at(words: &Words, text: &[(usize, char)]) -> (TokenKind, usize) {
    let first = text[0].1;
    if first.is_ascii_digit() {
        let is_digit = |place: usize| text.get(place).is_some_and(|(_, c)| c.is_ascii_digit());
        let mut length = 1;
        while is_digit(length) || (matches!(text.get(length), Some((_, ',' | '.'))) && is_digit(length + 1)) {
            length += 1;
        }
        let digits = text[..length].iter().map(|(_, c)| *c).filter(|c| *c != ',').collect();
        return (TokenKind::Number(digits), length);
    }
    for word in [&words.up.0, &words.up.1, &words.down.0, &words.down.1] {
        let length = word.chars().count();
        if length > 0 && text.len() >= length && text[..length].iter().map(|(_, c)| *c).eq(word.chars()) {
            return (TokenKind::Direction(word.clone()), length);
        }
    }
    (TokenKind::Character(first), 1)
}

/// The neighbouring characters of a text.
pub(super) fn pairs(tokens: &[Token]) -> HashSet<(char, char)> {
    let character = |token: &Token| match token.kind {
        TokenKind::Character(c) => Some(c),
        _ => None,
    };
    tokens.windows(2).filter_map(|pair| Some((character(&pair[0])?, character(&pair[1])?))).collect()
}

/// The patterns of a sentence.
pub(super) fn of_pieces(words: &Words, pieces: &[Piece]) -> Vec<Pattern> {
    let mut patterns = Vec::new();
    for (piece, what) in pieces.iter().enumerate() {
        let expected = what.text().unwrap_or_default().replace(',', "");
        let mut push = |kind| patterns.push(Pattern { kind, piece });
        match what {
            Piece::Fixed(text) => {
                of_text(words, text).into_iter().for_each(|token| push(PatternKind::Fixed(token.kind)));
            }
            Piece::Word { text, .. } if is_name(what) => {
                of_text(words, text).into_iter().for_each(|token| push(PatternKind::Name(token.kind)));
            }
            Piece::Figure(Figure { kind: MeasureKind::Moves | MeasureKind::Grows, .. })
            | Piece::Slot(Slot { view: SlotView::Moves, .. }) => push(PatternKind::Direction(expected)),
            Piece::Slot(Slot { form, .. }) if form.kind == SlotKind::Text => push(PatternKind::Anything),
            Piece::Word { .. } | Piece::Figure(_) | Piece::Slot(_) | Piece::Total { .. } => {
                push(PatternKind::Number(expected));
            }
        }
    }
    patterns
}

/// Whether the piece is a name.
pub(super) fn is_name(piece: &Piece) -> bool {
    matches!(piece, Piece::Word { word: Word::Body | Word::Kind | Word::Name | Word::Path | Word::Numeral, .. })
}
