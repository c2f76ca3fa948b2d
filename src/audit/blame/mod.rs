//! Which cell is wrong.
//!
//! Of the cells that hold a figure, the wrong one is that whose single change, by one amount, mends every broken equation
//! that it is in and breaks none (error localisation, Fellegi and Holt 1976). How far an equation moves with a cell is
//! found by changing the cell and computing everything again, so that links and totals between them are followed. Where
//! one cell does not explain all, the one that explains most is taken first, then the next for what is left. Answers
//! that are equally good are all given.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::finding::Suspect;
use super::instances::{self, Instance};
use super::interval::Side;
use super::tautology::Tautologies;
use super::{Outcome, compare};
use crate::disclosure::{Amount, Disclosure, Row, RowKey, Subject};
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, Evaluation, addends, evaluate, signed_sum};
use crate::form::{Relation, RuleIndex};

/// Cells times trials that are computed at the most; beyond, nobody is blamed.
const MOST_WORK: usize = 1_500_000;
/// With fewer trials than this nobody could be blamed.
const FEWEST_TRIALS: usize = 20;
/// More equally good answers than this are no answer.
const MOST_TIES: usize = 6;

/// An equation by its rule and cells.
pub(super) type EquationName = (RuleIndex, Vec<CellIndex>);

/// An equation that figures must obey, and how it stands.
struct Equation {
    name: EquationName,
    left: Vec<Addend>,
    right: Vec<Addend>,
    /// Left less right, as shown.
    difference: Amount,
    /// How far rounding lets it be off.
    slack: Amount,
    is_broken: bool,
}

/// What the change of one cell would do.
struct Explanation {
    suspect: Suspect,
    mended: BTreeSet<usize>,
    /// How much is left to rounding in what is mended.
    remainder: Amount,
}

/// The cells that are probably wrong, for each broken equation.
pub(super) fn blame(evaluated: Evaluated<'_>, tautologies: &Tautologies) -> BTreeMap<EquationName, Vec<Suspect>> {
    let size = evaluated.evaluation.cell_count();
    // Not even a handful of candidates could be tried.
    if size * FEWEST_TRIALS > MOST_WORK {
        return BTreeMap::new();
    }
    let equations = equations(evaluated, tautologies);
    let mut open: BTreeSet<usize> = (0..equations.len()).filter(|&e| equations[e].is_broken).collect();
    let mut blamed = BTreeMap::new();
    if open.is_empty() {
        return blamed;
    }
    let candidates = candidates(evaluated, open.iter().map(|&e| &equations[e]));
    if candidates.len() * (size + equations.len()) > MOST_WORK {
        return blamed;
    }
    let mut explanations: Vec<Explanation> =
        candidates.iter().flat_map(|&cell| explain(evaluated, &equations, cell)).collect();
    while !open.is_empty() {
        let covers = |explanation: &Explanation| explanation.mended.intersection(&open).count();
        let most = explanations.iter().map(covers).max().unwrap_or(0);
        if most == 0 {
            break;
        }
        let mut best: Vec<&Explanation> = explanations.iter().filter(|e| covers(e) == most).collect();
        let least = best.iter().map(|e| e.remainder).min().unwrap_or_default();
        best.retain(|explanation| explanation.remainder == least);
        let mended: BTreeSet<usize> = best[0].mended.intersection(&open).copied().collect();
        best.retain(|explanation| mended.iter().all(|equation| explanation.mended.contains(equation)));
        if best.len() <= MOST_TIES {
            for &equation in &mended {
                let suspects = best.iter().map(|explanation| explanation.suspect.clone()).collect();
                blamed.insert(equations[equation].name.clone(), suspects);
            }
        }
        open.retain(|equation| !mended.contains(equation));
        explanations.retain(|explanation| !explanation.mended.is_disjoint(&open));
    }
    blamed
}

/// The name of an instance, whichever side is written first.
pub(super) fn name_of(instance: &Instance<'_>) -> EquationName {
    let mut cells: Vec<CellIndex> = instance.cells().collect();
    cells.sort_unstable();
    (instance.rule, cells)
}

fn equations(evaluated: Evaluated<'_>, tautologies: &Tautologies) -> Vec<Equation> {
    let unit = &evaluated.form.unit;
    let mut equations = Vec::new();
    instances::for_each(evaluated, &mut |instance| {
        // What is only doubtful, or only at least so much, proves nothing about a figure.
        let is_binding = instance.relation == Relation::Equal && !evaluated.form.rule(instance.rule).doubtful;
        if !is_binding || tautologies.holds(instance.left, instance.right) {
            return;
        }
        let left = Side::of(instance.left, evaluated.evaluation, unit);
        let right = Side::of(instance.right, evaluated.evaluation, unit);
        let filled = |addends: &[Addend]| addends.iter().filter(|a| !evaluated.value(a.cell).is_zero()).count();
        let parts = match (left.is_single, right.is_single) {
            (true, true) => 0,
            (true, false) => filled(instance.right),
            (false, true) => filled(instance.left),
            (false, false) => filled(instance.left) + filled(instance.right),
        };
        let slack = (0..parts / 2).map(|_| unit.last_place()).sum();
        let is_broken = matches!(compare(instance.relation, &left, &right, unit), Outcome::Broken);
        equations.push(Equation {
            name: name_of(instance),
            left: instance.left.to_vec(),
            right: instance.right.to_vec(),
            difference: left.shown - right.shown,
            slack,
            is_broken,
        });
    });
    equations
}

