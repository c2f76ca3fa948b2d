//! Indicators that can be measured, once each, of every level that must be, and goals that name the project's money
//! (F48-6 and F49-5 to F49-8).

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use rust_decimal::Decimal;

use super::Checker;
use super::told::{is_plain, number};
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::rules::{ABOVE_WHOLE, GOAL_AMOUNT, INDICATOR_LEVELS, INDICATOR_TWICE, VAGUE_VALUE, grade_in};
use crate::audit::text::figures::UNITS;
use crate::audit::text::{Text, pattern};
use crate::disclosure::{
    Amount, IndicatorField, Interval, PerformanceField, PerformanceSubject, PerformanceTable, TextPlace,
};
use crate::form::template::PerformanceAccounts;
use crate::narrative::accounts::Account;
use crate::spelling;

/// Values that nobody can measure; one with a number in it says how much.
const VAGUE: [&str; 9] = ["较多", "较少", "若干", "适量", "一些", "大量", "少量", "尽可能多", "酌情"];
static PERCENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\d[\d,]*(?:\.\d+)?)\s*%"));
/// All the money of a project, as a goal names it.
static ALL_MONEY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        "(?:项目总投资|项目总预算|项目总资金|项目预算|项目资金|预算总额|资金总额|年度预算|预算安排|安排预算|项目总额)",
        r"(?:资金|总额|共计|合计|总计|金额|安排|为|共|是|[:\s])*(\d[\d,]*(?:\.\d+)?)\s*(百万元|亿元|万元|千元|元)",
    ))
});

