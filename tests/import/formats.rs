//! The formats in which finance systems and spreadsheets write tables as text: web pages, XML workbooks, CSV.

use disclosure_engine::import::ImportOptions;

use super::documents::office::Office;
use super::documents::{exported, whole};
use super::made::{COMPOUND, wide};
use super::render::{csv, page, xml_workbook};
use super::sources::{SHAYIBAK, URUMQI, assert_whole, import, imported};
use super::wrap;

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn web_pages_that_are_named_xls_are_read() {
    for sample in [URUMQI, SHAYIBAK] {
        let page = page(sample.text);
        assert_whole(&imported(page.as_bytes()), &sample);
        assert_whole(&imported(&gbk(&page)), &sample);
    }
}

#[test]
fn workbooks_as_a_single_xml_file_are_read() {
    for sample in [URUMQI, SHAYIBAK] {
        assert_whole(&imported(xml_workbook(sample.text).as_bytes()), &sample);
    }
}

#[test]
fn comma_separated_tables_are_read_in_either_encoding() {
    for sample in [URUMQI, SHAYIBAK] {
        let csv = csv(sample.text);
        assert_whole(&imported(csv.as_bytes()), &sample);
        assert_whole(&imported(&gbk(&csv)), &sample);
        assert_whole(&imported(&[b"\xEF\xBB\xBF", csv.as_bytes()].concat()), &sample);
    }
}

#[test]
fn what_is_hidden_in_web_pages_and_xml_workbooks_is_not_read_and_told() {
    let page = page(SHAYIBAK.text).replacen("<TR><TD class=xl65>301", "<TR style='display:none'><TD class=xl65>301", 1);
    let imported_page = imported(page.as_bytes());
    assert!(imported_page.report.figures() < SHAYIBAK.count);
    assert!(imported_page.report.not_understood.iter().any(|left| left.reason.contains("隐藏")));
}

#[test]
fn what_is_not_read_is_told_with_the_next_step() {
    let old = [COMPOUND, &wide("WordDocument")].concat();
    let slides = "application/vnd.oasis.opendocument.presentation".as_bytes();
    for (bytes, found, instead) in [
        (old, "旧的 .doc、.wps 文档", ".docx"),
        (b"{\\rtf1\\ansi x}".to_vec(), "RTF 文档", ".docx"),
        (b"ID;PWXL;N;E\r\nC;Y1;X1;K1\r\nE\r\n".to_vec(), SYLK, ".xlsx"),
        (wrap::archive(&[("mimetype", slides), ("content.xml", b"<a/>")]), "演示文稿", ".xlsx 或 .docx"),
    ] {
        let told = import(&bytes, &ImportOptions::default()).unwrap_err().to_string();
        assert_eq!(told, format!("不能导入{found}；请用 Office 或 WPS 打开，另存为 {instead} 后再导入"));
    }
}

const SYLK: &str = "SYLK 表格（内容是旧的文本交换格式，文件名写成了 .xls 也一样）";

#[test]
fn what_libreoffice_saves_as_web_page_and_as_old_word_is_known() {
    let Some(office) = Office::find() else { return };
    let workbook = office.put("page.xlsx", &exported(&whole(&SHAYIBAK), "xlsx"));
    let page = std::fs::read(office.convert("html", &[workbook]).join("page.html")).unwrap();
    assert_whole(&imported(&page), &SHAYIBAK);
    let document = office.put("old.docx", &exported(&whole(&SHAYIBAK), "docx"));
    let old = std::fs::read(office.convert("doc", &[document]).join("old.doc")).unwrap();
    let told = import(&old, &ImportOptions::default()).unwrap_err().to_string();
    assert_eq!(told, "不能导入旧的 .doc、.wps 文档；请用 Office 或 WPS 打开，另存为 .docx 后再导入");
}
