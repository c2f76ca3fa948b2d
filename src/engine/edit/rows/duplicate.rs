//! Duplicating projects.

use std::collections::BTreeSet;

use super::super::{Change, EditError, Step};
use super::{stated, stored_rows};
use crate::disclosure::{Project, Row, Subject};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::ListIndex;

/// The step that puts a copy of each of the projects at `rows` behind it, with its amounts, under a name of its own.
///
/// # Errors
/// When one of the rows is no project.
pub fn duplicate_rows(evaluated: Evaluated<'_>, list: ListIndex, rows: &[usize]) -> Result<Step, EditError> {
    let (number, stored) = stored_rows(evaluated, list);
    let layout = evaluated.evaluation.layout(list);
    let mut places = BTreeSet::new();
    for &row in rows {
        match (layout.rows[row].origin, layout.rows[row].stored(), layout.rows[row].code) {
            (RowOrigin::Project, Some(place), _) => places.insert(place),
            (RowOrigin::Code, _, Some(code)) => return Err(EditError::CodeExists(code)),
            (RowOrigin::Fixed, ..) => return Err(EditError::FixedRows),
            _ => return Err(EditError::DerivedRowStays("复制")),
        };
    }
    let mut table = evaluated.disclosure.table(number).cloned().unwrap_or_default();
    let mut projects: Vec<Project> = stored.iter().filter_map(|row| row.subject.project()).cloned().collect();
    let mut changes = Vec::new();
    for (count, place) in places.into_iter().enumerate() {
        let Some(original) = stored[place].subject.project() else { continue };
        let copy = Project { name: free_name(original, &projects), ..original.clone() };
        let copy = Project { id: evaluated.disclosure.new_project_id(number, &table, &copy), ..copy };
        projects.push(copy.clone());
        let row = Row { subject: Subject::Project(copy), ..stored[place].clone() };
        table.rows.push(row.clone());
        changes.push(Change::insert_row(number, place + count + 1, row));
    }
    let name = format!("复制行 表{number} {} 行", changes.len());
    changes.extend(stated::outdated(evaluated, &changes));
    Ok(Step::new(name, changes))
}

/// A name for a copy of `original` that none of `projects` has at the same place.
fn free_name(original: &Project, projects: &[Project]) -> String {
    let base = without_mark(&original.name);
    let is_beside = |other: &&Project| other.unit == original.unit && other.code == original.code;
    let taken: BTreeSet<&str> = projects.iter().filter(is_beside).map(|project| project.name.as_str()).collect();
    let mut number = 1;
    loop {
        let name = if number == 1 { format!("{base}（副本）") } else { format!("{base}（副本{number}）") };
        if !taken.contains(name.as_str()) {
            return name;
        }
        number += 1;
    }
}

/// `name` without the mark of a copy: the copy of a copy is another copy.
fn without_mark(name: &str) -> &str {
    let marked = name.strip_suffix('）').map(|name| name.trim_end_matches(|c: char| c.is_ascii_digit()));
    marked.and_then(|name| name.strip_suffix("（副本")).filter(|base| !base.is_empty()).unwrap_or(name)
}
