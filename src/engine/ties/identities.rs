//! The instances of the identities of a form: once, for the total, or for each code that its lists have.

use super::instances::{Instance, InstanceKind, Outline, Sums};
use crate::disclosure::{Amount, Code, CodeLevel};
use crate::evaluate::{
    Addend, CellIndex, CellState, CodeRows, ContextSubject, Evaluated, Figure, ListValues, RowContext,
};
use crate::form::{CellPattern, Equation, Identity, ListIndex, Relation, RowPattern, Scope, Term};

/// Calls `check` with those instances that are not about a single code and that are `asked` for.
pub(super) fn for_each_of_all(
    evaluated: Evaluated<'_>,
    is_as_shown: bool,
    asked: &impl Fn(&Outline<'_>) -> bool,
    check: &mut dyn FnMut(&Instance<'_>),
) {
    let (identities, mut cells) = (bound(evaluated), Cells::default());
    let mut try_all = |subject: ContextSubject, by_code: &[&[usize]]| {
        for identity in identities.iter().filter(|identity| identity.is_tried_for(evaluated, subject)) {
            identity.put_cells(by_code, &mut cells);
            let instance = identity.instance(subject, &cells, is_as_shown, identity.sums(by_code));
            let Instance { relation, sums, left, right, .. } = instance;
            if asked(&Outline { relation, sums, sides: Some([left, right]) }) {
                check(&instance);
            }
        }
    };
    try_all(ContextSubject::None, &no_rows(evaluated));
    let total = |list| rows_of(evaluated, list, RowPattern::Total, ContextSubject::Total);
    try_all(ContextSubject::Total, &lists(evaluated).map(total).collect::<Vec<_>>());
}

/// The rows that each list of a form has for a code.
type RowsOfCode<'a> = Vec<&'a [usize]>;

fn no_rows<'a>(evaluated: Evaluated<'_>) -> RowsOfCode<'a> {
    vec![&[]; evaluated.form.lists.len()]
}

fn lists(evaluated: Evaluated<'_>) -> impl Iterator<Item = ListIndex> + use<> {
    (0..evaluated.form.lists.len()).map(ListIndex)
}

fn bound(evaluated: Evaluated<'_>) -> Vec<BoundIdentity<'_>> {
    (0..evaluated.form.identities.len()).filter_map(|place| BoundIdentity::new(evaluated, place)).collect()
}

/// A stretch of the codes of a disclosure, so that large ones can be tried in several places at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stretch {
    /// The first code; `None` for the first of all.
    pub from: Option<Code>,
    /// The first code behind it.
    pub to: Option<Code>,
}

/// The identities that are tried for each code.
pub(super) struct OfCodes<'a> {
    evaluated: Evaluated<'a>,
    identities: Vec<BoundIdentity<'a>>,
    /// The lists that have codes and that one of them names.
    lists: Vec<ListIndex>,
    /// Whether no figure of the disclosure has more digits than the form shows.
    is_as_shown: bool,
}

impl<'a> OfCodes<'a> {
    pub fn new(evaluated: Evaluated<'a>, is_as_shown: bool) -> Self {
        let mut identities = bound(evaluated);
        // Many documents leave most tables empty: no code need be looked for there.
        let has_codes = |list: ListIndex| evaluated.evaluation.layout(list).codes().peek().is_some();
        identities.iter_mut().for_each(|identity| identity.keep_lists(has_codes));
        identities.retain(|identity| !identity.lists_by_code.is_empty());
        let is_named = |list: &ListIndex| identities.iter().any(|identity| identity.lists_by_code.contains(list));
        Self { evaluated, lists: lists(evaluated).filter(is_named).collect(), identities, is_as_shown }
    }

