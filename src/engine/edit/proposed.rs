//! Taking what is proposed.

use std::collections::BTreeMap;

use super::amounts::with_fixed_rows;
use super::rows::{insert_row, outdated_after_renaming};
use super::{Change, Put, Step};
use crate::disclosure::{Amount, CellKey, ColumnNumber, Row, RowKey, Subject, TableNumber};
use crate::evaluate::Evaluated;
use crate::proposal::{Proposals, ProposedRow};

/// The step that takes everything that is proposed for `tables`: the rows that are not there yet, and the amounts of cells
/// that are blank. What is entered stays.
pub fn take_proposals(evaluated: Evaluated<'_>, proposals: &Proposals, tables: &[TableNumber]) -> Step {
    let mut changes = Vec::new();
    for &number in tables {
        changes.extend(of_table(evaluated, proposals, number));
    }
    let changes = with_stated(evaluated, changes);
    let summaries = tables.iter().filter_map(|&number| Some((number, proposals.summary(number)?)));
    let names: Vec<String> = summaries.map(|(number, summary)| format!("表{number} {summary}")).collect();
    Step::new(format!("带入 {}", names.join("，")), changes)
}

/// The step that adds the proposed `row` with the amounts that are proposed for it, but `amount` in one column.
pub fn take_proposed_row(
    evaluated: Evaluated<'_>,
    proposals: &Proposals,
    row: &ProposedRow,
    (column, amount): (ColumnNumber, Option<Amount>),
) -> Step {
    let mut stored = with_amounts(proposals, row);
    match amount.filter(|amount| !amount.is_zero()) {
        Some(amount) => stored.amounts.insert(column, amount),
        None => stored.amounts.remove(&column),
    };
    let mut table = evaluated.disclosure.table(row.table).cloned().unwrap_or_default();
    let changes = insert_row(evaluated, row.list, &mut table, stored);
    Step::new(format!("增加行 表{} {}", row.table, row.code.spaced()), with_stated(evaluated, changes))
}

fn with_amounts(proposals: &Proposals, row: &ProposedRow) -> Row {
    let mut stored = Row::new(Subject::Code { code: row.code, name: row.name.clone() });
    let key = RowKey::Code(row.code);
    let own = proposals.amounts.iter().filter(|(cell, _)| cell.table == row.table && cell.row == key);
    stored.amounts = own.map(|(cell, proposed)| (cell.column, proposed.amount)).collect::<BTreeMap<_, _>>();
    stored
}

fn of_table(evaluated: Evaluated<'_>, proposals: &Proposals, number: TableNumber) -> Vec<Change> {
    let mut table = evaluated.disclosure.table(number).cloned().unwrap_or_default();
    let rows: Vec<&ProposedRow> = proposals.rows.iter().filter(|row| row.table == number).collect();
    let is_new = |cell: &CellKey| rows.iter().any(|row| cell.row == RowKey::Code(row.code));
    let own = proposals.amounts.iter().filter(|(cell, _)| cell.table == number && !is_new(cell));
    let put = |(cell, proposed): (&CellKey, &crate::proposal::ProposedAmount)| {
        Change::Amount(Put { place: cell.clone(), from: None, to: Some(proposed.amount) })
    };
    let mut changes = with_fixed_rows(evaluated, own.map(put).collect());
    for row in rows {
        changes.extend(insert_row(evaluated, row.list, &mut table, with_amounts(proposals, row)));
    }
    changes
}

/// `changes` with what is stated for other figures dropped.
fn with_stated(evaluated: Evaluated<'_>, mut changes: Vec<Change>) -> Vec<Change> {
    changes.extend(outdated_after_renaming(evaluated, &changes, CellKey::clone));
    changes
}
