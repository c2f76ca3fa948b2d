//! Adding rows.

use std::collections::HashMap;

use super::super::{Change, EditError, Step};
use super::stated;
use crate::disclosure::{Code, Project, ProjectId, Row, RowKey, Subject, Table};
use crate::evaluate::Evaluated;
use crate::form::{List, ListIndex, RowKind};

/// A row to be added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewRow {
    /// Its code, where the list has codes.
    pub code: Option<Code>,
    pub code_name: String,
    /// Name of the project, in lists of projects.
    pub project: String,
    /// The unit, in lists that group by unit.
    pub unit: Option<String>,
}

/// The step that adds `new` to `list`, where its code belongs.
///
/// # Errors
/// When the list cannot have such a row.
pub fn add_row(evaluated: Evaluated<'_>, list: ListIndex, new: NewRow) -> Result<Step, EditError> {
    let number = evaluated.form.table_of(list).number;
    let mut table = evaluated.disclosure.table(number).cloned().unwrap_or_default();
    let new = NewRow {
        code_name: new.code_name.trim().to_owned(),
        project: new.project.trim().to_owned(),
        unit: new.unit.map(|unit| unit.trim().to_owned()).filter(|unit| !unit.is_empty()),
        ..new
    };
    let subject = subject(evaluated, list, &table, new)?;
    let label = subject.code().map(Code::spaced).or_else(|| subject.project().map(|project| project.name.clone()));
    let mut changes = insert_row(evaluated, list, &mut table, Row::new(subject));
    changes.extend(stated::outdated(evaluated, &changes));
    Step::new(format!("增加行 表{number} {}", label.unwrap_or_default()), changes).within_lengths()
}

/// The step that adds several rows to `list`, each where its code belongs, and what names each of them then.
///
/// # Errors
/// When the list cannot have one of them.
pub fn add_rows(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    rows: Vec<NewRow>,
) -> Result<(Step, Vec<RowKey>), EditError> {
    let number = evaluated.form.table_of(list).number;
    let mut table = evaluated.disclosure.table(number).cloned().unwrap_or_default();
    let (mut changes, mut keys) = (Vec::new(), Vec::new());
    for new in rows {
        let subject = subject(evaluated, list, &table, new)?;
        keys.push(subject.key());
        changes.extend(insert_row(evaluated, list, &mut table, Row::new(subject)));
    }
    changes.extend(stated::outdated(evaluated, &changes));
    Ok((Step::new(format!("增加行 表{number} {} 行", keys.len()), changes).within_lengths()?, keys))
}

/// The changes that put `row` where it belongs in `table`, which is that of `list` and gets it too. What was stated in
/// its place while it was yet to come goes where amounts are entered now.
pub(in crate::edit) fn insert_row(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    table: &mut Table,
    row: Row,
) -> Vec<Change> {
    insert_next_row(evaluated, list, table, &mut PlacesOfRows::default(), row)
}

/// The same for one of many rows, of which `places` knows where those before were put.
pub(in crate::edit) fn insert_next_row(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    table: &mut Table,
    places: &mut PlacesOfRows,
    row: Row,
) -> Vec<Change> {
    let mut changes = stated::dropped_from_entered(evaluated, list, &row.subject.key());
    let place = places.next(table, &row.subject);
    table.rows.insert(place, row.clone());
    changes.push(Change::insert_row(evaluated.form.table_of(list).number, place, row));
    changes
}

