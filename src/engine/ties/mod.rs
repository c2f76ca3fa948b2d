//! What binds figures: every sum and tie-out of a form in one disclosure, and whether its two sides agree.
//!
//! [`instances`] lists them, [`interval`] decides whether rounding can explain a difference, [`tautology`] which of them
//! cannot fail. What a difference means is not said here: [`crate::states`] asks who agrees, [`crate::audit`] what is wrong.

mod identities;
pub(crate) mod instances;
pub(crate) mod interval;
pub(crate) mod tautology;

use crate::form::Relation;
use interval::Side;

/// What a comparison of two sides says.
pub(crate) enum Outcome {
    Holds,
    Rounding,
    Broken,
}

/// Compares two sides.
pub(crate) fn compare(relation: Relation, left: &Side<'_>, right: &Side<'_>) -> Outcome {
    let agree = left.is_printed_like(right);
    let is_possible = match relation {
        Relation::AtLeast if agree || left.shown >= right.shown => return Outcome::Holds,
        Relation::AtLeast => left.interval.reaches(right.interval),
        Relation::Equal if agree && left.is_as_shown && right.is_as_shown => true,
        // Two copies of one amount must agree as shown.
        Relation::Equal if left.is_single && right.is_single => agree,
        Relation::Equal => left.printed().meets(right.printed()),
    };
    match (is_possible, agree) {
        (true, true) => Outcome::Holds,
        (true, false) => Outcome::Rounding,
        (false, _) => Outcome::Broken,
    }
}
