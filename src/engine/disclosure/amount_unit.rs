//! In which unit and how exactly a form shows amounts.

use rust_decimal::Decimal;

use super::amount::{Amount, AmountError, with_thousands};

/// The unit and precision in which a form shows amounts, e.g. 万元 with two decimals; or counts, or percentages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountUnit {
    /// Its name, as printed: 万元.
    pub name: String,
    /// How many yuan one unit is; 1 where it is none of money.
    pub yuan: Decimal,
    pub decimals: u32,
    pub measure: Measure,
}

/// What is measured in an [`AmountUnit`]. All of it is held as an [`Amount`], which then is no money but a plain number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    #[default]
    Money,
    /// Things that are counted: what is shown is all there is.
    Count,
    /// Percent of something: 12.34 is 12.34%.
    Percent,
}

impl AmountUnit {
    /// A unit of counted things.
    pub fn of_count(name: impl Into<String>, decimals: u32) -> Self {
        Self { name: name.into(), yuan: Decimal::ONE, decimals, measure: Measure::Count }
    }

    pub fn of_percent(decimals: u32) -> Self {
        Self { name: "%".into(), yuan: Decimal::ONE, decimals, measure: Measure::Percent }
    }

    /// `amount` rounded to what is shown, half away from zero, in yuan.
    pub fn shown(&self, amount: Amount) -> Amount {
        let place = self.last_place().millionths;
        Amount { millionths: rounded_quotient(amount.millionths, place) * place }
    }

    /// Whether the shown figure is the whole amount.
    pub fn is_exact(&self, amount: Amount) -> bool {
        self.are_exact([amount])
    }

    /// Whether the shown figures are the whole of all `amounts`.
    pub fn are_exact(&self, amounts: impl IntoIterator<Item = Amount>) -> bool {
        let is_whole = multiples_of(self.last_place().millionths);
        amounts.into_iter().all(|amount| is_whole(amount.millionths))
    }

    /// One unit of the last place shown, in yuan: 100 yuan for 万元 with two decimals. A form shows nothing finer than a
    /// 分.
    pub fn last_place(&self) -> Amount {
        let parts = 10_i128.saturating_pow(self.decimals);
        let unit = self.yuan.mantissa() * 10_i128.pow(Amount::MAX_SCALE.saturating_sub(self.yuan.scale()));
        Amount { millionths: quotient(unit, parts).max(1) }
    }

    /// Half of [`AmountUnit::last_place`]: how far a shown figure can be from the amount behind it. There is no money smaller
    /// than a 分, so that what is shown to the 分 is the amount; and nothing stands behind what was counted.
    pub fn half_of_last_place(&self) -> Amount {
        let place = self.last_place().millionths;
        let is_exact = match self.measure {
            Measure::Money => place <= Amount::FEN.millionths,
            Measure::Count => true,
            Measure::Percent => false,
        };
        Amount { millionths: if is_exact { 0 } else { place / 2 } }
    }

    /// Whether nothing is known of `amount` below the last place shown.
    pub fn is_rounded(&self, amount: Amount) -> bool {
        !self.half_of_last_place().is_zero() && self.is_exact(amount)
    }

    /// `amount` as text with a comma for each thousand and all decimals: `1,057.99`; zero is `0.00`.
    pub fn text(&self, amount: Amount) -> String {
        with_thousands(&self.plain(amount))
    }

    /// `amount` as a table prints it: like [`AmountUnit::text`], but zero is blank.
    pub fn table_text(&self, amount: Amount) -> String {
        if amount.is_zero() { String::new() } else { self.text(amount) }
    }

    /// `amount` as a plain decimal string with all decimals and no comma, for machines: `1057.99`.
    pub fn plain(&self, amount: Amount) -> String {
        let places = rounded_quotient(amount.millionths, self.last_place().millionths);
        let sign = if places < 0 { "-" } else { "" };
        let digits = format!("{:0>1$}", places.unsigned_abs(), self.decimals as usize + 1);
        match digits.split_at(digits.len() - self.decimals as usize) {
            (whole, "") => format!("{sign}{whole}"),
            (whole, fraction) => format!("{sign}{whole}.{fraction}"),
        }
    }

    /// `amount` in this unit with every digit that it has, at least those shown: what an editor offers to change.
    pub fn exact_text(&self, amount: Amount) -> String {
        let exact = (amount.yuan() / self.yuan).normalize();
        let decimals = exact.scale().max(self.decimals) as usize;
        format!("{exact:.decimals$}")
    }

    /// `amount` as [`AmountUnit::text`] writes it; with every digit where `is_exact`.
    pub fn text_of(&self, amount: Amount, is_exact: bool) -> String {
        if is_exact { with_thousands(&self.exact_text(amount)) } else { self.text(amount) }
    }

    /// Whether two amounts are shown alike though they differ: only digits that are not shown tell them apart.
    pub fn hides_difference(&self, one: Amount, other: Amount) -> bool {
        one != other && self.shown(one) == self.shown(other)
    }

    /// The amount that `value` of this unit is.
    ///
    /// # Errors
    /// As [`Amount::from_yuan`].
    pub fn amount(&self, value: Decimal) -> Result<Amount, AmountError> {
        Amount::from_yuan(value.checked_mul(self.yuan).ok_or(AmountError::TooLarge(value))?)
    }
}

