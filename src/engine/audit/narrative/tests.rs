use crate::audit::{Finding, every_finding};
use crate::disclosure::{Indicator, Part, PerformanceTable, RowKey, SlotValue, TableNumber, TextKey};
use crate::evaluate::tests::Draft;

const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];

/// A disclosure with these projects in 表7, in 万元, of which section 七 tells these, each with its amount.
fn told(projects: &[(&str, &str)], told: &[(&str, &str)]) -> Draft {
    let add = |draft: Draft, (name, amount): &(&str, &str)| draft.project(7, "", "2080101", name, &[(3, amount)]);
    let mut draft = projects.iter().fold(Draft::new(), add);
    let numerals = |place: usize| NUMERALS.get(place).map_or_else(|| (place + 1).to_string(), |n| (*n).to_owned());
    let lines = told.iter().enumerate().flat_map(|(place, (name, amount))| {
        [
            format!("（{}）项目名称：{name}", numerals(place)),
            "设立的政策依据：关于补助的通知".to_owned(),
            format!("预算安排规模：{amount}万元"),
            "项目承担单位：某某中心".to_owned(),
            "资金分配情况：全部用于补助".to_owned(),
            "资金执行时间：2025年1月1日-2025年12月31日".to_owned(),
        ]
    });
    draft.disclosure.texts.insert(Part::Section(7), lines.collect());
    draft
}

fn findings(draft: &Draft, rule: &str) -> Vec<Finding> {
    let findings = draft.with(|evaluated| every_finding(evaluated).findings);
    findings.into_iter().filter(|finding| finding.rule == rule).collect()
}

/// The paragraphs where `rule` finds something, and what stands there once it is mended.
fn mended(draft: &Draft, rule: &str) -> Vec<(String, String)> {
    let mended = findings(draft, rule).into_iter().map(|finding| {
        let before = draft.disclosure.text(&finding.text.as_ref().unwrap().place).unwrap().to_owned();
        let repair = finding.repairs.into_iter().next().unwrap_or_else(|| panic!("{before}"));
        (before, repair.mended(&draft.disclosure).unwrap())
    });
    mended.collect()
}

fn pair(before: &str, after: &str) -> (String, String) {
    (before.to_owned(), after.to_owned())
}

#[test]
fn an_amount_belongs_to_the_project_that_was_named_before_it() {
    let projects = [("综合业务运行费", "10"), ("办公设备购置费", "20")];
    let swapped = told(&projects, &[("综合业务运行费", "20.00"), ("办公设备购置费", "10.00")]);
    let (ten, twenty) = ("预算安排规模：10.00万元", "预算安排规模：20.00万元");
    assert_eq!(mended(&swapped, "F19"), [pair(twenty, ten), pair(ten, twenty)]);
    let twice = told(&projects, &[("综合业务运行费", "20.00"), ("办公设备购置费", "20.00")]);
    assert_eq!(mended(&twice, "F19"), [pair(twenty, ten)]);
    assert_eq!(findings(&twice, "F41"), []);
    let right = told(&projects, &[("综合业务运行费", "10.00"), ("办公设备购置费", "20.00")]);
    assert_eq!((findings(&right, "F19"), findings(&right, "F41")), (vec![], vec![]));
}

