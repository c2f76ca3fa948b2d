//! What bureaus, auditors and reviewers look for: a published document in which one thing was made wrong, and the rule that
//! finds it. Without that, nothing of it is found.

use std::collections::BTreeSet;

use disclosure_engine::audit::{Approved, ApprovedRow, Beside, Grade, audit_with};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{FormLibrary, Policy};
use disclosure_engine::import::{ImportOptions, read};

const PUBLISHED: &str = include_str!("../fixtures/urumqi-2025.txt");

struct World {
    forms: FormLibrary,
    catalog: Catalog,
}

impl World {
    fn new() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    /// With the rules that are only checked where a bureau wants them.
    fn whole() -> Self {
        let policy = Policy::read(
            "Policy(name: \"全部\", grades: [(\"F42-3\", Warning), (\"D9\", Warning), (\"F6-2\", Warning)])",
        );
        let plain = Self::new();
        Self { forms: plain.forms.with_policy(Some(policy.unwrap())).unwrap(), ..plain }
    }

    /// The errors and doubts in a document, with their rules.
    fn found(&self, text: &str, approved: &Approved) -> BTreeSet<(String, String)> {
        let options = ImportOptions { assumes_heading: true, ..ImportOptions::default() };
        let imported = read(text.as_bytes(), &self.forms, &self.catalog, &options).unwrap();
        let disclosure = &imported.disclosure;
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        let evaluated = Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation };
        let beside = Beside { printed: Some(&imported.report.printed), approved: Some(approved), ..Beside::default() };
        let findings = audit_with(evaluated, beside).findings.into_iter();
        let grave = findings.filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
        grave.map(|finding| (finding.rule, finding.message)).collect()
    }
}

/// The document with `old` replaced once by `new`.
fn changed(old: &str, new: &str) -> String {
    assert!(PUBLISHED.contains(old), "not in the document: {old}");
    PUBLISHED.replacen(old, new, 1)
}

/// Whole table 9, of which nothing is left.
fn without_table_nine() -> String {
    let (begin, end) = (PUBLISHED.find("表 9\n\n国有资本").unwrap(), PUBLISHED.find("表 10\n\n财政").unwrap());
    format!("{}{}", &PUBLISHED[..begin], &PUBLISHED[end..])
}

/// One revenue source of which section two says nothing.
fn without_a_source() -> String {
    let begin = PUBLISHED.find("一般公共预算 8,198.13 万元，占").unwrap();
    let end = PUBLISHED.find("上级一般公共预算安排的转移支付资金 6,830").unwrap();
    format!("{}{}", &PUBLISHED[..begin], &PUBLISHED[end..])
}

