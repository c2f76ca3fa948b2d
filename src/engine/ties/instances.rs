//! Every sum and tie-out that the rules of a form bind in one disclosure.

use super::identities;
use crate::evaluate::{
    Addend, CellIndex, CellState, ContextSubject, Evaluated, RowOrigin, put_definition, put_row_expression,
};
use crate::form::{Expression, List, ListIndex, Relation, RuleIndex, Term};

/// Two sums of cells that a rule compares.
pub(crate) struct Instance<'a> {
    pub rule: RuleIndex,
    pub kind: InstanceKind,
    pub left: &'a [Addend],
    pub relation: Relation,
    pub right: &'a [Addend],
    /// What the rule names on either side, also where a table has no row for it.
    pub terms: [&'a [Term]; 2],
    /// Whether no figure of the disclosure has more digits than the form shows.
    pub is_as_shown: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InstanceKind {
    /// An expression for a cell.
    Expression,
    /// An identity, by its place in the form, tried for `subject`.
    Identity { place: usize, subject: ContextSubject },
}

impl Instance<'_> {
    /// All cells, those of the left side first.
    pub fn cells(&self) -> impl Iterator<Item = CellIndex> {
        self.left.iter().chain(self.right).map(|addend| addend.cell)
    }
}

/// Whether no figure of the disclosure has more digits than the form shows.
pub(crate) fn are_as_shown(evaluated: Evaluated<'_>) -> bool {
    lists(evaluated).all(|list| evaluated.are_as_shown(list, |_| true))
}

/// Calls `check` with every instance; `is_as_shown` is what [`are_as_shown`] says.
pub(crate) fn for_each(evaluated: Evaluated<'_>, is_as_shown: bool, check: &mut dyn FnMut(&Instance<'_>)) {
    for list in lists(evaluated) {
        expressions(evaluated, list, is_as_shown, check);
    }
    identities::for_each(evaluated, is_as_shown, check);
}

fn lists(evaluated: Evaluated<'_>) -> impl Iterator<Item = ListIndex> + use<> {
    (0..evaluated.form.lists.len()).map(ListIndex)
}

/// The expressions of every computed cell of `list`: the one that computes it, and the other where it has two.
fn expressions(evaluated: Evaluated<'_>, list: ListIndex, is_as_shown: bool, check: &mut dyn FnMut(&Instance<'_>)) {
    let Evaluated { form, evaluation, .. } = evaluated;
    let values = evaluation.values(list);
    // What was just computed agrees with its parts, unless digits that are not shown make it seem otherwise.
    let is_compared = |row, column| !is_as_shown || values.state(row, column) != CellState::Computed;
    // Then only rows that are added up have something to be compared with: the sum along the row.
    let is_only_totals = is_as_shown && !values.has_stated() && form.list(list).footing().is_some();
    let mut right = Vec::new();
    for (row, laid_out) in evaluation.layout(list).rows.iter().enumerate() {
        if is_only_totals && !laid_out.origin.is_total() {
            continue;
        }
        for column in 0..values.width() {
            let cell = CellIndex { list, row, column };
            let left = [Addend { negative: false, cell }];
            let (kind, relation) = (InstanceKind::Expression, Relation::Equal);
            if is_compared(row, column)
                && let Some(rule) = put_definition(form, evaluation, cell, &mut right)
            {
                let terms = [&[][..], named(defining(form.list(list), laid_out.origin, row, column))];
                check(&Instance { rule, kind, left: &left, relation, right: &right, terms, is_as_shown });
            }
            if let Some(rule) = put_row_expression(form, evaluation, cell, &mut right) {
                let terms = [&[][..], named(form.list(list).amounts[column].expression.as_ref())];
                check(&Instance { rule, kind, left: &left, relation, right: &right, terms, is_as_shown });
            }
        }
    }
}

/// The expression by which a cell is computed; `None` where the rows below it are added up, or it is entered.
fn defining(list: &List, origin: RowOrigin, row: usize, column: usize) -> Option<&Expression> {
    match list.footing() {
        Some(_) if origin.is_total() => None,
        Some(_) => list.amounts[column].expression.as_ref(),
        None => list.definition(row, column),
    }
}

fn named(expression: Option<&Expression>) -> &[Term] {
    expression.map_or(&[], |expression| &expression.terms)
}
