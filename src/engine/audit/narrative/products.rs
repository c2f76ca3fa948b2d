//! Persons at a price, and parts, against the amount of a project (F46 and F47).

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Checker;
use super::told::{Told, Words, number};
use crate::audit::finding::Finding;
use crate::audit::text::{Text, pattern};
use crate::form::template::SlotProduct;

/// How many persons, and whether they are counted once for each payment.
static PERSONS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?\s*(?:人|名)(次)?"));
/// A price for each person and month.
static PRICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"每人每月\s*(\d[\d,.]*)\s*元|(\d[\d,.]*)\s*元\s*/\s*人\s*/\s*月|(\d[\d,.]*)\s*元\s*/\s*月\s*/\s*人")
});
/// An amount in the unit of sentences.
static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*万元"));
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
                        let Some(yuan) = factors.and_then(|(persons, price)| persons.checked_mul(price)) else {
                            continue;
                        };
                        let expected = yuan / self.evaluated.form.unit.yuan;
                        self.product(rule, "人数乘以标准", counted, expected, amount, findings);
                    }
                }
                SlotProduct::Parts { rule, parts, amount } => {
                    let parts = told.words(self, parts);
                    for (row, amount) in told.amounts(self, amount) {
                        let Some(parts) = parts.get(&row) else { continue };
                        let Some(expected) = sum_in(&parts.text, rounded(amount)) else { continue };
                        self.product(rule, "各部分之和", parts, expected, amount, findings);
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
        expected: Decimal,
        amount: Decimal,
        findings: &mut Vec<Finding>,
    ) {
        if rounded(expected) == rounded(amount) {
            return;
        }
        let message = format!("{what}是 {expected:.2} 万元，项目安排的是 {amount:.2} 万元。");
        let text = Text::new(words.place.clone(), self.evaluated.disclosure.text(&words.place).unwrap_or_default());
        findings.push(text.finding(self.evaluated, rule, words.range.clone(), &message, None));
    }
}

/// An amount as sentences print it.
fn rounded(figure: Decimal) -> Decimal {
    figure.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// How many payments a year the only number of persons in `text` comes to.
fn persons_in(text: &str) -> Option<Decimal> {
    let mut found = PERSONS.captures_iter(text);
    let (only, None) = (found.next()?, found.next()) else { return None };
    let mut persons = number(&only[1])?;
    if only.get(2).is_some() {
        persons *= Decimal::from(10_000);
    }
    // Persons are paid each month; payments are counted one by one.
    Some(if only.get(3).is_some() { persons } else { persons * Decimal::from(12) })
}

fn price_in(text: &str) -> Option<Decimal> {
    let mut found = PRICE.captures_iter(text);
    let (only, None) = (found.next()?, found.next()) else { return None };
    let price = only.iter().skip(1).flatten().next()?;
    if RANGE.is_match(text) {
        return None;
    }
    number(price.as_str())
}

/// The sum of the parts of `amount` that `text` tells; one alone is no sum. The amount may be told before its parts, with
/// 其中 between them or without.
fn sum_in(text: &str, amount: Decimal) -> Option<Decimal> {
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
        _ if is_told_with_its_parts => Some(amount),
        _ => Some(sum(&parts)),
    }
}
