//! Hostile files, given to the program itself: each ends in a sentence, within two gigabytes of address space and a
//! bound of time, and nothing of it is executed or fetched.
#![cfg(target_os = "linux")]

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use super::documents::{exported, whole};
use super::sources::SHAYIBAK;
use super::wrap;

/// Address space that the program may take, in KiB: what is read, unpacked and parsed fits many times over.
const MOST_MEMORY: usize = 2 << 20;
/// In a build without optimisation, on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(120);

fn run(name: &str, bytes: &[u8]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join(name), folder.path().join("out.budget"));
    std::fs::write(&file, bytes).unwrap();
    let start = Instant::now();
    let output = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MOST_MEMORY}; exec \"$0\" import \"$1\" -o \"$2\"")])
        .args([Path::new(env!("CARGO_BIN_EXE_budget-disclosure")), &file, &out])
        .output()
        .unwrap();
    println!("{name}: {} bytes, {:?}", bytes.len(), start.elapsed());
    assert!(start.elapsed() < LONGEST, "{name}: {:?}", start.elapsed());
    output
}

#[track_caller]
fn refused(name: &str, bytes: &[u8], wanted: &str) {
    let output = run(name, bytes);
    let sentence = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{name}: {sentence}");
    assert!(sentence.contains(wanted) && !sentence.contains("panicked"), "{name}: {sentence}");
}

/// A page that is a picture, as scanners write it: `count` of them.
fn scanned(count: usize) -> Vec<u8> {
    let kids: Vec<String> = (0..count).map(|page| format!("{} 0 R", page + 5)).collect();
    let pages = format!("<</Type/Pages/Kids[{}]/Count {count}>>", kids.join(" "));
    let image = "<</Type/XObject/Subtype/Image/Width 2/Height 2/ColorSpace/DeviceGray/BitsPerComponent 8/Length 4>>stream\nabcd\nendstream";
    let draw = "<</Length 28>>stream\n595 0 0 842 0 0 cm /Im0 Do  \nendstream";
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</Im0 3 0 R>>>>>>";
    let mut objects = vec!["<</Type/Catalog/Pages 2 0 R>>", pages.as_str(), image, draw];
    objects.extend(std::iter::repeat_n(page, count));
    pdf(&objects)
}

#[test]
fn a_scanned_document_is_told_apart() {
    refused("scan.pdf", &scanned(1), "扫描");
    refused("scans.pdf", &scanned(40), "扫描");
}

/// An archive in which one entry is `piece` many times over, without ever being there as a whole.
fn repeated(entries: &[(&str, &[u8])], name: &str, around: (&str, &str), piece: &[u8], times: usize) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
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

#[test]
fn archives_that_unpack_to_ten_gigabytes() {
    let megabyte = vec![b' '; 1 << 20];
    let bomb = |name: &str| repeated(&[("[Content_Types].xml", b"<Types/>")], name, ("", ""), &megabyte, 1024);
    refused("bomb.docx", &bomb("word/document.xml"), "展开后过大");
    refused("bomb.ods", &bomb("content.xml"), "展开后过大");
    refused("bomb.xlsx", &bomb("xl/workbook.xml"), "展开后过大");
}

#[test]
fn a_sheet_of_ten_million_rows() {
    let rows = b"<row><c><v>1</v></c></row>".repeat(1000);
    let around = ("<worksheet><sheetData>", "</sheetData></worksheet>");
    let parts = zip_parts(&wrap::xlsx(b"<worksheet/>"));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let others: Vec<_> = parts.into_iter().filter(|(name, _)| !name.contains("sheet1")).collect();
    refused("rows.xlsx", &repeated(&others, "xl/worksheets/sheet1.xml", around, &rows, 10_000), "太多");
    let text = "208\t01\t1.00\n".repeat(4_000_000);
    refused("rows.txt", text.as_bytes(), "太多");
    refused("rows.csv", text.replace('\t', ",").as_bytes(), "太多");
    let rows = "<tr><td>1</td></tr>".repeat(800_000);
    refused("rows.xls", format!("<table>{rows}</table>").as_bytes(), "太多");
}

fn zip_parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().flatten().map(|name| name.into_owned()).collect();
    let mut read = |name: String| {
        let mut contents = Vec::new();
        std::io::Read::read_to_end(&mut zip.by_name(&name).unwrap(), &mut contents).unwrap();
        (name, contents)
    };
    names.into_iter().map(&mut read).collect()
}

