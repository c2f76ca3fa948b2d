//! Every sum and tie-out that the rules of a form bind in one disclosure.

use std::collections::BTreeSet;

use crate::disclosure::{Code, CodeLevel};
use crate::evaluate::{
    Addend, CellIndex, CellState, ContextSubject, Evaluated, RowContext, definition, row_expression, signed_sum,
};
use crate::form::{Equation, Identity, ListIndex, Relation, RowPattern, RuleIndex, Scope, Term};

/// Two sums of cells that a rule compares.
pub(super) struct Instance<'a> {
    pub rule: RuleIndex,
    pub kind: InstanceKind,
    pub left: &'a [Addend],
    pub relation: Relation,
    pub right: &'a [Addend],
    /// Whether the rule says that the left side is nothing, so that no row is missing on the right.
    pub is_to_be_nothing: bool,
}

/// Where an instance comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum InstanceKind {
    /// An expression for a cell, or an identity that is tried once.
    Single,
    /// An identity that is tried for each row of a tree of codes.
    EachRow { identity: usize, subject: ContextSubject },
}

impl Instance<'_> {
    /// All cells, those of the left side first.
    pub fn cells(&self) -> impl Iterator<Item = CellIndex> {
        self.left.iter().chain(self.right).map(|addend| addend.cell)
    }
}

/// Calls `check` with every instance.
pub(super) fn for_each(evaluated: Evaluated<'_>, check: &mut dyn FnMut(&Instance<'_>)) {
    let has_fine_digits = has_fine_digits(evaluated);
    for list in 0..evaluated.form.lists.len() {
        expressions(evaluated, ListIndex(list), has_fine_digits, check);
    }
    for (place, identity) in evaluated.form.identities.iter().enumerate() {
        for subject in subjects(evaluated, identity) {
            let context = RowContext { row: None, subject };
            if identity.when.iter().all(|condition| holds(evaluated, condition, context)) {
                let (left, right) = sides(evaluated, &identity.equation, context);
                let kind = match identity.scope {
                    Scope::Once => InstanceKind::Single,
                    Scope::EachRow | Scope::EachClass => InstanceKind::EachRow { identity: place, subject },
                };
                let relation = identity.equation.relation;
                let is_to_be_nothing = identity.equation.right.is_empty();
                check(&Instance { rule: identity.rule, kind, left: &left, relation, right: &right, is_to_be_nothing });
            }
        }
    }
}

/// The expressions of every computed cell of `list`: the one that computes it, and the other where it has two.
fn expressions(evaluated: Evaluated<'_>, list: ListIndex, has_fine_digits: bool, check: &mut dyn FnMut(&Instance<'_>)) {
    for row in 0..evaluated.evaluation.layout(list).rows.len() {
        for column in 0..evaluated.form.list(list).amounts.len() {
            let cell = CellIndex { list, row, column };
            let left = [Addend { negative: false, cell }];
            let mut try_expression = |expression: Option<(RuleIndex, Vec<Addend>)>| {
                if let Some((rule, right)) = expression {
                    let (kind, relation, is_to_be_nothing) = (InstanceKind::Single, Relation::Equal, false);
                    check(&Instance { rule, kind, left: &left, relation, right: &right, is_to_be_nothing });
                }
            };
            // What was just computed agrees with its parts, unless digits that are not shown make it seem otherwise.
            if has_fine_digits || evaluated.evaluation.state(cell) != CellState::Computed {
                try_expression(definition(evaluated.form, evaluated.evaluation, cell));
            }
            try_expression(row_expression(evaluated.form, evaluated.evaluation, cell));
        }
    }
}

/// Whether some figure has more digits than the form shows.
fn has_fine_digits(evaluated: Evaluated<'_>) -> bool {
    let unit = &evaluated.form.unit;
    let mut amounts = evaluated
        .disclosure
        .tables
        .values()
        .flat_map(|table| table.rows.iter().flat_map(|row| row.amounts.values()).chain(table.stated.values()));
    amounts.any(|&amount| !unit.is_exact(amount))
}

/// For what an identity is tried: once, or for the total and each code in the lists that it names.
fn subjects(evaluated: Evaluated<'_>, identity: &Identity) -> Vec<ContextSubject> {
    let lists: BTreeSet<ListIndex> = [&identity.equation.left, &identity.equation.right]
        .into_iter()
        .flatten()
        .filter(|term| term.cell.row == RowPattern::SameCode)
        .map(|term| term.cell.list)
        .collect();
    let codes = |keep: fn(&Code) -> bool| -> BTreeSet<Code> {
        lists.iter().flat_map(|&list| evaluated.evaluation.layout(list).codes()).filter(keep).collect()
    };
    match identity.scope {
        Scope::Once => vec![ContextSubject::None],
        Scope::EachClass => {
            codes(|code| code.level() == CodeLevel::Class).into_iter().map(ContextSubject::Code).collect()
        }
        Scope::EachRow => {
            let codes = codes(|_| true).into_iter().map(ContextSubject::Code);
            std::iter::once(ContextSubject::Total).chain(codes).collect()
        }
    }
}

fn sides(evaluated: Evaluated<'_>, equation: &Equation, context: RowContext) -> (Vec<Addend>, Vec<Addend>) {
    let side = |terms: &[Term]| {
        let cells = terms.iter().flat_map(|term| {
            let list = term.cell.list;
            let column = term.cell.column.unwrap_or_default();
            let rows = evaluated.evaluation.rows_of(term.cell, context).iter();
            rows.map(move |&row| Addend { negative: term.negative, cell: CellIndex { list, row, column } })
        });
        cells.collect::<Vec<_>>()
    };
    (side(&equation.left), side(&equation.right))
}

/// Whether a condition holds, to the digit that is shown.
fn holds(evaluated: Evaluated<'_>, condition: &Equation, context: RowContext) -> bool {
    let (left, right) = sides(evaluated, condition, context);
    let unit = &evaluated.form.unit;
    let sum = |addends: &[Addend]| unit.shown(signed_sum(addends, |cell| evaluated.value(cell)));
    match condition.relation {
        Relation::Equal => sum(&left) == sum(&right),
        Relation::AtLeast => sum(&left) >= sum(&right),
    }
}
