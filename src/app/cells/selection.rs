//! The active cell, the selected block, and how keys move them.

use disclosure_engine::sheet::Place;

/// Cells in rows and columns, in which a selection moves.
pub trait Raster {
    fn rows(&self) -> usize;
    fn columns(&self) -> usize;
    /// The first column that does not name its row.
    fn first_entry(&self) -> usize;
    fn is_filled(&self, place: Place) -> bool;
    /// Whether what stands at `place` is computed, so that nobody types it.
    fn is_computed(&self, _place: Place) -> bool {
        false
    }
    /// How many of the rows hold something, or are there to hold it; the others are for what may be begun.
    fn filled_rows(&self) -> usize {
        self.rows()
    }
    /// Where a row is begun, if it can be.
    fn begin(&self) -> Option<Place> {
        None
    }
    /// First and last place of the cell that covers `place`.
    fn span(&self, place: Place) -> (Place, Place) {
        (place, place)
    }
}

/// The active cell and the block that is selected with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Selection {
    /// The active cell, where the selection began.
    pub cursor: Place,
    /// The opposite corner of the block, which moves while the selection is extended.
    pub corner: Place,
    /// The column in which Tab began; Enter returns to it.
    pub entry_column: Option<usize>,
    /// The row was begun in the blank line below the others: Enter goes on there.
    pub is_begun: bool,
}

/// A move of the active cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Motion {
    /// By rows and columns.
    By(isize, isize),
    /// To the edge of the data in a direction.
    ToEdge(isize, isize),
    /// To the first column that is not a name, or the first at all.
    LineStart,
    /// To the last column.
    LineEnd,
    /// To the first cell.
    Start,
    /// To the last cell.
    End,
    /// Tab: to the right, and behind the last column to the next row, where Tab began.
    NextCell,
    /// Shift-Tab.
    PreviousCell,
    /// Enter: down, back to the column where Tab began, over what is computed to what is entered.
    NextLine,
    /// Shift-Enter.
    PreviousLine,
}

impl Selection {
    /// Just one cell.
    pub fn at(cursor: Place) -> Self {
        Self { cursor, corner: cursor, entry_column: None, is_begun: false }
    }

    /// First and last place of the block.
    pub fn block(&self) -> (Place, Place) {
        let (a, b) = (self.cursor, self.corner);
        let first = Place { row: a.row.min(b.row), column: a.column.min(b.column) };
        let last = Place { row: a.row.max(b.row), column: a.column.max(b.column) };
        (first, last)
    }

    /// Whether `place` is in the block.
    pub fn contains(&self, place: Place) -> bool {
        let (first, last) = self.block();
        (first.row..=last.row).contains(&place.row) && (first.column..=last.column).contains(&place.column)
    }

    /// All places of the block, row by row.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let (first, last) = self.block();
        (first.row..=last.row)
            .flat_map(move |row| (first.column..=last.column).map(move |column| Place { row, column }))
    }

    /// Moves the active cell or, with `extend`, the opposite corner of the block.
    pub fn go(&mut self, motion: Motion, extend: bool, raster: &dyn Raster) {
        if raster.rows() == 0 || raster.columns() == 0 {
            *self = Self::default();
            return;
        }
        let from = if extend { self.corner } else { self.cursor };
        let Place { row, column } = from;
        let first_amount = raster.first_entry().min(raster.columns() - 1);
        let last = Place { row: raster.rows() - 1, column: raster.columns() - 1 };
        let step = |from, rows, columns| step(raster, from, rows, columns, last);
        let entry_column = self.entry_column;
        self.entry_column = None;
        let is_begun = std::mem::take(&mut self.is_begun);
        let filled = Place { row: raster.filled_rows().clamp(1, raster.rows()) - 1, ..last };
        let to = match motion {
            Motion::By(rows, columns) => step(from, rows, columns),
            Motion::ToEdge(rows, columns) => {
                edge(from, |place| step(place, rows, columns), |place| raster.is_filled(place))
            }
            Motion::LineStart => Place { row, column: if column == first_amount { 0 } else { first_amount } },
            Motion::LineEnd => Place { row, column: last.column },
            Motion::Start => Place { row: 0, column: first_amount },
            Motion::End => filled,
            Motion::NextCell => {
                let is_at_end = raster.span(from).1.column == last.column;
                let begin = entry_column.unwrap_or(if is_at_end { first_amount } else { column });
                self.entry_column = Some(begin);
                self.is_begun = is_begun;
                // Behind the last cell the next row begins: what is typed next must not replace what was just typed.
                if is_at_end && from.row < last.row {
                    line(raster, Place { column: begin, ..from }, |place| step(place, 1, 0))
                } else {
                    step(from, 0, 1)
                }
            }
            Motion::PreviousCell => {
                self.entry_column = entry_column.or(Some(column));
                self.is_begun = is_begun;
                step(from, 0, -1)
            }
            Motion::NextLine if is_begun && raster.begin().is_some() => raster.begin().unwrap_or(from),
            Motion::NextLine => {
                let from = Place { column: entry_column.unwrap_or(column), ..from };
                line(raster, from, |place| step(place, 1, 0))
            }
            Motion::PreviousLine => line(raster, from, |place| step(place, -1, 0)),
        };
        self.corner = to;
        if !extend {
            self.cursor = to;
        }
    }

    /// Widens the block to whole rows, whole columns, or both.
    pub fn widen(&mut self, raster: &dyn Raster, rows: bool, columns: bool) {
        let (mut first, mut last) = self.block();
        if rows {
            (first.column, last.column) = (0, raster.columns().saturating_sub(1));
        }
        if columns {
            (first.row, last.row) = (0, raster.filled_rows().saturating_sub(1));
        }
        (self.cursor, self.corner) = (first, last);
    }

    /// Keeps both corners inside so many rows and columns, after some went away.
    pub fn clamp(&mut self, rows: usize, columns: usize) {
        for place in [&mut self.cursor, &mut self.corner] {
            place.row = place.row.min(rows.saturating_sub(1));
            place.column = place.column.min(columns.saturating_sub(1));
        }
    }
}

/// From the cell that covers `from` over its edge.
fn step(raster: &dyn Raster, from: Place, rows: isize, columns: isize, last: Place) -> Place {
    let (first, end) = raster.span(from);
    let leave = |from: usize, by: isize, first: usize, end: usize, last: usize| match by {
        0 => from,
        1.. => end.saturating_add_signed(by).min(last),
        _ => first.saturating_add_signed(by),
    };
    Place {
        row: leave(from.row, rows, first.row, end.row, last.row),
        column: leave(from.column, columns, first.column, end.column, last.column),
    }
}

/// From a cell that is entered to the next one that is, over sums in between; where there is none, just to the next.
fn line(raster: &dyn Raster, from: Place, next: impl Fn(Place) -> Place) -> Place {
    let first = next(from);
    let mut place = first;
    while !raster.is_computed(from) && raster.is_computed(place) {
        let ahead = next(place);
        if ahead == place {
            return first;
        }
        place = ahead;
    }
    place
}

/// As in spreadsheets: to the end of the filled cells, or over the empty ones to the next filled one, or to the border.
fn edge(from: Place, next: impl Fn(Place) -> Place, is_filled: impl Fn(Place) -> bool) -> Place {
    let mut place = from;
    let is_inside = is_filled(from) && is_filled(next(from)) && next(from) != from;
    loop {
        let ahead = next(place);
        if ahead == place {
            return place;
        }
        if is_inside && !is_filled(ahead) {
            return place;
        }
        place = ahead;
        if !is_inside && is_filled(place) {
            return place;
        }
    }
}
