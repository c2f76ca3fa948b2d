//! Amounts of money, exact, in yuan.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of money in exact yuan (元).
///
/// Bounded so that no sum of a whole disclosure can overflow: at most [`Amount::LIMIT`] yuan either way, with at most
/// [`Amount::MAX_SCALE`] decimals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(Decimal);

/// Why something cannot be an [`Amount`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountError {
    /// The text is not a decimal number.
    #[error("“{0}”不是金额，应为以元计的数字，例如 \"13086900.00\"")]
    NotANumber(String),
    /// More than a hundred trillion yuan.
    #[error("金额 {0} 元超出范围（最多一百万亿元）")]
    TooLarge(Decimal),
    /// Finer than a hundredth of a 分.
    #[error("金额 {0} 元小数过细（元以下最多 6 位）")]
    TooFine(Decimal),
}

impl Amount {
    /// Nothing. A cell without an entry counts as this.
    pub const ZERO: Self = Self(Decimal::ZERO);
    /// The largest amount that can be entered, in yuan.
    pub const LIMIT: i64 = 100_000_000_000_000;
    /// Decimals of a yuan that are kept.
    pub const MAX_SCALE: u32 = 6;

    /// An amount of `yuan`.
    ///
    /// # Errors
    /// When it is larger than [`Amount::LIMIT`] or has more than [`Amount::MAX_SCALE`] decimals.
    pub fn from_yuan(yuan: Decimal) -> Result<Self, AmountError> {
        let yuan = yuan.normalize();
        if yuan.abs() > Decimal::from(Self::LIMIT) {
            Err(AmountError::TooLarge(yuan))
        } else if yuan.scale() > Self::MAX_SCALE {
            Err(AmountError::TooFine(yuan))
        } else {
            Ok(Self(yuan))
        }
    }

    /// The exact yuan.
    pub fn yuan(self) -> Decimal {
        self.0
    }

    /// Whether it is nothing; tables leave such a cell blank.
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The amount without its sign.
    pub fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} yuan", self.0)
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads plain decimal yuan, as a file holds them.
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let yuan =
            Decimal::from_str_exact(text).map_err(|_| AmountError::NotANumber(text.chars().take(40).collect()))?;
        Self::from_yuan(yuan)
    }
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.normalize().to_string())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The unit and precision in which a form shows amounts, e.g. 万元 with two decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AmountUnit {
    /// Its name, as printed: 万元.
    pub name: String,
    /// How many yuan one unit is.
    pub yuan: Decimal,
    /// Decimals that are shown.
    pub decimals: u32,
}

impl AmountUnit {
    /// `amount` in this unit as a reader sees it: rounded half away from zero.
    pub fn round(&self, amount: Amount) -> Decimal {
        (amount.0 / self.yuan).round_dp_with_strategy(self.decimals, RoundingStrategy::MidpointAwayFromZero)
    }

    /// `amount` rounded to what is shown, back in yuan.
    pub fn shown(&self, amount: Amount) -> Amount {
        if self.is_exact(amount) { amount } else { Amount(self.round(amount) * self.yuan) }
    }

    /// Whether the shown figure is the whole amount.
    pub fn is_exact(&self, amount: Amount) -> bool {
        (amount.0 % self.last_place().0).is_zero()
    }

    /// One unit of the last place shown, in yuan: 100 yuan for 万元 with two decimals.
    pub fn last_place(&self) -> Amount {
        Amount(self.yuan * Decimal::new(1, self.decimals))
    }

    /// Half of [`AmountUnit::last_place`]: how far a shown figure can be from the amount behind it.
    pub fn half_of_last_place(&self) -> Amount {
        Amount(self.last_place().0 / Decimal::TWO)
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
        let rounded = self.round(amount);
        let rounded = if rounded.is_zero() { Decimal::ZERO } else { rounded };
        format!("{rounded:.*}", self.decimals as usize)
    }

    /// `amount` in this unit with every digit that it has, at least those shown: what an editor offers to change.
    pub fn exact_text(&self, amount: Amount) -> String {
        let exact = (amount.0 / self.yuan).normalize();
        let decimals = exact.scale().max(self.decimals) as usize;
        format!("{exact:.decimals$}")
    }

    /// The amount that `value` of this unit is.
    ///
    /// # Errors
    /// As [`Amount::from_yuan`].
    pub fn amount(&self, value: Decimal) -> Result<Amount, AmountError> {
        Amount::from_yuan(value.checked_mul(self.yuan).ok_or(AmountError::TooLarge(value))?)
    }
}

impl fmt::Display for Amount {
    /// Exact yuan with a comma for each thousand and at least two decimals: `13,086,900.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = self.0.normalize().scale().max(2) as usize;
        f.write_str(&with_thousands(&format!("{:.decimals$}", self.0)))
    }
}

fn with_thousands(plain: &str) -> String {
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut text = String::from(sign);
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wan() -> AmountUnit {
        AmountUnit { name: "万元".into(), yuan: Decimal::from(10_000), decimals: 2 }
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
    fn exact_text_keeps_every_digit() {
        assert_eq!(wan().exact_text(yuan("12345.67")), "1.234567");
        assert_eq!(wan().exact_text(yuan("13086900")), "1308.69");
        assert_eq!(yuan("13086900").to_string(), "13,086,900.00");
    }

    #[test]
    fn amounts_out_of_bounds_are_refused() {
        assert!(matches!("1e3".parse::<Amount>(), Err(AmountError::NotANumber(_))));
        assert!(matches!("100000000000001".parse::<Amount>(), Err(AmountError::TooLarge(_))));
        assert!(matches!("0.0000001".parse::<Amount>(), Err(AmountError::TooFine(_))));
    }
}
