//! Findings in the accountant's words.

use super::finding::{Finding, Grade};
use super::repair::Repair;
use crate::disclosure::{Amount, AmountUnit};
use crate::evaluate::{Addend, CellIndex, CellState, ContextSubject, Evaluated, definition, signed_sum};
use crate::form::{Equation, Relation, RowPattern, Term};
use crate::ties::instances::{Instance, InstanceKind};

/// More parts than this are not written out one by one.
const PARTS_WRITTEN_OUT: usize = 6;

/// The finding that `instance` does not hold; `sums` are its sides as shown.
pub(super) fn finding(
    evaluated: Evaluated<'_>,
    instance: &Instance<'_>,
    grade: Grade,
    (left, right): (Amount, Amount),
) -> Finding {
    let unit = common_unit(evaluated, instance);
    // The single cell comes first: it is what the sum on the other side is compared with.
    let is_swapped = instance.left.len() != 1 && instance.right.len() == 1;
    let (first, other) = if is_swapped { (instance.right, instance.left) } else { (instance.left, instance.right) };
    // Sides that are shown alike differ in digits that are not shown.
    let exact = |addends: &[Addend]| signed_sum(addends, |cell| evaluated.value(cell));
    let is_exact = left == right && grade != Grade::Rounding;
    let (left, right) = if is_exact { (exact(instance.left), exact(instance.right)) } else { (left, right) };
    let (stated, expected) = if is_swapped { (right, left) } else { (left, right) };
    let difference = stated - expected;
    let comparison = match (instance.relation, is_swapped) {
        (Relation::Equal, _) => "应等于",
        (Relation::AtLeast, false) => "应不小于",
        (Relation::AtLeast, true) => "应不大于",
    };
    let apart = unit.text_of(difference.abs(), is_exact);
    let verdict = match grade {
        // Two copies of one amount are printed alike in the end.
        Grade::Rounding if matches!((instance.left, instance.right), ([_], [_])) => {
            format!("相差 {apart} {}，由四舍五入的数加起来可以差这么多；公布前请把合计填成正式的数", unit.name)
        }
        Grade::Rounding => format!("相差 {apart} {}，四舍五入可以解释", unit.name),
        _ if is_exact => {
            format!("相差 {apart} {}：印出来的 {} 位小数看不出，差在后面没有显示的小数上", unit.name, unit.decimals)
        }
        _ => format!("相差 {apart} {}", unit.name),
    };
    let figures = Told::of(evaluated, instance, is_exact);
    let told = |addends: &[Addend], sum, terms: fn(&Equation) -> &[Term]| match addends {
        [] => format!("{}{}", unit.text_of(sum, is_exact), missing_rows(evaluated, instance, terms)),
        _ => side(evaluated, addends, sum, figures),
    };
    let sides = (told(instance.left, left, |rule| &rule.left), told(instance.right, right, |rule| &rule.right));
    let (first_told, other_told) = if is_swapped { (sides.1, sides.0) } else { sides };
    let message = format!("{first_told}，{comparison} {other_told}，{verdict}。");
    Finding {
        cells: first.iter().chain(other).map(|addend| addend.cell).collect(),
        first_side: first.len(),
        stated: Some(stated),
        expected: Some(expected),
        difference: Some(difference),
        // A rounding difference is right as it is.
        repairs: match grade {
            Grade::Rounding => Vec::new(),
            _ => repairs(evaluated, instance, (first, stated), (other, expected)),
        },
        ..Finding::new(&evaluated.form.rule(instance.rule).id, grade, message)
    }
}

/// What would make the sides of an equation agree: the computed figure, or the figure of the other side.
fn repairs(
    evaluated: Evaluated<'_>,
    instance: &Instance<'_>,
    (first, stated): (&[Addend], Amount),
    (other, expected): (&[Addend], Amount),
) -> Vec<Repair> {
    let [single] = first else { return Vec::new() };
    let mut repairs = Vec::new();
    let is_held = |cell: CellIndex| evaluated.evaluation.state(cell).is_held();
    if evaluated.evaluation.state(single.cell) == CellState::Stated
        && definition(evaluated.form, evaluated.evaluation, single.cell).is_some_and(|(rule, _)| rule == instance.rule)
    {
        repairs.push(Repair::Compute(single.cell));
    } else if is_held(single.cell) && instance.relation == Relation::Equal && !expected.is_zero() {
        repairs.push(Repair::Amount { cell: single.cell, amount: expected });
    }
    if let [only] = other
        && is_held(only.cell)
        && !only.negative
        // A figure is not mended by emptying its cell.
        && !stated.is_zero()
    {
        repairs.push(Repair::Amount { cell: only.cell, amount: stated });
    }
    repairs
}

