//! What a computed total says of the amounts behind it: no more than the figures from which it is computed.
//!
//! Where figures are entered as they are printed, nothing is known below the last place, and their sum is off by what was
//! rounded away in each of them. So a comparison in which totals are merely computed is followed down to the figures that
//! somebody entered or a document printed, its leaves; those that stand on both sides cancel out. A table in which some
//! entered figure has more digits than are printed is known exactly, to the last figure
//! (`assets/forms/README.md`, rounding 6).

use std::sync::OnceLock;

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::instances::{Instance, InstanceKind};
use crate::disclosure::{Amount, AmountUnit, Interval};
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, addends, signed_sum};
use crate::form::{ListIndex, Relation};

/// Follows comparisons down to the figures that hold them up.
pub(crate) struct Leaves<'e> {
    evaluated: Evaluated<'e>,
    /// By list, whether all that was entered in it is as printed, once somebody asked.
    as_printed: Vec<OnceLock<bool>>,
    /// Whether most totals are printed, once somebody asked.
    is_printed: OnceLock<bool>,
}

/// How far a comparison of computed totals can be off because its leaves were rounded.
pub(crate) struct Spread {
    /// How many rounded figures there are, each as often as it counts.
    pub count: usize,
    /// What left less right can be.
    difference: Interval,
}

impl<'e> Leaves<'e> {
    pub fn new(evaluated: Evaluated<'e>) -> Self {
        Self { evaluated, as_printed: vec![OnceLock::new(); evaluated.form.lists.len()], is_printed: OnceLock::new() }
    }

    /// Whether what was rounded away in the leaves of `instance` explains that its sides differ. It explains nothing where
    /// no total is merely computed.
    pub fn explain(&self, instance: &Instance<'_>) -> bool {
        let evaluation = self.evaluated.evaluation;
        let sum = |side| signed_sum(side, |cell| evaluation.value(cell));
        let apart: Amount = sum(instance.left) - sum(instance.right);
        // Cells of two units are compared as the coarser prints them.
        let places = instance.cells().map(|cell| self.unit(cell).last_place()).max().unwrap_or_default();
        let is_within = |count| apart.abs().yuan() <= Decimal::from(count) * places.yuan();
        // Nothing need be followed down where not even as many figures as there are would do.
        is_within(self.most_places(evaluation.cell_count()))
            && self.spread(instance).is_some_and(|spread| {
                let nothing = Interval::default();
                let is_possible = match instance.relation {
                    Relation::Equal => spread.difference.meets(nothing),
                    Relation::AtLeast => spread.difference.reaches(nothing),
                };
                is_possible && is_within(self.most_places(spread.count))
            })
    }

    /// How far `instance` can be off; `None` where no total in it is computed from rounded figures. The sum that makes a
    /// total is held to what is directly below it.
    pub fn spread(&self, instance: &Instance<'_>) -> Option<Spread> {
        let evaluation = self.evaluated.evaluation;
        let is_computed = |cell| evaluation.state(cell) == CellState::Computed;
        if instance.kind == InstanceKind::Expression || !instance.cells().any(is_computed) {
            return None;
        }
        let mut net: FxHashMap<CellIndex, i32> = FxHashMap::default();
        for (side, sign) in [(instance.left, 1), (instance.right, -1)] {
            for &Addend { negative, cell } in side {
                self.follow(cell, if negative { -sign } else { sign }, &mut net);
            }
        }
        let spread = self.sum(net);
        (spread.count > 0).then_some(spread)
    }

    /// What `cells` come to in all, computed or not, no further away than so many roundings usually are.
    pub fn sum_of(&self, cells: &[CellIndex]) -> Interval {
        let mut net = FxHashMap::default();
        cells.iter().for_each(|&cell| self.follow(cell, 1, &mut net));
        let spread = self.sum(net);
        let computed = cells.iter().map(|&cell| self.evaluated.value(cell)).sum();
        let place = cells.iter().map(|&cell| self.unit(cell).last_place()).max().unwrap_or_default();
        let usual = place.yuan() * Decimal::from(self.most_places(spread.count));
        let usual = Amount::from_yuan(usual).map(|usual| Interval::around(computed, usual));
        usual.ok().and_then(|usual| spread.difference.common(usual)).unwrap_or(spread.difference)
    }

    fn sum(&self, net: FxHashMap<CellIndex, i32>) -> Spread {
        let evaluation = self.evaluated.evaluation;
        let mut spread = Spread { count: 0, difference: Interval::default() };
        for (cell, times) in net {
            let value = evaluation.value(cell);
            let is_rounded = !value.is_zero() && self.is_rounded(cell);
            let of_leaf = if is_rounded { Interval::of_shown(value, self.unit(cell)) } else { Interval::exact(value) };
            for _ in 0..times.unsigned_abs() {
                spread.difference = spread.difference.plus(of_leaf.signed(times < 0));
                spread.count += usize::from(is_rounded);
            }
        }
        spread
    }

    /// By how many units of the last place `count` rounded figures may be off at the most, where half of one for each would
    /// be more. Roundings cancel out: the usual error of so many is √(n/12). Where totals were typed by nobody, three and a
    /// half times as much passes; where most are printed, and agreed, and some fell away because a figure below them was
    /// changed, twice as much.
    pub fn most_places(&self, count: usize) -> u32 {
        let is_printed = *self.is_printed.get_or_init(|| self.evaluated.evaluation.is_printed());
        let square = if is_printed { count / 3 } else { count };
        u32::try_from(square.isqrt()).unwrap_or(u32::MAX)
    }

    /// Adds the leaves of `cell` to `net`, `sign` times.
    fn follow(&self, cell: CellIndex, sign: i32, net: &mut FxHashMap<CellIndex, i32>) {
        let Evaluated { form, evaluation, .. } = self.evaluated;
        if evaluation.state(cell) != CellState::Computed {
            *net.entry(cell).or_default() += sign;
            return;
        }
        for Addend { negative, cell } in addends(form, evaluation, cell) {
            self.follow(cell, if negative { -sign } else { sign }, net);
        }
    }

    /// Whether nothing is known of the figure in `cell`, which holds one, beyond what is printed.
    fn is_rounded(&self, cell: CellIndex) -> bool {
        let evaluation = self.evaluated.evaluation;
        self.unit(cell).is_rounded(evaluation.value(cell))
            && (evaluation.state(cell) == CellState::Stated || self.is_as_printed(cell.list))
    }

    /// The unit in which `cell` is printed.
    fn unit(&self, cell: CellIndex) -> &'e AmountUnit {
        self.evaluated.unit_of_cell(cell)
    }

    fn is_as_printed(&self, list: ListIndex) -> bool {
        *self.as_printed[list.0].get_or_init(|| self.evaluated.are_as_shown(list, |state| state == CellState::Entered))
    }
}

#[cfg(test)]
mod tests;
