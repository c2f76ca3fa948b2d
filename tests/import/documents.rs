//! Spreadsheets, Word documents and PDF: those that this program exports, and what LibreOffice makes of them.

#[allow(dead_code)] // Another test reads the text of a PDF with it.
#[path = "../support/office/mod.rs"]
pub mod office;

use std::path::PathBuf;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Part};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_export::ExportFormat;

use super::sources::{SHAYIBAK, Sample, URUMQI, assert_figures, assert_whole, forms, imported, texts};

/// `disclosure` as the program exports it.
pub fn exported(disclosure: &Disclosure, extension: &str) -> Vec<u8> {
    exported_as(disclosure, extension, false)
}

fn exported_as(disclosure: &Disclosure, extension: &str, is_draft: bool) -> Vec<u8> {
    let forms = forms();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let catalog = Catalog::builtin().unwrap();
    let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
    let format = ExportFormat::of(&PathBuf::from(format!("x.{extension}"))).unwrap();
    format.write(evaluated, is_draft).unwrap()
}

/// The sample with everything that its text says.
pub fn whole(sample: &Sample) -> Disclosure {
    imported(sample.text.as_bytes()).disclosure
}

#[test]
fn what_the_program_exports_comes_back() {
    for sample in [URUMQI, SHAYIBAK] {
        let disclosure = whole(&sample);
        for extension in ["xlsx", "docx", "pdf"] {
            let back = imported(&exported(&disclosure, extension));
            println!("{} {extension}", sample.name);
            assert_whole(&back, &sample);
            // Where lines of a name are joined, a blank may be lost.
            if extension == "pdf" {
                continue;
            }
            let mut tables = disclosure.tables.clone();
            for (number, table) in &mut tables {
                table.note = back.disclosure.tables.get(number).and_then(|table| table.note.clone());
            }
            assert_eq!(back.disclosure.tables, tables, "{} {extension}", sample.name);
        }
    }
}

#[test]
fn the_mark_across_the_pages_of_a_draft_is_no_text() {
    for extension in ["docx", "pdf", "xlsx"] {
        assert_whole(&imported(&exported_as(&whole(&URUMQI), extension, true)), &URUMQI);
    }
}

#[test]
fn texts_and_performance_tables_come_back_too() {
    let disclosure = whole(&URUMQI);
    assert_eq!(disclosure.performance.len(), 9);
    assert_eq!(texts(&disclosure).len(), 14);
    for extension in ["docx", "pdf", "xlsx"] {
        let back = imported(&exported(&disclosure, extension)).disclosure;
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let found = texts(&back);
        for (part, paragraphs) in texts(&disclosure) {
            let found = found.get(&part).unwrap_or_else(|| panic!("{extension} {part:?}"));
            let found: Vec<String> = found.iter().map(|text| plain(text)).collect();
            let paragraphs: Vec<String> = paragraphs.iter().map(|text| plain(text)).collect();
            assert_eq!(found, paragraphs, "{extension} {part:?}");
        }
        assert_eq!(back.performance.len(), disclosure.performance.len(), "{extension}");
        for (found, own) in back.performance.iter().zip(&disclosure.performance) {
            assert_eq!(found.funds, own.funds, "{extension}");
            assert_eq!(found.indicators.len(), own.indicators.len(), "{extension}");
            let weights = |table: &disclosure_engine::disclosure::PerformanceTable| {
                table.indicators.iter().map(|indicator| indicator.weight).collect::<Vec<_>>()
            };
            assert_eq!(weights(found), weights(own), "{extension}");
        }
    }
}

#[test]
fn the_text_of_a_published_document_falls_into_its_parts() {
    let disclosure = whole(&URUMQI);
    let texts = texts(&disclosure);
    let section = |number: u8| &texts[&Part::Section(number)];
    assert_eq!(section(8).len(), 1, "its heading is the form's");
    assert!(section(8).last().unwrap().ends_with("为空表。"));
    assert_eq!(section(7).iter().filter(|text| text.contains("项目名称：")).count(), 9);
    assert!(texts[&Part::Overview][0].contains("主要职能"));
    assert_eq!(texts[&Part::Glossary].len(), 9, "eight terms, and the date");
    let table = &disclosure.performance[0];
    assert_eq!(table.indicators.len(), 7);
    assert_eq!(table.indicators[1].level_one, "产出指标");
    assert_eq!(table.indicators.iter().filter_map(|i| i.weight).sum::<rust_decimal::Decimal>(), 90.into());
}

