//! Amounts as people type them.
//!
//! `1,234.56`, full-width digits, `(1,234.56)` for a negative amount, the minus signs of input methods and of
//! typography, `1.2万`, `3亿`, `5000元`, and small sums such as `=12.5+3*2`. What is none of these is refused with a
//! sentence; nothing is guessed.

use rust_decimal::Decimal;

use crate::disclosure::{Amount, AmountError, AmountUnit, Measure};
use crate::spelling::{self, half_width};

/// The unit of a number that is typed without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputUnit {
    /// The unit that the form shows, e.g. 万元.
    Form,
    /// 元.
    Yuan,
    /// 万元, whatever the form shows.
    TenThousandYuan,
}

impl InputUnit {
    /// `amount` with every digit that it has, as [`parse_amount`] reads it back: what is offered to be changed, or copied.
    pub fn exact_text(self, unit: &AmountUnit, amount: Amount) -> String {
        if amount.is_zero() {
            return String::new();
        }
        AmountUnit { yuan: self.yuan_per_unit(unit), ..unit.clone() }.exact_text(amount)
    }

    fn yuan_per_unit(self, unit: &AmountUnit) -> Decimal {
        match self {
            // What is no money is typed as it is printed, in whatever unit amounts are.
            _ if unit.measure != Measure::Money => unit.yuan,
            Self::Form => unit.yuan,
            Self::Yuan => Decimal::ONE,
            Self::TenThousandYuan => Decimal::from(10_000),
        }
    }
}

/// A text that is not taken as an amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmountTextError {
    /// A character that no amount has.
    #[error("“{}”不是数里能用的字", seen(*.0))]
    Character(char),
    /// Commas that do not separate thousands.
    #[error("千位逗号的位置不对（小数点请用英文句点）")]
    Comma,
    /// A blank between digits that does not separate thousands.
    #[error("里面有空格隔开的几个数，一格只能是一个数")]
    SeveralNumbers,
    /// Not a number, or a sum that is not complete.
    #[error("这不是一个完整的数或算式")]
    Incomplete,
    /// More digits than any amount has.
    #[error("数字太长，最多一百万亿元")]
    TooLong,
    #[error("不能除以零")]
    DivisionByZero,
    /// Something counted that is finer than the form shows.
    #[error("{}", match .0 { 0 => "这里要填整数".to_owned(), places => format!("这里最多填 {places} 位小数") })]
    TooFine(u32),
    /// Larger or finer than an amount can be.
    #[error(transparent)]
    Amount(#[from] AmountError),
}

/// A character as a person can see it.
fn seen(c: char) -> String {
    spelling::visible(&c.to_string()).into_owned()
}

/// Reads what a person typed into a cell. A blank text is no amount.
///
/// # Errors
/// When it is no amount; the message says what is wrong.
pub fn parse_amount(text: &str, unit: &AmountUnit, input: InputUnit) -> Result<Option<Amount>, AmountTextError> {
    let plain = without_unit(plain_text(text), unit)?;
    let (plain, is_sum) = match plain.split_first() {
        None => return Ok(None),
        Some(('=', rest)) => (rest, true),
        Some(_) => (plain.as_slice(), false),
    };
    let yuan_per_unit = input.yuan_per_unit(unit);
    let mut reader = Reader { rest: plain, yuan_per_unit, has_quotient: false };
    let mut yuan = if is_sum { reader.sum(0)?.in_yuan(yuan_per_unit)? } else { reader.single()? };
    if reader.has_quotient {
        // A quotient without end is cut where amounts end, once all is computed: =10/3*3 is 10.
        yuan = yuan.round_dp(Amount::MAX_SCALE);
    }
    match reader.rest.first() {
        None => Ok(Some(Amount::from_yuan(yuan)?)),
        Some(&c) if is_sum || c.is_ascii_digit() || "+-*/()".contains(c) => Err(AmountTextError::Incomplete),
        Some(&c) => Err(AmountTextError::Character(c)),
    }
}

