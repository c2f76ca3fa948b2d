//! Files that hold a part of a disclosure: what is in them is taken, the rest is not in the file, and nothing is wrong.

use disclosure_engine::audit::{Beside, Grade, audit, audit_with};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Component, Said, TableNumber};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::import::{ImportOptions, Imported};

use super::render::rendered;
use super::sources::{SHAYIBAK, URUMQI, forms, import};
use super::variants::split;

fn options() -> ImportOptions {
    ImportOptions { assumes_heading: true, ..ImportOptions::default() }
}

fn errors(imported: &Imported) -> Vec<String> {
    let (forms, catalog) = (forms(), Catalog::builtin().unwrap());
    let disclosure = &imported.disclosure;
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
    let findings = audit(evaluated).findings.into_iter().filter(|finding| finding.grade == Grade::Error);
    findings
        .map(|finding| format!("{} {} {:?} {}", finding.rule, finding.cells.len(), finding.stated, finding.message))
        .collect()
}

#[test]
fn one_table_or_two_are_what_they_are_and_the_rest_is_absent() {
    let (_, tables, _) = split(SHAYIBAK.text);
    for numbers in [vec![1], vec![2], vec![3], vec![6], vec![7], vec![10], vec![11], vec![3, 5], vec![5, 6]] {
        let text: String = numbers.iter().map(|number| tables[number - 1].as_str()).collect();
        for (format, bytes) in rendered(&text) {
            let imported = import(&bytes, &options()).unwrap();
            let found: Vec<usize> = imported.report.tables.iter().map(|table| table.number.0.into()).collect();
            assert_eq!(found, numbers, "{format}");
            assert_eq!(imported.report.questions, [], "{format}");
            for number in 1..=11_u8 {
                let said = imported.disclosure.said.get(&Component::Table(TableNumber(number)));
                assert_eq!(said == Some(&Said::Absent), !numbers.contains(&number.into()), "{format} 表{number}");
            }
            assert_eq!(errors(&imported), [""; 0], "{format} {numbers:?}");
        }
    }
}

#[test]
fn a_text_without_tables_is_a_text() {
    let (before, _, after) = split(URUMQI.text);
    let imported = import(format!("{before}{after}").as_bytes(), &options()).unwrap();
    assert!(
        imported.report.tables.is_empty() && imported.report.understood().paragraphs > 50,
        "{:?}",
        imported.report.understood()
    );
    assert!(
        (1..=11).all(|number| {
            imported.disclosure.said.get(&Component::Table(TableNumber(number))) == Some(&Said::Absent)
        })
    );
    let wrong = errors(&imported);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A table with a row of which nobody knows what it is, and a sentence that counts it.
const WITH_A_ROW_MORE: &str = "2025年单位预算公开
第二部分 2025年单位预算公开表
表 3
单位支出总体情况表
编制单位：某某中心\t\t\t\t\t\t单位：万元
科目编码\t\t\t科目名称\t合计\t基本支出\t项目支出
类\t款\t项\t\t\t\t
合计\t\t\t\t195.00\t45.00\t150.00
208\t\t\t社会保障和就业支出\t195.00\t45.00\t150.00
208\t01\t\t人力资源和社会保障管理事务\t195.00\t45.00\t150.00
208\t01\t01\t行政运行\t195.00\t45.00\t150.00
其他安排\t\t\t\t５.00\t5.00\t
第三部分 2025年单位预算情况说明
三、关于某某中心2025年支出预算情况说明
基本支出50.00万元，占25.00%，比上年预算增加10.00万元，增长25.00%，主要原因是人员转入。
";

#[test]
fn sentences_on_figures_without_a_place_are_unknown_and_not_wrong() {
    let graded = |text: &str| {
        let imported = import(text.as_bytes(), &options()).unwrap();
        let (forms, catalog) = (forms(), Catalog::builtin().unwrap());
        let form = forms.get(&imported.disclosure.form).unwrap();
        let evaluation = evaluate(form, &imported.disclosure);
        let disclosure = &imported.disclosure;
        let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
        let beside = Beside { printed: Some(&imported.report.printed), ..Beside::default() };
        let findings = audit_with(evaluated, beside).findings;
        let of_sentence = findings.into_iter().filter(|finding| ["F19", "F21", "F22"].contains(&finding.rule.as_str()));
        let mut graded: Vec<(String, Grade)> = of_sentence.map(|finding| (finding.rule, finding.grade)).collect();
        graded.sort();
        graded
    };
    let all = |grade: Grade| ["F19", "F21", "F22"].map(|rule| (rule.to_owned(), grade));
    assert_eq!(graded(WITH_A_ROW_MORE), all(Grade::Unchecked));
    // What had no place explains another difference than this.
    assert_eq!(graded(&WITH_A_ROW_MORE.replace("５.00\t5.00", "７.00\t7.00")), all(Grade::Error));
}
