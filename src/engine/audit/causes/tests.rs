use crate::audit::{Finding, Grade, audit, every_finding, subject};
use crate::disclosure::{Acceptance, PerformanceFunds, PerformanceSubject, PerformanceTable};
use crate::evaluate::tests::Draft;

/// Table 10 with every total printed, and one of them wrong.
fn wrong_vehicles() -> Draft {
    Draft::new()
        .fixed(10, "abroad", &[(2, "1.50")])
        .fixed(10, "vehicle_purchase", &[(2, "18.00"), (3, "0.60")])
        .fixed(10, "vehicle_running", &[(2, "7.25"), (3, "0.80")])
        .all_stated()
        .stated(10, "vehicles", 2, "52.25")
}

fn errors(findings: Vec<Finding>) -> Vec<Finding> {
    findings.into_iter().filter(|finding| finding.grade == Grade::Error).collect()
}

#[test]
fn what_one_wrong_figure_breaks_is_one_finding() {
    wrong_vehicles().with(|evaluated| {
        let all = errors(every_finding(evaluated).findings);
        let told = errors(audit(evaluated).findings);
        assert!(all.len() == 3 && told.len() == 1, "{all:#?} {told:#?}");
        assert!(
            told[0].message.ends_with("改正以后，由它引起的另外 2 处问题（表10）也就没有了。"),
            "{}",
            told[0].message
        );
        assert!(told[0].cells.contains(&told[0].suspects[0].cell), "it stands at the figure");
    });
}

#[test]
fn two_wrong_figures_are_two_findings() {
    let draft = wrong_vehicles().stated(10, "abroad", 1, "5.10");
    draft.with(|evaluated| {
        let told = errors(audit(evaluated).findings);
        let mut cells: Vec<_> = told.iter().flat_map(|finding| &finding.suspects).map(|suspect| suspect.cell).collect();
        cells.sort_unstable();
        cells.dedup();
        assert!(told.len() == 2 && cells.len() == 2, "{told:#?}");
    });
}

#[test]
fn what_follows_from_an_accepted_figure_is_accepted_with_it() {
    let mut draft = wrong_vehicles();
    let accepted = draft.with(|evaluated| {
        let first = errors(audit(evaluated).findings).swap_remove(0);
        (first.rule.clone(), subject(evaluated, &first))
    });
    let [reason, author, written] = ["已核", "张三", "2025-01-31 16:05"].map(str::to_owned);
    draft.disclosure.acceptances = vec![Acceptance { rule: accepted.0, subject: accepted.1, reason, author, written }];
    draft.with(|evaluated| {
        let told = errors(audit(evaluated).findings);
        assert!(told.len() == 1 && told[0].accepted.is_some(), "{told:#?}");
        assert!(told[0].message.contains("由它引起的另外"), "{}", told[0].message);
    });
}

#[test]
fn a_performance_table_that_contradicts_the_wrong_figure_is_told_with_it() {
    // 项目支出 of 30 in every table but 表7, where 甲 has 80; its performance table knows better.
    let mut draft = Draft::new().code(2, "2080109", &[(3, "30")]).code(3, "2080109", &[(3, "30")]).project(
        7,
        "",
        "2080109",
        "甲",
        &[(3, "80")],
    );
    draft = draft.code(5, "2080109", &[]);
    let amount = draft.amount("30");
    draft.disclosure.performance = vec![PerformanceTable {
        subject: PerformanceSubject::Project("甲".to_owned()),
        funds: PerformanceFunds { total: Some(amount), fiscal: Some(amount), ..PerformanceFunds::default() },
        ..PerformanceTable::default()
    }];
    draft.with(|evaluated| {
        let of_money =
            |findings: Vec<Finding>| findings.into_iter().filter(|finding| finding.rule == "F48-3").collect::<Vec<_>>();
        assert_eq!(of_money(every_finding(evaluated).findings).len(), 1);
        let findings = audit(evaluated).findings;
        let first = findings[0].clone();
        assert_eq!(first.suspects[0].suggested, amount, "{first:#?}");
        assert!(first.message.contains("文字和绩效目标"), "{}", first.message);
        assert_eq!(of_money(findings).len(), 0);
    });
}
