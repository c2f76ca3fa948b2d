//! The equations between the cells that hold figures of their own.
//!
//! What is merely computed cannot be wrong by itself. So each equation is written out in cells that are entered, stated,
//! or blank and open to entry, by following every computed cell down to what it is computed from.

use std::rc::Rc;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::EquationName;
use crate::disclosure::Amount;
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, addends, signed_sum};
use crate::form::{Form, Relation};
use crate::states::Standing;
use crate::ties::instances::Instance;
use crate::ties::interval::Side;
use crate::ties::leaves::Leaves;
use crate::ties::tautology::Tautologies;
use crate::ties::{self, Outcome, compare};

/// Terms that are written out at the most. A draft that needs more has rows by the thousand; it would have to be
/// computed for seconds after every edit.
const MOST_TERMS: usize = 4_000_000;

/// Cells that may be wrong, and the equations that bind them.
pub(super) struct Problem {
    /// The cells on which broken equations depend. A cell in sound equations only is never wrong alone, and not sought.
    pub cells: Vec<Candidate>,
    /// All equations in which one of the cells stands.
    pub equations: Vec<Equation>,
    /// One unit of the last place that is shown.
    pub last_place: i128,
}

/// A cell that may be wrong.
pub(super) struct Candidate {
    pub cell: CellIndex,
    /// What it counts as, see [`small_units`].
    pub value: i128,
    /// Where it stands: places in [`Problem::equations`], and how far each moves with it.
    pub terms: Vec<(usize, i32)>,
}

/// An equation that figures must obey, and how it stands.
pub(super) struct Equation {
    /// Its name, if it is broken: of the others there may be very many.
    pub name: Option<EquationName>,
    /// Places in [`Problem::cells`] and how far the difference moves with each.
    pub terms: Vec<(usize, i32)>,
    /// Left less right.
    pub difference: i128,
    /// How far rounding lets it be off.
    pub slack: i128,
    /// Whether totals in it are merely computed, so that it was followed down to what is below them.
    pub is_followed: bool,
    pub is_broken: bool,
}

/// Equations in the cells that they name, computed or not.
#[derive(Default)]
struct Named {
    /// The cells of all equations: of each the left side, and the right with its signs turned.
    addends: Vec<Addend>,
    /// Each equation with where its cells end.
    equations: Vec<(Equation, usize)>,
}

/// `amount` in the smallest unit that an amount can have, a millionth of a yuan: whole numbers, so that nothing is lost
/// in elimination.
pub(super) fn small_units(amount: Amount) -> i128 {
    let mut yuan = amount.yuan();
    yuan.rescale(Amount::MAX_SCALE);
    yuan.mantissa()
}

/// The amount of so many millionths of a yuan, unless it is out of bounds.
pub(super) fn amount_of(small_units: i128) -> Option<Amount> {
    let yuan = Decimal::try_from_i128_with_scale(small_units, Amount::MAX_SCALE).ok()?;
    Amount::from_yuan(yuan).ok()
}

impl Problem {
    /// Writes out the broken equations and what else binds their cells. `None` when nothing is broken, or too much would
    /// have to be written out.
    pub fn new(evaluated: Evaluated<'_>, tautologies: &Tautologies, leaves: &Leaves<'_>) -> Option<Self> {
        let Named { addends, equations } = named(evaluated, tautologies, leaves);
        if !equations.iter().any(|(equation, _)| equation.is_broken) {
            return None;
        }
        let starts = std::iter::once(0).chain(equations.iter().map(|&(_, end)| end)).collect::<Vec<usize>>();
        let equations = equations.into_iter().zip(starts);
        let equations = equations.map(|((equation, end), start)| (equation, &addends[start..end]));
        let (broken, sound): (Vec<_>, Vec<_>) = equations.partition(|(equation, _)| equation.is_broken);
        let mut expansion = Expansion::new(evaluated);
        let mut problem = Self {
            cells: Vec::new(),
            equations: Vec::new(),
            last_place: small_units(finest_place(evaluated.form)).max(1),
        };
        problem.take(broken, &mut expansion)?;
        // From here on only cells that are already known count.
        expansion.seal();
        problem.take(sound, &mut expansion)?;
        let mut counts = vec![0; expansion.cells.len()];
        problem.equations.iter().flat_map(|equation| &equation.terms).for_each(|&(cell, _)| counts[cell] += 1);
        let candidate = |(&cell, count)| {
            let value = small_units(evaluated.value(cell));
            Candidate { cell, value, terms: Vec::with_capacity(count) }
        };
        problem.cells = expansion.cells.iter().zip(counts).map(candidate).collect();
        for (place, equation) in problem.equations.iter().enumerate() {
            for &(cell, slope) in &equation.terms {
                problem.cells[cell].terms.push((place, slope));
            }
        }
        Some(problem)
    }

