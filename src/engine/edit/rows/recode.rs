//! Giving a row another code.

use std::collections::BTreeMap;

use super::super::comments::moved_comments;
use super::super::{Change, EditError, Put, RowPlace, Step};
use super::add::{check_code, place_for};
use super::along::moved_along;
use super::stated;
use crate::audit::printed_for_typed;
use crate::disclosure::{Amount, CellKey, Code, ColumnNumber, Project, Row, RowKey, Subject, Table, TableNumber};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::ListIndex;

/// The step that gives the stored `row` another code and name of the code. Its amounts and comments stay with it, and so
/// do last year's figures and what is filled in for it; it goes where its new code belongs.
///
/// # Errors
/// When `row` is not stored or has no code, or the list cannot have a row of `code`.
pub fn recode_row(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    row: usize,
    code: Code,
    name: &str,
) -> Result<Step, EditError> {
    let Recoding { mut step, table, old_key, new_key, .. } = recoding(evaluated, list, row, code, name)?;
    if old_key != new_key {
        step.changes.extend(moved_along(evaluated, list, &old_key, &new_key));
    }
    let was = |cell: &CellKey| match cell.table == table && cell.row == new_key {
        true => CellKey { row: old_key.clone(), ..*cell },
        false => cell.clone(),
    };
    step.changes.extend(stated::outdated_after_renaming(evaluated, &step.changes, was));
    Ok(step)
}

/// The same where the code was typed wrong: what a source prints above the row was meant for the right code, and stays
/// but where it follows from the wrong one. Last year's figures are those of the codes under which they stand.
///
/// # Errors
/// As [`recode_row`].
pub(in crate::edit) fn correct_code(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    row: usize,
    code: Code,
    name: &str,
) -> Result<Step, EditError> {
    let Recoding { mut step, table, old_code, .. } = recoding(evaluated, list, row, code, name)?;
    let dropped = printed_for_typed(evaluated, table, (old_code, code)).into_iter().map(|(row, column)| {
        let place = CellKey::new(table, row, column);
        Change::Stated(Put { from: evaluated.disclosure.stated(&place), to: None, place })
    });
    step.changes.extend(dropped);
    Ok(step)
}

/// A row that gets another code, with what goes with it.
struct Recoding {
    step: Step,
    table: TableNumber,
    old_code: Code,
    old_key: RowKey,
    new_key: RowKey,
}

fn recoding(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    row: usize,
    code: Code,
    name: &str,
) -> Result<Recoding, EditError> {
    let number = evaluated.form.table_of(list).number;
    let laid_out = evaluated.evaluation.layout(list).rows[row];
    let (old_code, place) = match (laid_out.origin, laid_out.code, laid_out.stored()) {
        (RowOrigin::Code | RowOrigin::Project, Some(code), Some(place)) => (code, place),
        (RowOrigin::Project, None, _) => return Err(EditError::NoCodes),
        (RowOrigin::Fixed, ..) => return Err(EditError::FixedRows),
        _ => return Err(EditError::DerivedRowStays("改编码")),
    };
    let Some(table) = evaluated.disclosure.table(number) else { return Err(EditError::NoCodes) };
    let from = &table.rows[place];
    let mut rest = table.clone();
    rest.rows.remove(place);
    check_code(evaluated.form.list(list), &rest.rows, code)?;
    let to = Row { subject: recoded(&from.subject, code, name.trim()), ..from.clone() };
    let (old_key, new_key) = (from.subject.key(), to.subject.key());
    let mut changes = Vec::new();
    if old_key != new_key {
        changes.extend(stated_moves(table, &old_key, &new_key).into_iter().map(|(row, column, from, to)| {
            Change::Stated(Put { place: CellKey::new(number, row.clone(), column), from, to })
        }));
        changes.extend(moved_comments(evaluated.disclosure, number, &old_key, &new_key));
    }
    let new_place = if code == old_code { place } else { place_for(&rest, &to.subject) };
    if to != *from && new_place == place {
        let (from, to) = (from.subject.clone(), to.subject);
        changes.push(Change::Subject(Put { place: RowPlace { table: number, row: place }, from, to }));
    } else if to != *from {
        changes.push(Change::remove_row(number, place, from.clone()));
        changes.push(Change::insert_row(number, new_place, to));
    }
    let step = Step::new(format!("修改编码 表{number} {} → {}", old_code.spaced(), code.spaced()), changes);
    Ok(Recoding { step, table: number, old_code, old_key, new_key })
}

fn recoded(subject: &Subject, code: Code, name: &str) -> Subject {
    match subject {
        Subject::Project(project) => {
            Subject::Project(Project { code: Some(code), code_name: name.to_owned(), ..project.clone() })
        }
        _ => Subject::Code { code, name: name.to_owned() },
    }
}

/// What is stated in the row `old` is stated in the row `new` instead, in place of what was: row, column, before, after.
fn stated_moves<'a>(
    table: &Table,
    old: &'a RowKey,
    new: &'a RowKey,
) -> Vec<(&'a RowKey, ColumnNumber, Option<Amount>, Option<Amount>)> {
    let of = |key: &RowKey| -> BTreeMap<ColumnNumber, Amount> {
        let stated = table.stated.iter().filter(|((row, _), _)| row == key);
        stated.map(|((_, column), amount)| (*column, *amount)).collect()
    };
    let (own, others) = (of(old), of(new));
    let mut moves = Vec::new();
    for (&column, &amount) in &own {
        moves.push((old, column, Some(amount), None));
        moves.push((new, column, others.get(&column).copied(), Some(amount)));
    }
    let replaced = others.iter().filter(|(column, _)| !own.contains_key(column));
    moves.extend(replaced.map(|(&column, &amount)| (new, column, Some(amount), None)));
    moves
}
