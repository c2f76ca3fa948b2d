//! The page of charts in the finished document: in each format, with its text alternative, and nothing else of the document
//! changed by it.

use std::io::{Cursor, Read};

use crate::samples::{sample, with};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions};
use disclosure_export::document::Document;
use disclosure_export::{Bundle, ExportFormat, Imprint, Watch};

const WITH_CHARTS: Imprint = Imprint { is_draft: false, made_on: None, has_charts: true };

/// The bytes in each format.
fn written(name: &str, imprint: Imprint) -> Vec<(ExportFormat, Vec<u8>)> {
    let make = |format: ExportFormat| {
        with(&sample(name), |evaluated| format.make(evaluated, imprint, &Watch::default()).unwrap())
    };
    ExportFormat::ALL.into_iter().map(|format| (format, make(format).bytes)).collect()
}

/// A part of a package.
fn part(bytes: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    package.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn each_format_has_the_charts_with_what_they_say() {
    let alternative = with(&sample("urumqi-2025"), |evaluated| {
        let document = Document::new(evaluated, false).with_charts(evaluated);
        let pictures: Vec<_> = document.pictures().map(|picture| picture.alternative.clone()).collect();
        assert_eq!(pictures.len(), 1);
        pictures[0].clone()
    });
    let line = "全部支出 2025 年 18,627.14，2024 年 10,833.09";
    assert!(alternative.contains(line), "{alternative}");
    for (format, bytes) in written("urumqi-2025", WITH_CHARTS) {
        match format {
            ExportFormat::Pdf => {
                let file = String::from_utf8_lossy(&bytes);
                for expected in ["<pdfaid:part>2</", "<pdfaid:conformance>A</", "<pdfuaid:part>1</"] {
                    assert!(file.contains(expected), "{expected}: the picture has its alternative");
                }
            }
            ExportFormat::Ofd => {
                let resources = part(&bytes, "Doc_0/DocumentRes.xml");
                let page = (0..60).find_map(|page| {
                    let page = part(&bytes, &format!("Doc_0/Pages/Page_{page}/Content.xml"));
                    page.contains("<ofd:ImageObject").then_some(page)
                });
                let page = page.unwrap();
                let id = page.split("ResourceID=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
                assert!(resources.contains(&format!("ID=\"{id}\"")) && resources.contains(&format!("image_{id}.png")));
            }
            ExportFormat::Docx => {
                assert!(part(&bytes, "word/document.xml").contains(line));
                assert!(part(&bytes, "word/_rels/document.xml.rels").contains("media/picture0.png"));
            }
            ExportFormat::Xlsx => {
                assert!(part(&bytes, "xl/drawings/drawing1.xml").contains(line));
                assert!(part(&bytes, "xl/workbook.xml").contains("图表"));
            }
            ExportFormat::Html | ExportFormat::Fragment => {
                let page = String::from_utf8(bytes).unwrap();
                assert!(
                    page.contains("<img alt=") && page.contains(line) && page.contains("src=\"data:image/svg+xml,")
                );
            }
        }
    }
}

#[test]
fn who_reads_the_document_again_finds_what_was_disclosed_and_nothing_of_the_charts() {
    let forms = FormLibrary::builtin().unwrap();
    let catalog = Catalog::builtin().unwrap();
    let read = |bytes: &[u8]| -> (Disclosure, usize) {
        let imported = import::read(bytes, &forms, &catalog, &ImportOptions::default()).unwrap();
        (imported.disclosure, imported.report.left_out())
    };
    for name in ["urumqi-2025", "shanghai-2025"] {
        let plain = written(name, Imprint::default());
        for ((format, with_charts), (_, without)) in written(name, WITH_CHARTS).into_iter().zip(plain) {
            let file = format!("{name}.{}", format.extension());
            assert_ne!(with_charts, without, "{file}");
            assert!(read(&with_charts) == read(&without), "{file}");
        }
    }
}

#[test]
fn the_same_disclosure_gives_the_same_files_and_a_document_without_tables_has_no_charts() {
    let bundle =
        || with(&sample("shanghai-2025"), |evaluated| Bundle::make(evaluated, WITH_CHARTS, &Watch::default()).unwrap());
    assert_eq!(bundle(), bundle());
    let forms = FormLibrary::builtin().unwrap();
    let catalog = Catalog::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    let blank = form.disclosure(disclosure_engine::disclosure::Kind::Unit, "某某中心", 2025);
    let evaluation = evaluate(form, &blank);
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &blank, evaluation: &evaluation };
    for format in ExportFormat::ALL {
        format.make(evaluated, WITH_CHARTS, &Watch::default()).unwrap();
    }
}
