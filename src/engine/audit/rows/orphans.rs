//! Stated amounts that have no cell: totals that a source prints without any row below them (F11).

use crate::audit::finding::Finding;
use crate::audit::rules::{TOTAL_WITHOUT_ROWS, grade_of};
use crate::disclosure::{CellKey, RowKey, TableNumber};
use crate::evaluate::Evaluated;

/// An error for each stated amount that no table shows, so that none is lost without a word.
pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    for (&number, table) in &evaluated.disclosure.tables {
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
