//! Computed cells: one pure function from a form and a disclosure to the value of every cell.
//!
//! [`evaluate`] first lays out the rows of each list ([`layout`]: stored rows, and the totals that follow from their
//! codes and units), then computes the lists in the order that the form found when it was loaded. It keeps no state:
//! everything is done again after every edit.

mod compute;
mod layout;
mod names;
mod ratios;
mod trace;
mod values;

pub use compute::Figure;
pub use layout::{CodeRows, LaidOutRow, ListLayout, RowOrigin};
pub use names::Evaluated;
pub use ratios::{RatioCells, ratio};
pub use trace::{
    Addend, addends, definition, dependent_stated_cells, dependents, put_definition, put_row_expression,
    row_expression, signed_sum, sources,
};
pub use values::{CellState, ListValues};

use std::sync::OnceLock;

use crate::disclosure::{Amount, CellKey, Code, Disclosure, RowKey, Table};
use crate::form::{CellPattern, Form, ListIndex, RowPattern};
use crate::states::States;
use crate::ties::by_code::ByCode;
use crate::ties::tautology::Tautologies;
use compute::Figures;

/// Every row and every value of a disclosure. Each part is by list.
#[derive(Debug, Clone)]
pub struct Evaluation {
    layouts: Vec<ListLayout>,
    states: Vec<Vec<CellState>>,
    amounts: Vec<Figures<Amount>>,
    known: Known,
}

/// What follows from the values, once somebody asked ([`first_asked`]).
#[derive(Debug, Clone, Default)]
struct Known {
    /// How far the tables are.
    how_far: OnceLock<States>,
    /// Which comparisons cannot fail.
    tautologies: OnceLock<Tautologies>,
    /// What is said of single codes.
    by_code: OnceLock<ByCode>,
    /// Whether no figure has more digits than the form shows.
    is_as_shown: OnceLock<bool>,
}

/// What is kept in `known`; if nothing is yet, it is found. Several who ask at once may find the same. Were it found within
/// [`OnceLock::get_or_init`], one would wait for the other; and a thread that waits for its share of the work may be given
/// work that asks for the same, and wait for itself.
fn first_asked<T>(known: &OnceLock<T>, find: impl FnOnce() -> T) -> &T {
    if let Some(known) = known.get() {
        return known;
    }
    let found = find();
    known.get_or_init(|| found)
}

/// Other numbers in the cells of an [`Evaluation`], computed in the same way.
#[derive(Debug, Clone)]
pub struct Recomputation<T>(Vec<Figures<T>>);

/// Names a cell by its place in an [`Evaluation`]; it is good until the next edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellIndex {
    pub list: ListIndex,
    /// Its row in the list's layout.
    pub row: usize,
    /// Its amount column in the list.
    pub column: usize,
}

/// A cell for texts or dates, by its place in what is evaluated; it is good until the next edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldIndex {
    pub list: ListIndex,
    /// Its row in the list's layout.
    pub row: usize,
    /// Its column in [`crate::form::List::fields`].
    pub field: usize,
}

/// The row for which an expression is computed or an identity is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowContext {
    /// The row itself; `None` for an identity, which names all its rows.
    pub row: Option<(ListIndex, usize)>,
    /// What `[row]` and `[class]` look for.
    pub subject: ContextSubject,
}

/// What `[row]` and `[class]` look for in other lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ContextSubject {
    /// Nothing: the row has no code.
    None,
    /// The total row.
    Total,
    /// The row of a code.
    Code(Code),
}

/// Computes every cell of `disclosure` as `form` says.
pub fn evaluate(form: &Form, disclosure: &Disclosure) -> Evaluation {
    let mut evaluation =
        Evaluation { layouts: Vec::new(), states: Vec::new(), amounts: Vec::new(), known: Known::default() };
    for list in (0..form.lists.len()).map(ListIndex) {
        let table = disclosure.table(form.table_of(list).number);
        let layout = layout::lay_out(form.list(list), table);
        let (states, amounts) = values::held(form.list(list), &layout, table);
        evaluation.layouts.push(layout);
        evaluation.states.push(states);
        evaluation.amounts.push(amounts);
    }
    compute::compute(form, &evaluation.layouts, &evaluation.states, &mut evaluation.amounts);
    ratios::compute(form, &mut evaluation);
    evaluation
}

impl Evaluation {
    /// The rows of `list`.
    pub fn layout(&self, list: ListIndex) -> &ListLayout {
        &self.layouts[list.0]
    }