    /// The codes of the longest list, some of them as often as they have rows.
    pub fn longest(&self) -> Option<CodeRows<'a>> {
        let codes = self.lists.iter().map(|&list| self.evaluated.evaluation.layout(list).codes());
        codes.max_by_key(|codes| codes.count())
    }

    /// Calls `visit` with every identity and every code for which it is tried: all identities for one code before the next,
    /// so that the lists are walked through side by side and no code need be looked up in them.
    pub fn for_each(&self, stretch: Stretch, mut visit: impl FnMut(&BoundIdentity<'a>, Code, &[&'a [usize]])) {
        let codes_of = |list| self.evaluated.evaluation.layout(list).codes().between(stretch.from, stretch.to);
        let mut codes: Vec<(ListIndex, CodeRows<'_>)> = self.lists.iter().map(|&list| (list, codes_of(list))).collect();
        let mut by_code = no_rows(self.evaluated);
        // Which lists have the code; the next one mostly stands in the same, and so is tried for the same identities.
        let mut present = vec![false; codes.len()];
        let mut named: Vec<&BoundIdentity<'a>> = Vec::new();
        while let Some(code) = codes.iter().filter_map(|(_, codes)| codes.peek()).min() {
            let mut is_as_before = true;
            for ((list, codes), present) in codes.iter_mut().zip(&mut present) {
                let rows = codes.take(code);
                is_as_before &= *present != rows.is_empty();
                (by_code[list.0], *present) = (rows, !rows.is_empty());
            }
            if !is_as_before {
                named.clear();
                named.extend(self.identities.iter().filter(|identity| identity.names_one_of(&by_code)));
            }
            for identity in &named {
                if identity.fits(self.evaluated, code) {
                    visit(identity, code, &by_code);
                }
            }
        }
    }

    /// Calls `check` with the instance of each of `tried`; `by` says for which identity, by its place in the form, and for
    /// which code. One code after the other takes the least time.
    pub fn for_each_of<T>(
        &self,
        tried: impl Iterator<Item = T>,
        by: impl Fn(&T) -> (usize, Code),
        check: &mut dyn FnMut(T, &Instance<'_>),
    ) {
        let (mut by_code, mut cells, mut known) = (no_rows(self.evaluated), Cells::default(), None);
        for tried in tried {
            let (place, code) = by(&tried);
            if known != Some(code) {
                for &list in &self.lists {
                    by_code[list.0] = self.evaluated.evaluation.layout(list).rows_of_code(code);
                }
                known = Some(code);
            }
            let found = self.identities.binary_search_by_key(&place, |identity| identity.place);
            let Some(identity) = found.ok().map(|found| &self.identities[found]) else { continue };
            check(tried, &self.instance(identity, code, &by_code, &mut cells));
        }
    }

    /// The instance of `identity` for a code; its cells are put in `cells`.
    pub fn instance<'i>(
        &self,
        identity: &'i BoundIdentity<'_>,
        code: Code,
        by_code: &[&[usize]],
        cells: &'i mut Cells,
    ) -> Instance<'i> {
        identity.put_cells(by_code, cells);
        identity.instance(ContextSubject::Code(code), cells, self.is_as_shown, identity.sums(by_code))
    }
}

/// An identity whose rows are found, as far as they do not depend on the code for which it is tried.
pub(super) struct BoundIdentity<'a> {
    /// Its place in the form.
    pub place: usize,
    identity: &'a Identity,
    left: Vec<BoundTerm<'a>>,
    right: Vec<BoundTerm<'a>>,
    /// The lists whose rows its equation names by code.
    lists_by_code: Vec<ListIndex>,
    conditions_by_code: Vec<&'a Equation>,
}

impl<'a> BoundIdentity<'a> {
    /// The identity at `place` in the form; `None` where a condition forbids to try it for any code.
    fn new(evaluated: Evaluated<'a>, place: usize) -> Option<Self> {
        let identity = &evaluated.form.identities[place];
        let is_by_code = |term: &Term| term.cell.row == RowPattern::SameCode;
        let terms = |equation: &'a Equation| equation.left.iter().chain(&equation.right).copied();
        let (conditions_by_code, common): (Vec<_>, Vec<_>) =
            identity.when.iter().partition(|condition| terms(condition).any(|term| is_by_code(&term)));
        let bind = |&term: &Term| {
            let Term { negative, cell: CellPattern { list, row, column } } = term;
            let found = || BoundRows::Found(rows_of(evaluated, list, row, ContextSubject::None));
            let rows = if is_by_code(&term) { BoundRows::OfCode } else { found() };
            let (column, values) = (column.unwrap_or_default(), evaluated.evaluation.values(list));
            let own = evaluated.form.list(list);
            let (is_derived, is_linked) = (own.footing().is_some(), own.amounts[column].expression.is_some());
            BoundTerm { negative, list, column, values, rows, is_derived, is_linked }
        };
        let is_tried = common.iter().all(|condition| holds(evaluated, condition, ContextSubject::None));
        is_tried.then(|| Self {
            place,
            identity,
            left: identity.equation.left.iter().map(bind).collect(),
            right: identity.equation.right.iter().map(bind).collect(),
            lists_by_code: terms(&identity.equation).filter(is_by_code).map(|term| term.cell.list).collect(),
            conditions_by_code,
        })
    }

