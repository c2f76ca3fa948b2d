//! Amounts of money, exact, in yuan.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An amount of money in exact yuan (元).
///
/// Bounded so that no sum of a whole disclosure can overflow: what is entered is at most [`Amount::LIMIT`] yuan either
/// way, with at most [`Amount::MAX_SCALE`] decimals; 700 million such amounts add up to what still can be told in yuan.
///
/// Held as whole millionths of a yuan: adding and comparing decimals takes ten times as long, and tables are added up
/// and compared again after every edit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount {
    pub(super) millionths: i128,
}

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
    pub const ZERO: Self = Self { millionths: 0 };
    /// 一分, the least that can be paid.
    pub const FEN: Self = Self { millionths: 10_000 };
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
            Ok(Self { millionths: yuan.mantissa() * 10_i128.pow(Self::MAX_SCALE - yuan.scale()) })
        }
    }

    /// The exact yuan, without zeros at the end of the decimals.
    pub fn yuan(self) -> Decimal {
        let bound = if self.millionths < 0 { Decimal::MIN } else { Decimal::MAX };
        Decimal::try_from_i128_with_scale(self.millionths, Self::MAX_SCALE).unwrap_or(bound).normalize()
    }

    /// Whether it is nothing; tables leave such a cell blank.
    pub fn is_zero(self) -> bool {
        self.millionths == 0
    }

    /// The amount without its sign.
    pub fn abs(self) -> Self {
        Self { millionths: self.millionths.abs() }
    }
}

impl fmt::Debug for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} yuan", self.yuan())
    }
}

impl FromStr for Amount {
    type Err = AmountError;

    /// Reads plain decimal yuan, as a file holds them: see [`plain_decimal`].
    fn from_str(text: &str) -> Result<Self, AmountError> {
        let yuan = plain_decimal(text).ok_or_else(|| AmountError::NotANumber(text.chars().take(40).collect()))?;
        Self::from_yuan(yuan)
    }
}

/// The number that `text` is in a file: digits of ASCII, before them a minus or nothing, a point only between digits.
/// Files are written by programs, and what else is in one (`1_000`, `5.`, `1e3`, `+5`, ` 5`) was damaged or means something
/// else to whoever wrote it; the decimal library takes some of it.
pub fn plain_decimal(text: &str) -> Option<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

impl Add for Amount {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { millionths: self.millionths + other.millionths }
    }
}

impl Sub for Amount {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self { millionths: self.millionths - other.millionths }
    }
}

impl Neg for Amount {
    type Output = Self;
    fn neg(self) -> Self {
        Self { millionths: -self.millionths }
    }
}

impl AddAssign for Amount {
    fn add_assign(&mut self, other: Self) {
        self.millionths += other.millionths;
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.yuan().to_string())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Amount {
    /// Exact yuan with a comma for each thousand and at least two decimals: `13,086,900.00`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let yuan = self.yuan();
        let decimals = yuan.scale().max(2) as usize;
        f.write_str(&with_thousands(&format!("{yuan:.decimals$}")))
    }
}

/// `plain` with a comma for each thousand.
pub(super) fn with_thousands(plain: &str) -> String {
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

    #[test]
    fn a_file_says_an_amount_in_one_way() {
        let read = |text: &str| text.parse::<Amount>().ok().map(|amount| amount.yuan().to_string());
        for (text, amount) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.00", "0"),
            ("5", "5"),
            ("-5", "-5"),
            ("007", "7"),
            ("0.5", "0.5"),
            ("13086900.00", "13086900"),
            ("-1234.567800", "-1234.5678"),
            ("0.0000010000000000", "0.000001"),
            ("100000000000000", "100000000000000"),
        ] {
            assert_eq!(read(text).as_deref(), Some(amount), "{text}");
        }
        let long = "9".repeat(100_000);
        let fine = format!("0.{}", "3".repeat(40));
        for text in [
            "",
            "-",
            ".",
            "-.",
            "+5",
            "1e3",
            "1E3",
            " 5",
            "5 ",
            "5\n",
            "\t5",
            "５",
            "٥",
            "5\u{200b}",
            ".5",
            "5.",
            "-.5",
            "1_000",
            "5_",
            "_5",
            "1,000",
            "1.2.3",
            "--5",
            "5-",
            "0x10",
            "1/2",
            "NaN",
            "inf",
            "五",
            "５．０",
            "5.0_",
            "5._0",
            &long,
            &fine,
        ] {
            assert_eq!(read(text), None, "{}", text.chars().take(20).collect::<String>());
        }
    }

    #[test]
    fn amounts_out_of_bounds_are_refused() {
        assert!(matches!("1e3".parse::<Amount>(), Err(AmountError::NotANumber(_))));
        assert!(matches!("100000000000001".parse::<Amount>(), Err(AmountError::TooLarge(_))));
        assert!(matches!("0.0000001".parse::<Amount>(), Err(AmountError::TooFine(_))));
    }
}