    pub fn values(&self, list: ListIndex) -> ListValues<'_> {
        ListValues { states: &self.states[list.0], amounts: &self.amounts[list.0] }
    }

    /// Computes every cell anew with a number that is drawn for each cell that holds a figure.
    pub fn recompute<T: Figure>(&self, form: &Form, mut draw: impl FnMut() -> T) -> Recomputation<T> {
        let mut figures = Vec::with_capacity(self.states.len());
        for (states, amounts) in self.states.iter().zip(&self.amounts) {
            let values = states.iter().map(|state| if state.is_held() { draw() } else { T::default() });
            figures.push(Figures { width: amounts.width, values: values.collect(), computed: Vec::new() });
        }
        compute::compute(form, &self.layouts, &self.states, &mut figures);
        Recomputation(figures)
    }

    /// Puts what is computed for `cell`, unless it is entered.
    fn put_computed(&mut self, cell: CellIndex, figure: Amount) {
        self.amounts[cell.list.0].set_computed(&self.states[cell.list.0], cell.row, cell.column, figure);
    }

    /// How many cells there are in all lists.
    pub fn cell_count(&self) -> usize {
        self.states.iter().map(Vec::len).sum()
    }

    /// What the cell counts as and is shown with: the entered or stated amount, else the computed one.
    pub fn value(&self, cell: CellIndex) -> Amount {
        self.values(cell.list).value(cell.row, cell.column)
    }

    /// Where the value comes from.
    pub fn state(&self, cell: CellIndex) -> CellState {
        self.values(cell.list).state(cell.row, cell.column)
    }

    /// Whether most of the totals that show something are stated: they were printed, and nobody types them all.
    pub fn is_printed(&self) -> bool {
        let lists = || self.states.iter().zip(&self.amounts);
        if lists().all(|(_, amounts)| amounts.computed.is_empty()) {
            return false;
        }
        let (mut stated, mut computed) = (0, 0);
        for (state, amount) in lists().flat_map(|(states, amounts)| states.iter().zip(&amounts.values)) {
            match state {
                CellState::Stated => stated += 1,
                CellState::Computed if !amount.is_zero() => computed += 1,
                _ => {}
            }
        }
        stated > computed
    }

    /// Whether nothing at all stands in `table`'s lists: no derived or project row, and no amount.
    pub fn is_empty(&self, lists: impl Iterator<Item = ListIndex>) -> bool {
        lists.into_iter().all(|list| {
            self.values(list).all().iter().all(|value| value.is_zero())
                && !self.layout(list).rows.iter().any(|row| matches!(row.origin, RowOrigin::Code | RowOrigin::Project))
        })
    }

    /// The rows of `pattern`'s list that it means in `context`; several where a code has several projects or units.
    pub fn rows_of(&self, pattern: CellPattern, context: RowContext) -> &[usize] {
        rows_of(&self.layouts, pattern, context)
    }

    /// The cell that `key` names, if it exists now.
    pub fn find(&self, form: &Form, disclosure: &Disclosure, key: &CellKey) -> Option<CellIndex> {
        let table = form.table(key.table)?;
        table.list_indices().find_map(|list| {
            let column = form.list(list).column_place(key.column)?;
            let stored = disclosure.table(key.table);
            let row = self.layout(list).find(form.list(list), stored, &key.row)?;
            Some(CellIndex { list, row, column })
        })
    }

    /// The lasting name of `cell`.
    pub fn key(&self, form: &Form, disclosure: &Disclosure, cell: CellIndex) -> CellKey {
        let table = form.table_of(cell.list).number;
        let row = self.row_key(form, disclosure.table(table), cell.list, cell.row);
        CellKey { table, row, column: form.list(cell.list).amounts[cell.column].number }
    }

    /// The lasting name of a row.
    pub fn row_key(&self, form: &Form, table: Option<&Table>, list: ListIndex, row: usize) -> RowKey {
        self.layout(list).key(form.list(list), table, row)
    }
}

impl<T: Figure> Recomputation<T> {
    pub fn value(&self, cell: CellIndex) -> T {
        self.0[cell.list.0].value(cell.row, cell.column)
    }
}

/// The rows of `pattern`'s list that it means in `context`.
fn rows_of(layouts: &[ListLayout], pattern: CellPattern, context: RowContext) -> &[usize] {
    let layout = &layouts[pattern.list.0];
    match pattern.row {
        RowPattern::Same => match context.row {
            Some((list, row)) if list == pattern.list => layout.only(row),
            _ => &[],
        },
        RowPattern::Fixed(row) => layout.only(row),
        RowPattern::Total => layout.only(0),
        RowPattern::Code(code) => layout.rows_of_code(code),
        RowPattern::SameCode => match context.subject {
            ContextSubject::None => &[],
            ContextSubject::Total => layout.only(0),
            ContextSubject::Code(code) => layout.rows_of_code(code),
        },
    }
}

impl RowContext {
    /// The context of an expression that is computed for `row` of `list`.
    pub fn of_row(evaluation: &Evaluation, list: ListIndex, row: usize) -> Self {
        Self::in_layout(evaluation.layout(list), list, row)
    }

    fn in_layout(layout: &ListLayout, list: ListIndex, row: usize) -> Self {
        let laid_out = &layout.rows[row];
        let subject = match (laid_out.code, laid_out.origin) {
            (Some(code), _) => ContextSubject::Code(code),
            (None, RowOrigin::Total) => ContextSubject::Total,
            (None, _) => ContextSubject::None,
        };
        Self { row: Some((list, row)), subject }
    }
}

#[cfg(test)]
pub(crate) mod tests;
