//! Every sum and tie-out that the rules of a form bind in one disclosure.

use super::identities;
use crate::disclosure::Amount;
use crate::evaluate::{
    Addend, CellIndex, CellState, ContextSubject, Evaluated, ListLayout, ListValues, RowOrigin, put_definition,
    put_row_expression,
};
use crate::form::{Expression, List, ListIndex, Relation, RowPattern, RuleIndex, Term};

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
    pub sums: Sums,
    /// Of identities: two instances of one identity and one shape have their figures from the same tables. `None` where that
    /// is not told.
    pub shape: Option<u64>,
}

/// What the sides of an instance come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sums {
    pub left: Amount,
    pub right: Amount,
    /// Whether nothing stands in any of the cells.
    pub is_blank: bool,
    /// Whether it holds to the last digit.
    pub hold: bool,
}

/// What is known of an instance before it is looked at.
pub(crate) struct Outline<'a> {
    pub relation: Relation,
    pub sums: Sums,
    /// The cells of both sides; `None` for a stated figure beside its parts, which are listed for those that are looked at.
    pub(super) sides: Option<[&'a [Addend]; 2]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InstanceKind {
    /// An expression for a cell.
    Expression,
    /// An identity, by its place in the form, tried for `subject`.
    Identity { place: usize, subject: ContextSubject },
}

impl Sums {
    /// Those of two sides, of each what its cells count, and whether it is taken away.
    fn of(
        relation: Relation,
        left: impl Iterator<Item = (bool, Amount)>,
        right: impl Iterator<Item = (bool, Amount)>,
    ) -> Self {
        let mut is_blank = true;
        let mut add = |sum: Amount, (negative, value): (bool, Amount)| {
            is_blank &= value.is_zero();
            if negative { sum - value } else { sum + value }
        };
        let (left, right) = (left.fold(Amount::ZERO, &mut add), right.fold(Amount::ZERO, &mut add));
        Self { left, right, is_blank, hold: relation.holds(left, right) }
    }
}

impl InstanceKind {
    /// Whether it is about all of a table, not about one code.
    pub fn is_of_all(self) -> bool {
        !matches!(self, Self::Identity { subject: ContextSubject::Code(_), .. })
    }
}

impl Instance<'_> {
    /// All cells, those of the left side first.
    pub fn cells(&self) -> impl Iterator<Item = CellIndex> {
        self.left.iter().chain(self.right).map(|addend| addend.cell)
    }
}

