use std::collections::BTreeSet;

use super::*;
use crate::disclosure::{ColumnNumber, RowKey, TableNumber};
use crate::evaluate::CellIndex;
use crate::evaluate::tests::{Draft, Place, cell, cells, place};

/// Rule, grade, and table, row and column of the first cell; only what is said of figures.
type Found = (String, Grade, Place);

fn findings(draft: &Draft) -> Vec<Found> {
    draft.with(|evaluated| {
        let audit = every_finding(evaluated);
        let of_figures = audit.findings.iter().filter(|finding| finding.difference.is_some());
        of_figures.map(|f| (f.rule.clone(), f.grade, place(evaluated, f.cells[0]))).collect()
    })
}

/// The grades of the findings that `rule` has at a place.
fn grades(draft: &Draft, rule: &str, table: u8, row: &str, column: u8) -> Vec<Grade> {
    let at = (table, row.to_owned(), column);
    findings(draft).into_iter().filter(|found| found.0 == rule && found.2 == at).map(|found| found.1).collect()
}

/// The places where `rule` has findings.
fn places(draft: &Draft, rule: &str) -> Vec<Place> {
    findings(draft).into_iter().filter(|found| found.0 == rule).map(|found| found.2).collect()
}

fn message(draft: &Draft, rule: &str) -> String {
    let found =
        draft.with(every_finding).findings.into_iter().filter(|finding| finding.rule == rule).collect::<Vec<_>>();
    assert_eq!(found.len(), 1, "{found:#?}");
    found[0].message.clone()
}

fn at(table: u8, row: &str, column: u8) -> Place {
    (table, row.to_owned(), column)
}

const NONE: [Grade; 0] = [];

// Sums, in three tiers.

#[test]
fn of_exact_yuan_only_the_rounded_exact_sum_passes() {
    // 1.0049 + 1.0049 = 2.0098: shown as 1.00, 1.00 and 2.01. Of a total, only what is shown counts.
    for (stated, expected) in [
        ("1.99", vec![Grade::Error]),
        ("2.00", vec![Grade::Error]),
        ("2.01", vec![Grade::Rounding]),
        ("2.0051", vec![Grade::Rounding]),
        ("2.02", vec![Grade::Error]),
    ] {
        let draft = Draft::new().code(3, "2080101", &[(2, "1.0049"), (3, "1.0049")]).stated(3, "2080101", 1, stated);
        assert_eq!(grades(&draft, "A14", 3, "2080101", 1), expected, "{stated}");
    }
}

#[test]
fn exact_yuan_beside_a_rounded_figure_narrow_what_passes() {
    // 1.0049 + [0.995, 1.005) = [1.9999, 2.0099).
    for (stated, expected) in
        [("1.99", vec![Grade::Error]), ("2.00", vec![]), ("2.01", vec![Grade::Rounding]), ("2.02", vec![Grade::Error])]
    {
        let draft = Draft::new().code(3, "2080101", &[(2, "1.0049"), (3, "1.00")]).stated(3, "2080101", 1, stated);
        assert_eq!(grades(&draft, "A14", 3, "2080101", 1), expected, "{stated}");
    }
}

#[test]
fn a_sum_that_is_computed_from_exact_yuan_is_at_most_a_rounding_difference() {
    let draft = Draft::new().code(3, "2080101", &[(2, "1.0049"), (3, "1.0049")]);
    assert_eq!(draft.shown(3, "2080101", 1), "2.01");
    assert_eq!(grades(&draft, "A14", 3, "2080101", 1), [Grade::Rounding]);
}

/// Grades of the total of `parts` rows of 1.00 that is off by `hundredths`.
fn of_parts(parts: usize, blanks: usize, hundredths: i64) -> Vec<Grade> {
    let mut draft = Draft::new();
    for place in 0..parts + blanks {
        let amounts: &[(u8, &str)] = if place < parts { &[(2, "1")] } else { &[] };
        draft = draft.code(6, &format!("301{place:02}"), amounts);
    }
    let stated = 100 * parts as i64 + hundredths;
    let draft = draft.stated(6, "301", 2, &format!("{}.{:02}", stated / 100, stated % 100));
    grades(&draft, "A22", 6, "301", 2)
}

#[test]
fn shown_figures_may_be_off_by_half_as_many_hundredths_as_there_are_parts() {
    for parts in 1..=7 {
        let allowed = parts as i64 / 2;
        for off in -5..=5_i64 {
            let expected = match off.abs() {
                0 => vec![],
                off if off <= allowed => vec![Grade::Rounding],
                _ => vec![Grade::Error],
            };
            assert_eq!(of_parts(parts, 0, off), expected, "{parts} parts, off by {off}");
        }
    }
}

#[test]
fn blank_parts_explain_no_rounding() {
    assert_eq!(of_parts(1, 4, 1), [Grade::Error]);
    assert_eq!(of_parts(2, 4, 1), [Grade::Rounding]);
    assert_eq!(of_parts(2, 4, 2), [Grade::Error]);
}

