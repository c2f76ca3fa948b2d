//! What follows for cells that are blank from what is known: proposed, never entered by itself.
//!
//! The identities of the form bind the figures. Where all figures of one are known but one, that one is known too, and so on
//! from identity to identity. Known is what is entered; a blank is nothing only in a table that was said to be complete, and
//! anything in one that was not, so that of a table in progress no more is used than what stands in it. [`trial`] puts in the rows that
//! may come, [`equations`] writes down what binds the cells, [`solve`] finds what follows. A row is proposed where a rule on
//! rows asks for it, or where something follows for it.
//!
//! What the form calls likely comes last and is told apart. Where what follows contradicts what is there, nothing is
//! proposed for the tables concerned.

mod equations;
mod solve;
#[cfg(test)]
mod tests;
mod trial;

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::{Amount, CellKey, Code, RowKey, TableNumber};
use crate::evaluate::{Evaluated, evaluate};
use crate::form::ListIndex;
use equations::System;
use solve::{Found, Reason};
use trial::Trial;

/// In a disclosure with more rows nothing is proposed: nobody typed them, and it would be slow.
const MOST_ROWS: usize = 1000;

/// What is proposed for the tables that are not complete.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposals {
    /// Rows that are not there yet, in the order of their tables and codes.
    pub rows: Vec<ProposedRow>,
    /// Amounts of cells that are blank, also of proposed rows.
    pub amounts: BTreeMap<CellKey, ProposedAmount>,
    /// What totals of tables that are not complete, and computed cells of proposed rows, must come to.
    pub follows: BTreeMap<CellKey, Amount>,
}

/// A row that follows from the rows of other tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProposedRow {
    pub table: TableNumber,
    pub list: ListIndex,
    pub code: Code,
    /// Name of the code.
    pub name: String,
}

/// An amount that follows from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedAmount {
    pub amount: Amount,
    /// From what it follows, in words: the title of a rule, or why it is likely.
    pub because: String,
    /// Whether it must be so; else it is what the form calls likely, or follows from that.
    pub is_certain: bool,
}

impl Proposals {
    /// How many rows and how many amounts are proposed for `table`.
    pub fn count(&self, table: TableNumber) -> (usize, usize) {
        let rows = self.rows.iter().filter(|row| row.table == table).count();
        (rows, self.amounts.keys().filter(|cell| cell.table == table).count())
    }

    /// What is proposed for `table`, in words; `None` where nothing is.
    pub fn summary(&self, table: TableNumber) -> Option<String> {
        match self.count(table) {
            (0, 0) => None,
            (0, amounts) => Some(format!("{amounts} 个数")),
            (rows, 0) => Some(format!("{rows} 行科目")),
            (rows, amounts) => Some(format!("{rows} 行科目、{amounts} 个数")),
        }
    }

    /// What `table` must come to in its first column of amounts, and what of it is still to be entered.
    pub fn still_to_come(&self, evaluated: Evaluated<'_>, table: TableNumber) -> Option<(Amount, Amount)> {
        let list = evaluated.form.table(table)?.list_indices().next()?;
        let column = evaluated.form.list(list).amounts.first()?.number;
        let key = CellKey::new(table, RowKey::Total, column);
        let whole = *self.follows.get(&key)?;
        let rest = whole - evaluated.find(&key).map_or(Amount::ZERO, |cell| evaluated.value(cell));
        (!rest.is_zero()).then_some((whole, rest))
    }

    /// The tables for which something is proposed.
    pub fn tables(&self) -> BTreeSet<TableNumber> {
        self.rows.iter().map(|row| row.table).chain(self.amounts.keys().map(|cell| cell.table)).collect()
    }
}

/// What follows for the blank cells of `evaluated`.
pub fn proposals(evaluated: Evaluated<'_>) -> Proposals {
    let rows: usize = evaluated.disclosure.tables.values().map(|table| table.rows.len()).sum();
    if rows > MOST_ROWS || !evaluated.states().are_begun_and_open() {
        return Proposals::default();
    }
    let trial = Trial::new(evaluated);
    let evaluation = evaluate(evaluated.form, &trial.disclosure);
    let tried = Evaluated { disclosure: &trial.disclosure, evaluation: &evaluation, ..evaluated };
    let system = System::new(tried, evaluated);
    let mut proposals = Proposals::default();
    let solved = solve::solve(&system, evaluated);
    for Found { cell, amount, reason, is_certain } in solved.found {
        let form = evaluated.form;
        let because = match reason {
            Reason::Rule(rule) => form.rule(rule).title.clone(),
            Reason::Likely(likely) => form.likely[likely].why.clone(),
        };
        proposals.amounts.insert(tried.key(cell), ProposedAmount { amount, because, is_certain });
    }
    proposals.rows = trial.proposed(evaluated, &proposals.amounts);
    let is_shown = |key: &CellKey| match key.row {
        RowKey::Total => true,
        RowKey::Code(code) => proposals.rows.iter().any(|row| row.table == key.table && row.code == code),
        _ => false,
    };
    let follows = solved.computed.into_iter().map(|(cell, amount)| (tried.key(cell), amount));
    proposals.follows = follows.filter(|(key, _)| is_shown(key)).collect();
    proposals
}

/// The key of the row of `code` in `table`, in `column`.
fn is_in_row(cell: &CellKey, table: TableNumber, code: Code) -> bool {
    cell.table == table && cell.row == RowKey::Code(code)
}
