//! `export` on the command line: what it writes, what it says, and what it leaves alone.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PROGRAM: &str = env!("CARGO_BIN_EXE_budget-disclosure");

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/urumqi-2025.budget")
}

fn export(file: &Path, output: &Path, arguments: &[&str]) -> Output {
    Command::new(PROGRAM).arg("export").arg(file).arg("-o").arg(output).args(arguments).output().unwrap()
}

fn messages(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Whether the pages of a Word document are marked.
fn is_marked(path: &Path) -> bool {
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut header = String::new();
    package.by_name("word/header1.xml").unwrap().read_to_string(&mut header).unwrap();
    header.contains("草稿")
}

#[test]
fn a_document_without_errors_is_clean_and_one_can_ask_for_a_draft() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.DOCX");
    for (arguments, marked) in [([].as_slice(), false), (["--draft"].as_slice(), true)] {
        let output = export(&sample(), &path, arguments);
        assert_eq!((output.status.code(), messages(&output).as_str()), (Some(0), ""));
        assert_eq!(is_marked(&path), marked);
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "something is left beside it");
}

#[test]
fn a_pdf_is_written_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.PDF");
    let output = export(&sample(), &path, &[]);
    assert_eq!((output.status.code(), messages(&output).as_str()), (Some(0), ""));
    assert!(fs::read(&path).unwrap().starts_with(b"%PDF-1."));
}

#[test]
fn with_errors_open_it_says_how_many_and_marks_every_page() {
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("broken.budget");
    let text = fs::read_to_string(sample()).unwrap();
    // Another total than that of the other tables.
    let changed = text.replacen(
        "(row: Fixed(\"income_total\"), amounts: {\"total\": \"186271400\"})",
        "(row: Fixed(\"income_total\"), amounts: {\"total\": \"196271400\"})",
        1,
    );
    assert_ne!(text, changed);
    fs::write(&broken, changed).unwrap();
    let path = folder.path().join("out.docx");
    let output = export(&broken, &path, &[]);
    assert_eq!(output.status.code(), Some(0));
    let said = messages(&output);
    assert!(said.contains("还有 ") && said.contains(" 处错误，已按草稿导出"), "{said}");
    assert!(is_marked(&path));
}

#[test]
fn what_cannot_be_written_is_told_in_a_sentence_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let tell = |file: &Path, name: &str| {
        let output = export(file, &folder.path().join(name), &[]);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        messages(&output)
    };
    assert!(tell(&sample(), "out.odt").contains("文件名应以"));
    assert!(tell(&sample(), "out").contains("文件名应以"));
    assert!(tell(&sample(), "missing/out.xlsx").contains("要保存到的文件夹不存在"));
    assert!(tell(Path::new("missing.budget"), "out.xlsx").contains("没有这个文件"));
    fs::create_dir(folder.path().join("folder.xlsx")).unwrap();
    assert!(tell(&sample(), "folder.xlsx").contains("同名的是一个文件夹"));
    let old = folder.path().join("old.xlsx");
    fs::write(&old, "old").unwrap();
    let mut permissions = fs::metadata(&old).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&old, permissions).unwrap();
    assert!(tell(&sample(), "old.xlsx").contains("只读"));
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_cannot_be_written_to_the_end_leaves_the_old_file_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old.xlsx");
    fs::write(&old, "old").unwrap();
    // A limit on the size of files stands in for a full disk.
    let limited = r#"trap "" XFSZ; ulimit -f 4; exec "$0" export "$1" -o "$2""#;
    let output = Command::new("sh").args(["-c", limited, PROGRAM]).args([&sample(), &old]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(messages(&output).contains("文件比系统允许的大"), "{}", messages(&output));
    assert_eq!(fs::read_to_string(&old).unwrap(), "old");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "something is left beside it");
}

#[cfg(unix)]
#[test]
fn a_new_document_can_be_read_by_whom_other_new_files_can() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let (other, path) = (folder.path().join("other"), folder.path().join("out.xlsx"));
    fs::write(&other, "").unwrap();
    assert!(export(&sample(), &path, &[]).status.success());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&path), mode(&other));
}

#[test]
fn what_can_be_imported_is_exported_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (workbook, document) = (folder.path().join("sent.xlsx"), folder.path().join("out.docx"));
    assert_eq!(export(&sample(), &workbook, &[]).status.code(), Some(0));
    let output = export(&workbook, &document, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", messages(&output));
    assert!(document.exists());
}