/// The cells with a figure of their own on which broken equations depend.
fn candidates<'e>(evaluated: Evaluated<'_>, broken: impl Iterator<Item = &'e Equation>) -> BTreeSet<CellIndex> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<CellIndex> =
        broken.flat_map(|equation| equation.left.iter().chain(&equation.right)).map(|addend| addend.cell).collect();
    let mut held = BTreeSet::new();
    while let Some(cell) = open.pop() {
        if !seen.insert(cell) {
            continue;
        }
        if evaluated.evaluation.state(cell) == CellState::Computed {
            let parts = addends(evaluated.form, evaluated.evaluation, cell);
            open.extend(parts.into_iter().map(|addend| addend.cell));
        } else {
            // A cell that can be entered and is blank may be the one that was forgotten.
            held.insert(cell);
        }
    }
    held
}

/// How the change of `cell` would mend broken equations without breaking others, the best change only.
fn explain(evaluated: Evaluated<'_>, equations: &[Equation], cell: CellIndex) -> Option<Explanation> {
    const STEP: i64 = 1_000_000;
    let value = evaluated.value(cell);
    let step = Amount::from_yuan(Decimal::from(STEP)).ok()?;
    let changed = with_amount(evaluated, cell, value + step);
    let moved = evaluate(evaluated.form, &changed);
    let slope = |equation: &Equation| {
        let difference = |evaluation: &Evaluation| sum(&equation.left, evaluation) - sum(&equation.right, evaluation);
        (difference(&moved) - difference(evaluated.evaluation)).yuan() / Decimal::from(STEP)
    };
    let touched: Vec<(usize, Decimal)> = equations
        .iter()
        .enumerate()
        .map(|(place, equation)| (place, slope(equation)))
        .filter(|(_, slope)| !slope.is_zero())
        .collect();
    let broken = touched.iter().filter(|(place, _)| equations[*place].is_broken);
    let changes: BTreeSet<Decimal> =
        broken.filter_map(|(place, slope)| equations[*place].difference.yuan().checked_div(-slope)).collect();
    let tried = changes.into_iter().filter_map(|change| try_change(evaluated, equations, &touched, cell, change));
    tried.min_by_key(|explanation| (std::cmp::Reverse(explanation.mended.len()), explanation.remainder))
}

fn try_change(
    evaluated: Evaluated<'_>,
    equations: &[Equation],
    touched: &[(usize, Decimal)],
    cell: CellIndex,
    change: Decimal,
) -> Option<Explanation> {
    let mut mended = BTreeSet::new();
    let mut remainder = Decimal::ZERO;
    for &(place, slope) in touched {
        let equation = &equations[place];
        let left = (equation.difference.yuan() + slope * change).abs();
        match (left <= equation.slack.yuan(), equation.is_broken) {
            (true, true) => {
                mended.insert(place);
                remainder += left;
            }
            (false, false) => return None,
            _ => {}
        }
    }
    let value = evaluated.value(cell);
    let suggested = Amount::from_yuan(value.yuan() + change).ok()?;
    // A budget has next to no figures below zero; that one of the others is wrong is always likelier.
    if suggested < Amount::ZERO && value >= Amount::ZERO {
        return None;
    }
    let remainder = Amount::from_yuan(remainder.round_dp(Amount::MAX_SCALE)).ok()?;
    (!mended.is_empty()).then_some(Explanation { suspect: Suspect { cell, value, suggested }, mended, remainder })
}

fn sum(addends: &[Addend], evaluation: &Evaluation) -> Amount {
    signed_sum(addends, |cell| evaluation.value(cell))
}

/// The disclosure with another figure in `cell`.
fn with_amount(evaluated: Evaluated<'_>, cell: CellIndex, amount: Amount) -> Disclosure {
    let mut disclosure = evaluated.disclosure.clone();
    let key = evaluated.key(cell);
    let table = disclosure.table_mut(key.table);
    if evaluated.evaluation.state(cell) == CellState::Stated {
        table.stated.insert((key.row, key.column), amount);
        return disclosure;
    }
    match table.find(&key.row).map(|(place, _)| place) {
        Some(place) => {
            table.rows[place].amounts.insert(key.column, amount);
        }
        None => {
            // Only fixed rows can be blank without being stored.
            if let RowKey::Fixed(id) = key.row {
                let mut row = Row::new(Subject::Fixed(id));
                row.amounts.insert(key.column, amount);
                table.rows.push(row);
            }
        }
    }
    disclosure
}