#[test]
fn a_total_is_compared_with_what_is_directly_below_it_and_not_with_the_leaves() {
    // Four leaves would explain a difference of 0.02, the single 款 between explains none.
    let mut draft = Draft::new();
    for code in ["2080101", "2080102", "2080103", "2080104"] {
        draft = draft.code(3, code, &[(2, "1")]);
    }
    let draft = draft.stated(3, "208", 2, "4.01");
    assert_eq!(grades(&draft, "A20", 3, "208", 2), [Grade::Error]);
}

/// Two classes of two sections of 0.01 each; what the classes and the total are said to be.
fn two_by_two(class: &str, total: &str) -> Draft {
    let mut draft = Draft::new();
    for code in ["20801", "20802", "20901", "20902"] {
        draft = draft.code(3, code, &[(2, "0.01")]);
    }
    draft.stated(3, "208", 2, class).stated(3, "209", 2, class).stated(3, "total", 2, total)
}

#[test]
fn sums_that_pass_one_by_one_but_not_together_are_an_error() {
    let draft = two_by_two("0.03", "0.07");
    assert_eq!(grades(&draft, "A20", 3, "208", 2), [Grade::Rounding]);
    assert_eq!(grades(&draft, "A20", 3, "209", 2), [Grade::Rounding]);
    assert_eq!(grades(&draft, "A20", 3, "total", 2), [Grade::Error, Grade::Rounding]);
}

#[test]
fn sums_that_rounding_explains_together_are_no_error() {
    // 0.01499 four times is shown as 0.01 each, 0.03 in pairs and 0.06 in all.
    let draft = two_by_two("0.03", "0.06");
    assert!(findings(&draft).iter().all(|found| found.0 != "A20" || found.1 == Grade::Rounding));
}

#[test]
fn sums_of_fixed_rows_are_judged_together_too() {
    let draft = Draft::new()
        .fixed(10, "reception", &[(2, "0.01")])
        .fixed(10, "vehicle_purchase", &[(2, "0.01")])
        .fixed(10, "vehicle_running", &[(2, "0.01")])
        .stated(10, "vehicles", 2, "0.03")
        .stated(10, "total", 2, "0.05");
    assert_eq!(grades(&draft, "A31", 10, "vehicles", 2), [Grade::Rounding]);
    assert_eq!(grades(&draft, "A30", 10, "total", 2), [Grade::Error, Grade::Rounding]);
}

#[test]
fn a_total_above_a_contradiction_is_judged_by_itself() {
    // What 208 says is impossible; that the total says the same is right.
    let draft = Draft::new()
        .code(3, "2080101", &[(2, "0.01")])
        .code(3, "2080102", &[(2, "0.01")])
        .code(3, "2080201", &[(2, "0.01")])
        .code(3, "2080202", &[(2, "0.01")])
        .stated(3, "20801", 2, "0.03")
        .stated(3, "20802", 2, "0.03")
        .stated(3, "208", 2, "0.07")
        .stated(3, "total", 2, "0.07");
    assert_eq!(grades(&draft, "A20", 3, "208", 2), [Grade::Error, Grade::Rounding]);
    assert_eq!(grades(&draft, "A20", 3, "total", 2), NONE);
}

#[test]
fn a_sum_that_is_broken_by_itself_is_reported_once() {
    let draft = two_by_two("0.03", "5");
    assert_eq!(grades(&draft, "A20", 3, "total", 2), [Grade::Error]);
}

// Tie-outs.

#[test]
fn copies_of_one_amount_must_agree_to_the_last_digit_shown() {
    let copy = |stated: &str| {
        let draft = Draft::new().code(2, "2080101", &[(3, "1")]).stated(1, "general_local", 1, stated);
        grades(&draft, "B3", 1, "general_local", 1)
    };
    assert_eq!(copy("1.01"), [Grade::Error]);
    assert_eq!(copy("0.99"), [Grade::Error]);
    assert_eq!(copy("1.00"), NONE);
}

#[test]
fn copies_that_differ_only_in_digits_that_are_not_shown_agree() {
    let copy = |amount: &str| {
        let draft = Draft::new().code(5, "2080505", &[(2, amount)]).code(6, "30108", &[(2, "1.004")]);
        grades(&draft, "B22", 5, "2080505", 2)
    };
    assert_eq!(copy("0.996"), NONE);
    assert_eq!(copy("0.994"), [Grade::Error]);
}

#[test]
fn a_row_that_is_missing_counts_as_nothing() {
    let draft = Draft::new().code(2, "2080101", &[(3, "5")]);
    assert_eq!(grades(&draft, "B7", 2, "2080101", 1), [Grade::Error]);
    let draft = Draft::new().code(2, "2080101", &[]);
    assert_eq!(grades(&draft, "B7", 2, "2080101", 1), NONE);
}

