//! The hostile files themselves: what is not said in a line of their table.

use std::io::{Cursor, Read, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::wrap;

/// How a compound file begins, as old Office wrote them.
pub const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// How a workbook as a single XML file begins.
pub const XML_WORKBOOK: &str = "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">";
/// The first object of a PDF; its pages are the second.
pub const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
pub const PARENT_OF_ITSELF: &str = "<</Type/Pages/Parent 2 0 R/Kids[3 0 R]/Count 1>>";
pub const REPEATED_CELLS: &str =
    "table:number-columns-repeated=\"1000000000\" table:number-columns-spanned=\"99999999999999999999\"";
pub const LAUGHING_CELL: &str = "<sheetData><row><c t=\"str\"><v>&a11;</v></c></row></sheetData>";

/// `text` as Windows stores it.
pub fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// A list of codes, of those by which the reading of lists is tried.
pub fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/catalog/user/fixtures");
    std::fs::read(folder.join(name)).unwrap()
}

/// An archive with an entry of a gigabyte of blanks.
pub fn bomb(name: &str) -> Vec<u8> {
    bomb_beside("[Content_Types].xml", b"<Types/>", name)
}

/// The same with another entry.
pub fn bomb_beside(other: &str, bytes: &[u8], name: &str) -> Vec<u8> {
    repeated(&[(other, bytes)], name, ("", ""), &vec![b' '; 1 << 20], 1024)
}

/// An archive in which one entry is `piece` many times over, without ever being there as a whole.
fn repeated(entries: &[(&str, &[u8])], name: &str, around: (&str, &str), piece: &[u8], times: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, bytes) in entries {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.start_file(name, options).unwrap();
    zip.write_all(around.0.as_bytes()).unwrap();
    (0..times).for_each(|_| zip.write_all(piece).unwrap());
    zip.write_all(around.1.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

/// A workbook of a sheet with `count` rows, a multiple of a thousand.
pub fn xlsx_of_rows(count: usize) -> Vec<u8> {
    let rows = b"<row><c><v>1</v></c></row>".repeat(1000);
    let around = ("<worksheet><sheetData>", "</sheetData></worksheet>");
    let parts = zip_parts(&wrap::xlsx(b"<worksheet/>"));
    let parts = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let others: Vec<(&str, &[u8])> = parts.filter(|(name, _)| !name.contains("sheet1")).collect();
    repeated(&others, "xl/worksheets/sheet1.xml", around, &rows, count / 1000)
}

/// The entries of an archive.
pub fn zip_parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().flatten().map(|name| name.into_owned()).collect();
    let mut read = |name: String| {
        let mut contents = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut contents).unwrap();
        (name, contents)
    };
    names.into_iter().map(&mut read).collect()
}

fn sheet(inside: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    wrap::xlsx(format!("<?xml version=\"1.0\"?><worksheet xmlns=\"{main}\">{inside}</worksheet>").as_bytes())
}

/// A workbook with two cells in opposite corners of its sheet.
pub fn corners() -> Vec<u8> {
    let cell = |row: &str, name: &str| format!("<row r=\"{row}\"><c r=\"{name}\"><v>1</v></c></row>");
    sheet(&format!("<sheetData>{}{}</sheetData>", cell("1", "A1"), cell("1048576", "XFD1048576")))
}

/// A workbook with one cell that reaches over its whole sheet.
pub fn merged_columns() -> Vec<u8> {
    let cell = "<sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></sheetData>";
    sheet(&format!("{cell}<mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>"))
}

/// An old workbook with two cells in opposite corners of its sheet.
pub fn corners_of_old_workbook() -> Vec<u8> {
    let mut bytes = fixture("catalog.xls");
    // The last cell with a text: LABELSST, ten bytes long.
    let cell = bytes.windows(4).rposition(|four| four == [0xFD, 0, 10, 0]).unwrap();
    bytes[cell + 4..cell + 8].fill(0xFF);
    bytes
}

/// An old workbook whose chain of directories leads back to itself.
pub fn circle_of_directories() -> Vec<u8> {
    let mut bytes = fixture("catalog.xls");
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let (table, first) = (number(76) as usize, number(48));
    let at = (table + 1) * 512 + first as usize * 4;
    bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
    bytes
}

/// An OpenDocument spreadsheet of a row and a cell with these attributes.
pub fn ods(row: &str, cell: &str) -> Vec<u8> {
    let content = format!(
        "<document-content xmlns:table=\"t\" xmlns:text=\"x\"><table:table table:name=\"S\"><table:table-row {row}>\
         <table:table-cell {cell}><text:p>1</text:p></table:table-cell></table:table-row></table:table></document-content>"
    );
    wrap::ods(content.as_bytes())
}

/// The contents of an OpenDocument text with a row that stands there a thousand million times.
pub fn repeated_row() -> String {
    repeated_cell().replace("<table-row>", "<table-row table:number-rows-repeated=\"1000000000\">")
}

