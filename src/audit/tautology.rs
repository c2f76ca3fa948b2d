//! Which comparisons cannot fail.
//!
//! Where one side is merely computed from the other, agreement proves nothing, and must not be counted as checked. Such a
//! comparison holds whatever the figures are. So every held figure is replaced by a number drawn at random: what still
//! holds to the last digit, holds always. (Schwartz 1980, Zippel 1979: a linear form that is not zero vanishes at a
//! random point with negligible probability.)

use rust_decimal::Decimal;

use crate::disclosure::Amount;
use crate::evaluate::{Addend, Evaluated, Evaluation, evaluate};

/// The same rows with other figures.
pub(super) struct Tautologies {
    shadow: Evaluation,
}

impl Tautologies {
    /// Draws a figure for every cell that holds one.
    pub fn new(evaluated: Evaluated<'_>) -> Self {
        let mut disclosure = evaluated.disclosure.clone();
        let mut draws = Draws(0x9E37_79B9_7F4A_7C15);
        for table in disclosure.tables.values_mut() {
            let entered = table.rows.iter_mut().flat_map(|row| row.amounts.values_mut());
            for amount in entered.chain(table.stated.values_mut()) {
                *amount = draws.next();
            }
        }
        Self { shadow: evaluate(evaluated.form, &disclosure) }
    }

    /// Whether the two sums are equal whatever the figures are.
    pub fn holds(&self, left: &[Addend], right: &[Addend]) -> bool {
        let sum = |addends: &[Addend]| -> Amount {
            let values = addends.iter().map(|addend| (addend.negative, self.shadow.value(addend.cell)));
            values.map(|(negative, value)| if negative { -value } else { value }).sum()
        };
        sum(left) == sum(right)
    }
}

/// Numbers without a pattern, the same at every run (SplitMix64, Steele et al. 2014).
struct Draws(u64);

impl Draws {
    fn next(&mut self) -> Amount {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        // Twelve digits: far below the bound of amounts, far above what could agree by chance.
        Amount::from_yuan(Decimal::from(mixed % 1_000_000_000_000 + 1)).unwrap_or_default()
    }
}
