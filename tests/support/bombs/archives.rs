//! Workbooks and documents that unfold.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Makes a document that asks for about two to the power of a number of something.
type Make = fn(u32) -> Vec<u8>;

/// Every kind that there is: its extension, what it does, how it is made.
pub const KINDS: [(&str, &str, Make); 17] = [
    ("xlsx", "sheets that are all the same part", |power| same_part(1 << power.min(12))),
    ("xlsx", "blank cells with a format", |power| workbook(&[&blank_rows(1 << power.min(15))])),
    ("xlsx", "merged cells over each other", |power| workbook(&[&merged(1 << power.min(15))])),
    ("xlsx", "cells far apart", |power| workbook(&[&far_apart(1 << power.min(16))])),
    ("xlsx", "a formula that all cells share", |power| workbook(&[&shared_formula(1 << power.min(17))])),
    ("xlsx", "titles and wide heads in turn", |power| workbook(&[&titles_and_heads(1 << power.min(14))])),
    ("xlsx", "titles side by side", |power| workbook(&[&side_by_side(1 << power.min(14))])),
    ("xlsx", "styles without an end", |power| styled(1 << power.min(20))),
    ("xlsx", "texts without an end", |power| texts(power.min(27))),
    ("docx", "blanks", |power| document("word/document.xml", power.min(31))),
    ("odt", "rows and columns that repeat", |power| text_of_repeated(1 << power.min(30), 1 << power.min(12))),
    ("ofd", "blanks", |power| document("OFD.xml", power.min(31))),
    ("ofd", "objects that show others", |power| shown(power.min(20))),
    ("ods", "blanks", |power| document("content.xml", power.min(31))),
    ("ods", "rows and columns that repeat", |power| repeated(1 << power.min(30), 200)),
    ("ods", "many rows that repeat", |power| repeated(999, 1 << power.min(10))),
    ("csv", "a row of a million columns", |power| {
        format!("表1,收支总表,\n{}\n1,2,3\n4,5,6\n", "收入,".repeat(1 << power.min(20))).into_bytes()
    }),
];

