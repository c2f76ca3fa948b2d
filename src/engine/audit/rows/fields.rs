//! Texts and dates in rows: a date that is none, and what must be filled in and is not.

use super::{Breaches, lists, row_label};
use crate::audit::finding::Finding;
use crate::audit::rules::{DATE, FIELD_EMPTY, grade_of};
use crate::disclosure::TextPlace;
use crate::evaluate::{Evaluated, FieldIndex};
use crate::form::FieldColumn;

pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for list in lists(evaluated) {
        let form = evaluated.form.list(list);
        for (field, column) in form.fields.iter().enumerate() {
            let cells = (0..evaluated.evaluation.layout(list).rows.len()).map(|row| FieldIndex { list, row, field });
            let cells: Vec<FieldIndex> = cells.filter(|cell| is_stored(evaluated, *cell)).collect();
            let mut wrong = Breaches::new(findings);
            for cell in cells.iter().filter(|cell| is_no_date(evaluated, column, **cell)) {
                wrong.tell(|| no_date(evaluated, column, *cell));
            }
            wrong.finish();
            // What is still to come in a table that is not complete is said there.
            if !column.is_required || !evaluated.states().is_known_whole(form.table) {
                continue;
            }
            let mut blank = Breaches::new(findings);
            for cell in cells.iter().filter(|cell| evaluated.field(cell.list, cell.row, cell.field).is_none()) {
                blank.tell(|| missing(evaluated, column, *cell));
            }
            blank.finish();
        }
    }
}

/// Whether something is entered in the row, so that it can have texts.
fn is_stored(evaluated: Evaluated<'_>, FieldIndex { list, row, .. }: FieldIndex) -> bool {
    let is_total = evaluated.evaluation.layout(list).rows[row].origin.is_total();
    !is_total && evaluated.stored(list, row).is_some()
}

fn is_no_date(evaluated: Evaluated<'_>, column: &FieldColumn, cell: FieldIndex) -> bool {
    evaluated.field(cell.list, cell.row, cell.field).is_some_and(|text| !column.fits(text))
}

fn no_date(evaluated: Evaluated<'_>, column: &FieldColumn, cell: FieldIndex) -> Finding {
    let FieldIndex { list, row, field } = cell;
    let text = evaluated.field(list, row, field).unwrap_or_default();
    let wanted = column.date.as_deref().and_then(|pattern| example(evaluated.form.year)?.printed(pattern));
    let wanted = wanted.map_or_else(String::new, |date| format!("，请写成像 {date} 这样的日期"));
    let message = format!("{}“{text}”不是日期{wanted}。", evaluated.field_label(list, row, field));
    let place = TextPlace::Field(evaluated.form.table_of(list).number, evaluated.row_key(list, row), column.number);
    Finding::new(DATE, grade_of(DATE), message).in_text(evaluated, place, 0..text.chars().count())
}

/// A day of the year for which the form is.
fn example(year: u16) -> Option<crate::form::Date> {
    crate::form::Date::read(&format!("{year}-03-01"))
}

fn missing(evaluated: Evaluated<'_>, column: &FieldColumn, FieldIndex { list, row, .. }: FieldIndex) -> Finding {
    let message = format!("{} 的“{}”还没有填。", row_label(evaluated, list, row), column.title);
    Finding::new(FIELD_EMPTY, grade_of(FIELD_EMPTY), message).at_row(list, row)
}
