//! Last year's figures: against each other (D1 to D6), against this year's where these should not be larger (D9), and against last year's own disclosure (D7).

use super::{Checker, restated};
use crate::audit::finding::{Finding, Grade};
use crate::audit::repair::Repair;
use crate::audit::rules::{LAST_YEAR, grade_in, grade_of};
use crate::disclosure::{Amount, Component, Interval, Said};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::template::{Falling, PriorIdentity, PriorSum};
use crate::narrative::{LastYearFigure, Sum, last_year_figures, prior_sum};
use crate::states::Standing;

impl Checker<'_> {
    pub(super) fn prior(self, findings: &mut Vec<Finding>) {
        if self.evaluated.disclosure.prior.is_empty() {
            return;
        }
        for falling in &self.template.falling {
            findings.extend(self.falling(falling));
        }
        for identity in &self.template.prior {
            findings.extend(self.prior_identity(identity));
        }
    }

    fn prior_identity(self, identity: &PriorIdentity) -> Option<Finding> {
        let unit = &self.evaluated.form.text_unit;
        let cells = |terms: &Vec<_>| prior_sum(self.evaluated, &PriorSum::Cells(terms.clone())).sum;
        if identity.when.as_ref().is_some_and(|(left, right)| cells(left) != cells(right)) {
            return None;
        }
        let sides = [&identity.left, &identity.right].map(|side| prior_sum(self.evaluated, side));
        let [left, right] = sides.map(|side| unit.shown(side.sum));
        let difference = left - right;
        if difference.is_zero() {
            return None;
        }
        // Two copies of one amount must agree as shown, but for the cent between a year's figure and the change that is told
        // of it, both of which were rounded.
        let is_sum = sides.iter().any(|side| side.count > 1);
        let is_rounding =
            if is_sum { sides[0].printed.meets(sides[1].printed) } else { difference.abs() <= unit.last_place() };
        let grade = if is_rounding { Grade::Rounding } else { grade_in(self.evaluated.form, &identity.rule) };
        let title = super::super::rule_text(self.evaluated.form, &identity.rule).map_or("", |rule| rule.title);
        let verdict = if is_rounding { "，四舍五入可以解释" } else { "" };
        let apart = unit.text(difference.abs());
        let message = format!(
            "上年预算数：{title}，一边是 {}，一边是 {}，相差 {apart} {}{verdict}。",
            unit.text(left),
            unit.text(right),
            unit.name,
        );
        let at = self.first_cell(&identity.left).or_else(|| self.first_cell(&identity.right));
        Some(Finding {
            first_side: at.iter().count(),
            cells: at.into_iter().collect(),
            stated: Some(left),
            expected: Some(right),
            difference: Some(difference),
            ..Finding::new(&identity.rule, grade, message)
        })
    }

    /// An amount that grew though it should not.
    fn falling(self, falling: &Falling) -> Option<Finding> {
        let unit = &self.evaluated.form.text_unit;
        let sum = Sum::of_named(self.evaluated, &falling.amount);
        let (last, last_printed) = (sum.last?, sum.last_printed?);
        let grew = !Interval::default().reaches(sum.now_printed.minus(last_printed));
        let cells = Sum::cells_of(self.evaluated, &falling.amount);
        // What nobody said of last year is not nothing.
        let is_told = |cell: &CellIndex| self.evaluated.disclosure.prior.contains_key(&self.evaluated.key(*cell));
        if !cells.iter().all(is_told) {
            return None;
        }
        let states = self.evaluated.states();
        let tables = states.sources_of(self.evaluated, cells.iter().copied());
        let is_known = states.standing(tables) == Standing::Complete && states.open(tables).is_empty();
        if !grew || !is_known {
            return None;
        }
        let (now, last) = (unit.shown(sum.now), unit.shown(last));
        let apart = now - last;
        let label = cells.first().map(|cell| self.evaluated.cell_label(*cell)).unwrap_or_default();
        let message = format!(
            "{label}：{}（本年 {}，上年 {}，多 {} {}）。",
            falling.message,
            unit.text(now),
            unit.text(last),
            unit.text(apart),
            unit.name,
        );
        let finding = Finding::new(&falling.rule, grade_in(self.evaluated.form, &falling.rule), message);
        let first_side = cells.len();
        let (stated, expected, difference) = (Some(now), Some(last), Some(apart));
        Some(Finding { cells, first_side, stated, expected, difference, ..finding })
    }

    /// This year's cell at which a finding about last year's is shown.
    fn first_cell(self, sum: &PriorSum) -> Option<CellIndex> {
        match sum {
            PriorSum::Items(list, column) => Some(CellIndex { list: *list, row: 0, column: *column }),
            PriorSum::Cells(terms) => {
                let place = crate::narrative::Sum::cells_of(self.evaluated, terms);
                place.first().copied()
            }
        }
    }
}

/// What last year's figures of `evaluated` say otherwise than last year's disclosure itself, `last` (D7).
pub(super) fn against_last_year(evaluated: Evaluated<'_>, last: Evaluated<'_>) -> Vec<Finding> {
    let figures = last_year_figures(evaluated, last);
    let disclosure = evaluated.disclosure;
    let is_absent = disclosure.said.get(&Component::Prior) == Some(&Said::Absent) && disclosure.prior.is_empty();
    if is_absent && !figures.is_empty() {
        // What the document does not say is not wrong.
        let year = last.disclosure.year;
        let message = format!("上年预算数不在导入的文件里，没有与 {year} 年的公开文件核对。");
        let finding = Finding::new(LAST_YEAR, Grade::Unchecked, message);
        return vec![Finding { about: Some(Component::Prior), ..finding }];
    }
    let other = figures.iter().filter(|figure| !figure.agrees(evaluated));
    let found = other.map(|figure| other_last_year(evaluated, last, figure));
    restated::settle(evaluated, &figures, found.collect())
}

fn other_last_year(evaluated: Evaluated<'_>, last: Evaluated<'_>, figure: &LastYearFigure) -> Finding {
    let unit = &evaluated.form.text_unit;
    let LastYearFigure { cell: key, stated, told, was } = figure;
    let label = match (evaluated.find(key), was.as_ref().and_then(|was| last.find(was))) {
        (Some(cell), _) => evaluated.cell_label(cell),
        (None, Some(cell)) => last.cell_label(cell),
        (None, None) => format!("表{}", key.table),
    };
    // Where the table is printed in another unit than the sentences it is said which one this is.
    let is_other = |cell: CellIndex| evaluated.unit_of_cell(cell).name != unit.name;
    let name = if evaluated.find(key).is_some_and(is_other) { format!(" {}", unit.name) } else { String::new() };
    let text = |amount: Amount| format!("是 {}{name}", unit.text(amount));
    let own = stated.map_or_else(|| "没有填".to_owned(), text);
    let told_text = told.map_or_else(|| "没有这个数".to_owned(), text);
    let message = format!("{label}：上年预算数{own}，{} 年的公开文件里{told_text}。", last.disclosure.year);
    let cells: Vec<CellIndex> = evaluated.find(key).into_iter().collect();
    let [shown, expected] = [stated, told].map(|amount| unit.shown(amount.unwrap_or_default()));
    Finding {
        first_side: cells.len(),
        cells,
        stated: Some(shown),
        expected: Some(expected),
        difference: Some(shown - expected),
        repairs: vec![Repair::LastYear { cell: key.clone(), amount: *told }],
        ..Finding::new(LAST_YEAR, grade_of(LAST_YEAR), message)
    }
}
