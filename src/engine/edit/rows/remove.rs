//! Removing rows.

use super::super::amounts::dropped_stated;
use super::super::{Change, EditError, Put, Step};
use crate::disclosure::CellKey;
use crate::evaluate::{CellIndex, CellState, Evaluated, RowOrigin};
use crate::form::ListIndex;

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
        let place = match (layout.rows[row].origin, layout.rows[row].stored()) {
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
                changes.push(Change::Stated(Put { place: key, from: Some(stated), to: None }));
            }
            if !evaluated.value(cell).is_zero() {
                changed.push(cell);
            }
        }
    }
    let own: Vec<CellKey> = changes
        .iter()
        .filter_map(|change| match change {
            Change::Stated(put) => Some(put.place.clone()),
            _ => None,
        })
        .collect();
    let dropped = dropped_stated(evaluated, &changed, &own);
    places.sort_unstable();
    places.dedup();
    let stored = evaluated.disclosure.table(number).map_or(&[][..], |table| &table.rows);
    for &place in places.iter().rev() {
        changes.push(Change::remove_row(number, place, stored[place].clone()));
    }
    Ok(Step::new(format!("删除行 表{number} {} 行", places.len()), changes).dropping(dropped))
}

/// The step that takes out the rows of `list` in which there is no figure at all, entered, computed or stated. A row
/// stays where a total with a stated amount would go with it: what the source prints there is not nothing.
///
/// # Errors
/// When the form prescribes the rows.
pub fn remove_empty_rows(evaluated: Evaluated<'_>, list: ListIndex) -> Result<Step, EditError> {
    if evaluated.form.list(list).footing().is_none() {
        return Err(EditError::FixedRows);
    }
    let layout = evaluated.evaluation.layout(list);
    let values = evaluated.evaluation.values(list);
    let is_stated = |row: usize| (0..values.width()).any(|column| values.state(row, column) == CellState::Stated);
    let has_no_figure = |row: usize| {
        let is_zero = |column| values.value(row, column).is_zero() && values.computed(row, column).is_zero();
        !is_stated(row) && (0..values.width()).all(is_zero)
    };
    // From the last row to the first, so that a total knows of all rows below it.
    let mut goes: Vec<bool> = vec![false; layout.rows.len()];
    let mut kept_totals = Vec::new();
    for row in (0..layout.rows.len()).rev() {
        goes[row] = match layout.rows[row].origin {
            RowOrigin::Total | RowOrigin::Fixed => false,
            RowOrigin::Unit | RowOrigin::CodeTotal => layout.children(row).all(|child| goes[child]),
            RowOrigin::Code | RowOrigin::Project => has_no_figure(row),
        };
        if goes[row] && layout.rows[row].origin.is_total() && is_stated(row) {
            goes[row] = false;
            kept_totals.push(row);
        }
    }
    let is_kept = |row: usize| {
        let mut above = std::iter::successors(layout.rows[row].parent(), |&parent| layout.rows[parent].parent());
        above.any(|above| kept_totals.contains(&above))
    };
    let is_stored = |row: &usize| matches!(layout.rows[*row].origin, RowOrigin::Code | RowOrigin::Project);
    let rows: Vec<usize> = (0..goes.len()).filter(is_stored).filter(|&row| goes[row] && !is_kept(row)).collect();
    let number = evaluated.form.table_of(list).number;
    let removed = remove_rows(evaluated, list, &rows)?;
    Ok(Step { name: format!("删除空行 表{number} {} 行", rows.len()), ..removed })
}
