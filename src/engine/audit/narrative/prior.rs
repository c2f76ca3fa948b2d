//! Last year's figures: against each other (D1 to D6), and against last year's own disclosure (D7).

use super::Checker;
use crate::audit::finding::{Finding, Grade};
use crate::audit::rules::{LAST_YEAR, grade_of};
use crate::disclosure::{Amount, CellKey};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::template::{PriorIdentity, PriorSum};
use crate::narrative::{prior_cells, prior_sum};

impl Checker<'_> {
    pub(super) fn prior(self, findings: &mut Vec<Finding>) {
        if self.evaluated.disclosure.prior.is_empty() {
            return;
        }
        for identity in &self.template.prior {
            findings.extend(self.prior_identity(identity));
        }
    }

    fn prior_identity(self, identity: &PriorIdentity) -> Option<Finding> {
        let unit = &self.evaluated.form.unit;
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
        // Two copies of one amount must agree as shown.
        let is_sum = sides.iter().any(|side| side.count > 1);
        let is_rounding = is_sum && sides[0].printed.meets(sides[1].printed);
        let grade = if is_rounding { Grade::Rounding } else { grade_of(&identity.rule) };
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
    let unit = &evaluated.form.unit;
    let prior = &evaluated.disclosure.prior;
    let mut expected: std::collections::BTreeMap<CellKey, Amount> =
        prior_cells(last).into_iter().map(|cell| (last.key(cell), last.value(cell))).collect();
    for key in prior.keys() {
        expected.entry(key.clone()).or_default();
    }
    let mut findings = Vec::new();
    for (key, expected) in expected {
        let stated = prior.get(&key).copied().unwrap_or_default();
        if unit.shown(stated) == unit.shown(expected) {
            continue;
        }
        let label = match (evaluated.find(&key), last.find(&key)) {
            (Some(cell), _) => evaluated.cell_label(cell),
            (None, Some(cell)) => last.cell_label(cell),
            (None, None) => format!("表{}", key.table),
        };
        let message = format!(
            "{label}：上年预算数是 {}，{} 年的公开文件里是 {}。",
            unit.text(stated),
            last.disclosure.year,
            unit.text(expected),
        );
        let cells: Vec<CellIndex> = evaluated.find(&key).into_iter().collect();
        findings.push(Finding {
            first_side: cells.len(),
            cells,
            stated: Some(unit.shown(stated)),
            expected: Some(unit.shown(expected)),
            difference: Some(unit.shown(stated) - unit.shown(expected)),
            ..Finding::new(LAST_YEAR, grade_of(LAST_YEAR), message)
        });
    }
    findings
}
