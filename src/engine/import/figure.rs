//! Figures as documents print them.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::disclosure::{Amount, AmountError, AmountUnit, Measure};
use crate::edit::{AmountTextError, InputUnit, parse_amount};
use crate::readers::WITHOUT_RESULT;
use crate::spelling::half_width;

/// What stands in a cell for amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Figure {
    /// Nothing, or a dash for nothing.
    Blank,
    Amount(Amount),
    /// What is no amount, with the reason.
    Unread(String),
}

/// Longer texts are no figure, in bytes.
const LONGEST: usize = 300;

/// Reads a cell whose plain numbers are in units of `yuan` yuan.
///
/// It is stricter than what a person may type: two figures in one cell must not run together, a sum is not computed, and
/// `(1)` is a mark and no negative amount.
pub(super) fn read(text: &str, yuan: Decimal) -> Figure {
    read_in(text, &AmountUnit { name: String::new(), yuan, decimals: 2, measure: Measure::Money })
}

/// The amount that stands in a cell whose plain numbers are in units of `yuan` yuan.
pub(super) fn amount(text: &str, yuan: Decimal) -> Option<Amount> {
    match read(text, yuan) {
        Figure::Amount(amount) => Some(amount),
        Figure::Blank | Figure::Unread(_) => None,
    }
}

/// What stands in a cell whose plain numbers are in `unit`.
pub(super) fn read_in(text: &str, unit: &AmountUnit) -> Figure {
    if text.len() > LONGEST {
        return Figure::Unread("文字太长，不是一个数".to_owned());
    }
    let plain: String = grouped(text.trim()).chars().map(half_width).collect();
    if plain.chars().all(|c| c.is_whitespace() || is_dash(c)) || plain == "无" {
        return Figure::Blank;
    }
    if let Some(reason) = other_kind(&plain) {
        return Figure::Unread(reason);
    }
    if plain.starts_with('=') {
        return Figure::Unread("这是算式，不是印出的数".to_owned());
    }
    if plain.contains(['、', '。']) {
        return Figure::Unread(AmountTextError::Incomplete.to_string());
    }
    let pieces: Vec<&str> = plain.split_whitespace().collect();
    if !are_one(&pieces) {
        return Figure::Unread("格里不止一个数".to_owned());
    }
    let joined = pieces.concat();
    if joined.starts_with('(') && !joined.contains(['.', ',']) {
        return Figure::Unread("可能是注码，也可能是负数".to_owned());
    }
    match parse_amount(&joined, unit, InputUnit::Form) {
        Ok(None) => Figure::Blank,
        Ok(Some(amount)) => Figure::Amount(amount),
        // What spreadsheets leave behind of their own reckoning.
        Err(AmountTextError::Amount(AmountError::TooFine(yuan))) => {
            match Amount::from_yuan(yuan.round_dp(Amount::MAX_SCALE)) {
                Ok(amount) => Figure::Amount(amount),
                Err(error) => Figure::Unread(error.to_string()),
            }
        }
        Err(error) => Figure::Unread(error.to_string()),
    }
}

/// `text` with commas for the narrow blanks and those at which no line is broken, where they part thousands.
fn grouped(text: &str) -> Cow<'_, str> {
    let is_narrow = |c: char| matches!(c, '\u{A0}' | '\u{2004}'..='\u{200A}' | '\u{202F}' | '\u{205F}');
    if !text.contains(is_narrow) {
        return Cow::Borrowed(text);
    }
    let characters: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| characters.get(at).is_some_and(|c| half_width(*c).is_ascii_digit());
    let parts_thousands = |at: usize| {
        let has_point = characters[..at].iter().any(|c| half_width(*c) == '.');
        at > 0 && !has_point && is_digit(at - 1) && (1..=3).all(|after| is_digit(at + after)) && !is_digit(at + 4)
    };
    let written = |(at, c): (usize, &char)| if is_narrow(*c) && parts_thousands(at) { ',' } else { *c };
    Cow::Owned(characters.iter().enumerate().map(written).collect())
}

/// Why what stands in the cell is another kind of value: a date, or what a spreadsheet shows in the place of a result.
fn other_kind(plain: &str) -> Option<String> {
    let errors = ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#N/A", "#NUM!", "#NULL!"];
    if let Some(error) = errors.into_iter().find(|error| plain.eq_ignore_ascii_case(error)) {
        return Some(format!("原表的算式出错（{error}），没有结果；请在原表里改正，重新保存后再导入"));
    }
    if plain == WITHOUT_RESULT.chars().map(half_width).collect::<String>() {
        return Some("这个算式没有算过，没有结果；请用 Excel 或 WPS 打开，重新保存后再导入".to_owned());
    }
    if !plain.is_empty() && plain.chars().all(|c| c == '#') {
        return Some("原表的列太窄，数没有显示出来；请把列调宽，重新保存后再导入".to_owned());
    }
    let numbers: Vec<&str> = plain.split(['-', '/', '年', '月', '日']).filter(|piece| !piece.is_empty()).collect();
    let is_number = |piece: &&str| piece.len() <= 4 && piece.bytes().all(|byte| byte.is_ascii_digit());
    let is_date = numbers.len() == 3 && numbers.iter().all(is_number) && numbers[0].len() == 4;
    is_date.then(|| "这一格的格式是日期，不是金额；请在原表里把格式改成数值，重新保存后再导入".to_owned())
}

