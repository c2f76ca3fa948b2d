//! Taking over the codes of another table.

use std::collections::BTreeSet;

use super::super::{EditError, Step};
use super::{insert_row, stated, stored_rows};
use crate::disclosure::{Classification, Code, Row, Subject};
use crate::evaluate::Evaluated;
use crate::form::{ListIndex, RowKind};

/// The step that adds to `list` a row for each code that `from_list` stores and `list` has not, under the name that it
/// has there, without amounts. Codes above or below those of `list` are left out; the step's name counts them.
///
/// # Errors
/// When one of the lists has no codes, or they are of different classifications, or `list` has projects under its codes.
pub fn take_over_codes(evaluated: Evaluated<'_>, list: ListIndex, from_list: ListIndex) -> Result<Step, EditError> {
    let form = evaluated.form;
    let into = form.list(list);
    match &into.rows {
        RowKind::Function(_) | RowKind::Economic(_) | RowKind::GovernmentEconomic(_) => {}
        RowKind::FunctionProject(_) | RowKind::UnitProject(_) => return Err(EditError::CodesNeedProjects),
        RowKind::Fixed(_) => return Err(EditError::FixedRows),
    }
    let classification = form.list(from_list).classification().ok_or(EditError::NoCodes)?;
    if into.classification() != Some(classification) {
        return Err(EditError::OtherClassification);
    }
    let (number, rows) = stored_rows(evaluated, list);
    let (from_number, from_rows) = stored_rows(evaluated, from_list);
    let mut table = evaluated.disclosure.table(number).cloned().unwrap_or_default();
    let mut codes: BTreeSet<Code> = rows.iter().filter_map(|row| row.subject.code()).collect();
    let mut overlapping: BTreeSet<Code> = BTreeSet::new();
    let mut changes = Vec::new();
    let mut count = 0;
    for (code, name) in from_rows.iter().filter_map(|row| coded(&row.subject)) {
        if codes.contains(&code) {
            continue;
        }
        let is_too_deep = into.deepest_code().is_some_and(|deepest| code.level() > deepest);
        if is_too_deep || overlaps(&codes, code) {
            overlapping.insert(code);
            continue;
        }
        codes.insert(code);
        let row = Row::new(Subject::Code { code, name: name_of(evaluated, classification, code, name) });
        changes.extend(insert_row(evaluated, list, &mut table, row));
        count += 1;
    }
    changes.extend(stated::outdated(evaluated, &changes));
    let mut step_name = format!("取表{from_number}的科目 表{number} {count} 行");
    if !overlapping.is_empty() {
        step_name.push_str(&format!("（{} 个与已有科目是上下级，未取）", overlapping.len()));
    }
    Ok(Step::new(step_name, changes))
}

/// Code and name of the code of a stored row.
fn coded(subject: &Subject) -> Option<(Code, &str)> {
    match subject {
        Subject::Fixed(_) => None,
        Subject::Code { code, name } => Some((*code, name)),
        Subject::Project(project) => Some((project.code?, &project.code_name)),
    }
}

/// The name, or that of the catalogue where the source has none.
fn name_of(evaluated: Evaluated<'_>, classification: Classification, code: Code, name: &str) -> String {
    let listed = || evaluated.codes().get(classification, code).map(|entry| entry.name.as_str());
    if name.is_empty() { listed().unwrap_or_default().to_owned() } else { name.to_owned() }
}

/// Whether one of `codes` stands above or below `code`.
fn overlaps(codes: &BTreeSet<Code>, code: Code) -> bool {
    let mut above = std::iter::successors(code.parent(), |code| code.parent());
    // What stands below a code follows it directly.
    above.any(|above| codes.contains(&above)) || codes.range(code..).next().is_some_and(|next| code.contains(*next))
}
