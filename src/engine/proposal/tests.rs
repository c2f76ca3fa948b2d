//! What is proposed while the samples are filled in.

use std::collections::BTreeMap;

use super::*;
use crate::audit::{Grade, audit};
use crate::catalog::Catalog;
use crate::disclosure::{ColumnNumber, Component, Disclosure, Row, Said, Subject};
use crate::edit::take_proposals;
use crate::evaluate::tests::Draft;
use crate::file;
use crate::form::FormLibrary;

/// A sample as somebody would have typed it: without totals, and without a word on what is complete.
fn sample(name: &str) -> Draft {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/samples").join(name);
    let text = std::fs::read_to_string(path).unwrap();
    let forms = FormLibrary::builtin().unwrap();
    let mut disclosure: Disclosure = file::read(&text, &forms).unwrap();
    disclosure.said.clear();
    disclosure.slots.clear();
    disclosure.texts.clear();
    disclosure.tables.values_mut().for_each(|table| table.stated.clear());
    let form = forms.all().find(|form| form.id == disclosure.form).unwrap();
    Draft { form: (**form).clone(), catalog: Catalog::builtin().unwrap(), disclosure }
}

fn proposed(draft: &Draft) -> Proposals {
    draft.with(proposals)
}

fn entered(disclosure: &Disclosure) -> BTreeMap<CellKey, Amount> {
    let tables = disclosure.tables.iter();
    let cells = tables.flat_map(|(number, table)| {
        table.rows.iter().flat_map(move |row| {
            let key = row.subject.key();
            row.amounts.iter().map(move |(column, amount)| (CellKey::new(*number, key.clone(), *column), *amount))
        })
    });
    cells.collect()
}

fn errors(draft: &Draft) -> Vec<String> {
    draft.with(|evaluated| {
        let found = audit(evaluated).findings;
        found.into_iter().filter(|f| f.grade == Grade::Error).map(|f| format!("{} {}", f.rule, f.message)).collect()
    })
}

fn take(draft: &mut Draft, tables: &[TableNumber]) {
    let step = draft.with(|evaluated| take_proposals(evaluated, &proposals(evaluated), tables));
    step.apply(&mut draft.disclosure);
}

/// Numbers that look random, and are the same each time.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// Takes away what the dice say: amounts, or whole tables; what is left whole may be said to be complete.
fn thin_out(draft: &mut Draft, dice: &mut Dice) {
    let numbers: Vec<TableNumber> = draft.disclosure.tables.keys().copied().collect();
    for number in numbers {
        match dice.throw(4) {
            0 => {
                draft.disclosure.tables.remove(&number);
            }
            1 => {
                for row in &mut draft.disclosure.table_mut(number).rows {
                    row.amounts.retain(|_, _| dice.throw(3) > 0);
                }
                let is_fixed = |row: &Row| matches!(row.subject, Subject::Fixed(_));
                let table = draft.disclosure.table_mut(number);
                table.rows.retain(|row| !is_fixed(row) || !row.amounts.is_empty());
            }
            _ if dice.throw(3) > 0 => {
                draft.disclosure.said.insert(Component::Table(number), Said::Complete);
            }
            _ => {}
        }
    }
}

#[test]
fn whatever_is_taken_away_of_a_document_what_is_proposed_for_it_is_what_was_published() {
    let mut dice = Dice(1);
    let (mut count, mut checked) = (0, 0);
    for name in ["shayibak-2025.budget", "urumqi-2025.budget"] {
        let whole = sample(name);
        let published = entered(&whole.disclosure);
        for _ in 0..150 {
            let mut draft = sample_again(&whole);
            thin_out(&mut draft, &mut dice);
            let (before, left) = (errors(&draft), entered(&draft.disclosure));
            let found = proposed(&draft);
            for (cell, proposed) in &found.amounts {
                assert_eq!(published.get(cell), Some(&proposed.amount), "{cell:?}: {proposed:?}");
                assert!(!left.contains_key(cell), "{cell:?} is entered");
                count += 1;
            }
            // From what others follow must be there: else a table that is yet to come may be taken for an empty one.
            let has_sources =
                [2, 6, 7, 11].map(TableNumber).iter().all(|n| draft.disclosure.table(*n) == whole.disclosure.table(*n));
            for table in found.tables().into_iter().filter(|_| has_sources) {
                checked += 1;
                let mut taken = sample_again(&draft);
                take(&mut taken, &[table]);
                let after = errors(&taken);
                assert!(after.iter().all(|error| before.contains(error)), "表{table}: {after:#?} {found:#?}");
                assert!(left.iter().all(|(cell, amount)| entered(&taken.disclosure).get(cell) == Some(amount)));
            }
        }
    }
    assert!(count > 200 && checked > 20, "{count} {checked}");
}

