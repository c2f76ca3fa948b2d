//! Sums of cells, this year's and last year's.

use std::collections::BTreeSet;

use crate::disclosure::{Amount, AmountUnit, CellKey, RowKey};
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
}

impl Sum {
    /// The sum of `terms` at `place`.
    pub(super) fn of(evaluated: Evaluated<'_>, terms: &[Term], place: &Place) -> Self {
        let mut sum = Self { last: prior(evaluated, terms, place), ..Self::default() };
        for term in terms {
            for cell in cells(evaluated, term, place) {
                let value = evaluated.value(cell);
                sum.now = if term.negative { sum.now - value } else { sum.now + value };
                sum.cells.push(evaluated.key(cell));
            }
        }
        sum
    }

    /// This year's sum of `terms`, each of which names its row.
    pub(crate) fn total(evaluated: Evaluated<'_>, terms: &[Term]) -> Amount {
        Self::of(evaluated, terms, &Place::default()).now
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

/// Last year's sum of `terms` at `place`.
pub(super) fn prior(evaluated: Evaluated<'_>, terms: &[Term], place: &Place) -> Option<Amount> {
    let prior = &evaluated.disclosure.prior;
    if prior.is_empty() {
        return None;
    }
    let signed = terms.iter().filter_map(|term| {
        let amount = *prior.get(&prior_key(evaluated.form, term, place)?)?;
        Some(if term.negative { Amount::ZERO - amount } else { amount })
    });
    Some(signed.sum())
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

/// Last year's sum of one side of an identity, and how many of its addends are not blank.
pub(crate) fn prior_sum(evaluated: Evaluated<'_>, sum: &PriorSum) -> (Amount, usize) {
    match sum {
        PriorSum::Cells(terms) => {
            let place = Place::default();
            let amounts: Vec<Amount> = terms
                .iter()
                .filter_map(|term| prior(evaluated, std::slice::from_ref(term), &place))
                .filter(|amount| !amount.is_zero())
                .collect();
            (amounts.iter().copied().sum(), amounts.len())
        }
        PriorSum::Items(list, column) => {
            let form = evaluated.form;
            let (table, column) = (form.table_of(*list).number, form.list(*list).amounts[*column].number);
            let items = evaluated.disclosure.prior.iter().filter(|(cell, amount)| {
                cell.table == table && cell.column == column && cell.row.code().is_some() && !amount.is_zero()
            });
            let amounts: Vec<Amount> = items.map(|(_, amount)| *amount).collect();
            (amounts.iter().copied().sum(), amounts.len())
        }
    }
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
