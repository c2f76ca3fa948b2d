//! The instances of the identities of a form: once, or for each code that its lists have.

use super::instances::{Instance, InstanceKind, Outline, Sides, Stretch, Sums};
use crate::disclosure::{Amount, CodeLevel};
use crate::evaluate::{Addend, CellIndex, CodeRows, ContextSubject, Evaluated, ListValues, RowContext, signed_sum};
use crate::form::{CellPattern, Equation, Identity, ListIndex, RowPattern, Scope, Term};

/// Calls `check` with those instances of every identity that are in `stretch` and that `is_asked` for.
///
/// All identities are tried for one code before the next: the lists are walked through side by side, so that no code need
/// be looked up in them, and the figures of a row are read once.
pub(super) fn for_each(
    evaluated: Evaluated<'_>,
    stretch: Stretch,
    is_as_shown: bool,
    is_asked: &impl Fn(&Outline<'_>) -> bool,
    check: &mut dyn FnMut(&Instance<'_>),
) {
    let count = evaluated.form.identities.len();
    let mut identities: Vec<_> = (0..count).filter_map(|place| BoundIdentity::new(evaluated, place)).collect();
    let mut cells = Cells::default();
    let mut try_all = |identities: &[BoundIdentity<'_>], subject: ContextSubject, by_code: &[&[usize]]| {
        for identity in identities.iter().filter(|identity| identity.is_tried_for(subject, by_code)) {
            if let Some(sums) = identity.sums_for(evaluated, subject, by_code, is_asked) {
                identity.put_cells(by_code, &mut cells);
                check(&identity.instance(subject, &cells, is_as_shown, sums));
            }
        }
    };
    let lists = || (0..evaluated.form.lists.len()).map(ListIndex);
    let mut by_code: Vec<&[usize]> = vec![&[]; evaluated.form.lists.len()];
    if stretch.from.is_none() {
        try_all(&identities, ContextSubject::None, &by_code);
        let total = |list| rows_of(evaluated, list, RowPattern::Total, ContextSubject::Total);
        try_all(&identities, ContextSubject::Total, &lists().map(total).collect::<Vec<_>>());
    }
    // Many documents leave most tables empty: no code need be looked for there.
    let has_codes = |list: ListIndex| evaluated.evaluation.layout(list).codes().peek().is_some();
    identities.iter_mut().for_each(|identity| identity.keep_lists(has_codes));
    identities.retain(|identity| !identity.lists_by_code.is_empty());
    let is_named = |list: &ListIndex| identities.iter().any(|identity| identity.lists_by_code.contains(list));
    let codes_of = |list| evaluated.evaluation.layout(list).codes().between(stretch.from, stretch.to);
    let codes = lists().filter(is_named).map(|list| (list, codes_of(list)));
    let mut codes: Vec<(ListIndex, CodeRows<'_>)> = codes.collect();
    while let Some(code) = codes.iter().filter_map(|(_, codes)| codes.peek()).min() {
        for (list, codes) in &mut codes {
            by_code[list.0] = codes.take(code);
        }
        try_all(&identities, ContextSubject::Code(code), &by_code);
    }
}

/// An identity whose rows are found, as far as they do not depend on the code for which it is tried.
struct BoundIdentity<'a> {
    place: usize,
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
            BoundTerm { negative, list, column, values, rows }
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

    /// Whether it is tried once, for the total, or for a code in one of its lists.
    fn is_tried_for(&self, subject: ContextSubject, by_code: &[&[usize]]) -> bool {
        match (self.identity.scope, subject) {
            (Scope::Once, ContextSubject::None) | (Scope::EachRow, ContextSubject::Total) => true,
            (Scope::EachClass, ContextSubject::Code(code)) if code.level() != CodeLevel::Class => false,
            (Scope::EachRow | Scope::EachClass, ContextSubject::Code(_)) => {
                self.lists_by_code.iter().any(|list| !by_code[list.0].is_empty())
            }
            _ => false,
        }
    }

    /// What its sides come to for `subject`; `None` where it is not tried for it, or nobody asks.
    fn sums_for(
        &self,
        evaluated: Evaluated<'_>,
        subject: ContextSubject,
        by_code: &[&[usize]],
        is_asked: &impl Fn(&Outline<'_>) -> bool,
    ) -> Option<Sums> {
        // Who asks counts what agrees: of what is not tried he must not hear.
        if !self.conditions_by_code.iter().all(|condition| holds(evaluated, condition, subject)) {
            return None;
        }
        let (kind, relation) = (self.kind(subject), self.identity.equation.relation);
        let sides = [&self.left, &self.right].map(|terms| BoundSide { terms, by_code });
        let sums = Sums::of(relation, [&sides[0], &sides[1]].map(BoundSide::values));
        is_asked(&Outline { kind, relation, sums, sides: Sides::Bound(sides) }).then_some(sums)
    }

    fn kind(&self, subject: ContextSubject) -> InstanceKind {
        InstanceKind::Identity { place: self.place, subject }
    }

    /// Puts its cells in `cells`, in place of what was there.
    fn put_cells(&self, by_code: &[&[usize]], cells: &mut Cells) {
        cells.all.clear();
        // The first bit tells how many terms there are.
        cells.shape = 1;
        cells.put(&BoundSide { terms: &self.left, by_code });
        cells.left = cells.all.len();
        cells.put(&BoundSide { terms: &self.right, by_code });
    }

    fn instance<'i>(
        &'i self,
        subject: ContextSubject,
        cells: &'i Cells,
        is_as_shown: bool,
        sums: Sums,
    ) -> Instance<'i> {
        let Identity { rule, ref equation, .. } = *self.identity;
        let (left, right) = cells.all.split_at(cells.left);
        let kind = self.kind(subject);
        let (relation, terms) = (equation.relation, [&equation.left[..], &equation.right]);
        let shape = (self.left.len() + self.right.len() < u64::BITS as usize).then_some(cells.shape);
        Instance { rule, kind, left, relation, right, terms, is_as_shown, sums, shape }
    }
}

/// The cells of an instance, those of the left side first, and how many these are.
#[derive(Default)]
struct Cells {
    all: Vec<Addend>,
    left: usize,
    /// Which terms have a row, behind a bit that is always set.
    shape: u64,
}

impl Cells {
    fn put(&mut self, side: &BoundSide<'_>) {
        for term in side.terms {
            let BoundTerm { negative, list, column, .. } = *term;
            let rows = side.rows(term);
            self.shape = self.shape << 1 | u64::from(!rows.is_empty());
            for &row in rows {
                self.all.push(Addend { negative, cell: CellIndex { list, row, column } });
            }
        }
    }
}

/// A term whose rows are found, as far as they do not depend on the code for which the identity is tried.
pub(super) struct BoundTerm<'a> {
    negative: bool,
    list: ListIndex,
    column: usize,
    /// Those of its list.
    values: ListValues<'a>,
    rows: BoundRows<'a>,
}

