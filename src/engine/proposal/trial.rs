//! The rows that may come: a disclosure that has them all, so that it can be asked what would stand there.

use std::collections::{BTreeMap, BTreeSet};

use super::{ProposedAmount, ProposedRow, is_in_row};
use crate::disclosure::{CellKey, Classification, Code, Disclosure, Row, Subject};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::{Form, ListIndex, RowCheck, RowPattern, Term};

/// Names of codes.
type Names<'a> = BTreeMap<Code, &'a str>;

/// A disclosure with rows that it does not have.
pub(super) struct Trial {
    pub disclosure: Disclosure,
    /// The rows that were put in.
    added: BTreeSet<(ListIndex, Code)>,
    /// Those of them that a rule on rows asks for.
    wanted: BTreeSet<(ListIndex, Code)>,
}

impl Trial {
    pub fn new(evaluated: Evaluated<'_>) -> Self {
        let form = evaluated.form;
        let mut trial =
            Self { disclosure: evaluated.disclosure.clone(), added: BTreeSet::new(), wanted: BTreeSet::new() };
        let lists: Vec<ListIndex> =
            (0..form.lists.len()).map(ListIndex).filter(|&list| is_open(evaluated, list)).collect();
        let wanted = wanted(evaluated);
        let names = names(evaluated.disclosure);
        // What a rule asks for goes before what only may come, where both cannot be.
        for &(list, code) in wanted.iter().filter(|(list, _)| lists.contains(list)) {
            if trial.add(evaluated, &names, list, code) {
                trial.wanted.insert((list, code));
            }
        }
        let named = named(form);
        for &list in &lists {
            let classification = form.list(list).classification();
            let same = (0..form.lists.len())
                .map(ListIndex)
                .filter(|&other| form.list(other).classification() == classification);
            let codes: BTreeSet<Code> = same.flat_map(|other| codes_of(evaluated, other)).collect();
            let of_list = named.iter().filter(|(other, _)| *other == list).map(|(_, code)| *code);
            for code in codes.into_iter().chain(of_list) {
                trial.add(evaluated, &names, list, code);
            }
        }
        trial
    }

    /// Puts in the row of `code`, if it can stand beside those that are there. Returns whether it was put in.
    fn add(&mut self, evaluated: Evaluated<'_>, names: &Names<'_>, list: ListIndex, code: Code) -> bool {
        let form = evaluated.form;
        let number = form.table_of(list).number;
        let is_too_deep = form.list(list).deepest_code().is_some_and(|deepest| code.level() > deepest);
        let table = self.disclosure.table_mut(number);
        let mut others = table.rows.iter().filter_map(|row| row.subject.code());
        let cannot_be = others.any(|other| other == code || other.contains(code) || code.contains(other));
        if is_too_deep || cannot_be {
            return false;
        }
        let name = name(evaluated, names, list, code);
        table.rows.push(Row::new(Subject::Code { code, name }));
        self.added.insert((list, code));
        true
    }

    /// The rows that are proposed: those that a rule asks for, and those for which an amount follows.
    pub fn proposed(&self, evaluated: Evaluated<'_>, amounts: &BTreeMap<CellKey, ProposedAmount>) -> Vec<ProposedRow> {
        let names = names(evaluated.disclosure);
        let is_proposed = |&&(list, code): &&(ListIndex, Code)| {
            if evaluated.states().is_settled(evaluated.form.list(list).table) {
                return false;
            }
            let table = evaluated.form.table_of(list).number;
            self.wanted.contains(&(list, code)) || amounts.keys().any(|cell| is_in_row(cell, table, code))
        };
        let rows = self.added.iter().filter(is_proposed).map(|&(list, code)| ProposedRow {
            table: evaluated.form.table_of(list).number,
            list,
            code,
            name: name(evaluated, &names, list, code),
        });
        rows.collect()
    }
}

/// Whether rows by code can still come into `list`.
fn is_open(evaluated: Evaluated<'_>, list: ListIndex) -> bool {
    let List { table, is_by_code } = List::of(evaluated.form, list);
    let states = evaluated.states();
    is_by_code && !states.is_known_whole(table) && !states.is_absent(table)
}

struct List {
    table: usize,
    is_by_code: bool,
}

impl List {
    fn of(form: &Form, list: ListIndex) -> Self {
        let list = form.list(list);
        Self { table: list.table, is_by_code: list.rows.is_by_code() }
    }
}

/// The codes of the stored rows of `list`.
fn codes_of(evaluated: Evaluated<'_>, list: ListIndex) -> BTreeSet<Code> {
    let rows = evaluated.evaluation.layout(list).rows.iter();
    let stored = rows.filter(|row| matches!(row.origin, RowOrigin::Code | RowOrigin::Project));
    stored.filter_map(|row| row.code).collect()
}

/// The rows that rules on rows ask for.
fn wanted(evaluated: Evaluated<'_>) -> BTreeSet<(ListIndex, Code)> {
    let mut wanted = BTreeSet::new();
    for rule in &evaluated.form.row_rules {
        match &rule.check {
            RowCheck::Same(one, other) => {
                wanted.extend(codes_of(evaluated, *one).into_iter().map(|code| (*other, code)));
                wanted.extend(codes_of(evaluated, *other).into_iter().map(|code| (*one, code)));
            }
            RowCheck::Needs { list, columns, row_in } => {
                let layout = evaluated.evaluation.layout(*list);
                let holds = |row: usize| {
                    let value = |&column: &usize| evaluated.value(CellIndex { list: *list, row, column });
                    columns.iter().any(|column| !value(column).is_zero())
                };
                let rows = layout.rows.iter().enumerate();
                let rows = rows.filter(|(_, row)| matches!(row.origin, RowOrigin::Code | RowOrigin::Project));
                let codes = rows.filter(|(place, _)| holds(*place)).filter_map(|(_, row)| row.code);
                wanted.extend(codes.map(|code| (*row_in, code)));
            }
            _ => {}
        }
    }
    wanted
}

/// The rows that the form names by their codes.
fn named(form: &Form) -> BTreeSet<(ListIndex, Code)> {
    let equations = form.identities.iter().map(|identity| &identity.equation);
    let equations = equations.chain(form.likely.iter().map(|likely| &likely.equation));
    let terms = equations.flat_map(|equation| equation.left.iter().chain(&equation.right));
    let code = |term: &Term| match term.cell.row {
        RowPattern::Code(code) if form.list(term.cell.list).deepest_code() == Some(code.level()) => {
            Some((term.cell.list, code))
        }
        _ => None,
    };
    terms.filter_map(code).collect()
}

/// Name of `code`, as another row has it, or the list of codes.
fn name(evaluated: Evaluated<'_>, names: &Names<'_>, list: ListIndex, code: Code) -> String {
    let listed = |classification: Classification| evaluated.codes().get(classification, code);
    let listed = || evaluated.form.list(list).classification().and_then(listed).map(|entry| entry.name.as_str());
    names.get(&code).copied().or_else(listed).unwrap_or_default().to_owned()
}

/// The names that stored rows have for their codes.
fn names(disclosure: &Disclosure) -> Names<'_> {
    let stored = disclosure.tables.values().flat_map(|table| &table.rows);
    let named = stored.filter_map(|row| match &row.subject {
        Subject::Code { code, name } => Some((*code, name.as_str())),
        Subject::Project(project) => Some((project.code?, project.code_name.as_str())),
        Subject::Fixed(_) => None,
    });
    named.filter(|(_, name)| !name.is_empty()).collect()
}