fn sample_again(draft: &Draft) -> Draft {
    Draft { form: draft.form.clone(), catalog: Catalog::builtin().unwrap(), disclosure: draft.disclosure.clone() }
}

#[test]
fn the_tables_of_a_document_follow_from_its_income_projects_and_carry_over() {
    for name in ["shayibak-2025.budget", "urumqi-2025.budget"] {
        let mut draft = sample(name);
        let published = entered(&draft.disclosure);
        let given = [2, 6, 7, 11].map(TableNumber);
        draft.disclosure.tables.retain(|number, _| given.contains(number));
        draft.disclosure.said = given.map(|number| (Component::Table(number), Said::Complete)).into();
        for _ in 0..2 {
            let tables: Vec<TableNumber> = proposed(&draft).tables().into_iter().collect();
            take(&mut draft, &tables);
            assert_eq!(errors(&draft), [] as [String; 0], "{name}");
        }
        assert_eq!(entered(&draft.disclosure), published, "{name}");
        assert_eq!(proposed(&draft).tables(), BTreeSet::new(), "nothing is left to be taken");
    }
}

#[test]
fn of_a_table_in_progress_rows_follow_at_once_and_amounts_when_it_is_complete() {
    let mut draft = Draft::new().code(2, "2080199", &[(3, "142.70")]).code(2, "2230105", &[(8, "625.24")]);
    draft.disclosure.said.clear();
    let found = proposed(&draft);
    let rows: Vec<String> = found.rows.iter().map(|row| format!("{} {}", row.table, row.code)).collect();
    assert_eq!(rows, ["3 2080199", "3 2230105", "5 2080199", "9 2230105"]);
    assert!(found.amounts.is_empty(), "more may still be entered: {found:#?}");

    draft.disclosure.said.insert(Component::Table(TableNumber(2)), Said::Complete);
    let found = proposed(&draft);
    let state_capital = CellKey::new(TableNumber(9), RowKey::Code("2230105".parse().unwrap()), ColumnNumber(4));
    let proposed_amount = &found.amounts[&state_capital];
    assert_eq!((proposed_amount.amount, proposed_amount.is_certain), (draft.amount("625.24"), false));
    let of_spending = found.amounts.keys().filter(|cell| cell.table == TableNumber(5)).count();
    assert_eq!(of_spending, 0, "which part is for projects nobody knows yet");
}

#[test]
fn nothing_is_proposed_that_contradicts_what_is_entered_nor_for_a_table_that_is_complete() {
    let with = |basic: &str| {
        let mut draft = Draft::new().code(2, "2080199", &[(3, "142.70")]).code(5, "2080199", &[(2, basic)]);
        let open = [3, 5].map(|number| Component::Table(TableNumber(number)));
        draft.disclosure.said.retain(|component, _| !open.contains(component));
        draft
    };
    let of_table = |draft: &Draft, number| proposed(draft).count(TableNumber(number));
    assert_eq!(of_table(&with("142.70"), 3), (1, 1));
    // 表7 is complete and empty: all of it is basic, and 100.00 is wrong somewhere.
    assert_eq!(of_table(&with("100.00"), 5), (0, 0));
    let mut complete = with("142.70");
    complete.disclosure.said.insert(Component::Table(TableNumber(3)), Said::Complete);
    assert_eq!(of_table(&complete, 3), (0, 0));
}
