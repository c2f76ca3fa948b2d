//! Checks of rows, their codes and their names, without arithmetic (C1 to C12 and F8 and F14 to F18).

mod codes;
mod fields;
mod names;
mod order;
mod orphans;
mod projects;
mod sets;
mod unit;

use super::finding::Finding;
use crate::disclosure::{Code, Row};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::ListIndex;

/// Everything that is wrong with rows, where `of_each` is what [`findings_of_each`] finds.
pub(super) fn findings(evaluated: Evaluated<'_>, of_each: Vec<Finding>) -> Vec<Finding> {
    let mut findings = Vec::new();
    sets::check(evaluated, &mut findings);
    findings.extend(of_each);
    fields::check(evaluated, &mut findings);
    findings
}

/// What is wrong with single rows, however far their tables are: it may be asked before that is known.
pub(super) fn findings_of_each(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    order::check(evaluated, &mut findings);
    codes::check(evaluated, &mut findings);
    names::check(evaluated, &mut findings);
    projects::check(evaluated, &mut findings);
    orphans::check(evaluated, &mut findings);
    unit::check(evaluated, &mut findings);
    findings
}

/// After so many breaches of one rule in one table only their number is told: nobody mends thousands one by one.
const MOST_TOLD: usize = 20;

/// The breaches of one rule in one table.
struct Breaches<'f> {
    findings: &'f mut Vec<Finding>,
    count: usize,
}

impl<'f> Breaches<'f> {
    fn new(findings: &'f mut Vec<Finding>) -> Self {
        Self { findings, count: 0 }
    }

    fn tell(&mut self, finding: impl FnOnce() -> Finding) {
        self.count += 1;
        if self.count <= MOST_TOLD {
            self.findings.push(finding());
        }
    }

    /// Says how many more there are; the last one that was told stands for them.
    fn finish(self) {
        let more = self.count.saturating_sub(MOST_TOLD);
        if let Some(last) = self.findings.last_mut().filter(|_| more > 0) {
            last.message += &format!("（这张表还有 {more} 处同样的问题）");
        }
    }
}

/// A stored row as it is laid out.
#[derive(Clone, Copy)]
struct StoredRow<'a> {
    row: usize,
    code: Option<Code>,
    stored: &'a Row,
}

/// The rows of `list` that a person entered, in printed order.
fn stored_rows(evaluated: Evaluated<'_>, list: ListIndex) -> impl Iterator<Item = StoredRow<'_>> {
    let rows = evaluated.evaluation.layout(list).rows.iter().enumerate();
    let table = evaluated.disclosure.table(evaluated.form.table_of(list).number);
    let stored = table.map_or(&[][..], |table| &table.rows);
    rows.filter(|(_, laid_out)| matches!(laid_out.origin, RowOrigin::Code | RowOrigin::Project)).filter_map(
        move |(row, laid_out)| Some(StoredRow { row, code: laid_out.code, stored: stored.get(laid_out.stored()?)? }),
    )
}

/// All lists of the form.
fn lists(evaluated: Evaluated<'_>) -> impl Iterator<Item = ListIndex> + use<> {
    (0..evaluated.form.lists.len()).map(ListIndex)
}

/// Whether a figure stands in one of `columns` of the row.
fn has_amount(evaluated: Evaluated<'_>, list: ListIndex, row: usize, columns: &[usize]) -> bool {
    columns.iter().any(|&column| !evaluated.value(CellIndex { list, row, column }).is_zero())
}

/// Whether nothing is laid out in the list but its total.
fn is_without_rows(evaluated: Evaluated<'_>, list: ListIndex) -> bool {
    let has_footing = evaluated.form.list(list).footing().is_some();
    has_footing && evaluated.evaluation.layout(list).rows.len() == 1
}

/// `表5 208 05 05 机关…`.
fn row_label(evaluated: Evaluated<'_>, list: ListIndex, row: usize) -> String {
    format!("表{} {}", evaluated.form.table_of(list).number, evaluated.row_label(list, row))
}