#[test]
fn last_years_figures_come_back_from_the_sentences() {
    let disclosure = whole(&URUMQI);
    let printed = URUMQI.disclosure().prior;
    assert_eq!(printed.len(), 18);
    // That there was nothing last year is told too.
    let told = |disclosure: &Disclosure| {
        let told = disclosure.prior.clone().into_iter().filter(|(_, amount)| !amount.is_zero());
        told.collect::<std::collections::BTreeMap<_, _>>()
    };
    assert_eq!(told(&disclosure), printed);
    for extension in ["docx", "pdf", "xlsx"] {
        assert_eq!(told(&imported(&exported(&disclosure, extension)).disclosure), printed, "{extension}");
    }
    // Where the sentence names another amount than the table, last year's figure follows from the change that it tells.
    let other = URUMQI.text.replace("基本支出 5,334.82 万元，占", "基本支出 5,336.82 万元，占");
    let other = other.replace("基本支出 5,334.82 万元，比", "基本支出 5,336.82 万元，比");
    assert_ne!(other, URUMQI.text);
    assert_eq!(told(&imported(other.as_bytes()).disclosure), printed);
    // What a missing table would have is not reckoned with.
    let without = imported(URUMQI.text.replace("单位收入总体情况表", "某表").as_bytes());
    assert!(!without.disclosure.prior.keys().any(|cell| without.report.missing.contains(&cell.table)));
}

#[test]
fn what_libreoffice_makes_of_the_exports_comes_back() {
    let Some(office) = office::Office::find() else { return };
    for (from, to) in [
        ("xlsx", "xls"),
        ("xlsx", "ods"),
        ("xlsx", "xlsx"),
        ("docx", "docx"),
        ("docx", "odt"),
        ("docx", "pdf"),
        ("xlsx", "pdf"),
    ] {
        let samples = [URUMQI, SHAYIBAK];
        let files: Vec<PathBuf> = samples
            .iter()
            .map(|sample| office.put(&format!("{}-{to}.{from}", sample.name), &exported(&whole(sample), from)))
            .collect();
        let folder = office.convert(to, &files);
        for sample in samples {
            let bytes = std::fs::read(folder.join(format!("{}-{to}.{to}", sample.name))).unwrap();
            println!("{} {from} {to}", sample.name);
            assert_figures(&imported(&bytes), &sample);
            assert_whole(&imported(&bytes), &sample);
        }
    }
}

#[test]
fn of_what_is_too_long_the_beginning_is_taken_and_told() {
    use disclosure_engine::disclosure::{LONGEST_NAME, LONGEST_TEXT, Lengths, Subject};

    let mut disclosure = whole(&URUMQI);
    let projects = disclosure.tables.values_mut().flat_map(|table| &mut table.rows);
    let mut projects = projects.filter_map(|row| match &mut row.subject {
        Subject::Project(project) => Some(project),
        _ => None,
    });
    projects.next().unwrap().name = "长".repeat(LONGEST_NAME + 100);
    let long = format!("{}。", "段落".repeat(LONGEST_TEXT));
    disclosure.texts.entry(Part::Overview).or_default().push(long);
    let back = imported(&exported(&disclosure, "docx"));
    assert_eq!(back.disclosure.too_long(), None);
    let reasons = || back.report.not_understood.iter().map(|taken| taken.reason.as_str());
    for told in ["有 600 个字，最多能有 500 个字，只取了开头", "有 40001 个字，最多能有 20000 个字，只读了开头"]
    {
        assert!(reasons().any(|reason| reason.contains(told)), "{told}: {:?}", reasons().collect::<Vec<_>>());
    }
    let file = disclosure_engine::file::write(&back.disclosure);
    assert!(disclosure_engine::file::read(&file, &forms()).is_ok());
}
