//! Changing texts, wherever they stand.

use super::comments::moved_unit_comments;
use super::{Change, EditError, Heading, Put, RowPlace, Step, set_heading};
use crate::disclosure::{
    CellKey, ColumnNumber, Disclosure, Project, RowKey, SlotValue, Subject, TableNumber, TextPlace,
};

/// The step `name` that puts `text` at `place`.
///
/// # Errors
/// When there is no such place, or what stands there must not be blank.
pub fn set_text(disclosure: &Disclosure, name: &str, place: &TextPlace, text: &str) -> Result<Step, EditError> {
    let to = text.trim().to_owned();
    let from = disclosure.text(place).ok_or(EditError::TextMissing)?.to_owned();
    if from == to {
        return Ok(Step::new(name, Vec::new()));
    }
    let change = match place {
        TextPlace::Body => return set_heading(disclosure, Heading { body: to, ..Heading::of(disclosure) }),
        TextPlace::CodeName(table, key) => {
            let (place, from) = subject(disclosure, *table, key)?;
            let to = match from.clone() {
                Subject::Fixed(_) => return Err(EditError::FixedName),
                Subject::Code { code, .. } => Subject::Code { code, name: to },
                Subject::Project(project) => Subject::Project(Project { code_name: to, ..project }),
            };
            Change::Subject(Put { place: RowPlace { table: *table, row: place }, from, to })
        }
        TextPlace::ProjectName(table, id) | TextPlace::UnitName(table, id) => {
            let (row, from) = subject(disclosure, *table, &RowKey::Project(*id))?;
            let project = from.project().cloned().ok_or(EditError::FixedName)?;
            let to = match place {
                TextPlace::UnitName(..) => Project { unit: Some(to).filter(|unit| !unit.is_empty()), ..project },
                _ if to.is_empty() => return Err(EditError::NameMissing),
                _ => Project { name: to, ..project },
            };
            let to = Subject::Project(to);
            let mut changes = moved_unit_comments(disclosure, *table, &from, &to);
            changes.push(Change::Subject(Put { place: RowPlace { table: *table, row }, from, to }));
            return Step::new(name, changes).within_lengths();
        }
        TextPlace::TotalName(table, code) => {
            Change::TotalName(Put { place: (*table, *code), from: Some(from), to: Some(to) })
        }
        TextPlace::Field(table, key, column) => return set_field(disclosure, name, (*table, key, *column), to),
        TextPlace::Note(table) => Change::Note(Put { place: *table, from: Some(from), to: Some(to) }),
        TextPlace::Paragraph(part, place) => Change::Paragraph(Put { place: (*part, *place), from, to }),
        TextPlace::Slot(key) => {
            let (from, to) = (SlotValue::Text(from), SlotValue::Text(to));
            Change::Slot(Put { place: key.clone(), from: Some(from), to: Some(to) })
        }
        TextPlace::Rewritten(key) => {
            let from = disclosure.rewritten.get(key).cloned();
            let to = from.as_ref().map(|from| from.edited(&to));
            Change::Rewritten(Put { place: key.clone(), from, to })
        }
        TextPlace::Performance(place, field) => Change::Performance(Put { place: (*place, *field), from, to }),
    };
    Step::new(name, vec![change]).within_lengths()
}

/// A text of a row: a prescribed row in which nothing else is entered goes with its last one.
fn set_field(
    disclosure: &Disclosure,
    name: &str,
    (table, key, column): (TableNumber, &RowKey, ColumnNumber),
    to: String,
) -> Result<Step, EditError> {
    let (at, row) = disclosure.table(table).and_then(|table| table.find(key)).ok_or(EditError::TextMissing)?;
    let (from, to) = (row.fields.get(&column).cloned(), Some(to).filter(|text| !text.is_empty()));
    let mut left = row.clone();
    left.fields.remove(&column);
    let is_gone = to.is_none() && left.is_blank() && matches!(left.subject, Subject::Fixed(_));
    let mut changes = vec![Change::Field(Put { place: CellKey::new(table, key.clone(), column), from, to })];
    changes.extend(is_gone.then(|| Change::remove_row(table, at, left)));
    Step::new(name, changes).within_lengths()
}

/// The stored row that `key` names, and its place.
fn subject(
    disclosure: &Disclosure,
    table: crate::disclosure::TableNumber,
    key: &RowKey,
) -> Result<(usize, Subject), EditError> {
    let (place, row) = disclosure.table(table).and_then(|table| table.find(key)).ok_or(EditError::TextMissing)?;
    Ok((place, row.subject.clone()))
}
