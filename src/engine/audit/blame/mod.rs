//! Which cells are wrong.
//!
//! Of the cells that hold a figure, the wrong ones are the fewest whose change mends every broken equation and breaks
//! none (error localisation, Fellegi and Holt 1976). [`problem`] writes the equations out in those cells, [`search`]
//! finds the smallest sets of them, with [`strips`] deciding whether amounts exist that satisfy all; [`answer`] chooses
//! the amounts, and [`slip`] says how one figure may have been typed for the other. Only the broken equations are solved,
//! and each group of them that hangs together by itself. Answers that are equally small are all given, the most plausible
//! first. Where no few cells explain a group nobody is blamed for it. What is still to come is no equation: a draft that is
//! half typed is not wrong, but unfinished.

mod answer;
mod problem;
mod search;
mod slip;
mod strips;
#[cfg(test)]
mod tests;

pub(super) use slip::slip;

use std::collections::BTreeMap;

use super::finding::Suspect;
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::RuleIndex;
use crate::ties::instances::Instance;
use crate::ties::leaves::Leaves;
use crate::ties::tautology::Tautologies;
use answer::Answer;
use problem::Problem;

/// More equally good answers than this are no answer.
const MOST_TIES: usize = 6;
/// Sets of cells and amounts that are tried at the most in all, so that a hopeless draft can still be edited.
const PATIENCE: usize = 20_000;

/// An equation by its rule and cells.
pub(super) type EquationName = (RuleIndex, Vec<CellIndex>);

/// The name of an instance, whichever side is written first.
pub(super) fn name_of(instance: &Instance<'_>) -> EquationName {
    let mut cells: Vec<CellIndex> = instance.cells().collect();
    cells.sort_unstable();
    (instance.rule, cells)
}

/// What makes an equation fail.
pub(super) struct Blamed {
    /// Equations with the same number are mended together.
    pub cause: usize,
    /// The cells that are probably wrong.
    pub suspects: Vec<Suspect>,
}

/// The cells that are probably wrong, for each broken equation.
pub(super) fn blame(
    evaluated: Evaluated<'_>,
    tautologies: &Tautologies,
    leaves: &Leaves<'_>,
) -> BTreeMap<EquationName, Blamed> {
    let mut blamed = BTreeMap::new();
    let Some(problem) = Problem::new(evaluated, tautologies, leaves) else { return blamed };
    let mut patience = PATIENCE;
    for (cause, broken) in components(&problem).into_iter().enumerate() {
        let sets = search::smallest_sets(&problem, broken.clone(), &mut patience);
        let mut answers: Vec<Answer> =
            sets.iter().filter_map(|cells| answer::answer(evaluated, &problem, cells, &mut patience)).collect();
        answers.sort_by_key(|answer| answer.doubt);
        for equation in broken {
            let suspects = suspects(&problem, &answers, equation);
            let name = problem.equations[equation].name.clone();
            blamed.extend(name.filter(|_| !suspects.is_empty()).map(|name| (name, Blamed { cause, suspects })));
        }
    }
    blamed
}

/// The broken equations, those together that have cells in common.
fn components(problem: &Problem) -> Vec<Vec<usize>> {
    let mut seen = vec![false; problem.equations.len()];
    let mut components = Vec::new();
    for start in (0..seen.len()).filter(|&equation| problem.equations[equation].is_broken) {
        let mut component = Vec::new();
        let mut open = vec![start];
        while let Some(equation) = open.pop() {
            if std::mem::replace(&mut seen[equation], true) {
                continue;
            }
            component.push(equation);
            let cells = problem.equations[equation].terms.iter();
            let near = cells.flat_map(|&(cell, _)| &problem.cells[cell].terms).map(|&(equation, _)| equation);
            open.extend(near.filter(|&equation| problem.equations[equation].is_broken && !seen[equation]));
        }
        if !component.is_empty() {
            component.sort_unstable();
            components.push(component);
        }
    }
    components
}

/// The cells of an equation that some answer names, those of the best answer first; where those are too many, only what
/// the best answers name.
fn suspects(problem: &Problem, answers: &[Answer], equation: usize) -> Vec<Suspect> {
    let is_in_equation = |cell: usize| problem.equations[equation].terms.iter().any(|&(other, _)| other == cell);
    let named = |answers: &mut dyn Iterator<Item = &Answer>| {
        let mut suspects: Vec<Suspect> = Vec::new();
        for (&cell, suspect) in answers.flat_map(|answer| answer.cells.iter().zip(&answer.suspects)) {
            let is_named = suspects.iter().any(|named| named.cell == suspect.cell);
            if is_in_equation(cell) && !is_named {
                suspects.push(suspect.clone());
            }
        }
        Some(suspects).filter(|suspects| suspects.len() <= MOST_TIES)
    };
    let least = answers.first().map(|answer| answer.doubt);
    let best = || named(&mut answers.iter().take_while(|answer| Some(answer.doubt) == least));
    named(&mut answers.iter()).or_else(best).unwrap_or_default()
}
