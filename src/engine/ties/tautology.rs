//! Which comparisons cannot fail.
//!
//! Where one side is merely computed from the other, agreement proves nothing, and must not be counted as checked. Such a
//! comparison holds whatever the figures are. So every held figure is replaced by a number drawn at random: what still
//! holds to the last digit, holds always. (Schwartz 1980, Zippel 1979: a linear form that is not zero vanishes at a
//! random point with negligible probability.) The numbers are added up modulo 2⁶⁴, in which that is as true and which
//! takes the least time.

use std::num::Wrapping;

use fastrand::Rng;

use super::instances::Outline;
use crate::evaluate::{Addend, CellIndex, Evaluated, Recomputation, signed_sum};
use crate::form::Relation;

/// The same rows with other figures.
#[derive(Debug, Clone)]
pub(crate) struct Tautologies {
    shadow: Recomputation<Wrapping<u64>>,
}

impl Tautologies {
    /// Draws a figure for every cell that holds one.
    pub fn new(evaluated: Evaluated<'_>) -> Self {
        // The same numbers at every run, so that every run finds the same.
        let mut rng = Rng::with_seed(0);
        Self { shadow: evaluated.evaluation.recompute(evaluated.form, || Wrapping(rng.u64(..))) }
    }

    /// What a cell counts as in them.
    pub(super) fn value(&self, cell: CellIndex) -> Wrapping<u64> {
        self.shadow.value(cell)
    }

    /// Whether the instance holds whatever the figures are.
    pub fn hold_for(&self, outline: &Outline<'_>) -> bool {
        // A figure that is stated may be any.
        outline.relation == Relation::Equal && outline.sides.is_some_and(|[left, right]| self.holds(left, right))
    }

    /// Whether the two sums are equal whatever the figures are.
    pub fn holds(&self, left: &[Addend], right: &[Addend]) -> bool {
        let sum = |addends| signed_sum(addends, |cell| self.shadow.value(cell));
        sum(left) == sum(right)
    }
}
