//! Entering and clearing amounts.

use super::{Change, Step};
use crate::disclosure::{Amount, CellKey};
use crate::evaluate::{CellIndex, Evaluated, dependent_stated_cells};

/// The step `name` that puts amounts into cells, or clears them.
///
/// In a computed cell the amount becomes its stated amount (公布数); when it is what the program computes anyway, or is
/// cleared, the cell carries none. Stated amounts that depend on a changed cell are dropped in the same step: they were
/// what the source printed for other figures.
pub fn set_amounts(evaluated: Evaluated<'_>, name: impl Into<String>, cells: &[(CellIndex, Option<Amount>)]) -> Step {
    let mut changes = Vec::new();
    let mut changed = Vec::new();
    for &(cell, amount) in cells {
        let amount = amount.filter(|amount| !amount.is_zero());
        let key = evaluated.key(cell);
        let change = if evaluated.evaluation.state(cell).is_computed() {
            let computed = evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
            let from = evaluated.disclosure.stated(&key);
            Change::Stated { cell: key, from, to: amount.filter(|&amount| amount != computed) }
        } else {
            let from = evaluated.disclosure.entered(&key);
            Change::Amount { cell: key, from, to: amount }
        };
        if let Change::Stated { from, to, .. } | Change::Amount { from, to, .. } = &change
            && from != to
        {
            changes.push(change);
            changed.push(cell);
        }
    }
    let already: Vec<CellKey> = changed.iter().map(|&cell| evaluated.key(cell)).collect();
    changes.extend(dropped_stated(evaluated, &changed, &already));
    Step::new(name, changes)
}

/// The changes that drop what is stated in cells that depend on `changed`, except in `kept`.
pub(super) fn dropped_stated(evaluated: Evaluated<'_>, changed: &[CellIndex], kept: &[CellKey]) -> Vec<Change> {
    let Evaluated { form, disclosure, evaluation, .. } = evaluated;
    dependent_stated_cells(form, disclosure, evaluation, changed)
        .into_iter()
        .filter(|key| !kept.contains(key))
        .map(|cell| Change::Stated { from: disclosure.stated(&cell), to: None, cell })
        .collect()
}
