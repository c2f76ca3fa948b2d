//! Whether rounding can explain all sums of a table at once (`assets/forms/README.md`, rounding 4).
//!
//! Each sum may pass alone while no exact figures satisfy all of them: 7 from 3 and 3, each from 1 and 1. So the interval
//! of a total is narrowed to what its parts allow before it is used as a part itself, from the bottom up.

use crate::disclosure::Amount;
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, definition, row_expression};
use crate::form::ListIndex;
use crate::ties::interval::Interval;

/// The stated cells of `list` that no exact figures can satisfy together with the sums below them. Once a contradiction
/// is found, the figure is taken as it stands, so that totals above it are judged on their own.
pub(super) fn contradictions(evaluated: Evaluated<'_>, list: ListIndex) -> Vec<CellIndex> {
    let form_list = evaluated.form.list(list);
    let rows = evaluated.evaluation.layout(list).rows.len();
    let width = form_list.amounts.len();
    let order: Vec<(usize, usize)> = if form_list.footing().is_some() {
        (0..rows).rev().flat_map(|row| form_list.column_order.iter().map(move |&column| (row, column))).collect()
    } else {
        form_list.cell_order.clone()
    };
    let unit = &evaluated.form.unit;
    let mut intervals = vec![Interval::exact(Amount::ZERO); rows * width];
    let mut found = Vec::new();
    for (row, column) in order {
        let cell = CellIndex { list, row, column };
        // A computed figure is the sum of its parts as they are shown; only what is stated can contradict them. Of that,
        // only what is printed is compared, as for each sum alone.
        let is_stated = evaluated.evaluation.state(cell) == CellState::Stated;
        let value = evaluated.value(cell);
        let own = Interval::of_value(if is_stated { unit.shown(value) } else { value }, unit);
        let parts = if is_stated { sums(evaluated, cell, &intervals, width) } else { Vec::new() };
        let narrowed = parts.into_iter().try_fold(own, Interval::common);
        if narrowed.is_none() {
            found.push(cell);
        }
        intervals[row * width + column] = narrowed.unwrap_or(own);
    }
    found
}

/// What the parts of `cell` allow: down its column and along its row, as far as they stand in the same list.
fn sums(evaluated: Evaluated<'_>, cell: CellIndex, intervals: &[Interval], width: usize) -> Vec<Interval> {
    let expressions = [
        definition(evaluated.form, evaluated.evaluation, cell),
        row_expression(evaluated.form, evaluated.evaluation, cell),
    ];
    // What adds up rows that are not there says nothing: whether they are missing is another question.
    let in_list =
        |addends: &Vec<Addend>| !addends.is_empty() && addends.iter().all(|addend| addend.cell.list == cell.list);
    let sum = |addends: Vec<Addend>| {
        let parts = addends.iter().map(|addend| {
            let interval = intervals[addend.cell.row * width + addend.cell.column];
            if addend.negative { interval.negated() } else { interval }
        });
        parts.fold(Interval::exact(Amount::ZERO), Interval::plus)
    };
    expressions.into_iter().flatten().map(|(_, addends)| addends).filter(in_list).map(sum).collect()
}
