//! The value of every cell of a list.

use super::{CellIndex, Evaluation, RowContext};
use crate::disclosure::{Amount, Disclosure, Table};
use crate::form::{Expression, Form, List, ListIndex};

/// Values of a list, row by row.
#[derive(Debug, Clone)]
pub struct ListValues {
    width: usize,
    values: Vec<Amount>,
    computed: Vec<Amount>,
    states: Vec<CellState>,
}

/// Where the value of a cell comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellState {
    /// It can be entered and is blank.
    Blank,
    /// It is entered.
    Entered,
    /// It is computed.
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

impl ListValues {
    pub(super) fn blank(rows: usize, width: usize) -> Self {
        let size = rows * width;
        Self {
            width,
            values: vec![Amount::ZERO; size],
            computed: vec![Amount::ZERO; size],
            states: vec![CellState::Blank; size],
        }
    }

    /// What the cell counts as.
    pub fn value(&self, row: usize, column: usize) -> Amount {
        self.values[row * self.width + column]
    }

    /// What the form's expression gives for a computed cell, also where a stated amount counts instead.
    pub fn computed(&self, row: usize, column: usize) -> Amount {
        self.computed[row * self.width + column]
    }

    /// Where the value comes from.
    pub fn state(&self, row: usize, column: usize) -> CellState {
        self.states[row * self.width + column]
    }

    /// How many amount columns there are.
    pub fn width(&self) -> usize {
        self.width
    }

    pub(super) fn all_zero(&self) -> bool {
        self.values.iter().all(|value| value.is_zero())
    }

    fn set_entered(&mut self, row: usize, column: usize, amount: Amount) {
        let place = row * self.width + column;
        self.values[place] = amount;
        self.states[place] = CellState::Entered;
    }

    fn set_computed(&mut self, row: usize, column: usize, amount: Amount) {
        let place = row * self.width + column;
        self.computed[place] = amount;
        if self.states[place] != CellState::Stated {
            self.values[place] = amount;
            self.states[place] = CellState::Computed;
        }
    }

    fn set_stated(&mut self, row: usize, column: usize, amount: Amount) {
        let place = row * self.width + column;
        self.values[place] = amount;
        self.states[place] = CellState::Stated;
    }
}

/// Computes `index` from its stored rows and the lists that come before it in the order of evaluation.
pub(super) fn compute(form: &Form, disclosure: &Disclosure, evaluation: &Evaluation, index: ListIndex) -> ListValues {
    let list = form.list(index);
    let layout = evaluation.layout(index);
    let table = disclosure.table(form.table_of(index).number);
    let mut values = ListValues::blank(layout.rows.len(), list.amounts.len());
    if let Some(table) = table {
        put_stated(list, evaluation, index, table, &mut values);
        for (place, row) in layout.rows.iter().enumerate().filter(|(_, row)| !row.origin.is_total()) {
            let Some(stored) = row.stored else { continue };
            for (number, amount) in &table.rows[stored].amounts {
                if let Some(column) = list.column_place(*number) {
                    values.set_entered(place, column, *amount);
                }
            }
        }
    }
    if list.footing().is_some() {
        compute_derived_rows(evaluation, index, list, &mut values);
    } else {
        for &(row, column) in &list.cell_order {
            if let Some(expression) = list.definition(row, column) {
                let amount = sum(expression, evaluation, &values, index, row, column);
                values.set_computed(row, column, amount);
            }
        }
    }
    values
}

fn put_stated(list: &List, evaluation: &Evaluation, index: ListIndex, table: &Table, values: &mut ListValues) {
    if table.stated.is_empty() {
        return;
    }
    let layout = evaluation.layout(index);
    for row in 0..layout.rows.len() {
        let key = layout.key(list, Some(table), row);
        for (column, amount) in list.amounts.iter().enumerate() {
            if let Some(stated) = table.stated.get(&(key.clone(), amount.number)) {
                values.set_stated(row, column, *stated);
            }
        }
    }
}

/// From the last row to the first, so that a total has all its parts when its turn comes.
fn compute_derived_rows(evaluation: &Evaluation, index: ListIndex, list: &List, values: &mut ListValues) {
    let rows = &evaluation.layout(index).rows;
    let mut sums = vec![Amount::ZERO; rows.len() * list.amounts.len()];
    for row in (0..rows.len()).rev() {
        for &column in &list.column_order {
            if rows[row].origin.is_total() {
                values.set_computed(row, column, sums[row * values.width + column]);
            } else if let Some(expression) = &list.amounts[column].expression {
                let amount = sum(expression, evaluation, values, index, row, column);
                values.set_computed(row, column, amount);
            }
            if let Some(parent) = rows[row].parent {
                sums[parent * values.width + column] += values.value(row, column);
            }
        }
    }
}

fn sum(
    expression: &Expression,
    evaluation: &Evaluation,
    own: &ListValues,
    list: ListIndex,
    row: usize,
    column: usize,
) -> Amount {
    let context = RowContext::of_row(evaluation, list, row);
    let mut sum = Amount::ZERO;
    for term in &expression.terms {
        let column = term.cell.column.unwrap_or(column);
        for &row in evaluation.rows_of(term.cell, context) {
            let value = if term.cell.list == list {
                own.value(row, column)
            } else {
                evaluation.value(CellIndex { list: term.cell.list, row, column })
            };
            sum = if term.negative { sum - value } else { sum + value };
        }
    }
    sum
}
