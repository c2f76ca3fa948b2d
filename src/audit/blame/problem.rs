//! The equations between the cells that hold figures of their own.
//!
//! What is merely computed cannot be wrong by itself. So each equation is written out in cells that are entered, stated,
//! or blank and open to entry, by following every computed cell down to what it is computed from.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use rust_decimal::Decimal;

use super::EquationName;
use crate::audit::instances::{self, Instance};
use crate::audit::interval::Side;
use crate::audit::tautology::Tautologies;
use crate::audit::{Outcome, compare};
use crate::disclosure::Amount;
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, addends, signed_sum};
use crate::form::Relation;

/// Terms that are written out at the most. A draft that needs more has rows by the thousand; it would have to be
/// computed for seconds after every edit.
const MOST_TERMS: usize = 1_000_000;

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
    pub terms: Vec<(usize, i128)>,
}

/// An equation that figures must obey, and how it stands.
pub(super) struct Equation {
    pub name: EquationName,
    /// Places in [`Problem::cells`] and how far the difference moves with each.
    pub terms: Vec<(usize, i128)>,
    /// Left less right.
    pub difference: i128,
    /// How far rounding lets it be off.
    pub slack: i128,
    pub is_broken: bool,
}

/// An equation in the cells that it names, computed or not.
struct Sides {
    left: Vec<Addend>,
    right: Vec<Addend>,
    equation: Equation,
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
    pub fn new(evaluated: Evaluated<'_>, tautologies: &Tautologies) -> Option<Self> {
        let all = sides(evaluated, tautologies);
        if !all.iter().any(|sides| sides.equation.is_broken) {
            return None;
        }
        let (broken, sound): (Vec<Sides>, Vec<Sides>) = all.into_iter().partition(|sides| sides.equation.is_broken);
        let mut expansion = Expansion::new(evaluated);
        let mut problem = Self {
            cells: Vec::new(),
            equations: Vec::new(),
            last_place: small_units(evaluated.form.unit.last_place()).max(1),
        };
        problem.take(broken, &mut expansion)?;
        // From here on only cells that are already known count.
        expansion.seal();
        problem.take(sound, &mut expansion)?;
        let candidate =
            |&cell: &CellIndex| Candidate { cell, value: small_units(evaluated.value(cell)), terms: Vec::new() };
        problem.cells = expansion.cells.iter().map(candidate).collect();
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

    fn take(&mut self, all: Vec<Sides>, expansion: &mut Expansion<'_>) -> Option<()> {
        for Sides { left, right, mut equation } in all {
            equation.terms = expansion.difference(&left, &right)?;
            // Broken without any cell that could mend it: nothing can be said.
            if !equation.terms.is_empty() {
                self.equations.push(equation);
            }
        }
        Some(())
    }
}

/// Every equation that proves something about figures.
fn sides(evaluated: Evaluated<'_>, tautologies: &Tautologies) -> Vec<Sides> {
    let mut all = Vec::new();
    instances::for_each(evaluated, instances::are_as_shown(evaluated), &mut |instance| {
        // What is only doubtful, or only at least so much, proves nothing about a figure.
        let is_binding = instance.relation == Relation::Equal && !evaluated.form.rule(instance.rule).doubtful;
        if is_binding && !tautologies.holds(instance.left, instance.right) {
            let equation = equation(evaluated, instance);
            all.push(Sides { left: instance.left.to_vec(), right: instance.right.to_vec(), equation });
        }
    });
    all
}

fn equation(evaluated: Evaluated<'_>, instance: &Instance<'_>) -> Equation {
    let unit = &evaluated.form.unit;
    let left = Side::of(instance.left, evaluated.evaluation, unit);
    let right = Side::of(instance.right, evaluated.evaluation, unit);
    let is_broken = matches!(compare(instance.relation, &left, &right, unit), Outcome::Broken);
    // A single cell counts as it is printed, a sum by what is behind it (design: two copies agree as shown).
    let sum = |addends: &[Addend], is_single: bool| {
        signed_sum(addends, |cell| if is_single { unit.shown(evaluated.value(cell)) } else { evaluated.value(cell) })
    };
    let difference = small_units(sum(instance.left, left.is_single) - sum(instance.right, right.is_single));
    let is_rounded = |cell| !evaluated.value(cell).is_zero() && unit.is_exact(evaluated.value(cell));
    let rounded = |addends: &[Addend], is_single: bool| {
        if is_single { 1 } else { addends.iter().filter(|addend| is_rounded(addend.cell)).count() }
    };
    let slack = if left.is_single && right.is_single {
        0
    } else {
        // Each rounded figure stands for half a unit either way, the one end not included.
        let halves = rounded(instance.left, left.is_single) + rounded(instance.right, right.is_single);
        (halves as i128 * small_units(unit.half_of_last_place()) - 1).max(0)
    };
    let slack = if is_broken { slack.min(difference.abs() - 1).max(0) } else { slack.max(difference.abs()) };
    Equation { name: super::name_of(instance), terms: Vec::new(), difference, slack, is_broken }
}

/// Writes cells out in those that hold a figure of their own.
struct Expansion<'e> {
    evaluated: Evaluated<'e>,
    /// The cells found so far, in the order in which they were found.
    cells: Vec<CellIndex>,
    places: HashMap<CellIndex, usize>,
    is_sealed: bool,
    /// What computed cells come to, so that each is followed once.
    known: HashMap<CellIndex, Rc<[(usize, i128)]>>,
    terms: usize,
}