/// The same with a cell that does.
pub fn repeated_cell() -> String {
    let cell = format!("<table-cell {REPEATED_CELLS}><p>1</p></table-cell>");
    format!("<document-content><body><table><table-row>{cell}</table-row></table></body></document-content>")
}

/// An OFD whose one page stands there so many times.
pub fn ofd_pages(count: usize) -> Vec<u8> {
    let pages = "<Page BaseLoc=\"Page.xml\"/>".repeat(count);
    let document = format!("<Document><Pages>{pages}</Pages></Document>");
    let page = b"<Page/>".as_slice();
    wrap::archive(&[("OFD.xml", wrap::OFD), ("Doc_0/Document.xml", document.as_bytes()), ("Doc_0/Page.xml", page)])
}

/// An OFD of this text, each character on a place of its own.
pub fn ofd_text(text: &str) -> Vec<u8> {
    let code = format!("<TextCode X=\"0\" Y=\"0\" DeltaX=\"g 99999999 1\">{text}</TextCode>");
    wrap::ofd(format!("<Page><TextObject Boundary=\"0 0 9 9\" Size=\"4\">{code}</TextObject></Page>").as_bytes())
}

/// An OFD of a path.
pub fn ofd_path(data: &str) -> Vec<u8> {
    let data = format!("<AbbreviatedData>{data}</AbbreviatedData>");
    wrap::ofd(format!("<Page><PathObject Boundary=\"0 0 9 9\">{data}</PathObject></Page>").as_bytes())
}

/// So many lines across as many others.
pub fn crossing_lines(count: usize) -> String {
    let pair = |line: usize| format!("M 0 {0} L {1} {0} M {0} 0 L {0} {1} ", line * 2, count * 2);
    (0..count).map(pair).collect()
}

/// An OFD with an object of several pages that shows itself twice.
pub fn unit_in_itself() -> Vec<u8> {
    let shown = "<CompositeObject ResourceID=\"7\"/>";
    let unit = format!("<CompositeGraphicUnit ID=\"7\">{shown}{shown}</CompositeGraphicUnit>");
    wrap::ofd(format!("<Page>{shown}{unit}</Page>").as_bytes())
}

/// XML around `element` with an entity that unfolds to a thousand million characters.
pub fn laughs(element: &str) -> String {
    let mut entities = "<!ENTITY a0 \"哈\">".to_owned();
    for level in 1..12 {
        entities.push_str(&format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)));
    }
    format!("<?xml version=\"1.0\"?><!DOCTYPE r [{entities}]><r>{element}</r>")
}

/// A document with entities of its own, and of a file of the machine: none is expanded.
pub fn entities_of_a_file() -> Vec<u8> {
    let entities =
        "<!DOCTYPE a [<!ENTITY a \"哈哈\"><!ENTITY b \"&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/hostname\">]>";
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = paragraph("&b;&c;") + &paragraph("信");
    wrap::docx(format!("{entities}<w:document><w:body>{body}</w:body></w:document>").as_bytes())
}

/// A PDF of these objects, the first of which is the catalogue.
pub fn pdf(objects: &[&str]) -> Vec<u8> {
    let mut text = "%PDF-1.7\n".to_owned();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(text.len());
        text.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let start = text.len();
    text.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|place| text.push_str(&format!("{place:010} 00000 n \n")));
    text.push_str(&format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF", objects.len() + 1));
    text.into_bytes()
}

/// A PDF of pages that are pictures, as scanners write it: `count` of them.
pub fn scanned(count: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..count).map(|page| format!("{} 0 R", page + 5)).collect();
    let pages = format!("<</Type/Pages/Kids[{}]/Count {count}>>", kids.join(" "));
    let image = "<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Length 4>>stream\nabcd\nendstream";
    let draw = "<</Length 28>>stream\n595 0 0 842 0 0 cm /Im0 Do  \nendstream";
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</Im0 3 0 R>>>>>>";
    let mut objects = vec![CATALOG, pages.as_str(), image, draw];
    objects.extend(std::iter::repeat_n(page, count));
    pdf(&objects)
}

/// A PDF with an entry that is nested two hundred thousand deep.
pub fn deep_pdf(open: &str, close: &str) -> Vec<u8> {
    let deep = format!("{}{}", open.repeat(200_000), close.repeat(200_000));
    let pages = format!("<</Type/Pages/Kids[3 0 R]/Count 1/X {deep}>>");
    pdf(&[CATALOG, &pages, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"])
}

/// A PDF with a form that shows itself twice.
pub fn form_in_itself() -> Vec<u8> {
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>";
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream";
    let contents = "<</Length 5>>stream\n/F Do\nendstream";
    pdf(&[CATALOG, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, contents, form])
}
