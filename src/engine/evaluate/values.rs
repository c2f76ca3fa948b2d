//! The value of every cell of a list, and where it comes from.

use std::ops::Bound;

use rayon::prelude::*;

use super::compute::Figures;
use super::{LaidOutRow, ListLayout};
use crate::disclosure::{Amount, ColumnNumber, Row, Table};
use crate::form::List;

/// Values of a list, row by row.
#[derive(Debug, Clone, Copy)]
pub struct ListValues<'a> {
    pub(super) states: &'a [CellState],
    pub(super) amounts: &'a Figures<Amount>,
}

/// Where the value of a cell comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// It can be entered and is blank.
    Blank,
    Entered,
    Computed,
    /// It can be computed, but carries a stated amount (公布数), which counts.
    Stated,
}

impl CellState {
    /// Whether the program computes the cell, whatever else it carries.
    pub fn is_computed(self) -> bool {
        matches!(self, Self::Computed | Self::Stated)
    }

    /// Whether the cell holds a figure of its own, entered or stated.
    pub fn is_held(self) -> bool {
        matches!(self, Self::Entered | Self::Stated)
    }
}

impl<'a> ListValues<'a> {
    /// What the cell counts as.
    pub fn value(&self, row: usize, column: usize) -> Amount {
        self.amounts.value(row, column)
    }

    /// What the form's expression gives for a computed cell, also where a stated amount counts instead.
    pub fn computed(&self, row: usize, column: usize) -> Amount {
        let place = row * self.width() + column;
        match self.states[place] {
            CellState::Computed => self.amounts.values[place],
            CellState::Stated => self.amounts.computed[place],
            CellState::Blank | CellState::Entered => Amount::ZERO,
        }
    }

    pub fn state(&self, row: usize, column: usize) -> CellState {
        self.states[row * self.width() + column]
    }

    /// How many amount columns there are.
    pub fn width(&self) -> usize {
        self.amounts.width
    }

    /// Whether some cell carries a stated amount.
    pub fn has_stated(&self) -> bool {
        !self.amounts.computed.is_empty()
    }

    /// The amounts of cells whose state `is_asked` for.
    pub fn of_states(&self, is_asked: impl Fn(CellState) -> bool) -> impl Iterator<Item = Amount> {
        let cells = self.states.iter().zip(&self.amounts.values);
        cells.filter(move |(state, _)| is_asked(**state)).map(|(_, &amount)| amount)
    }

    /// What every cell counts as, row by row.
    pub fn all(&self) -> &'a [Amount] {
        &self.amounts.values
    }
}

/// Rows of a large table are read so many at once, on all cores; nearly all tables have fewer.
const ROWS_AT_ONCE: usize = 2_500;

/// The states of the cells of a list, and the amounts of those that hold one.
pub(super) fn held(list: &List, layout: &ListLayout, table: Option<&Table>) -> (Vec<CellState>, Figures<Amount>) {
    let width = list.amounts.len();
    let size = layout.rows.len() * width;
    let mut states = vec![CellState::Blank; size];
    let mut values = vec![Amount::ZERO; size];
    let columns = Columns::new(list);
    if layout.rows.len() > ROWS_AT_ONCE && width > 0 {
        let cells = states.par_chunks_mut(ROWS_AT_ONCE * width).zip(values.par_chunks_mut(ROWS_AT_ONCE * width));
        let rows = layout.rows.par_chunks(ROWS_AT_ONCE).enumerate();
        rows.zip(cells).for_each(|((place, rows), (states, values))| {
            columns.hold(list, (place * ROWS_AT_ONCE, rows), table, states, values);
        });
    } else {
        columns.hold(list, (0, &layout.rows), table, &mut states, &mut values);
    }
    let mut amounts = Figures { width, values, computed: Vec::new() };
    if let Some(table) = table.filter(|table| !table.stated.is_empty()) {
        state(list, &columns, layout, table, &mut states, &mut amounts);
    }
    (states, amounts)
}

fn state_of(is_computed: bool) -> CellState {
    if is_computed { CellState::Computed } else { CellState::Blank }
}

/// What is the same in every row of a list.
struct Columns {
    /// Place of the column with each number.
    places: Vec<Option<usize>>,
    /// States of a leaf row without any amount.
    of_leaves: Vec<CellState>,
    of_totals: Vec<CellState>,
}

impl Columns {
    fn new(list: &List) -> Self {
        let mut places =
            vec![None; list.amounts.iter().map(|column| usize::from(column.number.0) + 1).max().unwrap_or(0)];
        for (place, column) in list.amounts.iter().enumerate() {
            places[usize::from(column.number.0)] = Some(place);
        }
        let of_leaves = list.amounts.iter().map(|column| state_of(column.is_computed())).collect();
        Self { places, of_leaves, of_totals: vec![CellState::Computed; list.amounts.len()] }
    }

    fn place(&self, number: ColumnNumber) -> Option<usize> {
        self.places.get(usize::from(number.0)).copied().flatten()
    }

    /// Puts what `table` holds in its rows, the first of which stands at a place in the layout, into their cells.
    fn hold(
        &self,
        list: &List,
        (first, rows): (usize, &[LaidOutRow]),
        table: Option<&Table>,
        states: &mut [CellState],
        values: &mut [Amount],
    ) {
        let stored_rows = table.map_or(&[][..], |table| &table.rows);
        let width = list.amounts.len();
        for (place, row) in rows.iter().enumerate() {
            let cells = place * width..(place + 1) * width;
            let states = &mut states[cells.clone()];
            match list.footing() {
                Some(_) if row.origin.is_total() => states.copy_from_slice(&self.of_totals),
                Some(_) => states.copy_from_slice(&self.of_leaves),
                None => {
                    for (column, state) in states.iter_mut().enumerate() {
                        *state = state_of(list.is_computed_at(first + place, column));
                    }
                }
            }
            let stored = row.stored().and_then(|stored| stored_rows.get(stored));
            if let Some(stored) = stored.filter(|_| !row.origin.is_total()) {
                self.enter(stored, states, &mut values[cells]);
            }
        }
    }

    fn enter(&self, stored: &Row, states: &mut [CellState], values: &mut [Amount]) {
        for (number, &amount) in &stored.amounts {
            if let Some(column) = self.place(*number).filter(|&column| states[column] == CellState::Blank) {
                states[column] = CellState::Entered;
                values[column] = amount;
            }
        }
    }
}

/// Puts what `table` states in its cells. An amount that is entered in the same cell counts more.
fn state(
    list: &List,
    columns: &Columns,
    layout: &ListLayout,
    table: &Table,
    states: &mut [CellState],
    amounts: &mut Figures<Amount>,
) {
    // Rows mostly stand in the order of their names: then the next one's amounts follow on the last one's.
    let mut next = table.stated.range(..).peekable();
    for row in 0..layout.rows.len() {
        let first = (layout.key(list, Some(table), row), ColumnNumber(0));
        if next.peek().is_none_or(|((key, _), _)| *key != first.0) {
            next = table.stated.range((Bound::Included(&first), Bound::Unbounded)).peekable();
        }
        while let Some(((_, number), &stated)) = next.next_if(|((key, _), _)| *key == first.0) {
            let place = columns.place(*number).map(|column| row * amounts.width + column);
            if let Some(place) = place.filter(|&place| states[place] != CellState::Entered) {
                states[place] = CellState::Stated;
                amounts.values[place] = stated;
            }
        }
    }
    if states.contains(&CellState::Stated) {
        amounts.computed = vec![Amount::ZERO; amounts.values.len()];
    }
}