/// `amount` divided by the positive `place`, rounded half away from zero.
fn rounded_quotient(amount: i128, place: i128) -> i128 {
    quotient(amount + amount.signum() * (place / 2), place)
}

/// `dividend` divided by `divisor`: nearly all fit in 64 bits, in which it takes a fraction of the time.
fn quotient(dividend: i128, divisor: i128) -> i128 {
    match (i64::try_from(dividend), i64::try_from(divisor)) {
        // The least number divided by −1 is the only quotient that does not fit.
        (Ok(dividend), Ok(divisor @ 1..)) => i128::from(dividend / divisor),
        _ => dividend / divisor,
    }
}

/// Tells whether a number is a multiple of the positive `place`. Nearly all amounts fit in 64 bits, in which it takes one
/// multiplication: `n` is a multiple of an odd `d` where `n` times the inverse of `d` modulo 2⁶⁴ is no more than the
/// largest quotient (Granlund and Montgomery 1994, section 9).
fn multiples_of(place: i128) -> impl Fn(i128) -> bool {
    let small_place = u64::try_from(place).unwrap_or(0);
    let twos = small_place.trailing_zeros();
    let odd = small_place.unbounded_shr(twos);
    // Newton's method: three digits of the inverse are right at first, twice as many after each step.
    let step = |inverse: u64, _| inverse.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(inverse)));
    let inverse = (0..5).fold(odd, step);
    let most = u64::MAX.checked_div(small_place);
    move |amount| match (u64::try_from(amount.unsigned_abs()), most) {
        (Ok(amount), Some(most)) => amount.wrapping_mul(inverse).rotate_right(twos) <= most,
        _ => amount % place == 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wan() -> AmountUnit {
        AmountUnit { name: "万元".into(), yuan: Decimal::from(10_000), decimals: 2, measure: Measure::Money }
    }

    fn yuan(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn shown_figures_are_rounded_half_away_from_zero() {
        assert_eq!(wan().text(yuan("10579850")), "1,057.99");
        assert_eq!(wan().text(yuan("-50")), "-0.01");
        assert_eq!(wan().text(yuan("49.99")), "0.00");
        assert_eq!(wan().text(yuan("-49.99")), "0.00");
    }

    #[test]
    fn zero_is_blank_in_tables_only() {
        assert_eq!(wan().table_text(Amount::ZERO), "");
        assert_eq!(wan().text(Amount::ZERO), "0.00");
    }

    #[test]
    fn halves_are_rounded_away_from_zero_and_nothing_else_is() {
        for (amount, shown) in [("50", "100"), ("49.999999", "0"), ("-50", "-100"), ("-149.999999", "-100"), ("7", "0")]
        {
            assert_eq!(wan().shown(yuan(amount)), yuan(shown), "{amount}");
        }
        assert_eq!(wan().shown(yuan("-100000000000000")), yuan("-100000000000000"));
    }

    #[test]
    fn sums_are_exact_to_the_last_millionth_at_any_size() {
        let (largest, smallest) = (yuan("100000000000000"), yuan("0.000001"));
        let sum: Amount = std::iter::repeat_n(largest, 1_000).chain([smallest]).sum();
        assert_eq!(sum.yuan().to_string(), "100000000000000000.000001");
        assert_eq!(sum.to_string(), "100,000,000,000,000,000.000001");
        assert!(!wan().is_exact(sum) && wan().is_exact(sum - smallest));
        assert_eq!(wan().shown(sum), sum - smallest);
    }

    #[test]
    fn multiples_are_told_as_by_division() {
        let mut rng = fastrand::Rng::with_seed(1);
        for place in [1, 2, 3, 10_000, 100_000_000, 10_000_000_000, 4_294_967_295_000_000, i128::from(u64::MAX) + 1] {
            let is_multiple = multiples_of(place);
            for _ in 0..10_000 {
                let large = i128::from(rng.i64(..)) * i128::from(rng.u32(..));
                let small = i128::from(rng.i64(..)) >> rng.u32(..60);
                for amount in [large, small, small / place * place, large / place * place, small / place * place + 1] {
                    assert_eq!(is_multiple(amount), amount % place == 0, "{amount} of {place}");
                }
            }
        }
    }

    #[test]
    fn whole_units_have_no_decimals() {
        let unit = AmountUnit { name: "元".into(), yuan: Decimal::ONE, decimals: 0, measure: Measure::Money };
        assert_eq!([unit.text(yuan("1234.5")), unit.text(yuan("-0.4"))], ["1,235", "0"]);
    }

    #[test]
    fn exact_text_keeps_every_digit() {
        assert_eq!(wan().exact_text(yuan("12345.67")), "1.234567");
        assert_eq!(wan().text_of(yuan("46575260"), true), "4,657.526");
        assert_eq!(wan().text_of(yuan("46575300"), true), "4,657.53");
        assert!(wan().hides_difference(yuan("46575260"), yuan("46575300")));
        assert!(!wan().hides_difference(yuan("46575300"), yuan("46575300")));
        assert!(!wan().hides_difference(yuan("46575200"), yuan("46575300")));
        assert_eq!(wan().exact_text(yuan("13086900")), "1308.69");
        assert_eq!(yuan("13086900").to_string(), "13,086,900.00");
    }
}
