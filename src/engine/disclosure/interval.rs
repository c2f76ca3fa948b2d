//! What a printed figure says of the amount behind it.
//!
//! A figure that was rounded stands for an interval of half a unit of the last place either way; a sum of such figures
//! for the sum of their intervals, a share or a growth for all that the ends of two intervals allow. Whatever compares
//! printed figures asks here, so that no claim rests on exactness that they do not have. A blank is nothing, exactly, and
//! adds nothing to what is allowed.

use std::iter::Sum;

use rust_decimal::{Decimal, RoundingStrategy};

use super::{Amount, AmountUnit};

/// Decimals of a percentage.
const PERCENT_DECIMALS: u32 = 2;

/// `percent` as sentences print it: rounded to two decimals, half away from zero.
pub fn shown_percent(percent: Decimal) -> Decimal {
    percent.round_dp_with_strategy(PERCENT_DECIMALS, RoundingStrategy::MidpointAwayFromZero)
}

/// The amounts that a figure may stand for, in yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    low: Bound,
    high: Bound,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bound {
    amount: Amount,
    is_included: bool,
}

impl Default for Interval {
    /// Nothing.
    fn default() -> Self {
        Self::exact(Amount::ZERO)
    }
}

impl Interval {
    /// Just `amount`.
    pub fn exact(amount: Amount) -> Self {
        let bound = Bound { amount, is_included: true };
        Self { low: bound, high: bound }
    }

    /// `amount` and what is at most `distance` away from it.
    pub fn around(amount: Amount, distance: Amount) -> Self {
        let bound = |amount| Bound { amount, is_included: true };
        Self { low: bound(amount - distance), high: bound(amount + distance) }
    }

