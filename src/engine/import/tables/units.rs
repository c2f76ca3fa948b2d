//! The unit of each table's figures.

use std::collections::BTreeSet;

use super::super::figure::{self, Figure};
use super::super::report::UnitSource;
use super::segments::{Context, TableParts};
use super::{RowsByList, TableParts as Parts};
use crate::disclosure::{Amount, AmountUnit};

/// For each table its unit: what is said at it; else what the user says; else what is said at all others, where the
/// largest of its figures is one of theirs. `None` where nothing tells.
pub(super) fn of_tables(
    context: &Context<'_>,
    tables: &[TableParts],
    rows: &[RowsByList],
) -> Vec<Option<(AmountUnit, UnitSource)>> {
    let said: Vec<Option<AmountUnit>> = tables.iter().map(said).collect();
    let mut others: Vec<&AmountUnit> = said.iter().flatten().collect();
    others.dedup();
    let common = match others.as_slice() {
        [unit] => Some((*unit).clone()),
        _ => None,
    };
    let mut known = BTreeSet::new();
    for (unit, rows) in said.iter().zip(rows) {
        if let Some(unit) = unit {
            known.extend(amounts(rows, unit));
        }
    }
    let by_others = |rows: &RowsByList| {
        let unit = common.clone()?;
        let largest = amounts(rows, &unit).into_iter().max_by_key(|amount| amount.abs())?;
        (!largest.is_zero() && known.contains(&largest)).then_some((unit, UnitSource::Others))
    };
    let units = said.iter().zip(tables).zip(rows).map(|((said, table), rows)| match said {
        Some(unit) => Some((unit.clone(), UnitSource::Said)),
        None => {
            let option = context.unit.clone().map(|unit| (unit, UnitSource::Option));
            option.or_else(|| if has_contradiction(table) { None } else { by_others(rows) })
        }
    });
    units.collect()
}

/// The unit that is said at a table, where only one is.
fn said(table: &Parts) -> Option<AmountUnit> {
    let (first, _) = table.units.first()?;
    table.units.iter().all(|(unit, _)| unit == first).then(|| first.clone())
}

fn has_contradiction(table: &Parts) -> bool {
    !table.units.is_empty()
}

fn amounts(rows: &RowsByList, unit: &AmountUnit) -> Vec<Amount> {
    let cells = rows.iter().flat_map(|(_, rows)| rows).flat_map(|row| &row.cells);
    let amounts = cells.filter_map(|(_, text)| match figure::read(text, unit.yuan) {
        Figure::Amount(amount) => Some(amount),
        _ => None,
    });
    amounts.collect()
}
