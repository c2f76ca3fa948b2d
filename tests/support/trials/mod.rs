//! Printed amounts made wrong on purpose, and what a check says of them.

use disclosure_engine::audit::{Audit, Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, CellKey, ColumnNumber, Disclosure, RowKey, TableNumber};
use disclosure_engine::evaluate::{CellIndex, Evaluated, evaluate};
use disclosure_engine::form::{Form, FormLibrary, ListIndex};
use fastrand::Rng;
use rust_decimal::{Decimal, MathematicalOps};

pub mod texts;
mod typed;

const SAMPLES: [&str; 2] = [
    include_str!("../../../assets/samples/urumqi-2025.budget"),
    include_str!("../../../assets/samples/shayibak-2025.budget"),
];
/// The sample of another region: its tables are in yuan, its sentences in ten thousand yuan.
const SHANGHAI: &str = include_str!("../../../assets/samples/shanghai-2025.budget");

/// How an amount is made wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mistake {
    /// Its middle digit is another.
    Digit,
    /// The first two neighbouring digits that differ are swapped.
    Swap,
    /// Ten times as much.
    Tenfold,
    /// The amount of the row above stands in it.
    RowAbove,
    /// The amount of the row below stands in it.
    RowBelow,
}

impl Mistake {
    pub const ALL: [Self; 5] = [Self::Digit, Self::Swap, Self::Tenfold, Self::RowAbove, Self::RowBelow];
}

/// A printed amount.
pub struct Printed {
    pub cell: CellKey,
    pub amount: Amount,
    /// The least amount that can be printed there, in yuan.
    step: Decimal,
    above: Option<Amount>,
    below: Option<Amount>,
}

impl Printed {
    /// An amount that stands in no table.
    fn of(amount: Amount) -> Self {
        let cell = CellKey::new(TableNumber(0), RowKey::Total, ColumnNumber(0));
        Self { cell, amount, step: Decimal::ONE_HUNDRED, above: None, below: None }
    }

    /// What stands there by `mistake`; `None` where it makes no difference or the cell would be left blank.
    pub fn wrong(&self, mistake: Mistake) -> Option<Amount> {
        let steps = (self.amount.yuan() / self.step).normalize().to_string();
        let mut digits: Vec<u8> = steps.into_bytes();
        match mistake {
            Mistake::Digit => {
                let middle = digits.len() / 2;
                digits[middle] = b'0' + (digits[middle] - b'0' + 3) % 10;
            }
            Mistake::Swap => {
                let place = (1..digits.len()).find(|&place| digits[place] != digits[place - 1])?;
                digits.swap(place, place - 1);
            }
            Mistake::Tenfold => digits.push(b'0'),
            Mistake::RowAbove => return self.above.filter(|above| *above != self.amount && !above.is_zero()),
            Mistake::RowBelow => return self.below.filter(|below| *below != self.amount && !below.is_zero()),
        }
        let yuan = Decimal::from_str_exact(std::str::from_utf8(&digits).unwrap()).unwrap() * self.step;
        Some(Amount::from_yuan(yuan).unwrap()).filter(|wrong| *wrong != self.amount && !wrong.is_zero())
    }
}

/// The samples, with all that is needed to check them.
pub struct Trials {
    forms: FormLibrary,
    catalog: Catalog,
    samples: Vec<(Disclosure, Vec<Printed>)>,
}

/// One or several wrong amounts, and what a check says of them.
pub struct Outcome {
    /// Whether anything is an error.
    pub is_caught: bool,
    /// How many of the wrong amounts are named first, with what they should be, by some error.
    pub first: usize,
    /// How many are named by some error, first or among equals.
    pub among: usize,
    /// Sound cells that are named.
    pub falsely: usize,
    /// The wrong amounts and all that is named, for looking at what is missed.
    pub described: String,
}

impl Trials {
    pub fn new() -> Self {
        Self::with(&SAMPLES, |_, _| {})
    }

    /// The sample of another region with every total printed.
    pub fn shanghai() -> Self {
        Self::with(&[SHANGHAI], state_totals)
    }

    /// The samples as someone types them: what the program computes carries no printed amount.
    pub fn drafts() -> Self {
        Self::with(&SAMPLES, |_, disclosure| disclosure.tables.values_mut().for_each(|table| table.stated.clear()))
    }

    fn with(texts: &[&str], change: impl Fn(&Form, &mut Disclosure)) -> Self {
        let forms = FormLibrary::builtin().unwrap();
        let catalog = Catalog::builtin().unwrap();
        let read = |text: &&str| {
            let mut disclosure = disclosure_engine::file::read(text, &forms).unwrap();
            let form = forms.get(&disclosure.form).unwrap();
            change(form, &mut disclosure);
            let printed = printed(form, &catalog, &disclosure);
            (disclosure, printed)
        };
        let samples = texts.iter().map(read).collect();
        Self { forms, catalog, samples }
    }

    /// Every printed amount, as a sample and a place in it.
    pub fn all(&self) -> impl Iterator<Item = (usize, usize)> {
        self.samples.iter().enumerate().flat_map(|(sample, (_, printed))| (0..printed.len()).map(move |p| (sample, p)))
    }

