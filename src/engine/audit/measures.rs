//! Counts and percentages: what was counted is whole, and a percentage is that of its two figures.

use super::finding::{Finding, Grade};
use super::repair::Repair;
use super::rules::{COUNT, grade_of};
use crate::disclosure::Amount;
use crate::disclosure::{Interval, Measure};
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated, RatioCells, ratio};
use crate::form::{ListIndex, RatioKind};
use crate::states::Standing;
use crate::ties::interval::Side;

/// What is wrong with figures that are no money.
pub(super) fn findings(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for list in (0..evaluated.form.lists.len()).map(ListIndex) {
        for (column, own) in evaluated.form.list(list).amounts.iter().enumerate() {
            let cells = (0..evaluated.evaluation.layout(list).rows.len()).map(|row| CellIndex { list, row, column });
            match own.measure() {
                Measure::Money => {}
                Measure::Count => findings.extend(cells.filter_map(|cell| broken_count(evaluated, cell))),
                Measure::Percent => findings.extend(cells.filter_map(|cell| wrong_percent(evaluated, cell))),
            }
        }
    }
    findings
}

/// A count that has more decimals than such things have, or is below nothing.
fn broken_count(evaluated: Evaluated<'_>, cell: CellIndex) -> Option<Finding> {
    let unit = evaluated.unit_of_cell(cell);
    let value = evaluated.value(cell);
    let is_held = evaluated.evaluation.state(cell).is_held();
    let should = match unit.decimals {
        _ if !is_held => return None,
        _ if value < Amount::ZERO => "数量不会是负数".to_owned(),
        _ if unit.is_exact(value) => return None,
        0 => "应是整数".to_owned(),
        some => format!("最多 {some} 位小数"),
    };
    let message = format!("{} 填的是 {} {}，{should}。", evaluated.cell_label(cell), unit.exact_text(value), unit.name);
    let finding = Finding::new(COUNT, grade_of(COUNT), message);
    Some(Finding { cells: vec![cell], first_side: 1, stated: Some(value), ..finding })
}

/// A percentage that is not that of its two figures, whatever was rounded away in them.
fn wrong_percent(evaluated: Evaluated<'_>, cell: CellIndex) -> Option<Finding> {
    let Evaluated { form, evaluation, .. } = evaluated;
    let of = ratio(form, evaluation, cell).filter(|_| evaluation.state(cell) == CellState::Stated)?;
    let states = evaluated.states();
    if states.standing(states.sources_of(evaluated, of.cells())) != Standing::Complete {
        return None;
    }
    let unit = evaluated.unit_of_cell(cell);
    let stated = unit.shown(evaluated.value(cell));
    let (part, whole) = (Side::of(&of.part, evaluated), Side::of(&of.whole, evaluated));
    let expected = of.of(part.shown, whole.shown).map(|percent| unit.shown(percent));
    let computed = evaluation.values(cell.list).computed(cell.row, cell.column);
    if expected == Some(stated)
        || expected.is_none() && !computed.is_zero() && unit.shown(computed) == stated
        || expected.is_none() && is_right_of_nothing(&of, &part, stated == unit.shown(hundred()))
    {
        return None;
    }
    let printed = Interval::of_shown(stated, unit);
    let is_rounding = match of.between(part.printed(), whole.printed()) {
        Some(all) => all.meets(printed),
        // A whole that is printed as nothing may be very little.
        None => {
            let is_something = of.whole.iter().any(|addend| !evaluated.value(addend.cell).is_zero());
            is_something && of.may_be(part.printed(), whole.printed(), stated)
        }
    };
    let rule = form.rule(of.rule);
    let grade = match (is_rounding, rule.doubtful) {
        (true, _) => Grade::Rounding,
        (false, true) => Grade::Warning,
        (false, false) => Grade::Error,
    };
    let said = |addends: &[Addend], side: &Side<'_>| {
        let text = side.unit.map_or_else(String::new, |unit| format!("{} {}", unit.text(side.shown), unit.name));
        match addends {
            [only] => format!("{} {text}", evaluated.cell_label(only.cell)),
            _ => text,
        }
    };
    let between = match of.kind {
        RatioKind::Share => "占",
        RatioKind::Growth => "比",
    };
    let should =
        expected.map_or_else(|| "没有基数，应空着".to_owned(), |percent| format!("应是 {}%", unit.text(percent)));
    let end = match grade {
        Grade::Rounding => "，四舍五入可以解释",
        _ => "",
    };
    let message = format!(
        "{} {}%，{} {between} {}，{should}{end}。",
        evaluated.cell_label(cell),
        unit.text(stated),
        said(&of.part, &part),
        said(&of.whole, &whole),
    );
    Some(Finding {
        cells: std::iter::once(cell).chain(of.cells()).collect(),
        first_side: 1,
        stated: Some(stated),
        expected,
        difference: expected.map(|expected| stated - expected),
        repairs: if is_rounding { Vec::new() } else { vec![Repair::Compute(cell)] },
        ..Finding::new(&rule.id, grade, message)
    })
}

fn hundred() -> Amount {
    Amount::from_yuan(rust_decimal::Decimal::ONE_HUNDRED).unwrap_or_default()
}

/// Where there was nothing before, some write that it grew by a hundred percent.
fn is_right_of_nothing(of: &RatioCells, part: &Side<'_>, is_hundred: bool) -> bool {
    of.kind == RatioKind::Growth && !part.shown.is_zero() && is_hundred
}