/// The rule that must be found for it, what is changed, and into what.
const PROBES: &[(&str, &str, &str)] = &[
    ("F14-5", "收支总预算 18,627.14 万元", "收支总预算 18,627.14 元"),
    ("F14-5", "一般公共预算 8,198.13 万元，占", "一般公共预算 8,198.13 亿元，占"),
    ("F1", "- 五、 一般公共预算支出情况表\n", ""),
    ("F1", "- 三、 单位支出总体情况表\n", "- 三、 单位支出总体表\n"),
    ("F1", "五、 关于乌鲁木齐市社会保险中心 2025 年一般公共预算当年拨款情况说明\n", ""),
    ("F1-2", "- 五、 一般公共预算支出情况表\n", "- 四、 一般公共预算支出情况表\n"),
    ("F1-2", "表 5\n\n一般公共预算支出", "表 4\n\n一般公共预算支出"),
    ("F39-2", "2025 年单位预算公开\n\n目 录", "2024 年单位预算公开\n\n目 录"),
    ("F39-2", "第三部分 2025 年单位预算情况说明\n\n一、关于", "第三部分 2024 年单位预算情况说明\n\n一、关于"),
    ("F39-2", "\n2025年2月21日", "\n2024年2月21日"),
    ("F37-3", "2025 年单位预算公开\n\n目 录", "2025 年部门预算公开\n\n目 录"),
    ("F37-3", "第二部分 2025 年单位预算公开表\n\n表", "第二部分 2025 年部门预算公开表\n\n表"),
    ("F37-2", "第一部分 2025年乌鲁木齐市社会保险中心单位", "第一部分 2025年乌鲁木齐市天山区社会保险中心单位"),
    ("F37-2", "乌鲁木齐市社会保险中心\n\n2025 年单位预算公开", "乌鲁木齐市人才服务中心\n\n2025 年单位预算公开"),
    (
        "F37-2",
        "表 5\n\n一般公共预算支出情况表\n\n编制单位：乌鲁木齐市社会保险",
        "表 5\n\n一般公共预算支出情况表\n\n编制单位：乌鲁木齐市人才服务",
    ),
    ("F37", "乌鲁木齐市社会保险中心\n\n2025年2月21日", "乌鲁木齐县社会保险中心\n\n2025年2月21日"),
    ("F54-2", "\n2025年2月21日", "\n2025年5月21日"),
    ("F42-3", "小企业预留政府采购项目预算金额252.05万元，小微", "小企业预留政府采购项目预算金额52.05万元，小微"),
    ("F42-4", "小微企业预留政府采购项目预算金额252.05", "小微企业预留政府采购项目预算金额22.05"),
    (
        "F42-5",
        "政府采购预算271.05万元，其中：政府采购货物预算34.00",
        "政府采购预算27100.05万元，其中：政府采购货物预算26863.00",
    ),
    ("F43-2", "房屋595.25平方米，价值112.76", "房屋0.00平方米，价值112.76"),
    (
        "F43-2",
        "2. 车辆20辆，价值327.34万元；其中：一般公务用车0辆，价值0.00万元；执法执勤用车0辆，价值0.00万元；其他车辆20辆，价值327.34",
        "2. 车辆0辆，价值0.00万元；其中：一般公务用车0辆，价值0.00万元；执法执勤用车0辆，价值0.00万元；其他车辆0辆，价值0.00",
    ),
    ("F49-5", "每月 25 日 前\t计划标准", "较多\t计划标准"),
    ("F49-6", "≥95%\t自定义", "≥195%\t自定义"),
    ("F49-7", "补贴发放次数\t≥12 次", "补贴发放人次\t≥12 次"),
    ("F49-8", "效益 指标\t社会 效益 指标", "产出 指标\t数量 指标"),
    ("F48-6", "为符合政策的企业退休人员于每月", "项目预算1882.45万元，为符合政策的企业退休人员于每月"),
    ("F50-4", "资金分配情况：社保中心根据", "资金分配情况：账号6222021234567890123，社保中心根据"),
    ("F50-5", "2. 车辆20辆", "2. 车辆20辆（新A12345）"),
    ("F50-6", "补贴方式：按月", "补贴方式：家庭住址：天山区解放路12号3栋401室，按月"),
    ("F52", "补贴方式：按月", "补贴方式：涉密项目，按月"),
    ("F52", "综合业务运行费\n", "国安专项运行费\n"),
    ("F58", "下设18个科室", "下设17个科室"),
    (
        "F6-2",
        "根据《关于提前下达2025年自治区财政社保经办机构业务补助经费的通知》新财社〔2024〕198号文件，",
        "根据工作需要，",
    ),
    ("F4-2", "四、**其他资金**：包括事业收入、事业经营收入、其他收入等。", "四、**其他资金**："),
    ("F57", "18,627.14\t支出总计", "1,8627.14\t支出总计"),
    ("F57", "收支总预算 18,627.14 万元", "收支总预算 1,8627.14 万元"),
    ("F35", "比上年预算减少 286.55", "比上年预算增加（减少） 286.55"),
    (
        "F35",
        "第三部分 2025 年单位预算情况说明\n\n一、关于",
        "第三部分 2025 年单位预算情况说明\n\nPAGEREF _Toc1 \\h 12\n\n一、关于",
    ),
    ("F36", "占 44.01%，", "占 44.01%%，"),
    ("F36-3", "较上年支出规模下降。", "较上年支出规模下降"),
    ("F45-3", "在职312人", "在职-312人"),
    ("F45-3", "增加4人", "增加-4人"),
];

