//! In which tables a person enters what a cell comes to.
//!
//! A linked cell holds nothing of its own: 表4 is computed from 表5, 表8 and 表9, of which the first takes its projects from
//! 表7. Whether something is missing in it is asked of those.

use super::set::TableSet;
use crate::evaluate::{CellIndex, CellState, Evaluation};
use crate::form::{CellPattern, Expression, Form, List, ListIndex, RowPattern};

/// The sources of every cell of a form, whatever rows a disclosure has.
#[derive(Debug, Clone)]
pub(super) struct Sources(Vec<SourcesOfList>);

#[derive(Debug, Clone)]
struct SourcesOfList {
    /// The table in which the list stands.
    own: TableSet,
    /// How many columns it has.
    width: usize,
    /// Whether its rows are derived: then all of them have the sources of the first.
    is_derived: bool,
    of_cells: Vec<TableSet>,
    /// By column, whatever the row.
    of_columns: Vec<TableSet>,
}

impl SourcesOfList {
    fn blank(list: &List) -> Self {
        let (width, rows) = (list.amounts.len(), list.fixed_rows().len().max(1));
        Self {
            own: TableSet::of(list.table),
            width,
            is_derived: list.footing().is_some(),
            of_cells: vec![TableSet::default(); rows * width],
            of_columns: Vec::new(),
        }
    }

    /// What the cells of each column come from, by those of its rows.
    fn find_columns(&mut self) {
        let of_column = |column| {
            let cells = self.of_cells.iter().skip(column).step_by(self.width);
            cells.fold(TableSet::default(), |set, of| set.with(*of))
        };
        self.of_columns = (0..self.width).map(of_column).collect();
    }
}

impl Sources {
    pub fn new(form: &Form) -> Self {
        let mut sources = Self(form.lists.iter().map(SourcesOfList::blank).collect());
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
                sources.0[index.0].of_cells[row * list.amounts.len() + column] = found;
            }
        }
        sources.0.iter_mut().for_each(SourcesOfList::find_columns);
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
                found = found.with(self.0[term.cell.list.0].of_cells[row * list.amounts.len() + column]);
            }
        }
        found
    }

    /// The tables in which what any cell that `pattern` names comes to is entered.
    pub fn of_pattern(&self, pattern: CellPattern) -> TableSet {
        let SourcesOfList { width, of_cells, of_columns, .. } = &self.0[pattern.list.0];
        let (sets, start) = match pattern.row {
            RowPattern::Fixed(row) => (of_cells, row * width),
            _ => (of_columns, 0),
        };
        let columns = pattern.column.map_or(0..*width, |column| column..column + 1);
        let found = sets.get(start + columns.start..start + columns.end).unwrap_or_default();
        found.iter().fold(TableSet::default(), |set, of_cell| set.with(*of_cell))
    }

    /// The tables in which what `cell` comes to is entered, or stated.
    pub fn of(&self, evaluation: &Evaluation, cell: CellIndex) -> TableSet {
        let list = &self.0[cell.list.0];
        let row = if list.is_derived { 0 } else { cell.row };
        let computed = list.of_cells[row * list.width + cell.column];
        // Most are entered where they stand, however that is.
        if computed == list.own || evaluation.state(cell) == CellState::Computed { computed } else { list.own }
    }

    /// The tables in which what the lists of a table show is entered.
    pub fn of_table(&self, form: &Form, table: usize) -> TableSet {
        let lists = form.tables[table].list_indices().flat_map(|list| &self.0[list.0].of_cells);
        lists.fold(TableSet::default(), |set, &of_cell| set.with(of_cell))
    }
}
