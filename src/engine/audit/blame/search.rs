//! The smallest sets of cells whose change can mend what is broken (error localisation, Fellegi and Holt 1976).
//!
//! Of every broken equation some cell must change; of equations that contradict each other once some cells may change,
//! some further cell must. So the search branches on the cells of such a contradiction, first for sets of one cell, then
//! of two, and so on, until there are any. It is complete: a set that is not found is not an answer, or a larger one.

use super::problem::Problem;
use super::strips::{Conflict, MOST_CHANGES, Strips, Weights};

/// Sets of cells that are tried at the most for equations that hang together.
const MOST_TRIED: usize = 5_000;
/// Looking through so many open equations takes as long as trying one more set.
const EQUATIONS_PER_SET: usize = 8;
/// More answers than this are no answer.
const MOST_ANSWERS: usize = 400;

/// The smallest sets of cells whose change mends all of `broken` and breaks nothing: places in the problem's cells, in
/// order. Empty when more cells would have to change than are tried, and when it would take longer than `patience`, from
/// which is taken what was tried.
pub(super) fn smallest_sets(problem: &Problem, mut broken: Vec<usize>, patience: &mut usize) -> Vec<Vec<usize>> {
    // Those that leave least choice come first.
    broken.sort_by_key(|&equation| problem.equations[equation].terms.len());
    let granted = MOST_TRIED.min(*patience);
    let mut search = Search {
        problem,
        broken,
        is_excluded: vec![false; problem.cells.len()],
        chosen: Vec::new(),
        answers: Vec::new(),
        left_to_try: granted,
    };
    // What was cut short may have missed the better answers.
    let is_found = (1..=MOST_CHANGES)
        .map(|size| search.extend(size).map(|()| !search.answers.is_empty()))
        .find(|found| *found != Some(false));
    *patience -= granted - search.left_to_try;
    if is_found == Some(Some(true)) && search.answers.len() <= MOST_ANSWERS { search.answers } else { Vec::new() }
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
                Some((_, weights)) => weights[change] = slope.into(),
                None => {
                    let mut weights = Weights::default();
                    weights[change] = slope.into();
                    touched.push((equation, weights));
                }
            }
        }
    }
    touched
}

struct Search<'p> {
    problem: &'p Problem,
    broken: Vec<usize>,
    /// Cells with which all was tried already.
    is_excluded: Vec<bool>,
    chosen: Vec<usize>,
    answers: Vec<Vec<usize>>,
    left_to_try: usize,
}

impl Search<'_> {
    /// Tries to add `more` cells to those chosen. `None` when too much was tried.
    fn extend(&mut self, more: usize) -> Option<()> {
        self.left_to_try = self.left_to_try.checked_sub(1 + self.broken.len() / EQUATIONS_PER_SET)?;
        let open: Vec<usize> = self.broken.iter().copied().filter(|&equation| !self.is_touched(equation)).collect();
        let conflict = match (strips(self.problem, &self.chosen), open.first()) {
            (Err(conflict), _) => conflict,
            (Ok(_), Some(&equation)) => vec![equation],
            (Ok(_), None) => {
                let mut answer = self.chosen.clone();
                answer.sort_unstable();
                self.answers.push(answer);
                return Some(());
            }
        };
        if more == 0 || self.needs_more_than(more, &open) {
            return Some(());
        }
        self.branch(&conflict, more)
    }

    /// Adds each cell in turn of equations that contradict each other.
    fn branch(&mut self, conflict: &[usize], more: usize) -> Option<()> {
        let mut cells: Vec<usize> = conflict.iter().flat_map(|&equation| self.free_cells(equation)).collect();
        cells.sort_unstable();
        cells.dedup();
        let mut tried = 0;
        let mut outcome = Some(());
        for &cell in &cells {
            self.chosen.push(cell);
            outcome = self.extend(more - 1);
            self.chosen.pop();
            // Every set with this cell and those chosen so far was tried.
            self.is_excluded[cell] = true;
            tried += 1;
            if outcome.is_none() || self.answers.len() > MOST_ANSWERS {
                break;
            }
        }
        cells[..tried].iter().for_each(|&cell| self.is_excluded[cell] = false);
        outcome
    }

    fn is_touched(&self, equation: usize) -> bool {
        let is_in = |cell: &usize| self.problem.cells[*cell].terms.iter().any(|(other, _)| *other == equation);
        self.chosen.iter().any(is_in)
    }

    fn free_cells(&self, equation: usize) -> impl Iterator<Item = usize> {
        let cells = self.problem.equations[equation].terms.iter().map(|&(cell, _)| cell);
        cells.filter(|cell| !self.is_excluded[*cell] && !self.chosen.contains(cell))
    }

    /// Whether more than `most` cells must still be added, because so many open equations have no cell in common.
    fn needs_more_than(&self, most: usize, open: &[usize]) -> bool {
        let mut taken: Vec<usize> = Vec::new();
        let mut count = 0;
        for &equation in open {
            let mut cells = self.free_cells(equation).peekable();
            // Nothing that is left could mend it.
            if cells.peek().is_none() {
                return true;
            }
            if cells.all(|cell| !taken.contains(&cell)) {
                taken.extend(self.free_cells(equation));
                count += 1;
                if count > most {
                    return true;
                }
            }
        }
        false
    }
}
