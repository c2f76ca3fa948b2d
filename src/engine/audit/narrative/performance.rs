//! Performance tables against the tables of figures (F5, F40, F48 and F49).

mod labels;

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
    CARRIED_AS_OTHER, CARRIED_PERFORMANCE, FUND_PERFORMANCE, INDICATOR_VALUE, PERFORMANCE_MONEY, PERFORMANCE_NAME,
    PERFORMANCE_SUM, PERFORMANCE_TOTAL, WEIGHTS, grade_of,
};
use crate::audit::text::{Text, pattern};
use crate::disclosure::{
    Amount, FundsField, IndicatorField, Interval, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace,
};
use crate::evaluate::{CellIndex, RowOrigin};
use crate::form::template::PerformanceAccounts;
use crate::form::{IndicatorColumn, Term};
use crate::narrative::Sum;
use crate::narrative::accounts::{Account, accounts};
use crate::spelling;
use crate::ties::leaves::Leaves;

/// A number with its unit.
static MEASURED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d[\d,.]*\s*万?\s*([^\d\s]+)$"));
static PERCENT_TWICE: LazyLock<Regex> = LazyLock::new(|| pattern(r"%\s*%"));

/// Whether all its money is other than grants: no table of figures names such projects.
fn is_paid_otherwise(table: &PerformanceTable) -> bool {
    let nothing = |amount: Option<Amount>| amount.is_none_or(Amount::is_zero);
    // What is printed as a zero is no grant either.
    let is_filled_in = table.funds.fiscal.is_none() && table.funds.other.is_some();
    nothing(table.funds.fiscal) && nothing(table.funds.superior) && (!nothing(table.funds.other) || is_filled_in)
}

impl<'a> Checker<'a> {
    pub(super) fn performance(self, findings: &mut Vec<Finding>) {
        let Some(form) = &self.template.performance else { return };
        let tables = &self.evaluated.disclosure.performance;
        let accounts = accounts(self.evaluated);
        for (place, table) in tables.iter().enumerate() {
            self.weights(form, place, table, findings);
            self.values(place, table, findings);
            let account = accounts.iter().find(|account| account.table == place);
            self.total(form, (place, table), account, findings);
            self.measurable(form, (place, table), account, findings);
        }
        for account in &accounts {
            self.account(form, account, findings);
        }
        if !accounts.is_empty() {
            self.carried(form, &accounts, findings);
            self.of_funds(form, &accounts, findings);
            self.sum(form, &accounts, findings);
        }
    }

