//! What a sentence says of an amount: itself, its share, and how far it is from last year's.
//!
//! Shares are computed from exact amounts and rounded once, half away from zero. A change is that between the amounts
//! as they are shown: a reader computes it from what is printed.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Figure, Sum, in_unit};
use crate::disclosure::{Amount, shown_percent};
use crate::evaluate::Evaluated;
use crate::form::template::{MeasureKind, Words};

pub(super) fn figure(
    evaluated: Evaluated<'_>,
    words: &Words,
    kind: MeasureKind,
    of: Sum,
    whole: Option<Box<Sum>>,
) -> Figure {
    let unit = &evaluated.form.text_unit;
    let percent = |exact: Decimal| (Some(exact), Some(percent_text(exact)));
    let (exact, text) = match kind {
        MeasureKind::Amount => (Some(in_unit(evaluated, of.now)), Some(unit.text(of.now))),
        MeasureKind::Share => percent(share(of.now, whole.as_ref().map_or(Amount::ZERO, |whole| whole.now))),
        MeasureKind::Difference => match of.difference(unit) {
            Some(difference) => (Some(in_unit(evaluated, difference.abs())), Some(unit.text(difference.abs()))),
            None => (None, None),
        },
        MeasureKind::Growth => {
            of.last.map_or((None, None), |last| percent(growth(unit.shown(of.now), unit.shown(last))))
        }
        MeasureKind::Moves => (None, of.difference(unit).map(|difference| direction(words, difference).0)),
        MeasureKind::Grows => (None, of.difference(unit).map(|difference| direction(words, difference).1)),
    };
    Figure { kind, of, whole, exact, text }
}

/// The words for a change: one of nothing counts as upwards where the form has no word for it.
fn direction(words: &Words, difference: Amount) -> (String, String) {
    match difference.cmp(&Amount::ZERO) {
        Ordering::Less => words.down.clone(),
        Ordering::Equal if !words.unchanged.is_empty() => (words.unchanged.clone(), words.unchanged.clone()),
        Ordering::Equal | Ordering::Greater => words.up.clone(),
    }
}

/// `part` in percent of `whole`; nothing of nothing.
pub(super) fn share(part: Amount, whole: Amount) -> Decimal {
    quotient(part.yuan(), whole.yuan())
}

/// How far `now` is from `last` in percent of `last`, without sign: from nothing it is 100, from nothing to nothing 0.
pub(crate) fn growth(now: Amount, last: Amount) -> Decimal {
    match (last.is_zero(), now == last) {
        (_, true) => Decimal::ZERO,
        (true, false) => Decimal::ONE_HUNDRED,
        (false, false) => quotient((now - last).abs().yuan(), last.abs().yuan()),
    }
}

fn quotient(part: Decimal, whole: Decimal) -> Decimal {
    let percent = part.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(whole));
    percent.unwrap_or_default()
}

/// A percentage as printed.
pub(crate) fn percent_text(exact: Decimal) -> String {
    format!("{:.2}", shown_percent(exact))
}
