//! Changing performance tables (绩效目标表): the tables, their money, their indicators.

use rust_decimal::Decimal;

use super::{Change, EditError, Step};
use crate::disclosure::{Disclosure, Indicator, PerformanceFunds, PerformanceTable};

/// The step that adds `table` at `place`, at most after the last.
pub fn add_performance_table(disclosure: &Disclosure, place: usize, table: PerformanceTable) -> Step {
    let place = place.min(disclosure.performance.len());
    Step::new("增加绩效目标表", vec![Change::PerformanceTable { place, from: None, to: Some(Box::new(table)) }])
}

/// The step that takes the table at `place` out.
///
/// # Errors
/// When there is none.
pub fn remove_performance_table(disclosure: &Disclosure, place: usize) -> Result<Step, EditError> {
    let from = Some(Box::new(table_at(disclosure, place)?.clone()));
    Ok(Step::new("删除绩效目标表", vec![Change::PerformanceTable { place, from, to: None }]))
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
    change(disclosure, place, "修改分值权重", |table| {
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
    Ok(Step::new(name, vec![Change::PerformanceTable { place, from, to }]))
}