    pub fn printed(&self, (sample, place): (usize, usize)) -> &Printed {
        &self.samples[sample].1[place]
    }

    /// `count` different amounts of one sample, each with a mistake, all drawn at random.
    pub fn draw(&self, rng: &mut Rng, count: usize) -> (usize, Vec<(usize, Amount)>) {
        let sample = rng.usize(..self.samples.len());
        let mut wrong: Vec<(usize, Amount)> = Vec::new();
        while wrong.len() < count {
            let place = rng.usize(..self.samples[sample].1.len());
            let mistake = Mistake::ALL[rng.usize(..Mistake::ALL.len())];
            let is_new = wrong.iter().all(|(other, _)| *other != place);
            wrong.extend(self.printed((sample, place)).wrong(mistake).filter(|_| is_new).map(|amount| (place, amount)));
        }
        (sample, wrong)
    }

    /// Checks a sample with some amounts made wrong.
    pub fn check(&self, sample: usize, wrong: &[(usize, Amount)]) -> Outcome {
        let (right, printed) = &self.samples[sample];
        let mut disclosure = right.clone();
        for &(place, amount) in wrong {
            set(&mut disclosure, &printed[place].cell, amount);
        }
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, &disclosure);
        let evaluated = Evaluated { form, catalog: &self.catalog, disclosure: &disclosure, evaluation: &evaluation };
        let wrong: Vec<_> = wrong.iter().map(|&(place, amount)| (&printed[place], amount)).collect();
        outcome(evaluated, &audit(evaluated), &wrong)
    }
}

fn outcome(evaluated: Evaluated<'_>, audit: &Audit, wrong: &[(&Printed, Amount)]) -> Outcome {
    let errors = || audit.findings.iter().filter(|finding| finding.grade == Grade::Error);
    let is_right = |cell: CellIndex, suggested: Amount, printed: &Printed| {
        suggested == printed.amount && evaluated.key(cell) == printed.cell
    };
    // A single one is to be named by the finding that is shown first.
    let leading = if wrong.len() == 1 { 1 } else { usize::MAX };
    let first = |printed: &Printed| {
        let mut leaders = errors().take(leading).filter_map(|finding| finding.suspects.first());
        leaders.any(|suspect| is_right(suspect.cell, suspect.suggested, printed))
    };
    let suspects = || errors().flat_map(|finding| &finding.suspects);
    let among = |printed: &Printed| suspects().any(|s| is_right(s.cell, s.suggested, printed));
    let count = |is_named: &dyn Fn(&Printed) -> bool| wrong.iter().filter(|(printed, _)| is_named(printed)).count();
    let mut named: Vec<_> = suspects().map(|s| (evaluated.key(s.cell), s.suggested, s.slip)).collect();
    named.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    named.dedup();
    let falsely = named.iter().filter(|(key, ..)| wrong.iter().all(|(printed, _)| printed.cell != *key)).count();
    let wrong_cells: Vec<_> = wrong.iter().map(|(printed, typed)| (&printed.cell, printed.amount, *typed)).collect();
    Outcome {
        is_caught: errors().next().is_some(),
        first: count(&first),
        among: count(&among),
        falsely,
        described: format!("{wrong_cells:#?}\n  named {named:#?}"),
    }
}

/// Every amount that a disclosure holds, entered or stated.
fn printed(form: &Form, catalog: &Catalog, disclosure: &Disclosure) -> Vec<Printed> {
    let mut cells = Vec::new();
    for (&number, table) in &disclosure.tables {
        for row in &table.rows {
            let entered = row.amounts.iter();
            cells.extend(entered.map(|(&column, &amount)| (CellKey::new(number, row.subject.key(), column), amount)));
        }
        let stated = table.stated.iter();
        cells.extend(stated.map(|((row, column), &amount)| (CellKey::new(number, row.clone(), *column), amount)));
    }
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog, disclosure, evaluation: &evaluation };
    let with_neighbours = cells.into_iter().map(|(key, amount)| {
        let cell = evaluated.find(&key).unwrap();
        let rows = evaluation.layout(cell.list).rows.len();
        let near =
            |row: Option<usize>| row.filter(|&row| row < rows).map(|row| evaluated.value(CellIndex { row, ..cell }));
        let unit = form.unit_of_column(cell.list, cell.column);
        let step = unit.yuan / Decimal::TEN.powi(unit.decimals.into());
        Printed { cell: key, amount, step, above: near(cell.row.checked_sub(1)), below: near(Some(cell.row + 1)) }
    });
    with_neighbours.collect()
}

/// Prints every amount that the program computes, as a document does that was made elsewhere.
fn state_totals(form: &Form, disclosure: &mut Disclosure) {
    let evaluation = evaluate(form, disclosure);
    for list in (0..form.lists.len()).map(ListIndex) {
        let values = evaluation.values(list);
        for row in 0..evaluation.layout(list).rows.len() {
            for column in 0..values.width() {
                let cell = CellIndex { list, row, column };
                if evaluation.state(cell).is_computed() && !evaluation.value(cell).is_zero() {
                    let key = evaluation.key(form, disclosure, cell);
                    disclosure.table_mut(key.table).stated.insert((key.row, key.column), evaluation.value(cell));
                }
            }
        }
    }
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