#[test]
fn an_at_least_identity_breaks_only_below() {
    let running = |amount: &str| {
        let draft = Draft::new().fixed(10, "vehicle_running", &[(2, amount)]).code(6, "30231", &[(3, "2")]);
        grades(&draft, "B21", 10, "vehicle_running", 2)
    };
    assert_eq!(running("2.01"), NONE);
    assert_eq!(running("2.00"), NONE);
    assert_eq!(running("1.99"), [Grade::Error]);
}

#[test]
fn an_at_least_identity_with_a_sum_allows_for_its_rounding() {
    let basic = |amount: &str| {
        let draft = Draft::new()
            .code(2, "2080101", &[(9, "1")])
            .code(3, "2080101", &[(2, amount)])
            .code(5, "2080101", &[(2, "1.50")])
            .project(11, "", "", "甲", &[(3, "1.50")]);
        grades(&draft, "B14", 3, "total", 2)
    };
    assert_eq!(basic("3.00"), NONE);
    assert_eq!(basic("2.99"), [Grade::Rounding]);
    assert_eq!(basic("2.98"), [Grade::Error]);
}

/// Basic expenditure of `basic`, of which the general budget pays 3, beside `column` of T2.
fn basic_beside(basic: &str, column: u8, amount: &str) -> Draft {
    let draft = Draft::new().code(2, "2080101", &[(column, amount)]);
    draft.code(3, "2080101", &[(2, basic)]).code(5, "2080101", &[(2, "3")])
}

#[test]
fn basic_expenditure_equals_its_sources_when_there_is_no_other_money() {
    assert_eq!(grades(&basic_beside("3", 3, "3"), "B14", 3, "total", 2), NONE);
    assert_eq!(grades(&basic_beside("5", 3, "3"), "B14", 3, "total", 2), [Grade::Error]);
    assert_eq!(grades(&basic_beside("2", 3, "3"), "B14", 3, "total", 2), [Grade::Error]);
}

#[test]
fn basic_expenditure_may_exceed_its_sources_when_there_is_special_account_money_or_own_money() {
    for column in [9, 10] {
        assert_eq!(grades(&basic_beside("5", column, "2"), "B14", 3, "total", 2), NONE, "column {column}");
        assert_eq!(grades(&basic_beside("2", column, "2"), "B14", 3, "total", 2), [Grade::Error], "column {column}");
    }
}

#[test]
fn project_expenditure_is_compared_row_by_row_only_when_the_whole_carry_over_is_for_projects() {
    let project = |column: u8| {
        let draft = Draft::new().code(2, "2080101", &[(11, "1")]).code(3, "2080101", &[(3, "5")]);
        places(&draft.project(11, "", "", "甲", &[(column, "1")]), "B27")
    };
    assert_eq!(project(5), [at(3, "2080101", 3)]);
    assert_eq!(project(3), []);
}

#[test]
fn doubtful_rules_give_warnings() {
    let draft = Draft::new().code(5, "2080501", &[(2, "5")]).code(6, "30302", &[(2, "4")]);
    assert_eq!(grades(&draft, "B24", 5, "2080501", 2), [Grade::Warning]);
    let draft = Draft::new().fixed(10, "reception", &[(2, "1")]).code(6, "30217", &[(3, "2")]);
    assert_eq!(grades(&draft, "B21-2", 10, "reception", 2), [Grade::Warning]);
}

// What is counted, and what is left out.

fn checked(draft: &Draft) -> usize {
    draft.with(every_finding).checked
}

#[test]
fn a_sum_is_counted_as_checked_only_where_something_is_stated() {
    let draft = || Draft::new().code(6, "30101", &[(2, "1")]);
    let computed = checked(&draft());
    let added = |draft: Draft| checked(&draft) - computed;
    assert_eq!(computed, 1, "nothing inside the table, only B16 with 表5");
    assert_eq!(
        added(draft().stated(6, "30101", 1, "1")),
        4,
        "its cross-footing, those of the two totals above, and B25"
    );
    assert_eq!(added(draft().stated(6, "301", 2, "1")), 4, "its footing, two cross-footings, and B25");
    let both = draft().stated(6, "301", 2, "1").stated(6, "total", 2, "1");
    assert_eq!(added(both), 5, "two footings, two cross-footings, and B25");
}

#[test]
fn what_is_blank_on_all_sides_is_not_counted_as_checked() {
    assert_eq!(checked(&Draft::new()), 0);
    assert_eq!(checked(&Draft::new().code(2, "2080101", &[]).code(3, "2080101", &[]).code(6, "30101", &[])), 0);
}

/// T2 and T3 that disagree in two items of one 款.
fn disagreeing() -> Draft {
    Draft::new()
        .code(2, "2080101", &[(3, "5")])
        .code(2, "2080102", &[(3, "7")])
        .code(2, "2080501", &[(3, "1")])
        .code(3, "2080101", &[(2, "4")])
        .code(3, "2080102", &[(2, "9")])
        .code(3, "2080501", &[(2, "1")])
}

#[test]
fn totals_that_only_repeat_broken_rows_below_them_are_left_out() {
    assert_eq!(places(&disagreeing(), "B7"), [at(2, "2080101", 1), at(2, "2080102", 1)]);
}

