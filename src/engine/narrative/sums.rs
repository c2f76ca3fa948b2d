//! Sums of cells, this year's and last year's.

use crate::disclosure::{Amount, AmountUnit, CellKey, ColumnNumber, Interval, ProjectId, RowKey};
use crate::evaluate::{CellIndex, ContextSubject, Evaluated, RowContext};
use crate::form::template::PriorSum;
use crate::form::{Form, RowPattern, Term};

use super::rows::Place;

/// A sum of cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// This year, in yuan.
    pub now: Amount,
    /// Last year, in yuan; `None` where it is not known: what nobody said is not nothing.
    pub last: Option<Amount>,
    /// This year's cells.
    pub cells: Vec<CellKey>,
    /// What names last year's figure, where this year has no cell for it: of an item that fell away.
    pub fallen: Option<CellKey>,
    /// What the printed figures of this year's cells say of the sum.
    pub now_printed: Interval,
    /// The same of last year's figures; `None` where last year is not known.
    pub last_printed: Option<Interval>,
}

impl Sum {
    /// The sum of `terms` at `place`.
    pub(super) fn of(evaluated: Evaluated<'_>, terms: &[Term], place: &Place) -> Self {
        let unit = &evaluated.form.text_unit;
        let mut sum = Self::default();
        let mut last = (!evaluated.disclosure.prior.is_empty()).then(Default::default);
        for term in terms {
            let (own, first) = (cells(evaluated, term, place), sum.cells.len());
            for &cell in &own {
                let value = evaluated.value(cell);
                sum.now_printed = sum.now_printed.plus(Interval::of_printed(value, unit).signed(term.negative));
                sum.now = if term.negative { sum.now - value } else { sum.now + value };
                sum.cells.push(evaluated.key(cell));
            }
            last =
                last.zip(prior(evaluated, term, (&own, &sum.cells[first..]), place)).map(|(sum, own)| plus(sum, own));
        }
        (sum.last, sum.last_printed) = last.unzip();
        if let ([], [term]) = (&sum.cells[..], terms) {
            sum.fallen = prior_key(evaluated.form, term, place);
        }
        sum
    }

    /// The sum of `terms`, each of which names its row.
    pub(crate) fn of_named(evaluated: Evaluated<'_>, terms: &[Term]) -> Self {
        Self::of(evaluated, terms, &Place::default())
    }

    /// The same, this year's amount alone.
    pub(crate) fn total(evaluated: Evaluated<'_>, terms: &[Term]) -> Amount {
        Self::of_named(evaluated, terms).now
    }

    /// This year's cells of `terms`, each of which names its row.
    pub(crate) fn cells_of(evaluated: Evaluated<'_>, terms: &[Term]) -> Vec<CellIndex> {
        terms.iter().flat_map(|term| cells(evaluated, term, &Place::default())).collect()
    }

    /// This year less last year, as both are shown in `unit`.
    pub fn difference(&self, unit: &AmountUnit) -> Option<Amount> {
        Some(unit.shown(self.now) - unit.shown(self.last?))
    }

    /// The same; `None` also where there is a change that is too small to be shown: that is neither one of nothing nor one of
    /// which more is known.
    pub fn told_change(&self, unit: &AmountUnit) -> Option<Amount> {
        self.difference(unit).filter(|difference| !difference.is_zero() || Some(self.now) == self.last)
    }
}

/// The cells of `term` at `place` that exist this year.
fn cells(evaluated: Evaluated<'_>, term: &Term, place: &Place) -> Vec<CellIndex> {
    let pattern = term.cell;
    let subject = place.code.map_or(ContextSubject::None, ContextSubject::Code);
    let row = place.list.zip(place.row);
    let rows = evaluated.evaluation.rows_of(pattern, RowContext { row, subject });
    let Some(column) = pattern.column else { return Vec::new() };
    rows.iter().map(|&row| CellIndex { list: pattern.list, row, column }).collect()
}

/// Last year's sum of `term` at `place`, which means `cells` this year, named so, and what the figures that are known of it
/// say; `None` where last year's figure of one of them is not known.
fn prior(
    evaluated: Evaluated<'_>,
    term: &Term,
    (cells, keys): (&[CellIndex], &[CellKey]),
    place: &Place,
) -> Option<(Amount, Interval)> {
    let prior = &evaluated.disclosure.prior;
    // What neither year has a row for is nothing.
    let gone = cells.is_empty().then(|| prior_key(evaluated.form, term, place)).flatten();
    let gone = gone.and_then(|key| prior.get(&key)).copied().map(Some);
    let amounts = cells.iter().zip(keys).map(|(cell, key)| last_year(evaluated, *cell, key)).chain(gone);
    let mut sum = (Amount::ZERO, Interval::default());
    for amount in amounts {
        let amount = amount?;
        let printed = prior_figure(evaluated, amount).signed(term.negative);
        sum = plus(sum, (if term.negative { -amount } else { amount }, printed));
    }
    Some(sum)
}