    /// Leaves out the terms by code in lists other than `kept`.
    fn keep_lists(&mut self, kept: impl Fn(ListIndex) -> bool) {
        for terms in [&mut self.left, &mut self.right] {
            terms.retain(|term| matches!(term.rows, BoundRows::Found(_)) || kept(term.list));
        }
        self.lists_by_code.retain(|&list| kept(list));
    }

    /// Whether it is tried once, or for the total.
    fn is_tried_for(&self, evaluated: Evaluated<'_>, subject: ContextSubject) -> bool {
        let is_in_scope = matches!(
            (self.identity.scope, subject),
            (Scope::Once, ContextSubject::None) | (Scope::EachRow, ContextSubject::Total)
        );
        is_in_scope && self.do_conditions_hold(evaluated, subject)
    }

    /// Whether it is tried for codes, and one of its lists has rows.
    fn names_one_of(&self, by_code: &[&[usize]]) -> bool {
        let is_by_code = matches!(self.identity.scope, Scope::EachRow | Scope::EachClass);
        is_by_code && self.lists_by_code.iter().any(|list| !by_code[list.0].is_empty())
    }

    /// Whether it is tried for a code that one of its lists has.
    fn fits(&self, evaluated: Evaluated<'_>, code: Code) -> bool {
        let is_in_scope = self.identity.scope != Scope::EachClass || code.level() == CodeLevel::Class;
        is_in_scope && self.do_conditions_hold(evaluated, ContextSubject::Code(code))
    }

    fn do_conditions_hold(&self, evaluated: Evaluated<'_>, subject: ContextSubject) -> bool {
        self.conditions_by_code.iter().all(|condition| holds(evaluated, condition, subject))
    }

    /// What its sides come to where its lists have these rows, and its shape there: of each term that is of a code, whether it
    /// has rows with a computed figure, and others. What is of one shape has its figures from the same tables. It is `None`
    /// where rows are prescribed, or there are too many terms.
    ///
    /// A large disclosure has hundreds of thousands of these sums.
    #[inline]
    pub fn sums(&self, by_code: &[&[usize]]) -> (Sums, Option<u64>) {
        let (mut sums, mut is_blank) = ([Amount::ZERO; 2], true);
        // The first bit tells how many terms there are.
        let mut shape = Some(1_u64);
        for (sum, terms) in sums.iter_mut().zip([&self.left, &self.right]) {
            for term in terms {
                let mut bits = 0;
                for &row in term.rows(by_code) {
                    let value = term.values.value(row, term.column);
                    is_blank &= value.is_zero();
                    *sum = if term.negative { *sum - value } else { *sum + value };
                    // Only of what is computed it matters whether it is.
                    let is_computed = term.is_linked && term.values.state(row, term.column) == CellState::Computed;
                    bits |= if is_computed { 0b01 } else { 0b10 };
                }
                if matches!(term.rows, BoundRows::OfCode) {
                    let is_told = |shape: &u64| term.is_derived && shape.leading_zeros() > 2;
                    shape = shape.filter(is_told).map(|shape| shape << 2 | bits);
                }
            }
        }
        let [left, right] = sums;
        (Sums { left, right, is_blank, hold: self.identity.equation.relation.holds(left, right) }, shape)
    }

    /// Whether its sides are equal where a cell counts as `value` says.
    #[inline]
    pub fn are_equal<T: Figure + PartialEq>(&self, by_code: &[&[usize]], value: impl Fn(CellIndex) -> T) -> bool {
        let [left, right] = [&self.left, &self.right].map(|terms| {
            let mut sum = T::default();
            for term in terms {
                for &row in term.rows(by_code) {
                    let value = value(CellIndex { list: term.list, row, column: term.column });
                    sum = if term.negative { sum - value } else { sum + value };
                }
            }
            sum
        });
        left == right
    }

    pub fn relation(&self) -> Relation {
        self.identity.equation.relation
    }

    /// Puts its cells in `cells`, in place of what was there.
    fn put_cells(&self, by_code: &[&[usize]], cells: &mut Cells) {
        cells.all.clear();
        cells.put(&self.left, by_code);
        cells.left = cells.all.len();
        cells.put(&self.right, by_code);
    }

    fn instance<'i>(
        &'i self,
        subject: ContextSubject,
        cells: &'i Cells,
        is_as_shown: bool,
        (sums, shape): (Sums, Option<u64>),
    ) -> Instance<'i> {
        let Identity { rule, ref equation, .. } = *self.identity;
        let (left, right) = cells.all.split_at(cells.left);
        let kind = InstanceKind::Identity { place: self.place, subject };
        let (relation, terms) = (equation.relation, [&equation.left[..], &equation.right]);
        Instance { rule, kind, left, relation, right, terms, is_as_shown, sums, shape }
    }
}

