//! Putting rows into another order.

use super::super::{Change, EditError, Step};
use super::stored_rows;
use crate::disclosure::{Code, Row, Subject, TableNumber};
use crate::evaluate::{Evaluated, ListLayout, RowOrigin};
use crate::form::{ListIndex, RowKind};

/// Where a row is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoveDirection {
    /// Before the row above it.
    Up,
    /// Behind the row below it.
    Down,
}

/// The step that moves `row` past its neighbour under the same total. A total moves with all rows below it.
///
/// # Errors
/// When there is no such neighbour, or the row's place is given.
pub fn move_row(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    row: usize,
    direction: MoveDirection,
) -> Result<Step, EditError> {
    let layout = evaluated.evaluation.layout(list);
    let laid_out = layout.rows[row];
    let parent = match (laid_out.origin, laid_out.parent()) {
        (RowOrigin::Fixed, _) => return Err(EditError::FixedOrder),
        (_, None) => return Err(EditError::TotalStays),
        (_, Some(parent)) => parent,
    };
    let (upper, lower, name) = match direction {
        MoveDirection::Up => {
            let above = layout.children(parent).take_while(|&sibling| sibling != row).last();
            (above.ok_or(EditError::AlreadyFirst)?, row, "上移")
        }
        MoveDirection::Down => (row, layout.next_sibling(row).ok_or(EditError::AlreadyLast)?, "下移"),
    };
    let (number, stored) = stored_rows(evaluated, list);
    // A block is printed where its first row is stored: the lower one goes before the first row of the upper one.
    let moved = places_below(layout, lower);
    let target = places_below(layout, upper).into_iter().min().unwrap_or(0);
    let mut is_moved = vec![false; stored.len()];
    for &place in &moved {
        is_moved[place] = true;
    }
    let others = |place: &usize| !is_moved[*place];
    let order = (0..target).filter(others).chain(moved.iter().copied()).chain((target..stored.len()).filter(others));
    let changes = reordered(number, stored, &order.collect::<Vec<_>>());
    Ok(Step::new(format!("{name} 表{number} {}", evaluated.row_label(list, row)), changes))
}

/// Places of the stored rows that `row` is or adds up, in printed order.
fn places_below(layout: &ListLayout, row: usize) -> Vec<usize> {
    let is_below = |below: &usize| *below == row || layout.rows[*below].parent().is_some_and(|parent| parent >= row);
    let rows = (row..layout.rows.len()).take_while(is_below).map(|below| layout.rows[below]);
    rows.filter(|row| !row.origin.is_total()).filter_map(|row| row.stored()).collect()
}

/// The step that puts the rows of `list` in the order of their codes, unit by unit; projects of one code keep theirs.
///
/// # Errors
/// When the form gives the order.
pub fn sort_rows(evaluated: Evaluated<'_>, list: ListIndex) -> Result<Step, EditError> {
    if matches!(evaluated.form.list(list).rows, RowKind::Fixed(_)) {
        return Err(EditError::FixedOrder);
    }
    let (number, stored) = stored_rows(evaluated, list);
    let mut units: Vec<Option<&str>> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    let mut keys: Vec<(usize, Option<Code>)> = Vec::with_capacity(stored.len());
    for (place, row) in stored.iter().enumerate() {
        let unit = row.subject.project().and_then(|project| project.unit.as_deref());
        let rank = units.iter().position(|other| *other == unit).unwrap_or_else(|| {
            units.push(unit);
            units.len() - 1
        });
        keys.push((rank, row.subject.code()));
        // Rows of another list of the table, which the form prescribes, stay where they are.
        if !matches!(row.subject, Subject::Fixed(_)) {
            places.push(place);
        }
    }
    let mut sorted = places.clone();
    sorted.sort_by_key(|&place| keys[place]);
    let mut order: Vec<usize> = (0..stored.len()).collect();
    for (place, from) in places.into_iter().zip(sorted) {
        order[place] = from;
    }
    Ok(Step::new(format!("按编码排序 表{number}"), reordered(number, stored, &order)))
}

/// The fewest changes that put `rows` into `order`, which names their present places.
fn reordered(table: TableNumber, rows: &[Row], order: &[usize]) -> Vec<Change> {
    let mut stays = vec![false; rows.len()];
    for place in longest_increasing(order) {
        stays[place] = true;
    }
    let removed = (0..rows.len()).rev().filter(|&place| !stays[place]);
    let removed = removed.map(|place| Change::RemoveRow { table, place, row: rows[place].clone() });
    let inserted = order.iter().enumerate().filter(|(_, from)| !stays[**from]);
    let inserted = inserted.map(|(place, from)| Change::InsertRow { table, place, row: rows[*from].clone() });
    removed.chain(inserted).collect()
}

/// A longest selection of `numbers` that increases from one to the next.
fn longest_increasing(numbers: &[usize]) -> Vec<usize> {
    // For each length, the place of the smallest number in which a selection of that length ends.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (place, number) in numbers.iter().enumerate() {
        let length = ends.partition_point(|&end| numbers[end] < *number);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(place);
        } else {
            ends[length] = place;
        }
    }
    std::iter::successors(ends.last().copied(), |&place| before[place]).map(|place| numbers[place]).collect()
}