/// The finding that no exact figures lie behind `cell` and the sums below it, though each of them may be rounded.
pub(super) fn joint_finding(evaluated: Evaluated<'_>, cell: CellIndex) -> Option<Finding> {
    let unit = evaluated.unit_of_cell(cell);
    let (rule, addends) = definition(evaluated.form, evaluated.evaluation, cell)?;
    let stated = unit.shown(evaluated.value(cell));
    let expected = signed_sum(&addends, |cell| unit.shown(evaluated.value(cell)));
    let message = format!(
        "{} {}：与下级各行逐行看都在尾差之内，但没有一组精确数能四舍五入成这里和下级的全部数字，不能用尾差解释。",
        evaluated.cell_label(cell),
        unit.text(stated),
    );
    Some(Finding {
        cells: std::iter::once(cell).chain(addends.iter().map(|addend| addend.cell)).collect(),
        first_side: 1,
        stated: Some(stated),
        expected: Some(expected),
        difference: Some(stated - expected),
        repairs: vec![Repair::Compute(cell)],
        ..Finding::new(&evaluated.form.rule(rule).id, Grade::Error, message)
    })
}

/// Which rows the side `terms` of the rule of `instance` names that are not there; blank where it names none.
fn missing_rows(evaluated: Evaluated<'_>, instance: &Instance<'_>, terms: fn(&Equation) -> &[Term]) -> String {
    let InstanceKind::Identity { place, subject } = instance.kind else { return String::new() };
    let terms = terms(&evaluated.form.identities[place].equation);
    let mut missing: Vec<String> = Vec::new();
    for term in terms {
        let code = match (term.cell.row, subject) {
            (RowPattern::Code(code), _) | (RowPattern::SameCode, ContextSubject::Code(code)) => code.spaced() + " ",
            _ => String::new(),
        };
        let row = format!("表{} 没有 {code}这一行", evaluated.form.table_of(term.cell.list).number);
        if !missing.contains(&row) {
            missing.push(row);
        }
    }
    if missing.is_empty() { String::new() } else { format!("（{}）", missing.join("，")) }
}

/// The unit in which both sides of `instance` can be compared.
pub(super) fn common_unit<'f>(evaluated: Evaluated<'f>, instance: &Instance<'_>) -> &'f AmountUnit {
    let units = instance.cells().map(|cell| evaluated.unit_of_cell(cell));
    units.max_by_key(|unit| unit.last_place()).unwrap_or(&evaluated.form.text_unit)
}

/// How the figures of a comparison are told.
#[derive(Debug, Clone, Copy)]
pub(super) struct Told {
    /// With every digit.
    is_exact: bool,
    /// Each with its unit: the two sides are printed in different ones.
    with_unit: bool,
}

impl Told {
    pub fn of(evaluated: Evaluated<'_>, instance: &Instance<'_>, is_exact: bool) -> Self {
        let mut units = instance.cells().map(|cell| &evaluated.unit_of_cell(cell).name);
        let first = units.next();
        Self { is_exact, with_unit: units.any(|unit| Some(unit) != first) }
    }
}

/// One side of a comparison in words.
pub(super) fn side(evaluated: Evaluated<'_>, addends: &[Addend], sum: Amount, told: Told) -> String {
    let unit = addends.first().map_or(&evaluated.form.text_unit, |first| evaluated.unit_of_cell(first.cell));
    let name = if told.with_unit { unit.name.as_str() } else { "" };
    let text = |amount| format!("{}{name}", unit.text_of(amount, told.is_exact));
    let filled: Vec<_> = addends.iter().filter(|addend| !evaluated.value(addend.cell).is_zero()).collect();
    match (addends, filled.as_slice()) {
        // A total is printed, and the rows that it adds up are not there.
        ([], _) => format!("没有一行可加，{}", text(sum)),
        ([only], _) => format!("{} {}", evaluated.cell_label(only.cell), text(sum)),
        (_, [only]) => format!("{} {}", evaluated.cell_label(only.cell), text(sum)),
        (_, []) => format!("{} 等各项之和 {}", evaluated.cell_label(addends[0].cell), text(sum)),
        (_, parts) if parts.len() <= PARTS_WRITTEN_OUT => {
            let mut parts_told = String::new();
            for (place, addend) in parts.iter().enumerate() {
                parts_told += match (addend.negative, place) {
                    (true, _) => " − ",
                    (false, 0) => "",
                    (false, _) => " + ",
                };
                parts_told += &text(evaluated.value(addend.cell));
            }
            format!("{}{parts_told} = {}", summary(evaluated, &filled), text(sum))
        }
        (_, parts) => format!("{}{} 项之和 {}", summary(evaluated, &filled), parts.len(), text(sum)),
    }
}

/// Where the parts of a sum stand, in a few words: their table and, where it is one, their column or row.
fn summary(evaluated: Evaluated<'_>, addends: &[&Addend]) -> String {
    let table = |cell: CellIndex| evaluated.form.table_of(cell.list).number;
    let mut tables: Vec<_> = addends.iter().map(|addend| table(addend.cell)).collect();
    tables.dedup();
    let first = addends[0].cell;
    if tables.len() > 1 {
        let labels: Vec<_> = addends.iter().map(|addend| evaluated.cell_label(addend.cell)).collect();
        return format!("{}：", labels.join(" + "));
    }
    if addends.iter().all(|addend| addend.cell.row == first.row) {
        return format!("表{} {} 各列 ", table(first), evaluated.row_label(first.list, first.row));
    }
    if addends.iter().all(|addend| addend.cell.column == first.column) {
        let title = &evaluated.form.list(first.list).amounts[first.column].title;
        return format!("表{} {title} 各行 ", table(first));
    }
    format!("表{} 各项 ", table(first))
}
