//! Faults that people make in a disclosure: each is told by itself, and nothing else is.

use disclosure_engine::audit::{Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::import::Imported;
use rust_xlsxwriter::{Format, Workbook};

use super::sources::{SHAYIBAK, URUMQI, forms, imported};
use super::variants::{is_figure, split};

/// The rule and the sentence of each error and doubt, with who is suspected.
fn told(imported: &Imported) -> Vec<String> {
    let (forms, catalog) = (forms(), Catalog::builtin().unwrap());
    let disclosure = &imported.disclosure;
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
    let findings = audit(evaluated).findings.into_iter();
    let findings = findings.filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
    findings.map(|finding| format!("{} {}", finding.rule, finding.message)).collect()
}

/// What is told of `text` that is not told of the published document.
fn new(text: &str) -> Vec<String> {
    let before = told(&imported(URUMQI.text.as_bytes()));
    told(&imported(text.as_bytes())).into_iter().filter(|told| !before.contains(told)).collect()
}

/// A fault: what stands in the document, what stands there instead, and for each finding its rule and what it says.
type Fault<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

const FAULTS: &[Fault<'_>] = &[
    // Residue of a template.
    (
        "比上年预算增加 8.21 万元，增长 0.15%",
        "比上年预算增加（减少）8.21 万元，增长（下降）0.15%",
        &[("F35", "增加（减少）"), ("F35", "增长（下降）")],
    ),
    // One digit of a code.
    (
        "208\t05\t05\t机关事业单位基本养老保险缴费支出\t542.70\t542.70\t\n",
        "708\t05\t05\t机关事业单位基本养老保险缴费支出\t542.70\t542.70\t\n",
        &[("F15-2", "编码应为 208 05 05")],
    ),
    // An amount in a sentence that the table gives otherwise, its growth being the right one.
    (
        "2025 年预算数为 3,667.79 万元，比上年预算减少 38.99 万元",
        "2025 年预算数为 3,767.79 万元，比上年预算减少 38.99 万元",
        &[("F19", "表里是 3,667.79")],
    ),
    // The direction.
    (
        "比上年预算增加 5,446.75 万元，增长 393.55%，主要原因是 2025 年新增机关养老",
        "比上年预算减少 5,446.75 万元，下降 393.55%，主要原因是 2025 年新增机关养老",
        &[("F23", "写反")],
    ),
    // Marks.
    ("增长 393.55%，主要原因是 2025 年新增机关养老", "增长 393.55%%，主要原因是 2025 年新增机关养老", &[("F36", "%%")]),
    ("因素带动预算支出较上年增长。\n", "因素带动预算支出较上年增长\n", &[("F36-3", "句末没有句号")]),
];

#[test]
fn each_fault_of_a_published_document_is_told_once_and_by_its_name() {
    for (from, to, right) in FAULTS {
        let at = URUMQI.text.find(from).unwrap_or_else(|| panic!("{from}"));
        let text = format!("{}{to}{}", &URUMQI.text[..at], &URUMQI.text[at + from.len()..]);
        let new = new(&text);
        let is_told = |(rule, words): &(&str, &str)| {
            let begins = |told: &&String| told.starts_with(&format!("{rule} "));
            new.iter().filter(begins).any(|told| told.contains(words))
        };
        assert!(new.len() == right.len() && right.iter().all(is_told), "{to}\n{new:#?}");
    }
}

#[test]
fn what_a_word_processor_leaves_of_its_fields_is_told_and_is_no_title() {
    let text = URUMQI.text.replacen("一、 单位收支总体情况表", "一、 单位收支总体情况表 PAGEREF _Toc25831 h 3", 1);
    let found = imported(text.as_bytes());
    assert_eq!(found.report.tables.len(), 11);
    let told = &found.report.notices;
    assert!(told.iter().any(|notice| notice.contains("PAGEREF _Toc25831") && notice.contains("域")), "{told:?}");
    assert_eq!(new(&text), [""; 0]);
}

#[test]
fn digits_that_are_not_shown_are_shown_where_they_are_what_differs() {
    // 表3, each figure as it is printed but for those of a row, which hold more than they show.
    let (before, tables, _) = split(SHAYIBAK.text);
    let mut book = Workbook::new();
    let shown = Format::new().set_num_format("#,##0.00");
    for (text, number) in [before.as_str()].into_iter().chain(tables.iter().map(String::as_str)).zip(0..) {
        let sheet = book.add_worksheet();
        for (line, row) in text.lines().filter(|line| !line.trim().is_empty()).zip(0..) {
            let figures = line.split('\t').filter(|cell| is_figure(cell)).count();
            let is_changed = number == 3 && figures == 3 && line.starts_with("208\t01\t\t");
            let mut hidden = [-0.0040, -0.0040, -0.0040].into_iter();
            for (cell, column) in line.split('\t').zip(0..).filter(|(cell, _)| !cell.is_empty()) {
                if !is_figure(cell) || column < 3 {
                    sheet.write_string(row, column, cell).unwrap();
                    continue;
                }
                let figure: f64 = cell.replace(',', "").parse().unwrap();
                let more = if is_changed { hidden.next().unwrap() } else { 0.0 };
                sheet.write_number_with_format(row, column, figure + more, &shown).unwrap();
            }
        }
    }
    let found = imported(&book.save_to_buffer().unwrap());
    let told = told(&found);
    assert!(told.iter().any(|told| told.contains("没有显示的小数") && told.contains("相差 0.00")), "{told:#?}");
    assert!(!told.iter().any(|told| told.contains("相差 0.00 万元")), "{told:#?}");
}
