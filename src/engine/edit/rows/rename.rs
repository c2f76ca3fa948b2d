//! Giving rows other names.

use super::super::{Change, EditError, Put, RowPlace, Step};
use crate::disclosure::{Project, Subject};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::ListIndex;

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
    let change = match (laid_out.origin, laid_out.stored(), laid_out.code) {
        (RowOrigin::CodeTotal, _, Some(code)) => {
            let from = evaluated.disclosure.table(table).and_then(|table| table.names.get(&code).cloned());
            let to = (!name.is_empty()).then_some(name);
            (from != to).then_some(Change::TotalName(Put { place: (table, code), from, to }))
        }
        (RowOrigin::Code | RowOrigin::Project, Some(place), _) => {
            let Some(stored) = evaluated.stored(list, row) else { return Err(EditError::FixedName) };
            let from = stored.subject.clone();
            let to = renamed(from.clone(), project, name)?;
            (from != to).then_some(Change::Subject(Put { place: RowPlace { table, row: place }, from, to }))
        }
        _ => return Err(EditError::FixedName),
    };
    Step::new(format!("修改名称 表{table}"), change.into_iter().collect()).within_lengths()
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