/// One side of an identity for a code.
pub(super) struct BoundSide<'a> {
    terms: &'a [BoundTerm<'a>],
    /// The rows that each list of the form has for the code.
    by_code: &'a [&'a [usize]],
}

impl<'a> BoundSide<'a> {
    fn rows(&self, term: &BoundTerm<'a>) -> &'a [usize] {
        match term.rows {
            BoundRows::Found(rows) => rows,
            BoundRows::OfCode => self.by_code[term.list.0],
        }
    }

    pub fn addends(&self) -> impl Iterator<Item = Addend> {
        self.terms.iter().flat_map(|term| {
            let BoundTerm { negative, list, column, .. } = *term;
            let addend = move |&row: &usize| Addend { negative, cell: CellIndex { list, row, column } };
            self.rows(term).iter().map(addend)
        })
    }

    /// What its cells count, and whether that is taken away.
    fn values(&self) -> impl Iterator<Item = (bool, Amount)> {
        self.terms.iter().flat_map(|term| {
            let BoundTerm { negative, column, values, .. } = term;
            self.rows(term).iter().map(move |&row| (*negative, values.value(row, *column)))
        })
    }
}

enum BoundRows<'a> {
    Found(&'a [usize]),
    /// Those that the term's list has for the code.
    OfCode,
}

fn rows_of(evaluated: Evaluated<'_>, list: ListIndex, row: RowPattern, subject: ContextSubject) -> &[usize] {
    evaluated.evaluation.rows_of(CellPattern { list, row, column: None }, RowContext { row: None, subject })
}

/// Whether a condition holds for `subject`, to the digit that is shown; but what is there and too little to be shown is not
/// nothing.
fn holds(evaluated: Evaluated<'_>, condition: &Equation, subject: ContextSubject) -> bool {
    let sum = |terms: &[Term]| {
        let mut cells = Vec::new();
        for &Term { negative, cell: CellPattern { list, row, column } } in terms {
            let column = column.unwrap_or_default();
            let rows = rows_of(evaluated, list, row, subject).iter();
            cells.extend(rows.map(|&row| Addend { negative, cell: CellIndex { list, row, column } }));
        }
        signed_sum(&cells, |cell| evaluated.value(cell))
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
