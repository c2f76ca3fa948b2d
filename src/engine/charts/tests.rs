use super::*;
use crate::disclosure::{CellKey, ColumnNumber, Component, RowKey, Said, TableNumber};
use crate::evaluate::tests::Draft;

const BASIC: &str = "基本支出";

/// Spending of two classes, with last year's.
fn spending() -> Draft {
    let mut draft =
        Draft::new().code(3, "2010101", &[(2, "40"), (3, "10")]).code(3, "2080101", &[(2, "30"), (3, "20")]);
    for (column, amount) in [(2, "60"), (3, "25")] {
        let key = CellKey::new(TableNumber(3), RowKey::Total, ColumnNumber(column));
        let amount = draft.amount(amount);
        draft.disclosure.prior.insert(key, amount);
    }
    draft
}

fn chart(draft: &Draft, title: &str) -> Chart {
    let charts = draft.with(charts);
    charts.into_iter().find(|chart| chart.title.contains(title)).unwrap_or_else(|| panic!("no chart {title}"))
}

fn told(draft: &Draft, chart: &Chart) -> Vec<(String, Option<String>, Option<String>)> {
    let text = |amount: Option<Amount>| amount.map(|amount| draft.form.text_unit.text(amount));
    chart.bars.iter().map(|bar| (bar.label.clone(), text(bar.now), text(bar.last))).collect()
}

fn bar(label: &str, now: Option<&str>, last: Option<&str>) -> (String, Option<String>, Option<String>) {
    (label.to_owned(), now.map(str::to_owned), last.map(str::to_owned))
}

#[test]
fn each_figure_stands_beside_last_years_and_leads_to_its_cell() {
    let draft = spending();
    let kinds = chart(&draft, BASIC);
    let expected = [bar(BASIC, Some("70.00"), Some("60.00")), bar("项目支出", Some("30.00"), Some("25.00"))];
    assert_eq!(told(&draft, &kinds), expected);
    for bar in &kinds.bars {
        let key = bar.cell.clone().unwrap();
        draft.with(|evaluated| {
            let cell = evaluated.find(&key).unwrap();
            assert_eq!(Some(evaluated.value(cell)), bar.now);
        });
    }
    // Last year's total follows from its parts; a class of which nothing is known has none.
    let years = chart(&draft, "与上年比较");
    assert_eq!(told(&draft, &years)[0], bar("全部支出", Some("100.00"), Some("85.00")));
    let classes = told(&draft, &chart(&draft, "功能分类"));
    assert_eq!(classes, [bar("一般公共服务支出", Some("50.00"), None), bar("社会保障和就业支出", Some("50.00"), None)]);
}

#[test]
fn what_is_not_there_yet_is_not_drawn_as_nothing() {
    let mut draft = spending();
    draft.disclosure.said.clear();
    let income = chart(&draft, "来源");
    assert!(income.bars.is_empty(), "{income:?}");
    assert_eq!(income.remarks, ["表2 还没有填写，没有数可画"]);
    // What is entered so far is drawn; what is not may still come.
    let draft = Draft { disclosure: draft.disclosure.clone(), ..draft }.code(2, "2010101", &[(3, "40")]);
    let income = chart(&draft, "来源");
    assert_eq!(income.bars.len(), 1, "{income:?}");
    assert!(income.remarks[0].starts_with("表2 还在填写"), "{income:?}");
    assert!(!income.remarks.iter().any(|remark| remark.contains("没有安排")), "{income:?}");
    // A table that nobody found is not empty.
    let mut draft = spending();
    draft.disclosure.said.insert(Component::Table(TableNumber(2)), Said::Absent);
    assert_eq!(chart(&draft, "来源").remarks, ["文件里没有表2，没有数可画"]);
}

#[test]
fn what_is_complete_and_nothing_is_said_and_not_drawn() {
    let draft = spending().code(2, "2010101", &[(3, "100")]);
    let income = chart(&draft, "来源");
    assert_eq!(income.bars.len(), 1);
    assert!(income.remarks[0].starts_with("没有安排：") && income.remarks[0].ends_with("9 项"), "{income:?}");
}
