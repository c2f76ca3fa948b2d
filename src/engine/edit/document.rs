//! Whom and which year a disclosure is about.

use super::{Change, EditError, Heading, Put, Step};
use crate::disclosure::{Disclosure, YEARS};

/// The step that gives `disclosure` another heading.
///
/// # Errors
/// When the body's name is missing, or the year is not one of a budget.
pub fn set_heading(disclosure: &Disclosure, to: Heading) -> Result<Step, EditError> {
    let to = Heading { body: to.body.trim().to_owned(), ..to };
    if to.body.is_empty() {
        return Err(EditError::BodyMissing);
    }
    if !YEARS.contains(&to.year) {
        return Err(EditError::YearOutOfRange);
    }
    let from = Heading::of(disclosure);
    let changes = if from == to { Vec::new() } else { vec![Change::Heading(Put { place: (), from, to })] };
    Step::new("修改单位与年度", changes).within_lengths()
}
