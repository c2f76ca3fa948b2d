//! When two names are the same for a reader, however they were typed, and what a reader must see of one.

mod alike;
pub mod fields;
pub(crate) mod label;

use std::borrow::Cow;

pub use alike::{as_read, is_nothing, of_every_day};

/// Whether the names differ at most in blanks, in the width of characters and in the kind of brackets and quotes.
pub fn is_same(a: &str, b: &str) -> bool {
    plain(a).eq(plain(b))
}

/// Whether the texts are the same on paper: only blanks at their ends, which nobody sees, do not count.
pub fn is_printed_alike(a: &str, b: &str) -> bool {
    a.trim() == b.trim()
}

/// Whether the character is one of Chinese script.
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}' | '〇')
}

/// Whether a reader sees nothing.
pub fn is_blank(name: &str) -> bool {
    plain(name).next().is_none()
}

/// Whether `words` hold an amount, a share or another figure with decimals, so that what they say may change.
pub fn tells_figure(words: &str) -> bool {
    let plain: String = plain(words).collect();
    let is_digit = |c: char| c.is_ascii_digit();
    let counted = |unit: &&str| plain.match_indices(*unit).any(|(at, _)| plain[..at].ends_with(is_digit));
    let is_decimal = |(at, _): (usize, &str)| plain[..at].ends_with(is_digit) && plain[at + 1..].starts_with(is_digit);
    ["万元", "亿元", "%"].iter().any(counted) || plain.match_indices('.').any(is_decimal)
}

/// The characters that tell `name` from others: no blanks, half-width, one kind of brackets and of quotes.
pub fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter_map(plain_character)
}

/// The same as a text of its own.
pub fn plain_text(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    text.extend(plain(name));
    text
}

/// What `c` counts as among others, `None` for what a reader does not see.
pub fn plain_character(c: char) -> Option<char> {
    if is_common_han(c) {
        return Some(c);
    }
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

/// Whether `c` is one of the characters of which Chinese texts consist: nearly all are, and need not be looked up.
fn is_common_han(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}')
}

/// `c` as a character of ASCII, where it is one in full width or in a small form.
pub fn half_width(c: char) -> char {
    match c {
        _ if is_common_han(c) => c,
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '﹐' => ',',
        '﹒' => '.',
        '﹕' => ':',
        '﹔' => ';',
        '﹙' => '(',
        '﹚' => ')',
        '﹢' => '+',
        '﹣' => '-',
        '﹪' => '%',
        _ => c,
    }
}

/// Characters without a width, which spreadsheets and web pages leave in texts.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}') || c.is_control()
}

/// Whether `text` is a day and nothing else: 2025年2月21日, 二〇二五年二月二十一日.
pub fn is_date(text: &str) -> bool {
    let digit = |c: char| half_width(c).is_ascii_digit() || "〇○零一二三四五六七八九十".contains(c);
    let is_number = |text: &str| (1..=4).contains(&text.chars().count()) && text.chars().all(digit);
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let Some((year, rest)) = text.strip_suffix('日').and_then(|text| text.split_once('年')) else { return false };
    rest.split_once('月').is_some_and(|(month, day)| [year, month, day].into_iter().all(is_number))
}

/// A name on one line, its blanks as they are. A line break in it is where it was wrapped; Chinese is joined without a
/// blank.
pub fn one_line(text: &str) -> String {
    let mut joined = String::new();
    for piece in text.split(['\n', '\r', '\u{b}', '\u{85}', '\u{2028}']) {
        let piece = piece.trim();
        // Scripts that part their words by blanks are broken at them.
        let is_parted = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() && c < '\u{2E80}');
        if is_parted(joined.chars().last()) && is_parted(piece.chars().next()) {
            joined.push(' ');
        }
        joined.push_str(piece);
    }
    joined
}

/// `text` with every character that is not seen, or that changes how others are seen, as a sign: `[U+202E]`. Files come
/// from others: what is in a name is shown, never obeyed by a terminal, a window or a printed page.
pub fn visible(text: &str) -> Cow<'_, str> {
    written(text, |_| false, sign)
}

/// As [`visible`], for texts of several lines.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    written(text, |c| matches!(c, '\n' | '\t'), sign)
}

/// JSON in which the characters that [`visible`] shows are escaped: the same data, and harmless on a terminal.
pub fn escaped(json: &str) -> Cow<'_, str> {
    written(json, |_| false, |c| c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect())
}

fn sign(c: char) -> String {
    format!("[U+{:04X}]", u32::from(c))
}

