//! One printed amount made wrong: is it caught, and is it named with the value that it should have?

use budget_disclosure::audit::{Audit, Grade, audit};
use budget_disclosure::catalog::Catalog;
use budget_disclosure::disclosure::{Amount, CellKey, Disclosure};
use budget_disclosure::evaluate::{Evaluated, evaluate};
use budget_disclosure::form::{Form, FormLibrary};
use rust_decimal::Decimal;

const SAMPLES: [&str; 2] =
    [include_str!("../assets/samples/urumqi-2025.budget"), include_str!("../assets/samples/shayibak-2025.budget")];

/// Every amount that a disclosure holds, entered or stated.
fn held(disclosure: &Disclosure) -> Vec<(CellKey, Amount)> {
    let mut cells = Vec::new();
    for (&number, table) in &disclosure.tables {
        for row in &table.rows {
            let entered = row.amounts.iter();
            cells.extend(entered.map(|(&column, &amount)| (CellKey::new(number, row.subject.key(), column), amount)));
        }
        let stated = table.stated.iter();
        cells.extend(stated.map(|((row, column), &amount)| (CellKey::new(number, row.clone(), *column), amount)));
    }
    cells
}

fn set(disclosure: &mut Disclosure, cell: &CellKey, amount: Amount) {
    let table = disclosure.tables.get_mut(&cell.table).unwrap();
    if let Some(stated) = table.stated.get_mut(&(cell.row.clone(), cell.column)) {
        *stated = amount;
    } else {
        let (place, _) = table.find(&cell.row).unwrap();
        table.rows[place].amounts.insert(cell.column, amount);
    }
}

/// The amount as it is shown, mistyped: one digit off, two neighbouring digits swapped, ten times as much.
fn mistyped(amount: Amount) -> Vec<Amount> {
    let hundredths = (amount.yuan() / Decimal::ONE_HUNDRED).to_string();
    let digits: Vec<char> = hundredths.chars().collect();
    let mut texts = vec![format!("{hundredths}0")];
    let middle = digits.len() / 2;
    let mut off = digits.clone();
    off[middle] = char::from_digit((digits[middle].to_digit(10).unwrap() + 3) % 10, 10).unwrap();
    texts.push(off.into_iter().collect());
    if let Some(place) = (1..digits.len()).find(|&place| digits[place] != digits[place - 1]) {
        let mut swapped = digits;
        swapped.swap(place, place - 1);
        texts.push(swapped.into_iter().collect());
    }
    let amounts = texts.iter().map(|text| Decimal::from_str_exact(text).unwrap() * Decimal::ONE_HUNDRED);
    amounts.map(|yuan| Amount::from_yuan(yuan).unwrap()).filter(|wrong| *wrong != amount && !wrong.is_zero()).collect()
}

fn audited(form: &Form, catalog: &Catalog, disclosure: &Disclosure) -> (Audit, Vec<(CellKey, Amount)>) {
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog, disclosure, evaluation: &evaluation };
    let audit = audit(evaluated);
    let first = audit.findings.iter().find(|finding| finding.grade == Grade::Error);
    let suspects = first.map(|finding| &finding.suspects[..]).unwrap_or_default();
    let suspects = suspects.iter().map(|suspect| (evaluated.key(suspect.cell), suspect.suggested)).collect();
    (audit, suspects)
}

/// Tries every `step`th amount. Returns how many mistakes were tried, caught, named first, and named among equals.
fn tried(step: usize) -> [usize; 4] {
    let forms = FormLibrary::builtin().unwrap();
    let catalog = Catalog::builtin().unwrap();
    let mut counts = [0; 4];
    for sample in SAMPLES {
        let right = budget_disclosure::file::read(sample, &forms).unwrap();
        let form = forms.get(&right.form).unwrap();
        for (cell, amount) in held(&right).into_iter().step_by(step) {
            for wrong in mistyped(amount) {
                let mut disclosure = right.clone();
                set(&mut disclosure, &cell, wrong);
                let (audit, suspects) = audited(form, &catalog, &disclosure);
                counts[0] += 1;
                counts[1] += usize::from(audit.count(Grade::Error) > 0);
                counts[2] += usize::from(suspects.first() == Some(&(cell.clone(), amount)));
                counts[3] += usize::from(suspects.contains(&(cell.clone(), amount)));
                if std::env::var_os("BLAME_MISSES").is_some() && !suspects.contains(&(cell.clone(), amount)) {
                    println!("{cell:?} {amount} -> {wrong}: {suspects:?}");
                }
            }
        }
    }
    counts
}

#[test]
fn a_wrong_figure_is_caught_and_named_with_the_value_that_it_should_have() {
    let [tried, caught, first, among] = tried(7);
    println!("{tried} mistakes, {caught} caught, {first} named first, {among} named among equals");
    assert_eq!(caught, tried);
    assert!(first * 100 >= tried * 95 && among * 100 >= tried * 98, "{first} and {among} of {tried}");
}

#[test]
#[ignore = "tries all amounts; slow without optimisation"]
fn every_wrong_figure() {
    let [tried, caught, first, among] = tried(1);
    println!("{tried} mistakes, {caught} caught, {first} named first, {among} named among equals");
    assert_eq!(caught, tried);
}