    /// What the form calls a kind of money in the table of a project, or of the body as a whole.
    fn label_of(self, field: FundsField, is_whole: bool) -> &'a str {
        labels::of_money(self.evaluated.form.document.as_ref(), field, is_whole)
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
            let message = format!("权重合计 {}，应是 {}。", sum.normalize(), allowed.join(" 或 "));
            // It is told where the column ends, above its sum.
            let last = PerformanceField::Weight(table.indicators.len() - 1);
            findings.push(self.of_table(WEIGHTS, place, last, &message));
        }
    }

    /// Values that are measured otherwise than last year's, or in percent of percents.
    fn values(self, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        'indicators: for (row, indicator) in table.indicators.iter().enumerate() {
            let at = |field| TextPlace::Performance(place, PerformanceField::Indicator(row, field));
            let has_percent = |field: &IndicatorField| indicator.text(*field).contains(['%', '％', '﹪']);
            for field in [IndicatorField::Value, IndicatorField::LastYear].into_iter().filter(has_percent) {
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
                if !text.chars().any(|c| spelling::half_width(c).is_ascii_digit()) {
                    return None;
                }
                let plain = spelling::plain_text(text);
                MEASURED.captures(&plain).map(|found| found[1].to_owned())
            };
            if let (Some(now), Some(last)) = (unit(&indicator.value), unit(&indicator.last_year))
                && now != last
            {
                let text = Text::new(at(IndicatorField::Value), &indicator.value);
                let message = format!(
                    "与{}“{}”的单位不同。",
                    labels::head(self.evaluated.form.document.as_ref(), IndicatorColumn::LastYear),
                    indicator.last_year
                );
                let range = 0..indicator.value.chars().count();
                findings.push(text.finding(self.evaluated, INDICATOR_VALUE, range, &message, None));
            }
        }
    }

    /// Total, grants and other money of one table.
    fn total(
        self,
        form: &PerformanceAccounts,
        (place, table): (usize, &PerformanceTable),
        account: Option<&Account>,
        findings: &mut Vec<Finding>,
    ) {
        let unit = &self.evaluated.form.text_unit;
        let funds = table.funds;
        let shown = |amount: Option<Amount>| unit.shown(amount.unwrap_or_default());
        let parts = shown(funds.fiscal) + shown(funds.superior) + shown(funds.other);
        let is_whole = table.subject == PerformanceSubject::Whole;
        let total = match (is_whole, funds.total) {
            (_, Some(total)) => unit.shown(total),
            (true, None) if !parts.is_zero() => match &form.total {
                Some(total) => unit.shown(self.value(total)),
                None => return,
            },
            _ => return,
        };
        if funds.fiscal.is_none() && funds.superior.is_none() && funds.other.is_none() {
            return;
        }
        let before = findings.len();
        if is_whole {
            self.whole(form, place, table, findings);
        }
        // A part that is not what its source is says why the parts do not come to the total.
        let is_wrong = |finding: &Finding| finding.rule == PERFORMANCE_MONEY && finding.grade == Grade::Error;
        let is_told = findings[before..].iter().any(is_wrong);
        let addends = [funds.fiscal, funds.superior, funds.other].into_iter().flatten();
        let sum: Interval = addends.map(|amount| Interval::of_value(amount, unit)).sum();
        let is_rounding = match (funds.total, &form.total) {
            (None, Some(terms)) => self.may_be(&[terms], sum),
            _ => sum.meets(Interval::of_shown(total, unit)),
        };
        if total == parts || is_told && !is_rounding {
            return;
        }
        let wrong_part = account.filter(|account| account.is_explained && !account.is_of_parts && !is_rounding);
        let wrong_part = wrong_part.and_then(|account| self.wrong_part(table, account, total, parts));
        let (field, stated, expected, message) = match wrong_part {
            Some((field, stated, expected)) => {
                let texts = (unit.text(stated), unit.text(expected), unit.text(total));
                let message = format!("这一部分是 {}，按总额 {} 和其他部分应是 {}。", texts.0, texts.2, texts.1);
                (field, stated, expected, message)
            }
            None => {
                let field = if is_whole { FundsField::Superior } else { FundsField::Total };
                let message = format!("总额 {} 不等于各部分之和 {}。", unit.text(total), unit.text(parts));
                (field, total, parts, message)
            }
        };
        let finding = self.of_table(PERFORMANCE_TOTAL, place, PerformanceField::Funds(field), &message);
        let grade = if is_rounding { Grade::Rounding } else { finding.grade };
        let difference = Some(stated - expected);
        findings.push(Finding { grade, stated: Some(stated), expected: Some(expected), difference, ..finding });
    }

    /// The part that is wrong where the tables of figures say that the total is right: the field, what stands there and what
    /// should. It is the one of which that is known money, or the only one.
    fn wrong_part(
        self,
        table: &PerformanceTable,
        account: &Account,
        total: Amount,
        parts: Amount,
    ) -> Option<(FundsField, Amount, Amount)> {
        let unit = &self.evaluated.form.text_unit;
        let fields = [FundsField::Fiscal, FundsField::Superior, FundsField::Other];
        let stated = |field| unit.shown(table.funds.amount(field).unwrap_or_default());
        let candidates = fields.map(|field| (field, stated(field), stated(field) + total - parts));
        let known = [account.granted, account.carried, account.granted + account.carried].map(|sum| unit.shown(sum));
        let is_known = |(_, stated, expected): &&(FundsField, Amount, Amount)| {
            !stated.is_zero() && known.contains(expected) && *expected >= Amount::ZERO
        };
        let is_filled = |(_, stated, _): &&(FundsField, Amount, Amount)| !stated.is_zero();
        let mut filled = candidates.iter().filter(is_filled);
        let only = filled.next().filter(|_| filled.next().is_none());
        candidates.iter().find(is_known).or(only).copied()
    }

    /// The table of the body as a whole against the sources of its money.
    fn whole(self, form: &PerformanceAccounts, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        let unit = &self.evaluated.form.text_unit;
        let funds = table.funds;
        let carry_over = unit.shown(form.carry_over.as_ref().map_or(Amount::ZERO, |terms| self.value(terms)));
        let sources = [
            (FundsField::Superior, &form.superior),
            (FundsField::Fiscal, &form.local),
            (FundsField::Other, &form.other),
        ];
        let parts: Amount =
            [funds.fiscal, funds.superior, funds.other].into_iter().flatten().map(|a| unit.shown(a)).sum();
        for (source, terms) in sources {
            let Some(terms) = terms else { continue };
            let (name, field) = (self.label_of(source, true), PerformanceField::Funds(source));
            let stated = funds.amount(source);
            let Some(stated) = stated.map(|stated| unit.shown(stated)) else { continue };
            let of_tables = unit.shown(self.value(terms));
            let is_carried = self.is_with_carried(form, terms, stated);
            if stated == of_tables || (is_carried && source != FundsField::Other) {
                continue;
            }
            // Where rounding explains the difference, nothing is said to be among it.
            if is_carried && !self.is_source(terms, stated) {
                let message = format!("财政拨款结转 {} 列在了{name}里。", unit.text(carry_over));
                findings.push(self.of_table(CARRIED_AS_OTHER, place, field, &message));
                continue;
            }
            // What the other parts leave of the total counts where the tables allow it: it has the cent that is moved, and
            // what was carried over.
            let left = form.total.as_ref().map(|total| unit.shown(self.value(total)) - (parts - stated));
            let is_allowed = |left: &Amount| self.is_source(terms, *left) || self.is_with_carried(form, terms, *left);
            // A part that is beside its source by that cent alone is not what is missing.
            let is_rounding = self.is_source(terms, stated);
            let left = left.filter(|left| !is_rounding && *left != stated).filter(is_allowed);
            let expected = left.unwrap_or(of_tables);
            let message = format!("{name}是 {}，应是 {}。", unit.text(stated), unit.text(expected));
            let finding = self.of_table(PERFORMANCE_MONEY, place, field, &message);
            let grade = if is_rounding { Grade::Rounding } else { finding.grade };
            let cells = Sum::cells_of(self.evaluated, terms);
            let (stated, expected, difference) = (Some(stated), Some(expected), Some(stated - expected));
            findings.push(Finding { grade, cells, stated, expected, difference, ..finding });
        }
    }

    /// Whether `stated` may be the sum of `terms`, but for the cent by which rounded parts miss the total, which is moved to
    /// one of them at times.
    fn is_source(self, terms: &[Term], stated: Amount) -> bool {
        let unit = &self.evaluated.form.text_unit;
        let moved = unit.last_place();
        let stated = [stated - moved, stated, stated + moved].map(|stated| Interval::of_shown(stated, unit));
        stated.into_iter().any(|stated| self.may_be(&[terms], stated))
    }

    /// Whether `stated` may be the sum of `terms` with the grants that were carried over.
    fn is_with_carried(self, form: &PerformanceAccounts, terms: &[Term], stated: Amount) -> bool {
        let carried = form.carry_over.as_deref().unwrap_or_default();
        let stated = Interval::of_shown(stated, &self.evaluated.form.text_unit);
        self.printed(carried) != Interval::default() && self.may_be(&[terms, carried], stated)
    }

    /// Whether `stated` may be the sum of all `addends`, as they are printed or as the figures below them allow: totals that
    /// are merely computed are no better known than these.
    fn may_be(self, addends: &[&[Term]], stated: Interval) -> bool {
        let printed: Interval = addends.iter().map(|terms| self.printed(terms)).sum();
        let of_leaves = || {
            let cells: Vec<_> = addends.iter().flat_map(|terms| Sum::cells_of(self.evaluated, terms)).collect();
            Leaves::new(self.evaluated).sum_of(&cells)
        };
        let is_sum = addends.iter().all(|terms| terms.iter().all(|term| !term.negative));
        printed.meets(stated) || is_sum && of_leaves().meets(stated)
    }

    /// The table of one project: its name, and its money.
    fn account(self, form: &PerformanceAccounts, account: &Account, findings: &mut Vec<Finding>) {
        let unit = &self.evaluated.form.text_unit;
        let Some(table) = self.evaluated.disclosure.performance.get(account.table) else { return };
        if !account.is_named {
            // Tables without projects cannot hold its name, and what is printed as a zero is found in none.
            let unit = &self.evaluated.form.text_unit;
            if table.funds.total.is_some_and(|total| !total.is_zero() && unit.shown(total).is_zero()) {
                return;
            }
            let is_of_no_project = || is_paid_otherwise(table) || self.is_elsewhere(form, table);
            if account.project.is_some() || !account.is_explained && !is_of_no_project() {
                self.unnamed(account, findings);
            }
        } else if let Some(total) = table.funds.total.filter(|_| !account.is_explained && !account.is_of_parts) {
            let known: Amount = account.cells.iter().map(|&cell| self.evaluated.value(cell)).sum();
            let (total, known) = (unit.shown(total), unit.shown(known));
            let name = self.label_of(FundsField::Total, false);
            let message = format!("{name} {}，这个项目在表里是 {}。", unit.text(total), unit.text(known));
            let total_field = PerformanceField::Funds(FundsField::Total);
            let finding = self.of_table(PERFORMANCE_MONEY, account.table, total_field, &message);
            let (stated, expected, difference) = (Some(total), Some(known), Some(total - known));
            // What the tables compute from rounded figures is no better known than these.
            let money = Leaves::new(self.evaluated).sum_of(&account.cells);
            let is_rounding = money.meets(Interval::of_shown(total, unit));
            let grade = if is_rounding { Grade::Rounding } else { finding.grade };
            findings.push(Finding { grade, stated, expected, difference, ..finding });
        }
        let fiscal = self.fiscal_carried(form, account);
        let fiscal_printed = Interval::of_printed(fiscal, unit);
        let is_other = table.funds.other.is_some_and(|other| Interval::of_printed(other, unit).meets(fiscal_printed));
        if account.is_explained && !fiscal.is_zero() && is_other {
            let name = self.label_of(FundsField::Other, false);
            let message = format!("财政拨款结转 {} 列在了{name}里。", unit.text(fiscal));
            let field = PerformanceField::Funds(FundsField::Other);
            findings.push(self.of_table(CARRIED_AS_OTHER, account.table, field, &message));
        }
    }

    /// Whether a table without projects has a row with the money, though it may be that of another performance table.
    fn is_elsewhere(self, form: &PerformanceAccounts, table: &PerformanceTable) -> bool {
        let unit = &self.evaluated.form.text_unit;
        let Some(total) = table.funds.total.map(|total| unit.shown(total)) else { return false };
        form.granted.iter().skip(1).any(|&(list, column)| {
            let rows = self.evaluated.evaluation.layout(list).rows.iter().enumerate();
            let mut items = rows.filter(|(_, row)| row.origin == RowOrigin::Code);
            items.any(|(row, _)| unit.shown(self.evaluated.value(CellIndex { list, row, column })) == total)
        })
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
        let finding = finding.in_text(self.evaluated, place, range).with_repair(repair);
        // Nothing is the money of every project that has none.
        let total = self.evaluated.disclosure.performance.get(account.table).and_then(|table| table.funds.total);
        let project = account.project.filter(|_| total.is_some_and(|total| !total.is_zero()));
        findings.push(Finding { project, ..finding });
    }

    /// The carried-over grants of a table.
    fn fiscal_carried(self, form: &PerformanceAccounts, account: &Account) -> Amount {
        let unit = &self.evaluated.form.text_unit;
        let all = unit.shown(account.carried);
        // Where all that is carried over is grants, so is each part of it.
        let (Some((list, column)), Some(carry_over)) = (form.carried, &form.carry_over) else { return Amount::ZERO };
        let total = Interval::of_printed(self.evaluated.value(CellIndex { list, row: 0, column }), unit);
        if total.meets(self.printed(carry_over)) { all } else { Amount::ZERO }
    }

    /// Carried-over projects that no table accounts for.
    fn carried(self, form: &PerformanceAccounts, accounts: &[Account], findings: &mut Vec<Finding>) {
        let Some((list, column)) = form.carried else { return };
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

    /// What other funds pay for projects and no table accounts for, in years in which it must be there.
    fn of_funds(self, form: &PerformanceAccounts, accounts: &[Account], findings: &mut Vec<Finding>) {
        if form.funds_from.is_none_or(|from| self.evaluated.disclosure.year < from) {
            return;
        }
        let told: HashSet<CellIndex> = accounts.iter().flat_map(|account| &account.cells).copied().collect();
        for &(list, column) in form.granted.iter().skip(1) {
            for (row, laid_out) in self.evaluated.evaluation.layout(list).rows.iter().enumerate() {
                let cell = CellIndex { list, row, column };
                let is_leaf = matches!(laid_out.origin, RowOrigin::Code | RowOrigin::Project);
                if !is_leaf || told.contains(&cell) || self.evaluated.value(cell).is_zero() {
                    continue;
                }
                let message = format!("{}：这笔项目支出没有绩效目标表。", self.evaluated.cell_label(cell));
                let finding = Finding::new(FUND_PERFORMANCE, grade_of(FUND_PERFORMANCE), message);
                findings.push(finding.at_row(list, row));
            }
        }
    }

    /// All tables of projects against all project expenditure.
    fn sum(self, form: &PerformanceAccounts, accounts: &[Account], findings: &mut Vec<Finding>) {
        let Some(spending) = &form.spending else { return };
        let unit = &self.evaluated.form.text_unit;
        let tables = self.evaluated.disclosure.performance.iter();
        let of_projects = tables.filter(|table| table.subject != PerformanceSubject::Whole);
        let totals: Option<Vec<Amount>> = of_projects.map(|table| Some(unit.shown(table.funds.total?))).collect();
        let Some(sum) = totals.map(|totals| totals.into_iter().sum::<Amount>()) else { return };
        // A total that is already called wrong is no reason to call the sum so.
        let is_told = |account: &Account| !account.is_explained && account.is_named || account.is_of_parts;
        if accounts.iter().any(is_told) {
            return;
        }
        let expected = unit.shown(self.value(spending));
        let of_projects = self.evaluated.disclosure.performance.iter().filter_map(|table| match table.subject {
            PerformanceSubject::Whole => None,
            PerformanceSubject::Project(_) => table.funds.total,
        });
        let printed: Interval = of_projects.map(|total| Interval::of_printed(total, unit)).sum();
        if sum == expected || printed.meets(self.printed(spending)) {
            return;
        }
        let message = format!("各项目绩效目标表的总额合计 {}，项目支出是 {}。", unit.text(sum), unit.text(expected));
        let finding = Finding::new(PERFORMANCE_SUM, grade_of(PERFORMANCE_SUM), message);
        let (stated, expected, difference) = (Some(sum), Some(expected), Some(sum - expected));
        findings.push(Finding { stated, expected, difference, ..finding });
    }

    /// What the printed figures of `terms` say of their sum.
    fn printed(self, terms: &[Term]) -> Interval {
        let unit = &self.evaluated.form.text_unit;
        let cells = terms.iter().flat_map(|term| {
            let cells = Sum::cells_of(self.evaluated, std::slice::from_ref(term));
            cells.into_iter().map(|cell| (cell, term.negative))
        });
        cells.map(|(cell, negative)| Interval::of_printed(self.evaluated.value(cell), unit).signed(negative)).sum()
    }

    fn value(self, terms: &[Term]) -> Amount {
        Sum::total(self.evaluated, terms)
    }
}
