//! How a message names a place in a file.

use super::FileError;
use crate::disclosure::{Row, RowKey, Subject, Table, TableNumber};
use crate::form::{Form, TableForm};

pub(super) fn in_table(number: TableNumber, message: impl Into<String>) -> FileError {
    FileError::Unfit { place: format!("表{number}"), message: message.into() }
}

/// An error in the row of a table that a message calls `name`.
pub(super) fn in_row(form: &Form, number: TableNumber, name: &str, message: impl Into<String>) -> FileError {
    let outline = form.table(number).map_or("", |table| table.outline.as_str());
    FileError::Unfit { place: format!("表{number} {outline}，{name}"), message: message.into() }
}

/// A stored row as a message names it.
pub(super) fn row_name(table: &TableForm, form: &Form, row: &Row) -> String {
    match &row.subject {
        Subject::Fixed(id) => fixed_name(table, form, id),
        Subject::Code { code, name } => format!("科目 {} {name}", code.spaced()).trim_end().to_owned(),
        Subject::Project(project) => format!("项目 {}“{}”", project.id.0, project.name),
    }
}

/// The row that `key` names as a message names it.
pub(super) fn key_name(table: &TableForm, form: &Form, stored: &Table, key: &RowKey) -> String {
    if let Some((_, row)) = stored.find(key) {
        return row_name(table, form, row);
    }
    match key {
        RowKey::Total => "总计行".into(),
        RowKey::Fixed(id) => fixed_name(table, form, id),
        RowKey::Unit(unit) => format!("单位“{unit}”"),
        RowKey::Code(code) => format!("科目 {}", code.spaced()),
        RowKey::UnitCode(unit, code) => format!("单位“{unit}”的科目 {}", code.spaced()),
        RowKey::Project(id) => format!("项目 {}", id.0),
    }
}

fn fixed_name(table: &TableForm, form: &Form, id: &str) -> String {
    let rows = table.list_indices().flat_map(|list| form.list(list).fixed_rows());
    match rows.into_iter().find(|row| row.id == id) {
        Some(row) => format!("行 {id}“{}”", row.label),
        None => format!("行 {id}"),
    }
}
