//! The two sides of what is compared, as what their printed figures say of the amounts behind them ([`Interval`]).
//!
//! A total is explained by rounding when its interval meets that of the sum of its parts. For n parts that are not blank
//! this is a difference of at most ⌊n/2⌋ units of the last place, and for parts whose exact yuan are known it is the exact
//! sum, rounded, and nothing else (`assets/forms/README.md`, rounding 2 and 3).

use crate::disclosure::{Amount, AmountUnit, Interval};
use crate::evaluate::{Addend, Evaluated};
use crate::form::ListIndex;

/// One side of what is compared: a sum of cells, or a single one.
pub(crate) struct Side<'f> {
    /// Sum of the figures as shown.
    pub shown: Amount,
    /// What the sum of the amounts behind them can be.
    pub interval: Interval,
    /// Whether no figure has more digits than are shown.
    pub is_as_shown: bool,
    /// Whether it is a single cell.
    pub is_single: bool,
    /// The coarsest of the units in which its cells are printed; `None` where it has none.
    pub unit: Option<&'f AmountUnit>,
}

impl<'f> Side<'f> {
    /// Adds up `addends`.
    pub fn of(addends: &[Addend], evaluated: Evaluated<'f>) -> Self {
        let is_single = addends.len() == 1;
        let (shown, interval, is_as_shown) = (Amount::ZERO, Interval::default(), true);
        let mut side = Self { shown, interval, is_as_shown, is_single, unit: None };
        let mut of_list: Option<(ListIndex, &'f AmountUnit)> = None;
        for addend in addends {
            let list = addend.cell.list;
            let own = evaluated.form.list(list).amounts[addend.cell.column].unit.as_ref();
            let unit = match (own, of_list) {
                (Some(own), _) => own,
                (None, Some((known, unit))) if known == list => unit,
                (None, _) => evaluated.unit(list),
            };
            if own.is_some() || of_list.is_none_or(|(known, _)| known != list) {
                side.unit = side.unit.map_or(Some(unit), |other| Some(coarser(other, unit)));
            }
            if own.is_none() {
                of_list = Some((list, unit));
            }
            let value = evaluated.value(addend.cell);
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
    pub fn printed(&self) -> Interval {
        match self.unit {
            Some(unit) if self.is_single => Interval::of_shown(self.shown, unit),
            _ => self.interval,
        }
    }

    /// The unit in which it can be compared with `other`: 213.28 万元 is the same as 2,132,777.54 元.
    pub fn unit_with(&self, other: &Self) -> Option<&'f AmountUnit> {
        match (self.unit, other.unit) {
            (Some(one), Some(other)) => Some(coarser(one, other)),
            (one, other) => one.or(other),
        }
    }

    /// Whether both are printed alike, in the coarser of their units.
    pub fn is_printed_like(&self, other: &Self) -> bool {
        if self.shown == other.shown {
            return true;
        }
        match (self.unit, other.unit) {
            (Some(one), Some(other_unit)) if one.last_place() != other_unit.last_place() => {
                let unit = coarser(one, other_unit);
                unit.shown(self.shown) == unit.shown(other.shown)
            }
            _ => false,
        }
    }
}

/// The unit of which the last place is larger.
fn coarser<'f>(one: &'f AmountUnit, other: &'f AmountUnit) -> &'f AmountUnit {
    if other.last_place() > one.last_place() { other } else { one }
}

#[cfg(test)]
mod tests;
