//! When two names are the same for a reader, however they were typed.

/// Whether the names differ at most in blanks, in the width of characters and in the kind of brackets and quotes.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    plain(a).eq(plain(b))
}

/// Whether a reader sees nothing.
pub(crate) fn is_blank(name: &str) -> bool {
    plain(name).next().is_none()
}

/// The characters that tell `name` from others: no blanks, half-width, one kind of brackets and of quotes.
pub(crate) fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter_map(plain_character)
}

/// What `c` counts as among others, `None` for what a reader does not see.
pub(crate) fn plain_character(c: char) -> Option<char> {
    Some(folded(c)).filter(|c| !c.is_whitespace() && !is_invisible(*c))
}

fn folded(c: char) -> char {
    match c {
        '［' | '【' | '〔' | '〖' | '[' | '〈' => '(',
        '］' | '】' | '〕' | '〗' | ']' | '〉' => ')',
        '“' | '”' | '„' | '〝' | '〞' | '＂' => '"',
        '‘' | '’' | '＇' => '\'',
        _ => half_width(c),
    }
}

/// `c` as a character of ASCII, where it is one in full width.
pub(crate) fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

/// Characters without a width, which spreadsheets and web pages leave in texts.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}') || c.is_control()
}