/// The same for what a person enters: of what is counted nothing is left out when it is shown.
///
/// # Errors
/// The same, and when it is finer than the form shows.
pub fn parse_entered(text: &str, unit: &AmountUnit, input: InputUnit) -> Result<Option<Amount>, AmountTextError> {
    let amount = parse_amount(text, unit, input)?;
    match amount {
        Some(amount) if unit.measure == Measure::Count && !unit.is_exact(amount) => {
            Err(AmountTextError::TooFine(unit.decimals))
        }
        amount => Ok(amount),
    }
}

/// `plain` without the name of the unit that stands behind a count or a percentage: 3辆, 12.34%. Neither is in yuan.
fn without_unit(mut plain: Vec<char>, unit: &AmountUnit) -> Result<Vec<char>, AmountTextError> {
    if unit.measure == Measure::Money {
        return Ok(plain);
    }
    let name: Vec<char> = plain_text(&unit.name);
    if !name.is_empty() && plain.len() > name.len() && plain.ends_with(&name) {
        plain.truncate(plain.len() - name.len());
    }
    match plain.iter().find(|c| **c == '元') {
        Some(&yuan) => Err(AmountTextError::Character(yuan)),
        None => Ok(plain),
    }
}

/// Stands between digits that a blank separates.
const BLANK: char = ' ';

/// A text as the reader knows it: full-width forms and the many minus signs become ASCII, blanks vanish but between
/// digits.
fn plain_text(text: &str) -> Vec<char> {
    let mut plain: Vec<char> = Vec::new();
    let mut is_apart = false;
    for c in text.chars() {
        let c = match c {
            _ if spelling::is_nothing(c) => continue,
            _ if c.is_whitespace() => {
                is_apart = true;
                continue;
            }
            '¥' | '￥' => continue,
            '\u{2212}' | '－' | '–' | '﹣' => '-',
            '×' => '*',
            '÷' => '/',
            '。' => '.',
            '、' => ',',
            _ => half_width(c),
        };
        if is_apart && c.is_ascii_digit() && plain.last().is_some_and(char::is_ascii_digit) {
            plain.push(BLANK);
        }
        plain.push(c);
        is_apart = false;
    }
    plain
}

struct Reader<'a> {
    rest: &'a [char],
    yuan_per_unit: Decimal,
    /// Whether something was divided.
    has_quotient: bool,
}

/// A number in a sum: plain, or an amount because it was written with a unit.
#[derive(Clone, Copy)]
enum Value {
    Plain(Decimal),
    Yuan(Decimal),
}

/// Longer numbers do not fit into a decimal.
const LONGEST_NUMBER: usize = 28;

/// Brackets may be nested this deep.
const DEEPEST: usize = 20;

