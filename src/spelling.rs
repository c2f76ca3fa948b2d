//! When two names are the same for a reader, however they were typed, and what a reader must see of one.

use std::borrow::Cow;

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

/// `text` with every character that is not seen, or that changes how others are seen, as a sign: `[U+202E]`. Files come
/// from others: what is in a name is shown, never obeyed by a terminal, a window or a printed page.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    signed(text, is_hidden)
}

/// As [`visible`], for texts of several lines.
pub(crate) fn visible_lines(text: &str) -> Cow<'_, str> {
    signed(text, |c| c != '\n' && c != '\t' && is_hidden(c))
}

/// JSON in which the characters that [`visible`] shows are escaped: the same data, and harmless on a terminal.
#[cfg(feature = "program")]
pub(crate) fn escaped(json: &str) -> Cow<'_, str> {
    let code = |c: char| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect();
    written(json, is_hidden, code)
}

/// `text` with a sign for each character that `is_hidden`.
pub(crate) fn signed(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    written(text, is_hidden, |c| format!("[U+{:04X}]", u32::from(c)))
}

fn written(text: &str, is_hidden: impl Fn(char) -> bool, sign: impl Fn(char) -> String) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match is_hidden(c) {
            true => shown.push_str(&sign(c)),
            false => shown.push(c),
        }
    }
    Cow::Owned(shown)
}

/// Control characters, those that turn the direction of writing, and those without a width that only hide.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_shown_and_what_is_seen_stays() {
        assert!(matches!(visible("某中心（2025）👨‍👩‍👧 é"), Cow::Borrowed(_)));
        assert_eq!(visible("a\u{202e}b\u{1b}[31m\u{0}"), "a[U+202E]b[U+001B][31m[U+0000]");
        assert_eq!(visible("甲\n乙\u{200b}\u{feff}"), "甲[U+000A]乙[U+200B][U+FEFF]");
        #[cfg(feature = "program")]
        assert_eq!(escaped("{\"a\": \"\u{202e}\u{e0041}\"}"), r#"{"a": "\u202e\udb40\udc41"}"#);
        assert_eq!(visible_lines("甲\n\t乙\r\u{9b}"), "甲\n\t乙[U+000D][U+009B]");
    }
}