impl<'e> Expansion<'e> {
    fn new(evaluated: Evaluated<'e>) -> Self {
        let (places, known) = (HashMap::new(), HashMap::new());
        Self { evaluated, cells: Vec::new(), places, is_sealed: false, known, terms: 0 }
    }

    /// Leaves out every cell that was not found until now.
    fn seal(&mut self) {
        self.is_sealed = true;
    }

    /// How the left sum less the right one moves with each cell; `None` when too much was written out.
    fn difference(&mut self, left: &[Addend], right: &[Addend]) -> Option<Vec<(usize, i128)>> {
        let right = right.iter().map(|addend| Addend { negative: !addend.negative, ..*addend });
        let all: Vec<Addend> = left.iter().copied().chain(right).collect();
        self.sum(&all)
    }

    fn sum(&mut self, addends: &[Addend]) -> Option<Vec<(usize, i128)>> {
        let mut sum: BTreeMap<usize, i128> = BTreeMap::new();
        for addend in addends {
            let sign = if addend.negative { -1 } else { 1 };
            for &(cell, slope) in &*self.cell(addend.cell)? {
                *sum.entry(cell).or_default() += sign * slope;
            }
        }
        let sum: Vec<_> = sum.into_iter().filter(|(_, slope)| *slope != 0).collect();
        self.terms += addends.len() + sum.len();
        (self.terms <= MOST_TERMS).then_some(sum)
    }

    fn cell(&mut self, cell: CellIndex) -> Option<Rc<[(usize, i128)]>> {
        if let Some(known) = self.known.get(&cell) {
            return Some(known.clone());
        }
        let terms: Rc<[(usize, i128)]> = if self.evaluated.evaluation.state(cell) == CellState::Computed {
            self.sum(&addends(self.evaluated.form, self.evaluated.evaluation, cell))?.into()
        } else {
            self.held(cell).map(|place| (place, 1)).into_iter().collect()
        };
        self.known.insert(cell, terms.clone());
        Some(terms)
    }

    /// A cell that can be entered and is blank is one of them: it may have been forgotten.
    fn held(&mut self, cell: CellIndex) -> Option<usize> {
        if self.is_sealed {
            return self.places.get(&cell).copied();
        }
        let place = self.cells.len();
        self.cells.push(cell);
        self.places.insert(cell, place);
        Some(place)
    }
}
