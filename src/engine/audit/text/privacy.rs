//! Telephone numbers, identity-card numbers and e-mail addresses (F50).

use jiff::civil::Date;

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::{EMAIL, IDENTITY_NUMBER, TELEPHONE};
use crate::disclosure::{PerformanceField, TextPlace};
use crate::evaluate::Evaluated;

/// Mobile numbers, also in groups, and numbers with an area code.
static NUMBERED: Sought = Sought::new(
    || pattern(r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|\(?0\d{2,3}\)?[-— ]?[2-9]\d{6,7}"),
    Needs { digits: 10, ..Needs::NOTHING },
);
/// A number after a word for telephone.
static NAMED: Sought = Sought::new(
    || pattern(r"(?:电话|手机|联系方式|传真)(?:号码|号)?[::为是\s]*(\d[\d -]{5,18}\d)"),
    Needs { digits: 2, one_of: &["电话", "手机", "联系方式", "传真"], ..Needs::NOTHING },
);
static IDENTITY: Sought =
    Sought::new(|| pattern(r"[1-9]\d{16}[\dXx]|[1-9]\d{14}"), Needs { digits: 15, ..Needs::NOTHING });
static ADDRESS: Sought = Sought::new(
    || pattern(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*\.)+[A-Za-z]{2,}"),
    Needs { one_of: &["@"], ..Needs::NOTHING },
);

const MASK: Option<(&str, &str)> = Some(("遮去", "（略）"));

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let mut told: Vec<std::ops::Range<usize>> = Vec::new();
    let mut tell = |rule: &str, bytes: std::ops::Range<usize>, message: &str| {
        if told.iter().all(|other| other.end <= bytes.start || bytes.end <= other.start) {
            told.push(bytes.clone());
            findings.push(text.finding(evaluated, rule, text.characters(bytes), message, MASK));
        }
    };
    for found in text.find(&ADDRESS) {
        tell(EMAIL, found.range(), "是电子邮箱，不能公开。");
    }
    for found in text.find(&IDENTITY) {
        if stands_alone(&text.plain, found.range()) && is_identity_number(found.as_str()) {
            tell(IDENTITY_NUMBER, found.range(), "是身份证号码，不能公开。");
        }
    }
    for found in text.find(&NUMBERED) {
        if stands_alone(&text.plain, found.range()) {
            tell(TELEPHONE, found.range(), "是电话号码，不能公开。");
        }
    }
    let is_telephone_field = matches!(text.place, TextPlace::Performance(_, PerformanceField::Telephone));
    for found in text.captures(&NAMED).filter_map(|found| found.get(1)) {
        tell(TELEPHONE, found.range(), "是电话号码，不能公开。");
    }
    if is_telephone_field && text.digits >= 6 {
        tell(TELEPHONE, 0..text.plain.len(), "是电话号码，不能公开。");
    }
}

/// Whether no digit touches the number, nor a decimal point with a digit beyond it: it is not part of an amount or of a
/// longer number. A comma ends it, for so many digits in a row are no group of thousands.
fn stands_alone(text: &str, range: std::ops::Range<usize>) -> bool {
    let is_amount = ["元", "万", "%"].iter().any(|unit| text[range.end..].trim_start().starts_with(unit));
    !goes_on(text[..range.start].chars().rev()) && !goes_on(text[range.end..].chars()) && !is_amount
}

/// Whether a number goes on with these characters.
fn goes_on(mut beyond: impl Iterator<Item = char>) -> bool {
    match beyond.next() {
        Some('.') => beyond.next().is_some_and(|c| c.is_ascii_digit()),
        next => next.is_some_and(|c| c.is_ascii_digit()),
    }
}

/// Whether a number of 18 digits has the check digit of GB 11643, or one of 15 digits a date of birth in it.
fn is_identity_number(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let is_date = |year: i16, rest: &str| {
        let (month, day) = (rest[..2].parse::<i8>(), rest[2..4].parse::<i8>());
        matches!((month, day), (Ok(month), Ok(day)) if Date::new(year, month, day).is_ok())
    };
    let year = |digits: &str| digits.parse::<i16>().unwrap_or_default();
    if number.len() == 15 {
        return is_date(1900 + year(&number[6..8]), &number[8..12]);
    }
    let sum: u32 = number.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap_or_default() * weight).sum();
    let check = number.chars().last().map(|c| c.to_ascii_uppercase());
    check == CHECKS.get(sum as usize % 11).copied() && is_date(year(&number[6..10]), &number[10..14])
}