/// What `new` would stand for in `table`, which is that of `list` as it is by now.
pub(in crate::edit) fn subject(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    table: &Table,
    new: NewRow,
) -> Result<Subject, EditError> {
    let number = evaluated.form.table_of(list).number;
    let list = evaluated.form.list(list);
    let project = |new: NewRow| {
        if new.project.is_empty() {
            return Err(EditError::NameMissing);
        }
        let NewRow { code, code_name, project, unit } = new;
        let project = Project { id: ProjectId(0), unit, code, code_name, name: project };
        let id = evaluated.disclosure.new_project_id(number, table, &project);
        Ok(Subject::Project(Project { id, ..project }))
    };
    match &list.rows {
        RowKind::Fixed(_) => Err(EditError::FixedRows),
        RowKind::Function(_) | RowKind::Economic(_) | RowKind::GovernmentEconomic(_) => {
            let code = new.code.ok_or(EditError::CodeMissing)?;
            check_code(list, &table.rows, code)?;
            Ok(Subject::Code { code, name: new.code_name })
        }
        RowKind::FunctionProject(_) => {
            let code = new.code.ok_or(EditError::CodeMissing)?;
            check_code(list, &table.rows, code)?;
            project(NewRow { code: Some(code), ..new })
        }
        RowKind::UnitProject(_) => project(NewRow { code: None, code_name: String::new(), ..new }),
    }
}

/// Checks that `list` can have a row of `code` beside `rows`.
pub(super) fn check_code<'a>(
    list: &List,
    rows: impl IntoIterator<Item = &'a Row>,
    code: Code,
) -> Result<(), EditError> {
    if let Some(deepest) = list.deepest_code().filter(|deepest| code.level() > *deepest) {
        return Err(EditError::CodeTooDeep(code, deepest.name()));
    }
    if matches!(list.rows, RowKind::FunctionProject(_)) {
        // Several projects may stand under one code, and at several levels.
        return Ok(());
    }
    for other in rows.into_iter().filter_map(|row| row.subject.code()) {
        if other == code {
            return Err(EditError::CodeExists(code));
        }
        if other.contains(code) || code.contains(other) {
            return Err(EditError::CodeOverlaps(code, other));
        }
    }
    Ok(())
}

/// Where the row of `subject` belongs: before the first row with a larger code, so that a table in order stays so,
/// after the last where there is no code. Who put 类 or 款 in another order finds the row among those of its own.
pub(super) fn place_for(table: &Table, subject: &Subject) -> usize {
    let is_of_unit = |row: &Row| !matches!(row.subject, Subject::Fixed(_)) && unit(&row.subject) == unit(subject);
    let groups: [fn(Code) -> Option<Code>; 2] = [Code::section, |code| Some(code.class())];
    for group in groups {
        let of = |subject: &Subject| subject.code().and_then(group);
        let shares_group = |row: &Row| of(subject).is_some() && of(&row.subject) == of(subject) && is_of_unit(row);
        if let Some(place) = place_among(table, subject, shares_group) {
            return place;
        }
    }
    place_among(table, subject, is_of_unit).unwrap_or(table.rows.len())
}

/// Where rows belong that are put into a table one after the other: behind the last that was put there with the same code
/// and unit, without looking through all rows for each.
#[derive(Debug, Default)]
pub(in crate::edit) struct PlacesOfRows(HashMap<(Option<String>, Code), usize>);

impl PlacesOfRows {
    /// The place for `subject` in `table`, in which it is put there next.
    fn next(&mut self, table: &Table, subject: &Subject) -> usize {
        let Some(code) = subject.code() else {
            self.0.clear();
            return place_for(table, subject);
        };
        let key = (unit(subject).map(str::to_owned), code);
        let place = self.0.get(&key).copied().unwrap_or_else(|| place_for(table, subject));
        self.0.values_mut().filter(|other| **other >= place).for_each(|other| *other += 1);
        self.0.insert(key, place + 1);
        place
    }
}

/// The place for `subject` among the rows that `is_among` accepts, `None` where there are none.
fn place_among(table: &Table, subject: &Subject, is_among: impl Fn(&Row) -> bool) -> Option<usize> {
    let mut after_last = None;
    for (place, row) in table.rows.iter().enumerate().filter(|(_, row)| is_among(row)) {
        if row.subject.code() > subject.code() {
            return Some(place);
        }
        after_last = Some(place + 1);
    }
    after_last
}

fn unit(subject: &Subject) -> Option<&str> {
    subject.project()?.unit.as_deref()
}