#[test]
fn a_stated_total_that_disagrees_is_reported_beside_the_rows_below_it() {
    let draft = disagreeing().stated(3, "208", 1, "14");
    assert_eq!(places(&draft, "B7"), [at(2, "208", 1), at(2, "2080101", 1), at(2, "2080102", 1)]);
}

#[test]
fn a_total_is_reported_when_the_rows_below_it_do_not_explain_its_difference() {
    // T3 says what the 款 is without its items: that the items are missing explains nothing of the difference of 3.
    let draft = Draft::new().code(2, "2080101", &[(3, "5")]).code(3, "20801", &[(2, "8")]);
    assert_eq!(places(&draft, "B7"), [at(2, "20801", 1), at(2, "2080101", 1)]);
}

#[test]
fn two_ways_of_stating_one_rule_are_reported_once() {
    // B14 is broken both as >= and as =.
    assert_eq!(places(&basic_beside("2", 3, "3"), "B14").len(), 1);
}

#[test]
fn a_sound_disclosure_has_no_findings() {
    let draft = Draft::new()
        .code(2, "2080101", &[(3, "8")])
        .code(3, "2080101", &[(2, "5"), (3, "3")])
        .code(5, "2080101", &[(2, "5")])
        .code(6, "30101", &[(2, "5")])
        .project(7, "", "2080101", "甲", &[(3, "3")]);
    assert_eq!(findings(&draft), []);
    assert!(checked(&draft) > 0);
}

#[test]
fn the_gravest_findings_come_first() {
    let draft = Draft::new().code(2, "2080101", &[(3, "1.0049"), (4, "1.0049")]);
    let draft = draft.code(5, "2080501", &[(2, "5")]).code(6, "30302", &[(2, "4")]);
    let grades: Vec<_> = findings(&draft).into_iter().map(|found| found.1).collect();
    assert!(grades.is_sorted(), "{grades:?}");
    assert!([Grade::Error, Grade::Warning, Grade::Rounding].iter().all(|grade| grades.contains(grade)), "{grades:?}");
}

// What a finding says.

/// The finding that `rule` has, with its amounts as shown and its cells by place.
fn sides(draft: &Draft, rule: &str) -> ([String; 3], Vec<Place>, Vec<Place>) {
    draft.with(|evaluated| {
        let audit = every_finding(evaluated);
        let mut found = audit.findings.iter().filter(|finding| finding.rule == rule);
        let (Some(finding), None) = (found.next(), found.next()) else { panic!("{:#?}", audit.findings) };
        let amounts = [finding.stated, finding.expected, finding.difference];
        let places = |cells: &[CellIndex]| cells.iter().map(|&cell| place(evaluated, cell)).collect();
        (amounts.map(|a| draft.form.text_unit.plain(a.unwrap())), places(finding.first()), places(finding.other()))
    })
}

#[test]
fn a_finding_of_a_tie_out_carries_both_cells_and_their_difference() {
    let draft = Draft::new().code(5, "2080505", &[(2, "5")]).code(6, "30108", &[(2, "6.50")]);
    let amounts = ["5.00", "6.50", "-1.50"].map(str::to_owned);
    assert_eq!(sides(&draft, "B22"), (amounts, vec![at(5, "2080505", 2)], vec![at(6, "30108", 1)]));
}

#[test]
fn a_finding_of_a_sum_carries_the_total_and_all_its_parts() {
    let draft = Draft::new().code(6, "30101", &[(2, "1")]).code(6, "30102", &[(2, "2")]).stated(6, "301", 2, "4");
    let amounts = ["4.00", "3.00", "1.00"].map(str::to_owned);
    assert_eq!(sides(&draft, "A22"), (amounts, vec![at(6, "301", 2)], vec![at(6, "30101", 2), at(6, "30102", 2)]));
}

#[test]
fn a_finding_shows_the_single_cell_before_the_sum_whichever_side_it_stands_on() {
    let draft = Draft::new().code(2, "2080101", &[(3, "1"), (4, "2")]).code(5, "2080101", &[(2, "5")]);
    let amounts = ["5.00", "3.00", "2.00"].map(str::to_owned);
    let parts = vec![at(2, "2080101", 3), at(2, "2080101", 4)];
    assert_eq!(sides(&draft, "B12"), (amounts, vec![at(5, "2080101", 1)], parts));
}

#[test]
fn a_tie_out_is_told_with_both_places_and_figures() {
    let draft = Draft::new().code(5, "2080505", &[(2, "5")]).code(6, "30108", &[(2, "1234.5")]);
    assert_eq!(
        message(&draft, "B22"),
        "表5 208 05 05 科目2080505（2）基本支出 5.00，应等于 表6 301 08 科目30108（1）合计 1,234.50，相差 1,229.50 万元。"
    );
}

