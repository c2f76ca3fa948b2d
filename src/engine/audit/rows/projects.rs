//! Rows of projects and of units (C9 to C11).

use std::collections::HashMap;

use super::{StoredRow, lists, row_label, stored_rows};
use crate::audit::finding::Finding;
use crate::audit::rules::{PROJECT_ROWS, SAME_BODY, UNIT_ROWS, grade_of};
use crate::disclosure::{Amount, Code, Kind, Project};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::{ListIndex, RowKind};
use crate::spelling;

pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for list in lists(evaluated) {
        let is_of_projects =
            matches!(evaluated.form.list(list).rows, RowKind::FunctionProject(_) | RowKind::UnitProject(_));
        if !is_of_projects {
            continue;
        }
        let rows: Vec<(StoredRow<'_>, &Project)> =
            stored_rows(evaluated, list).filter_map(|row| Some((row, row.stored.subject.project()?))).collect();
        nameless(evaluated, list, &rows, findings);
        units(evaluated, list, &rows, findings);
    }
}

/// A project without a name, which may be the subtotal of the others under its code.
fn nameless(evaluated: Evaluated<'_>, list: ListIndex, rows: &[(StoredRow<'_>, &Project)], out: &mut Vec<Finding>) {
    let column = evaluated.form.list(list).amounts.iter().position(|column| column.unit.is_none()).unwrap_or(0);
    let total = |row: usize| evaluated.value(CellIndex { list, row, column });
    let mut sums: HashMap<Option<Code>, Amount> = HashMap::new();
    for (row, project) in rows {
        *sums.entry(project.code).or_default() += total(row.row);
    }
    for (row, project) in rows {
        let is_like_code = project.code.is_some() && spelling::is_same(&project.name, &project.code_name);
        if !spelling::is_blank(&project.name) && !is_like_code {
            continue;
        }
        let sum = sums.get(&project.code).copied().unwrap_or_default() - total(row.row);
        let label = row_label(evaluated, list, row.row);
        let unit = evaluated.unit_of_column(list, column);
        let is_subtotal = !sum.is_zero() && sum == total(row.row);
        let message = match (is_subtotal, is_like_code && !spelling::is_blank(&project.name)) {
            (true, _) => format!("{label} 的数 {} 正是其他项目之和，像是小计行，会重复计算。", unit.text(sum)),
            (false, true) => format!("{label} 的项目名称就是科目名称，请写项目的名称。"),
            (false, false) => format!("{label} 没有项目名称。"),
        };
        out.push(Finding::new(PROJECT_ROWS, grade_of(PROJECT_ROWS), message).at_row(list, row.row));
    }
}

/// Units: either all rows have one or none, and a single unit's is its own.
fn units(evaluated: Evaluated<'_>, list: ListIndex, rows: &[(StoredRow<'_>, &Project)], out: &mut Vec<Finding>) {
    let unit_of = |project: &Project| project.unit.clone().filter(|unit| !spelling::is_blank(unit));
    let without = rows.iter().find(|(_, project)| unit_of(project).is_none());
    let with = rows.iter().find(|(_, project)| unit_of(project).is_some());
    if let (Some((row, _)), Some(_)) = (without, with) {
        let label = row_label(evaluated, list, row.row);
        let message = format!("{label} 没有列单位，同一张表的其他项目列了单位。");
        out.push(Finding::new(UNIT_ROWS, grade_of(UNIT_ROWS), message).at_row(list, row.row));
    }
    if evaluated.disclosure.kind == Kind::Department {
        return;
    }
    let body = &evaluated.disclosure.body;
    let other = rows.iter().find(|(_, project)| unit_of(project).is_some_and(|unit| !spelling::is_same(&unit, body)));
    if let Some((row, project)) = other {
        let (table, unit) = (evaluated.form.table_of(list).number, project.unit.as_deref().unwrap_or_default());
        let message = format!("表{table} 的单位是“{unit}”，编制单位是“{body}”。");
        out.push(Finding::new(SAME_BODY, grade_of(SAME_BODY), message).at_row(list, row.row));
    }
}
