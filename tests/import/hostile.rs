//! Broken, encrypted, enormous and hostile files end in a sentence, within bounds of time and memory.

use std::path::Path;
use std::time::{Duration, Instant};

use disclosure_engine::import::{ImportError, ImportOptions, Progress, ReadError};

use super::sources::{SHAYIBAK, import};
use super::wrap;

#[track_caller]
pub fn refused(bytes: &[u8], wanted: &str) {
    let start = Instant::now();
    let error = import(bytes, &ImportOptions::default()).expect_err("refused").to_string();
    assert!(error.contains(wanted), "{error}");
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}

fn sheet(rows: &str) -> Vec<u8> {
    let head = r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#;
    wrap::xlsx(format!("{head}{rows}</sheetData></worksheet>").as_bytes())
}

#[test]
fn archives_that_unpack_to_gigabytes() {
    let zeros = vec![b' '; 300 << 20];
    refused(&wrap::archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &zeros)]), "展开后过大");
    refused(&wrap::docx(&zeros), "展开后过大");
    refused(&wrap::ods(&zeros), "展开后过大");
}

#[test]
fn sheets_of_millions_of_rows() {
    let rows: String = (1..=700_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    refused(&sheet(&rows), "太多");
    let corners =
        "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>";
    refused(&sheet(corners), "没有认出");
    let merged = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>"#;
    refused(&wrap::xlsx(merged.as_bytes()), "没有认出");
}

#[test]
fn rows_and_cells_that_repeat_a_thousand_million_times() {
    let content = |row: &str, cell: &str| {
        format!(
            "<document-content xmlns:table=\"t\" xmlns:text=\"x\"><table:table table:name=\"S\"><table:table-row {row}>\
             <table:table-cell {cell}><text:p>1</text:p></table:table-cell></table:table-row></table:table></document-content>"
        )
    };
    let rows = "table:number-rows-repeated=\"1000000000\"";
    let cells = "table:number-columns-repeated=\"1000000000\" table:number-columns-spanned=\"99999999999999999999\"";
    refused(&wrap::ods(content(rows, "").as_bytes()), "太多");
    refused(&wrap::ods(content("", cells).as_bytes()), "没有认出");
}

#[test]
fn elements_nested_a_million_deep() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(300_000);
    refused(&wrap::docx(deep.as_bytes()), "太深");
    refused(&wrap::ods("<a>".repeat(1_000_000).as_bytes()), "太深");
    let text = "\t".repeat(5_000_000);
    refused(text.as_bytes(), "太多");
    refused("行\n".repeat(200_000).as_bytes(), "太多");
}

#[test]
fn entities_of_a_document_are_not_expanded() {
    let laughs = "<!DOCTYPE a [<!ENTITY a \"哈哈\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/hostname\">]>\
                  <w:document><w:body><w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p><w:p><w:r><w:t>信</w:t></w:r></w:p></w:body></w:document>";
    refused(&wrap::docx(laughs.as_bytes()), "“信”");
}

#[test]
fn files_behind_a_password_and_of_other_kinds() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/catalog/user/fixtures");
    refused(&std::fs::read(fixtures.join("encrypted.xlsx")).unwrap(), "打开密码");
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    refused(&old, "已损坏");
    old.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
    refused(&old, ".docx");
    refused(b"{\\rtf1 x}", ".docx");
    refused(b"%PDF-1.7\nnothing", "已损坏");
    refused(b"PK\x03\x04 nothing", "已损坏");
    refused(&wrap::archive(&[("ppt/presentation.xml", b"<p/>")]), "演示文稿");
    refused(&wrap::archive(&[("OFD.xml", b"<p/>")]), "OFD");
    refused(&wrap::archive(&[("a.txt", b"a")]), "认不出");
}

#[test]
fn an_import_can_be_stopped() {
    let progress = Progress::default();
    progress.cancel();
    let options = ImportOptions { progress, ..ImportOptions::default() };
    assert!(matches!(import(SHAYIBAK.text.as_bytes(), &options), Err(ImportError::Read(ReadError::Cancelled))));
}

#[test]
fn a_chain_of_directories_that_leads_back_to_itself_is_refused() {
    let mut bytes =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/src/engine/catalog/user/fixtures/catalog.xls")).unwrap();
    let table = u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize;
    let first = u32::from_le_bytes(bytes[48..52].try_into().unwrap());
    let at = (table + 1) * 512 + first as usize * 4;
    bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
    assert!(import(&bytes, &ImportOptions::default()).is_err());
}
