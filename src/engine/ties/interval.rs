//! The two sides of what is compared, as what their printed figures say of the amounts behind them ([`Interval`]).
//!
//! A total is explained by rounding when its interval meets that of the sum of its parts. For n parts that are not blank
//! this is a difference of at most ⌊n/2⌋ units of the last place, and for parts whose exact yuan are known it is the exact
//! sum, rounded, and nothing else (`assets/forms/README.md`, rounding 2 and 3).

use crate::disclosure::{Amount, AmountUnit, Interval};
use crate::evaluate::{Addend, Evaluation};

/// One side of what is compared: a sum of cells, or a single one.
pub(crate) struct Side {
    /// Sum of the figures as shown.
    pub shown: Amount,
    /// What the sum of the amounts behind them can be.
    pub interval: Interval,
    /// Whether no figure has more digits than are shown.
    pub is_as_shown: bool,
    /// Whether it is a single cell.
    pub is_single: bool,
}

impl Side {
    /// Adds up `addends`.
    pub fn of(addends: &[Addend], evaluation: &Evaluation, unit: &AmountUnit) -> Self {
        let is_single = addends.len() == 1;
        let mut side = Self { shown: Amount::ZERO, interval: Interval::default(), is_as_shown: true, is_single };
        for addend in addends {
            let value = evaluation.value(addend.cell);
            if value.is_zero() {
                continue;
            }
            let interval = Interval::of_value(value, unit);
            let shown = unit.shown(value);
            side.is_as_shown &= shown == value;
            side.shown = if addend.negative { side.shown - shown } else { side.shown + shown };
            side.interval = side.interval.plus(interval.signed(addend.negative));
        }
        side
    }

    /// What the side says as it is printed: a single cell has a figure of its own, whatever digits are behind it.
    pub fn printed(&self, unit: &AmountUnit) -> Interval {
        if self.is_single { Interval::of_shown(self.shown, unit) } else { self.interval }
    }
}

#[cfg(test)]
mod tests;
