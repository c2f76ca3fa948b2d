//! Putting rows into another order.

use std::collections::{BTreeSet, HashMap};

use super::super::{Change, EditError, Step};
use super::stored_rows;
use crate::disclosure::{Code, Row, RowKey, Subject, TableNumber};
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

/// The step that moves `rows` together past the neighbour of all of them, under the same total. A total moves with all
/// rows below it, whether these are among `rows` or not.
///
/// # Errors
/// When there is no such neighbour, the rows do not stand side by side under one total, or their place is given.
pub fn move_rows(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    rows: &[usize],
    direction: MoveDirection,
) -> Result<Step, EditError> {
    let layout = evaluated.evaluation.layout(list);
    let (parent, blocks) = siblings(layout, rows)?;
    let (Some(&first), Some(&last)) = (blocks.first(), blocks.last()) else { return Err(EditError::TotalStays) };
    let (upper, lower, name) = match direction {
        MoveDirection::Up => {
            let above = layout.children(parent).take_while(|&sibling| sibling != first).last();
            (vec![above.ok_or(EditError::AlreadyFirst)?], blocks.clone(), "上移")
        }
        MoveDirection::Down => (blocks.clone(), vec![layout.next_sibling(last).ok_or(EditError::AlreadyLast)?], "下移"),
    };
    let (number, stored) = stored_rows(evaluated, list);
    // A block is printed where its first row is stored: the lower ones go before the first row of the upper ones.
    let places = |blocks: &[usize]| blocks.iter().flat_map(|&row| places_below(layout, row)).collect::<Vec<_>>();
    let moved = places(&lower);
    let target = places(&upper).into_iter().min().unwrap_or(0);
    let mut is_moved = vec![false; stored.len()];
    for &place in &moved {
        is_moved[place] = true;
    }
    let others = |place: &usize| !is_moved[*place];
    let order = (0..target).filter(others).chain(moved.iter().copied()).chain((target..stored.len()).filter(others));
    let changes = reordered(number, stored, &order.collect::<Vec<_>>());
    let what = match blocks.as_slice() {
        [row] => evaluated.row_label(list, *row),
        blocks => format!("{} 行", blocks.len()),
    };
    Ok(Step::new(format!("{name} 表{number} {what}"), changes))
}

/// The rows of `rows` that stand below none of the others, with the total under which all of them stand.
///
/// # Errors
/// When they do not stand side by side under one, or their place is given.
fn siblings(layout: &ListLayout, rows: &[usize]) -> Result<(usize, Vec<usize>), EditError> {
    let chosen: BTreeSet<usize> = rows.iter().copied().collect();
    let above = |row: usize| std::iter::successors(layout.rows[row].parent(), |&row| layout.rows[row].parent());
    let mut parent = None;
    let mut blocks: Vec<usize> = Vec::new();
    for &row in chosen.iter().filter(|&&row| !above(row).any(|above| chosen.contains(&above))) {
        let own = match (layout.rows[row].origin, layout.rows[row].parent()) {
            (RowOrigin::Fixed, _) => return Err(EditError::FixedOrder),
            (_, None) => return Err(EditError::TotalStays),
            (_, Some(own)) => own,
        };
        let is_beside = blocks.last().is_none_or(|&last| layout.next_sibling(last) == Some(row));
        if *parent.get_or_insert(own) != own || !is_beside {
            return Err(EditError::NotBeside);
        }
        blocks.push(row);
    }
    Ok((parent.ok_or(EditError::TotalStays)?, blocks))
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

/// The step that puts the rows of `list` that `keys` name in their order, in the places that they have among the others.
pub(crate) fn put_rows_in_order(evaluated: Evaluated<'_>, list: ListIndex, keys: &[RowKey]) -> Step {
    let (number, stored) = stored_rows(evaluated, list);
    let ranks: HashMap<&RowKey, usize> = keys.iter().enumerate().map(|(rank, key)| (key, rank)).collect();
    let named = stored.iter().enumerate();
    let named = named.filter_map(|(place, row)| Some((*ranks.get(&row.subject.key())?, place)));
    let mut sorted: Vec<(usize, usize)> = named.collect();
    let places: Vec<usize> = sorted.iter().map(|(_, place)| *place).collect();
    sorted.sort_unstable();
    let mut order: Vec<usize> = (0..stored.len()).collect();
    for (place, (_, from)) in places.into_iter().zip(sorted) {
        order[place] = from;
    }
    Step::new(format!("排列 表{number}"), reordered(number, stored, &order))
}

/// The fewest changes that put `rows` into `order`, which names their present places.
fn reordered(table: TableNumber, rows: &[Row], order: &[usize]) -> Vec<Change> {
    let mut stays = vec![false; rows.len()];
    for place in longest_increasing(order) {
        stays[place] = true;
    }
    let removed = (0..rows.len()).rev().filter(|&place| !stays[place]);
    let removed = removed.map(|place| Change::remove_row(table, place, rows[place].clone()));
    let inserted = order.iter().enumerate().filter(|(_, from)| !stays[**from]);
    let inserted = inserted.map(|(place, from)| Change::insert_row(table, place, rows[*from].clone()));
    removed.chain(inserted).collect()
}

/// A longest selection of `numbers` that increases from one to the next.
pub(crate) fn longest_increasing(numbers: &[usize]) -> Vec<usize> {
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