const XML: &str = r#"<?xml version="1.0"?>"#;
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// An archive with these entries.
fn archive(entries: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook whose sheets are the parts of these numbers, with other entries beside.
fn package(targets: &[usize], others: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let mut sheets = String::new();
    let mut relations = String::new();
    for (target, id) in targets.iter().zip(1..) {
        write!(sheets, r#"<sheet name="S{id}" sheetId="{id}" r:id="rId{id}"/>"#).unwrap();
        let kind = format!("{RELATIONS}/worksheet");
        write!(relations, r#"<Relationship Id="rId{id}" Type="{kind}" Target="worksheets/sheet{target}.xml"/>"#)
            .unwrap();
    }
    let relationships =
        |inside: &str| format!("{XML}<Relationships xmlns=\"{PACKAGE}/relationships\">{inside}</Relationships>");
    let root = format!(r#"<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>"#);
    let types = format!(
        r#"{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#
    );
    let book = format!(r#"{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>"#);
    let mut entries = vec![
        ("[Content_Types].xml".to_owned(), types.into_bytes()),
        ("_rels/.rels".to_owned(), relationships(&root).into_bytes()),
        ("xl/workbook.xml".to_owned(), book.into_bytes()),
        ("xl/_rels/workbook.xml.rels".to_owned(), relationships(&relations).into_bytes()),
    ];
    entries.extend(others);
    archive(&entries)
}

fn sheet_part(number: usize, inside: &str) -> (String, Vec<u8>) {
    let sheet = format!("{XML}<worksheet xmlns=\"{MAIN}\">{inside}</worksheet>");
    (format!("xl/worksheets/sheet{number}.xml"), sheet.into_bytes())
}

fn workbook(sheets: &[&str]) -> Vec<u8> {
    let parts = sheets.iter().zip(1..).map(|(sheet, number)| sheet_part(number, sheet)).collect();
    package(&(1..=sheets.len()).collect::<Vec<_>>(), parts)
}

fn same_part(count: usize) -> Vec<u8> {
    package(&vec![1; count], vec![sheet_part(1, &blank_rows(2_000))])
}

/// Rows of blank cells with a format, as programs write that format whole columns.
fn blank_rows(count: usize) -> String {
    let cells = r#"<c s="1"/>"#.repeat(200);
    let rows: String = (1..=count).map(|row| format!(r#"<row r="{row}">{cells}</row>"#)).collect();
    format!("<sheetData>{rows}<row><c t=\"str\"><v>表1</v></c></row></sheetData>")
}

fn merged(count: usize) -> String {
    let rows: String = (1..=2_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><v>1</v></c></row>"#)).collect();
    let merges = r#"<mergeCell ref="A1:IV2000"/>"#.repeat(count);
    format!("<sheetData>{rows}</sheetData><mergeCells count=\"{count}\">{merges}</mergeCells>")
}

/// Filled rows of which each has a single cell, far to the right.
fn far_apart(count: usize) -> String {
    let rows: String =
        (1..=count).map(|row| format!(r#"<row r="{}"><c r="IV{0}"><v>1</v></c></row>"#, row * 16)).collect();
    format!("<sheetData>{rows}</sheetData>")
}

fn shared_formula(count: usize) -> String {
    let rows: String =
        (2..=count).map(|row| format!(r#"<row r="{row}"><c r="A{row}"><f t="shared" si="0"/></c></row>"#)).collect();
    let formula = "A1+".repeat(2_000);
    let first = format!(r#"<row r="1"><c r="A1"><f t="shared" ref="A1:A{count}" si="0">{formula}1</f></c></row>"#);
    format!("<sheetData>{first}{rows}</sheetData>")
}

fn text_row(texts: impl Iterator<Item = String>) -> String {
    let cells: String = texts.map(|text| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")).collect();
    format!("<row>{cells}</row>")
}

/// Each head looks like the beginning of another table.
fn titles_and_heads(count: usize) -> String {
    let pair = |index: usize| {
        let head = (0..40).map(move |column| format!("栏目{}", (index * 7 + column) % 97));
        let row = (0..40).map(|_| "1".to_owned());
        text_row(std::iter::once(format!("第{index}号情况表"))) + &text_row(head) + &text_row(row)
    };
    format!("<sheetData>{}</sheetData>", (0..count).map(pair).collect::<String>())
}

/// Rows with the titles of two tables in each.
fn side_by_side(count: usize) -> String {
    let row = |_| {
        let blank = || std::iter::repeat_n(String::new(), 60);
        let titles = std::iter::once("单位收支总体情况表".to_owned()).chain(blank());
        text_row(titles.chain(std::iter::once("单位收入总体情况表".to_owned())))
    };
    format!("<sheetData>{}</sheetData>", (0..count).map(row).collect::<String>())
}

fn styled(count: usize) -> Vec<u8> {
    let formats = r#"<xf numFmtId="164"/>"#.repeat(count);
    let numbers = r##"<numFmt numFmtId="164" formatCode="#,##0,"/>"##.repeat(count.min(10_000));
    let styles = format!(
        "{XML}<styleSheet xmlns=\"{MAIN}\"><numFmts>{numbers}</numFmts><cellXfs>{formats}</cellXfs></styleSheet>"
    );
    let rows = "<sheetData><row r=\"1\"><c r=\"A1\" s=\"1\"><v>1</v></c></row></sheetData>";
    package(&[1], vec![("xl/styles.xml".to_owned(), styles.into_bytes()), sheet_part(1, rows)])
}

/// A text of two to the power of `power` bytes in every cell.
fn texts(power: u32) -> Vec<u8> {
    let long = "9".repeat(1 << power);
    let strings = format!("{XML}<sst xmlns=\"{MAIN}\"><si><t>{long}</t></si></sst>");
    let rows: String =
        (1..=10_000).map(|row| format!(r#"<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>"#)).collect();
    let sheet = sheet_part(1, &format!("<sheetData>{rows}</sheetData>"));
    package(&[1], vec![("xl/sharedStrings.xml".to_owned(), strings.into_bytes()), sheet])
}

/// A document whose one part is two to the power of `power` blanks.
fn document(part: &str, power: u32) -> Vec<u8> {
    let block = vec![b' '; 1 << power.min(20)];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(part, SimpleFileOptions::default()).unwrap();
    (0..1_u32 << (power - power.min(20))).for_each(|_| zip.write_all(&block).unwrap());
    zip.finish().unwrap().into_inner()
}

fn repeated(times: usize, rows: usize) -> Vec<u8> {
    let row = format!(
        "<table:table-row table:number-rows-repeated=\"{times}\"><table:table-cell table:number-columns-repeated=\"{times}\">\
         <text:p>1</text:p></table:table-cell></table:table-row>"
    );
    let content = format!(
        "{XML}<document-content xmlns:table=\"t\" xmlns:text=\"x\"><table:table table:name=\"S\">{}</table:table></document-content>",
        row.repeat(rows)
    );
    let kind = b"application/vnd.oasis.opendocument.spreadsheet".to_vec();
    archive(&[("mimetype".to_owned(), kind), ("content.xml".to_owned(), content.into_bytes())])
}

/// A text with so many tables whose one row and one cell repeat.
fn text_of_repeated(times: usize, tables: usize) -> Vec<u8> {
    let table = format!(
        "<table><table-row number-rows-repeated=\"{}\"><table-cell number-columns-repeated=\"{times}\"><p>1</p></table-cell>\
         </table-row></table>",
        times.min(1000)
    );
    let content = format!("{XML}<document-content><body>{}</body></document-content>", table.repeat(tables));
    let kind = b"application/vnd.oasis.opendocument.text".to_vec();
    archive(&[("mimetype".to_owned(), kind), ("content.xml".to_owned(), content.into_bytes())])
}

/// Pages with objects each of which shows the next one twice.
fn shown(power: u32) -> Vec<u8> {
    let shown = |id: u32| format!("<CompositeObject ResourceID=\"{id}\"/>").repeat(2);
    let text = "<TextObject Size=\"4\"><TextCode X=\"0\" Y=\"0\">1</TextCode></TextObject>";
    let unit = |id: u32| format!("<CompositeGraphicUnit ID=\"{id}\">{}{text}</CompositeGraphicUnit>", shown(id + 1));
    let units: String = (0..power).map(unit).collect();
    let pages = "<Page BaseLoc=\"P.xml\"/>".repeat(1 << power.min(8));
    let root = "<OFD><DocRoot>D.xml</DocRoot></OFD>".to_owned();
    let document = format!("<Document><PublicRes>R.xml</PublicRes><Pages>{pages}</Pages></Document>");
    let entries = [
        ("OFD.xml", root),
        ("D.xml", document),
        ("R.xml", format!("<Res>{units}</Res>")),
        ("P.xml", format!("<Page>{}</Page>", shown(0))),
    ];
    archive(&entries.map(|(name, text)| (name.to_owned(), text.into_bytes())))
}
