//! Persons at a price, and parts, against the amount of a project (F46 and F47).

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Checker;
use super::told::{Told, Words, number};
use crate::audit::finding::Finding;
use crate::audit::text::{Text, pattern};
use crate::disclosure::{Amount, Interval};
use crate::form::template::SlotProduct;

/// How many persons, and whether they are counted once for each payment.
static PERSONS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?\s*(?:人|名)(次)?"));
/// A price for each person and month.
static PRICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"每\s*人\s*每\s*月\s*(\d[\d,.]*)\s*元|(\d[\d,.]*)\s*元\s*/\s*人\s*/\s*月|(\d[\d,.]*)\s*元\s*/\s*月\s*/\s*人",
    )
});
/// An amount in the unit of sentences.
static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*万\s*元"));
/// A price range has no single product.
static RANGE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d\s*(?:-|—|~|至)\s*\d"));

impl Checker<'_> {
    pub(super) fn products(self, told: &Told, findings: &mut Vec<Finding>) {
        for product in &self.template.products {
            match product {
                SlotProduct::Persons { rule, persons, price, amount } => {
                    let (counted, prices) = (told.words(self, persons), told.words(self, price));
                    for (row, amount) in told.amounts(self, amount) {
                        let (Some(counted), Some(price)) = (counted.get(&row), prices.get(&row)) else { continue };
                        let factors = persons_in(&counted.text).zip(price_in(&price.text));
                        let Some(product) = factors.and_then(|(persons, price)| persons.times(price)) else {
                            continue;
                        };
                        let [least, expected, most] =
                            product.map(|yuan| rounded(yuan / self.evaluated.form.text_unit.yuan));
                        let is_right = least <= rounded(amount) && rounded(amount) <= most;
                        self.product(rule, "人数乘以标准", counted, (expected, is_right), amount, findings);
                    }
                }
                SlotProduct::Parts { rule, parts, amount } => {
                    let parts = told.words(self, parts);
                    for (row, amount) in told.amounts(self, amount) {
                        let Some(parts) = parts.get(&row) else { continue };
                        let Some(told) = parts_in(&parts.text, rounded(amount)) else { continue };
                        let expected = told.iter().sum();
                        let is_right = rounded(expected) == rounded(amount)
                            || told.iter().map(|&part| self.shown(part)).sum::<Interval>().meets(self.shown(amount));
                        self.product(rule, "各部分之和", parts, (expected, is_right), amount, findings);
                    }
                }
            }
        }
    }

    /// Tells that `what` follows from the words of a slot is not the amount of the project.
    fn product(
        self,
        rule: &str,
        what: &str,
        words: &Words,
        (expected, is_right): (Decimal, bool),
        amount: Decimal,
        findings: &mut Vec<Finding>,
    ) {
        if is_right {
            return;
        }
        let (expected, amount) = (rounded(expected), rounded(amount));
        let message = format!("{what}是 {expected:.2} 万元，项目安排的是 {amount:.2} 万元。");
        let text = Text::new(words.place.clone(), self.evaluated.disclosure.text(&words.place).unwrap_or_default());
        findings.push(text.finding(self.evaluated, rule, words.range.clone(), &message, None));
    }
}

/// A number as it is written, and how far the one behind it may be from it.
#[derive(Clone, Copy)]
struct Written {
    number: Decimal,
    half: Decimal,
}

impl Written {
    /// The number that `text` is. One with decimals was rounded to them; a whole one is exact.
    fn read(text: &str) -> Option<Self> {
        // What nobody prints is no number to reckon with.
        let number = number(text).filter(|number| number.scale() <= Amount::MAX_SCALE)?;
        let half = if number.scale() == 0 { Decimal::ZERO } else { Decimal::new(5, number.scale() + 1) };
        Some(Self { number, half })
    }

    fn scaled(self, by: u32) -> Option<Self> {
        let by = Decimal::from(by);
        Some(Self { number: self.number.checked_mul(by)?, half: self.half.checked_mul(by)? })
    }

    /// The least that the product of two may be, what it is as they are written, and the most.
    fn times(self, other: Self) -> Option<[Decimal; 3]> {
        let low = (self.number - self.half).checked_mul(other.number - other.half)?;
        let high = (self.number + self.half).checked_mul(other.number + other.half)?;
        Some([low, self.number.checked_mul(other.number)?, high])
    }
}

/// An amount as sentences print it.
pub(super) fn rounded(figure: Decimal) -> Decimal {
    figure.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// How many payments a year the only number of persons in `text` comes to.
fn persons_in(text: &str) -> Option<Written> {
    let mut found = PERSONS.captures_iter(text);
    let (only, None) = (found.next()?, found.next()) else { return None };
    let mut persons = Written::read(&only[1])?;
    if only.get(2).is_some() {
        persons = persons.scaled(10_000)?;
    }
    // Persons are paid each month; payments are counted one by one.
    if only.get(3).is_some() { Some(persons) } else { persons.scaled(12) }
}

fn price_in(text: &str) -> Option<Written> {
    let mut found = PRICE.captures_iter(text);
    let (only, None) = (found.next()?, found.next()) else { return None };
    let price = only.iter().skip(1).flatten().next()?;
    if RANGE.is_match(text) {
        return None;
    }
    Written::read(price.as_str())
}

/// The parts of `amount` that `text` tells; one alone is no sum. The amount may be told before its parts, with 其中 between
/// them or without.
fn parts_in(text: &str, amount: Decimal) -> Option<Vec<Decimal>> {
    let amounts =
        |text: &str| -> Vec<Decimal> { PART.captures_iter(text).filter_map(|found| number(&found[1])).collect() };
    let sum = |parts: &[Decimal]| parts.iter().sum::<Decimal>();
    let parts = match text.split_once("其中") {
        None => amounts(text),
        // What stands in brackets are parts of a part, and so is what follows on several.
        Some((before, _)) if before.ends_with(['(', '（']) => return None,
        Some((before, after)) => match (&amounts(before)[..], amounts(after)) {
            ([], parts) => parts,
            ([whole], parts) if *whole == amount || *whole == sum(&parts) => parts,
            _ => return None,
        },
    };
    let is_told_with_its_parts = parts.contains(&amount) && sum(&parts) == amount + amount;
    match parts.len() {
        0 | 1 => None,
        _ if is_told_with_its_parts => Some(vec![amount]),
        _ => Some(parts),
    }
}