/// Calls `check` with those instances that are not about a single code and that are `asked` for. Where most totals are
/// printed there are many, of which most need not be looked at again once it is known that they hold.
pub(crate) fn for_each_of_all(
    evaluated: Evaluated<'_>,
    is_as_shown: bool,
    asked: &impl Fn(&Outline<'_>) -> bool,
    check: &mut dyn FnMut(&Instance<'_>),
) {
    for list in lists(evaluated) {
        expressions(evaluated, list, is_as_shown, asked, check);
    }
    identities::for_each_of_all(evaluated, is_as_shown, asked, check);
}

fn lists(evaluated: Evaluated<'_>) -> impl Iterator<Item = ListIndex> + use<> {
    (0..evaluated.form.lists.len()).map(ListIndex)
}

/// The expressions of every computed cell of `list`: the one that computes it, and the other where it has two.
fn expressions(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    is_as_shown: bool,
    asked: &impl Fn(&Outline<'_>) -> bool,
    check: &mut dyn FnMut(&Instance<'_>),
) {
    let Evaluated { form, evaluation, .. } = evaluated;
    let values = evaluation.values(list);
    let is_compared = |row, column| match values.state(row, column) {
        CellState::Stated => true,
        // What was just computed agrees with its parts, unless digits that are not shown make it seem otherwise.
        CellState::Computed => !is_as_shown,
        CellState::Blank | CellState::Entered => false,
    };
    // Then only rows that are added up have something to be compared with: the sum along the row.
    let is_only_totals = is_as_shown && !values.has_stated() && form.list(list).footing().is_some();
    let (kind, relation) = (InstanceKind::Expression, Relation::Equal);
    let mut try_sum =
        |rule: RuleIndex, cell: CellIndex, right: &[Addend], expression: Option<&Expression>, known: Option<Sums>| {
            let left = &[Addend { negative: false, cell }][..];
            let value = |addend: &Addend| (addend.negative, evaluated.value(addend.cell));
            let sums = Sums::of(relation, left.iter().map(value), right.iter().map(value));
            debug_assert!(known.is_none_or(|known| known == sums), "{cell:?}: {known:?}, {sums:?}");
            if known.is_some() || asked(&Outline { relation, sums, sides: Some([left, right]) }) {
                let terms = [&[][..], named(expression)];
                check(&Instance { rule, kind, left, relation, right, terms, is_as_shown, sums, shape: None });
            }
        };
    let stated = StatedSums { list: form.list(list), index: list, layout: evaluation.layout(list), values };
    // Most stated figures are what is computed, too: that is seen without listing their parts.
    let is_asked_for = |known: Option<Sums>| known.is_none_or(|sums| asked(&Outline { relation, sums, sides: None }));
    let mut right = Vec::new();
    for (row, laid_out) in evaluation.layout(list).rows.iter().enumerate() {
        if is_only_totals && !laid_out.origin.is_total() {
            continue;
        }
        for column in 0..values.width() {
            let cell = CellIndex { list, row, column };
            if is_compared(row, column) {
                let known = stated.of_definition(row, column);
                if is_asked_for(known)
                    && let Some(rule) = put_definition(form, evaluation, cell, &mut right)
                {
                    let expression = defining(form.list(list), laid_out.origin, row, column);
                    try_sum(rule, cell, &right, expression, known);
                }
            }
            let known = stated.of_row_expression(row, column);
            if is_asked_for(known)
                && let Some(rule) = put_row_expression(form, evaluation, cell, &mut right)
            {
                try_sum(rule, cell, &right, form.list(list).amounts[column].expression.as_ref(), known);
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

/// What both sides of sums in the stated cells of a list come to, where their parts need not be listed to know it.
struct StatedSums<'a> {
    list: &'a List,
    index: ListIndex,
    layout: &'a ListLayout,
    values: ListValues<'a>,
}

impl StatedSums<'_> {
    /// Those of the sum that computes the cell; `None` where it is not stated, or it takes more to know them.
    fn of_definition(&self, row: usize, column: usize) -> Option<Sums> {
        let (is_total, own) = (self.is_total(row), &self.list.amounts[column]);
        if self.values.state(row, column) != CellState::Stated || own.ratio.is_some() || is_total && !own.is_summed {
            return None;
        }
        let (value, computed) = (self.values.value(row, column), self.values.computed(row, column));
        let is_defined = || is_total || defining(self.list, self.layout.rows[row].origin, row, column).is_some();
        if !value.is_zero() && is_defined() {
            let hold = value == computed;
            return Some(Sums { left: value, right: computed, is_blank: false, hold });
        }
        // Parts that are nothing in all may be something each.
        if is_total {
            let part = |row| (false, self.values.value(row, column));
            return Some(self.sums(value, self.layout.children(row).map(part)));
        }
        self.of_row(value, row, column)
    }

    /// Those of the sum along the row of a cell that adds up the rows below it.
    fn of_row_expression(&self, row: usize, column: usize) -> Option<Sums> {
        let is_it = self.is_total(row) && self.list.amounts[column].is_summed;
        let is_stated = is_it && self.values.state(row, column) == CellState::Stated;
        is_stated.then(|| self.of_row(self.values.value(row, column), row, column)).flatten()
    }

    /// `value` beside the sum of other cells of the same row, if the column is that.
    fn of_row(&self, value: Amount, row: usize, column: usize) -> Option<Sums> {
        let expression = self.list.amounts[column].expression.as_ref().filter(|_| self.list.footing().is_some())?;
        let is_of_row = |term: &Term| term.cell.list == self.index && term.cell.row == RowPattern::Same;
        let part = |term: &Term| (term.negative, self.values.value(row, term.cell.column.unwrap_or(column)));
        expression.terms.iter().all(is_of_row).then(|| self.sums(value, expression.terms.iter().map(part)))
    }

    fn sums(&self, value: Amount, parts: impl Iterator<Item = (bool, Amount)>) -> Sums {
        Sums::of(Relation::Equal, std::iter::once((false, value)), parts)
    }

    fn is_total(&self, row: usize) -> bool {
        self.list.footing().is_some() && self.layout.rows[row].origin.is_total()
    }
}

fn named(expression: Option<&Expression>) -> &[Term] {
    expression.map_or(&[], |expression| &expression.terms)
}
