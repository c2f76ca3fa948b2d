use super::*;
use crate::review::pointed::Hand;

fn row(rule: &str, grade: Grade) -> FindingRow {
    FindingRow {
        id: format!("{rule}-1"),
        rule: rule.to_owned(),
        title: format!("规则 {rule}"),
        grade,
        hand: Hand::Tables,
        table: None,
        place: "表1".to_owned(),
        document: None,
        message: "不平".to_owned(),
        quote: None,
        stated: SheetCell::BLANK,
        expected: SheetCell::BLANK,
        difference: SheetCell::amount("1.00".to_owned(), "1.00".to_owned()),
        suggestion: String::new(),
        accepted: None,
    }
}

fn body(department: Option<&str>, body: &str, kind: Kind, findings: Vec<FindingRow>) -> ReportedBody {
    ReportedBody {
        department: department.map(str::to_owned),
        body: body.to_owned(),
        year: 2026,
        kind,
        verdict: "有错误".to_owned(),
        counts: [findings.len(), 0, 0, 0, 0],
        checked: 9,
        since: None,
        file: format!("{body}.docx"),
        is_older: false,
        findings: findings.into_iter().map(|row| (row, None)).collect(),
    }
}

fn shown(section: &SheetSection, columns: &[usize]) -> Vec<String> {
    let row = |row: &Vec<SheetCell>| columns.iter().map(|place| row[*place].shown().into_owned()).collect::<Vec<_>>();
    section.rows.iter().map(|cells| row(cells).join("|")).collect()
}

#[test]
fn kinds_of_fault_are_counted_by_department_and_older_versions_are_not() {
    let error = || row("B1", Grade::Error);
    let mut older = body(Some("教育局"), "一中", Kind::Unit, vec![error()]);
    older.is_older = true;
    let accepted = FindingRow { accepted: Some("说明".to_owned()), ..row("F2", Grade::Warning) };
    let bodies = vec![
        body(None, "某中心", Kind::Unit, vec![error()]),
        body(Some("教育局"), "二中", Kind::Unit, vec![error(), error(), row("E1", Grade::Rounding)]),
        body(Some("教育局"), "教育局", Kind::Department, vec![error(), accepted]),
        older,
    ];
    let report = folder_report("报告".to_owned(), vec![], bodies, &[]);
    let [bodies, kinds, findings, unchecked] = &report.sections[..] else { panic!("{}", report.sections.len()) };
    // The department before its units, what is not known last.
    assert_eq!(
        shown(bodies, &[0, 1, 4]),
        ["教育局|教育局|有错误", "教育局|一中|有错误（旧）", "教育局|二中|有错误", "（不明）|某中心|有错误"]
    );
    assert_eq!(shown(kinds, &[0, 1, 4, 5]), ["教育局|B1|3|2", "（不明）|B1|1|1"]);
    assert_eq!(findings.rows.len(), 5, "without what was accepted and what is older");
    assert!(unchecked.rows.is_empty());
}