    /// All amounts that are shown as `figure`: halves are rounded away from zero, so the end nearer to zero belongs to
    /// the interval and the other does not.
    pub fn of_shown(figure: Amount, unit: &AmountUnit) -> Self {
        let half = unit.half_of_last_place();
        if half.is_zero() {
            return Self::exact(figure);
        }
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

    /// What a reader of the printed `value` knows of it, whatever digits are behind it; a blank is nothing.
    pub fn of_printed(value: Amount, unit: &AmountUnit) -> Self {
        if value.is_zero() { Self::exact(value) } else { Self::of_shown(unit.shown(value), unit) }
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

    /// Whether some amount of this is larger than some amount of `other`.
    pub fn exceeds(self, other: Self) -> bool {
        self.high.amount > other.low.amount
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

    /// `factor` times an amount of this; `factor` is above zero. `None` where that is more than an amount can be.
    pub fn times(self, factor: Decimal) -> Option<Self> {
        let end = |bound: Bound| {
            let yuan = bound.amount.yuan().checked_mul(factor)?.round_dp(Amount::MAX_SCALE);
            Some(Bound { amount: Amount::from_yuan(yuan).ok()?, ..bound })
        };
        Some(Self { low: end(self.low)?, high: end(self.high)? })
    }

    /// The amounts with the opposite sign.
    pub fn negated(self) -> Self {
        let negate = |bound: Bound| Bound { amount: -bound.amount, ..bound };
        Self { low: negate(self.high), high: negate(self.low) }
    }

    /// The amounts, or those with the opposite sign: as an addend of a sum.
    pub fn signed(self, negative: bool) -> Self {
        if negative { self.negated() } else { self }
    }

    /// The difference of an amount of this and one of `other`.
    pub fn minus(self, other: Self) -> Self {
        self.plus(other.negated())
    }

    /// The amounts without their sign.
    pub fn magnitude(self) -> Self {
        match (self.low.amount < Amount::ZERO, self.high.amount <= Amount::ZERO) {
            (_, true) => self.negated(),
            (false, _) => self,
            (true, false) => {
                let other = self.negated();
                let high = if other.high.amount > self.high.amount { other.high } else { self.high };
                Self { low: Bound { amount: Amount::ZERO, is_included: true }, high }
            }
        }
    }

    /// Whether an amount of this, in percent of one of `whole`, is printed as `stated`.
    pub fn is_share_of(self, whole: Self, stated: Decimal) -> bool {
        // Of nothing there are no shares.
        if whole == Self::default() {
            return stated.is_zero();
        }
        let Some((low, high)) = self.percent_of(whole) else { return true };
        is_printed_between(low, high, stated)
    }

    /// Whether the change from an amount of `last` to one of this, in percent of the former and without sign, is printed
    /// as `stated`.
    pub fn is_growth_from(self, last: Self, stated: Decimal) -> bool {
        // From nothing it is a hundred, from nothing to nothing none.
        if last == Self::default() {
            let expected = if self == last { Decimal::ZERO } else { Decimal::ONE_HUNDRED };
            return stated == expected;
        }
        let Some((low, high)) = self.percent_of(last) else { return self.may_grow_from_nearly_nothing(last, stated) };
        let (low, high) = (low - Decimal::ONE_HUNDRED, high - Decimal::ONE_HUNDRED);
        match (low < Decimal::ZERO, high < Decimal::ZERO) {
            (_, true) => is_printed_between(-high, -low, stated),
            (false, _) => is_printed_between(low, high, stated),
            (true, false) => is_printed_between(Decimal::ZERO, high.max(-low), stated),
        }
    }

    /// The same where `last` may be nothing: from as little as that everything grew many times, or from nothing, which is a
    /// hundred.
    fn may_grow_from_nearly_nothing(self, last: Self, stated: Decimal) -> bool {
        let (now, last) = (self.magnitude().low.amount.yuan(), last.magnitude().high.amount.yuan());
        let times = now.checked_mul(Decimal::ONE_HUNDRED).and_then(|percent| percent.checked_div(last));
        let least = times.map_or(Decimal::ZERO, |times| times - Decimal::ONE_HUNDRED);
        stated == Decimal::ONE_HUNDRED || stated >= shown_percent(least)
    }

    /// All from `low` to `high`.
    pub fn between(low: Amount, high: Amount) -> Self {
        let bound = |amount| Bound { amount, is_included: true };
        Self { low: bound(low), high: bound(high) }
    }

    /// The least and the most that an amount of this is in percent of one of `whole`; `None` where that may be nothing, or
    /// the ratio cannot be told.
    pub fn percent_of(self, whole: Self) -> Option<(Decimal, Decimal)> {
        let ends = [whole.low.amount, whole.high.amount];
        if ends[0] <= Amount::ZERO && ends[1] >= Amount::ZERO {
            return None;
        }
        let percent =
            |part: Amount, whole: Amount| part.yuan().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole.yuan());
        let mut ratios = Vec::with_capacity(4);
        for part in [self.low.amount, self.high.amount] {
            for whole in ends {
                ratios.push(percent(part, whole)?);
            }
        }
        Some((ratios.iter().min().copied()?, ratios.iter().max().copied()?))
    }
}

/// Whether some percentage from `low` to `high` is printed as `stated`.
fn is_printed_between(low: Decimal, high: Decimal, stated: Decimal) -> bool {
    shown_percent(low) <= stated && stated <= shown_percent(high)
}

impl Sum for Interval {
    fn sum<I: Iterator<Item = Self>>(intervals: I) -> Self {
        intervals.fold(Self::default(), Self::plus)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::Measure;

    fn wan() -> AmountUnit {
        AmountUnit { name: "万元".into(), yuan: Decimal::from(10_000), decimals: 2, measure: Measure::Money }
    }

    fn hundredths(hundredths: i64) -> Amount {
        Amount::from_yuan(Decimal::from(hundredths * 100)).unwrap()
    }

    fn shown(figure: i64) -> Interval {
        Interval::of_value(hundredths(figure), &wan())
    }

    fn sum(parts: usize) -> Interval {
        (0..parts).map(|_| shown(300)).sum()
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
    fn an_end_belongs_to_the_interval_where_a_half_is_rounded_to_the_figure() {
        // What is shown as 3.01 is all from 3.005, which is rounded up to it, to below 3.015, which is not; below zero
        // the ends change places, and what is shown as 0.00 reaches neither half.
        for (figure, yuan, is_in) in [
            (301, "30050", true),
            (301, "30049.99", false),
            (301, "30149.99", true),
            (301, "30150", false),
            (-301, "-30050", true),
            (-301, "-30049.99", false),
            (-301, "-30149.99", true),
            (-301, "-30150", false),
            (0, "50", false),
            (0, "49.99", true),
            (0, "-50", false),
            (0, "-49.99", true),
        ] {
            let amount: Amount = yuan.parse().unwrap();
            let interval = Interval::of_shown(hundredths(figure), &wan());
            assert_eq!(interval.meets(Interval::exact(amount)), is_in, "{yuan} as {figure}");
            assert_eq!(wan().shown(amount) == hundredths(figure), is_in, "{yuan} is shown as {figure}");
        }
        // 3.005 and 3.005 are shown as 3.01 and 3.01, their sum 6.01; no less, and less than 6.03, which is shown so.
        let sum = shown(301).plus(shown(301));
        assert_eq!([600, 601, 602, 603, 604].map(|figure| shown(figure).meets(sum)), [false, true, true, true, false]);
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

    #[test]
    fn a_blank_adds_nothing_to_what_is_allowed() {
        let unit = wan();
        let blank = Interval::of_printed(Amount::ZERO, &unit);
        let sum: Interval = [shown(1_000), blank, blank, blank].into_iter().sum();
        assert!(sum.meets(shown(1_000)) && !sum.meets(shown(1_001)));
        // What is printed as a zero is no blank.
        let small = Interval::of_printed("40".parse().unwrap(), &unit);
        assert!(shown(1_000).plus(small).meets(shown(1_001)));
    }

    #[test]
    fn percentages_are_those_that_some_amounts_behind_the_figures_have() {
        let unit = wan();
        let percent = |hundredths: i64| Decimal::new(hundredths, 2);
        let mut rng = fastrand::Rng::with_seed(17);
        for _ in 0..20_000 {
            let mut amount = || Amount::from_yuan(Decimal::new(rng.i64(10_000..90_000_000), 2)).unwrap();
            let (now, last) = (amount(), amount());
            let (part, whole) = (now, now + last);
            let ratio = |part: Amount, whole: Amount| part.yuan() * Decimal::ONE_HUNDRED / whole.yuan();
            let printed = |amount| Interval::of_printed(amount, &unit);
            let share = shown_percent(ratio(part, whole));
            assert!(printed(part).is_share_of(printed(whole), share), "{part} of {whole}: {share}");
            let growth = shown_percent(ratio((now - last).abs(), last));
            assert!(printed(now).is_growth_from(printed(last), growth), "{last} to {now}: {growth}");
            assert!(printed(now).minus(printed(last)).magnitude().meets(printed((now - last).abs())));
        }
        // 4.995 of 10.005 and what is nearly 5.005 of 9.995 are the ends.
        for (stated, is_right) in [(4_992, false), (4_993, true), (5_000, true), (5_008, true), (5_009, false)] {
            assert_eq!(shown(500).is_share_of(shown(1_000), percent(stated)), is_right, "{stated}");
        }
        assert!(shown(0).is_share_of(shown(0), percent(0)) && !shown(0).is_share_of(shown(0), percent(47)));
        for (last, stated, is_right) in
            [(0, 10_000, true), (0, 9_999, false), (1_000, 5_000, true), (1_000, 5_100, false)]
        {
            assert_eq!(shown(500).is_growth_from(shown(last), percent(stated)), is_right, "{last} {stated}");
        }
    }

    #[test]
    fn growth_from_nearly_nothing_is_large_or_a_hundred() {
        // Five, from at most a hundredth either way: at least 49,850 percent, whatever is behind them.
        let amount = |hundredths: i64| Amount::from_yuan(Decimal::from(hundredths * 100)).unwrap();
        let shown = |hundredths| Interval::of_printed(amount(hundredths), &wan());
        let percent = |hundredths: i64| Decimal::new(hundredths, 2);
        let last = Interval::around(Amount::ZERO, amount(1));
        for (stated, is_right) in
            [(10_000, true), (9_999, false), (12_552, false), (4_000_000, false), (5_000_000, true)]
        {
            assert_eq!(shown(500).is_growth_from(last, percent(stated)), is_right, "{stated}");
        }
        // What may be no more than the rounding may as well not have grown.
        assert!(shown(1).is_growth_from(last, percent(0)));
    }

    /// Every quarter of a hundredth from -12 to 12 hundredths that is in the interval.
    fn members(interval: Interval) -> Vec<i64> {
        let amount = |quarters: i64| Amount::from_yuan(Decimal::from(quarters * 25)).unwrap();
        (-48..=48).filter(|&quarters| interval.meets(Interval::exact(amount(quarters)))).collect()
    }

    #[test]
    fn amounts_without_their_sign_and_times_a_number_are_those_of_each_amount() {
        let all = [-5, -4, -1, 0, 1, 4, 5].map(shown).into_iter();
        let wide = [(-3, 5), (-5, 3), (-4, 4), (0, 3), (-3, 0)]
            .map(|(low, high): (i64, i64)| shown(low).plus(shown(high - low)));
        let from_zero = shown(-1).plus(Interval::exact("150".parse().unwrap()));
        let single = [Interval::default(), Interval::exact(hundredths(-3)), from_zero, from_zero.negated()];
        for interval in all.chain(wide).chain(single) {
            let mut magnitudes: Vec<i64> = members(interval).into_iter().map(i64::abs).collect();
            magnitudes.sort_unstable();
            magnitudes.dedup();
            let found = members(interval.magnitude());
            // Between the ends lies all that is nearer to zero, where both signs are in it.
            let least = magnitudes.first().copied().unwrap_or_default();
            assert_eq!((found.first(), found.last()), (Some(&least), magnitudes.last()), "{interval:?}");
            let twice = interval.times(Decimal::TWO).unwrap();
            assert!(
                members(interval).into_iter().all(|member| member.abs() > 24 || members(twice).contains(&(member * 2)))
            );
        }
        assert_eq!(members(shown(2).times(Decimal::TWO).unwrap()), (12..20).collect::<Vec<_>>());
        assert_eq!(shown(2).times(Decimal::from(Amount::LIMIT)), None);
    }

    #[test]
    fn an_interval_may_reach_or_exceed_another() {
        let (three, four) = (shown(3), shown(4));
        let just = |hundredths: i64| Interval::exact(self::hundredths(hundredths));
        for (one, other, reaches, exceeds) in [
            (three, three, true, true),
            (four, three, true, true),
            (three, four, false, false),
            (just(3), just(3), true, false),
            (just(4), just(3), true, true),
            (just(3), just(4), false, false),
            (three, just(3), true, true),
            (Interval::default(), shown(0), true, false),
        ] {
            assert_eq!((one.reaches(other), one.exceeds(other)), (reaches, exceeds), "{one:?} {other:?}");
        }
    }
}
