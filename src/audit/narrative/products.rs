//! Persons at a price, and parts, against the amount of a project (faults 46 and 47).

use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::{Decimal, RoundingStrategy};

use super::Checker;
use super::told::{Told, number};
use crate::audit::finding::Finding;
use crate::audit::text::{Text, pattern};
use crate::disclosure::{RowKey, TextKey};
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
            let (SlotProduct::Persons { amount, .. } | SlotProduct::Parts { amount, .. }) = product;
            for row in self.rows(told, amount) {
                let key = |id: &String| TextKey { id: id.clone(), row: row.clone() };
                let Some(amount) = told.amount(self, &key(amount)) else { continue };
                let rounded =
                    |figure: Decimal| figure.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
                let (rule, slot, expected) = match product {
                    SlotProduct::Persons { rule, persons, price, .. } => {
                        let counted = told.words(self, &key(persons)).and_then(|(_, _, text)| persons_in(&text));
                        let price = told.words(self, &key(price)).and_then(|(_, _, text)| price_in(&text));
                        (rule, persons, counted.zip(price).and_then(|(persons, price)| persons.checked_mul(price)))
                    }
                    SlotProduct::Parts { rule, parts, .. } => (
                        rule,
                        parts,
                        told.words(self, &key(parts)).and_then(|(_, _, text)| sum_in(&text, rounded(amount))),
                    ),
                };
                let expected = expected.map(|expected| match product {
                    SlotProduct::Persons { .. } => expected / self.evaluated.form.unit.yuan,
                    SlotProduct::Parts { .. } => expected,
                });
                let Some(expected) = expected.map(rounded).filter(|expected| *expected != rounded(amount)) else {
                    continue;
                };
                let Some((place, range, _)) = told.words(self, &key(slot)) else { continue };
                let text = self.text_at(told, &place);
                let message = match product {
                    SlotProduct::Persons { .. } => {
                        format!("人数乘以标准是 {expected:.2} 万元，项目安排的是 {amount:.2} 万元。")
                    }
                    SlotProduct::Parts { .. } => {
                        format!("各部分之和是 {expected:.2} 万元，项目安排的是 {amount:.2} 万元。")
                    }
                };
                findings.push(Text::new(place, &text).finding(self.evaluated, rule, range, &message, None));
            }
        }
    }

    /// The rows for which the paragraph `id` is told.
    fn rows(self, told: &Told, id: &str) -> Vec<Option<RowKey>> {
        let paragraphs = told.worded.iter().chain(told.read().map(|(_, paragraph, _)| paragraph));
        paragraphs.into_iter().filter(|p| p.key.id == id).map(|p| p.key.row.clone()).collect()
    }

    fn text_at(self, told: &Told, place: &crate::disclosure::TextPlace) -> String {
        let free = told.free.iter().find(|free| free.place == *place).map(|free| free.text.clone());
        free.or_else(|| self.evaluated.disclosure.text(place).map(str::to_owned)).unwrap_or_default()
    }
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