impl Checker<'_> {
    /// The table at `place`, of one project.
    pub(super) fn measurable(
        self,
        form: &PerformanceAccounts,
        (place, table): (usize, &PerformanceTable),
        account: Option<&Account>,
        findings: &mut Vec<Finding>,
    ) {
        self.measured_values(form, place, table, findings);
        self.indicators_once(place, table, findings);
        if matches!(table.subject, PerformanceSubject::Project(_)) {
            self.levels(form, place, table, findings);
            self.goal_amount(place, table, account, findings);
        }
    }

    /// Values without a measure, and parts that are more than the whole.
    fn measured_values(
        self,
        form: &PerformanceAccounts,
        place: usize,
        table: &PerformanceTable,
        findings: &mut Vec<Finding>,
    ) {
        let own: Vec<&str> = self.evaluated.form.texts.words_of(VAGUE_VALUE).collect();
        for (row, indicator) in table.indicators.iter().enumerate() {
            let mut tell = |rule: &str, message: &str| {
                let at = TextPlace::Performance(place, PerformanceField::Indicator(row, IndicatorField::Value));
                let text = Text::new(at, &indicator.value);
                let range = 0..indicator.value.chars().count();
                findings.push(text.finding(self.evaluated, rule, range, message, None));
            };
            let value = spelling::plain_text(&indicator.value);
            let has_number = value.contains(|c: char| c.is_numeric());
            let vague = VAGUE.iter().chain(&own).find(|word| value.contains(**word));
            if let Some(word) = vague.filter(|_| !has_number) {
                tell(VAGUE_VALUE, &format!("“{word}”不能衡量，应写明数量、比例或者时间。"));
            }
            let mut percents = PERCENT.captures_iter(&value).filter_map(|found| number(&found[1]));
            let is_more = value.contains('%') && percents.any(|percent| percent > Decimal::ONE_HUNDRED);
            if is_more && is_part(form, &indicator.level_three) {
                tell(ABOVE_WHOLE, &format!("“{}”不会超过 100%。", indicator.level_three.trim()));
            }
        }
    }

    /// Indicators of one name under one heading.
    fn indicators_once(self, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        let mut known: HashSet<(String, String)> = HashSet::new();
        let mut heading = String::new();
        for (row, indicator) in table.indicators.iter().enumerate() {
            let plain = spelling::plain_text;
            let own = format!("{}/{}", plain(&indicator.level_one), plain(&indicator.level_two));
            if own != "/" {
                heading = own;
            }
            let name = plain(&indicator.level_three);
            if !name.is_empty() && !known.insert((heading.clone(), name)) {
                let at = TextPlace::Performance(place, PerformanceField::Indicator(row, IndicatorField::LevelThree));
                let text = Text::new(at, &indicator.level_three);
                let range = 0..indicator.level_three.chars().count();
                let message = "同一级下有两个同名的指标。";
                findings.push(text.finding(self.evaluated, INDICATOR_TWICE, range, message, None));
            }
        }
    }

    /// First levels of which the form wants one each.
    fn levels(self, form: &PerformanceAccounts, place: usize, table: &PerformanceTable, findings: &mut Vec<Finding>) {
        let plain = spelling::plain_text;
        let levels = table.indicators.iter().flat_map(|own| [plain(&own.level_one), plain(&own.level_two)]);
        let levels: HashSet<String> = levels.filter(|level| !level.is_empty()).collect();
        if levels.is_empty() {
            return;
        }
        let missing: Vec<&str> =
            form.levels.iter().map(String::as_str).filter(|level| !levels.contains(&plain(level))).collect();
        if !missing.is_empty() {
            let place = TextPlace::Performance(place, PerformanceField::Indicator(0, IndicatorField::LevelOne));
            let message = format!("{}：没有{}。", text_label(self.evaluated, &place), missing.join("、"));
            let finding = Finding::new(INDICATOR_LEVELS, grade_in(self.evaluated.form, INDICATOR_LEVELS), message);
            findings.push(finding.in_text(self.evaluated, place, 0..0));
        }
    }

    /// All the money that the goal names, beside what the table and the project have.
    fn goal_amount(
        self,
        place: usize,
        table: &PerformanceTable,
        account: Option<&Account>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(total) = table.funds.total.filter(|total| !total.is_zero()) else { return };
        let unit = &self.evaluated.form.text_unit;
        let text = Text::new(TextPlace::Performance(place, PerformanceField::Goal), &table.goal);
        let of_project = account.map(|account| [account.granted, account.carried, account.granted + account.carried]);
        let known: Vec<Amount> =
            [Some(total), table.funds.fiscal].into_iter().flatten().chain(of_project.into_iter().flatten()).collect();
        for found in ALL_MONEY.captures_iter(&text.plain) {
            let (Some(figure), Some(name)) = (found.get(1), found.get(2)) else { continue };
            let Some(yuan) = UNITS.iter().find(|(unit, _)| *unit == name.as_str()).map(|(_, yuan)| *yuan) else {
                continue;
            };
            let Some(stated) = number(figure.as_str()).filter(|stated| is_plain(*stated)) else { continue };
            let in_yuan =
                |figure: Decimal| Amount::from_yuan((figure * Decimal::from(yuan)).round_dp(Amount::MAX_SCALE));
            let (Ok(amount), Ok(aside)) = (in_yuan(stated), in_yuan(Decimal::new(5, stated.scale() + 1))) else {
                continue;
            };
            let printed = |known: &Amount| Interval::of_printed(*known, unit);
            let said = Interval::of_shown(amount, unit);
            let is_known = |known: &Amount| (amount - *known).abs() <= aside || printed(known).meets(said);
            if !known.iter().any(is_known) {
                let message = format!("目标里说的金额与项目资金 {} {} 不一致。", unit.text(total), unit.name);
                let range = text.characters(figure.start()..name.end());
                findings.push(text.finding(self.evaluated, GOAL_AMOUNT, range, &message, None));
            }
        }
    }
}

/// Whether what is called `name` is a part of a whole.
fn is_part(form: &PerformanceAccounts, name: &str) -> bool {
    let name = spelling::plain_text(name);
    let name = name.trim_end_matches("(%)").trim_end_matches(['(', ')', '%']);
    form.bounded.iter().any(|end| name.ends_with(end.as_str()))
}
