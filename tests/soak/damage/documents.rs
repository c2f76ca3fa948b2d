//! Documents of each kind that can be imported. Of formats that are archives, the part that says something is damaged, so
//! that the reader is tried and not the sum with which an archive is checked; and the archive as a whole.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions};
use disclosure_export::ExportFormat;

use super::office::Office;
use super::{SAMPLES, damaged, random, timed, wrap};

/// Documents to begin with, and how what was damaged of one becomes a document again.
pub struct Kind {
    pub name: &'static str,
    pub seeds: Vec<Vec<u8>>,
    pub wrap: fn(&[u8]) -> Vec<u8>,
}

fn kinds(forms: &FormLibrary) -> Vec<Kind> {
    let plain = |name, seeds| Kind { name, seeds, wrap: <[u8]>::to_vec };
    let text = text("tests/fixtures/urumqi-2025.txt");
    let tables = self::text("tests/fixtures/shayibak-2025-tables.tsv");
    let [word, book, pages] = ["docx", "xlsx", "pdf"].map(|format| exported(forms, format));
    let mut kinds = vec![
        Kind { name: "docx", seeds: vec![entry(&word, "word/document.xml")], wrap: wrap::docx },
        Kind { name: "xlsx", seeds: vec![rows(&XLSX, &tables)], wrap: wrap::xlsx },
        Kind { name: "ods", seeds: vec![rows(&ODS, &tables)], wrap: wrap::ods },
        Kind { name: "odt", seeds: vec![rows(&ODT, &tables)], wrap: wrap::odt },
        Kind { name: "ofd", seeds: vec![page(&tables)], wrap: wrap::ofd },
        plain("archives of docx and xlsx", vec![word, book.clone()]),
        plain("pdf", vec![pages]),
        plain("text", vec![text.into_bytes(), tables.clone().into_bytes()]),
        plain("csv", vec![tables.replace('\t', ",").into_bytes()]),
        plain("html", vec![rows(&HTML, &tables)]),
        plain("xml", vec![rows(&XML, &tables)]),
    ];
    // Only LibreOffice writes workbooks as old as these here.
    if let Some(office) = Office::find() {
        let book = office.put("sample.xlsx", &book);
        let old = office.convert("xls", &[book]).join("sample.xls");
        kinds.push(plain("xls", vec![std::fs::read(old).unwrap()]));
    }
    kinds
}

/// What a format writes around a table, its rows and its cells.
pub struct Tags {
    table: (&'static str, &'static str),
    row: (&'static str, &'static str),
    cell: (&'static str, &'static str),
}

pub const HTML: Tags = Tags {
    table: ("<html><body><table>", "</table></body></html>"),
    row: ("<tr>", "</tr>"),
    cell: ("<td rowspan=1>", "</td>"),
};
const XML: Tags = Tags {
    table: (
        r#"<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>"#,
        "</Table></Worksheet></Workbook>",
    ),
    row: ("<Row>", "</Row>"),
    cell: (r#"<Cell><Data ss:Type="String">"#, "</Data></Cell>"),
};
pub const XLSX: Tags = Tags {
    table: (
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>"#,
        "</sheetData></worksheet>",
    ),
    row: ("<row>", "</row>"),
    cell: (r#"<c t="inlineStr"><is><t>"#, "</t></is></c>"),
};
pub const ODS: Tags = Tags {
    table: (
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">"#,
        "</table:table></office:spreadsheet></office:body></office:document-content>",
    ),
    row: ("<table:table-row>", "</table:table-row>"),
    cell: (r#"<table:table-cell office:value-type="string"><text:p>"#, "</text:p></table:table-cell>"),
};

const ODT: Tags = Tags {
    table: (
        r#"<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><table:table>"#,
        "</table:table></office:text></office:body></office:document-content>",
    ),
    row: ("<table:table-row>", "</table:table-row>"),
    cell: ("<table:table-cell><text:p>", "</text:p></table:table-cell>"),
};

/// Tab-separated `tables` as a page of OFD: its cells in boxes, so wide that each holds its text.
fn page(tables: &str) -> Vec<u8> {
    let mut objects = String::new();
    for (line, row) in tables.lines().zip(1..) {
        for (text, column) in line.split('\t').zip(0..) {
            let bounds = format!("{} {} 200 8", 10 + 200 * column, 8 * row);
            if line.contains('\t') {
                objects += &format!(
                    "<ofd:PathObject Boundary=\"{bounds}\"><ofd:AbbreviatedData>M 0 0 L 200 0 L 200 8 L 0 8 C</ofd:AbbreviatedData></ofd:PathObject>"
                );
            }
            objects += &format!(
                "<ofd:TextObject Boundary=\"{bounds}\" Font=\"1\" Size=\"4\"><ofd:TextCode X=\"1\" Y=\"6\">{text}</ofd:TextCode></ofd:TextObject>"
            );
        }
    }
    format!("<ofd:Page xmlns:ofd=\"http://www.ofdspec.org/2016\"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>")
        .into_bytes()
}

/// Tab-separated `tables` as another format writes them.
pub fn rows(tags: &Tags, tables: &str) -> Vec<u8> {
    let within = |(begin, end): (&str, &str), text: &str| format!("{begin}{text}{end}");
    let row = |line: &str| line.split('\t').map(|cell| within(tags.cell, cell)).collect::<String>();
    let rows: String = tables.lines().map(|line| within(tags.row, &row(line))).collect();
    within(tags.table, &rows).into_bytes()
}

/// Tries `count` documents of each kind. Returns what was tried, a line each.
pub fn run(count: usize) -> Vec<String> {
    let forms = FormLibrary::builtin().unwrap();
    let catalog = Catalog::builtin().unwrap();
    let tried = kinds(&forms).into_iter().map(|kind| {
        let is_whole = kind.seeds.iter().all(|seed| is_read(&(kind.wrap)(seed), &forms, &catalog));
        assert!(is_whole, "{}: what is damaged must be a document", kind.name);
        let mut random = random();
        let read = (0..count).filter(|round| {
            let input = (kind.wrap)(&damaged(&mut random, &kind.seeds[round % kind.seeds.len()]));
            timed(&input, || is_read(&input, &forms, &catalog))
        });
        let read = read.count();
        format!("damaged documents ({}): {count}, of which {read} could still be read, the others refused", kind.name)
    });
    tried.collect()
}

/// Whether `input` can be imported; then what came of it must be something that can be computed, saved and opened.
fn is_read(input: &[u8], forms: &FormLibrary, catalog: &Catalog) -> bool {
    let Ok(imported) = import::read(input, forms, catalog, &ImportOptions::default()) else { return false };
    let form = forms.get(&imported.disclosure.form).unwrap();
    evaluate(form, &imported.disclosure);
    assert!(!import::report_text(form, &imported.disclosure, &imported.report).is_empty());
    assert!(file::read(&file::write(&imported.disclosure), forms).unwrap() == imported.disclosure);
    true
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(path(name)).unwrap()
}

fn text(name: &str) -> String {
    String::from_utf8(bytes(name)).unwrap()
}

/// A sample as the program exports it.
fn exported(forms: &FormLibrary, extension: &str) -> Vec<u8> {
    let disclosure = file::read(SAMPLES[1], forms).unwrap();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, &disclosure);
    let catalog = Catalog::builtin().unwrap();
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    ExportFormat::of(&PathBuf::from(format!("x.{extension}"))).unwrap().write(evaluated, false).unwrap()
}

/// An entry of an archive.
fn entry(archive: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut contents = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut contents).unwrap();
    contents
}