fn plus(one: (Amount, Interval), other: (Amount, Interval)) -> (Amount, Interval) {
    (one.0 + other.0, one.1.plus(other.1))
}

/// Last year's figure of `cell`, which is named `key`. Where nobody said it, it was nothing if there is nothing this year
/// either, if last year's figures of other rows of its kind are there, of which it was none, or if they were nothing in all.
/// Else it is not known: nor is what the form of the year before had no place for.
fn last_year(evaluated: Evaluated<'_>, cell: CellIndex, key: &CellKey) -> Option<Amount> {
    let prior = &evaluated.disclosure.prior;
    if let Some(amount) = prior.get(key) {
        return Some(*amount);
    }
    if evaluated.form.text_unit.shown(evaluated.value(cell)).is_zero() {
        return Some(Amount::ZERO);
    }
    if evaluated.form.is_without_before(key) {
        return None;
    }
    // Totals and prescribed rows are there every year, whatever their columns hold.
    let is_alike = |other: &CellKey| match (&key.row, &other.row) {
        (RowKey::Total, RowKey::Total) | (RowKey::Fixed(_), RowKey::Fixed(_)) => true,
        (RowKey::Project(_), RowKey::Project(_)) | (RowKey::Unit(_), RowKey::Unit(_)) => key.column == other.column,
        (RowKey::Code(own), RowKey::Code(code)) | (RowKey::UnitCode(_, own), RowKey::UnitCode(_, code)) => {
            key.column == other.column && own.level() == code.level()
        }
        _ => false,
    };
    let first = if matches!(key.row, RowKey::Project(_)) { RowKey::Project(ProjectId(0)) } else { RowKey::Total };
    let first = CellKey::new(key.table, first, ColumnNumber(0));
    let mut of_table = prior.range(first..).map(|(other, _)| other).take_while(|other| other.table == key.table);
    let total = CellKey { row: RowKey::Total, ..key.clone() };
    let was_nothing = of_table.any(is_alike) || prior.get(&total).is_some_and(|total| total.is_zero());
    was_nothing.then_some(Amount::ZERO)
}

/// What a figure of last year says of the amount behind it. Where texts were written by others, it may be what their
/// printed differences leave of this year's printed amounts, each of them rounded.
fn prior_figure(evaluated: Evaluated<'_>, amount: Amount) -> Interval {
    let unit = &evaluated.form.text_unit;
    let printed = Interval::of_printed(amount, unit);
    let is_told = !amount.is_zero() && !evaluated.disclosure.texts.is_empty();
    if is_told { printed.plus(Interval::of_shown(Amount::ZERO, unit)) } else { printed }
}

/// What names last year's figure of `term` at `place`.
fn prior_key(form: &Form, term: &Term, place: &Place) -> Option<CellKey> {
    let list = term.cell.list;
    let row = match term.cell.row {
        RowPattern::Same => place.key.clone().filter(|_| place.list == Some(list))?,
        RowPattern::Fixed(row) => RowKey::Fixed(form.list(list).fixed_rows().get(row)?.id.clone()),
        RowPattern::Total => RowKey::Total,
        RowPattern::Code(code) => RowKey::Code(code),
        RowPattern::SameCode => RowKey::Code(place.code?),
    };
    let column = form.list(list).amounts.get(term.cell.column?)?.number;
    Some(CellKey::new(form.table_of(list).number, row, column))
}

/// One side of an identity between last year's figures.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PriorSide {
    /// The sum of the figures, in yuan.
    pub sum: Amount,
    /// What they say of the amounts behind them.
    pub printed: Interval,
    /// How many of them are not blank.
    pub count: usize,
}

/// Last year's sum of one side of an identity.
pub(crate) fn prior_sum(evaluated: Evaluated<'_>, sum: &PriorSum) -> PriorSide {
    let mut side = PriorSide::default();
    let mut add = |(amount, printed): (Amount, Interval)| {
        side.sum += amount;
        side.printed = side.printed.plus(printed);
        side.count += usize::from(!amount.is_zero());
    };
    match sum {
        PriorSum::Cells(terms) => {
            let place = Place::default();
            let figure = |term: &Term| {
                let own = cells(evaluated, term, &place);
                let keys: Vec<CellKey> = own.iter().map(|&cell| evaluated.key(cell)).collect();
                prior(evaluated, term, (&own, &keys), &place)
            };
            terms.iter().filter_map(figure).for_each(add);
        }
        PriorSum::Items(list, column) => {
            let form = evaluated.form;
            let (table, column) = (form.table_of(*list).number, form.list(*list).amounts[*column].number);
            let items = evaluated
                .disclosure
                .prior
                .iter()
                .filter(|(cell, _)| cell.table == table && cell.column == column && cell.row.code().is_some());
            items.for_each(|(_, &amount)| add((amount, prior_figure(evaluated, amount))));
        }
    }
    side
}
