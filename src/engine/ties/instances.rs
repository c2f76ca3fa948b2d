//! Every sum and tie-out that the rules of a form bind in one disclosure.

use super::identities::{self, BoundSide};
use crate::disclosure::{Amount, Code};
use crate::evaluate::{
    Addend, CellIndex, CellState, ContextSubject, Evaluated, Figure, RowOrigin, put_definition, put_row_expression,
    signed_sum,
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
    pub sums: Sums,
    /// For an identity which of its terms have a row, a bit for each; `None` where that is not told.
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

/// What is known of an instance before its cells are listed.
pub(crate) struct Outline<'a> {
    pub kind: InstanceKind,
    pub relation: Relation,
    pub sums: Sums,
    pub(super) sides: Sides<'a>,
}

/// The two sides of an instance.
pub(super) enum Sides<'a> {
    Listed([&'a [Addend]; 2]),
    Bound([BoundSide<'a>; 2]),
}

impl Outline<'_> {
    /// What the two sides come to where a cell counts as `value` says.
    pub fn sums_of<T: Figure>(&self, value: impl Fn(CellIndex) -> T) -> [T; 2] {
        match &self.sides {
            Sides::Listed(sides) => sides.map(|side| signed_sum(side, &value)),
            Sides::Bound(sides) => [&sides[0], &sides[1]].map(|side| signed_sum(side.addends(), &value)),
        }
    }
}

/// A stretch of the codes of a disclosure, for which identities are tried one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stretch {
    /// The first code; `None` for the stretch that has what is tried once, too.
    pub from: Option<Code>,
    /// The first code behind it.
    pub to: Option<Code>,
}

/// A stretch has about so many codes.
const CODES_IN_STRETCH: usize = 1_500;

/// All codes in stretches, so that large disclosures can be checked in several places at once; nearly all disclosures have
/// but one.
pub(crate) fn stretches(evaluated: Evaluated<'_>) -> Vec<Stretch> {
    let codes = lists(evaluated).map(|list| evaluated.evaluation.layout(list).codes());
    let most = codes.max_by_key(|codes| codes.count());
    let mut cuts: Vec<Code> = most.map(|codes| codes.every(CODES_IN_STRETCH).skip(1).collect()).unwrap_or_default();
    cuts.dedup();
    let from = std::iter::once(None).chain(cuts.iter().copied().map(Some));
    let to = cuts.iter().copied().map(Some).chain([None]);
    from.zip(to).map(|(from, to)| Stretch { from, to }).collect()
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
    pub(super) fn of(relation: Relation, sides: [impl Iterator<Item = (bool, Amount)>; 2]) -> Self {
        let mut is_blank = true;
        let [left, right] = sides.map(|side| {
            side.fold(Amount::ZERO, |sum, (negative, value)| {
                is_blank &= value.is_zero();
                if negative { sum - value } else { sum + value }
            })
        });
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

/// Calls `check` with every instance; `is_as_shown` says whether no figure of the disclosure has more digits than the form
/// shows.
pub(crate) fn for_each(evaluated: Evaluated<'_>, is_as_shown: bool, check: &mut dyn FnMut(&Instance<'_>)) {
    for_each_asked(evaluated, Stretch::default(), is_as_shown, &|_| true, check);
}

/// Calls `check` with those instances of a stretch that `is_asked` for. A large disclosure has hundreds of thousands, of
/// which most need not be looked at again once it is known that they hold.
pub(crate) fn for_each_asked(
    evaluated: Evaluated<'_>,
    stretch: Stretch,
    is_as_shown: bool,
    is_asked: &impl Fn(&Outline<'_>) -> bool,
    check: &mut dyn FnMut(&Instance<'_>),
) {
    for list in lists(evaluated).filter(|_| stretch.from.is_none()) {
        expressions(evaluated, list, is_as_shown, is_asked, check);
    }
    identities::for_each(evaluated, stretch, is_as_shown, is_asked, check);
}

fn lists(evaluated: Evaluated<'_>) -> impl Iterator<Item = ListIndex> + use<> {
    (0..evaluated.form.lists.len()).map(ListIndex)
}

/// The expressions of every computed cell of `list`: the one that computes it, and the other where it has two.
fn expressions(
    evaluated: Evaluated<'_>,
    list: ListIndex,
    is_as_shown: bool,
    is_asked: &impl Fn(&Outline<'_>) -> bool,
    check: &mut dyn FnMut(&Instance<'_>),
) {
    let Evaluated { form, evaluation, .. } = evaluated;
    let values = evaluation.values(list);
    // What was just computed agrees with its parts, unless digits that are not shown make it seem otherwise.
    let is_compared = |row, column| !is_as_shown || values.state(row, column) != CellState::Computed;
    // Then only rows that are added up have something to be compared with: the sum along the row.
    let is_only_totals = is_as_shown && !values.has_stated() && form.list(list).footing().is_some();
    let (kind, relation) = (InstanceKind::Expression, Relation::Equal);
    let mut try_sum = |rule: RuleIndex, cell: CellIndex, right: &[Addend], expression: Option<&Expression>| {
        let left = &[Addend { negative: false, cell }][..];
        let value = |addend: &Addend| (addend.negative, evaluated.value(addend.cell));
        let sums = Sums::of(relation, [left, right].map(|side| side.iter().map(value)));
        if is_asked(&Outline { kind, relation, sums, sides: Sides::Listed([left, right]) }) {
            let terms = [&[][..], named(expression)];
            check(&Instance { rule, kind, left, relation, right, terms, is_as_shown, sums, shape: None });
        }
    };
    let mut right = Vec::new();
    for (row, laid_out) in evaluation.layout(list).rows.iter().enumerate() {
        if is_only_totals && !laid_out.origin.is_total() {
            continue;
        }
        for column in 0..values.width() {
            let cell = CellIndex { list, row, column };
            if is_compared(row, column)
                && let Some(rule) = put_definition(form, evaluation, cell, &mut right)
            {
                try_sum(rule, cell, &right, defining(form.list(list), laid_out.origin, row, column));
            }
            if let Some(rule) = put_row_expression(form, evaluation, cell, &mut right) {
                try_sum(rule, cell, &right, form.list(list).amounts[column].expression.as_ref());
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
