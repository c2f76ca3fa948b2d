//! Performance tables against the tables of figures (F5, F40, F48 and F49).

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Checker;
use crate::audit::Grade;
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::repair::Repair;
use crate::audit::rules::{
    CARRIED_AS_OTHER, CARRIED_PERFORMANCE, INDICATOR_VALUE, PERFORMANCE_MONEY, PERFORMANCE_NAME, PERFORMANCE_SUM,
    PERFORMANCE_TOTAL, WEIGHTS, grade_of,
};
use crate::audit::text::{Text, pattern};
use crate::disclosure::{
    Amount, FundsField, IndicatorField, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace,
};
use crate::evaluate::{CellIndex, RowOrigin};
use crate::form::Term;
use crate::form::template::PerformanceAccounts;
use crate::narrative::accounts::{Account, accounts};
use crate::spelling;

/// A number with its unit.
static MEASURED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d[\d,.]*\s*万?\s*([^\d\s]+)$"));
static PERCENT_TWICE: LazyLock<Regex> = LazyLock::new(|| pattern(r"%\s*%"));

impl Checker<'_> {
    pub(super) fn performance(self, findings: &mut Vec<Finding>) {
        let Some(form) = &self.template.performance else { return };
        let tables = &self.evaluated.disclosure.performance;
        for (place, table) in tables.iter().enumerate() {
            self.weights(form, place, table, findings);
            self.values(place, table, findings);
            self.total(form, place, table, findings);
        }
        let accounts = accounts(self.evaluated);
        for account in &accounts {
            self.account(form, account, findings);
        }
        if !accounts.is_empty() {
            self.carried(form, &accounts, findings);
            self.sum(form, findings);
        }
    }

    /// A finding about a figure of the table at `place`.
    fn of_table(self, rule: &str, place: usize, field: PerformanceField, message: &str) -> Finding {
        let place = TextPlace::Performance(place, field);
        let message = format!("{}：{message}", text_label(self.evaluated, &place));
        Finding::new(rule, grade_of(rule), message).in_text(self.evaluated, place, 0..0)
    }

    fn weights(self, form: &PerformanceAccounts, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        let weights: Vec<Decimal> = table.indicators.iter().filter_map(|indicator| indicator.weight).collect();
        let sum: Decimal = weights.iter().sum();
        let is_sound = form.weights.iter().any(|&allowed| Decimal::from(allowed) == sum);
        if !weights.is_empty() && !is_sound {
            let allowed: Vec<String> = form.weights.iter().map(u32::to_string).collect();
            let message = format!("分值权重合计 {}，应是 {}。", sum.normalize(), allowed.join(" 或 "));
            // It is told where the column ends, above its sum.
            let last = PerformanceField::Weight(table.indicators.len() - 1);
            findings.push(self.of_table(WEIGHTS, place, last, &message));
        }
    }

    /// Values that are measured otherwise than last year's, or in percent of percents.
    fn values(self, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        'indicators: for (row, indicator) in table.indicators.iter().enumerate() {
            let at = |field| TextPlace::Performance(place, PerformanceField::Indicator(row, field));
            for field in [IndicatorField::Value, IndicatorField::LastYear] {
                let text = Text::new(at(field), indicator.text(field));
                if let Some(found) = PERCENT_TWICE.find(&text.plain) {
                    let range = text.characters(found.range());
                    let finding =
                        text.finding(self.evaluated, INDICATOR_VALUE, range, "百分号重复了。", Some(("去掉重复", "%")));
                    findings.push(finding);
                    continue 'indicators;
                }
            }
            let unit = |text: &str| {
                let plain: String = spelling::plain(text).collect();
                MEASURED.captures(&plain).map(|found| found[1].to_owned())
            };
            if let (Some(now), Some(last)) = (unit(&indicator.value), unit(&indicator.last_year))
                && now != last
            {
                let text = Text::new(at(IndicatorField::Value), &indicator.value);
                let message = format!("与上年完成值“{}”的单位不同。", indicator.last_year);
                let range = 0..indicator.value.chars().count();
                findings.push(text.finding(self.evaluated, INDICATOR_VALUE, range, &message, None));
            }
        }
    }

    /// Total, grants and other money of one table.
    fn total(self, form: &PerformanceAccounts, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        let unit = &self.evaluated.form.unit;
        let funds = table.funds;
        let shown = |amount: Option<Amount>| unit.shown(amount.unwrap_or_default());
        let parts = shown(funds.fiscal) + shown(funds.superior) + shown(funds.other);
        let is_whole = table.subject == PerformanceSubject::Whole;
        let total = match (is_whole, funds.total) {
            (_, Some(total)) => unit.shown(total),
            (true, None) if !parts.is_zero() => unit.shown(self.value(&form.total)),
            _ => return,
        };
        if funds.fiscal.is_none() && funds.superior.is_none() && funds.other.is_none() {
            return;
        }
        let addends = [funds.fiscal, funds.superior, funds.other].iter().flatten().filter(|a| !a.is_zero()).count();
        let allowed: Amount = std::iter::repeat_n(unit.last_place(), addends / 2).sum();
        let difference = total - parts;
        if !difference.is_zero() {
            let message = format!("总额 {} 不等于各部分之和 {}。", unit.text(total), unit.text(parts));
            let field = if is_whole { FundsField::Superior } else { FundsField::Total };
            let finding = self.of_table(PERFORMANCE_TOTAL, place, PerformanceField::Funds(field), &message);
            let grade = if difference.abs() <= allowed { Grade::Rounding } else { finding.grade };
            let (stated, expected, difference) = (Some(total), Some(parts), Some(difference));
            findings.push(Finding { grade, stated, expected, difference, ..finding });
        }
        if is_whole {
            self.whole(form, place, table, findings);
        }
    }

    /// The table of the body as a whole against the sources of its money.
    fn whole(self, form: &PerformanceAccounts, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        let unit = &self.evaluated.form.unit;
        let funds = table.funds;
        let carry_over = unit.shown(self.value(&form.carry_over));
        let sources = [
            ("上级安排", FundsField::Superior, &form.superior),
            ("本级安排", FundsField::Fiscal, &form.local),
            ("其他资金", FundsField::Other, &form.other),
        ];
        for (name, field, terms) in sources {
            let (stated, field) = (funds.amount(field), PerformanceField::Funds(field));
            let Some(stated) = stated.map(|stated| unit.shown(stated)) else { continue };
            let expected = unit.shown(self.value(terms));
            let difference = stated - expected;
            let is_carried = !carry_over.is_zero() && difference == carry_over;
            if difference.is_zero() || (is_carried && name != "其他资金") {
                continue;
            }
            if is_carried {
                let message = format!("财政拨款结转 {} 列在了{name}里。", unit.text(carry_over));
                findings.push(self.of_table(CARRIED_AS_OTHER, place, field, &message));
                continue;
            }
            let message = format!("{name}是 {}，表里是 {}。", unit.text(stated), unit.text(expected));
            let finding = self.of_table(PERFORMANCE_MONEY, place, field, &message);
            // The cent by which rounded parts miss the total is moved to one of them at times.
            let grade = if difference.abs() <= unit.last_place() { Grade::Rounding } else { finding.grade };
            let cells = crate::narrative::Sum::cells_of(self.evaluated, terms);
            let (stated, expected, difference) = (Some(stated), Some(expected), Some(difference));
            findings.push(Finding { grade, cells, stated, expected, difference, ..finding });
        }
    }

    /// The table of one project: its name, and its money.
    fn account(self, form: &PerformanceAccounts, account: &Account, findings: &mut Vec<Finding>) {
        let unit = &self.evaluated.form.unit;
        let Some(table) = self.evaluated.disclosure.performance.get(account.table) else { return };
        if !account.is_named {
            // Tables without projects cannot hold its name.
            if account.project.is_some() || !account.is_explained {
                self.unnamed(account, findings);
            }
        } else if let Some(total) = table.funds.total.filter(|_| !account.is_explained) {
            let known: Amount = account.cells.iter().map(|&cell| self.evaluated.value(cell)).sum();
            let (total, known) = (unit.shown(total), unit.shown(known));
            let message = format!("年度预算总额 {}，这个项目在表里是 {}。", unit.text(total), unit.text(known));
            let total_field = PerformanceField::Funds(FundsField::Total);
            let finding = self.of_table(PERFORMANCE_MONEY, account.table, total_field, &message);
            let (stated, expected, difference) = (Some(total), Some(known), Some(total - known));
            findings.push(Finding { stated, expected, difference, ..finding });
        }
        let fiscal = self.fiscal_carried(form, account);
        let is_other = table.funds.other.is_some_and(|other| unit.shown(other) == unit.shown(fiscal));
        if account.is_explained && !fiscal.is_zero() && is_other {
            let message = format!("财政拨款结转 {} 列在了其他资金里。", unit.text(fiscal));
            let field = PerformanceField::Funds(FundsField::Other);
            findings.push(self.of_table(CARRIED_AS_OTHER, account.table, field, &message));
        }
    }

    /// A table with a name that no project has.
    fn unnamed(self, account: &Account, findings: &mut Vec<Finding>) {
        let place = TextPlace::Performance(account.table, PerformanceField::Project);
        let name = self.evaluated.disclosure.text(&place).unwrap_or_default();
        let likely = account.name(self.evaluated);
        let hint = likely.map(|likely| format!("，从金额看是“{likely}”")).unwrap_or_default();
        let message = format!("绩效目标表的项目“{name}”不在项目表里{hint}。");
        let repair =
            likely.map(|likely| Repair::Text { place: place.clone(), name: "改成一致", text: likely.to_owned() });
        let finding = Finding::new(PERFORMANCE_NAME, grade_of(PERFORMANCE_NAME), message);
        let range = 0..name.chars().count();
        findings.push(finding.in_text(self.evaluated, place, range).with_repair(repair));
    }

    /// The carried-over grants of a table.
    fn fiscal_carried(self, form: &PerformanceAccounts, account: &Account) -> Amount {
        let all = self.evaluated.form.unit.shown(account.carried);
        // Where all that is carried over is grants, so is each part of it.
        let (list, column) = form.carried;
        let total = self.evaluated.value(CellIndex { list, row: 0, column });
        if total == self.value(&form.carry_over) { all } else { Amount::ZERO }
    }

    /// Carried-over projects that no table accounts for.
    fn carried(self, form: &PerformanceAccounts, accounts: &[Account], findings: &mut Vec<Finding>) {
        let (list, column) = form.carried;
        let told: HashSet<CellIndex> = accounts.iter().flat_map(|account| &account.cells).copied().collect();
        for (row, laid_out) in self.evaluated.evaluation.layout(list).rows.iter().enumerate() {
            let cell = CellIndex { list, row, column };
            if laid_out.origin != RowOrigin::Project || told.contains(&cell) || self.evaluated.value(cell).is_zero() {
                continue;
            }
            let table = self.evaluated.form.table_of(list).number;
            let label = self.evaluated.row_label(list, row);
            let message = format!("表{table} 的结转项目“{label}”没有绩效目标表，也没有并入别的绩效目标表。");
            let finding = Finding::new(CARRIED_PERFORMANCE, grade_of(CARRIED_PERFORMANCE), message);
            let project = self.evaluated.stored(list, row).and_then(|row| row.subject.project());
            let repair = project.map(|project| Repair::AddPerformance(vec![project.name.clone()]));
            findings.push(finding.at_row(list, row).with_repair(repair));
        }
    }

    /// All tables of projects against all project expenditure.
    fn sum(self, form: &PerformanceAccounts, findings: &mut Vec<Finding>) {
        let unit = &self.evaluated.form.unit;
        let tables = self.evaluated.disclosure.performance.iter();
        let of_projects = tables.filter(|table| table.subject != PerformanceSubject::Whole);
        let totals: Option<Vec<Amount>> = of_projects.map(|table| Some(unit.shown(table.funds.total?))).collect();
        let Some(sum) = totals.map(|totals| totals.into_iter().sum::<Amount>()) else { return };
        let expected = unit.shown(self.value(&form.spending));
        if sum == expected {
            return;
        }
        let message = format!("各项目绩效目标表的总额合计 {}，项目支出是 {}。", unit.text(sum), unit.text(expected));
        let finding = Finding::new(PERFORMANCE_SUM, grade_of(PERFORMANCE_SUM), message);
        let (stated, expected, difference) = (Some(sum), Some(expected), Some(sum - expected));
        findings.push(Finding { stated, expected, difference, ..finding });
    }

    fn value(self, terms: &[Term]) -> Amount {
        crate::narrative::Sum::total(self.evaluated, terms)
    }
}
