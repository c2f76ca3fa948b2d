//! Projects of one name in a department and its units: each unit has its own, the department may list one for all.

use std::collections::{HashMap, HashSet};

use crate::disclosure::{CellKey, Code, ColumnNumber, RowKey, SnapshotRow, SnapshotTable};
use crate::form::Form;
use crate::spelling;

/// What a project is called: its unit where both tables tell units apart, its code and its name.
type Called = (String, Option<Code>, String);

/// Makes one row of the projects that are called alike, in both `tables`, where these have not equally many of them: which
/// one is which nobody can say, and only what they come to together can be compared.
pub(super) fn put_together(form: &Form, tables: [&mut SnapshotTable; 2]) {
    let has_units = |table: &SnapshotTable| table.rows.iter().any(|row| matches!(row.key, RowKey::Unit(_)));
    let with_units = tables.iter().all(|table| has_units(table));
    let mut counts: HashMap<Called, [usize; 2]> = HashMap::new();
    for (side, table) in tables.iter().enumerate() {
        for called in table.rows.iter().filter_map(|row| called(row, with_units)) {
            counts.entry(called).or_default()[side] += 1;
        }
    }
    let uneven = counts.into_iter().filter(|(_, [one, other])| one != other);
    let uneven: HashSet<Called> = uneven.map(|(called, _)| called).collect();
    if uneven.is_empty() {
        return;
    }
    for table in tables {
        let number = table.number;
        let is_summed = |row: &SnapshotRow, column: ColumnNumber| {
            let cell = CellKey::new(number, row.key.clone(), column);
            form.column_of(&cell).is_none_or(|column| column.is_summed)
        };
        let mut first: HashMap<Called, usize> = HashMap::new();
        let mut apart = HashSet::new();
        let mut rows: Vec<SnapshotRow> = Vec::new();
        for mut row in std::mem::take(&mut table.rows) {
            let Some(called) = called(&row, with_units).filter(|called| uneven.contains(called)) else {
                rows.push(row);
                continue;
            };
            // A share of one part is none of the whole.
            let following = std::mem::take(&mut row.following);
            row.following = following.into_iter().filter(|(column, _)| is_summed(&row, *column)).collect();
            match first.get(&called) {
                Some(&place) => {
                    let is_apart = |column| apart.contains(&(place, column));
                    let differing = add(&mut rows[place], &row, |column| is_summed(&row, column), is_apart);
                    apart.extend(differing.into_iter().map(|column| (place, column)));
                }
                None => {
                    first.insert(called, rows.len());
                    rows.push(row);
                }
            }
        }
        table.rows = rows;
    }
}

/// What `row` is called, if it is a project.
fn called(row: &SnapshotRow, with_units: bool) -> Option<Called> {
    if !matches!(row.key, RowKey::Project(_)) {
        return None;
    }
    let plain = |text: &str| spelling::plain(text).collect::<String>();
    let unit = row.unit.as_deref().filter(|_| with_units).map(plain).unwrap_or_default();
    Some((unit, row.code, plain(&row.name)))
}

/// Adds `row` to `into`. What is not added up stays where all say the same, as in rows of one code; where they do not, it is
/// `apart` from then on: those columns.
fn add(
    into: &mut SnapshotRow,
    row: &SnapshotRow,
    is_summed: impl Fn(ColumnNumber) -> bool,
    is_apart: impl Fn(ColumnNumber) -> bool,
) -> Vec<ColumnNumber> {
    let mut differing = Vec::new();
    for (column, amount) in row.figures() {
        match (is_summed(column), into.value(column)) {
            (false, _) if is_apart(column) => {}
            (false, Some(known)) if known != amount => {
                into.own.remove(&column);
                differing.push(column);
            }
            (false, _) => {
                into.own.insert(column, amount);
            }
            (true, known) => {
                let is_own = into.own.contains_key(&column) || row.own.contains_key(&column);
                into.own.remove(&column);
                into.following.remove(&column);
                let figures = if is_own { &mut into.own } else { &mut into.following };
                figures.insert(column, known.unwrap_or_default() + amount);
            }
        }
    }
    if into.unit != row.unit {
        into.unit = None;
    }
    differing
}