#[test]
fn the_parts_of_a_short_sum_are_written_out() {
    let draft = Draft::new().code(6, "30101", &[(2, "1")]).code(6, "30102", &[(2, "2")]).stated(6, "301", 2, "4");
    assert_eq!(
        message(&draft, "A22"),
        "表6 301 工资福利支出（2）人员经费 4.00，应等于 表6 人员经费 各行 1.00 + 2.00 = 3.00，相差 1.00 万元。"
    );
}

#[test]
fn the_parts_of_a_long_sum_are_counted() {
    let mut draft = Draft::new();
    for place in 1..=7 {
        draft = draft.code(6, &format!("3010{place}"), &[(2, "1")]);
    }
    assert_eq!(
        message(&draft.stated(6, "301", 2, "9"), "A22"),
        "表6 301 工资福利支出（2）人员经费 9.00，应等于 表6 人员经费 各行 7 项之和 7.00，相差 2.00 万元。"
    );
}

#[test]
fn a_rounding_difference_is_told_as_one() {
    let draft = Draft::new().code(6, "30101", &[(2, "1")]).code(6, "30102", &[(2, "2")]).stated(6, "301", 2, "3.01");
    assert!(message(&draft, "A22").ends_with("，相差 0.01 万元，四舍五入可以解释。"));
}

#[test]
fn an_at_least_identity_is_told_as_one() {
    let draft = Draft::new().fixed(10, "vehicle_running", &[(2, "1")]).code(6, "30231", &[(3, "2")]);
    assert_eq!(
        message(&draft, "B21"),
        "表10 公务用车运行费（2）一般公共预算 1.00，应不小于 表6 302 31 科目30231（1）合计 2.00，相差 1.00 万元。"
    );
}

#[test]
fn a_missing_row_is_told() {
    let draft = Draft::new().code(5, "2080505", &[(2, "5")]);
    assert_eq!(
        message(&draft, "B22"),
        "表5 208 05 05 科目2080505（2）基本支出 5.00，应等于 0.00（表6 没有 301 08 这一行），相差 5.00 万元。"
    );
    let draft = Draft::new().code(8, "2120801", &[(2, "5")]);
    assert_eq!(
        message(&draft, "B13"),
        "表8 212 08 01 科目2120801（1）合计 5.00，应等于 0.00（表3 没有 212 08 01 这一行），相差 5.00 万元。"
    );
}

#[test]
fn what_must_be_nothing_is_not_told_as_a_missing_row() {
    let draft = Draft::new().code(6, "30101", &[(3, "5")]);
    let found = draft.with(every_finding).findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>();
    let expected = "表6 301 工资福利支出（3）公用经费 5.00，应等于 0.00，相差 5.00 万元。";
    assert!(found.iter().any(|message| message == expected), "{found:#?}");
}

#[test]
fn a_contradiction_of_a_whole_table_is_told() {
    let draft = two_by_two("0.03", "0.07");
    let mut found = draft.with(every_finding).findings.into_iter();
    let found = found.find(|finding| finding.grade == Grade::Error && finding.rule == "A20").unwrap();
    assert_eq!(
        found.message,
        "表3 总计（2）基本支出 0.07：与下级各行逐行看都在尾差之内，但没有一组精确数能四舍五入成这里和下级的全部数字，不能用尾差解释。"
    );
}

/// A disclosure without amounts, but with a row for everything that a rule names.
fn blank() -> Draft {
    let mut draft = Draft::new();
    for table in [2, 3, 5, 8, 9] {
        for code in ["2080101", "2080501", "2080505", "2080506", "2230105"] {
            draft = draft.code(table, code, &[]);
        }
    }
    for code in ["30101", "30108", "30109", "30212", "30217", "30231", "30302", "31013"] {
        draft = draft.code(6, code, &[]);
    }
    draft.project(7, "东所", "2080101", "甲", &[]).project(11, "东所", "", "乙", &[])
}

/// The findings that are made when one cell of `blank()` holds 1, for each cell there is.
fn findings_of_one_wrong_cell() -> Vec<(Place, Vec<Finding>)> {
    let mut draft = blank();
    assert_eq!(findings(&draft), []);
    let wrong: Vec<_> = draft.with(|evaluated| {
        let key = |cell| (evaluated.key(cell), place(evaluated, cell), evaluated.evaluation.state(cell).is_computed());
        cells(evaluated).map(key).collect()
    });
    let (sound, one) = (draft.disclosure.clone(), draft.amount("1"));
    let mut all = Vec::new();
    for (key, place, is_computed) in wrong {
        draft.disclosure = sound.clone();
        let table = draft.disclosure.table_mut(key.table);
        if is_computed {
            table.stated.insert((key.row, key.column), one);
        } else if let Some(place) = table.find(&key.row).map(|(place, _)| place) {
            table.rows[place].amounts.insert(key.column, one);
        } else {
            let RowKey::Fixed(id) = &key.row else { panic!("{key:?}") };
            draft = draft.fixed(key.table.0, id, &[(key.column.0, "1")]);
        }
        let findings = draft.with(every_finding).findings.into_iter().filter(|finding| finding.difference.is_some());
        all.push((place, findings.collect()));
    }
    all
}

