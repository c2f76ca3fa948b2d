//! Sentences of 情况说明, this year's figures beside last year's: worded and reckoned here, in whole 分, by [`super::author`].
//! Every figure is remembered with its place, so that it can be made wrong.

use std::collections::BTreeMap;
use std::ops::Range;

use disclosure_engine::disclosure::{Part, RowKey};

use super::Fen;
use super::printed::{self, Table, rounded};

/// What a figure or a word in a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Amount,
    Share,
    Growth,
    Direction,
    /// An amount or a number that is the sum of others in its sentence.
    Sum,
}

/// A figure in a paragraph.
#[derive(Debug, Clone)]
pub struct Mark {
    pub part: Part,
    pub paragraph: usize,
    /// Where it stands, in characters.
    pub range: Range<usize>,
    pub kind: Kind,
    /// How far beside it another figure is no honest rounding any more: hundredths.
    pub slack: i64,
}

/// All that is told.
#[derive(Default)]
pub struct Told {
    pub paragraphs: BTreeMap<Part, Vec<String>>,
    pub marks: Vec<Mark>,
}

/// A paragraph as it is written.
#[derive(Default)]
pub struct Line {
    pub(super) text: String,
    pub(super) marks: Vec<(Range<usize>, Kind, i64)>,
}

impl Line {
    pub fn of(text: &str) -> Self {
        Self::default().say(text)
    }

    pub fn say(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    fn mark(mut self, text: &str, kind: Kind, slack: i64) -> Self {
        let start = self.text.chars().count();
        self.marks.push((start..start + text.chars().count(), kind, slack));
        self.text.push_str(text);
        self
    }

    /// An amount that a table prints.
    pub fn amount(self, fen: Fen) -> Self {
        self.mark(&in_words(fen), Kind::Amount, 0)
    }

    /// An amount that nothing else says.
    pub fn typed(self, fen: Fen) -> Self {
        self.say(&in_words(fen))
    }

    /// The sum of so many amounts.
    pub fn sum(self, fen: Fen, of: i64) -> Self {
        self.mark(&in_words(fen), Kind::Sum, of / 2)
    }

    pub fn count_sum(self, count: i64) -> Self {
        self.mark(&count.to_string(), Kind::Sum, 0)
    }

    pub fn share(self, part: Fen, whole: Fen) -> Self {
        // Half a hundredth of 万元 either way of both, in hundredths of a percent.
        let slack = if whole == 0 { 0 } else { 2 + 10_000 * 10_000 / whole.max(1) * 2 };
        self.mark(&percent(ratio(part, whole)), Kind::Share, slack)
    }

    /// 增加…万元，增长…%.
    pub fn change(self, style: Style, now: Fen, last: Fen) -> Self {
        let (moved, growth, is_down) = style.change(now, last);
        let (word, pair) = if is_down { ("减少", "下降") } else { ("增加", "增长") };
        // Half a hundredth of 万元 either way of last year's amount moves the percentage the more, the smaller that is.
        let ratio = (i128::from(now) + i128::from(last)) * 10_000 / i128::from(last.max(1));
        let is_told = last == 0 || last > 100_000;
        let slack = if last == 0 { 0 } else { 4 + i64::try_from(ratio * 20_000 / i128::from(last)).unwrap() };
        // Where rounding alone moves it, either direction is honest.
        let line = if rounded(moved) <= 20_000 { self.say(word) } else { self.mark(word, Kind::Direction, 0) };
        let line = line.mark(&in_words(moved), Kind::Amount, 2).say("万元，");
        let line = if rounded(moved) <= 20_000 { line.say(pair) } else { line.mark(pair, Kind::Direction, 0) };
        let growth = percent(growth);
        let line = if is_told { line.mark(&growth, Kind::Growth, slack) } else { line.say(&growth) };
        line.say("%")
    }
}

/// From what an author reckons changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// From the exact amounts, each result rounded once.
    Exact,
    /// From what the tables print.
    Printed,
}

impl Style {
    /// The change, its percentage in hundredths, and whether it is one for less.
    fn change(self, now: Fen, last: Fen) -> (Fen, i64, bool) {
        let (now, last) = match self {
            Self::Exact => (now, last),
            Self::Printed => (rounded(now), rounded(last)),
        };
        let moved = (now - last).abs();
        let growth = match last {
            _ if moved == 0 => 0,
            0 => 10_000,
            last => ratio(moved, last),
        };
        (moved, growth, now < last)
    }
}

/// `part` of `whole` in hundredths of a percent, a half rounded up.
fn ratio(part: Fen, whole: Fen) -> i64 {
    if whole == 0 {
        return 0;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    i64::try_from((part * 20_000 + whole) / (whole * 2)).unwrap()
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// An amount as a sentence prints it.
pub fn in_words(fen: Fen) -> String {
    match printed::text(fen) {
        text if text.is_empty() => "0.00".to_owned(),
        text => text,
    }
}

/// 一, 十二, 二十.
pub fn numeral(number: usize) -> String {
    const ONES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match (number / 10, number % 10) {
        (0, ones) => ONES[ones].to_owned(),
        (1, ones) => format!("十{}", ONES[ones]),
        (tens @ 2..10, ones) => format!("{}十{}", ONES[tens], ONES[ones]),
        (tens, ones) => format!("{}百{}十{}", ONES[tens / 10], ONES[tens % 10], ONES[ones]),
    }
}

/// The figure of a row; nothing where there is no such row.
pub fn figure(tables: &[Table], number: u8, key: &RowKey, column: u8) -> Fen {
    let table = &tables[usize::from(number) - 1];
    let row = table.rows.iter().find(|row| row.key == *key);
    row.and_then(|row| Some(row.figures.iter().find(|figure| figure.column == column)?.fen)).unwrap_or(0)
}
