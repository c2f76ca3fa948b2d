//! Uyghur in a Chinese disclosure: in each format in the right order, and read back as it was.

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Command;

use crate::not_run::missing;
use crate::samples::with;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    ColumnNumber, Disclosure, Kind, Part, Project, ProjectId, Row, Subject, TableNumber,
};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions, open_any};
use disclosure_export::document::Document;
use disclosure_export::pdf::{FontSource, Pages};
use disclosure_export::{ExportFormat, Imprint, Made, Watch};

const NAMES: [&str; 4] = ["ئۇيغۇر تىلى تۈرى", "双语教材《ئانا تىل》采购", "ئانا تىل 2025 年采购", "采购\u{10FFFD}设备"];

/// A disclosure with nothing but projects that bear `names`.
fn disclosure(names: &[&str]) -> Disclosure {
    let mut disclosure = Disclosure::new("xinjiang-2025", Kind::Unit, "某某中心", 2025);
    for (id, name) in (1..).zip(names) {
        let project = Project {
            id: ProjectId(id),
            unit: None,
            code: "2080199".parse().ok(),
            code_name: "其他".into(),
            name: (*name).to_owned(),
        };
        let mut row = Row::new(Subject::Project(project));
        row.amounts.insert(ColumnNumber(3), "10000".parse().unwrap());
        disclosure.table_mut(TableNumber(7)).rows.push(row);
    }
    disclosure
}

fn names(disclosure: &Disclosure) -> Vec<String> {
    let rows = disclosure.table(TableNumber(7)).into_iter().flat_map(|table| &table.rows);
    rows.filter_map(|row| Some(row.subject.project()?.name.clone())).collect()
}

#[test]
fn each_format_has_the_names_and_is_read_back() {
    let all =
        [&NAMES[..3], &["ئۇيغۇر (2025-يىل) تىلى", "《ئانا تىل》、《ئۇيغۇر》", "2025 ئانا 30 تىل لا", "设备(二期)采购"]]
            .concat();
    let disclosure = disclosure(&all);
    for format in [ExportFormat::Docx, ExportFormat::Xlsx, ExportFormat::Pdf, ExportFormat::Ofd] {
        let bytes = with(&disclosure, |evaluated| format.write(evaluated, false)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a").with_extension(format.extension());
        std::fs::write(&path, bytes).unwrap();
        let opened = open_any(&path, &FormLibrary::builtin().unwrap(), &Catalog::builtin().unwrap(), None).unwrap();
        assert_eq!(names(&opened.disclosure), all, "{format:?}");
    }
}

#[test]
fn paragraphs_from_right_to_left_are_read_back() {
    let long = "ئانا تىل ئۇيغۇر تىلى ".repeat(12);
    let texts = vec![
        "一、主要职能".to_owned(),
        format!("{}2025-يىلى", long),
        format!("负责《ئانا تىل》（{}）的编写、发行和教学指导工作，组织教师培训。", long.trim()),
        "ئۇيغۇر تىلى".to_owned(),
    ];
    let mut disclosure = disclosure(&NAMES[..1]);
    disclosure.texts.insert(Part::Overview, texts.clone());
    for format in [ExportFormat::Docx, ExportFormat::Xlsx, ExportFormat::Pdf, ExportFormat::Ofd] {
        let bytes = with(&disclosure, |evaluated| format.write(evaluated, false)).unwrap();
        let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
        let back = import::read(&bytes, &forms, &catalog, &ImportOptions::default()).unwrap();
        assert_eq!(back.disclosure.texts[&Part::Overview], texts, "{format:?}");
        let is_said = back.report.not_understood.iter().any(|said| said.reason.contains("从右向左"));
        assert_eq!(is_said, matches!(format, ExportFormat::Pdf | ExportFormat::Ofd));
    }
}

#[test]
fn a_word_file_marks_what_runs_from_right_to_left() {
    let bytes = with(&disclosure(&NAMES[..3]), |evaluated| ExportFormat::Docx.write(evaluated, false)).unwrap();
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    package.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let run = "<w:rtl/><w:lang w:bidi=\"ug-CN\"/></w:rPr><w:t xml:space=\"preserve\">ئانا تىل</w:t></w:r>";
    assert_eq!(xml.matches(run).count(), 4, "in the two names that are Chinese too, in the table and in the sentences");
    assert!(xml.contains("preserve\">双语教材《</w:t>") && xml.contains("preserve\">》采购</w:t>"));
    assert!(xml.contains("\u{200e} 2025 年采购"), "the year stays behind the words");
}

#[test]
fn pages_have_the_words_in_order_with_the_fonts_of_the_program() {
    let document = with(&disclosure(&NAMES[..3]), |evaluated| Document::new(evaluated, false));
    let pages = Pages::new(&document, FontSource::BuiltIn, || false).unwrap();
    assert_eq!(pages.missing_characters(), "");
    let Some(text) = pdf_text(&pages.pdf().unwrap()) else { return };
    // Which marks of direction the reader sets around the words is its own affair.
    let text: String =
        text.chars().filter(|c| !matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}')).collect();
    for words in ["ئۇيغۇر تىلى تۈرى", "ئانا تىل"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_character_without_a_font_makes_a_draft_with_its_number() {
    let disclosure = disclosure(&NAMES);
    let imprint = Imprint::default();
    let Made { bytes, missing } =
        with(&disclosure, |evaluated| ExportFormat::Pdf.make(evaluated, imprint, &Watch::default())).unwrap();
    assert_eq!(missing, "\u{10FFFD}");
    let Some(text) = pdf_text(&bytes) else { return };
    assert!(text.replace(['\n', ' '], "").contains("采购[U+10FFFD]设备"), "{text}");
}

#[test]
fn the_command_says_where_a_character_without_a_font_stands() {
    let folder = tempfile::tempdir().unwrap();
    let (source, output) = (folder.path().join("a.budget"), folder.path().join("a.pdf"));
    std::fs::write(&source, file::write(&disclosure(&NAMES))).unwrap();
    let run = |arguments: &[&Path]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
        command.args(arguments).output().unwrap()
    };
    let told = run(&[Path::new("export"), &source, Path::new("-o"), &output]);
    let said = String::from_utf8(told.stderr).unwrap();
    assert!(told.status.success() && output.exists(), "{said}");
    assert!(said.contains("表7 的项目名称“采购[U+10FFFD]设备”第 3 个字起有 [U+10FFFD]"), "{said}");
    let told = run(&[Path::new("check"), &source]);
    assert!(String::from_utf8(told.stdout).unwrap().contains("F36-2"));
}

/// What poppler reads in a PDF; `None` where it is not at hand.
fn pdf_text(bytes: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).unwrap();
    let read = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(&path).arg("-").output();
    let Ok(read) = read else {
        missing("poppler-utils");
        return None;
    };
    Some(String::from_utf8(read.stdout).unwrap())
}