/// The places that `text` names: a table, a row and columns, `2 2080101 3-12`.
fn places_named(text: &str) -> BTreeSet<Place> {
    let mut places = BTreeSet::new();
    for part in text.split(", ") {
        let [table, row, columns] = part.split(' ').collect::<Vec<_>>()[..] else { panic!("{part}") };
        let (first, last) = columns.split_once('-').unwrap_or((columns, columns));
        let columns = first.parse().unwrap()..=last.parse().unwrap();
        places.extend(columns.map(|column| at(table.parse().unwrap(), row, column)));
    }
    places
}

#[test]
fn each_tie_out_binds_the_amounts_that_it_should() {
    // What is entered in the rows of one code, in T1 and in T11: what of it alone breaks each rule, as
    // `assets/forms/README.md` says.
    let own = ["own_operations", "own_superior_grants", "own_affiliates", "own_business", "own_other"];
    let fiscal = ["carry_over_general", "carry_over_government_fund", "carry_over_state_capital"];
    let other = ["carry_over_special_account", "carry_over_own_funds"];
    let t1 = |rows: &[&[&str]]| rows.concat().iter().map(|row| format!("1 {row} 1")).collect::<Vec<_>>().join(", ");
    let carry_over = t1(&[&fiscal, &other]);
    let (own_and_carry_over, own) = (t1(&[&own, &fiscal, &other]), t1(&[&own]));
    let (t2, t3, t11) = ("2 2080101 3-12", "3 2080101 2-3", "11 乙 3-5, 11 乙 7-9");
    let funds = "5 2080101 2, 7 2080101/甲 2-11, 8 2080101 2-4, 9 2080101 2-4";
    let project_funds = "7 2080101/甲 2-11, 8 2080101 4, 9 2080101 4";
    let expected = [
        ("A1", format!("2 2080101 3-9, {t3}, {own_and_carry_over}")),
        ("A26", format!("2 2080101 3-8, {funds}")),
        ("A29", format!("2 2080101 3-8, {funds}")),
        ("B1", format!("2 2080101 10-12, {own_and_carry_over}")),
        ("B3", format!("2 2080101 10, {own}")),
        ("B4", format!("2 2080101 11-12, {carry_over}")),
        ("B5", format!("2 2080101 10, {own}")),
        ("B6", format!("{t2}, {t3}")),
        ("B7", format!("{t2}, {t3}")),
        ("B12", format!("2 2080101 3-8, {funds}")),
        ("B13", format!("{t3}, {funds}, 2 2080101 9-12")),
        ("B14", "3 2080101 2, 5 2080101 2, 8 2080101 2-3, 9 2080101 2-3, 11 乙 3-4, 11 乙 7-8".to_owned()),
        ("B15", format!("3 2080101 3, {project_funds}, 11 乙 5, 11 乙 9")),
        ("B19", format!("2 2080101 11-12, {carry_over}, {t11}")),
        ("B20", format!("2 2080101 11-12, {carry_over}, {t11}")),
        ("B26", format!("{t3}, {funds}, 2 2080101 9-12")),
        ("B27", format!("3 2080101 3, {project_funds}, 2 2080101 11-12")),
    ];
    let entered = places_named(&format!("{t2}, {t3}, {funds}, {t11}, {own_and_carry_over}"));
    let found = findings_of_one_wrong_cell();
    for (rule, expected) in expected {
        let breaks = |(place, findings): &&(Place, Vec<Finding>)| {
            entered.contains(place) && findings.iter().any(|finding| finding.rule == rule)
        };
        let found: BTreeSet<Place> = found.iter().filter(breaks).map(|(place, _)| place.clone()).collect();
        assert_eq!(found, places_named(&expected), "{rule}");
    }
}

#[test]
fn every_rule_of_the_form_is_broken_by_some_wrong_cell() {
    let tripped: BTreeSet<String> = findings_of_one_wrong_cell()
        .into_iter()
        .flat_map(|(_, findings)| findings)
        .map(|finding| finding.rule)
        .collect();
    let form = Draft::new().form;
    // The others are of rows and of sentences, and their examples trip them.
    let of_rows = form.row_rules.iter().map(|rule| form.rule(rule.rule).id.clone());
    let of_sentences = form.sentences.iter().flat_map(|template| template.rules()).map(str::to_owned);
    let others: BTreeSet<String> = of_rows.chain(of_sentences).collect();
    let rules: BTreeSet<String> = form.rules.iter().map(|rule| rule.id.clone()).collect();
    assert_eq!(tripped, rules.difference(&others).cloned().collect());
}

#[test]
fn every_message_is_one_whole_sentence_with_both_figures() {
    let all: Vec<_> = findings_of_one_wrong_cell().into_iter().flat_map(|(_, findings)| findings).collect();
    assert!(all.len() > 200, "{}", all.len());
    for finding in all {
        let message = &finding.message;
        assert!(
            message.starts_with('表') && message.matches('。').count() == 1 && message.ends_with('。'),
            "{message}"
        );
        assert!(["应等于", "应不小于", "应不大于"].iter().any(|word| message.contains(word)), "{message}");
        assert!(message.contains(" 1.00") && message.contains("相差 1.00 万元"), "{message}");
        assert!(!message.contains(['{', '}', '\n']) && !message.contains("  "), "{message}");
    }
}

