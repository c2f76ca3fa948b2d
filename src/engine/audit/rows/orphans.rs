//! Stated amounts that have no cell: totals that a source prints without any row below them (F11).

use crate::audit::finding::Finding;
use crate::audit::rules::{TOTAL_WITHOUT_ROWS, grade_of};
use crate::disclosure::{CellKey, RowKey, Table, TableNumber};
use crate::evaluate::{CellState, Evaluated};
use crate::form::ListIndex;

/// An error for each stated amount that no table shows, so that none is lost without a word.
pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for (&number, table) in &evaluated.disclosure.tables {
        if are_all_shown(evaluated, number, table) {
            continue;
        }
        for ((row, column), &amount) in &table.stated {
            let key = CellKey::new(number, row.clone(), *column);
            if amount.is_zero() || evaluated.find(&key).is_some() {
                continue;
            }
            let message = format!(
                "表{number} {}（{column}）公布数 {}：下面没有任何一行，表上显示不出来；请补上下级各行。",
                row_name(evaluated, number, row),
                evaluated.unit_of_key(&key).text(amount),
            );
            let finding = Finding::new(TOTAL_WITHOUT_ROWS, grade_of(TOTAL_WITHOUT_ROWS), message);
            findings.push(Finding { stated: Some(amount), ..finding });
        }
    }
}

/// Whether as many cells show a stated amount as there are stated amounts. Rows have names of their own, and so each amount
/// has one cell at the most. Otherwise they are looked for one by one, of which large tables have tens of thousands.
fn are_all_shown(evaluated: Evaluated<'_>, number: TableNumber, table: &Table) -> bool {
    let lists: Vec<ListIndex> =
        evaluated.form.table(number).into_iter().flat_map(|table| table.list_indices()).collect();
    match lists[..] {
        [list] => {
            evaluated.evaluation.values(list).of_states(|state| state == CellState::Stated).count()
                == table.stated.len()
        }
        _ => table.stated.is_empty(),
    }
}

fn row_name(evaluated: Evaluated<'_>, table: TableNumber, row: &RowKey) -> String {
    let lists = || evaluated.form.table(table).into_iter().flat_map(|table| table.list_indices());
    match row {
        RowKey::Total => {
            let total = lists().find_map(|list| Some(evaluated.form.list(list).footing()?.total.clone()));
            total.unwrap_or_default()
        }
        RowKey::Fixed(id) => id.clone(),
        RowKey::Unit(unit) => unit.clone(),
        RowKey::Code(code) => code.spaced(),
        RowKey::UnitCode(unit, code) => format!("{unit} {}", code.spaced()),
        RowKey::Project(id) => format!("项目 {}", id.0),
    }
}
