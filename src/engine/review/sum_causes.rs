//! Why a department's figures are not the sums of its units': which file was left out, added twice, or taken for another.
//!
//! A whole unit too much or too little moves hundreds of figures, each by what that unit prints there. So each file that may
//! have been taken, or left out, is held against all differences at once; one that explains most of them is the cause.

use std::collections::{HashMap, HashSet};

use super::consolidate::{Parts, SumDifference};
use crate::disclosure::{Amount, CellKey, ColumnNumber, RowKey, TableNumber};
use crate::evaluate::Evaluated;
use crate::form::Form;

/// A file that a department may have added up, by the department's form.
#[derive(Clone, Copy)]
pub struct Candidate<'a> {
    pub evaluated: Evaluated<'a>,
    pub role: Role,
}

/// What a file is to a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// One of its units, which was added up.
    Unit,
    /// An older version of the unit at this place among the candidates.
    Older(usize),
    /// A file of another year, of the unit at this place where that came.
    OtherYear(Option<usize>),
    /// One of another department.
    Foreign,
}

/// What a department did, by the places of the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SumCause {
    /// It did not add up the unit.
    LeftOut(usize),
    /// It added up the unit twice.
    Twice(usize),
    /// It added up the older version and not the unit.
    Older(usize),
    /// It added up both the unit and its older version.
    Both(usize),
    /// It added up the file of another year, in place of this year's where that came.
    OtherYear(usize),
    /// It added up one of another department.
    Foreign(usize),
}

/// Why figures are not the sums.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SumExplanation {
    pub causes: Vec<SumCause>,
    /// The places of the differences that remain, rounding aside.
    pub left: Vec<usize>,
}

/// Fewer differences are looked at one by one.
const FEWEST: usize = 6;
/// With more ways to go wrong pairs of them are not tried.
const MOST_PAIRED: usize = 120;