#[test]
fn a_finding_without_rows_below_names_the_empty_total() {
    let mut draft = Draft::new();
    let (table, column) = (TableNumber(8), ColumnNumber(4));
    let one = draft.amount("1");
    draft.disclosure.table_mut(table).stated.insert((RowKey::Total, column), one);
    draft.with(|evaluated| assert!(evaluated.value(cell(evaluated, 8, "total", 4)) == one));
    assert_eq!(grades(&draft, "A24", 8, "total", 4), [Grade::Error]);
}

#[test]
fn a_stated_total_without_any_row_below_it_is_an_error_and_not_lost() {
    let forms = crate::form::FormLibrary::builtin().unwrap();
    let orphans = |rows: &str| {
        let text = format!(
            "Budget(format: 1, form: \"xinjiang-2025\", kind: Unit, body: \"某\", year: 2025, tables: [\
             (number: 2, rows: [{rows}], stated: [(row: Code(\"208\"), amounts: {{1: \"50000\"}})])])"
        );
        let disclosure = crate::file::read(&text, &forms).unwrap();
        let form = forms.get(&disclosure.form).unwrap();
        let catalog = crate::catalog::Catalog::builtin().unwrap();
        let evaluation = crate::evaluate::evaluate(form, &disclosure);
        let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
        let findings = every_finding(evaluated).findings.into_iter().filter(|finding| finding.rule == "F11");
        findings.map(|finding| (finding.grade, finding.cells.len(), finding.message)).collect::<Vec<_>>()
    };
    let found = orphans("");
    assert_eq!((found.len(), found[0].0, found[0].1), (1, Grade::Error, 0));
    assert!(found[0].2.contains("表2 208（1）公布数 5.00"), "{}", found[0].2);
    assert_eq!(orphans("Code(code: \"2080109\", name: \"某项\", amounts: {3: \"50000\"})"), []);
}

#[test]
fn a_project_whose_name_is_part_of_another_is_named_only_by_itself() {
    let mut draft =
        Draft::new().project(7, "", "2080101", "社保补贴", &[]).project(7, "", "2080101", "社保补贴二期", &[]);
    let mut unnamed = |text: &str| {
        draft.disclosure.texts.insert(crate::disclosure::Part::Section(7), vec![text.to_owned()]);
        let findings = draft.with(every_finding).findings.into_iter().filter(|finding| finding.rule == "F6");
        findings.map(|finding| draft.with(|evaluated| place(evaluated, finding.cells[0]).1)).collect::<Vec<_>>()
    };
    assert_eq!(unnamed("项目名称：社保补贴二期"), ["2080101/社保补贴"]);
    assert_eq!(unnamed("项目名称：社保补贴"), ["2080101/社保补贴二期"]);
    assert_eq!(unnamed("项目名称：社保补贴二期。项目名称：社保补贴"), [""; 0]);
}

#[test]
fn the_table_that_is_out_of_order_is_the_one_to_sort() {
    let repairs = |codes: [[&str; 2]; 2]| {
        let rows =
            [(2, codes[0]), (3, codes[1])].into_iter().flat_map(|(table, codes)| codes.map(|code| (table, code)));
        let draft = rows.fold(Draft::new(), |draft, (table, code)| draft.code(table, code, &[]));
        let findings = draft.with(every_finding).findings.into_iter().filter(|finding| finding.rule == "C1");
        findings.flat_map(|finding| finding.repairs).collect::<Vec<_>>()
    };
    let (up, down) = (["2080101", "2080102"], ["2080102", "2080101"]);
    assert_eq!(repairs([up, down]), [Repair::Sort(TableNumber(3))]);
    assert_eq!(repairs([down, up]), [Repair::Sort(TableNumber(2))]);
    assert_eq!(repairs([down, down]), []);
}

#[test]
fn a_total_along_its_row_and_down_its_column_is_rounding_in_both_or_in_neither() {
    // 1.00 and 1.00, printed: what is added up across in another table may be 2.01, and no more.
    for (total, is_possible) in [("2.00", true), ("2.01", true), ("2.02", false)] {
        let draft = Draft::new()
            .fixed(10, "abroad", &[(2, "1.00")])
            .fixed(10, "reception", &[(2, "1.00")])
            .stated(10, "abroad", 1, "1.00")
            .stated(10, "reception", 1, "1.00")
            .stated(10, "total", 1, total)
            .stated(10, "total", 2, total);
        let errors = findings(&draft).into_iter().filter(|(rule, grade, _)| *grade == Grade::Error && rule != "B21");
        assert_eq!(errors.count() == 0, is_possible, "{total}");
    }
}