    /// How far the amount of `cell` may change. A budget has next to no figures below zero: that another one is wrong is
    /// always likelier.
    pub fn bounds(&self, cell: usize) -> (i128, i128) {
        let value = self.cells[cell].value;
        let limit = i128::from(Amount::LIMIT) * 10_i128.pow(Amount::MAX_SCALE);
        let lowest = if value < 0 { -limit } else { 0 };
        (lowest - value, limit - value)
    }

    fn take(&mut self, all: Vec<(Equation, &[Addend])>, expansion: &mut Expansion<'_>) -> Option<()> {
        for (mut equation, addends) in all {
            equation.terms = expansion.sum(addends)?;
            // Broken without any cell that could mend it: nothing can be said.
            if !equation.terms.is_empty() {
                self.equations.push(equation);
            }
        }
        Some(())
    }
}

/// The smallest last place in which a table prints amounts.
fn finest_place(form: &Form) -> Amount {
    let places = form.tables.iter().map(|table| table.unit.last_place());
    places.min().unwrap_or_else(|| form.text_unit.last_place())
}

/// Every equation that proves something about figures.
fn named(evaluated: Evaluated<'_>, tautologies: &Tautologies, leaves: &Leaves<'_>) -> Named {
    let mut all = Named::default();
    ties::for_each(evaluated, evaluated.is_as_shown(), &mut |instance| {
        // What is only doubtful, or only at least so much, proves nothing about a figure.
        let is_binding = instance.relation == Relation::Equal && !evaluated.form.rule(instance.rule).doubtful;
        if is_binding && !tautologies.holds(instance.left, instance.right) {
            let states = evaluated.states();
            let standing = states.standing(states.sources_of_instance(evaluated, instance).all);
            let equation = equation(evaluated, leaves, instance);
            if standing == Standing::Missing || standing == Standing::InProgress && equation.is_broken {
                return;
            }
            all.addends.extend(instance.left);
            all.addends.extend(instance.right.iter().map(|addend| Addend { negative: !addend.negative, ..*addend }));
            all.equations.push((equation, all.addends.len()));
        }
    });
    all
}

fn equation(evaluated: Evaluated<'_>, leaves: &Leaves<'_>, instance: &Instance<'_>) -> Equation {
    let left = Side::of(instance.left, evaluated);
    let right = Side::of(instance.right, evaluated);
    let is_broken = matches!(compare(leaves, instance, &left, &right), Outcome::Broken);
    let unit = left.unit_with(&right).unwrap_or(&evaluated.form.text_unit);
    // A single cell counts as it is printed, a sum by what is behind it (`assets/forms/README.md`, rounding 1).
    let sum = |addends: &[Addend], is_single: bool| {
        signed_sum(addends, |cell| if is_single { unit.shown(evaluated.value(cell)) } else { evaluated.value(cell) })
    };
    let difference = small_units(sum(instance.left, left.is_single) - sum(instance.right, right.is_single));
    let is_rounded = |cell| !evaluated.value(cell).is_zero() && unit.is_exact(evaluated.value(cell));
    let rounded = |addends: &[Addend], is_single: bool| {
        if is_single { 1 } else { addends.iter().filter(|addend| is_rounded(addend.cell)).count() }
    };
    // Each rounded figure stands for half a unit either way, the one end not included.
    let of_halves = |halves: usize| (halves as i128 * small_units(unit.half_of_last_place()) - 1).max(0);
    let slack = if left.is_single && right.is_single {
        0
    } else {
        of_halves(rounded(instance.left, left.is_single) + rounded(instance.right, right.is_single))
    };
    // What is merely computed is no better known than what it is computed from.
    let spread = leaves.spread(instance);
    let is_followed = spread.is_some();
    let slack = spread.map_or(slack, |spread| {
        let most = i128::from(leaves.most_places(spread.count)) * small_units(unit.last_place());
        slack.max(of_halves(spread.count).min(most))
    });
    let slack = if is_broken { slack.min(difference.abs() - 1).max(0) } else { slack.max(difference.abs()) };
    Equation {
        name: is_broken.then(|| super::name_of(instance)),
        terms: Vec::new(),
        difference,
        slack,
        is_broken,
        is_followed,
    }
}

