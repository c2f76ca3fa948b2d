//! The formats in which finance systems and spreadsheets write tables as text: web pages, XML workbooks, CSV.

use super::documents::office::Office;
use super::documents::{exported, whole};
use super::hostile::refused;
use super::sources::{SHAYIBAK, Sample, URUMQI, assert_whole, imported};

/// The sample's text as blocks: a paragraph, or the rows of a table.
enum Block<'a> {
    Paragraph(&'a str),
    Table(Vec<Vec<&'a str>>),
}

fn blocks<'a>(sample: &Sample) -> Vec<Block<'a>> {
    let mut blocks = Vec::new();
    for line in sample.text.lines().filter(|line| !line.trim().is_empty()) {
        match (line.contains('\t'), blocks.last_mut()) {
            (true, Some(Block::Table(rows))) => rows.push(line.split('\t').collect()),
            (true, _) => blocks.push(Block::Table(vec![line.split('\t').collect()])),
            (false, _) => blocks.push(Block::Paragraph(line)),
        }
    }
    blocks
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A web page as finance systems write one: tags in capitals, nothing closed that need not be, a table for the layout.
fn page(sample: &Sample) -> String {
    let mut page = "<HTML><HEAD><META http-equiv=Content-Type content=\"text/html; charset=gb2312\">\
                    <STYLE>td{mso-number-format:\\@}</STYLE></HEAD><BODY><TABLE><TR><TD>\n"
        .to_owned();
    for block in blocks(sample) {
        match block {
            Block::Paragraph(text) => page.push_str(&format!("<P>{}\n", escaped(text))),
            Block::Table(rows) => {
                page.push_str("<TABLE border=1>");
                for row in rows {
                    let cells: Vec<String> =
                        row.iter().map(|cell| format!("<TD class=xl65>{}", escaped(cell))).collect();
                    page.push_str(&format!("<TR>{}\n", cells.concat()));
                }
                page.push_str("</TABLE>");
            }
        }
    }
    page + "</TABLE></BODY></HTML>"
}

/// A workbook as a single XML file, all in one sheet.
fn xml_workbook(sample: &Sample) -> String {
    let mut rows = String::new();
    let mut push = |cells: &[&str]| {
        let cell = |(place, text): (usize, &&str)| {
            let number = text.replace(',', "");
            let is_number = text.contains('.') && number.parse::<f64>().is_ok();
            let (kind, text) = if is_number { ("Number", number) } else { ("String", escaped(text)) };
            format!("<Cell ss:Index=\"{}\"><Data ss:Type=\"{kind}\">{text}</Data></Cell>", place + 1)
        };
        let filled = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
        rows.push_str(&format!("<Row>{}</Row>", filled.map(cell).collect::<String>()));
    };
    for block in blocks(sample) {
        match block {
            Block::Paragraph(text) => push(&[text]),
            Block::Table(lines) => lines.iter().for_each(|line| push(line)),
        }
    }
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Worksheet ss:Name=\"公开\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}

fn csv(sample: &Sample) -> String {
    let quoted = |cell: &str| {
        let is_plain = !cell.contains([',', '"', '\n']);
        if is_plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    };
    let mut text = String::new();
    for block in blocks(sample) {
        match block {
            Block::Paragraph(line) => text.push_str(&format!("{},,,\r\n", quoted(line))),
            Block::Table(rows) => {
                for row in rows {
                    text.push_str(&row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
                    text.push_str("\r\n");
                }
            }
        }
    }
    text
}

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn web_pages_that_are_named_xls_are_read() {
    for sample in [URUMQI, SHAYIBAK] {
        let page = page(&sample);
        assert_whole(&imported(page.as_bytes()), &sample);
        assert_whole(&imported(&gbk(&page)), &sample);
    }
}

#[test]
fn workbooks_as_a_single_xml_file_are_read() {
    for sample in [URUMQI, SHAYIBAK] {
        assert_whole(&imported(xml_workbook(&sample).as_bytes()), &sample);
    }
}

#[test]
fn comma_separated_tables_are_read_in_either_encoding() {
    for sample in [URUMQI, SHAYIBAK] {
        let csv = csv(&sample);
        assert_whole(&imported(csv.as_bytes()), &sample);
        assert_whole(&imported(&gbk(&csv)), &sample);
        assert_whole(&imported(&[b"\xEF\xBB\xBF", csv.as_bytes()].concat()), &sample);
    }
}

#[test]
fn what_is_hidden_in_web_pages_and_xml_workbooks_is_not_read_and_told() {
    let page = page(&SHAYIBAK).replacen("<TR><TD class=xl65>301", "<TR style='display:none'><TD class=xl65>301", 1);
    let imported_page = imported(page.as_bytes());
    assert!(imported_page.report.figures() < SHAYIBAK.count);
    assert!(imported_page.report.not_understood.iter().any(|left| left.reason.contains("隐藏")));
}

#[test]
fn pages_that_hold_no_table_are_refused_with_what_to_do() {
    refused("<html><frameset rows=\"*,39\"><frame src=\"a.files/sheet001.htm\"></frameset></html>".as_bytes(), "框架");
    refused("MIME-Version: 1.0\nX-Document-Type: Workbook\n".as_bytes(), ".mht");
    refused("<?xml version=\"1.0\"?><root><a>1</a></root>".as_bytes(), "XML");
    refused("<html><body></body></html>".as_bytes(), "空的");
}

#[test]
fn what_libreoffice_saves_as_web_page_and_as_old_word_is_known() {
    let Some(office) = Office::find() else { return };
    let workbook = office.put("page.xlsx", &exported(&whole(&SHAYIBAK), "xlsx"));
    let page = std::fs::read(office.convert("html", &[workbook]).join("page.html")).unwrap();
    assert_whole(&imported(&page), &SHAYIBAK);
    let document = office.put("old.docx", &exported(&whole(&SHAYIBAK), "docx"));
    let old = std::fs::read(office.convert("doc", &[document]).join("old.doc")).unwrap();
    refused(&old, "另存为 .docx");
}
