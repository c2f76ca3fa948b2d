//! Adding up: the figures of every computed cell from those of the cells that hold one.
//!
//! It is written for any numbers that can be added and subtracted: amounts, and what a check puts in their place.

use std::ops::{Add, Sub};

use super::{CellState, ListLayout, RowContext, rows_of};
use crate::form::{Expression, Form, List, ListIndex};

pub trait Figure: Copy + Default + Add<Output = Self> + Sub<Output = Self> {}

impl<T: Copy + Default + Add<Output = T> + Sub<Output = T>> Figure for T {}

/// The figures of a list, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures<T> {
    /// How many columns there are.
    pub width: usize,
    /// What each cell counts as.
    pub values: Vec<T>,
    /// What is computed for each cell, also where a stated figure counts instead. Left out, that is empty, in a list where
    /// nothing is stated or nobody asks for it.
    pub computed: Vec<T>,
}

impl<T: Figure> Figures<T> {
    fn row(&self, row: usize) -> &[T] {
        &self.values[row * self.width..][..self.width]
    }

    pub fn value(&self, row: usize, column: usize) -> T {
        self.values[row * self.width + column]
    }

    pub(super) fn set_computed(&mut self, states: &[CellState], row: usize, column: usize, figure: T) {
        let place = row * self.width + column;
        if states[place] != CellState::Stated {
            self.values[place] = figure;
        }
        if let Some(computed) = self.computed.get_mut(place) {
            *computed = figure;
        }
    }
}

/// Computes what `figures`, those of each list, lack.
pub(super) fn compute<T: Figure>(
    form: &Form,
    layouts: &[ListLayout],
    states: &[Vec<CellState>],
    figures: &mut [Figures<T>],
) {
    for &index in &form.evaluation_order {
        let mut own = std::mem::take(&mut figures[index.0]);
        let computation = Computation { list: form.list(index), index, layouts, others: figures };
        computation.run(&states[index.0], &mut own);
        figures[index.0] = own;
    }
}

/// The computation of one list, after those that it depends on.
struct Computation<'a, T> {
    list: &'a List,
    index: ListIndex,
    layouts: &'a [ListLayout],
    others: &'a [Figures<T>],
}

/// How a column of a list with derived rows is computed in its leaf rows.
enum ColumnSum<'a> {
    /// From other columns of the same row; whether each is subtracted.
    OfRow(Vec<(bool, usize)>),
    /// From other lists, too.
    OfLists(&'a Expression),
}

impl<T: Figure> Computation<'_, T> {
    fn run(&self, states: &[CellState], own: &mut Figures<T>) {
        if self.list.footing().is_some() {
            self.derived_rows(states, own);
        } else {
            for &(row, column) in &self.list.cell_order {
                if let Some(expression) = self.list.definition(row, column) {
                    let sum = self.sum(expression, own, row, column);
                    own.set_computed(states, row, column, sum);
                }
            }
        }
    }

    /// From the last row to the first, so that a total has all its parts when its turn comes. What was met since the last
    /// row of a depth belongs to the next total above it, so one sum for each depth and column is enough.
    fn derived_rows(&self, states: &[CellState], own: &mut Figures<T>) {
        let rows = &self.layouts[self.index.0].rows;
        let columns: Vec<(usize, ColumnSum<'_>)> =
            self.list.column_order.iter().filter_map(|&column| Some((column, self.column_sum(column)?))).collect();
        let is_summed: Vec<bool> = self.list.amounts.iter().map(|column| column.is_summed).collect();
        let depths = 2 + rows.iter().map(|row| row.depth()).max().unwrap_or(0);
        let mut sums = vec![T::default(); depths * own.width];
        for (row, laid_out) in rows.iter().enumerate().rev() {
            let (above, below) = sums.split_at_mut((laid_out.depth() + 1) * own.width);
            if laid_out.origin.is_total() {
                for (column, sum) in below[..own.width].iter_mut().enumerate() {
                    let sum = std::mem::take(sum);
                    if is_summed[column] {
                        own.set_computed(states, row, column, sum);
                    }
                }
            } else {
                for (column, how) in &columns {
                    let sum = match how {
                        ColumnSum::OfRow(parts) => sum_of_row(own.row(row), parts),
                        ColumnSum::OfLists(expression) => self.sum(expression, own, row, *column),
                    };
                    own.set_computed(states, row, *column, sum);
                }
            }
            let of_depth = &mut above[laid_out.depth() * own.width..];
            for (sum, &figure) in of_depth.iter_mut().zip(own.row(row)) {
                *sum = *sum + figure;
            }
        }
    }

    fn column_sum(&self, column: usize) -> Option<ColumnSum<'_>> {
        let expression = self.list.amounts[column].expression.as_ref()?;
        let is_of_row = expression.terms.iter().all(|term| term.cell.list == self.index);
        Some(if is_of_row {
            let part = |term: &crate::form::Term| (term.negative, term.cell.column.unwrap_or(column));
            ColumnSum::OfRow(expression.terms.iter().map(part).collect())
        } else {
            ColumnSum::OfLists(expression)
        })
    }

    fn sum(&self, expression: &Expression, own: &Figures<T>, row: usize, column: usize) -> T {
        let context = RowContext::in_layout(&self.layouts[self.index.0], self.index, row);
        let mut sum = T::default();
        for term in &expression.terms {
            let column = term.cell.column.unwrap_or(column);
            let figures = if term.cell.list == self.index { own } else { &self.others[term.cell.list.0] };
            for &row in rows_of(self.layouts, term.cell, context) {
                let figure = figures.value(row, column);
                sum = if term.negative { sum - figure } else { sum + figure };
            }
        }
        sum
    }
}

fn sum_of_row<T: Figure>(row: &[T], parts: &[(bool, usize)]) -> T {
    parts.iter().fold(
        T::default(),
        |sum, &(negative, column)| {
            if negative { sum - row[column] } else { sum + row[column] }
        },
    )
}
