//! Stated amounts that have no cell: totals that a source prints without any row below them.

use super::finding::{Finding, Grade};
use crate::disclosure::{CellKey, RowKey, TableNumber};
use crate::evaluate::Evaluated;

/// Id of the rule (fault 11 of the catalogue of faults).
pub(super) const TOTAL_WITHOUT_ROWS: &str = "F11";

/// An error for each stated amount that no table shows, so that none is lost without a word.
pub(super) fn totals_without_rows(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let unit = &evaluated.form.unit;
    let mut findings = Vec::new();
    for (&number, table) in &evaluated.disclosure.tables {
        for ((row, column), &amount) in &table.stated {
            let key = CellKey::new(number, row.clone(), *column);
            if amount.is_zero() || evaluated.find(&key).is_some() {
                continue;
            }
            findings.push(Finding {
                rule: TOTAL_WITHOUT_ROWS.to_owned(),
                grade: Grade::Error,
                cells: Vec::new(),
                first_side: 0,
                stated: Some(amount),
                expected: None,
                difference: None,
                message: format!(
                    "表{number} {}（{column}）公布数 {}：下面没有任何一行，表上显示不出来；请补上下级各行。",
                    row_name(evaluated, number, row),
                    unit.text(amount),
                ),
                suspects: Vec::new(),
            });
        }
    }
    findings
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
