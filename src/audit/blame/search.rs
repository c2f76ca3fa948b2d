//! The smallest sets of cells whose change can mend what is broken (error localisation, Fellegi and Holt 1976).
//!
//! Of every broken equation some cell must change; of equations that contradict each other once some cells may change,
//! some further cell must. So the search branches on the cells of such a contradiction, first for sets of one cell, then
//! of two, and so on, until there are any. It is complete: a set that is not found is not an answer, or a larger one.

use super::problem::Problem;
use super::strips::{Conflict, MOST_CHANGES, Strips, Weights};

/// Sets of cells that are tried at the most for what hangs together.
const MOST_TRIED: usize = 20_000;
/// More answers than this are no answer.
const MOST_ANSWERS: usize = 400;

/// The smallest sets of cells whose change mends all of `broken` and breaks nothing: places in the problem's cells, in
/// order. Empty when more cells would have to change than are tried.
pub(super) fn smallest_sets(problem: &Problem, broken: &[usize]) -> Vec<Vec<usize>> {
    let mut search = Search {
        problem,
        broken,
        is_excluded: vec![false; problem.cells.len()],
        chosen: Vec::new(),
        answers: Vec::new(),
        left_to_try: MOST_TRIED,
    };
    for size in 1..=MOST_CHANGES {
        // What was cut short may have missed the better answers.
        if search.extend(size).is_none() || search.answers.len() > MOST_ANSWERS {
            return Vec::new();
        }
        if !search.answers.is_empty() {
            break;
        }
    }
    search.answers
}

/// What the equations in which some cell of `chosen` stands allow as their changes; else which equations contradict each
/// other, whatever the changes are.
pub(super) fn strips(problem: &Problem, chosen: &[usize]) -> Result<Strips, Conflict> {
    let mut strips = Strips::default();
    for (change, &cell) in chosen.iter().enumerate() {
        let mut weights = Weights::default();
        weights[change] = 1;
        strips.bound(weights, problem.bounds(cell), None)?;
    }
    for (equation, weights) in touched(problem, chosen) {
        let [difference, slack] = [problem.equations[equation].difference, problem.equations[equation].slack];
        strips.bound(weights, (-slack - difference, slack - difference), Some(equation))?;
    }
    strips.check().map(|()| strips)
}

/// The equations in which cells of `chosen` stand, and how far each moves with them.
pub(super) fn touched(problem: &Problem, chosen: &[usize]) -> Vec<(usize, Weights)> {
    let mut touched: Vec<(usize, Weights)> = Vec::new();
    for (change, &cell) in chosen.iter().enumerate() {
        let known = touched.len();
        for &(equation, slope) in &problem.cells[cell].terms {
            match touched[..known].iter_mut().find(|(other, _)| *other == equation) {
                Some((_, weights)) => weights[change] = slope,
                None => {
                    let mut weights = Weights::default();
                    weights[change] = slope;
                    touched.push((equation, weights));
                }
            }
        }
    }
    touched
}

struct Search<'p> {
    problem: &'p Problem,
    broken: &'p [usize],
    /// Cells with which all was tried already.
    is_excluded: Vec<bool>,
    chosen: Vec<usize>,
    answers: Vec<Vec<usize>>,
    left_to_try: usize,
}

impl Search<'_> {
    /// Tries to add `more` cells to those chosen. `None` when too much was tried.
    fn extend(&mut self, more: usize) -> Option<()> {
        self.left_to_try = self.left_to_try.checked_sub(1)?;
        let open: Vec<usize> = self.broken.iter().copied().filter(|&equation| !self.is_touched(equation)).collect();
        let conflict = match strips(self.problem, &self.chosen) {
            Err(conflict) => conflict,
            Ok(_) => match open.iter().min_by_key(|&&equation| self.free_cells(equation).count()) {
                Some(&equation) => vec![equation],
                None => {
                    let mut answer = self.chosen.clone();
                    answer.sort_unstable();
                    self.answers.push(answer);
                    return Some(());
                }
            },
        };
        if more == 0 || self.at_least(&open) > more {
            return Some(());
        }
        let mut cells: Vec<usize> = conflict.iter().flat_map(|&equation| self.free_cells(equation)).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut tried = Vec::new();
        let mut outcome = Some(());
        for cell in cells {
            self.chosen.push(cell);
            outcome = self.extend(more - 1);
            self.chosen.pop();
            self.is_excluded[cell] = true;
            tried.push(cell);
            if outcome.is_none() || self.answers.len() > MOST_ANSWERS {
                break;
            }
        }
        tried.into_iter().for_each(|cell| self.is_excluded[cell] = false);
        outcome
    }

    fn is_touched(&self, equation: usize) -> bool {
        self.problem.equations[equation].terms.iter().any(|(cell, _)| self.chosen.contains(cell))
    }

    fn free_cells(&self, equation: usize) -> impl Iterator<Item = usize> {
        let cells = self.problem.equations[equation].terms.iter().map(|&(cell, _)| cell);
        cells.filter(|cell| !self.is_excluded[*cell] && !self.chosen.contains(cell))
    }

    /// How many cells must still be added at least: as many as there are open equations without a common cell.
    fn at_least(&self, open: &[usize]) -> usize {
        let mut taken: Vec<usize> = Vec::new();
        let mut count = 0;
        let mut by_size: Vec<(usize, usize)> = open.iter().map(|&e| (self.free_cells(e).count(), e)).collect();
        by_size.sort_unstable();
        for (size, equation) in by_size {
            if size == 0 {
                // Nothing that is left could mend it.
                return usize::MAX;
            }
            if self.free_cells(equation).all(|cell| !taken.contains(&cell)) {
                taken.extend(self.free_cells(equation));
                count += 1;
            }
        }
        count
    }
}
