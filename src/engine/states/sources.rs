//! In which tables a person enters what a cell comes to.
//!
//! A linked cell holds nothing of its own: 表4 is computed from 表5, 表8 and 表9, of which the first takes its projects from
//! 表7. Whether something is missing in it is asked of those.

use super::set::TableSet;
use crate::evaluate::{CellIndex, CellState, Evaluation};
use crate::form::{CellPattern, Expression, Form, List, ListIndex, RowPattern};

/// The sources of every cell of a form, whatever rows a disclosure has.
#[derive(Debug, Clone)]
pub(super) struct Sources {
    /// By list and cell; a list whose rows are derived has one line for all of them.
    of_lists: Vec<Vec<TableSet>>,
    /// By list and column, whatever the row.
    of_columns: Vec<Vec<TableSet>>,
}

impl Sources {
    pub fn new(form: &Form) -> Self {
        let rows = |list: &List| list.fixed_rows().len().max(1);
        let blank = |list: &List| vec![TableSet::default(); rows(list) * list.amounts.len()];
        let mut sources = Self { of_lists: form.lists.iter().map(blank).collect(), of_columns: Vec::new() };
        // In the order of evaluation what a cell needs of other lists is known when its turn comes.
        for &index in &form.evaluation_order {
            let list = form.list(index);
            let order: Vec<(usize, usize)> = match list.footing() {
                Some(_) => list.column_order.iter().map(|&column| (0, column)).collect(),
                None => list.cell_order.clone(),
            };
            for (row, column) in order {
                let expression = match list.footing() {
                    Some(_) => list.amounts[column].expression.as_ref(),
                    None => list.definition(row, column),
                };
                let own = TableSet::of(list.table);
                let linked = expression.map(|expression| sources.of_expression(form, expression, index, row, column));
                // Rows that are not prescribed are entered, even where what stands in them is not.
                let found = match linked {
                    Some(linked) if list.footing().is_none() => linked,
                    linked => linked.unwrap_or_default().with(own),
                };
                sources.of_lists[index.0][row * list.amounts.len() + column] = found;
            }
        }
        sources.of_columns = form.lists.iter().zip(&sources.of_lists).map(of_columns).collect();
        sources
    }

    fn of_expression(
        &self,
        form: &Form,
        expression: &Expression,
        of: ListIndex,
        row: usize,
        column: usize,
    ) -> TableSet {
        let mut found = TableSet::default();
        for term in &expression.terms {
            let list = form.list(term.cell.list);
            let column = term.cell.column.unwrap_or(column);
            let rows = match term.cell.row {
                _ if list.footing().is_some() => 0..1,
                RowPattern::Same if term.cell.list == of => row..row + 1,
                RowPattern::Fixed(row) => row..row + 1,
                _ => 0..list.fixed_rows().len(),
            };
            for row in rows {
                found = found.with(self.of_lists[term.cell.list.0][row * list.amounts.len() + column]);
            }
        }
        found
    }

    /// The tables in which what any cell that `pattern` names comes to is entered.
    pub fn of_pattern(&self, form: &Form, pattern: CellPattern) -> TableSet {
        let width = form.list(pattern.list).amounts.len();
        let (sets, start) = match pattern.row {
            RowPattern::Fixed(row) => (&self.of_lists[pattern.list.0], row * width),
            _ => (&self.of_columns[pattern.list.0], 0),
        };
        let columns = pattern.column.map_or(0..width, |column| column..column + 1);
        let found = sets.get(start + columns.start..start + columns.end).unwrap_or_default();
        found.iter().fold(TableSet::default(), |set, of_cell| set.with(*of_cell))
    }

    /// The tables in which what `cell` comes to is entered, or stated.
    pub fn of(&self, form: &Form, evaluation: &Evaluation, cell: CellIndex) -> TableSet {
        let list = form.list(cell.list);
        match evaluation.state(cell) {
            CellState::Computed => {
                let row = if list.footing().is_some() { 0 } else { cell.row };
                self.of_lists[cell.list.0][row * list.amounts.len() + cell.column]
            }
            _ => TableSet::of(list.table),
        }
    }

    /// The tables in which what the lists of a table show is entered.
    pub fn of_table(&self, form: &Form, table: usize) -> TableSet {
        let lists = form.tables[table].list_indices().flat_map(|list| &self.of_lists[list.0]);
        lists.fold(TableSet::default(), |set, &of_cell| set.with(of_cell))
    }
}

/// What the cells of each column of a list come from, by those of its rows.
fn of_columns((list, of_list): (&List, &Vec<TableSet>)) -> Vec<TableSet> {
    let width = list.amounts.len();
    let of_column =
        |column| of_list.iter().skip(column).step_by(width).fold(TableSet::default(), |set, of| set.with(*of));
    (0..width).map(of_column).collect()
}