/// Why the `differences` of a department, which follows `form`, from the sum of the candidates that are units.
pub fn explain_sum(form: &Form, differences: &[SumDifference], candidates: &[Candidate<'_>]) -> SumExplanation {
    let places: Vec<usize> = (0..differences.len()).filter(|place| !differences[*place].is_rounding).collect();
    let whole = SumExplanation { causes: Vec::new(), left: places.clone() };
    if places.len() < FEWEST {
        return whole;
    }
    let moved: Vec<Amount> = places
        .iter()
        .map(|place| {
            differences[*place].cell.new.unwrap_or_default() - differences[*place].cell.old.unwrap_or_default()
        })
        .collect();
    let units = candidates.iter().filter(|candidate| candidate.role == Role::Unit).count();
    let slack = |place: &usize| {
        let cell = differences[*place].key();
        std::iter::repeat_n(form.unit_of_cell(&cell).half_of_last_place(), units + 2).sum()
    };
    let slacks: Vec<Amount> = places.iter().map(slack).collect();
    let printed: Vec<Printed> = candidates.iter().map(|one| Printed::of(one, form, differences, &places)).collect();
    let known: HashSet<(TableNumber, &str, ColumnNumber)> = places
        .iter()
        .map(|place| (differences[*place].table, differences[*place].row.id.as_str(), differences[*place].cell.column))
        .collect();
    let ways = ways(candidates, &printed, &known);
    let left = |moves: &[&Way]| -> Vec<usize> {
        let apart = |at: usize| {
            let explained: Amount = moves.iter().map(|way| way.moves[at]).sum();
            (moved[at] - explained).abs() > slacks[at]
        };
        (0..places.len()).filter(|at| apart(*at)).collect()
    };
    // Projects of one name in several units may be taken for each other where their sums agree.
    let is_sure = |at: &usize| !is_project(&differences[places[*at]].row.key);
    // What a way would move and did not move speaks against it as much as what it leaves.
    let cost = |moves: &[&Way]| {
        left(moves).into_iter().filter(is_sure).count() + moves.iter().map(|way| way.unmoved).sum::<usize>()
    };
    let Some(single) = ways.iter().min_by_key(|way| cost(&[way])) else { return whole };
    let mut best: Vec<&Way> = vec![single];
    if cost(&best) > 0 && ways.len() <= MOST_PAIRED {
        let pairs = ways.iter().enumerate().flat_map(|(at, one)| ways[at + 1..].iter().map(move |other| [one, other]));
        if let Some(pair) =
            pairs.min_by_key(|pair| cost(pair.as_slice())).filter(|pair| cost(pair.as_slice()) * 4 <= cost(&best))
        {
            best = pair.to_vec();
        }
    }
    if cost(&best) * 2 > (0..places.len()).filter(is_sure).count() {
        return whole;
    }
    let mut left: Vec<usize> = left(&best).into_iter().map(|at| places[at]).collect();
    if left.iter().all(|place| is_project(&differences[*place].row.key)) {
        left.clear();
    }
    SumExplanation { causes: best.iter().map(|way| way.cause).collect(), left }
}

/// Whether a row is one of a project or a unit, and not one that every body of the form has or may have.
fn is_project(key: &RowKey) -> bool {
    !matches!(key, RowKey::Total | RowKey::Fixed(_) | RowKey::Code(_))
}

/// What a candidate prints.
struct Printed {
    /// Where the figures differ.
    there: Vec<Amount>,
    /// What it has in rows that are no project's.
    cells: HashMap<(TableNumber, String, ColumnNumber), Amount>,
}

impl Printed {
    fn of(candidate: &Candidate<'_>, form: &Form, differences: &[SumDifference], places: &[usize]) -> Self {
        let tables: Vec<(TableNumber, Parts)> =
            form.tables.iter().map(|table| (table.number, Parts::of(candidate.evaluated, table.number))).collect();
        let value = |place: &usize| {
            let difference = &differences[*place];
            let (_, parts) = tables.iter().find(|(number, _)| *number == difference.table)?;
            parts.value(&difference.row, difference.cell.column)
        };
        let there = places.iter().map(|place| value(place).unwrap_or_default()).collect();
        let mut cells = HashMap::new();
        for table in &form.tables {
            for row in super::snapshot::table_snapshot(candidate.evaluated, table).rows {
                if is_project(&row.key) {
                    continue;
                }
                for (column, amount) in row.figures().filter(|(_, amount)| !amount.is_zero()) {
                    let cell = CellKey::new(table.number, row.key.clone(), column);
                    if form.column_of(&cell).is_none_or(|column| column.is_summed) {
                        *cells.entry((table.number, row.id(), column)).or_default() += amount;
                    }
                }
            }
        }
        Self { there, cells }
    }
}

/// A way to go wrong, and by how much it would move the figures that differ.
struct Way {
    cause: SumCause,
    moves: Vec<Amount>,
    /// How many other figures it would have moved.
    unmoved: usize,
}

fn ways(
    candidates: &[Candidate<'_>],
    printed: &[Printed],
    known: &HashSet<(TableNumber, &str, ColumnNumber)>,
) -> Vec<Way> {
    let way = |cause: SumCause, added: Option<usize>, removed: Option<usize>| {
        let zero = Amount::default();
        let there = |place: Option<usize>, at: usize| place.map_or(zero, |place| printed[place].there[at]);
        let count = printed.first().map_or(0, |first| first.there.len());
        let moves: Vec<Amount> = (0..count).map(|at| there(added, at) - there(removed, at)).collect();
        let cells = [added, removed].into_iter().flatten().flat_map(|place| &printed[place].cells);
        let is_known = |(table, row, column): &(TableNumber, String, ColumnNumber)| {
            known.contains(&(*table, row.as_str(), *column))
        };
        let of = |place: Option<usize>, key: &(TableNumber, String, ColumnNumber)| {
            place.and_then(|place| printed[place].cells.get(key)).copied().unwrap_or_default()
        };
        let would_move = |key: &(TableNumber, String, ColumnNumber)| of(added, key) != of(removed, key);
        let unmoved: HashSet<_> = cells.map(|(key, _)| key).filter(|key| !is_known(key) && would_move(key)).collect();
        let is_some = moves.iter().any(|amount| !amount.is_zero());
        is_some.then_some(Way { cause, unmoved: unmoved.len(), moves })
    };
    let of = |(place, candidate): (usize, &Candidate<'_>)| match candidate.role {
        Role::Unit => {
            vec![way(SumCause::LeftOut(place), None, Some(place)), way(SumCause::Twice(place), Some(place), None)]
        }
        Role::Older(unit) => {
            vec![way(SumCause::Older(place), Some(place), Some(unit)), way(SumCause::Both(place), Some(place), None)]
        }
        Role::OtherYear(unit) => vec![way(SumCause::OtherYear(place), Some(place), unit)],
        Role::Foreign => vec![way(SumCause::Foreign(place), Some(place), None)],
    };
    candidates.iter().enumerate().flat_map(of).flatten().collect()
}

#[cfg(test)]
mod tests;