impl Reader<'_> {
    fn take(&mut self, c: char) -> bool {
        let found = self.rest.first() == Some(&c);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    /// One signed number; brackets around it make it negative, as accountants write.
    fn single(&mut self) -> Result<Decimal, AmountTextError> {
        if self.take('(') {
            let value = self.number()?.in_yuan(self.yuan_per_unit)?;
            return if self.take(')') { Ok(-value) } else { Err(AmountTextError::Incomplete) };
        }
        let is_negative = self.take('-');
        if !is_negative {
            self.take('+');
        }
        let value = self.number()?.in_yuan(self.yuan_per_unit)?;
        Ok(if is_negative { -value } else { value })
    }

    fn sum(&mut self, depth: usize) -> Result<Value, AmountTextError> {
        let is_negative = self.take('-');
        let mut sum = self.product(depth)?;
        if is_negative {
            sum = sum.map(|value| Some(-value))?;
        }
        loop {
            let is_minus = match self.rest.first() {
                Some('+') => false,
                Some('-') => true,
                _ => return Ok(sum),
            };
            self.rest = &self.rest[1..];
            let other = self.product(depth)?;
            sum = sum.plus(if is_minus { other.map(|value| Some(-value))? } else { other }, self.yuan_per_unit)?;
        }
    }

    fn product(&mut self, depth: usize) -> Result<Value, AmountTextError> {
        let mut product = self.factor(depth)?;
        loop {
            let is_division = match self.rest.first() {
                Some('*') => false,
                Some('/') => true,
                _ => return Ok(product),
            };
            self.rest = &self.rest[1..];
            self.has_quotient |= is_division;
            let other = self.factor(depth)?;
            product = if is_division { product.divided_by(other)? } else { product.times(other)? };
        }
    }

    fn factor(&mut self, depth: usize) -> Result<Value, AmountTextError> {
        if self.take('(') {
            if depth >= DEEPEST {
                return Err(AmountTextError::Incomplete);
            }
            let value = self.sum(depth + 1)?;
            return if self.take(')') { Ok(value) } else { Err(AmountTextError::Incomplete) };
        }
        self.number()
    }

    fn number(&mut self) -> Result<Value, AmountTextError> {
        let length = self.rest.iter().take_while(|c| c.is_ascii_digit() || ['.', ',', BLANK].contains(c)).count();
        let (digits, rest) = self.rest.split_at(length);
        if length == 0 {
            return Err(match rest.first() {
                Some(&c) if !"+-*/()=".contains(c) => AmountTextError::Character(c),
                _ => AmountTextError::Incomplete,
            });
        }
        let text: String = digits.iter().collect();
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let groups: Vec<&str> = whole.split([',', BLANK]).collect();
        let is_grouped = groups.len() == 1
            || ((1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3));
        if !is_grouped || fraction.contains([',', BLANK]) {
            return Err(if text.contains(BLANK) { AmountTextError::SeveralNumbers } else { AmountTextError::Comma });
        }
        let plain = format!("{}.{fraction}", groups.concat());
        let plain = plain.trim_end_matches('.');
        let is_long = plain.len() > LONGEST_NUMBER;
        let refusal = if is_long { AmountTextError::TooLong } else { AmountTextError::Incomplete };
        let value = Decimal::from_str_exact(plain).map_err(|_| refusal)?;
        self.rest = rest;
        let mut yuan = None;
        for (unit, size) in [('亿', 100_000_000), ('万', 10_000), ('元', 1)] {
            if self.take(unit) {
                yuan = Some(size);
                if unit != '元' {
                    self.take('元');
                }
                break;
            }
        }
        match yuan {
            Some(size) => Value::Yuan(value).map(|value| value.checked_mul(Decimal::from(size))),
            None => Ok(Value::Plain(value)),
        }
    }
}

impl Value {
    fn in_yuan(self, yuan_per_unit: Decimal) -> Result<Decimal, AmountTextError> {
        match self {
            Self::Yuan(yuan) => Ok(yuan),
            Self::Plain(number) => {
                number.checked_mul(yuan_per_unit).ok_or(AmountTextError::Amount(AmountError::TooLarge(number)))
            }
        }
    }

    fn map(self, change: impl FnOnce(Decimal) -> Option<Decimal>) -> Result<Self, AmountTextError> {
        let (Self::Plain(number) | Self::Yuan(number)) = self;
        let changed = change(number).ok_or(AmountTextError::Amount(AmountError::TooLarge(number)))?;
        Ok(if matches!(self, Self::Plain(_)) { Self::Plain(changed) } else { Self::Yuan(changed) })
    }

    fn plus(self, other: Self, yuan_per_unit: Decimal) -> Result<Self, AmountTextError> {
        match (self, other) {
            (Self::Plain(a), Self::Plain(_)) => other.map(|b| a.checked_add(b)),
            _ => {
                let a = self.in_yuan(yuan_per_unit)?;
                Self::Yuan(other.in_yuan(yuan_per_unit)?).map(|b| a.checked_add(b))
            }
        }
    }

    /// An amount times a number; two amounts cannot be multiplied.
    fn times(self, other: Self) -> Result<Self, AmountTextError> {
        match (self, other) {
            (_, Self::Plain(number)) => self.map(|value| value.checked_mul(number)),
            (Self::Plain(number), _) => other.map(|value| value.checked_mul(number)),
            _ => Err(AmountTextError::Incomplete),
        }
    }

