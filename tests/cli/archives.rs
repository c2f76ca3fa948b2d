//! `check` of zip archives: in a folder, named themselves, in each other, and those that do harm.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use crate::command::{Run, json, run, sample};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const GOOD: &str = "urumqi-2025.budget";
const DEPARTMENT: &str = "shayibak-2025.budget";

fn text_of(name: &str) -> Vec<u8> {
    fs::read(sample(name)).unwrap()
}

/// An archive with these files, all packed in this year.
fn archive(year: u16, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let time = DateTime::from_date_and_time(year, 3, 4, 5, 6, 8).unwrap();
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(time);
    for (name, contents) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(contents).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn check(options: &[&str], path: &Path) -> Run {
    run(["check"].iter().chain(options).map(std::ffi::OsStr::new).chain([path.as_os_str()]))
}

#[test]
fn what_lies_in_archives_is_checked_where_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let inner = archive(2026, &[("部门/沙区.budget", &text_of(DEPARTMENT))]);
    let docx = folder.path().join("x.docx");
    assert_eq!(run(["export".as_ref(), sample(GOOD).as_os_str(), "-o".as_ref(), docx.as_os_str()]).status, 0);
    let zip = archive(
        2026,
        &[
            ("社保/中心.docx", &fs::read(&docx).unwrap()),
            ("里面.zip", &inner),
            ("社保/照片.jpg", b"x"),
            ("说明.txt", b"x"),
        ],
    );
    fs::remove_file(&docx).unwrap();
    fs::create_dir(folder.path().join("局")).unwrap();
    fs::write(folder.path().join("局/报送.ZIP"), zip).unwrap();
    fs::write(folder.path().join("旧.rar"), "x").unwrap();
    let told = check(&["--format=json"], folder.path());
    let reports = json(&told);
    let name = |place: usize| reports[place]["file"].as_str().unwrap().replace('\\', "/");
    assert!(name(0).ends_with("局/报送.ZIP/社保/中心.docx"), "{}", told.out);
    assert!(name(1).ends_with("局/报送.ZIP/里面.zip/部门/沙区.budget"), "{}", told.out);
    assert_eq!((reports.len(), told.status), (2, 0), "{}", told.out);
    assert_eq!(reports[0]["import"]["tables"], 11, "read as it is when it is unpacked");
    assert!(told.err.contains("另有 3 个文件没有核对") && told.err.contains(".rar、.7z 请先解开"), "{}", told.err);
    // An archive that is named itself is a folder, too.
    let named = check(&["--format=json"], &folder.path().join("局/报送.ZIP"));
    assert_eq!(json(&named).len(), 2);
}

#[test]
fn of_versions_in_archives_the_one_packed_last_counts() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = String::from_utf8(text_of(GOOD)).unwrap().replace("35982600", "35992600");
    fs::write(folder.path().join("一稿.zip"), archive(2024, &[("中心.budget", wrong.as_bytes())])).unwrap();
    fs::write(folder.path().join("定稿.zip"), archive(2026, &[("中心.budget", &text_of(GOOD))])).unwrap();
    let told = check(&[], folder.path());
    assert_eq!(told.status, 0, "{}", told.out);
    assert!(told.out.contains("旧的") && told.out.contains("一稿.zip/中心.budget（2024-03-04 05:06）"), "{}", told.out);
}

#[test]
fn an_archive_that_is_damaged_locked_empty_or_without_end_is_told_and_the_rest_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    put("坏.zip", b"PK\x03\x04...");
    put("不是.zip", "早上好".as_bytes());
    put("空.zip", &archive(2026, &[("说明.txt", b"x")]));
    let zeros = vec![0; 60 << 20];
    let bomb: Vec<(String, &[u8])> = (0..6).map(|number| (format!("{number}.docx"), &zeros[..])).collect();
    put("炸弹.zip", &archive(2026, &bomb.iter().map(|(name, zeros)| (name.as_str(), *zeros)).collect::<Vec<_>>()));
    put("好.zip", &archive(2026, &[("../../出去.budget", &text_of(GOOD)), ("坏.docx", b"PK")]));
    let told = check(&["--format=json"], folder.path());
    let reports = json(&told);
    let of = |name: &str| {
        let found = reports.iter().find(|report| report["file"].as_str().unwrap().ends_with(name));
        found.unwrap_or_else(|| panic!("{name}: {}", told.out))
    };
    for (name, why) in [
        ("/坏.zip", "压缩包打不开"),
        ("/不是.zip", "压缩包打不开"),
        ("/空.zip", "里没有预算公开文件"),
        ("/坏.docx", "损坏"),
        ("/炸弹.zip", "超过 256 MB"),
    ] {
        assert!(of(name)["failure"].as_str().unwrap().contains(why), "{}", of(name));
    }
    assert_eq!(of("好.zip/出去.budget")["errors"], 0);
    assert_eq!(told.status, 2);
}
