//! Whether rounding can explain all sums of a table at once (`assets/forms/README.md`, rounding 4).
//!
//! Each sum may pass alone while no exact figures satisfy all of them: 7 from 3 and 3, each from 1 and 1. So the interval
//! of a total is narrowed to what its parts allow before it is used as a part itself, from the bottom up.

use crate::disclosure::Interval;
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, definition, row_expression};
use crate::form::ListIndex;

/// The stated cells of `list` that no exact figures can satisfy together with the sums below them. Once a contradiction
/// is found, the figure is taken as it stands, so that totals above it are judged on their own.
pub(super) fn contradictions(evaluated: Evaluated<'_>, list: ListIndex) -> Vec<CellIndex> {
    let width = evaluated.form.list(list).amounts.len();
    let rows = evaluated.evaluation.layout(list).rows.len();
    let mut narrowing = Narrowing { evaluated, width, intervals: vec![None; rows * width], found: Vec::new() };
    for row in 0..rows {
        for column in 0..width {
            narrowing.interval(CellIndex { list, row, column });
        }
    }
    narrowing.found
}

/// The intervals of a list's cells, as far as they are known.
struct Narrowing<'a> {
    evaluated: Evaluated<'a>,
    width: usize,
    intervals: Vec<Option<Interval>>,
    found: Vec<CellIndex>,
}

impl Narrowing<'_> {
    /// What `cell` may stand for; its parts are asked first, down its column and along its row, whichever way leads to them.
    fn interval(&mut self, cell: CellIndex) -> Interval {
        let place = cell.row * self.width + cell.column;
        if let Some(known) = self.intervals[place] {
            return known;
        }
        let own = self.own(cell);
        // No sum leads back to itself; if one did, its figure would count as it stands.
        self.intervals[place] = Some(own);
        let is_stated = self.evaluated.evaluation.state(cell) == CellState::Stated;
        let parts = self.sums(cell);
        let narrowed = match (is_stated, parts.split_first()) {
            // A figure that is computed has no digits of its own: its parts say what is behind it.
            (false, Some((first, others))) => {
                others.iter().copied().try_fold(*first, Interval::common).unwrap_or(*first)
            }
            (false, None) => own,
            (true, _) => parts.iter().copied().try_fold(own, Interval::common).unwrap_or_else(|| {
                self.found.push(cell);
                own
            }),
        };
        self.intervals[place] = Some(narrowed);
        narrowed
    }

    /// What the figure in `cell` says by itself. Of what is stated only what is printed is compared, as for each sum alone.
    fn own(&self, cell: CellIndex) -> Interval {
        let (value, unit) = (self.evaluated.value(cell), self.evaluated.unit_of_cell(cell));
        match self.evaluated.evaluation.state(cell) {
            CellState::Stated => Interval::of_printed(value, unit),
            _ => Interval::of_value(value, unit),
        }
    }

    /// What the parts of `cell` allow, as far as they stand in the same list.
    fn sums(&mut self, cell: CellIndex) -> Vec<Interval> {
        let Evaluated { form, evaluation, .. } = self.evaluated;
        let expressions = [definition(form, evaluation, cell), row_expression(form, evaluation, cell)];
        // What adds up rows that are not there says nothing: whether they are missing is another question.
        let in_list =
            |addends: &Vec<Addend>| !addends.is_empty() && addends.iter().all(|addend| addend.cell.list == cell.list);
        let sums = expressions.into_iter().flatten().map(|(_, addends)| addends).filter(in_list);
        let sums = sums.map(|addends| {
            addends.iter().map(|addend| self.interval(addend.cell).signed(addend.negative)).sum::<Interval>()
        });
        sums.collect()
    }
}