#[test]
fn a_cell_that_may_have_been_left_out_is_less_likely_than_one_that_was_visibly_mistyped() {
    let suspect = |value: &str, slip| {
        let [value, suggested] = [value, "142.70"].map(|yuan| yuan.parse().unwrap());
        let cell = crate::evaluate::CellIndex { list: crate::form::ListIndex(0), row: 0, column: 0 };
        super::Suspect { cell, value, suggested, slip }
    };
    let (swapped, left_out) =
        (suspect("124.70", Some(super::Slip::NeighboursSwapped)), suspect("0", Some(super::Slip::LeftOut)));
    let likely = |suspects: &[super::Suspect]| {
        let finding = Finding { suspects: suspects.to_vec(), ..Finding::new("B12", Grade::Error, String::new()) };
        suspects.iter().map(|suspect| !finding.is_less_likely(suspect)).collect::<Vec<_>>()
    };
    assert_eq!(likely(&[swapped.clone(), left_out.clone()]), [true, false]);
    assert_eq!(likely(&[left_out.clone(), left_out.clone()]), [true, true], "two left out are equals");
    assert_eq!(likely(&[swapped.clone(), swapped]), [true, true]);
}

#[test]
fn what_a_condition_leaves_out_for_a_row_is_not_counted_as_checked() {
    let own = crate::form::builtin_form("shanghai-2025").unwrap();
    let forms = crate::form::FormLibrary::builtin().unwrap();
    let sample = include_str!("../../../assets/samples/shanghai-2025.budget");
    let disclosure = crate::file::read(sample, &forms).unwrap();
    let catalog = crate::catalog::Catalog::builtin().unwrap();
    let checked = |condition: &str| {
        let wanted = format!("when: [\"{condition}\"]");
        let files = own.replaced(crate::form::FORM_FILE, "when: [\"T2[total](3..5) = 0\"]", &wanted);
        assert!(!files.same_texts(own));
        let form = crate::form::Form::load(&files).unwrap();
        let evaluation = crate::evaluate::evaluate(&form, &disclosure);
        audit(Evaluated { form: &form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation }).checked
    };
    // The first holds for no row in which something stands, the second for none at all.
    let (of_rows, never) = (checked("T3[row](1) = 0"), checked("T2[total](1) = 0"));
    assert_eq!(of_rows, never);
    assert!(never < checked("T2[total](1) = T3[total](1)"));
}

// What was checked.

/// How many comparisons there are that have figures and can fail, tried one by one.
fn comparisons(draft: &Draft) -> usize {
    draft.with(|evaluated| {
        let mut count = 0;
        crate::ties::for_each(evaluated, evaluated.is_as_shown(), &mut |instance| {
            let is_equal = instance.relation == crate::form::Relation::Equal;
            let cannot_fail = is_equal && evaluated.tautologies().holds(instance.left, instance.right);
            count += usize::from(!instance.sums.is_blank && !cannot_fail);
        });
        count
    })
}

/// So many codes are tried in several stretches.
const MANY: usize = 4_000;

fn code_of(item: usize) -> String {
    format!("2{:02}{:02}{:02}", item / 400 + 1, item / 20 % 20 + 1, item % 20 + 1)
}

/// Income, spending and its general budget by thousands of codes; of those of `apart` more is spent than there is.
fn of_many_codes(apart: &[usize], yuan: &str) -> Draft {
    (0..MANY).fold(Draft::new(), |draft, item| {
        let spent = if apart.contains(&item) { "3" } else { yuan };
        let draft = draft.code(2, &code_of(item), &[(3, yuan)]);
        draft.code(3, &code_of(item), &[(2, spent)]).code(5, &code_of(item), &[(2, yuan)])
    })
}

#[test]
fn of_thousands_of_codes_those_that_do_not_agree_are_told() {
    // The first, those around the end of a stretch, the last.
    let apart = [0, 1_499, 1_500, MANY - 1];
    for yuan in ["1", "1.0049"] {
        let draft = of_many_codes(&apart, yuan);
        let broken = places(&draft, "B7").into_iter().filter(|(_, row, _)| row.len() == code_of(0).len());
        let expected: Vec<Place> = apart.iter().map(|&item| at(2, &code_of(item), 1)).collect();
        assert_eq!(broken.collect::<Vec<_>>(), expected, "{yuan}");
        assert_eq!(checked(&draft), comparisons(&draft), "{yuan}");
    }
}

#[test]
fn a_stated_nothing_above_parts_that_cancel_out_is_checked() {
    let parts = |draft: Draft| draft.code(3, "2080101", &[(2, "1")]).code(3, "2080102", &[(2, "-1")]);
    let stated = |draft: Draft| draft.stated(3, "20801", 2, "0");
    for draft in [parts(Draft::new()), stated(parts(Draft::new()))] {
        assert_eq!(checked(&draft), comparisons(&draft));
    }
    assert_eq!(checked(&stated(parts(Draft::new()))), checked(&parts(Draft::new())) + 1);
    // Where the parts are blank nothing was compared.
    let blank = Draft::new().code(3, "2080101", &[]);
    assert_eq!(checked(&stated(blank)), 0);
}
