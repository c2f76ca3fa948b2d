//! Which rows a table must have beside those of another (C1 to C4, C7, C12, F8).

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::{Breaches, has_amount, is_without_rows, lists, row_label, stored_rows};
use crate::audit::Grade;
use crate::audit::finding::Finding;
use crate::audit::repair::Repair;
use crate::disclosure::{Code, CodeLevel, Fund};
use crate::evaluate::{Evaluated, RowOrigin};
use crate::form::{ListIndex, RowCheck, RowKind, RowRule};

pub(super) fn check(evaluated: Evaluated<'_>, findings: &mut Vec<Finding>) {
    // The rows of a disclosure without any are not missing.
    if lists(evaluated).all(|list| stored_rows(evaluated, list).next().is_none()) {
        return;
    }
    // Several rules ask it of the same rows.
    let mut funds_of_rows: FxHashMap<ListIndex, Vec<Option<Fund>>> = FxHashMap::default();
    for rule in &evaluated.form.row_rules {
        let check = Check { evaluated, rule };
        match &rule.check {
            RowCheck::Same(one, other) => check.same(*one, *other, findings),
            RowCheck::Within(part, whole) => check.missing(*part, None, *whole, findings),
            RowCheck::Needs { list, columns, row_in } => check.missing(*list, Some(columns), *row_in, findings),
            RowCheck::Fund { list, columns, fund } => {
                let of_rows = funds_of_rows.entry(*list).or_insert_with(|| funds_of(evaluated, *list));
                check.fund(*list, columns, of_rows, *fund, findings);
            }
            RowCheck::Depth(lists) => lists.iter().for_each(|&list| check.depth(list, findings)),
            RowCheck::Classes(list, classes) => check.classes(*list, classes, findings),
        }
    }
}

