//! What the cells of an answer should hold.

use super::problem::{Equation, Problem, amount_of};
use super::search::{strips, touched};
use super::slip::slip;
use super::strips::{Strips, Weights};
use crate::audit::finding::{Slip, Suspect};
use crate::disclosure::Amount;
use crate::evaluate::{CellIndex, Evaluated};

/// Amounts that are tried for a cell where rounding leaves a choice.
const MOST_AMOUNTS: usize = 11;

/// Cells that are wrong together, with what they should hold.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// Places in the problem's cells.
    pub cells: Vec<usize>,
    /// The same cells for the reader.
    pub suspects: Vec<Suspect>,
    /// How much speaks against it, for comparing with others of as many cells.
    pub doubt: i128,
}

/// The most plausible amounts with which the change of `cells` mends what they should mend. Each amount that is tried
/// beyond the first of its cell is taken from `patience`.
pub(super) fn answer(
    evaluated: Evaluated<'_>,
    problem: &Problem,
    cells: &[usize],
    patience: &mut usize,
) -> Option<Answer> {
    let strips = strips(problem, cells).ok()?;
    let mut choice = Choice { evaluated, problem, cells, touched: touched(problem, cells), patience, best: None };
    choice.choose(&strips, &mut Vec::new());
    choice.best
}

/// How little a slip explains: as much as so many units of the last place that are left to rounding. That one digit is
/// wrong fits every third change by chance, that two are swapped next to none; that a figure was left out fits them all.
fn surprise(slip: Option<Slip>) -> i128 {
    match slip {
        None | Some(Slip::LeftOut) => 3,
        Some(Slip::OneDigit) => 2,
        Some(Slip::DigitAdded | Slip::DigitMissing | Slip::DigitsSwapped) => 1,
        Some(_) => 0,
    }
}

struct Choice<'p> {
    evaluated: Evaluated<'p>,
    problem: &'p Problem,
    cells: &'p [usize],
    touched: Vec<(usize, Weights)>,
    patience: &'p mut usize,
    best: Option<Answer>,
}

impl Choice<'_> {
    /// Tries amounts for the next cell, in the bounds that those already `fixed` leave.
    fn choose(&mut self, strips: &Strips, fixed: &mut Vec<i128>) {
        let change = fixed.len();
        if change == self.cells.len() {
            let answer = self.judge(fixed);
            if let Some(answer) = answer.filter(|new| self.best.as_ref().is_none_or(|best| new.doubt < best.doubt)) {
                self.best = Some(answer);
            }
            return;
        }
        let Ok(range) = strips.range(change) else { return };
        for (place, amount) in self.amounts(self.cells[change], range).into_iter().enumerate() {
            if place > 0 {
                let Some(left) = self.patience.checked_sub(1) else { break };
                *self.patience = left;
            }
            let mut narrowed = strips.clone();
            if narrowed.fix(change, amount).is_ok() {
                fixed.push(amount);
                self.choose(&narrowed, fixed);
                fixed.pop();
            }
        }
    }

    /// Changes in a range that leave a figure as it can be shown, those in the middle first: they leave least to rounding.
    fn amounts(&self, cell: usize, (low, high): (i128, i128)) -> Vec<i128> {
        let (value, step) = (self.problem.cells[cell].value, self.problem.last_place);
        let first = -(-(value + low)).div_euclid(step);
        let last = (value + high).div_euclid(step);
        let middle = low + (high - low) / 2;
        if first > last {
            return vec![middle];
        }
        let nearest = (value + middle).div_euclid(step);
        let reach = MOST_AMOUNTS as i128 / 2;
        let mut amounts: Vec<i128> =
            (first.max(nearest - reach)..=last.min(nearest + reach)).map(|places| places * step - value).collect();
        amounts.sort_by_key(|amount| (amount - middle).abs());
        amounts
    }

    fn judge(&self, changes: &[i128]) -> Option<Answer> {
        let suggested = |place: usize| amount_of(self.problem.cells[self.cells[place]].value + changes[place]);
        let suggested: Vec<Amount> = (0..changes.len()).map(suggested).collect::<Option<_>>()?;
        let remainder = self.remainder(changes);
        let suspects: Vec<Suspect> =
            self.cells.iter().enumerate().map(|(place, &cell)| self.suspect(cell, place, &suggested)).collect();
        let surprise: i128 = suspects.iter().map(|suspect| surprise(suspect.slip)).sum();
        let doubt = remainder + surprise * self.problem.last_place;
        Some(Answer { cells: self.cells.to_vec(), suspects, doubt })
    }

    /// How much is left to rounding in the equations that the cells are in.
    fn remainder(&self, changes: &[i128]) -> i128 {
        let left = |&(equation, weights): &(usize, Weights)| {
            let equation = &self.problem.equations[equation];
            let moved: i128 = weights.iter().zip(changes).map(|(weight, change)| weight * change).sum();
            (equation, (equation.difference + moved).abs())
        };
        let broken = self.touched.iter().map(left).filter(|(equation, _)| equation.is_broken);
        if !broken.clone().any(|(equation, _)| equation.is_followed) {
            let before = |equation: &Equation| if equation.is_broken { 0 } else { equation.difference.abs() };
            return self.touched.iter().map(left).map(|(equation, left)| left - before(equation)).sum();
        }
        // Totals that are merely computed are off by the same roundings again and again: what binds most closely tells
        // which amount is right, and it tells less than a slip does.
        let closest = broken.clone().map(|(equation, _)| equation.slack).min();
        let (sum, count) = broken
            .filter(|(equation, _)| Some(equation.slack) == closest)
            .fold((0, 0), |(sum, count), (_, left)| (sum + left, count + 1));
        sum / (2 * count.max(1))
    }

    fn suspect(&self, cell: usize, place: usize, suggested: &[Amount]) -> Suspect {
        let cell = self.problem.cells[cell].cell;
        let value = self.evaluated.value(cell);
        let slip = slip(value, suggested[place], self.evaluated.unit_of_cell(cell), self.neighbours(cell, suggested));
        Suspect { cell, value, suggested: suggested[place], slip }
    }

    /// The figures around `cell` that someone entered: a computed one is often the same because it is computed from it.
    /// Of one that is wrong too, also what it should be: two figures may be exchanged.
    fn neighbours(&self, cell: CellIndex, suggested: &[Amount]) -> Vec<(Slip, Amount)> {
        let rows = self.evaluated.evaluation.layout(cell.list).rows.len();
        let columns = self.evaluated.form.list(cell.list).amounts.len();
        let around = [
            (Slip::RowAbove, cell.row.checked_sub(1).map(|row| CellIndex { row, ..cell })),
            (Slip::RowBelow, Some(CellIndex { row: cell.row + 1, ..cell }).filter(|below| below.row < rows)),
            (Slip::ColumnBefore, cell.column.checked_sub(1).map(|column| CellIndex { column, ..cell })),
            (Slip::ColumnAfter, Some(CellIndex { column: cell.column + 1, ..cell }).filter(|c| c.column < columns)),
        ];
        let mut neighbours = Vec::new();
        for (slip, near) in around {
            let Some(near) = near.filter(|&near| self.evaluated.evaluation.state(near).is_held()) else { continue };
            neighbours.push((slip, self.evaluated.value(near)));
            let place = self.cells.iter().position(|&cell| self.problem.cells[cell].cell == near);
            neighbours.extend(place.map(|place| (slip, suggested[place])));
        }
        neighbours
    }
}
