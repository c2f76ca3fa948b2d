//! Files that are made to harm: they end in a sentence, at once.

use std::time::{Duration, Instant};

use disclosure_engine::file::{self, FileError};
use disclosure_engine::form::FormLibrary;

const FIXTURE: &str = include_str!("../fixtures/version-1.budget");

#[track_caller]
fn refused(text: &str) -> String {
    let start = Instant::now();
    let told = file::read(text, &FormLibrary::builtin().unwrap()).expect_err("it was accepted").to_string();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert!(told.chars().count() < 1_000, "a sentence of {} characters", told.chars().count());
    told
}

#[test]
fn deep_nesting() {
    for open in
        ["(", "[", "{", "Some(", "Budget(tables:[", "/*", "((((", "{1:", "\"\\u{41}\"", "#![enable(implicit_some)]"]
    {
        refused(&open.repeat(300_000));
        let deep = FIXTURE.replacen("rows: []", &format!("rows: [], extra: {}", open.repeat(100_000)), 1);
        refused(&deep);
    }
}

#[test]
fn millions_of_digits() {
    let digits = "9".repeat(5_000_000);
    let told = refused(&FIXTURE.replacen("\"49700\"", &format!("\"{digits}\""), 1));
    assert!(told.contains("不是金额"), "{told}");
    refused(&FIXTURE.replacen("year: 2025", &format!("year: {digits}"), 1));
    refused(&FIXTURE.replacen("format: 1", &format!("format: {digits}"), 1));
    refused(&FIXTURE.replacen("year: 2025", &format!("year: 2025, {}: 1", "x".repeat(5_000_000)), 1));
    refused(&FIXTURE.replacen("form: \"xinjiang-2025\"", &format!("form: \"{digits}\""), 1));
    let twice =
        format!("Fixed(id: \"{digits}\", amounts: {{}}), Fixed(id: \"{digits}\", amounts: {{}}), Fixed(id: \"abroad\"");
    refused(&FIXTURE.replacen("Fixed(id: \"abroad\"", &twice, 1));
}

#[test]
fn a_gigabyte_is_not_even_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("大.budget");
    // A sparse file: it takes no room.
    std::fs::File::create(&path).unwrap().set_len(1 << 30).unwrap();
    let start = Instant::now();
    let told = file::open(&path, &FormLibrary::builtin().unwrap());
    assert!(matches!(told, Err(FileError::TooLarge)));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn hundreds_of_thousands_of_rows_are_read_or_refused_in_time() {
    let rows: String = (0..200_000).map(|id| format!("Project(id: {id}, name: \"\", amounts: {{}}),")).collect();
    let text = FIXTURE.replacen("Project(id: 1, name: \"\", amounts: {}),", &rows, 1);
    let start = Instant::now();
    let _ = file::read(&text, &FormLibrary::builtin().unwrap());
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