#[test]
fn one_thing_that_is_wrong_in_a_published_document_is_found_by_its_rule() {
    let world = World::whole();
    // It was approved three weeks before it was published.
    let approved = Approved { rows: Vec::new(), on: Some("2025-02-05".parse().unwrap()) };
    let known = world.found(PUBLISHED, &approved);
    let mut missed = Vec::new();
    let mut look = |rule: &str, what: &str, text: &str| {
        let found = world.found(text, &approved);
        if !found.difference(&known).any(|(own, _)| own == rule) {
            missed.push(format!("{rule} {what}"));
        }
    };
    for (rule, old, new) in PROBES {
        look(rule, new, &changed(old, new));
    }
    look("F1", "table 9 is gone", &without_table_nine());
    look("F59", "a source is gone", &without_a_source());
    assert!(missed.is_empty(), "not found:\n{}", missed.join("\n"));
}

#[test]
fn an_amount_that_is_rightly_told_in_another_unit_is_no_fault() {
    let world = World::new();
    let known = world.found(PUBLISHED, &Approved::default());
    for right in ["186,271,400.00 元", "1.86 亿元", "18,627.14 万元"] {
        let text = changed("收支总预算 18,627.14 万元", &format!("收支总预算 {right}"));
        assert_eq!(world.found(&text, &Approved::default()), known, "{right}");
    }
}

#[test]
fn what_was_approved_is_compared_with_what_was_published() {
    let world = World::new();
    let row = |code: &str, project: Option<&str>, wan: &str| ApprovedRow {
        code: code.parse().ok(),
        project: project.map(str::to_owned),
        amount: disclosure_engine::disclosure::Amount::from_yuan(
            wan.parse::<rust_decimal::Decimal>().unwrap() * rust_decimal::Decimal::from(10_000),
        )
        .unwrap(),
    };
    let rows = vec![
        row("2080101", None, "3667.79"),
        row("2080102", Some("辅助履职人员支出"), "44.47"),
        row("2080109", None, "2372.59"),
        row("2080150", None, "989.74"),
        row("20805", None, "677.28"),
        row("2080699", None, "6715.00"),
        row("2082501", None, "280.00"),
        row("2089999", None, "282.00"),
    ];
    let of = |rows: Vec<ApprovedRow>| {
        let found = world.found(PUBLISHED, &Approved { rows, on: None });
        found.into_iter().filter(|(rule, _)| rule == "F56").map(|(_, message)| message).collect::<Vec<_>>()
    };
    // Of the projects only one was approved by name.
    let others = of(rows.clone());
    assert!(others.iter().all(|message| message.contains("表7") && message.contains("批复里没有")), "{others:?}");
    let mut changed = rows;
    changed[0].amount = row("2080101", None, "3676.79").amount;
    let told = of(changed);
    let own: Vec<_> = told.iter().filter(|message| message.contains("208 01 01")).collect();
    assert!(own.len() == 1 && own[0].contains("3,667.79") && own[0].contains("3,676.79"), "{told:?}");
}

#[test]
fn a_policy_turns_rules_off_sets_their_grade_and_adds_words_and_limits() {
    let plain = World::new();
    let text = changed("单位价值 100 万元以上大型设备 1 台", "单位价值 100 万元以上大型设备 1 台，已备案");
    let known = plain.found(&text, &Approved::default());
    let has = |found: &BTreeSet<(String, String)>, rule: &str| found.iter().any(|(own, _)| own == rule);
    assert!(has(&known, "F44") && has(&known, "F40-4") && !has(&known, "P1") && !has(&known, "F6-2"));
    let policy = Policy::read(
        r#"Policy(name: "某市", grades: [("F44", Off), ("F40-4", Error), ("F6-2", Warning)], words: [("F35", ["已备案"])],
            rules: [(id: "P1", title: "运行费不多于合计的一半", why: "压减。")],
            limits: [(rule: "P1", least: "T10[vehicle_running](1)", most: "T10[total](1) * 50%", message: "运行费过多")],
            of_forms: ["xinjiang-2025"])"#,
    );
    let forms = plain.forms.with_policy(Some(policy.unwrap())).unwrap();
    let found = World { forms, ..World::new() }.found(&text, &Approved::default());
    assert!(!has(&found, "F44") && has(&found, "P1") && has(&found, "F6-2"), "{found:?}");
    assert!(found.iter().any(|(rule, message)| rule == "F35" && message.contains("已备案")), "{found:?}");
}