/// The budget to which the code of each stored row belongs, as far as it is known.
fn funds_of(evaluated: Evaluated<'_>, list: ListIndex) -> Vec<Option<Fund>> {
    let funds = evaluated.codes().funds();
    stored_rows(evaluated, list).map(|row| row.code.and_then(|code| funds.of(code))).collect()
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

    /// Whether a row that one of the two lacks is missing, and not still to come. Rows that the form prescribes do not come.
    fn is_finished(&self, list: ListIndex, whole: ListIndex) -> bool {
        let form = self.evaluated.form;
        let tables = [list, whole].map(|list| form.list(list).table);
        form.list(whole).footing().is_none() || self.evaluated.states().can_compare_rows(tables)
    }

    fn same(&self, one: ListIndex, other: ListIndex, findings: &mut Vec<Finding>) {
        if !self.is_finished(one, other) {
            return;
        }
        let before = findings.len();
        self.missing(one, None, other, findings);
        self.missing(other, None, one, findings);
        if findings.len() > before {
            return;
        }
        let codes = |list| stored_rows(self.evaluated, list).map(|row| (row.code, row.row));
        let first = codes(one).zip(codes(other)).find(|(one, other)| one.0 != other.0);
        let Some(((Some(in_one), _), (Some(in_other), row))) = first else { return };
        let message = format!(
            "{} 的科目与{} 相同，顺序不同：从 {} 起，{} 列的是 {}。",
            self.table(one),
            self.table(other),
            in_one.spaced(),
            self.table(other),
            in_other.spaced(),
        );
        let is_out_of_order = |list: &ListIndex| !stored_rows(self.evaluated, *list).is_sorted_by_key(|row| row.code);
        let mut finding = self.finding(message).at_row(other, row);
        let sort = |list: ListIndex| Repair::Sort(self.evaluated.form.table_of(list).number);
        finding.repairs.extend([one, other].into_iter().filter(is_out_of_order).map(sort));
        findings.push(finding);
    }

    /// Codes of `list` without a row in `whole`; with `columns`, only those with an amount there.
    fn missing(&self, list: ListIndex, columns: Option<&Vec<usize>>, whole: ListIndex, findings: &mut Vec<Finding>) {
        if !self.is_finished(list, whole) {
            return;
        }
        let counts = |row: usize| columns.is_none_or(|columns| has_amount(self.evaluated, list, row, columns));
        if is_without_rows(self.evaluated, whole) {
            let mut rows = stored_rows(self.evaluated, list).filter(|row| row.code.is_some() && counts(row.row));
            if let Some(row) = rows.next() {
                findings.push(self.no_rows(list, row.row, whole));
            }
            return;
        }
        let has_fixed_rows = self.evaluated.form.list(whole).footing().is_none();
        let (layout, wanted) = (self.evaluated.evaluation.layout(list), self.evaluated.evaluation.layout(whole));
        let (mut codes, mut known) = (layout.codes(), wanted.codes());
        let mut breaches = Breaches::new(findings);
        let mut last_class = None;
        while let Some(code) = codes.peek() {
            let rows = codes.take(code);
            let looked_for = if has_fixed_rows { code.class() } else { code };
            while known.peek().is_some_and(|other| other < looked_for) {
                known.take(known.peek().unwrap_or(looked_for));
            }
            let is_stored = |row: &&usize| matches!(layout.rows[**row].origin, RowOrigin::Code | RowOrigin::Project);
            let mut stored = rows.iter().filter(is_stored).copied();
            if known.peek() == Some(looked_for) || last_class == Some(looked_for) {
                continue;
            }
            if let Some(row) = stored.find(|&row| counts(row)) {
                last_class = has_fixed_rows.then_some(looked_for);
                breaches.tell(|| self.no_row(list, (row, code), whole));
            }
        }
        breaches.finish();
    }

    /// A table without any row beside one that has some.
    fn no_rows(&self, list: ListIndex, row: usize, whole: ListIndex) -> Finding {
        let message = format!(
            "{} 已经有科目，{} 还没有相应的行；可以用“从别的表带入科目”补上。",
            self.table(list),
            self.table(whole)
        );
        self.finding(message).at_row(list, row)
    }

    fn no_row(&self, list: ListIndex, (row, code): (usize, Code), whole: ListIndex) -> Finding {
        let target = self.evaluated.form.list(whole);
        let label = row_label(self.evaluated, list, row);
        if target.footing().is_none() {
            let table = self.table(whole);
            let message = format!("{label}：{table} 没有 {} 类这一行，这个数不会印在{table} 上。", code.class());
            return self.finding(message).at_row(list, row);
        }
        // A row of projects needs a name, which only a person knows.
        let can_add = !matches!(target.rows, RowKind::FunctionProject(_));
        let add = can_add.then(|| Repair::AddRow {
            table: self.evaluated.form.table_of(whole).number,
            code,
            name: self.evaluated.code_name(list, row).to_owned(),
        });
        let message = format!("{label} 在{} 没有对应的一行。", self.table(whole));
        self.finding(message).at_row(list, row).with_repair(add)
    }

    /// Figures of `fund` in rows that belong to another budget; `of_rows` says to which each does.
    fn fund(
        &self,
        list: ListIndex,
        columns: &[usize],
        of_rows: &[Option<Fund>],
        fund: Fund,
        findings: &mut Vec<Finding>,
    ) {
        let mut breaches = Breaches::new(findings);
        for (row, other) in stored_rows(self.evaluated, list).zip(of_rows) {
            let Some(other) = other.filter(|other| *other != fund) else { continue };
            if !has_amount(self.evaluated, list, row.row, columns) {
                continue;
            }
            breaches.tell(|| {
                let label = row_label(self.evaluated, list, row.row);
                let message = format!("{label} 是{}的科目，却列了{}的数。", other.name(), fund.name());
                self.finding(message).at_row(list, row.row)
            });
        }
        breaches.finish();
    }

    /// Rows that stop above the deepest level of their classification.
    fn depth(&self, list: ListIndex, findings: &mut Vec<Finding>) {
        let Some(deepest) = self.evaluated.form.list(list).deepest_code() else { return };
        let mut breaches = Breaches::new(findings);
        for row in stored_rows(self.evaluated, list) {
            let Some(level) = row.code.map(Code::level).filter(|level| *level < deepest) else { continue };
            breaches.tell(|| {
                let label = row_label(self.evaluated, list, row.row);
                let message = format!("{label} 只列到{}，除涉密的以外应列到{}。", level.name(), deepest.name());
                self.finding(message).at_row(list, row.row)
            });
        }
        breaches.finish();
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