/// The cells of an instance, those of the left side first, and how many these are.
#[derive(Default)]
pub(super) struct Cells {
    all: Vec<Addend>,
    left: usize,
}

impl Cells {
    fn put(&mut self, terms: &[BoundTerm<'_>], by_code: &[&[usize]]) {
        for term in terms {
            let BoundTerm { negative, list, column, .. } = *term;
            let addend = |&row| Addend { negative, cell: CellIndex { list, row, column } };
            self.all.extend(term.rows(by_code).iter().map(addend));
        }
    }
}

/// A term whose rows are found, as far as they do not depend on the code for which the identity is tried.
struct BoundTerm<'a> {
    negative: bool,
    list: ListIndex,
    column: usize,
    /// Those of its list.
    values: ListValues<'a>,
    rows: BoundRows<'a>,
    /// Whether the rows of its list are not prescribed: of those that are, each may be computed in a way of its own.
    is_derived: bool,
    /// Whether its column has an expression, which may name other tables.
    is_linked: bool,
}

enum BoundRows<'a> {
    Found(&'a [usize]),
    /// Those that the term's list has for the code.
    OfCode,
}

impl<'a> BoundTerm<'a> {
    fn rows<'r>(&self, by_code: &[&'r [usize]]) -> &'r [usize]
    where
        'a: 'r,
    {
        match self.rows {
            BoundRows::Found(rows) => rows,
            BoundRows::OfCode => by_code[self.list.0],
        }
    }
}

fn rows_of(evaluated: Evaluated<'_>, list: ListIndex, row: RowPattern, subject: ContextSubject) -> &[usize] {
    evaluated.evaluation.rows_of(CellPattern { list, row, column: None }, RowContext { row: None, subject })
}

/// Whether a condition holds for `subject`, to the digit that is shown; but what is there and too little to be shown is not
/// nothing.
fn holds(evaluated: Evaluated<'_>, condition: &Equation, subject: ContextSubject) -> bool {
    let sum = |terms: &[Term]| {
        let figures = terms.iter().flat_map(|&Term { negative, cell: CellPattern { list, row, column } }| {
            let column = column.unwrap_or_default();
            let rows = rows_of(evaluated, list, row, subject).iter();
            rows.map(move |&row| (negative, evaluated.value(CellIndex { list, row, column })))
        });
        figures.fold(Amount::ZERO, |sum, (negative, value)| if negative { sum - value } else { sum + value })
    };
    let (left, right) = (sum(&condition.left), sum(&condition.right));
    let is_nothing = condition.left.is_empty() || condition.right.is_empty();
    let units = condition.left.iter().chain(&condition.right).map(|term| match term.cell.column {
        Some(column) => evaluated.unit_of_column(term.cell.list, column),
        None => evaluated.unit(term.cell.list),
    });
    let unit = units.max_by_key(|unit| unit.last_place()).filter(|_| !is_nothing);
    let shown = |amount| unit.map_or(amount, |unit| unit.shown(amount));
    condition.relation.holds(shown(left), shown(right))
}

#[cfg(test)]
mod tests {
    use crate::audit::{Grade, audit};
    use crate::evaluate::tests::Draft;
    use crate::form::{FORM_FILE, Form, builtin_form};

    #[test]
    fn an_identity_is_tried_where_one_sum_is_at_least_another() {
        let files = builtin_form("xinjiang-2025").unwrap();
        let (nothing, at_least) = ("T2[total](9) + T2[total](10) = 0", "T2[total](9) >= T2[total](10)");
        assert!(files.text(FORM_FILE).unwrap().contains(nothing));
        let form = Form::load(&files.replaced(FORM_FILE, nothing, at_least)).unwrap();
        for (special, own, is_tried) in [("2", "1", true), ("1", "1", true), ("1", "2", false), ("0", "0.01", false)] {
            let draft = Draft::of_form(form.clone());
            let draft = draft.code(3, "2080101", &[(2, "10")]).code(5, "2080101", &[(2, "8")]);
            let draft = draft.code(2, "2080101", &[(9, special), (10, own)]);
            let findings = draft.with(audit).findings;
            let is_told = findings.iter().any(|finding| finding.rule == "B14" && finding.grade == Grade::Error);
            assert_eq!(is_told, is_tried, "{special} {own}");
        }
    }
}
