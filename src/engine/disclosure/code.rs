//! Codes of the government revenue and expenditure classification (政府收支分类科目).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A code of the functional (支出功能分类: 类 3 digits, 款 5, 项 7) or economic classification (支出经济分类: 类 3
/// digits, 款 5). Which classification it is of is said by the table in which it stands.
///
/// Codes order as they are printed: 208, 208 01, 208 01 09, 208 05, 209.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code {
    digits: u32,
    level: CodeLevel,
}

/// Which classification the codes of a table belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Classification {
    /// 支出功能分类.
    Function,
    /// 部门预算支出经济分类.
    Economic,
    /// 政府预算支出经济分类.
    GovernmentEconomic,
}

impl Classification {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Function, Self::Economic, Self::GovernmentEconomic];

    /// Whether it tells for what money is spent, not to what end: its codes have 类 and 款.
    pub fn is_economic(self) -> bool {
        self != Self::Function
    }
}

/// The budget that pays (三本预算); a functional code belongs to one of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fund {
    /// 一般公共预算.
    General,
    /// 政府性基金.
    GovernmentFund,
    /// 国有资本经营预算.
    StateCapital,
}

impl Fund {
    /// Its name, as documents print it.
    pub fn name(self) -> &'static str {
        match self {
            Self::General => "一般公共预算",
            Self::GovernmentFund => "政府性基金预算",
            Self::StateCapital => "国有资本经营预算",
        }
    }
}

/// How deep a [`Code`] reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeLevel {
    /// 类, 3 digits.
    Class,
    /// 款, 5 digits.
    Section,
    /// 项, 7 digits.
    Item,
}

impl CodeLevel {
    /// The level's name in the classification.
    pub fn name(self) -> &'static str {
        match self {
            Self::Class => "类",
            Self::Section => "款",
            Self::Item => "项",
        }
    }
}

/// A text that is no classification code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}”不是科目编码，应为 3 位（类）、5 位（款）或 7 位（项）数字")]
pub struct CodeError(pub String);

impl Code {
    /// How deep the code reaches.
    pub fn level(self) -> CodeLevel {
        self.level
    }

    /// The 类 that it belongs to; itself if it is one.
    pub fn class(self) -> Self {
        Self { digits: self.seven_digits() / 10_000, level: CodeLevel::Class }
    }

    /// The 款 that it belongs to, if it reaches that deep; itself if it is one.
    pub fn section(self) -> Option<Self> {
        (self.level >= CodeLevel::Section)
            .then(|| Self { digits: self.seven_digits() / 100, level: CodeLevel::Section })
    }

    /// The code one level above, `None` for a 类.
    pub fn parent(self) -> Option<Self> {
        match self.level {
            CodeLevel::Class => None,
            CodeLevel::Section => Some(self.class()),
            CodeLevel::Item => self.section(),
        }
    }

    /// Whether `other` is this code or stands below it.
    pub fn contains(self, other: Self) -> bool {
        std::iter::successors(Some(other), |code| code.parent()).any(|code| code == self)
    }

    /// The digits that a form prints in the column of `level`: `208`, `01`, `09`; blank below its own level.
    pub fn part(self, level: CodeLevel) -> String {
        if level > self.level {
            return String::new();
        }
        match level {
            CodeLevel::Class => format!("{:03}", self.seven_digits() / 10_000),
            CodeLevel::Section => format!("{:02}", self.seven_digits() / 100 % 100),
            CodeLevel::Item => format!("{:02}", self.seven_digits() % 100),
        }
    }

    /// The code as a person writes it: `208 01 09`.
    pub fn spaced(self) -> String {
        let parts = [CodeLevel::Class, CodeLevel::Section, CodeLevel::Item].map(|level| self.part(level));
        parts.join(" ").trim_end().to_owned()
    }

    /// Its digits, with zeros for the levels that it does not reach.
    pub fn digits(self) -> [u8; 7] {
        let mut rest = self.seven_digits();
        let mut digits = [0; 7];
        for digit in digits.iter_mut().rev() {
            *digit = (rest % 10) as u8;
            rest /= 10;
        }
        digits
    }

    fn seven_digits(self) -> u32 {
        match self.level {
            CodeLevel::Class => self.digits * 10_000,
            CodeLevel::Section => self.digits * 100,
            CodeLevel::Item => self.digits,
        }
    }
}

impl FromStr for Code {
    type Err = CodeError;

    /// Reads a code with or without spaces, also in full-width digits.
    fn from_str(text: &str) -> Result<Self, CodeError> {
        let error = || CodeError(text.chars().take(40).collect());
        let mut digits = 0;
        let mut count = 0;
        for c in text.chars().filter(|c| !c.is_whitespace()) {
            let value = match c {
                '0'..='9' => c as u32 - '0' as u32,
                '０'..='９' => c as u32 - '０' as u32,
                _ => return Err(error()),
            };
            count += 1;
            if count > 7 {
                return Err(error());
            }
            digits = digits * 10 + value;
        }
        let level = match count {
            3 => CodeLevel::Class,
            5 => CodeLevel::Section,
            7 => CodeLevel::Item,
            _ => return Err(error()),
        };
        Ok(Self { digits, level })
    }
}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.seven_digits(), self.level).cmp(&(other.seven_digits(), other.level))
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Code {
    /// The digits without spaces: `2080109`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.level {
            CodeLevel::Class => write!(f, "{:03}", self.digits),
            CodeLevel::Section => write!(f, "{:05}", self.digits),
            CodeLevel::Item => write!(f, "{:07}", self.digits),
        }
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Code {
        text.parse().unwrap()
    }

    #[test]
    fn codes_order_as_they_are_printed() {
        let mut codes = ["209", "20805", "2080109", "208", "20801"].map(code);
        codes.sort();
        assert_eq!(codes.map(|c| c.to_string()), ["208", "20801", "2080109", "20805", "209"]);
    }

    #[test]
    fn a_code_knows_its_parts_and_parents() {
        let item = code("208 01 09");
        assert_eq!(item.parent(), Some(code("20801")));
        assert_eq!(item.class(), code("208"));
        assert_eq!(item.spaced(), "208 01 09");
        assert_eq!(code("20801").part(CodeLevel::Item), "");
        assert_eq!((item.digits(), code("20801").digits()), ([2, 0, 8, 0, 1, 0, 9], [2, 0, 8, 0, 1, 0, 0]));
        assert!(code("208").contains(item) && !code("20805").contains(item));
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "20", "2080", "20801091", "7-11-02", "2o8"] {
            assert!(text.parse::<Code>().is_err(), "{text}");
        }
        assert_eq!(code("２０８０１"), code("20801"));
    }
}