/// `text` with a sign for each character that `is_hidden`.
pub fn signed(text: &str, is_hidden: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_hidden) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_hidden(c) { sign(c) } else { c.to_string() }).collect())
}

fn written(text: &str, is_kept: impl Fn(char) -> bool, sign: impl Fn(char) -> String) -> Cow<'_, str> {
    // Nearly every text is as it is seen.
    let mut shown: Option<String> = None;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let joins = before.is_some_and(is_joined);
        let is_shown = is_kept(c) || !is_hidden(c) && (joins || !is_joiner(c));
        if !is_shown {
            shown.get_or_insert_with(|| text[..at].to_owned()).push_str(&sign(c));
        } else if let Some(shown) = &mut shown {
            shown.push(c);
        }
        before = Some(c);
    }
    shown.map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Control characters, those that turn the direction of writing, and those that only hide. Selectors of the form of a
/// character (U+FE00 to FE0F, U+E0100 to E01EF) change what is seen and stay.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180E}'
        )
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}')
        || matches!(c, '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}')
        || matches!(c, '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}')
        || matches!(c, '\u{E01F0}'..='\u{E0FFF}')
}

/// What joins or parts the shapes of its neighbours, and hides beside all others.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}')
}

/// Whether a joiner after this does something: scripts whose letters are joined, and emoji.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{1CFF}' | '\u{2190}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{FE0F}')
        || matches!(c, '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10A00}'..='\u{11FFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Digits as headings count; none is written as nothing.
const NUMERALS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

/// `number` as headings count: 一, 十二, 二十.
pub fn numeral(number: usize) -> String {
    match (number / 10, number % 10) {
        (0, ones) => NUMERALS[ones].to_owned(),
        (1, ones) => format!("十{}", NUMERALS[ones]),
        (tens @ 2..=9, ones) => format!("{}十{}", NUMERALS[tens], NUMERALS[ones]),
        _ => number.to_string(),
    }
}

/// The number up to ninety-nine that is written so in Chinese numerals.
pub(crate) fn numeral_value(text: &str) -> Option<usize> {
    (1..100).find(|number| numeral(*number) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_count_as_headings_do() {
        assert_eq!([1, 10, 11, 12, 20, 21, 100].map(numeral), ["一", "十", "十一", "十二", "二十", "二十一", "100"]);
        assert_eq!(["二十一", "十", "", "百"].map(numeral_value), [Some(21), Some(10), None, None]);
    }

    #[test]
    fn what_is_hidden_is_shown_and_what_is_seen_stays() {
        assert!(matches!(visible("某中心（2025）👨‍👩‍👧 é"), Cow::Borrowed(_)));
        assert_eq!(visible("a\u{202e}b\u{1b}[31m\u{0}"), "a[U+202E]b[U+001B][31m[U+0000]");
        assert_eq!(visible("甲\n乙\u{200b}\u{feff}"), "甲[U+000A]乙[U+200B][U+FEFF]");
        assert_eq!(
            visible("甲\u{200d}乙\u{3164}\u{61c} \u{626}\u{200d}\u{627}"),
            "甲[U+200D]乙[U+3164][U+061C] \u{626}\u{200d}\u{627}"
        );
        assert_eq!(escaped("{\"a\": \"\u{202e}\u{e0041}\"}"), r#"{"a": "\u202e\udb40\udc41"}"#);
        assert_eq!(visible_lines("甲\n\t乙\r\u{9b}"), "甲\n\t乙[U+000D][U+009B]");
    }

    #[test]
    fn a_date_is_a_day_however_it_is_written() {
        for text in ["2025年2月21日", " 2025 年 2月 20 日", "二〇二五年二月二十一日", "２０２５年２月１日"]
        {
            assert!(is_date(text), "{text}");
        }
        for text in ["2025年2月", "2025年1月1日-2025年12月31日", "2025年", "每月25日前", "年月日", ""] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn wrapped_names_are_joined() {
        assert_eq!(one_line("解决历史遗留问题及改革成\n本支出"), "解决历史遗留问题及改革成本支出");
        assert_eq!(one_line("2025 年\n补助（自治区）"), "2025 年补助（自治区）");
        assert_eq!(one_line("Windows\nServer"), "Windows Server");
        assert_eq!(one_line("ئانا\nتىل"), "ئانا تىل");
        assert_eq!(one_line(" 甲　乙  \n  丙  丁 "), "甲　乙丙  丁");
    }
}