#[test]
fn the_lines_of_a_project_may_stand_in_one_paragraph() {
    let projects = [("综合业务运行费", "10"), ("办公设备购置费", "20")];
    let in_one = |first: &str, second: &str| {
        let mut draft = told(&projects, &[("综合业务运行费", first), ("办公设备购置费", second)]);
        let lines = draft.disclosure.texts.get_mut(&Part::Section(7)).unwrap();
        *lines = lines.chunks(6).map(|lines| format!("{}。", lines.join("。"))).collect();
        findings(&draft, "F19").into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(in_one("10.00", "20.00"), [""; 0]);
    let wrong = in_one("20.00", "10.00");
    assert!(wrong.len() == 2 && wrong[0].contains("表里是 10.00") && wrong[1].contains("表里是 20.00"), "{wrong:?}");
}

#[test]
fn projects_may_be_told_in_another_order_and_under_any_number() {
    let projects = [("2024年甲补助", "10"), ("2025年甲补助", "11"), ("2023年甲补助", "12")];
    let other_order =
        told(&projects, &[("2023年甲补助", "12.00"), ("2024年甲补助", "10.00"), ("2025年甲补助", "11.00")]);
    assert_eq!((findings(&other_order, "F40-3"), findings(&other_order, "F19")), (vec![], vec![]));
    let names: Vec<String> = (1..=101).rev().map(|number| format!("第{number}号补助")).collect();
    let many: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1.00")).collect();
    let reversed: Vec<_> = many.iter().rev().copied().collect();
    let mut headings = told(&reversed, &many);
    headings.disclosure.texts.values_mut().for_each(|lines| lines.retain(|line| line.contains("项目名称")));
    assert_eq!(findings(&headings, "F40-3"), []);
    let wrong = told(&projects, &[("2023年甲补助", "12.00"), ("2024年甲补助", "10.00"), ("2025年甲补贴", "11.00")]);
    let (before, after) = ("（三）项目名称：2025年甲补贴", "（三）项目名称：2025年甲补助");
    assert_eq!(mended(&wrong, "F40-3"), [pair(before, after)]);
}

#[test]
fn two_projects_of_one_name_have_their_own_lines() {
    let projects = [("甲补助", "30"), ("甲补助", "20")];
    let right = told(&projects, &[("甲补助", "30.00"), ("甲补助", "20.00")]);
    assert_eq!((findings(&right, "F19"), findings(&right, "F41")), (vec![], vec![]));
    let wrong = told(&projects, &[("甲补助", "30.00"), ("甲补助", "25.00")]);
    assert_eq!(mended(&wrong, "F19"), [pair("预算安排规模：25.00万元", "预算安排规模：20.00万元")]);
}

#[test]
fn an_amount_below_zero_is_read_with_its_sign() {
    let mut draft = Draft::new().code(5, "2080101", &[(2, "-5")]);
    let key = TextKey::of_row("items", RowKey::Code("2080101".parse().unwrap()));
    let worded = draft.with(|evaluated| {
        let paragraphs = crate::narrative::narrate(evaluated);
        paragraphs.iter().find(|paragraph| paragraph.key == key).unwrap().text("0.00")
    });
    let mut found = |from: &str, to: &str| {
        assert!(worded.contains(from), "{worded}");
        draft.disclosure.rewritten.insert(key.clone(), worded.replacen(from, to, 1).into());
        mended(&draft, "F19").into_iter().map(|(_, after)| after).collect::<Vec<_>>()
    };
    assert_eq!(found("-5.00", "-5.00"), [""; 0]);
    assert_eq!(found("-5.00", "5.00"), [worded.as_str()]);
    assert_eq!(found("-5.00", "-6.00"), [worded.as_str()]);
    assert_eq!(found("2025年", "1月-2025年").len(), 0, "a range is no amount below zero");
    draft.disclosure.rewritten.insert(key, worded.replacen("2025年", "-2025年", 1).into());
    assert_eq!(mended(&draft, "F39"), []);
}

#[test]
fn a_change_may_be_told_from_finer_figures_than_are_printed() {
    let mut draft = Draft::new().code(3, "2080101", &[(2, "50.3049")]);
    let cell = crate::disclosure::CellKey::new(TableNumber(3), RowKey::Total, crate::disclosure::ColumnNumber(2));
    draft.disclosure.prior.insert(cell, draft.amount("50"));
    let key = TextKey::new("spending_basic");
    let mut found = |growth: &str| {
        let text = format!("基本支出50.30万元，占100.00%，比上年预算增加0.30万元，增长{growth}%，主要原因是人员转入。");
        draft.disclosure.rewritten.insert(key.clone(), text.into());
        ["F20", "F21", "F22", "F25"].into_iter().map(|rule| findings(&draft, rule).len()).sum::<usize>()
    };
    let (exact, printed) = ("0.61", "0.60");
    assert_eq!([found(exact), found(printed), found("0.65")], [0, 0, 1]);
}

#[test]
fn a_reason_may_say_what_did_not_change() {
    let reason = |last: &str, text: &str| {
        let mut draft = Draft::new().code(3, "2080101", &[(2, "5")]);
        let cell = crate::disclosure::CellKey::new(TableNumber(3), RowKey::Total, crate::disclosure::ColumnNumber(2));
        draft.disclosure.prior.insert(cell, draft.amount(last));
        draft.disclosure.slots.insert(TextKey::new("spending_basic.reason"), SlotValue::Text(text.to_owned()));
        let rules = ["F30", "F31", "F32", "F33", "F34"];
        rules.into_iter().filter(|rule| !findings(&draft, rule).is_empty()).collect::<Vec<_>>()
    };
    for text in ["我单位本年未新增公务用车", "公务用车编制数没有增加", "本年无增减", "与上年相比没有增加"]
    {
        assert_eq!(reason("5", text), [""; 0], "{text}");
    }
    assert_eq!(reason("5", "公务用车没有增加，但人员增加较多").len(), 1);
    assert_eq!(reason("9", "人员经费没有增加，离退休人员转出"), [""; 0]);
    assert_eq!(reason("9", "人员经费增加，离退休人员转入").len(), 1);
}

#[test]
fn a_reason_for_the_opposite_is_doubted_and_one_that_may_hold_is_not() {
    let is_doubted = |last: &str, text: &str| {
        let mut draft = Draft::new().code(3, "2080101", &[(2, "5")]);
        let cell = crate::disclosure::CellKey::new(TableNumber(3), RowKey::Total, crate::disclosure::ColumnNumber(2));
        draft.disclosure.prior.insert(cell, draft.amount(last));
        draft.disclosure.slots.insert(TextKey::new("spending_basic.reason"), SlotValue::Text(text.to_owned()));
        !findings(&draft, "F34-2").is_empty()
    };
    let (rise, fall) = ("3", "9");
    for (last, text) in [
        (fall, "新增项目较多"),
        (fall, "本年较上年新增信息化建设项目"),
        (fall, "人员增加，工资标准提高"),
        (fall, "新进人员两名，工资调标"),
        (fall, "公务用车增加"),
        (fall, "在职人员增加并按规定调整工资"),
        (fall, "新增项目较多，退休人员工资提高"),
        (fall, "人员增加，退休费增加"),
        (rise, "人员减少，退休费减少"),
        (rise, "压减支出"),
        (rise, "厉行节约，压减一般性支出"),
        (rise, "项目减少"),
        (rise, "厉行节约，严格控制支出"),
    ] {
        assert!(is_doubted(last, text), "{text}");
        let other = if last == fall { rise } else { fall };
        assert!(!is_doubted(other, text), "{text}: it is a reason for that");
    }
    for (last, text) in [
        (fall, "上年新增项目较多"),
        (fall, "2024年新增项目较多，今年没有"),
        (fall, "新增项目较多，原有项目减少更多"),
        (fall, "新增项目由上级资金安排"),
        (fall, "在职转退休人员增加"),
        (fall, "新增项目较多，退休人员增加"),
        (fall, "人员增加，退休人员转出，退休费增加"),
        (fall, "未新增项目"),
        (fall, "新增人员较少，离职人员较多"),
        (rise, "压减一般性支出，保障重点项目"),
        (rise, "上年压减支出"),
        (rise, "人员减少，新增项目较多"),
    ] {
        assert!(!is_doubted(last, text), "{text}");
    }
    assert!(!is_doubted("5", "新增项目较多"), "nothing changed");
}

#[test]
fn an_amount_may_be_told_with_its_parts() {
    let parts = |text: &str| {
        let mut draft = told(&[("甲补助", "50")], &[("甲补助", "50.00")]);
        draft.disclosure.texts.get_mut(&Part::Section(7)).unwrap()[4] = format!("资金分配情况：{text}");
        findings(&draft, "F47").into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    for text in [
        "项目资金共50万元，其中：办公费30万元，印刷费20万元",
        "项目资金50万元：办公费30万元，印刷费20万元",
        "办公费30万元，印刷费20万元",
        "其中：办公费30万元，印刷费20万元",
        "办公费30万元（其中纸张10万元），印刷费20万元",
    ] {
        assert_eq!(parts(text), [""; 0], "{text}");
    }
    for (text, sum) in [
        ("项目资金共50万元，其中：办公费30万元，印刷费10万元", "之和是 40.00"),
        ("项目资金共40万元，其中：办公费30万元，印刷费10万元", "之和是 40.00"),
        ("办公费30万元，印刷费10万元", "之和是 40.00"),
    ] {
        assert!(matches!(&parts(text)[..], [message] if message.contains(sum)), "{text}: {:?}", parts(text));
    }
}

#[test]
fn each_indicator_with_a_wrong_value_is_told() {
    let mut draft = Draft::new();
    let indicator = |value: &str, last: &str| Indicator {
        value: value.to_owned(),
        last_year: last.to_owned(),
        ..Indicator::default()
    };
    let indicators = vec![indicator("≥95%%", "95%"), indicator("≥12次", "12个月"), indicator("≥90%%", "90%%")];
    draft.disclosure.performance = vec![PerformanceTable { indicators, ..PerformanceTable::default() }];
    assert_eq!(findings(&draft, "F49").len(), 3);
}

#[test]
fn a_project_is_carried_out_by_its_unit() {
    let mut draft = Draft::new().project(7, "某某市社会保险服务中心", "2080101", "甲", &[(3, "5")]);
    draft.disclosure.kind = crate::disclosure::Kind::Department;
    let printed = draft.with(|evaluated| {
        let paragraphs = crate::narrative::narrate(evaluated);
        paragraphs.iter().find(|paragraph| paragraph.key.id == "project_body").unwrap().text("…")
    });
    assert_eq!(printed, "项目承担单位：某某市社会保险服务中心");
    draft.disclosure.texts.insert(Part::Section(7), vec!["（一）项目名称：甲".to_owned(), printed]);
    assert_eq!(findings(&draft, "F37"), []);
    draft.disclosure.texts.get_mut(&Part::Section(7)).unwrap()[1] = "项目承担单位：另一区社会保险中心".to_owned();
    assert_eq!(mended(&draft, "F37").len(), 1);
}

#[test]
fn a_gap_is_named_by_the_project_of_its_own_table() {
    let mut draft = Draft::new().project(7, "", "2080101", "办公设备购置费", &[(3, "5")]).project(
        11,
        "",
        "",
        "结转的道路养护",
        &[(5, "5")],
    );
    draft.disclosure.slots.insert(TextKey::new("duties.duties"), SlotValue::Text("统计".to_owned()));
    let messages: Vec<String> = findings(&draft, "F29").into_iter().map(|finding| finding.message).collect();
    // Both projects are the first of their table.
    let of = |name: &str| messages.iter().filter(|message| message.contains(name)).cloned().collect::<Vec<_>>();
    assert_eq!(of("主要用于"), of("结转的道路养护"), "{messages:?}");
    assert!(!of("结转的道路养护").is_empty() && !of("办公设备购置费").is_empty(), "{messages:?}");
}

#[test]
fn a_reason_is_not_offered_for_a_change_in_the_other_direction() {
    let draft = Draft::new();
    for (text, of_rise, of_fall, of_none) in [
        ("人员增加", false, true, false),
        ("人员减少", true, false, false),
        ("人员增加，公用经费减少", false, false, false),
        ("没有增加人员", false, false, false),
        ("没有增加人员，设备减少", false, false, false),
        ("两年安排相同", false, false, false),
        ("政策调整", false, false, false),
        ("工资水平提高", false, true, false),
        ("支出压减", true, false, false),
        ("厉行节约", true, false, false),
        ("新购设备", false, true, false),
    ] {
        let said = ["5", "-5", "0"]
            .map(|change| draft.with(|evaluated| crate::audit::speaks_against(evaluated, draft.amount(change), text)));
        assert_eq!(said, [of_rise, of_fall, of_none], "{text}");
    }
}
