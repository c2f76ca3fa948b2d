//! Figures as documents print them.

use rust_decimal::Decimal;

use crate::disclosure::{Amount, AmountError, AmountUnit};
use crate::edit::{AmountTextError, InputUnit, parse_amount};
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
    if text.len() > LONGEST {
        return Figure::Unread("文字太长，不是一个数".to_owned());
    }
    let plain: String = text.trim().chars().map(half_width).collect();
    if plain.chars().all(|c| c.is_whitespace() || is_dash(c)) || plain == "无" {
        return Figure::Blank;
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
    let unit = AmountUnit { name: String::new(), yuan, decimals: 2 };
    match parse_amount(&joined, &unit, InputUnit::Form) {
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

/// Whether the text is a figure, in whatever unit.
pub(super) fn is_figure(text: &str) -> bool {
    matches!(read(text, Decimal::ONE), Figure::Amount(_))
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
