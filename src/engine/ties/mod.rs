//! What binds figures: every sum and tie-out of a form in one disclosure, and whether its two sides agree.
//!
//! [`instances`] lists them, [`by_code`] finds out once what is said of single codes, [`interval`] decides whether rounding
//! can explain a difference, [`leaves`] whether it can where totals are merely computed, [`tautology`] which of them cannot
//! fail. What a difference means is not said here: [`crate::states`] asks who agrees, [`crate::audit`] what is wrong.

pub(crate) mod by_code;
mod identities;
pub(crate) mod instances;
pub(crate) mod interval;
pub(crate) mod leaves;
pub(crate) mod tautology;

use crate::evaluate::Evaluated;
use crate::form::Relation;
use instances::Instance;
use interval::Side;
use leaves::Leaves;

/// Calls `check` with every instance; `is_as_shown` says whether no figure of the disclosure has more digits than the form
/// shows.
pub(crate) fn for_each(evaluated: Evaluated<'_>, is_as_shown: bool, check: &mut dyn FnMut(&Instance<'_>)) {
    instances::for_each_of_all(evaluated, is_as_shown, &|_| true, check);
    by_code::for_each(evaluated, is_as_shown, check);
}

/// What a comparison of two sides says.
pub(crate) enum Outcome {
    Holds,
    Rounding,
    Broken,
}

/// Compares the sides of `instance`, which are `left` and `right`.
pub(crate) fn compare(leaves: &Leaves<'_>, instance: &Instance<'_>, left: &Side<'_>, right: &Side<'_>) -> Outcome {
    match compare_shown(instance.relation, left, right) {
        Outcome::Broken if leaves.explain(instance) => match left.is_printed_like(right) {
            true => Outcome::Holds,
            false => Outcome::Rounding,
        },
        outcome => outcome,
    }
}

/// Compares two sides by what stands in their cells.
fn compare_shown(relation: Relation, left: &Side<'_>, right: &Side<'_>) -> Outcome {
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
