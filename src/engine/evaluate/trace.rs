//! How a cell is computed, and what depends on it.

use std::borrow::Borrow;
use std::collections::{HashMap, HashSet};

use super::{CellIndex, CellState, Evaluation, Figure, RowContext, RowOrigin, ratio};
use crate::disclosure::{CellKey, Disclosure};
use crate::form::{Expression, Form, ListIndex, RowPattern, RuleIndex, Term};

/// A cell that is added up in another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addend {
    /// Whether it is subtracted.
    pub negative: bool,
    pub cell: CellIndex,
}

/// What `addends` come to, each cell counted as `value` says.
pub fn signed_sum<T: Figure>(
    addends: impl IntoIterator<Item = impl Borrow<Addend>>,
    value: impl Fn(CellIndex) -> T,
) -> T {
    addends.into_iter().fold(T::default(), |sum, addend| {
        let Addend { negative, cell } = *addend.borrow();
        if negative { sum - value(cell) } else { sum + value(cell) }
    })
}

/// The cells that `cell` is computed from, empty where it is entered.
pub fn addends(form: &Form, evaluation: &Evaluation, cell: CellIndex) -> Vec<Addend> {
    definition(form, evaluation, cell).map_or_else(Vec::new, |(_, addends)| addends)
}

/// The cells from which the figure of `cell` follows, added up or as a ratio; empty where it is entered.
pub fn sources(form: &Form, evaluation: &Evaluation, cell: CellIndex) -> Vec<CellIndex> {
    match ratio(form, evaluation, cell) {
        Some(ratio) => ratio.cells().collect(),
        None => addends(form, evaluation, cell).into_iter().map(|addend| addend.cell).collect(),
    }
}

/// The rule by which `cell` is computed and the cells that it is computed from; `None` where it is entered.
pub fn definition(form: &Form, evaluation: &Evaluation, cell: CellIndex) -> Option<(RuleIndex, Vec<Addend>)> {
    let mut addends = Vec::new();
    let rule = put_definition(form, evaluation, cell, &mut addends)?;
    Some((rule, addends))
}

/// As [`definition`], with the cells in `addends`, in place of what was there: for who asks of very many cells.
pub fn put_definition(
    form: &Form,
    evaluation: &Evaluation,
    cell: CellIndex,
    addends: &mut Vec<Addend>,
) -> Option<RuleIndex> {
    let list = form.list(cell.list);
    let layout = evaluation.layout(cell.list);
    let expression = match list.footing() {
        Some(footing) if layout.rows[cell.row].origin.is_total() => {
            if !list.amounts[cell.column].is_summed {
                return None;
            }
            addends.clear();
            let add = |row| Addend { negative: false, cell: CellIndex { row, ..cell } };
            addends.extend(layout.children(cell.row).map(add));
            return Some(footing.rule);
        }
        Some(_) => list.amounts[cell.column].expression.as_ref()?,
        None => list.definition(cell.row, cell.column)?,
    };
    put_cells(expression, evaluation, cell, addends);
    Some(expression.rule)
}

/// The other expression of a cell that is computed by adding up rows: that of its column, which must agree.
pub fn row_expression(form: &Form, evaluation: &Evaluation, cell: CellIndex) -> Option<(RuleIndex, Vec<Addend>)> {
    let mut addends = Vec::new();
    let rule = put_row_expression(form, evaluation, cell, &mut addends)?;
    Some((rule, addends))
}

/// As [`row_expression`], with the cells in `addends`, in place of what was there: for who asks of very many cells.
pub fn put_row_expression(
    form: &Form,
    evaluation: &Evaluation,
    cell: CellIndex,
    addends: &mut Vec<Addend>,
) -> Option<RuleIndex> {
    let list = form.list(cell.list);
    let row = evaluation.layout(cell.list).rows[cell.row];
    let expression = list.amounts[cell.column].expression.as_ref()?;
    let is_added_up = list.amounts[cell.column].is_summed
        && match list.footing() {
            Some(_) => row.origin.is_total(),
            None => list.fixed_rows()[cell.row].expression.is_some(),
        };
    let has_subject = row.code.is_some() || row.origin == RowOrigin::Total;
    (is_added_up && expression.fits(has_subject)).then(|| {
        put_cells(expression, evaluation, cell, addends);
        expression.rule
    })
}

fn put_cells(expression: &Expression, evaluation: &Evaluation, cell: CellIndex, addends: &mut Vec<Addend>) {
    let context = RowContext::of_row(evaluation, cell.list, cell.row);
    addends.clear();
    put_terms(&expression.terms, evaluation, context, cell.column, addends);
}

