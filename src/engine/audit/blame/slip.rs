//! How one figure may have been typed for another.

use rust_decimal::Decimal;

use crate::audit::finding::Slip;
use crate::disclosure::{Amount, AmountUnit};

/// The decimal point stands at most so many places off.
const DECIMAL_FACTORS: [u32; 3] = [10, 100, 1_000];

/// The slip by which `typed` came to stand where `right` should, the most telling one. `neighbours` are figures near by,
/// each with the slip of having copied it.
pub(in crate::audit) fn slip(
    typed: Amount,
    right: Amount,
    unit: &AmountUnit,
    neighbours: impl IntoIterator<Item = (Slip, Amount)>,
) -> Option<Slip> {
    if typed.is_zero() {
        return (!right.is_zero()).then_some(Slip::LeftOut);
    }
    if typed == -right {
        return Some(Slip::Sign);
    }
    let copied = || neighbours.into_iter().find(|&(_, amount)| amount == typed).map(|(slip, _)| slip);
    decimal_point(typed, right, unit).or_else(copied).or_else(|| digits(typed, right, unit))
}

/// The figure is some power of ten too large or too small.
fn decimal_point(typed: Amount, right: Amount, unit: &AmountUnit) -> Option<Slip> {
    if right.is_zero() {
        return None;
    }
    let (typed_yuan, right_yuan) = (typed.yuan(), right.yuan());
    if unit.yuan > Decimal::ONE && right_yuan.checked_mul(unit.yuan) == Some(typed_yuan) {
        return Some(Slip::Yuan);
    }
    let shown = |yuan: Decimal| Amount::from_yuan(yuan.round_dp(Amount::MAX_SCALE)).ok().map(|yuan| unit.shown(yuan));
    let is_off_by = |factor: u32| {
        let factor = Decimal::from(factor);
        right_yuan.checked_mul(factor) == Some(typed_yuan)
            || typed_yuan.checked_mul(factor) == Some(right_yuan)
            // Digits that are no longer shown got lost.
            || shown(right_yuan / factor) == Some(typed)
    };
    DECIMAL_FACTORS.into_iter().find(|&factor| is_off_by(factor)).map(|factor| Slip::DecimalPoint { factor })
}

/// Single digits of the figures as they are shown.
fn digits(typed: Amount, right: Amount, unit: &AmountUnit) -> Option<Slip> {
    // No digit was meant where nothing should stand.
    if right.is_zero() {
        return None;
    }
    let (typed, right) = (unit.plain(typed), unit.plain(right));
    if typed.starts_with('-') != right.starts_with('-') {
        return None;
    }
    let (typed, right) = (typed.trim_start_matches('-'), right.trim_start_matches('-'));
    if is_one_missing(right, typed) {
        return Some(Slip::DigitMissing);
    }
    if is_one_missing(typed, right) {
        return Some(Slip::DigitAdded);
    }
    // A leading digit that became zero is not printed.
    let width = typed.len().max(right.len());
    let padded = |text: &str| format!("{text:0>width$}").into_bytes();
    let (typed, right) = (padded(typed), padded(right));
    let differing: Vec<usize> = (0..width).filter(|&place| typed[place] != right[place]).collect();
    match differing[..] {
        [_] => Some(Slip::OneDigit),
        [first, second] if typed[first] == right[second] && typed[second] == right[first] => {
            let between = typed[first + 1..second].iter();
            let is_side_by_side = between.filter(|digit| digit.is_ascii_digit()).count() == 0;
            Some(if is_side_by_side { Slip::NeighboursSwapped } else { Slip::DigitsSwapped })
        }
        _ => None,
    }
}

/// Whether `short` is `long` without one of its digits.
fn is_one_missing(long: &str, short: &str) -> bool {
    let number = |text: &str| Decimal::from_str_exact(text).ok();
    let short = number(short);
    let is_digit = |place: &usize| long.as_bytes()[*place].is_ascii_digit();
    let without = |place: usize| number(&format!("{}{}", &long[..place], &long[place + 1..]));
    // A missing zero at the end changes nothing.
    (0..long.len()).filter(is_digit).any(|place| short.is_some() && without(place) == short && number(long) != short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Measure;

    fn found(typed: &str, right: &str) -> Option<Slip> {
        let unit =
            AmountUnit { name: "万元".into(), yuan: Decimal::from(10_000), decimals: 2, measure: Measure::Money };
        let amount = |text: &str| unit.amount(text.parse().unwrap()).unwrap();
        let neighbours = [(Slip::RowAbove, amount("77.5")), (Slip::ColumnAfter, amount("3"))];
        slip(amount(typed), amount(right), &unit, neighbours)
    }

    #[test]
    fn each_slip_is_told() {
        for (typed, right, slip) in [
            ("1234500", "123.45", Slip::Yuan),
            ("1234.5", "123.45", Slip::DecimalPoint { factor: 10 }),
            ("12345", "123.45", Slip::DecimalPoint { factor: 100 }),
            ("12.35", "123.45", Slip::DecimalPoint { factor: 10 }),
            ("12.345", "123.45", Slip::DecimalPoint { factor: 10 }),
            ("-5", "5", Slip::Sign),
            ("77.50", "8.21", Slip::RowAbove),
            ("3", "0", Slip::ColumnAfter),
            ("132.45", "123.45", Slip::NeighboursSwapped),
            ("124.35", "123.45", Slip::NeighboursSwapped),
            ("321.45", "123.45", Slip::DigitsSwapped),
            ("153.45", "123.45", Slip::OneDigit),
            ("0.35", "0.05", Slip::OneDigit),
            ("1253.45", "123.45", Slip::DigitAdded),
            ("13.45", "123.45", Slip::DigitMissing),
            ("123.5", "123.45", Slip::DigitMissing),
            ("0", "123.45", Slip::LeftOut),
        ] {
            assert_eq!(found(typed, right), Some(slip), "{typed} for {right}");
        }
    }

    #[test]
    fn what_is_no_slip_is_not_called_one() {
        for (typed, right) in [("123.45", "678.91"), ("10", "20.5"), ("5", "0"), ("99.99", "100.02")] {
            assert_eq!(found(typed, right), None, "{typed} for {right}");
        }
    }
}
