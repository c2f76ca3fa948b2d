//! Dates as people write them: 2025-03-01, 2025年3月1日, 2025.3.1; a month of a year without a day.

use std::fmt;

use crate::spelling::half_width;

/// A day, or a month whose day is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    pub year: u16,
    pub month: u8,
    pub day: Option<u8>,
}

/// Longer texts are no date, in characters.
const LONGEST: usize = 40;

impl Date {
    /// Reads `text`; `None` where it is no date of the calendar.
    pub fn read(text: &str) -> Option<Self> {
        if text.chars().count() > LONGEST {
            return None;
        }
        let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
        // Spreadsheets write midnight behind a day.
        let plain = plain.strip_suffix("00:00:00").map_or(plain.as_str(), |day| day.strip_suffix('T').unwrap_or(day));
        let numbers = match plain.bytes().all(|byte| byte.is_ascii_digit()) {
            true => Self::digits(plain)?,
            false => Self::pieces(plain)?,
        };
        let (&[year, month], day) = numbers.split_first_chunk::<2>()?;
        let date = Self { year, month: u8::try_from(month).ok()?, day: None };
        if !(1900..=2200).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        match day {
            [] => Some(date),
            [day] => {
                let day = u8::try_from(*day).ok().filter(|day| (1..=date.days()).contains(day))?;
                Some(Self { day: Some(day), ..date })
            }
            _ => None,
        }
    }

    /// 20250301, 202503.
    fn digits(plain: &str) -> Option<Vec<u16>> {
        let pieces = match plain.len() {
            8 => vec![&plain[..4], &plain[4..6], &plain[6..]],
            6 => vec![&plain[..4], &plain[4..]],
            _ => return None,
        };
        pieces.into_iter().map(|piece| piece.parse().ok()).collect()
    }

    /// Numbers with one kind of mark between them: 年 月 日, or the same mark each time.
    fn pieces(plain: &str) -> Option<Vec<u16>> {
        let marks: Vec<char> = plain.chars().filter(|c| !c.is_ascii_digit()).collect();
        let is_marked = match marks.as_slice() {
            ['年', '月'] | ['年', '月', '日' | '号'] => true,
            [mark] => "-/.".contains(*mark),
            [first, second] => first == second && "-/.".contains(*first),
            _ => false,
        };
        if !is_marked {
            return None;
        }
        let plain = plain.trim_end_matches(['月', '日', '号']);
        let pieces: Vec<&str> = plain.split(['年', '月', '-', '/', '.']).collect();
        let is_year = pieces.first().is_some_and(|year| year.len() == 4);
        let are_short = pieces.iter().skip(1).all(|piece| (1..=2).contains(&piece.len()));
        if !is_year || !are_short {
            return None;
        }
        pieces.into_iter().map(|piece| piece.parse().ok()).collect()
    }

    /// How many days its month has.
    fn days(self) -> u8 {
        match self.month {
            2 if self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400)) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// As `pattern` has it, in which `{year}`, `{month}` and `{day}` stand, and `{0month}` and `{0day}` with two digits;
    /// `None` where the day is wanted and not known.
    pub fn printed(self, pattern: &str) -> Option<String> {
        if self.day.is_none() && (pattern.contains("{day}") || pattern.contains("{0day}")) {
            return None;
        }
        let day = self.day.unwrap_or_default();
        let text = pattern.replace("{year}", &self.year.to_string()).replace("{month}", &self.month.to_string());
        let text = text.replace("{day}", &day.to_string()).replace("{0month}", &format!("{:02}", self.month));
        Some(text.replace("{0day}", &format!("{day:02}")))
    }
}

impl fmt::Display for Date {
    /// 2025-03-01, 2025-03.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.year, self.month)?;
        self.day.map_or(Ok(()), |day| write!(f, "-{day:02}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_people_write_it_and_nothing_else_is() {
        for text in [
            "2025-03-01",
            "2025-3-1",
            "2025年3月1日",
            "2025年03月01号",
            "2025.3.1",
            "2025/3/1",
            "２０２５．３．１",
            " 2025 年 3 月 1 日 ",
            "20250301",
            "2025-03-01 00:00:00",
            "2025-03-01T00:00:00",
        ] {
            assert_eq!(Date::read(text).map(|date| date.to_string()).as_deref(), Some("2025-03-01"), "{text}");
        }
        for text in ["2025年3月", "2025-03", "2025.3", "202503"] {
            assert_eq!(Date::read(text), Some(Date { year: 2025, month: 3, day: None }), "{text}");
        }
        let long = "2".repeat(1000);
        for text in [
            "",
            "2025",
            "2025年",
            "2025-13-01",
            "2025-02-29",
            "2025-04-31",
            "2025-3-0",
            "2025-0-1",
            "25-3-1",
            "3月1日",
            "2025-3.1",
            "2025年3-1",
            "2025--1",
            "2025-3-1-1",
            "2025-03-01—2025-12-31",
            "长期",
            "0025-03-01",
            "2025.31",
            "12345.67",
            "1,025.3",
            "-2025-3-1",
            &long,
        ] {
            assert_eq!(Date::read(text), None, "{text}");
        }
        assert!(Date::read("2024-02-29").is_some() && Date::read("2000-02-29").is_some());
        assert!(Date::read("2100-02-29").is_none());
    }

    #[test]
    fn a_date_is_printed_as_the_form_says() {
        let day = Date::read("2025.3.1").unwrap();
        assert_eq!(day.printed("{year}年{month}月{day}日").as_deref(), Some("2025年3月1日"));
        assert_eq!(day.printed("{year}-{0month}-{0day}").as_deref(), Some("2025-03-01"));
        assert_eq!(day.printed("{year}.{month}").as_deref(), Some("2025.3"));
        let month = Date::read("2025年3月").unwrap();
        assert_eq!(month.printed("{year}年{month}月").as_deref(), Some("2025年3月"));
        assert_eq!(month.printed("{year}年{month}月{day}日"), None);
    }
}
