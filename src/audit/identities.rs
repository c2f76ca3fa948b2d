//! The instances of an identity: once, or for each code that its lists have.

use super::instances::{Instance, InstanceKind};
use crate::disclosure::CodeLevel;
use crate::evaluate::{Addend, CellIndex, CodeRows, ContextSubject, Evaluated, RowContext, signed_sum};
use crate::form::{CellPattern, Equation, ListIndex, Relation, RowPattern, Scope, Term};

/// Calls `check` with every instance of the identity at `place` in the form.
pub(super) fn for_each(
    evaluated: Evaluated<'_>,
    place: usize,
    is_as_shown: bool,
    check: &mut dyn FnMut(&Instance<'_>),
) {
    let identity = &evaluated.form.identities[place];
    let (by_code, common): (Vec<_>, Vec<_>) = identity.when.iter().partition(|condition| is_by_code(condition));
    if !common.iter().all(|condition| holds(evaluated, condition, ContextSubject::None)) {
        return;
    }
    let lists = lists_by_code(&identity.equation);
    let [left_terms, right_terms] =
        [&identity.equation.left, &identity.equation.right].map(|side| bind(evaluated, side, &lists));
    let mut cells = Vec::new();
    for_each_subject(evaluated, identity.scope, &lists, &mut |subject, rows| {
        if !by_code.iter().all(|condition| holds(evaluated, condition, subject)) {
            return;
        }
        cells.clear();
        put_cells(&left_terms, rows, &mut cells);
        let middle = cells.len();
        put_cells(&right_terms, rows, &mut cells);
        let (left, right) = cells.split_at(middle);
        let kind = match identity.scope {
            Scope::Once => InstanceKind::Single,
            Scope::EachRow | Scope::EachClass => InstanceKind::EachRow { identity: place, subject },
        };
        let (rule, relation) = (identity.rule, identity.equation.relation);
        let is_to_be_nothing = identity.equation.right.is_empty();
        check(&Instance { rule, kind, left, relation, right, is_to_be_nothing, is_as_shown });
    });
}

fn terms(equation: &Equation) -> impl Iterator<Item = &Term> {
    equation.left.iter().chain(&equation.right)
}

fn is_by_code(equation: &Equation) -> bool {
    terms(equation).any(|term| term.cell.row == RowPattern::SameCode)
}

/// The lists whose rows `equation` names by the code for which it is tried.
fn lists_by_code(equation: &Equation) -> Vec<ListIndex> {
    let by_code = terms(equation).filter(|term| term.cell.row == RowPattern::SameCode);
    let mut lists: Vec<ListIndex> = by_code.map(|term| term.cell.list).collect();
    lists.sort_unstable();
    lists.dedup();
    lists
}

/// For what an identity is tried: once, or for the total and each code in `lists`. `visit` also gets the rows that each
/// of `lists` has for it. The lists are walked through side by side, so that no code need be looked up in them.
fn for_each_subject<'a>(
    evaluated: Evaluated<'a>,
    scope: Scope,
    lists: &[ListIndex],
    visit: &mut dyn FnMut(ContextSubject, &[&'a [usize]]),
) {
    let mut rows: Vec<&[usize]> = vec![&[]; lists.len()];
    match scope {
        Scope::Once => return visit(ContextSubject::None, &rows),
        Scope::EachRow => {
            let total = |&list| rows_of(evaluated, list, RowPattern::Total, ContextSubject::Total);
            visit(ContextSubject::Total, &lists.iter().map(total).collect::<Vec<_>>());
        }
        Scope::EachClass => {}
    }
    let codes = lists.iter().map(|&list| evaluated.evaluation.layout(list).codes()).enumerate();
    let mut codes: Vec<(usize, CodeRows<'a>)> = codes.filter(|(_, codes)| codes.peek().is_some()).collect();
    while let Some(code) = codes.iter().filter_map(|(_, codes)| codes.peek()).min() {
        for (place, codes) in &mut codes {
            rows[*place] = codes.take(code);
        }
        if scope == Scope::EachRow || code.level() == CodeLevel::Class {
            visit(ContextSubject::Code(code), &rows);
        }
    }
}

/// A term whose rows are found, as far as they do not depend on the code for which the identity is tried.
struct BoundTerm<'a> {
    negative: bool,
    list: ListIndex,
    column: usize,
    rows: BoundRows<'a>,
}

enum BoundRows<'a> {
    Found(&'a [usize]),
    /// Those for the code in the list at this place of the walk.
    ByCode(usize),
}

fn bind<'a>(evaluated: Evaluated<'a>, terms: &[Term], lists: &[ListIndex]) -> Vec<BoundTerm<'a>> {
    let bind = |&Term { negative, cell }: &Term| {
        let place = lists.iter().position(|&list| list == cell.list);
        let rows = match place.filter(|_| cell.row == RowPattern::SameCode) {
            Some(place) => BoundRows::ByCode(place),
            None => BoundRows::Found(rows_of(evaluated, cell.list, cell.row, ContextSubject::None)),
        };
        BoundTerm { negative, list: cell.list, column: cell.column.unwrap_or_default(), rows }
    };
    terms.iter().map(bind).collect()
}

fn rows_of(evaluated: Evaluated<'_>, list: ListIndex, row: RowPattern, subject: ContextSubject) -> &[usize] {
    evaluated.evaluation.rows_of(CellPattern { list, row, column: None }, RowContext { row: None, subject })
}

fn put_cells(terms: &[BoundTerm<'_>], by_code: &[&[usize]], cells: &mut Vec<Addend>) {
    for &BoundTerm { negative, list, column, ref rows } in terms {
        let rows = match *rows {
            BoundRows::Found(rows) => rows,
            BoundRows::ByCode(place) => by_code[place],
        };
        cells.extend(rows.iter().map(|&row| Addend { negative, cell: CellIndex { list, row, column } }));
    }
}

/// Whether a condition holds for `subject`, to the digit that is shown.
fn holds(evaluated: Evaluated<'_>, condition: &Equation, subject: ContextSubject) -> bool {
    let sum = |terms: &[Term]| {
        let mut cells = Vec::new();
        for &Term { negative, cell: CellPattern { list, row, column } } in terms {
            let column = column.unwrap_or_default();
            let rows = rows_of(evaluated, list, row, subject).iter();
            cells.extend(rows.map(|&row| Addend { negative, cell: CellIndex { list, row, column } }));
        }
        evaluated.form.unit.shown(signed_sum(&cells, |cell| evaluated.value(cell)))
    };
    let (left, right) = (sum(&condition.left), sum(&condition.right));
    match condition.relation {
        Relation::Equal => left == right,
        Relation::AtLeast => left >= right,
    }
}