/// Puts the cells that `terms` name for `context` behind `addends`; those that name no column mean `column`.
pub(super) fn put_terms(
    terms: &[Term],
    evaluation: &Evaluation,
    context: RowContext,
    column: usize,
    addends: &mut Vec<Addend>,
) {
    for term in terms {
        let column = term.cell.column.unwrap_or(column);
        let rows = evaluation.rows_of(term.cell, context).iter();
        let add = |&row| Addend { negative: term.negative, cell: CellIndex { list: term.cell.list, row, column } };
        addends.extend(rows.map(add));
    }
}

/// The cells that are computed directly from `cell`.
pub fn dependents(form: &Form, evaluation: &Evaluation, cell: CellIndex) -> Vec<CellIndex> {
    let mut found = Vec::new();
    let mut keep_if_dependent = |candidate: CellIndex| {
        if !found.contains(&candidate) && sources(form, evaluation, candidate).contains(&cell) {
            found.push(candidate);
        }
    };
    let row = evaluation.layout(cell.list).rows[cell.row];
    for column in 0..form.list(cell.list).amounts.len() {
        keep_if_dependent(CellIndex { column, ..cell });
    }
    if let Some(parent) = row.parent() {
        keep_if_dependent(CellIndex { row: parent, ..cell });
    }
    for list in (0..form.lists.len()).map(ListIndex) {
        let layout = evaluation.layout(list);
        // Only fixed rows and ratios refer to any row; the others look at the same code or the total beside a total, or are
        // totals of their own list.
        let names_rows = || {
            let ratios = form.list(list).amounts.iter().filter_map(|column| column.ratio.as_ref());
            let mut terms = ratios.flat_map(|ratio| ratio.part.iter().chain(&ratio.whole));
            terms.any(|term| {
                term.cell.list == cell.list && matches!(term.cell.row, RowPattern::Total | RowPattern::Code(_))
            })
        };
        let is_other = |other: &usize| list != cell.list || *other != cell.row;
        let rows: Vec<usize> = match (form.list(list).footing(), row.code) {
            (footing, _) if footing.is_none() || names_rows() => (0..layout.rows.len()).filter(is_other).collect(),
            (Some(_), Some(code)) if list != cell.list => layout.rows_of_code(code).to_vec(),
            (Some(_), None) if list != cell.list && row.origin == RowOrigin::Total => {
                (0..layout.rows.len()).filter(|&row| layout.rows[row].origin == RowOrigin::Total).collect()
            }
            _ => continue,
        };
        for row in rows {
            for column in 0..form.list(list).amounts.len() {
                keep_if_dependent(CellIndex { list, row, column });
            }
        }
    }
    found
}

/// The cells with a stated amount that depend on one of `changed`, directly or through others. An edit of `changed`
/// makes what is stated there out of date.
pub fn dependent_stated_cells(
    form: &Form,
    disclosure: &Disclosure,
    evaluation: &Evaluation,
    changed: &[CellIndex],
) -> Vec<CellKey> {
    let changed: HashSet<CellIndex> = changed.iter().copied().collect();
    let mut depends: HashMap<CellIndex, bool> = changed.iter().map(|&cell| (cell, true)).collect();
    let mut found = Vec::new();
    for list in (0..form.lists.len()).map(ListIndex) {
        let number = form.table_of(list).number;
        let Some(table) = disclosure.table(number).filter(|table| !table.stated.is_empty()) else { continue };
        for row in 0..evaluation.layout(list).rows.len() {
            let key = evaluation.row_key(form, Some(table), list, row);
            for (column, amount) in form.list(list).amounts.iter().enumerate() {
                let cell = CellIndex { list, row, column };
                let is_stated = table.stated.contains_key(&(key.clone(), amount.number));
                if is_stated && !changed.contains(&cell) && depends_on(form, evaluation, cell, &mut depends) {
                    debug_assert_eq!(evaluation.state(cell), CellState::Stated);
                    found.push(CellKey::new(number, key.clone(), amount.number));
                }
            }
        }
    }
    found
}

fn depends_on(form: &Form, evaluation: &Evaluation, cell: CellIndex, known: &mut HashMap<CellIndex, bool>) -> bool {
    if let Some(&answer) = known.get(&cell) {
        return answer;
    }
    let answer = sources(form, evaluation, cell).into_iter().any(|source| depends_on(form, evaluation, source, known));
    known.insert(cell, answer);
    answer
}
