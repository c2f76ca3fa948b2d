//! Which rows a table must have beside those of another (C1 to C4, C7, C12, fault 8).

use std::collections::BTreeSet;

use super::{has_amount, lists, row_label, stored_rows};
use crate::audit::Grade;
use crate::audit::finding::Finding;
use crate::audit::repair::Repair;
use crate::disclosure::{Code, CodeLevel, Fund};
use crate::evaluate::Evaluated;
use crate::form::{ListIndex, RowCheck, RowRule};

pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    // The rows of a disclosure without any are not missing.
    if lists(evaluated).all(|list| stored_rows(evaluated, list).next().is_none()) {
        return;
    }
    for rule in &evaluated.form.row_rules {
        let check = Check { evaluated, rule };
        match &rule.check {
            RowCheck::Same(one, other) => check.same(*one, *other, findings),
            RowCheck::Within(part, whole) => check.missing(*part, None, *whole, findings),
            RowCheck::Needs { list, columns, row_in } => check.missing(*list, Some(columns), *row_in, findings),
            RowCheck::Fund { list, columns, fund } => check.fund(*list, columns, *fund, findings),
            RowCheck::Depth(lists) => lists.iter().for_each(|&list| check.depth(list, findings)),
            RowCheck::Classes(list, classes) => check.classes(*list, classes, findings),
        }
    }
}

struct Check<'a> {
    evaluated: Evaluated<'a>,
    rule: &'a RowRule,
}

impl Check<'_> {
    fn finding(&self, message: String) -> Finding {
        let rule = self.evaluated.form.rule(self.rule.rule);
        Finding::new(&rule.id, if rule.doubtful { Grade::Warning } else { Grade::Error }, message)
    }

    fn table(&self, list: ListIndex) -> String {
        format!("表{}", self.evaluated.form.table_of(list).number)
    }

    fn same(&self, one: ListIndex, other: ListIndex, findings: &mut Vec<Finding>) {
        let before = findings.len();
        self.missing(one, None, other, findings);
        self.missing(other, None, one, findings);
        if findings.len() > before {
            return;
        }
        let codes = |list| stored_rows(self.evaluated, list).filter_map(|row| row.code).collect::<Vec<_>>();
        let (in_one, in_other) = (codes(one), codes(other));
        let Some(place) = in_one.iter().zip(&in_other).position(|(a, b)| a != b) else { return };
        let Some(row) = stored_rows(self.evaluated, other).nth(place).map(|row| row.row) else { return };
        let message = format!(
            "{} 的科目与{} 相同，顺序不同：从 {} 起，{} 列的是 {}。",
            self.table(one),
            self.table(other),
            in_one[place].spaced(),
            self.table(other),
            in_other[place].spaced(),
        );
        let sort = Repair::Sort(self.evaluated.form.table_of(other).number);
        findings.push(self.finding(message).at_row(other, row).with_repair(Some(sort)));
    }

    /// Codes of `list` without a row in `whole`; with `columns`, only those with an amount there.
    fn missing(&self, list: ListIndex, columns: Option<&Vec<usize>>, whole: ListIndex, findings: &mut Vec<Finding>) {
        let target = self.evaluated.form.list(whole);
        let has_fixed_rows = target.footing().is_none();
        let layout = self.evaluated.evaluation.layout(whole);
        let mut seen = BTreeSet::new();
        for row in stored_rows(self.evaluated, list) {
            let Some(code) = row.code else { continue };
            let wanted = if has_fixed_rows { code.class() } else { code };
            let is_there = !layout.rows_of_code(wanted).is_empty();
            let counts = columns.is_none_or(|columns| has_amount(self.evaluated, list, row.row, columns));
            if is_there || !counts || !seen.insert(wanted) {
                continue;
            }
            let label = row_label(self.evaluated, list, row.row);
            let message = if has_fixed_rows {
                format!("{label}：{} 没有 {} 类这一行，这个数不会印在{0} 上。", self.table(whole), wanted)
            } else {
                format!("{label} 在{} 没有对应的一行。", self.table(whole))
            };
            // A row of projects needs a name, which only a person knows.
            let can_add = !has_fixed_rows && !matches!(target.rows, crate::form::RowKind::FunctionProject(_));
            let add = can_add.then(|| Repair::AddRow {
                table: self.evaluated.form.table_of(whole).number,
                code,
                name: self.evaluated.code_name(list, row.row).to_owned(),
            });
            findings.push(self.finding(message).at_row(list, row.row).with_repair(add));
        }
    }

    fn fund(&self, list: ListIndex, columns: &[usize], fund: Fund, findings: &mut Vec<Finding>) {
        for row in stored_rows(self.evaluated, list) {
            let of_code = row.code.and_then(|code| self.evaluated.catalog.fund(code));
            let Some(other) = of_code.filter(|other| *other != fund) else { continue };
            if has_amount(self.evaluated, list, row.row, columns) {
                let label = row_label(self.evaluated, list, row.row);
                let message = format!("{label} 是{}的科目，却列了{}的数。", other.name(), fund.name());
                findings.push(self.finding(message).at_row(list, row.row));
            }
        }
    }

    /// Rows that stop above the deepest level of their classification.
    fn depth(&self, list: ListIndex, findings: &mut Vec<Finding>) {
        let Some(deepest) = self.evaluated.form.list(list).deepest_code() else { return };
        for row in stored_rows(self.evaluated, list) {
            let Some(level) = row.code.map(Code::level).filter(|level| *level < deepest) else { continue };
            let label = row_label(self.evaluated, list, row.row);
            let message = format!("{label} 只列到{}，除涉密的以外应列到{}。", level.name(), deepest.name());
            findings.push(self.finding(message).at_row(list, row.row));
        }
    }

    fn classes(&self, list: ListIndex, classes: &[Code], findings: &mut Vec<Finding>) {
        let mut seen = BTreeSet::new();
        for row in stored_rows(self.evaluated, list) {
            let Some(class) = row.code.map(Code::class) else { continue };
            if classes.contains(&class) || !seen.insert(class) {
                continue;
            }
            let known: Vec<_> = classes.iter().map(Code::to_string).collect();
            let message = format!(
                "{}：{} 不在这张表的{}里，应为 {}。",
                row_label(self.evaluated, list, row.row),
                class,
                CodeLevel::Class.name(),
                known.join("、")
            );
            findings.push(self.finding(message).at_row(list, row.row));
        }
    }
}
