//! Changing performance tables (绩效目标表): the tables, their money, their indicators.

mod enter;
mod make;
mod paste;
#[cfg(test)]
mod tests;

pub use enter::{enter_performance, performance_text};
pub use make::{copy_performance, new_performance_table, subjects_without_table};
pub use paste::{PastedIndicators, paste_performance};

use std::ops::Range;

use rust_decimal::Decimal;

use super::{Change, EditError, Put, Step};
use crate::disclosure::{Disclosure, Indicator, PerformanceFunds, PerformanceTable};

/// The step that adds `table` at `place`, at most after the last.
pub fn add_performance_table(disclosure: &Disclosure, place: usize, table: PerformanceTable) -> Step {
    let place = place.min(disclosure.performance.len());
    Step::new("增加绩效目标表", vec![Change::PerformanceTable(Put { place, from: None, to: Some(Box::new(table)) })])
}

/// The step that takes the table at `place` out.
///
/// # Errors
/// When there is none.
pub fn remove_performance_table(disclosure: &Disclosure, place: usize) -> Result<Step, EditError> {
    let from = Some(Box::new(table_at(disclosure, place)?.clone()));
    Ok(Step::new("删除绩效目标表", vec![Change::PerformanceTable(Put { place, from, to: None })]))
}

/// The step that sets the money of the table at `place`, in yuan.
///
/// # Errors
/// When there is no such table.
pub fn set_performance_funds(
    disclosure: &Disclosure,
    place: usize,
    funds: PerformanceFunds,
) -> Result<Step, EditError> {
    change(disclosure, place, "修改绩效目标表资金", |table| {
        table.funds = funds;
        Ok(())
    })
}

/// The step that sets the weight of an indicator, in points.
///
/// # Errors
/// When there is no such table or indicator.
pub fn set_weight(
    disclosure: &Disclosure,
    place: usize,
    row: usize,
    weight: Option<Decimal>,
) -> Result<Step, EditError> {
    change(disclosure, place, "修改权重", |table| {
        table.indicators.get_mut(row).ok_or(EditError::TextMissing)?.weight = weight;
        Ok(())
    })
}

/// The step that puts `indicator` in at `row`, at most after the last.
///
/// # Errors
/// When there is no such table.
pub fn add_indicator(
    disclosure: &Disclosure,
    place: usize,
    row: usize,
    indicator: Indicator,
) -> Result<Step, EditError> {
    change(disclosure, place, "增加指标", |table| {
        table.indicators.insert(row.min(table.indicators.len()), indicator);
        Ok(())
    })
}

/// The step that takes the indicator at `row` out.
///
/// # Errors
/// When there is no such table or indicator.
pub fn remove_indicator(disclosure: &Disclosure, place: usize, row: usize) -> Result<Step, EditError> {
    change(disclosure, place, "删除指标", |table| {
        if row >= table.indicators.len() {
            return Err(EditError::TextMissing);
        }
        table.indicators.remove(row);
        Ok(())
    })
}

/// The step that puts a blank indicator in below `row`, or as the first. It says the same levels as the one above it,
/// or else below it, since most are added to a group that is there.
///
/// # Errors
/// When there is no such table.
pub fn insert_indicator(disclosure: &Disclosure, place: usize, row: Option<usize>) -> Result<Step, EditError> {
    let indicators = &table_at(disclosure, place)?.indicators;
    let at = row.map_or(0, |row| row + 1).min(indicators.len());
    let beside = at.checked_sub(1).and_then(|above| indicators.get(above)).or(indicators.get(at));
    let (level_one, level_two) =
        beside.map(|beside| (beside.level_one.clone(), beside.level_two.clone())).unwrap_or_default();
    add_indicator(disclosure, place, at, Indicator { level_one, level_two, ..Indicator::default() })
}

/// The step that puts copies of the indicators in `rows` in below them.
///
/// # Errors
/// When there is no such table or indicator.
pub fn duplicate_indicators(disclosure: &Disclosure, place: usize, rows: Range<usize>) -> Result<Step, EditError> {
    change(disclosure, place, &format!("复制 {} 行指标", rows.len()), |table| {
        let copies = table.indicators.get(rows.clone()).ok_or(EditError::TextMissing)?.to_vec();
        table.indicators.splice(rows.end..rows.end, copies);
        Ok(())
    })
}

/// The step that takes the indicators in `rows` out.
///
/// # Errors
/// When there is no such table or indicator.
pub fn remove_indicators(disclosure: &Disclosure, place: usize, rows: Range<usize>) -> Result<Step, EditError> {
    change(disclosure, place, &format!("删除 {} 行指标", rows.len()), |table| {
        if rows.end > table.indicators.len() {
            return Err(EditError::TextMissing);
        }
        table.indicators.drain(rows);
        Ok(())
    })
}

/// The step that moves the indicator at `row` to where the one at `to` stands.
///
/// # Errors
/// When there is no such table or indicator.
pub fn move_indicator(disclosure: &Disclosure, place: usize, row: usize, to: usize) -> Result<Step, EditError> {
    change(disclosure, place, "移动指标", |table| {
        if row.max(to) >= table.indicators.len() {
            return Err(EditError::TextMissing);
        }
        let indicator = table.indicators.remove(row);
        table.indicators.insert(to, indicator);
        Ok(())
    })
}

fn table_at(disclosure: &Disclosure, place: usize) -> Result<&PerformanceTable, EditError> {
    disclosure.performance.get(place).ok_or(EditError::TextMissing)
}

/// The step `name` that does `edit` to the table at `place`.
fn change(
    disclosure: &Disclosure,
    place: usize,
    name: &str,
    edit: impl FnOnce(&mut PerformanceTable) -> Result<(), EditError>,
) -> Result<Step, EditError> {
    let from = table_at(disclosure, place)?;
    let mut to = from.clone();
    edit(&mut to)?;
    if to == *from {
        return Ok(Step::new(name, Vec::new()));
    }
    let (from, to) = (Some(Box::new(from.clone())), Some(Box::new(to)));
    Ok(Step::new(name, vec![Change::PerformanceTable(Put { place, from, to })]))
}
