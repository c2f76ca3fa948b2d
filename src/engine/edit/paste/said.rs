//! What a row of a pasted block says it is.

use super::super::{InputUnit, parse_amount};
use super::by_row::Columns;
use crate::disclosure::{AmountUnit, Code, CodeLevel};
use crate::form::Column;

/// What a row of the block says it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    pub code: Option<Code>,
    pub name: String,
    pub project: String,
}

impl Said {
    /// The one text that names a row without a code.
    pub fn label(&self) -> &str {
        if self.name.is_empty() { &self.project } else { &self.name }
    }

    /// What a reader knows the row by.
    pub fn title(&self) -> String {
        self.code.map_or_else(|| self.label().to_owned(), |code| code.spaced())
    }
}

/// What `row` says it is; `None` for a blank row.
///
/// # Errors
/// What stands in the columns of the code, where it is none.
pub(super) fn said(columns: &Columns, row: &[String]) -> Result<Option<Said>, String> {
    let mut said = Said::default();
    let mut digits = String::new();
    for &(place, column) in columns {
        match column {
            Column::CodePart(level) => put_code_part(&mut digits, level, &row[place]),
            Column::Name | Column::Label => said.name.clone_from(&row[place]),
            Column::Project => said.project.clone_from(&row[place]),
            Column::Amount(_) | Column::Field(_) => {}
        }
    }
    if !digits.is_empty() {
        said.code = Some(digits.parse().map_err(|_| digits)?);
    }
    Ok((said.code.is_some() || !said.label().is_empty()).then_some(said))
}

/// How many digits the first part of a code has.
const CLASS_DIGITS: usize = 3;

/// Puts a part of a code behind those before it. A spreadsheet that takes 01 for a number shows 1, and some repeat in
/// each part the whole code so far.
fn put_code_part(digits: &mut String, level: CodeLevel, part: &str) {
    if part.len() > digits.len() && part.starts_with(digits.as_str()) {
        digits.clear();
    } else if level != CodeLevel::Class && part.len() == 1 && digits.len() >= CLASS_DIGITS {
        digits.push('0');
    }
    digits.push_str(part);
}

/// Whether a figure stands in one of the columns of amounts.
pub(super) fn has_figures(table_unit: &AmountUnit, columns: &Columns, row: &[String], unit: InputUnit) -> bool {
    let is_figure = |text: &str| {
        parse_amount(text, table_unit, unit).is_ok_and(|amount| amount.is_some_and(|amount| !amount.is_zero()))
    };
    columns.iter().any(|&(place, column)| matches!(column, Column::Amount(_)) && is_figure(&row[place]))
}
