//! With which letters a character of a name can be typed.

use pinyin::ToPinyinMulti;

/// A set of the letters `a` to `z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(u32);

impl Letters {
    /// The first letters of all readings of `c`; none where `c` is no Chinese character.
    pub(super) fn of(c: char) -> Self {
        let readings = c.to_pinyin_multi().into_iter().flatten();
        Self(readings.filter_map(|reading| reading.plain().chars().next()).map(bit).fold(0, |all, bit| all | bit))
    }

    /// Whether `letter` is one of them.
    pub(super) fn contains(self, letter: char) -> bool {
        self.0 & bit(letter) != 0
    }
}

fn bit(letter: char) -> u32 {
    let letter = match letter {
        // As Chinese keyboards type them.
        'ü' => 'v',
        'ê' => 'e',
        _ => letter,
    };
    if letter.is_ascii_lowercase() { 1 << (u32::from(letter) - u32::from('a')) } else { 0 }
}