#[test]
fn characters_that_xml_cannot_hold_do_not_make_a_document_that_nobody_can_open() {
    let folder = tempfile::tempdir().unwrap();
    let (file, path) = (folder.path().join("odd.budget"), folder.path().join("odd.docx"));
    let text = fs::read_to_string(sample()).unwrap();
    let odd = text.replacen("name: \"社会保险经办机构\"", "name: \"社会\\u{fffe}保险\\u{1}\\u{ffff}经办机构\"", 1);
    assert_ne!(text, odd);
    fs::write(&file, odd).unwrap();
    assert_eq!(export(&file, &path, &["--draft"]).status.code(), Some(0));
    let mut package = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut document = String::new();
    package.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
    assert!(!document.contains(['\u{1}', '\u{fffe}', '\u{ffff}']));
}

#[test]
fn a_disclosure_is_not_written_under_a_foreign_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.docx");
    let arguments = ["new", "--body", "某单位", "--year", "2025", "-o"];
    let output = Command::new(PROGRAM).args(arguments).arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(messages(&output).contains(".budget 结尾"), "{}", messages(&output));
    assert!(!path.exists());
}

#[test]
fn a_web_page_is_written_whole_or_as_a_piece() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("out.html");
    for (arguments, begins) in [([].as_slice(), "<!DOCTYPE html>"), (["--fragment"].as_slice(), "<div lang=")] {
        let output = export(&sample(), &path, arguments);
        assert_eq!((output.status.code(), messages(&output).as_str()), (Some(0), ""));
        assert!(fs::read_to_string(&path).unwrap().starts_with(begins));
    }
    let path = folder.path().join("out.pdf");
    let output = export(&sample(), &path, &["--fragment"]);
    assert!(output.status.code() == Some(2) && messages(&output).contains(".html") && !path.exists());
}

/// The files in `folder` and below it, by their paths from there.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] })
        .map(|path| path.to_owned())
        .collect();
    found.sort();
    found
}

#[test]
fn all_formats_are_written_into_a_folder_under_names_that_sites_expect() {
    let folder = tempfile::tempdir().unwrap();
    let all = folder.path().join("公开");
    let output = export(&sample(), &all, &["--all"]);
    assert_eq!((output.status.code(), messages(&output).as_str()), (Some(0), ""));
    let found = files(&all);
    let name = "乌鲁木齐市社会保险中心2025年单位预算公开";
    for rest in [".pdf", ".ofd", ".docx", ".xlsx", ".html", "（网页片段）.html", ".csv", ".json"] {
        assert!(found.contains(&all.join(format!("{name}{rest}"))), "{rest}: {found:?}");
    }
    assert_eq!(found.len(), 8 + 11, "a file for each table");
    let read = |path: &Path| fs::read_to_string(path).unwrap();
    let table = read(&all.join("附表/表2 单位收入总体情况表.csv"));
    assert!(
        table.starts_with('\u{feff}') && table.contains("\r\n208,01,09,社会保险经办机构,2429.54,2372.59,"),
        "{table}"
    );
    // The same figures as the tables print, each with its place.
    let printed = include_str!("../fixtures/urumqi-2025-amounts.tsv");
    let json: serde_json::Value = serde_json::from_str(&read(&all.join(format!("{name}.json")))).unwrap();
    let figures = json["figures"].as_array().unwrap();
    let mut told: Vec<String> = figures
        .iter()
        .map(|figure| {
            let text = |key: &str| figure[key].as_str().unwrap();
            format!("{}\t{}\t{}\t{}", figure["table"], text("row"), figure["column"], text("amount"))
        })
        .collect();
    let mut wanted: Vec<String> = printed.lines().map(|line| line.replace(',', "")).collect();
    told.sort();
    wanted.sort();
    assert_eq!(told, wanted);
    let lines = read(&all.join(format!("{name}.csv")));
    assert_eq!(lines.lines().count(), 1 + wanted.len());
    let line = "2,单位收入总体情况表,2080109,208 01 09,社会保险经办机构,,3,财政拨款（补助）/一般公共预算,2256.84";
    assert!(lines.lines().any(|own| own == line), "{lines}");
}

#[test]
fn all_files_of_a_draft_are_called_drafts() {
    let folder = tempfile::tempdir().unwrap();
    let all = folder.path().join("公开");
    let output = export(&sample(), &all, &["--all", "--draft"]);
    assert_eq!(output.status.code(), Some(0));
    let is_marked = |path: &PathBuf| path.to_str().unwrap().contains("（草稿）");
    let outside = files(&all).into_iter().filter(|path| path.parent() == Some(&all));
    assert!(outside.clone().count() == 8 && outside.clone().all(|path| is_marked(&path)), "{:?}", files(&all));
    for arguments in [["--all", "--fragment"].as_slice(), &["--all"]] {
        let path = folder.path().join("out.pdf");
        let output = export(&sample(), &path, arguments);
        assert!(output.status.code() == Some(2) && !path.exists(), "{arguments:?}");
    }
}
