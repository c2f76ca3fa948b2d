//! Sums of cells, this year's and last year's.

use std::collections::BTreeSet;

use crate::disclosure::{Amount, AmountUnit, CellKey, Interval, RowKey};
use crate::evaluate::{CellIndex, ContextSubject, Evaluated, RowContext};
use crate::form::template::{Each, MeasureKind, PriorSum, Repeat, RowChoice, Wording};
use crate::form::{Form, ListIndex, RowPattern, Term};

use super::rows::Place;

/// A sum of cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sum {
    /// This year, in yuan.
    pub now: Amount,
    /// Last year, in yuan; `None` where no figure of last year is known at all.
    pub last: Option<Amount>,
    /// This year's cells.
    pub cells: Vec<CellKey>,
    /// What names last year's figure, where this year has no cell for it: of an item that fell away.
    pub fallen: Option<CellKey>,
    /// What the printed figures of this year's cells say of the sum.
    pub now_printed: Interval,
    /// The same of last year's figures; `None` where none is known at all.
    pub last_printed: Option<Interval>,
}

impl Sum {
    /// The sum of `terms` at `place`.
    pub(super) fn of(evaluated: Evaluated<'_>, terms: &[Term], place: &Place) -> Self {
        let unit = &evaluated.form.text_unit;
        let (last, last_printed) = prior(evaluated, terms, place).unzip();
        let mut sum = Self { last, last_printed, ..Self::default() };
        for term in terms {
            for cell in cells(evaluated, term, place) {
                let value = evaluated.value(cell);
                sum.now_printed = sum.now_printed.plus(Interval::of_printed(value, unit).signed(term.negative));
                sum.now = if term.negative { sum.now - value } else { sum.now + value };
                sum.cells.push(evaluated.key(cell));
            }
        }
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

/// Last year's sum of `terms` at `place`, and what the figures that are known of it say.
fn prior(evaluated: Evaluated<'_>, terms: &[Term], place: &Place) -> Option<(Amount, Interval)> {
    let prior = &evaluated.disclosure.prior;
    if prior.is_empty() {
        return None;
    }
    let mut sum = (Amount::ZERO, Interval::default());
    for term in terms {
        let known = prior_key(evaluated.form, term, place).and_then(|key| prior.get(&key));
        let Some(&amount) = known else { continue };
        sum.0 += if term.negative { -amount } else { amount };
        sum.1 = sum.1.plus(prior_figure(evaluated, amount).signed(term.negative));
    }
    Some(sum)
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
            terms.iter().filter_map(|term| prior(evaluated, std::slice::from_ref(term), &place)).for_each(add);
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

/// The cells of which the template compares this year's figure with last year's, as far as they exist in `evaluated`:
/// what rolling a disclosure forward keeps as last year's figures.
pub fn prior_cells(evaluated: Evaluated<'_>) -> Vec<CellIndex> {
    let Some(template) = &evaluated.form.sentences else { return Vec::new() };
    let mut terms: BTreeSet<(ListIndex, RowOf, usize)> = BTreeSet::new();
    for part in &template.parts {
        for group in &part.groups {
            for variant in group.paragraphs.iter().flat_map(|paragraph| &paragraph.variants) {
                collect(&variant.wording, group.each.as_ref(), &mut terms);
            }
        }
    }
    let mut found = BTreeSet::new();
    for (list, row, column) in terms {
        let layout = evaluated.evaluation.layout(list);
        let rows: Vec<usize> = match row {
            RowOf::Total => vec![0],
            RowOf::Fixed(row) => vec![row],
            RowOf::Items => (0..layout.rows.len()).filter(|&row| super::rows::is_item(&layout.rows[row])).collect(),
        };
        found.extend(rows.into_iter().map(|row| CellIndex { list, row, column }));
    }
    found.into_iter().collect()
}

/// Which rows of a list a comparison needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RowOf {
    Total,
    Fixed(usize),
    Items,
}

fn collect(wording: &[Wording], each: Option<&Each>, terms: &mut BTreeSet<(ListIndex, RowOf, usize)>) {
    for piece in wording {
        match piece {
            Wording::Measure(measure) if !matches!(measure.kind, MeasureKind::Amount | MeasureKind::Share) => {
                for term in &measure.of {
                    let row = match (term.cell.row, each) {
                        (RowPattern::Total, _) => RowOf::Total,
                        (RowPattern::Fixed(row), _) => RowOf::Fixed(row),
                        (_, Some(Each::Rows { rows: RowChoice::Items, .. })) => RowOf::Items,
                        _ => continue,
                    };
                    terms.extend(term.cell.column.map(|column| (term.cell.list, row, column)));
                }
            }
            Wording::Repeat(Repeat { each, wording, .. }) => collect(wording, Some(each), terms),
            _ => {}
        }
    }
}