#[test]
fn elements_arrays_and_tables_nested_a_million_deep() {
    refused("deep.docx", &wrap::docx("<a>".repeat(1_000_000).as_bytes()), "太深");
    refused("deep.ods", &wrap::ods("<a>".repeat(1_000_000).as_bytes()), "太深");
    refused("deep.xlsx", &wrap::xlsx("<a>".repeat(1_000_000).as_bytes()), "");
    refused("deep.html", "<table><tr><td>".repeat(1_000_000).as_bytes(), "太深");
    refused(
        "deep.xml.xls",
        format!("<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">{}", "<a>".repeat(1_000_000))
            .as_bytes(),
        "太深",
    );
    for (open, close) in [("[", "]"), ("<</A ", ">>"), ("(", ")")] {
        let deep = format!("{}{}", open.repeat(200_000), close.repeat(200_000));
        refused(
            "deep.pdf",
            &pdf(&[
                "<</Type/Catalog/Pages 2 0 R>>",
                &format!("<</Type/Pages/Kids[3 0 R]/Count 1/X {deep}>>"),
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            ]),
            "",
        );
    }
}

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[&str]) -> Vec<u8> {
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

#[test]
fn references_that_lead_back_to_themselves() {
    let catalog = "<</Type/Catalog/Pages 2 0 R>>";
    refused("pages.pdf", &pdf(&[catalog, "<</Type/Pages/Kids[2 0 R]/Count 1>>"]), "");
    refused(
        "parents.pdf",
        &pdf(&[catalog, "<</Type/Pages/Parent 2 0 R/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R>>"]),
        "",
    );
    refused("reference.pdf", &pdf(&[catalog, "3 0 R", "4 0 R", "3 0 R"]), "");
    let page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>";
    let form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>/Length 11>>stream\n/F Do /F Do\nendstream";
    let contents = "<</Length 5>>stream\n/F Do\nendstream";
    refused("form.pdf", &pdf(&[catalog, "<</Type/Pages/Kids[3 0 R]/Count 1>>", page, contents, form]), "");
    refused("count.pdf", &pdf(&[catalog, "<</Type/Pages/Kids[]/Count 2000000000>>"]), "");
}

#[test]
fn entities_that_multiply_a_thousand_million_times() {
    let mut entities = "<!ENTITY a0 \"哈\">".to_owned();
    for level in 1..12 {
        entities.push_str(&format!("<!ENTITY a{level} \"{}\">", format!("&a{};", level - 1).repeat(10)));
    }
    let laughs = |element: &str| format!("<?xml version=\"1.0\"?><!DOCTYPE r [{entities}]><r>{element}</r>");
    refused("laughs.docx", &wrap::docx(laughs("<p><t>&a11;</t></p>").as_bytes()), "");
    refused(
        "laughs.xlsx",
        &wrap::xlsx(laughs("<sheetData><row><c t=\"str\"><v>&a11;</v></c></row></sheetData>").as_bytes()),
        "",
    );
    refused("laughs.html", format!("<!DOCTYPE html [{entities}]><html><body>&a11;</body></html>").as_bytes(), "");
}

#[test]
fn a_single_line_or_cell_of_sixty_megabytes() {
    refused("line.txt", "预算".repeat(10_000_000).as_bytes(), "没有认出");
    refused("digits.txt", format!("合计\t{}", "9".repeat(60_000_000)).as_bytes(), "没有认出");
    refused("quotes.csv", format!("a,b,\"{}", "c,".repeat(30_000_000)).as_bytes(), "");
    refused("attributes.html", format!("<table {}>", "a=1 ".repeat(3_000_000)).as_bytes(), "上百个属性");
}

#[test]
fn prose_of_a_hundred_thousand_paragraphs_under_a_section() {
    let sentence = "本单位 2025 年预算 1,057.99 万元，比上年预算增加 12.34 万元，增长 1.18%，主要原因是人员增加。\n";
    let text = format!(
        "{}\n第三部分 2025年部门预算情况说明\n一、关于收支预算情况的总体说明\n{}",
        SHAYIBAK.text,
        sentence.repeat(90_000)
    );
    let output = run("prose.txt", text.as_bytes());
    assert!(output.status.code().is_some_and(|code| code != 101), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn macros_and_links_of_a_workbook_are_left_alone() {
    let mut parts = zip_parts(&exported(&whole(&SHAYIBAK), "xlsx"));
    parts.push(("xl/vbaProject.bin".to_owned(), b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1Sub Auto_Open()".to_vec()));
    parts.push((
        "xl/externalLinks/externalLink1.xml".to_owned(),
        b"<externalLink><externalBook r:id=\"file:///etc/passwd\"/></externalLink>".to_vec(),
    ));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let output = run("macros.xlsm", &wrap::archive(&parts));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("203 个数"));
}

#[test]
fn two_cells_in_opposite_corners_of_an_old_workbook() {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/catalog/user/fixtures/catalog.xls");
    let mut bytes = std::fs::read(fixture).unwrap();
    // The last cell with a text: LABELSST, ten bytes long.
    let cell = bytes.windows(4).rposition(|four| four == [0xFD, 0, 10, 0]).unwrap();
    bytes[cell + 4..cell + 8].fill(0xFF);
    refused("corners.xls", &bytes, "太多");
}
