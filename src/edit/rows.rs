//! Adding, removing and renaming rows. 类 and 款 rows come and go by themselves.

use super::amounts::dropped_stated;
use super::{Change, EditError, Step};
use crate::disclosure::{CellKey, Code, Project, Row, Subject, Table};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::{List, ListIndex, RowKind};

/// A row to be added.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewRow {
    /// Its code, where the list has codes.
    pub code: Option<Code>,
    /// Name of the code.
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
    let form_list = evaluated.form.list(list);
    let number = evaluated.form.table_of(list).number;
    let empty = Table::default();
    let table = evaluated.disclosure.table(number).unwrap_or(&empty);
    let new = NewRow {
        code_name: new.code_name.trim().to_owned(),
        project: new.project.trim().to_owned(),
        unit: new.unit.map(|unit| unit.trim().to_owned()).filter(|unit| !unit.is_empty()),
        ..new
    };
    let subject = subject(form_list, table, new)?;
    let label = subject.code().map(Code::spaced).or_else(|| subject.project().map(|project| project.name.clone()));
    let place = place_for(table, &subject);
    let change = Change::InsertRow { table: number, place, row: Row::new(subject) };
    Ok(Step::new(format!("增加行 表{number} {}", label.unwrap_or_default()), vec![change]))
}

/// What `new` would stand for in `table`.
pub(super) fn subject(list: &List, table: &Table, new: NewRow) -> Result<Subject, EditError> {
    match &list.rows {
        RowKind::Fixed(_) => Err(EditError::FixedRows),
        RowKind::Function(_) | RowKind::Economic(_) => {
            let code = new.code.ok_or(EditError::CodeMissing)?;
            check_depth(list, code)?;
            for other in table.rows.iter().filter_map(|row| row.subject.code()) {
                if other == code {
                    return Err(EditError::CodeExists(code));
                }
                if other.contains(code) || code.contains(other) {
                    return Err(EditError::CodeOverlaps(code, other));
                }
            }
            Ok(Subject::Code { code, name: new.code_name })
        }
        RowKind::FunctionProject(_) => {
            let code = new.code.ok_or(EditError::CodeMissing)?;
            check_depth(list, code)?;
            project(table, NewRow { code: Some(code), ..new })
        }
        RowKind::UnitProject(_) => project(table, NewRow { code: None, code_name: String::new(), ..new }),
    }
}

fn check_depth(list: &List, code: Code) -> Result<(), EditError> {
    match list.deepest_code() {
        Some(deepest) if code.level() > deepest => Err(EditError::CodeTooDeep(code, deepest.name())),
        _ => Ok(()),
    }
}

fn project(table: &Table, new: NewRow) -> Result<Subject, EditError> {
    if new.project.is_empty() {
        return Err(EditError::NameMissing);
    }
    Ok(Subject::Project(Project {
        id: table.free_project_id(),
        unit: new.unit,
        code: new.code,
        code_name: new.code_name,
        name: new.project,
    }))
}

/// Before the first row with a larger code, so that a table in order stays so; after the last where there is no code.
pub(super) fn place_for(table: &Table, subject: &Subject) -> usize {
    let unit = |subject: &Subject| subject.project().and_then(|project| project.unit.clone());
    let is_later = |row: &Row| unit(&row.subject) == unit(subject) && row.subject.code() > subject.code();
    table.rows.iter().position(is_later).unwrap_or(table.rows.len())
}

/// The step that takes stored rows of `list` out.
///
/// # Errors
/// When one of them is prescribed by the form or derived from others.
pub fn remove_rows(evaluated: Evaluated<'_>, list: ListIndex, rows: &[usize]) -> Result<Step, EditError> {
    let number = evaluated.form.table_of(list).number;
    let layout = evaluated.evaluation.layout(list);
    let mut places = Vec::new();
    let mut is_gone = vec![false; layout.rows.len()];
    for &row in rows {
        let place = match (layout.rows[row].origin, layout.rows[row].stored) {
            (RowOrigin::Code | RowOrigin::Project, Some(place)) => place,
            (RowOrigin::Fixed, _) => return Err(EditError::FixedRows),
            _ => return Err(EditError::DerivedRow),
        };
        places.push(place);
        is_gone[row] = true;
    }
    // Subtotals go with the last row below them.
    for row in (0..is_gone.len()).rev() {
        let is_subtotal = matches!(layout.rows[row].origin, RowOrigin::Unit | RowOrigin::CodeTotal);
        is_gone[row] |= is_subtotal && layout.children(row).all(|child| is_gone[child]);
    }
    let mut changed = Vec::new();
    let mut changes = Vec::new();
    for row in (0..is_gone.len()).filter(|&row| is_gone[row]) {
        for column in 0..evaluated.form.list(list).amounts.len() {
            let cell = CellIndex { list, row, column };
            let key = evaluated.key(cell);
            if let Some(stated) = evaluated.disclosure.stated(&key) {
                changes.push(Change::Stated { cell: key, from: Some(stated), to: None });
            }
            if !evaluated.value(cell).is_zero() {
                changed.push(cell);
            }
        }
    }
    let own: Vec<CellKey> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Stated { cell, .. } => Some(cell.clone()),
            _ => None,
        })
        .collect();
    changes.extend(dropped_stated(evaluated, &changed, &own));
    places.sort_unstable();
    places.dedup();
    let stored = evaluated.disclosure.table(number).map_or(&[][..], |table| &table.rows);
    for &place in places.iter().rev() {
        changes.push(Change::RemoveRow { table: number, place, row: stored[place].clone() });
    }
    Ok(Step::new(format!("删除行 表{number} {} 行", places.len()), changes))
}

/// The step that gives `row` another name: the name of its code, or of its project where `project` is set.
///
/// # Errors
/// When the form gives the name, or a project would have none.
pub fn rename_row(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    row: usize,
    project: bool,
    name: &str,
) -> Result<Step, EditError> {
    let table = evaluated.form.table_of(list).number;
    let laid_out = evaluated.evaluation.layout(list).rows[row];
    let name = name.trim().to_owned();
    let change = match (laid_out.origin, laid_out.stored, laid_out.code) {
        (RowOrigin::CodeTotal, _, Some(code)) => {
            let from = evaluated.disclosure.table(table).and_then(|table| table.names.get(&code).cloned());
            let to = (!name.is_empty()).then_some(name);
            (from != to).then_some(Change::TotalName { table, code, from, to })
        }
        (RowOrigin::Code | RowOrigin::Project, Some(place), _) => {
            let Some(stored) = evaluated.stored(list, row) else { return Err(EditError::FixedName) };
            let from = stored.subject.clone();
            let to = renamed(from.clone(), project, name)?;
            (from != to).then_some(Change::Subject { table, place, from, to })
        }
        _ => return Err(EditError::FixedName),
    };
    Ok(Step::new(format!("修改名称 表{table}"), change.into_iter().collect()))
}

fn renamed(subject: Subject, is_project: bool, name: String) -> Result<Subject, EditError> {
    match subject {
        Subject::Fixed(_) => Err(EditError::FixedName),
        Subject::Code { code, .. } => Ok(Subject::Code { code, name }),
        Subject::Project(project) if !is_project => Ok(Subject::Project(Project { code_name: name, ..project })),
        Subject::Project(_) if name.is_empty() => Err(EditError::NameMissing),
        Subject::Project(project) => Ok(Subject::Project(Project { name, ..project })),
    }
}
