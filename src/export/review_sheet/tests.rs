use std::io::{Cursor, Read};

use calamine::{Data, Reader, Xlsx};

use super::*;
use disclosure_engine::audit::audit;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{ColumnNumber, Disclosure, Kind, Row, Subject};
use disclosure_engine::disclosure::{CommentPlace, SignOffScope, Signature, TableNumber};
use disclosure_engine::edit::{sign_off, write_comment};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::{Form, builtin_form};
use disclosure_engine::review::compare::compare;
use disclosure_engine::review::{ReviewSheet, scope_snapshot, snapshot};

/// A disclosure with an error, a comment, a sign-off that no longer holds, compared with an earlier draft.
fn sheet() -> ReviewSheet {
    let form = Form::load(builtin_form("xinjiang-2025").unwrap()).unwrap();
    let catalog = Catalog::builtin().unwrap();
    let signed = || Signature { author: "审核人".into(), written: "2025-01-31 16:05".into() };
    let mut draft = Disclosure::new(form.id.as_str(), Kind::Unit, "某某中心", form.year);
    let subject = Subject::Code { code: "2080101".parse().unwrap(), name: "科目2080101".into() };
    let amounts = [(ColumnNumber(2), "100000".parse().unwrap()), (ColumnNumber(3), "50000".parse().unwrap())].into();
    draft.table_mut(TableNumber(3)).rows.push(Row { amounts, ..Row::new(subject) });
    let old = with(&form, &catalog, &draft, snapshot);
    let snapshot_of_table =
        with(&form, &catalog, &draft, |evaluated| scope_snapshot(evaluated, SignOffScope::Table(TableNumber(3))));
    let place = CommentPlace::Table(TableNumber(3));
    let step = sign_off(&draft, SignOffScope::Table(TableNumber(3)), signed(), snapshot_of_table).unwrap();
    step.apply(&mut draft);
    write_comment(&draft, place, "表3", signed(), "=1+1").unwrap().apply(&mut draft);
    for row in &mut draft.table_mut(TableNumber(3)).rows {
        row.amounts.values_mut().next().into_iter().for_each(|amount| *amount += "20000".parse().unwrap());
    }
    with(&form, &catalog, &draft, |evaluated| {
        let comparison = compare(evaluated.form, &old, &snapshot(evaluated));
        ReviewSheet::new(evaluated, &audit(evaluated), None, Some(("较早.budget", &comparison)))
    })
}

fn with<T>(form: &Form, catalog: &Catalog, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let evaluation = evaluate(form, disclosure);
    look(Evaluated { form, catalog, disclosure, evaluation: &evaluation })
}

/// What a sheet must tell, whatever the format.
const TOLD: [&str; 6] = ["=1+1", "未解决", "已失效", "10.00", "12.00", "较早.budget"];

#[test]
fn the_workbook_has_a_sheet_for_each_section_and_no_formula() {
    let sheet = sheet();
    let bytes = SheetFormat::Xlsx.write(&sheet).unwrap();
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), ["问题", "批注", "差别", "签审"], "nothing was accepted");
    let mut all = String::new();
    for section in &sheet.sections {
        let range = workbook.worksheet_range(section.title).unwrap();
        all.extend(range.rows().flatten().map(Data::to_string));
        assert!(workbook.worksheet_formula(section.title).unwrap().cells().all(|(_, _, formula)| formula.is_empty()));
        let numbered = range.rows().filter(|row| matches!(row[0], Data::Float(_))).count();
        assert_eq!(numbered, section.rows.len(), "{}", section.title);
    }
    assert!(TOLD.iter().all(|told| all.contains(told)), "{all}");
}

#[test]
fn the_word_document_and_the_text_tell_the_same() {
    let sheet = sheet();
    let bytes = SheetFormat::Docx.write(&sheet).unwrap();
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    package.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let text = String::from_utf8(SheetFormat::Text.write(&sheet).unwrap()).unwrap();
    for told in TOLD {
        assert!(xml.contains(told) && text.contains(told), "{told}");
    }
    assert!(xml.contains("审阅表") && xml.contains("landscape"));
    quick_xml::Reader::from_str(&xml).config_mut().check_end_names = true;
}

#[test]
fn the_extension_says_which_format() {
    let format = |name: &str| SheetFormat::of(Path::new(name));
    assert_eq!(format("a.DOCX"), Some(SheetFormat::Docx));
    assert_eq!((format("a.txt"), format("a.pdf")), (Some(SheetFormat::Text), None));
}
