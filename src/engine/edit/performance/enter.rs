//! What is typed into the fields of a performance table.

use rust_decimal::Decimal;

use super::change;
use crate::disclosure::{Disclosure, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace, TooLong};
use crate::edit::{EditError, InputUnit, Step, parse_amount};
use crate::evaluate::Evaluated;
use crate::form::Form;
use crate::spelling::half_width;

/// No weight is greater, in points.
const MOST_POINTS: u32 = 100;

/// The step `name` that puts what was typed into fields of the table at `place`; blank text empties a field. Amounts are
/// in the form's unit where they do not say otherwise.
///
/// # Errors
/// When there is no such table or field, an amount or a weight is none, or a project would be without a name.
pub fn enter_performance(
    evaluated: Evaluated<'_>,
    place: usize,
    name: &str,
    typed: &[(PerformanceField, String)],
) -> Result<Step, EditError> {
    change(evaluated.disclosure, place, name, |table| {
        typed.iter().try_for_each(|(field, text)| put(evaluated.form, table, *field, text))
    })
}

/// Puts what was typed into `field`.
pub(super) fn put(
    form: &Form,
    table: &mut PerformanceTable,
    field: PerformanceField,
    text: &str,
) -> Result<(), EditError> {
    let text = text.trim();
    match field {
        PerformanceField::Funds(of) => *table.funds.amount_mut(of) = amount(form, text)?,
        PerformanceField::Weight(row) => {
            let indicator = table.indicators.get_mut(row).ok_or(EditError::TextMissing)?;
            indicator.weight = weight(text)?;
        }
        PerformanceField::Project if text.is_empty() && matches!(table.subject, PerformanceSubject::Project(_)) => {
            return Err(EditError::NameMissing);
        }
        _ => {
            if let Some(long) = TooLong::of(text, TextPlace::Performance(0, field).longest()) {
                return Err(EditError::TooLong(long));
            }
            text.clone_into(table.text_mut(field).ok_or(EditError::TextMissing)?);
        }
    }
    Ok(())
}

/// What stands in `field` as it is offered to be changed, and copied.
pub fn performance_text(form: &Form, disclosure: &Disclosure, place: usize, field: PerformanceField) -> Option<String> {
    let table = disclosure.performance.get(place)?;
    Some(match field {
        PerformanceField::Funds(of) => {
            table.funds.amount(of).map_or_else(String::new, |a| form.text_unit.exact_text(a))
        }
        PerformanceField::Weight(row) => {
            table.indicators.get(row)?.weight.map_or_else(String::new, |weight| weight.normalize().to_string())
        }
        _ => table.text(field)?.to_owned(),
    })
}

fn amount(form: &Form, text: &str) -> Result<Option<crate::disclosure::Amount>, EditError> {
    parse_amount(text, &form.text_unit, InputUnit::Form)
        .map_err(|error| EditError::NoAmount { text: text.to_owned(), why: error.to_string() })
}

/// The weight that `text` is, in points: `10`, `10分`, `7.5`.
fn weight(text: &str) -> Result<Option<Decimal>, EditError> {
    let plain: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
    let plain = plain.trim_end_matches(['分', '%']);
    if plain.is_empty() {
        return Ok(None);
    }
    let weight = Decimal::from_str_exact(plain).ok();
    let is_weight = |weight: &Decimal| !weight.is_sign_negative() && *weight <= Decimal::from(MOST_POINTS);
    weight.filter(is_weight).map(Some).ok_or_else(|| EditError::NoWeight(text.to_owned()))
}