    fn divided_by(self, other: Self) -> Result<Self, AmountTextError> {
        let Self::Plain(divisor) = other else { return Err(AmountTextError::Incomplete) };
        if divisor.is_zero() {
            return Err(AmountTextError::DivisionByZero);
        }
        self.map(|value| value.checked_div(divisor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(text: &str) -> Result<Option<String>, AmountTextError> {
        let unit =
            AmountUnit { name: "万元".into(), yuan: Decimal::from(10_000), decimals: 2, measure: Measure::Money };
        parse_amount(text, &unit, InputUnit::Form).map(|amount| amount.map(|amount| amount.to_string()))
    }

    fn reads(text: &str) -> String {
        yuan(text).unwrap_or_else(|error| panic!("{text}: {error}")).unwrap_or_default()
    }

    #[test]
    fn amounts_are_read_as_people_write_them() {
        for text in ["1234.56", "1,234.56", "１，２３４．５６", " 1 234.56 ", "1234.56万元", "12345600元", "0.123456亿"]
        {
            assert_eq!(reads(text), "12,345,600.00", "{text}");
        }
        for text in ["-1.5", "−1.5", "－1.5", "(1.50)", "（1.5）"] {
            assert_eq!(reads(text), "-15,000.00", "{text}");
        }
        assert_eq!(reads("1.2万"), "12,000.00");
        assert_eq!(reads("3亿"), "300,000,000.00");
        assert_eq!(reads(" "), "");
    }

    #[test]
    fn small_sums_are_computed() {
        assert_eq!(reads("=12.5+3*2"), "185,000.00");
        assert_eq!(reads("=-(1+2)*2+13/2"), "5,000.00");
        assert_eq!(reads("=10/3*3"), "100,000.00");
        assert_eq!(reads("=1元/3"), "0.333333");
    }

    #[test]
    fn units_mix_in_sums() {
        assert_eq!(reads("=1.5+500元"), "15,500.00");
        assert_eq!(reads("=4632元*8*12"), "444,672.00");
        assert!(yuan("=1元*1元").is_err());
    }

    #[test]
    fn what_is_no_amount_is_refused_in_words() {
        assert_eq!(yuan("12a"), Err(AmountTextError::Character('a')));
        assert_eq!(yuan("约12"), Err(AmountTextError::Character('约')));
        assert_eq!(yuan("1,23"), Err(AmountTextError::Comma));
        assert_eq!(yuan("1.2,3"), Err(AmountTextError::Comma));
        for text in ["12.5 30", "12 30", "12.5\n30", "1 2 3", "=1 2+3"] {
            assert_eq!(yuan(text), Err(AmountTextError::SeveralNumbers), "{text}");
        }
        assert_eq!(yuan("=1/0"), Err(AmountTextError::DivisionByZero));
        for text in ["-", "=", "=1+", "=(1", "1.2.3", "(1", "1+2", "--1"] {
            assert_eq!(yuan(text), Err(AmountTextError::Incomplete), "{text}");
        }
        assert!(matches!(yuan("99999999999999"), Err(AmountTextError::Amount(_))));
        assert_eq!(yuan(&"9".repeat(60)), Err(AmountTextError::TooLong));
    }

    #[test]
    fn the_unit_of_plain_numbers_can_be_yuan() {
        let unit =
            AmountUnit { name: "万元".into(), yuan: Decimal::from(10_000), decimals: 2, measure: Measure::Money };
        let amount = parse_amount("13086900", &unit, InputUnit::Yuan).unwrap().unwrap();
        assert_eq!(unit.text(amount), "1,308.69");
        for input in [InputUnit::Form, InputUnit::Yuan] {
            let text = input.exact_text(&unit, amount);
            assert_eq!(parse_amount(&text, &unit, input), Ok(Some(amount)), "{text} is read back as it was offered");
        }
    }

    #[test]
    fn what_is_counted_is_entered_as_fine_as_it_is_shown() {
        let units = [
            (AmountUnit::of_count("台", 0), "2", "2.5", "这里要填整数"),
            (AmountUnit::of_count("平方米", 1), "12.5", "12.55", "这里最多填 1 位小数"),
        ];
        for (unit, taken, refused, told) in units {
            assert!(parse_entered(taken, &unit, InputUnit::Form).is_ok_and(|amount| amount.is_some()), "{taken}");
            let error = parse_entered(refused, &unit, InputUnit::Form).unwrap_err();
            assert_eq!(error.to_string(), told);
            assert!(parse_amount(refused, &unit, InputUnit::Form).is_ok(), "what is printed somewhere is read");
        }
        let percent = AmountUnit::of_percent(2);
        assert!(
            parse_entered("12.345", &percent, InputUnit::Form).is_ok(),
            "a percentage has more digits than are shown"
        );
    }
}
