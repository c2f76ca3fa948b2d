//! What binds the cells: each sum and each identity as cells that together come to nothing.

use crate::disclosure::Amount;
use crate::evaluate::{
    Addend, CellIndex, CellState, ContextSubject, Evaluated, RowContext, RowOrigin, put_definition, put_row_expression,
};
use crate::form::{CellPattern, Expression, ListIndex, Relation, RowCheck, RowPattern, RuleIndex, Term};
use crate::ties;
use crate::ties::instances::InstanceKind;

/// Figures that together come to nothing.
#[derive(Debug, Default)]
pub(super) struct Equation {
    /// Each figure, by its place in the system, and whether it is subtracted.
    pub terms: Vec<(bool, usize)>,
    pub rule: Option<RuleIndex>,
    /// It adds up the rows of a list that may get more: what those come to.
    pub rest: Option<usize>,
}

/// What a cell probably holds: the figures to which it is equal.
#[derive(Debug)]
pub(super) struct Guess {
    /// Its place in the form.
    pub likely: usize,
    pub cell: usize,
    pub equals: Vec<(bool, usize)>,
}

/// All figures and what binds them. Beside the cells there are figures for what may still come: a row that is missing in a
/// table in progress is not nothing.
pub(super) struct System {
    firsts: Vec<usize>,
    widths: Vec<usize>,
    pub cells: Vec<CellIndex>,
    /// What is known of each figure before anything follows.
    pub known: Vec<Option<Amount>>,
    /// Whether the figure is that of a cell in which something can be entered and nothing is.
    pub is_blank: Vec<bool>,
    pub equations: Vec<Equation>,
    pub guesses: Vec<Guess>,
}

impl System {
    /// The system of `tried`, which has the rows of `evaluated` and those that may come.
    pub fn new(tried: Evaluated<'_>, evaluated: Evaluated<'_>) -> Self {
        let builder = Builder { tried, evaluated, closed: closed(tried, evaluated) };
        builder.build()
    }

    pub fn figure(&self, cell: CellIndex) -> usize {
        self.firsts[cell.list.0] + cell.row * self.widths[cell.list.0] + cell.column
    }

    /// A figure that is nobody's cell.
    fn unnamed(&mut self) -> usize {
        self.known.push(None);
        self.is_blank.push(false);
        self.known.len() - 1
    }
}

/// Whether no row can come into each list: its table is complete, or its rows are among those of a complete table and all
/// of these are there.
fn closed(tried: Evaluated<'_>, evaluated: Evaluated<'_>) -> Vec<bool> {
    let form = evaluated.form;
    let is_settled = |list: ListIndex| evaluated.states().is_known_whole(form.list(list).table);
    let has_all = |list: ListIndex, of: ListIndex| {
        let rows = evaluated.evaluation.layout(of).rows.iter().filter(|row| row.origin == RowOrigin::Code);
        let mut codes = rows.filter_map(|row| row.code);
        form.list(list).rows.is_by_code()
            && codes.all(|code| !tried.evaluation.layout(list).rows_of_code(code).is_empty())
    };
    let is_bound = |list: ListIndex| {
        form.row_rules.iter().any(|rule| match rule.check {
            RowCheck::Same(one, other) if one == list => is_settled(other) && has_all(list, other),
            RowCheck::Same(one, other) if other == list => is_settled(one) && has_all(list, one),
            RowCheck::Within(own, of) if own == list => is_settled(of) && has_all(list, of),
            _ => false,
        })
    };
    let is_fixed = |list: ListIndex| form.list(list).footing().is_none();
    (0..form.lists.len()).map(ListIndex).map(|list| is_fixed(list) || is_settled(list) || is_bound(list)).collect()
}

struct Builder<'a> {
    tried: Evaluated<'a>,
    evaluated: Evaluated<'a>,
    closed: Vec<bool>,
}

