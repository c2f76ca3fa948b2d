//! Files that hold a part of a disclosure: what is in them is taken, the rest is not in the file, and nothing is wrong.

use disclosure_engine::audit::{Grade, audit};
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
