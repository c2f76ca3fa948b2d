//! Brackets of which the page says for itself which they are.
//!
//! One sign of a font is the opening bracket of a line from left to right and the closing one of a line from right to
//! left. Where both are printed, marked content says what each stands for (`ActualText`). It is believed of brackets
//! alone: whatever else is read is what is seen.

use hayro_syntax::object::{Dict, Object};

use super::super::printed::{Glyph, PAIRS};

/// Marked content that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marked {
    /// The bracket for which its sign stands, if it says so.
    bracket: Option<char>,
    /// How many characters the page had before it.
    start: usize,
}

impl Marked {
    /// Content with these properties, on a page that has `start` characters.
    pub fn new(properties: Option<&Object<'_>>, start: usize) -> Self {
        let text = match properties {
            Some(Object::Dict(properties)) => actual_text(properties),
            _ => None,
        };
        Self { bracket: text, start }
    }

    /// Ends it: its sign among `glyphs` is the bracket of which it says that it is.
    pub fn end(self, glyphs: &mut [Glyph]) {
        let (Some(bracket), Some([glyph])) = (self.bracket, glyphs.get_mut(self.start..)) else { return };
        let is_other = PAIRS.iter().any(|&(opens, closes)| {
            let text = |c: char| glyph.text.chars().eq([c]);
            bracket == opens && text(closes) || bracket == closes && text(opens)
        });
        if is_other {
            glyph.text = bracket.to_string().into();
        }
    }
}

/// The text that properties give, where it is one character.
fn actual_text(properties: &Dict<'_>) -> Option<char> {
    let Object::String(text) = properties.get::<Object<'_>>("ActualText")? else { return None };
    match text.as_bytes() {
        [byte] => Some(char::from(*byte)),
        [0xFE, 0xFF, high, low] => char::from_u32(u32::from(u16::from_be_bytes([*high, *low]))),
        _ => None,
    }
}
