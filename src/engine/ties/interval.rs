//! What a shown figure says of the amount behind it.
//!
//! A figure that was rounded stands for an interval of half a unit of the last place either way; a sum of such figures
//! for the sum of their intervals. A total is explained by rounding when its interval meets that of the sum of its
//! parts. For n parts that are not blank this is a difference of at most ⌊n/2⌋ units of the last place, and for parts
//! whose exact yuan are known it is the exact sum, rounded, and nothing else (`assets/forms/README.md`, rounding 2 and
//! 3).

use crate::disclosure::{Amount, AmountUnit};
use crate::evaluate::{Addend, Evaluation};

/// The amounts that a figure may stand for, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interval {
    low: Bound,
    high: Bound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bound {
    amount: Amount,
    is_included: bool,
}

impl Interval {
    pub fn exact(amount: Amount) -> Self {
        let bound = Bound { amount, is_included: true };
        Self { low: bound, high: bound }
    }

    /// All amounts that are shown as `figure`: halves are rounded away from zero, so the end nearer to zero belongs to
    /// the interval and the other does not.
    pub fn of_shown(figure: Amount, unit: &AmountUnit) -> Self {
        let half = unit.half_of_last_place();
        Self {
            low: Bound { amount: figure - half, is_included: figure > Amount::ZERO },
            high: Bound { amount: figure + half, is_included: figure < Amount::ZERO },
        }
    }

    /// What `value` says of the amount that it stands for. More digits than the form shows are the exact amount; a blank
    /// is nothing.
    pub fn of_value(value: Amount, unit: &AmountUnit) -> Self {
        if value.is_zero() || !unit.is_exact(value) { Self::exact(value) } else { Self::of_shown(value, unit) }
    }

    /// Whether some amount is in both.
    pub fn meets(self, other: Self) -> bool {
        self.common(other).is_some()
    }

    /// Whether some amount of this is at least as large as some amount of `other`.
    pub fn reaches(self, other: Self) -> bool {
        let (high, low) = (self.high, other.low);
        high.amount > low.amount || (high.amount == low.amount && high.is_included && low.is_included)
    }

    /// The amounts that are in both.
    pub fn common(self, other: Self) -> Option<Self> {
        let low = if (self.low.amount, !self.low.is_included) >= (other.low.amount, !other.low.is_included) {
            self.low
        } else {
            other.low
        };
        let high = if (self.high.amount, self.high.is_included) <= (other.high.amount, other.high.is_included) {
            self.high
        } else {
            other.high
        };
        let common = Self { low, high };
        common.reaches(common).then_some(common)
    }

    /// The sum of an amount of this and one of `other`.
    pub fn plus(self, other: Self) -> Self {
        let add =
            |a: Bound, b: Bound| Bound { amount: a.amount + b.amount, is_included: a.is_included && b.is_included };
        Self { low: add(self.low, other.low), high: add(self.high, other.high) }
    }

    /// The amounts with the opposite sign.
    pub fn negated(self) -> Self {
        let negate = |bound: Bound| Bound { amount: -bound.amount, ..bound };
        Self { low: negate(self.high), high: negate(self.low) }
    }
}

/// One side of what is compared: a sum of cells, or a single one.
pub(crate) struct Side {
    /// Sum of the figures as shown.
    pub shown: Amount,
    /// What the sum of the amounts behind them can be.
    pub interval: Interval,
    /// Whether no figure has more digits than are shown.
    pub is_as_shown: bool,
    /// Whether it is a single cell.
    pub is_single: bool,
}

impl Side {
    /// Adds up `addends`.
    pub fn of(addends: &[Addend], evaluation: &Evaluation, unit: &AmountUnit) -> Self {
        let nothing = Interval::exact(Amount::ZERO);
        let is_single = addends.len() == 1;
        let mut side = Self { shown: Amount::ZERO, interval: nothing, is_as_shown: true, is_single };
        for addend in addends {
            let value = evaluation.value(addend.cell);
            if value.is_zero() {
                continue;
            }
            let interval = Interval::of_value(value, unit);
            let shown = unit.shown(value);
            side.is_as_shown &= shown == value;
            side.shown = if addend.negative { side.shown - shown } else { side.shown + shown };
            side.interval = side.interval.plus(if addend.negative { interval.negated() } else { interval });
        }
        side
    }

    /// What the side says as it is printed: a single cell has a figure of its own, whatever digits are behind it.
    pub fn printed(&self, unit: &AmountUnit) -> Interval {
        if self.is_single { Interval::of_shown(self.shown, unit) } else { self.interval }
    }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    fn wan() -> AmountUnit {
        AmountUnit { name: "万元".into(), yuan: Decimal::from(10_000), decimals: 2 }
    }

    fn shown(hundredths: i64) -> Interval {
        Interval::of_value(Amount::from_yuan(Decimal::from(hundredths * 100)).unwrap(), &wan())
    }

    fn sum(parts: usize) -> Interval {
        (0..parts).map(|_| shown(300)).fold(Interval::exact(Amount::ZERO), Interval::plus)
    }

    #[test]
    fn n_shown_parts_explain_half_n_units_and_no_more() {
        for n in 1..=9 {
            let exact = 300 * n as i64;
            let allowed = n as i64 / 2;
            for difference in -6..=6_i64 {
                let explained = shown(exact + difference).meets(sum(n));
                assert_eq!(explained, difference.abs() <= allowed, "{n} parts, difference {difference}");
            }
        }
    }

    #[test]
    fn rounding_of_halves_reaches_the_limit() {
        // 3.005 and 3.005 are shown as 3.01 and 3.01, their sum 6.01: two parts, one unit.
        let unit = wan();
        let part: Amount = "30050".parse().unwrap();
        assert_eq!(unit.plain(part), "3.01");
        assert_eq!(unit.plain(part + part), "6.01");
        assert!(shown(601).meets(shown(301).plus(shown(301))));
    }

    #[test]
    fn exact_parts_allow_only_the_rounded_exact_sum() {
        let unit = wan();
        let part = |yuan: &str| Interval::of_value(yuan.parse().unwrap(), &unit);
        let sum = part("30049").plus(part("30049"));
        assert!(shown(601).meets(sum));
        assert!(!shown(600).meets(sum) && !shown(602).meets(sum));
    }

    #[test]
    fn negative_figures_mirror_positive_ones() {
        assert!(shown(-601).meets(shown(-300).plus(shown(-300))));
        assert!(!shown(-602).meets(shown(-300).plus(shown(-300))));
        assert!(shown(0).meets(Interval::exact(Amount::ZERO)));
    }
}
