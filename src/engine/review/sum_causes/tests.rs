use super::*;
use crate::catalog::Catalog;
use crate::disclosure::Disclosure;
use crate::evaluate::{Evaluation, evaluate};
use crate::file;
use crate::form::FormLibrary;
use crate::review::{Progress, consolidate, sum_units};

const SAMPLE: &str = include_str!("../../../../assets/samples/urumqi-2025.budget");

/// Units of one department, each with figures of its own.
struct Bench {
    forms: FormLibrary,
    catalog: Catalog,
}

type Unit = (Disclosure, Evaluation);

impl Bench {
    fn new() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    fn form(&self) -> &Form {
        self.forms.get("xinjiang-2025").unwrap()
    }

    /// A unit whose amounts are `parts` hundredths of the sample's.
    fn unit(&self, body: &str, parts: i64) -> Unit {
        let mut unit = Disclosure { body: body.to_owned(), ..file::read(SAMPLE, &self.forms).unwrap() };
        for table in unit.tables.values_mut() {
            table.stated.clear();
            for amount in table.rows.iter_mut().flat_map(|row| row.amounts.values_mut()) {
                let yuan = amount.yuan() * rust_decimal::Decimal::new(parts, 2);
                *amount = Amount::from_yuan(yuan.round_dp(0)).unwrap();
            }
        }
        let evaluation = evaluate(self.form(), &unit);
        (unit, evaluation)
    }

    fn evaluated<'a>(&'a self, (disclosure, evaluation): &'a Unit) -> Evaluated<'a> {
        Evaluated { form: self.form(), catalog: &self.catalog, disclosure, evaluation }
    }

    /// What is said of a department that added up `added`, whose units are `units`, with `others` at hand.
    fn explained(&self, added: &[&Unit], units: &[&Unit], others: &[(&Unit, Role)]) -> SumExplanation {
        let all: Vec<Evaluated<'_>> = added.iter().map(|unit| self.evaluated(unit)).collect();
        let ungrouped = std::collections::BTreeSet::new();
        let department = consolidate(self.form(), "某局", &all, &ungrouped, &Progress::default()).unwrap().disclosure;
        let evaluation = evaluate(self.form(), &department);
        let department = (department, evaluation);
        let own: Vec<Evaluated<'_>> = units.iter().map(|unit| self.evaluated(unit)).collect();
        let sum = sum_units(self.evaluated(&department), &own, &Progress::default()).unwrap();
        let units = own.iter().map(|evaluated| Candidate { evaluated: *evaluated, role: Role::Unit });
        let others = others.iter().map(|(unit, role)| Candidate { evaluated: self.evaluated(unit), role: *role });
        explain_sum(self.form(), &sum.differences, &units.chain(others).collect::<Vec<_>>())
    }
}

#[test]
fn a_file_that_was_left_out_added_twice_or_taken_for_another_is_named() {
    let bench = Bench::new();
    let [a, b, c, foreign, older, last] = [("甲", 100), ("乙", 57), ("丙", 31), ("外", 43), ("乙", 49), ("丙", 20)]
        .map(|(body, parts)| bench.unit(body, parts));
    let units = [&a, &b, &c];
    let others = [(&foreign, Role::Foreign), (&older, Role::Older(1)), (&last, Role::OtherYear(Some(2)))];
    for (added, cause) in [
        (vec![&a, &c], SumCause::LeftOut(1)),
        (vec![&a, &b, &c, &c], SumCause::Twice(2)),
        (vec![&a, &b, &c, &foreign], SumCause::Foreign(3)),
        (vec![&a, &older, &c], SumCause::Older(4)),
        (vec![&a, &b, &older, &c], SumCause::Both(4)),
        (vec![&a, &b, &last], SumCause::OtherYear(5)),
    ] {
        let explained = bench.explained(&added, &units, &others);
        assert_eq!(explained.causes, [cause]);
        let left = explained.left.len();
        assert!(left <= 2, "{cause:?} leaves {left}");
    }
}

#[test]
fn two_that_were_left_out_are_both_named() {
    let bench = Bench::new();
    let [a, b, c, d] = [("甲", 100), ("乙", 57), ("丙", 31), ("丁", 17)].map(|(body, parts)| bench.unit(body, parts));
    let explained = bench.explained(&[&a, &c], &[&a, &b, &c, &d], &[]);
    assert_eq!(explained.causes, [SumCause::LeftOut(1), SumCause::LeftOut(3)]);
}

#[test]
fn a_wrong_figure_is_no_file() {
    let bench = Bench::new();
    let [a, b, foreign] = [("甲", 100), ("乙", 57), ("外", 43)].map(|(body, parts)| bench.unit(body, parts));
    let (mut wrong, _) = a.clone();
    let amounts = wrong.tables.values_mut().flat_map(|table| &mut table.rows).flat_map(|row| row.amounts.values_mut());
    amounts.filter(|amount| !amount.is_zero()).step_by(7).for_each(|amount| *amount += "12340000".parse().unwrap());
    let evaluation = evaluate(bench.form(), &wrong);
    let explained = bench.explained(&[&(wrong, evaluation), &b], &[&a, &b], &[(&foreign, Role::Foreign)]);
    assert!(explained.causes.is_empty() && explained.left.len() > FEWEST, "{explained:?}");
}