/// Writes cells out in those that hold a figure of their own.
struct Expansion<'e> {
    evaluated: Evaluated<'e>,
    /// The cells found so far, in the order in which they were found.
    cells: Vec<CellIndex>,
    places: FxHashMap<CellIndex, usize>,
    is_sealed: bool,
    /// What computed cells come to, so that each is followed once.
    known: FxHashMap<CellIndex, Rc<[(usize, i32)]>>,
    terms: usize,
    /// Empty between sums, so that not each need find room of its own.
    scratch: Vec<(usize, i32)>,
}

impl<'e> Expansion<'e> {
    fn new(evaluated: Evaluated<'e>) -> Self {
        let (places, known) = (FxHashMap::default(), FxHashMap::default());
        Self { evaluated, cells: Vec::new(), places, is_sealed: false, known, terms: 0, scratch: Vec::new() }
    }

    /// Leaves out every cell that was not found until now.
    fn seal(&mut self) {
        self.is_sealed = true;
    }

    /// How the sum of `addends` moves with each cell, in the order of their places; `None` when too much was written out.
    fn sum(&mut self, addends: &[Addend]) -> Option<Vec<(usize, i32)>> {
        let mut terms = std::mem::take(&mut self.scratch);
        for addend in addends {
            let sign = if addend.negative { -1 } else { 1 };
            if self.evaluated.evaluation.state(addend.cell) == CellState::Computed {
                terms.extend(self.computed(addend.cell)?.iter().map(|&(cell, slope)| (cell, sign * slope)));
            } else {
                terms.extend(self.held(addend.cell).map(|place| (place, sign)));
            }
        }
        // What each computed cell comes to is in order: sorting has only to merge.
        terms.sort_by_key(|&(cell, _)| cell);
        let of_cells = terms.chunk_by(|(cell, _), (next, _)| cell == next);
        let sum = of_cells.map(|terms| (terms[0].0, terms.iter().map(|(_, slope)| slope).sum()));
        let sum: Vec<(usize, i32)> = sum.filter(|(_, slope)| *slope != 0).collect();
        terms.clear();
        self.scratch = terms;
        self.terms += addends.len() + sum.len();
        (self.terms <= MOST_TERMS).then_some(sum)
    }

    fn computed(&mut self, cell: CellIndex) -> Option<Rc<[(usize, i32)]>> {
        if let Some(known) = self.known.get(&cell) {
            return Some(known.clone());
        }
        let terms: Rc<[(usize, i32)]> =
            self.sum(&addends(self.evaluated.form, self.evaluated.evaluation, cell))?.into();
        self.known.insert(cell, terms.clone());
        Some(terms)
    }

    /// A cell that can be entered and is blank is one of them: it may have been forgotten.
    fn held(&mut self, cell: CellIndex) -> Option<usize> {
        if self.is_sealed {
            return self.places.get(&cell).copied();
        }
        let place = *self.places.entry(cell).or_insert(self.cells.len());
        if place == self.cells.len() {
            self.cells.push(cell);
        }
        Some(place)
    }
}
