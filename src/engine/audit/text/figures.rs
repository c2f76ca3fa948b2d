//! Figures as they are written: the unit behind an amount (F14-5), and commas between thousands (F57).

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::{AMOUNT_UNIT, THOUSANDS};
use crate::disclosure::{Measure, TextPlace};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::ListIndex;

/// An amount with two decimals and the unit behind it, and what follows, which may say that it is one of many.
static AMOUNT: Sought = Sought::new(
    || pattern(r"(\d[\d,]*\.\d{2})\s*(亿元|万元|千元|百万元|元)(\s*(?:/|每))?"),
    Needs { digits: 3, one_of: &["."], ..Needs::NOTHING },
);
/// Words before a price, which is small and may have the digits of any amount.
static PRICE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:每[^,。;]{0,12}|人均|标准|单价|单位价|每)[^\d,。;]{0,8}$"));
/// A figure with commas.
static GROUPED: Sought =
    Sought::new(|| pattern(r"\d+(?:,\d+)+(?:\.\d+)?"), Needs { digits: 2, one_of: &[","], ..Needs::NOTHING });
/// What follows a figure that is an amount.
static MONEY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:万|亿|千|百万)?元"));

/// The amounts of all tables as sentences print them.
pub(super) struct TableAmounts<'a> {
    evaluated: Evaluated<'a>,
    printed: OnceCell<HashSet<String>>,
}

impl<'a> TableAmounts<'a> {
    pub fn new(evaluated: Evaluated<'a>) -> Self {
        Self { evaluated, printed: OnceCell::new() }
    }

    fn hold(&self, printed: &str) -> bool {
        self.printed.get_or_init(|| self.all()).contains(printed)
    }

    fn all(&self) -> HashSet<String> {
        let Evaluated { form, evaluation, .. } = self.evaluated;
        let mut printed = HashSet::new();
        for (place, list) in form.lists.iter().enumerate() {
            let list_index = ListIndex(place);
            let columns = (0..list.amounts.len()).filter(|&at| list.amounts[at].measure() == Measure::Money);
            for column in columns {
                let rows = 0..evaluation.layout(list_index).rows.len();
                let amounts = rows.map(|row| evaluation.value(CellIndex { list: list_index, row, column }));
                let amounts = amounts.filter(|amount| !amount.is_zero());
                printed.extend(amounts.map(|amount| form.text_unit.text(amount)));
            }
        }
        printed
    }
}

pub(super) fn check(
    evaluated: Evaluated<'_>,
    amounts: &TableAmounts<'_>,
    text: &Text<'_>,
    findings: &mut Vec<Finding>,
) {
    let is_sentence = matches!(
        text.place,
        TextPlace::Paragraph(..) | TextPlace::Rewritten(_) | TextPlace::Slot(_) | TextPlace::Performance(..)
    );
    if is_sentence {
        units(evaluated, amounts, text, findings);
        groups(evaluated, text, findings);
    }
}

/// What stands in `text` before a place: as much of it as may say that a price follows.
fn before(text: &str, end: usize) -> &str {
    const LONGEST: usize = 32;
    let begin = text[..end].char_indices().rev().take(LONGEST).last().map_or(end, |(at, _)| at);
    &text[begin..end]
}

/// An amount of a table in another unit than that of sentences: 194.46元 for 194.46万元.
fn units(evaluated: Evaluated<'_>, amounts: &TableAmounts<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let own = &evaluated.form.text_unit;
    for found in text.captures(&AMOUNT) {
        let (Some(figure), Some(unit)) = (found.get(1), found.get(2)) else { continue };
        // Nearly every amount has the unit of sentences.
        if unit.as_str() == own.name || found.get(3).is_some() || PRICE.is_match(before(&text.plain, figure.start())) {
            continue;
        }
        let digits: String = figure.as_str().chars().filter(|c| *c != ',').collect();
        let Some(amount) = digits.parse().ok().and_then(|figure| own.amount(figure).ok()) else { continue };
        let printed = own.text(amount);
        if amounts.hold(&printed) {
            let range = text.characters(figure.start()..unit.end());
            findings.push(other_unit(evaluated, text, range, &printed));
        }
    }
}

/// The finding that the amount at `range`, with its unit, is one that the tables have in the unit of sentences.
pub(in crate::audit) fn other_unit(
    evaluated: Evaluated<'_>,
    text: &Text<'_>,
    range: Range<usize>,
    printed: &str,
) -> Finding {
    let unit = &evaluated.form.text_unit.name;
    let message = format!("金额的单位不对，表里是 {printed} {unit}。");
    let mended = format!("{printed}{unit}");
    text.finding(evaluated, AMOUNT_UNIT, range, &message, Some(("改成一致", &mended)))
}

/// Commas that do not part thousands: 1,8627.14.
fn groups(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    for found in text.find(&GROUPED) {
        let is_amount = found.as_str().contains('.') || MONEY.is_match(&text.plain[found.end()..]);
        let range = text.characters(found.range());
        // A comma of a sentence, in full width, parts two figures.
        let is_one = !text.piece(&range).contains('，');
        if is_amount && is_one && has_wrong_groups(found.as_str()) {
            let mended = regrouped(found.as_str());
            let message = format!("千分位的逗号放错了地方，应写成 {mended}。");
            findings.push(text.finding(evaluated, THOUSANDS, range, &message, Some(("改正", &mended))));
        }
    }
}

/// Whether the commas of a figure part something else than thousands; without commas it has none that do.
pub fn has_wrong_groups(figure: &str) -> bool {
    let whole = figure.split('.').next().unwrap_or_default().trim_start_matches(['-', '−', '(']);
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    rest.peek().is_some() && (first.is_empty() || first.len() > 3 || rest.any(|group| group.len() != 3))
}

/// The figure with a comma between thousands.
pub fn regrouped(figure: &str) -> String {
    let (whole, decimals) = figure.split_once('.').map_or((figure, None), |(whole, rest)| (whole, Some(rest)));
    let digits: Vec<char> = whole.chars().filter(char::is_ascii_digit).collect();
    let mut grouped = String::new();
    for (place, digit) in digits.iter().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(*digit);
    }
    decimals.map_or(grouped.clone(), |decimals| format!("{grouped}.{decimals}"))
}

/// Units of money, the longest first, in yuan.
pub(in crate::audit) const UNITS: [(&str, i64); 5] =
    [("百万元", 1_000_000), ("亿元", 100_000_000), ("万元", 10_000), ("千元", 1_000), ("元", 1)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_part_thousands() {
        for figure in ["18,627.14", "1,234", "999", "1,234,567.89", "0.05", "-1,234.50"] {
            assert!(!has_wrong_groups(figure), "{figure}");
        }
        for (figure, mended) in
            [("1,8627.14", "18,627.14"), ("18,62,714.00", "1,862,714.00"), ("1234,567", "1,234,567")]
        {
            assert!(has_wrong_groups(figure), "{figure}");
            assert_eq!(regrouped(figure), mended);
        }
    }
}
