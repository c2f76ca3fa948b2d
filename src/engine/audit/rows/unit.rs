//! Amounts in yuan under a head that says 万元 (F14).

use rust_decimal::Decimal;

use super::{lists, row_label};
use crate::audit::finding::Finding;
use crate::audit::rules::{UNIT, grade_of};
use crate::disclosure::Amount;
use crate::evaluate::{CellIndex, CellState, Evaluated};

/// No body below a ministry spends a hundred billion yuan in one cell; ten thousand times too much is soon there.
const IMPLAUSIBLE_YUAN: i64 = 100_000_000_000;

/// One warning for each list that holds an implausible amount.
pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    let Ok(limit) = Amount::from_yuan(Decimal::from(IMPLAUSIBLE_YUAN)) else { return };
    for list in lists(evaluated) {
        let unit = evaluated.unit(list);
        if unit.yuan == Decimal::ONE {
            continue;
        }
        let columns = &evaluated.form.list(list).amounts;
        let money: Vec<usize> = (0..columns.len()).filter(|&column| columns[column].unit.is_none()).collect();
        // No part of a total is larger than that, unless figures below zero stand beside it.
        let total = |column| evaluated.value(CellIndex { list, row: 0, column }).abs();
        if evaluated.form.list(list).footing().is_some() && money.iter().all(|&column| total(column) < limit) {
            continue;
        }
        let rows = evaluated.evaluation.layout(list).rows.len();
        let cells = (0..rows).flat_map(|row| money.iter().map(move |&column| CellIndex { list, row, column }));
        let held = cells.filter(|&cell| evaluated.evaluation.state(cell) == CellState::Entered);
        let Some(cell) = held.into_iter().find(|&cell| evaluated.value(cell).abs() >= limit) else { continue };
        let message = format!(
            "{} 有 {} {}，大得不像一个单位的预算，可能把元当成{}填了。",
            row_label(evaluated, list, cell.row),
            unit.text(evaluated.value(cell)),
            unit.name,
            unit.name,
        );
        let finding = Finding::new(UNIT, grade_of(UNIT), message);
        findings.push(Finding { cells: vec![cell], first_side: 1, stated: Some(evaluated.value(cell)), ..finding });
    }
}