impl Builder<'_> {
    fn build(&self) -> System {
        let form = self.tried.form;
        let mut system = System {
            firsts: Vec::new(),
            widths: Vec::new(),
            cells: Vec::new(),
            known: Vec::new(),
            is_blank: Vec::new(),
            equations: Vec::new(),
            guesses: Vec::new(),
        };
        let lists = || (0..form.lists.len()).map(ListIndex);
        lists().for_each(|list| self.add_cells(&mut system, list));
        lists().for_each(|list| self.add_sums(&mut system, list));
        self.add_identities(&mut system);
        self.add_guesses(&mut system);
        system
    }

    fn add_cells(&self, system: &mut System, list: ListIndex) {
        let values = self.tried.evaluation.values(list);
        let is_settled = self.evaluated.states().is_known_whole(self.tried.form.list(list).table);
        system.firsts.push(system.cells.len());
        system.widths.push(values.width());
        for row in 0..self.tried.evaluation.layout(list).rows.len() {
            for column in 0..values.width() {
                let state = values.state(row, column);
                system.cells.push(CellIndex { list, row, column });
                system.known.push(match state {
                    CellState::Entered | CellState::Stated => Some(values.value(row, column)),
                    CellState::Blank => is_settled.then_some(Amount::ZERO),
                    CellState::Computed => None,
                });
                system.is_blank.push(state == CellState::Blank && !is_settled);
            }
        }
    }

    /// What each computed cell comes to, downwards and along the row.
    fn add_sums(&self, system: &mut System, list: ListIndex) {
        let Evaluated { form, evaluation, .. } = self.tried;
        let width = evaluation.values(list).width();
        let mut addends = Vec::new();
        for (row, laid_out) in evaluation.layout(list).rows.iter().enumerate() {
            let context = RowContext::of_row(evaluation, list, row);
            for column in 0..width {
                let cell = CellIndex { list, row, column };
                let expression = form.list(list).amounts[column].expression.as_ref();
                let is_footing = laid_out.origin.is_total();
                if let Some(rule) = put_definition(form, evaluation, cell, &mut addends) {
                    let defining = if is_footing { None } else { self.defining(cell) };
                    self.add_sum(system, cell, rule, (&addends, defining), context, is_footing && !self.closed[list.0]);
                }
                if let Some(rule) = put_row_expression(form, evaluation, cell, &mut addends) {
                    self.add_sum(system, cell, rule, (&addends, expression), context, false);
                }
            }
        }
    }

    fn defining(&self, cell: CellIndex) -> Option<&Expression> {
        let list = self.tried.form.list(cell.list);
        match list.footing() {
            Some(_) => list.amounts[cell.column].expression.as_ref(),
            None => list.definition(cell.row, cell.column),
        }
    }

    fn add_sum(
        &self,
        system: &mut System,
        cell: CellIndex,
        rule: RuleIndex,
        (addends, expression): (&[Addend], Option<&Expression>),
        context: RowContext,
        has_rest: bool,
    ) {
        let mut equation = Equation { terms: vec![(true, system.figure(cell))], rule: Some(rule), rest: None };
        equation.terms.extend(addends.iter().map(|addend| (addend.negative, system.figure(addend.cell))));
        let terms = expression.map_or(&[][..], |expression| &expression.terms);
        self.add_missing(system, &mut equation, terms, false, context);
        if has_rest {
            let rest = system.unnamed();
            equation.terms.push((false, rest));
            equation.rest = Some(rest);
        }
        system.equations.push(equation);
    }

    /// A figure for each of `terms` of which rows may still come.
    fn add_missing(
        &self,
        system: &mut System,
        equation: &mut Equation,
        terms: &[Term],
        negated: bool,
        context: RowContext,
    ) {
        for term in terms.iter().filter(|term| self.is_open(term.cell, context)) {
            let figure = system.unnamed();
            equation.terms.push((term.negative != negated, figure));
        }
    }

    /// Whether rows may come that `pattern` means.
    fn is_open(&self, pattern: CellPattern, context: RowContext) -> bool {
        let layout = self.tried.evaluation.layout(pattern.list);
        let rows = self.tried.evaluation.rows_of(pattern, context);
        let is_project = |row: &usize| layout.rows[*row].origin == RowOrigin::Project;
        // A total beside a total is looked for by `[row]`; a row without a code is beside nothing.
        let is_looked_for = match pattern.row {
            RowPattern::SameCode => context.subject != ContextSubject::None,
            RowPattern::Code(_) => true,
            RowPattern::Same | RowPattern::Fixed(_) | RowPattern::Total => false,
        };
        is_looked_for && !self.closed[pattern.list.0] && (rows.is_empty() || rows.iter().any(is_project))
    }

    fn add_identities(&self, system: &mut System) {
        let form = self.tried.form;
        let states = self.evaluated.states();
        ties::for_each(self.tried, true, &mut |instance| {
            let InstanceKind::Identity { place, subject } = instance.kind else { return };
            let mut conditions = form.identities[place].when.iter().flat_map(|when| [&when.left, &when.right]);
            let is_certain = instance.relation == Relation::Equal && !form.rule(instance.rule).doubtful;
            if !is_certain || !conditions.all(|terms| states.are_settled_terms(self.evaluated, terms)) {
                return;
            }
            let mut equation = Equation { rule: Some(instance.rule), ..Equation::default() };
            let context = RowContext { row: None, subject };
            for (side, terms, negated) in
                [(instance.left, instance.terms[0], false), (instance.right, instance.terms[1], true)]
            {
                let figures = side.iter().map(|addend| (addend.negative != negated, system.figure(addend.cell)));
                equation.terms.extend(figures);
                self.add_missing(system, &mut equation, terms, negated, context);
            }
            system.equations.push(equation);
        });
    }

    /// What the form calls likely, for each row for which it can be tried.
    fn add_guesses(&self, system: &mut System) {
        let evaluation = self.tried.evaluation;
        for (place, likely) in self.tried.form.likely.iter().enumerate() {
            let Some(own) = likely.equation.left.first() else { continue };
            let rows = evaluation.layout(own.cell.list).rows.len();
            for row in 0..rows {
                let context = RowContext { row: None, ..RowContext::of_row(evaluation, own.cell.list, row) };
                if evaluation.rows_of(own.cell, context) != [row] {
                    continue;
                }
                let cell =
                    |list, row, column: Option<usize>| CellIndex { list, row, column: column.unwrap_or_default() };
                let figure = system.figure(cell(own.cell.list, row, own.cell.column));
                let mut guess = Equation::default();
                for term in &likely.equation.right {
                    let rows = evaluation.rows_of(term.cell, context).iter();
                    let cells = rows.map(|&row| cell(term.cell.list, row, term.cell.column));
                    guess.terms.extend(cells.map(|cell| (term.negative, system.figure(cell))));
                }
                self.add_missing(system, &mut guess, &likely.equation.right, false, context);
                system.guesses.push(Guess { likely: place, cell: figure, equals: guess.terms });
            }
        }
    }
}
