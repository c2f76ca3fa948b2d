//! How alike two names, two rows and two texts are.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::disclosure::SnapshotRow;
use crate::spelling;

/// From what likeness on a row is taken for another under a new name, in percent.
const LEAST: u8 = 60;

/// A year in a name: next year's project is called after next year.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "a constant, tried by every test of this module")]
    Regex::new(r"20\d\d").expect("a sound pattern")
});

/// How sure it is that a row is another under a new name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Likeness {
    /// How alike the names are, in percent.
    pub names: u8,
    /// How many of the figures are equal, in percent.
    pub figures: u8,
    /// The two together, in percent.
    pub percent: u8,
}

/// A row whose name is ready to be compared with many others.
pub(super) struct Named<'a> {
    row: &'a SnapshotRow,
    /// The name as it is compared, years apart.
    name: String,
    length: usize,
}

impl<'a> Named<'a> {
    pub fn new(row: &'a SnapshotRow) -> Self {
        let name: String = spelling::plain(&YEAR.replace_all(&row.name, "")).collect();
        let length = name.chars().count();
        Self { row, name, length }
    }
}

impl Likeness {
    /// The likeness of two rows, if it is enough to take them for one.
    pub(super) fn of_rows(old: &Named<'_>, new: &Named<'_>) -> Option<Self> {
        // Names of so different lengths cannot be alike, whatever they are.
        let apart = old.length.abs_diff(new.length) as f64 / old.length.max(new.length).max(1) as f64;
        let figures = figures(old.row, new.row);
        if percents(together(1.0 - apart, figures)) < LEAST {
            return None;
        }
        Some(Self::of(names(&old.name, &new.name), figures)).filter(|likeness| likeness.percent >= LEAST)
    }

    /// The likeness of two rows that are one by other signs than their names.
    pub(super) fn between(old: &Named<'_>, new: &Named<'_>) -> Self {
        Self::of(names(&old.name, &new.name), figures(old.row, new.row))
    }

    fn of(names: f64, figures: Option<f64>) -> Self {
        let percent = percents(together(names, figures));
        Self { names: percents(names), figures: percents(figures.unwrap_or_default()), percent }
    }

    /// How sure it is, in words.
    pub fn text(self) -> String {
        let sure = match self.percent {
            90.. => "几乎肯定是同一项",
            75.. => "很可能是同一项",
            _ => "可能是同一项",
        };
        let figures = match self.figures {
            100 => "金额全部相同".to_owned(),
            0 => "金额都不同".to_owned(),
            share => format!("金额 {share}% 相同"),
        };
        match self.names {
            100 => format!("{sure}（把握 {}%：名称只差年份、空格或标点，{figures}）", self.percent),
            names => format!("{sure}（把握 {}%：名称 {names}% 相近，{figures}）", self.percent),
        }
    }
}

/// Equal figures speak louder than names; without any, only the names speak.
fn together(names: f64, figures: Option<f64>) -> f64 {
    match figures {
        Some(1.0) => 0.6 + 0.4 * names,
        Some(share) => 0.7 * names + 0.3 * share,
        None => names,
    }
}

fn percents(share: f64) -> u8 {
    (share * 100.0).round() as u8
}

/// How alike two names are: 1 where they are the same. Optimal string alignment tells the same of names as Damerau and
/// Levenshtein's distance, in a tenth of the time.
pub(super) fn names(old: &str, new: &str) -> f64 {
    let longest = old.chars().count().max(new.chars().count()).max(1);
    1.0 - strsim::osa_distance(old, new) as f64 / longest as f64
}

/// The share of figures that are equal, of those that one of the rows has; `None` where neither has any.
fn figures(old: &SnapshotRow, new: &SnapshotRow) -> Option<f64> {
    let columns = |row: &SnapshotRow| row.figures().count();
    let both = old.figures().map(|(column, amount)| (amount, new.value(column)));
    let (mut shared, mut equal) = (0, 0);
    for (amount, other) in both {
        shared += usize::from(other.is_some());
        equal += usize::from(other == Some(amount));
    }
    let all = columns(old) + columns(new) - shared;
    (all > 0).then(|| equal as f64 / all as f64)
}

/// How alike two paragraphs are, from 0 to 1: the share of pairs of neighbouring characters that both have (Sørensen and
/// Dice), in time that grows with their length only. `strsim::sorensen_dice` divides by bytes, a third of it in Chinese.
pub(in crate::review) fn paragraphs(old: &str, new: &str) -> f64 {
    if old == new {
        return 1.0;
    }
    let (old, new): (Vec<char>, Vec<char>) = (spelling::plain(old).collect(), spelling::plain(new).collect());
    let count = old.windows(2).len() + new.windows(2).len();
    let mut pairs: HashMap<(char, char), usize> = HashMap::new();
    old.windows(2).for_each(|pair| *pairs.entry((pair[0], pair[1])).or_default() += 1);
    let mut shared = 0;
    for pair in new.windows(2) {
        if let Some(left) = pairs.get_mut(&(pair[0], pair[1])).filter(|left| **left > 0) {
            *left -= 1;
            shared += 1;
        }
    }
    if count == 0 { 0.0 } else { f64::from(2 * shared) / count as f64 }
}
