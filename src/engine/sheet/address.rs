//! Cells named as people write them: `表6 301 01（2）`, `6 30101 2`, `表10 公务接待费`.

use super::{Place, Sheet, SheetCell};
use crate::disclosure::{Code, ColumnNumber, TableNumber};
use crate::evaluate::Evaluated;
use crate::form::{Column, TableForm};
use crate::spelling::half_width;

/// A text that names no cell, with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("没有表{0}")]
    NoTable(String),
    /// The table has no row like that.
    #[error("表{0} 没有“{1}”这一行")]
    NoRow(TableNumber, String),
    /// The table has no column with that number.
    #[error("表{0} 没有第 {1} 列")]
    NoColumn(TableNumber, String),
}

/// The place that `text` names: a table, a row by code or by part of its name, and a column by its number. What is left
/// out is the table that is `shown`, its first row, and the first amount.
///
/// # Errors
/// When there is no such table, row or column.
pub fn locate(evaluated: Evaluated<'_>, shown: TableNumber, text: &str) -> Result<(TableNumber, Place), AddressError> {
    let (rest, column) = split_column(&plain(text));
    let (number, rest) = split_table(&rest, shown)?;
    let table = evaluated.form.table(number).ok_or_else(|| AddressError::NoTable(number.to_string()))?;
    let sheet = Sheet::new(evaluated, table);
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    let mut column = column;
    let found = find_row(evaluated, &sheet, &words.join(" ")).or_else(|| {
        // `301 01 2`: the last number is a column when all of it is no code.
        column = Some(words.pop()?.to_owned());
        find_row(evaluated, &sheet, &words.join(" "))
    });
    let row = match (found, rest.trim().is_empty()) {
        (Some(row), _) => row,
        (None, true) => Place::default(),
        (None, false) => return Err(AddressError::NoRow(number, rest.trim().to_owned())),
    };
    let column = column_of(evaluated, table, &sheet, row, column.as_deref())?;
    Ok((number, Place { column, ..row }))
}

/// Brackets, digits and blanks of every width become plain ones.
fn plain(text: &str) -> String {
    text.trim().chars().map(half_width).collect()
}

/// Takes `(2)` from the end.
fn split_column(text: &str) -> (String, Option<String>) {
    let numbered = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
    match numbered.filter(|(_, number)| number.parse::<u8>().is_ok()) {
        Some((rest, number)) => (rest.trim().to_owned(), Some(number.to_owned())),
        None => (text.to_owned(), None),
    }
}

/// Takes `表6`, `T6` or a short number before other words from the beginning.
fn split_table(text: &str, shown: TableNumber) -> Result<(TableNumber, String), AddressError> {
    let named = text.strip_prefix('表').or_else(|| text.strip_prefix(['T', 't']));
    let (word, rest) = match (named, text.split_once(' ')) {
        (Some(named), _) => named.trim_start().split_once(' ').unwrap_or((named.trim(), "")),
        (None, Some((word, rest))) if word.len() <= 2 && word.parse::<u8>().is_ok() => (word, rest),
        (None, _) => return Ok((shown, text.to_owned())),
    };
    let number = word.parse().map_err(|_| AddressError::NoTable(word.to_owned()))?;
    Ok((TableNumber(number), rest.trim().to_owned()))
}

/// The first row whose code is, or whose name contains, `words`.
fn find_row(evaluated: Evaluated<'_>, sheet: &Sheet, words: &str) -> Option<Place> {
    if words.is_empty() {
        return None;
    }
    let code = words.parse::<Code>().ok();
    let fits = |place: Place| match (code, sheet.cell(place)) {
        (Some(code), SheetCell::Text { list, row, .. }) => {
            evaluated.evaluation.layout(list).rows[row].code == Some(code)
        }
        (None, SheetCell::Text { list, row, column: column @ (Column::Name | Column::Project | Column::Label) }) => {
            plain(&evaluated.text(list, row, column)).contains(words)
        }
        _ => false,
    };
    let places = (0..sheet.rows).flat_map(|row| (0..sheet.columns.len()).map(move |column| Place { row, column }));
    places.into_iter().find(|&place| fits(place))
}

fn column_of(
    evaluated: Evaluated<'_>,
    table: &TableForm,
    sheet: &Sheet,
    row: Place,
    number: Option<&str>,
) -> Result<usize, AddressError> {
    let own_list = sheet.columns.get(row.column).map(|column| column.list);
    let wanted = number.map(|number| number.parse().map(ColumnNumber));
    let fits = |column: &super::SheetColumn| match (column.column, wanted.as_ref()) {
        (Column::Amount(_), None) => true,
        (Column::Field(place), Some(Ok(number))) => evaluated.form.list(column.list).fields[place].number == *number,
        (Column::Amount(place), Some(Ok(number))) => evaluated.form.list(column.list).amounts[place].number == *number,
        _ => false,
    };
    let found = sheet.columns.iter().position(|column| Some(column.list) == own_list && fits(column));
    found.ok_or_else(|| AddressError::NoColumn(table.number, number.unwrap_or_default().to_owned()))
}
