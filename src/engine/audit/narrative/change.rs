//! Which of the three figures of a change is wrong: this year's amount, by how much it changed, and that in per cent.
//!
//! Where last year's figure is known, it decides. Where it is known by the sentence alone, the percentage is as likely wrong as the
//! difference, unless one of them is a slip of the pen away from what the other says.

use super::told::is_plain;
use rust_decimal::Decimal;

use crate::audit::blame::slip;
use crate::disclosure::{Amount, AmountUnit};

/// So many amounts have the percentage at most: of more nothing is known.
const MOST_CANDIDATES: u32 = 2_000;

/// A change as a sentence tells it, in the unit of sentences.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// This year's amount.
    pub now: Amount,
    pub difference: Decimal,
    pub is_up: bool,
    /// In per cent, and what it should be by the difference.
    pub growth: Decimal,
    pub expected_growth: Decimal,
}

/// What a difference should be that was mistyped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Right {
    Exactly(Amount),
    /// Several slips would do: about so much.
    About(Amount),
}

/// What the difference should be, where it was mistyped and the percentage was not.
pub(super) fn right_difference(told: Told, unit: &AmountUnit) -> Option<Right> {
    if !is_plain(told.growth) {
        return None;
    }
    let amount = |value: Decimal| unit.amount(value).ok();
    let is_slip = |typed: Decimal, right: Decimal| Some(slip(amount(typed)?, amount(right)?, unit, []).is_some());
    if is_slip(told.growth, told.expected_growth.round_dp(told.growth.scale())) == Some(true) {
        return None;
    }
    let (low, high) = range(told, unit)?;
    let step = Decimal::new(1, unit.decimals);
    let first = (low / step).ceil() * step;
    let candidates = std::iter::successors(Some(first), |value| value.checked_add(step));
    let candidates = candidates.take_while(|value| *value <= high).take(MOST_CANDIDATES as usize);
    let slips: Vec<Decimal> = candidates.filter(|right| is_slip(told.difference, *right) == Some(true)).collect();
    match slips[..] {
        [] => None,
        [right] => amount(right).map(Right::Exactly),
        _ => amount(((low + high) / Decimal::TWO).round_dp(unit.decimals)).map(Right::About),
    }
}

/// Between which amounts the difference lies by the percentage, which is rounded.
fn range(Told { now, is_up, growth, .. }: Told, unit: &AmountUnit) -> Option<(Decimal, Decimal)> {
    let half = Decimal::new(5, growth.scale() + 1);
    let now = now.yuan().checked_div(unit.yuan)?;
    let difference = |growth: Decimal| {
        let share = growth / Decimal::ONE_HUNDRED;
        let last = now.checked_div(if is_up { Decimal::ONE + share } else { Decimal::ONE - share })?;
        Some((now - last).abs())
    };
    let (low, high) = (difference((growth - half).max(Decimal::ZERO))?, difference(growth + half)?);
    let step = Decimal::new(1, unit.decimals);
    (low <= high && (high - low) / step <= Decimal::from(MOST_CANDIDATES)).then_some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Form, builtin_form};

    fn right(now: &str, difference: &str, growth: &str, expected: &str, is_up: bool) -> Option<String> {
        let form = Form::load(builtin_form("xinjiang-2025").unwrap()).unwrap();
        let unit = &form.text_unit;
        let decimal = |text: &str| text.parse::<Decimal>().unwrap();
        let told = Told {
            now: unit.amount(decimal(now)).unwrap(),
            difference: decimal(difference),
            is_up,
            growth: decimal(growth),
            expected_growth: decimal(expected),
        };
        right_difference(told, unit).map(|right| match right {
            Right::Exactly(amount) => unit.plain(amount),
            Right::About(amount) => format!("~{}", unit.plain(amount)),
        })
    }

    #[test]
    fn the_percentage_says_what_a_mistyped_difference_should_be() {
        // 498.13 after 504.03: 5.90 less.
        assert_eq!(right("498.13", "95.90", "1.17", "16.14", false).as_deref(), Some("5.90"));
        // It may be 5.89 with one digit wrong, and 5.90 with two swapped.
        assert_eq!(right("498.13", "5.09", "1.17", "1.0115", false).as_deref(), Some("~5.90"));
        assert_eq!(right("498.13", "59.00", "1.17", "10.5902", false).as_deref(), Some("5.90"));
        assert_eq!(right("110.00", "19.00", "10.00", "20.8791", true).as_deref(), Some("10.00"));
    }

    #[test]
    fn of_a_percentage_that_was_mistyped_or_where_nothing_tells_nothing_is_said() {
        for (difference, growth, expected) in [
            // 1.71 for 1.17.
            ("5.90", "1.71", "1.1706"),
            // 12.34 and 2.50 have nothing in common.
            ("12.34", "2.50", "2.4174"),
            ("5.90", "100.00", "1.1706"),
        ] {
            assert_eq!(right("498.13", difference, growth, expected, false), None, "{difference} {growth}");
        }
    }
}
