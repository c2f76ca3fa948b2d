//! Headings as forms word them: each part and section of a document is found again under its own.

use std::fs;
use std::path::Path;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Part;
use disclosure_engine::form::{FORM_FILE, FormLibrary};
use disclosure_engine::import::{self, ImportOptions, Imported};

const ID: &str = "yunhan-2025";
const BODY: &str = "云汉省水文局";

/// A document of the made-up form, with what its form says replaced.
fn imported(changes: &[(&str, &str)], text: &str) -> Imported {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms").join(ID);
    let changed = tempfile::tempdir().unwrap();
    for file in [FORM_FILE, "narrative.ron"] {
        let mut contents = fs::read_to_string(folder.join(file)).unwrap();
        for (from, to) in changes.iter().filter(|_| file == FORM_FILE) {
            assert!(contents.contains(from), "{from}");
            contents = contents.replace(from, to);
        }
        fs::write(changed.path().join(file), contents).unwrap();
    }
    let mut forms = FormLibrary::builtin().unwrap();
    assert_eq!(forms.add_folder(changed.path()), 1, "{:?}", forms.unsound());
    let options = ImportOptions { form: Some(ID.to_owned()), ..ImportOptions::default() };
    import::read(text.as_bytes(), &forms, &Catalog::builtin().unwrap(), &options)
        .unwrap_or_else(|error| panic!("{error}"))
}

fn document(overview: &str, section: &str) -> String {
    let table =
        "填报单位：云汉省水文局\t金额单位：千元\n事项\t本年安排数\t其中：新增数\n※\t1\t2\n甲、财政资金\t320.0\t20.0\n";
    format!(
        "2025年度单位预算信息\n{overview}\n{BODY}的职责是测水位。\n贰　单位预算表\n附表1\n单位预算来源和使用总表\n{table}\
         叁　单位预算说明\n{section}\n2025年安排预算320.0千元，其中人员经费200.0千元，占62.50%。\n肆　用语\n财政资金：拨款。\n"
    )
}

fn paragraphs(imported: &Imported, part: Part) -> usize {
    imported.report.texts.iter().filter(|found| found.part == part).map(|found| found.paragraphs).sum()
}

#[test]
fn a_section_is_found_under_whatever_number_the_form_gives_it() {
    for (wording, printed) in [
        ("{numeral}、{title}", "一、预算安排说明"),
        ("（{numeral}）{title}", "（一）预算安排说明"),
        ("{number}. {title}", "1. 预算安排说明"),
        ("{number}、{title}", "1、预算安排说明"),
        ("（{number}）{title}", "（1）预算安排说明"),
        ("第{numeral}节　{title}", "第一节　预算安排说明"),
        ("{title}", "预算安排说明"),
    ] {
        let changes = [("section: \"{numeral}、{title}\"".to_owned(), format!("section: \"{wording}\""))];
        let changes = changes.iter().filter(|(from, to)| from != to);
        let changes: Vec<(&str, &str)> = changes.map(|(from, to)| (from.as_str(), to.as_str())).collect();
        let imported = imported(&changes, &document("壹　2025年单位情况", printed));
        assert_eq!(paragraphs(&imported, Part::Section(1)), 1, "{wording}: {:#?}", imported.report);
        assert_eq!(imported.report.not_understood, [], "{wording}");
    }
}

#[test]
fn a_short_title_of_a_part_is_found_behind_the_name_of_the_body() {
    for title in ["{body}职责", "{body}职能", "{body}概览"] {
        let wording = format!("overview: (unit: \"{title}\", department: \"{title}\")");
        let changes =
            [("overview: (unit: \"壹　{year}年单位情况\", department: \"壹　{year}年部门情况\")", wording.as_str())];
        let printed = title.replace("{body}", BODY);
        let imported = imported(&changes, &document(&printed, "一、预算安排说明"));
        assert_eq!(paragraphs(&imported, Part::Overview), 1, "{title}: {:#?}", imported.report);
        assert_eq!(paragraphs(&imported, Part::Section(1)), 1, "{title}");
    }
}