/// Whether the text is a figure, in whatever unit.
pub(super) fn is_figure(text: &str) -> bool {
    matches!(read(text, Decimal::ONE), Figure::Amount(_))
}

/// Whether the text is a figure and no code of a classification, of which each begins with 2, 3 or 5.
pub(super) fn is_amount(text: &str) -> bool {
    let plain: String = text.trim().chars().map(half_width).collect();
    let is_code = matches!(plain.len(), 3 | 5 | 7)
        && plain.starts_with(['2', '3', '5'])
        && plain.bytes().all(|byte| byte.is_ascii_digit());
    !is_code && is_figure(text)
}

/// The dashes and strokes that stand for nothing.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '―' | '─' | '−' | '﹣' | '/' | '\\')
}

/// Whether the pieces of a cell are one figure that was wrapped: no two of them that stand side by side are figures by
/// themselves.
fn are_one(pieces: &[&str]) -> bool {
    pieces.windows(2).all(|pair| {
        let is_sign = |piece: &str| matches!(piece, "-" | "(" | ")" | "¥" | "￥" | "元" | "万元");
        is_sign(pair[0]) || is_sign(pair[1]) || !(is_whole(pair[0]) && is_whole(pair[1]))
    })
}

/// Whether a piece is a figure by itself: whole groups of thousands, and two decimals or none.
fn is_whole(piece: &str) -> bool {
    let piece = piece.trim_start_matches(['-', '(']).trim_end_matches(')');
    let (whole, decimals) = piece.split_once('.').map_or((piece, None), |(whole, rest)| (whole, Some(rest)));
    let groups: Vec<&str> = whole.split(',').collect();
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = groups.iter().all(|group| is_digits(group))
        && (groups.len() == 1 || groups[1..].iter().all(|group| group.len() == 3) && groups[0].len() <= 3);
    is_grouped && decimals.is_none_or(|decimals| is_digits(decimals) && decimals.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match read(text, Decimal::from(10_000)) {
            Figure::Blank => String::new(),
            Figure::Amount(amount) => amount.to_string(),
            Figure::Unread(_) => "?".to_owned(),
        }
    }

    #[test]
    fn figures_are_read_in_every_width_and_wrapped_ones_whole() {
        for text in ["1,057.99", "１，０５７．９９", "1057.99", "1,057\n.99", "1,05\n7.99", "¥ 1,057.99", "1,057.9\n9"]
        {
            assert_eq!(shown(text), "10,579,900.00", "{text}");
        }
        assert_eq!(shown("(1,057.99)"), "-10,579,900.00");
        assert_eq!(shown("0.1 "), "1,000.00");
        assert_eq!(shown("155.3400000000012"), "1,553,400.00");
    }

    #[test]
    fn narrow_blanks_part_thousands_and_others_part_figures() {
        for blank in ['\u{A0}', '\u{2007}', '\u{2009}', '\u{202F}'] {
            assert_eq!(shown(&format!("1{blank}057.99")), "10,579,900.00");
            assert_eq!(shown(&format!("１{blank}０５７．９９{blank}")), "10,579,900.00");
            assert_eq!(shown(&format!("815.79{blank}155.34")), "?");
            assert_eq!(shown(&format!("12{blank}3.45")), "?");
        }
        assert_eq!(shown("\u{3000}1,057.99\u{2003}"), "10,579,900.00");
    }

    #[test]
    fn what_is_another_kind_of_value_is_told() {
        for (text, reason) in [
            ("1903-08-01", "日期"),
            ("2025/1/3", "日期"),
            ("2025年1月3日", "日期"),
            ("#REF!", "算式出错"),
            ("#div/0!", "算式出错"),
            ("####", "列太窄"),
        ] {
            let read = read(text, Decimal::ONE);
            assert!(matches!(&read, Figure::Unread(told) if told.contains(reason)), "{text}: {read:?}");
        }
    }

    #[test]
    fn dashes_are_nothing() {
        for text in ["", " ", "-", "—", "－－", "/", "无"] {
            assert_eq!(shown(text), "", "{text}");
        }
    }

    #[test]
    fn what_may_be_two_figures_or_none_is_refused() {
        for text in ["815.79 155.34", "12 3.45", "100 200", "1\n2", "=1+2", "(1)", "#REF!", "12%", "约5", "1,0 57,9"] {
            assert_eq!(shown(text), "?", "{text}");
        }
    }
}
