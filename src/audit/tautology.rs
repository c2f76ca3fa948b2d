//! Which comparisons cannot fail.
//!
//! Where one side is merely computed from the other, agreement proves nothing, and must not be counted as checked. Such a
//! comparison holds whatever the figures are. So every held figure is replaced by a number drawn at random: what still
//! holds to the last digit, holds always. (Schwartz 1980, Zippel 1979: a linear form that is not zero vanishes at a
//! random point with negligible probability.)

use fastrand::Rng;
use rust_decimal::Decimal;

use crate::disclosure::Amount;
use crate::evaluate::{Addend, Evaluated, Evaluation, evaluate, signed_sum};

/// The same rows with other figures.
pub(super) struct Tautologies {
    shadow: Evaluation,
}

impl Tautologies {
    /// Draws a figure for every cell that holds one.
    pub fn new(evaluated: Evaluated<'_>) -> Self {
        let mut disclosure = evaluated.disclosure.clone();
        // The same numbers at every run, so that every run finds the same.
        let mut rng = Rng::with_seed(0);
        for table in disclosure.tables.values_mut() {
            let entered = table.rows.iter_mut().flat_map(|row| row.amounts.values_mut());
            for amount in entered.chain(table.stated.values_mut()) {
                *amount = any_amount(&mut rng);
            }
        }
        Self { shadow: evaluate(evaluated.form, &disclosure) }
    }

    /// Whether the two sums are equal whatever the figures are.
    pub fn holds(&self, left: &[Addend], right: &[Addend]) -> bool {
        let sum = |addends| signed_sum(addends, |cell| self.shadow.value(cell));
        sum(left) == sum(right)
    }
}

/// Twelve digits: far below the bound of amounts, far above what could agree by chance.
fn any_amount(rng: &mut Rng) -> Amount {
    Amount::from_yuan(Decimal::from(rng.u64(1..=1_000_000_000_000))).unwrap_or_default()
}
