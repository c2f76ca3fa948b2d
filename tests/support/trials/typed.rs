//! A figure typed wrong over a published document: an edit, with which the printed totals that depend on it fall away.

use std::collections::HashSet;

use disclosure_engine::audit::{Finding, Grade, audit};
use disclosure_engine::disclosure::{Amount, CellKey, Disclosure};
use disclosure_engine::edit::set_amounts;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use rust_decimal::Decimal;

use super::{Printed, Trials};

/// What a check says after one figure was typed wrong.
pub struct Typed {
    pub is_caught: bool,
    /// Whether the first finding names the cell before any other, and what was there, but for the cent by which the printed
    /// totals of the document were off before.
    pub is_named: bool,
    /// The same to the cent.
    pub is_exact: bool,
    /// Errors and doubts that were not there before.
    pub findings: usize,
    pub described: String,
}

impl Printed {
    /// The amount with each of its digits another in turn.
    pub fn digits(&self) -> Vec<Amount> {
        let steps = (self.amount.yuan() / self.step).normalize().to_string();
        let places = 0..steps.len();
        let digits = places.filter(|&place| steps.as_bytes()[place].is_ascii_digit());
        let wrong = digits.map(|place| {
            let mut digits = steps.clone().into_bytes();
            digits[place] = b'0' + (digits[place] - b'0' + 3) % 10;
            let digits = Decimal::from_str_exact(std::str::from_utf8(&digits).unwrap()).unwrap();
            Amount::from_yuan(digits * self.step).unwrap()
        });
        wrong.filter(|wrong| !wrong.is_zero()).collect()
    }
}

impl Trials {
    /// The amounts that a person entered, not those that the program computes too.
    pub fn entered(&self) -> impl Iterator<Item = (usize, usize)> {
        self.all().filter(|&(sample, place)| {
            let (disclosure, printed) = &self.samples[sample];
            disclosure.stated(&printed[place].cell).is_none()
        })
    }

    /// Types `wrong` over a printed amount and checks.
    pub fn check_typed(&self, (sample, place): (usize, usize), wrong: Amount) -> Typed {
        let (right, printed) = &self.samples[sample];
        let Printed { cell, amount, .. } = &printed[place];
        let name = |finding: &Finding| (finding.rule.clone(), finding.cells.clone(), finding.text.clone());
        let known: HashSet<_> = self.graves(right).iter().map(|(finding, _)| name(finding)).collect();
        let mut found = self.graves(&self.typed_over(right, cell, wrong));
        found.retain(|(finding, _)| !known.contains(&name(finding)));
        let first = found.first().and_then(|(finding, keys)| Some((finding.suspects.first()?, keys.first()?)));
        let suggested = first.filter(|(_, key)| *key == cell).map(|(suspect, _)| suspect.suggested);
        let cent = Amount::from_yuan(Decimal::ONE_HUNDRED).unwrap();
        let is_named = suggested.is_some_and(|suggested| (suggested - *amount).abs() <= cent);
        let told = found.iter().map(|(finding, keys)| {
            let suspects: Vec<_> = finding.suspects.iter().map(|s| (s.suggested, s.slip)).collect();
            format!("\n    {} {} {keys:?} {suspects:?}", finding.rule, finding.message)
        });
        Typed {
            is_caught: !found.is_empty(),
            is_named,
            is_exact: suggested == Some(*amount),
            findings: found.len(),
            described: format!("{cell:?} {amount} → {wrong}{}", told.collect::<String>()),
        }
    }

    fn typed_over(&self, right: &Disclosure, cell: &CellKey, amount: Amount) -> Disclosure {
        let mut typed = right.clone();
        self.with_evaluated(right, |evaluated| {
            let cell = evaluated.find(cell).unwrap();
            set_amounts(evaluated, "录入", &[(cell, Some(amount))])
        })
        .apply(&mut typed);
        typed
    }

    /// The errors and doubts of `disclosure`, each with the cells that it suspects.
    fn graves(&self, disclosure: &Disclosure) -> Vec<(Finding, Vec<CellKey>)> {
        self.with_evaluated(disclosure, |evaluated| {
            let findings = audit(evaluated).findings.into_iter();
            let graves = findings.filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
            graves
                .map(|finding| {
                    let keys = finding.suspects.iter().map(|suspect| evaluated.key(suspect.cell)).collect();
                    (finding, keys)
                })
                .collect()
        })
    }

    fn with_evaluated<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }
}
