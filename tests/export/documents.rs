//! The finished documents of both samples, read back with programs that were not written here: every printed figure is
//! at its place, and LibreOffice computes what the workbook's formulas say.
//!
//! What needs LibreOffice and pdftotext says so where they are missing and does nothing, except under CI, where it must
//! run.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};

use crate::office::{Office, pdf_text};
use crate::samples::{document, sample, with};
use calamine::{Data, Range, Reader, Xlsx};
use disclosure_engine::disclosure::{
    Disclosure, Indicator, Part, PerformanceFunds, PerformanceSubject, PerformanceTable, Subject, TableNumber,
};
use disclosure_engine::evaluate::CellIndex;
use disclosure_export::document::{Document, PrintedTable};
use disclosure_export::{ExportFormat, docx, xlsx};
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};

const SAMPLES: [(&str, &str); 2] = [
    ("urumqi-2025", include_str!("../fixtures/urumqi-2025-amounts.tsv")),
    ("shayibak-2025", include_str!("../fixtures/shayibak-2025-amounts.tsv")),
];

/// The sample with a text, and a performance table of each kind. No figure stands in them but those of the tables.
fn sample_with_texts(name: &str) -> Disclosure {
    let mut disclosure = sample(name);
    disclosure.texts.insert(Part::Overview, vec!["一、主要职能".into(), "宣传政策、“三公”经费等。".into()]);
    disclosure.texts.insert(Part::Section(1), vec!["收支平衡。".into()]);
    let indicator = |one: &str, two: &str| Indicator {
        level_one: one.into(),
        level_two: two.into(),
        level_three: "=1+1".into(),
        value: ">=95%".into(),
        ..Indicator::default()
    };
    let indicators = vec![indicator("产出", "数量"), indicator("产出", "数量"), indicator("效益", "数量")];
    let funds = PerformanceFunds { total: "19824500".parse().ok(), ..PerformanceFunds::default() };
    for subject in [PerformanceSubject::Project("生活补贴".into()), PerformanceSubject::Whole] {
        let table = PerformanceTable { subject, funds, indicators: indicators.clone(), ..PerformanceTable::default() };
        disclosure.performance.push(table);
    }
    disclosure
}

fn workbook(disclosure: &Disclosure) -> Vec<u8> {
    with(disclosure, |evaluated| xlsx::write(&Document::new(evaluated, false), evaluated)).unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// The parts of a package by their names.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let count = package.len();
    let read = |place| {
        let mut entry = package.by_index(place).unwrap();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        (entry.name().unwrap().into_owned(), content)
    };
    (0..count).map(read).collect()
}

fn part(bytes: &[u8], name: &str) -> Vec<u8> {
    parts(bytes).into_iter().find(|(found, _)| found == name).unwrap_or_else(|| panic!("no {name}")).1
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

/// The name of the sheet of table `number`.
fn sheet_of(book: &Xlsx<Cursor<&[u8]>>, number: u8) -> String {
    let label = format!("表{number} ");
    book.sheet_names().into_iter().find(|name| name.starts_with(&label)).unwrap_or_else(|| panic!("no {label}"))
}

/// The rows of a printed table as texts, a blank for each place that a merged cell covers.
fn matrix(table: &PrintedTable) -> Vec<Vec<String>> {
    let mut matrix = vec![vec![String::new(); table.columns.len()]; table.rows.len()];
    for (row, printed) in table.rows.iter().enumerate() {
        for cell in &printed.cells {
            matrix[row][cell.column] = cell.text.clone();
        }
    }
    matrix
}

/// A cell of a sheet as it is shown.
fn shown(cell: Option<&Data>) -> String {
    match cell {
        None | Some(Data::Empty) => String::new(),
        Some(Data::String(text)) => text.clone(),
        Some(Data::Float(number)) if *number == 0.0 => String::new(),
        Some(Data::Float(number)) => thousands(*number),
        Some(other) => panic!("{other:?}"),
    }
}

fn thousands(number: f64) -> String {
    let plain = format!("{number:.2}");
    let (whole, fraction) = plain.split_once('.').unwrap();
    let groups: Vec<_> = whole.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
    format!("{}.{fraction}", groups.join(","))
}

/// Where the rows of `table` begin in its sheet.
fn first_row(range: &Range<Data>, table: &PrintedTable) -> u32 {
    let wanted = &matrix(table)[0];
    let is_first = |row: u32| (0..).zip(wanted).all(|(column, text)| shown(range.get_value((row, column))) == *text);
    (0..60).find(|row| is_first(*row)).unwrap_or_else(|| panic!("{} is not in its sheet: {wanted:?}", table.title))
}

fn numbered(document: &Document) -> impl Iterator<Item = (&PrintedTable, TableNumber)> {
    document.tables().filter_map(|table| Some((table, table.number?)))
}

#[test]
fn every_figure_that_the_documents_print_is_printed_at_its_place() {
    let mut count = 0;
    for (name, fixture) in SAMPLES {
        let disclosure = sample(name);
        with(&disclosure, |evaluated| {
            let document = Document::new(evaluated, false);
            let place = |cell: CellIndex| {
                let (list, column) = (cell.list, evaluated.form.list(cell.list).amounts[cell.column].number.0);
                format!("{}\t{}\t{column}", evaluated.form.table_of(list).number.0, evaluated.row_id(list, cell.row))
            };
            let cells = document.tables().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
            let cells = cells.filter(|cell| !cell.text.is_empty());
            let printed: BTreeMap<_, _> = cells.filter_map(|cell| Some((place(cell.cell?), &cell.text))).collect();
            for line in fixture.lines() {
                let (place, figure) = line.rsplit_once('\t').unwrap();
                assert_eq!(printed.get(place).map(|text| text.as_str()), Some(figure), "{name} {place}");
                count += 1;
            }
            assert_eq!(printed.len(), fixture.lines().count(), "{name}");
        });
    }
    assert_eq!(count, 462);
}

#[test]
fn the_workbook_shows_each_table_as_it_is_printed() {
    for (name, _) in SAMPLES {
        let disclosure = sample(name);
        let (document, bytes) = (document(&disclosure, false), workbook(&disclosure));
        let mut book = open(&bytes);
        for (table, number) in numbered(&document) {
            let range = book.worksheet_range(&sheet_of(&book, number.0)).unwrap();
            let texts: Vec<_> = range.used_cells().map(|(.., cell)| shown(Some(cell))).collect();
            let mut heads = table.head.iter().map(|cell| &cell.text).chain([&table.title, &table.preparer]);
            assert!(heads.all(|text| texts.contains(text)), "{name} {}", table.title);
            assert!(table.note.iter().all(|note| texts.contains(note)), "{name} {}", table.title);
            if table.is_empty() {
                continue;
            }
            let first = first_row(&range, table);
            for (row, texts) in (first..).zip(matrix(table)) {
                for (column, text) in (0..).zip(texts) {
                    assert_eq!(shown(range.get_value((row, column))), text, "{name} 表{number} {row} {column}");
                }
            }
        }
    }
}

#[test]
fn the_sheets_stand_in_the_order_of_the_document_and_the_first_leads_to_each() {
    for (name, _) in SAMPLES {
        let disclosure = sample(name);
        let bytes = workbook(&disclosure);
        let names = open(&bytes).sheet_names();
        assert_eq!(names[0], "目录");
        assert!(names[1].starts_with("第一部分") && names[names.len() - 1].starts_with("第四部分"), "{names:?}");
        assert!(names[2].starts_with("第二部分") && names[14].starts_with("第三部分"), "{names:?}");
        assert_eq!((names[3].as_str(), names[4].as_str()), ("表1 收支总体", "表2 收入"));
        let about: Vec<String> = disclosure
            .performance
            .iter()
            .filter_map(|table| match &table.subject {
                PerformanceSubject::Project(name) => Some(name.chars().take(10).filter(|c| *c != '*').collect()),
                PerformanceSubject::Whole => None,
            })
            .collect();
        assert!(about.len() > 1 && about.iter().all(|name| names.iter().any(|own| own.starts_with(name))), "{names:?}");
        let contents = text(part(&bytes, "xl/worksheets/sheet1.xml"));
        for name in &names[1..] {
            let target = format!("location=\"'{name}'!A1\"").replace('&', "&amp;");
            assert!(contents.contains(&target), "{name}: {contents}");
        }
    }
}

#[test]
fn computed_cells_are_formulas_and_stated_ones_that_differ_are_numbers_with_a_note() {
    let disclosure = sample("urumqi-2025");
    let bytes = workbook(&disclosure);
    let mut book = open(&bytes);
    let document = document(&disclosure, false);
    let mut formula = |number: u8, row: usize, column: u32| {
        let table = document.table(TableNumber(number)).unwrap();
        let name = sheet_of(&book, number);
        let first = first_row(&book.worksheet_range(&name).unwrap(), table);
        let formulas = book.worksheet_formula(&name).unwrap();
        formulas.get_value((first + row as u32, column)).cloned().unwrap_or_default()
    };
    assert_eq!(formula(1, 29, 3), "SUM(D6:D34)");
    assert_eq!(formula(4, 1, 1), "'表1 收支总体'!B7");
    assert_eq!(formula(4, 7, 4), "'表5 一般公共预算支出'!E9");
    assert_eq!(formula(3, 3, 4), "SUM(F11:G11)");
    // 208 of table 2 is stated a hundredth off what its parts add up to; an entered amount is a number.
    assert_eq!(formula(2, 1, 4), "");
    assert_eq!(formula(2, 3, 6), "");
    let notes: String =
        parts(&bytes).into_iter().filter(|(name, _)| name.contains("comments")).map(|part| text(part.1)).collect();
    assert_eq!(notes.matches("公布数").count(), 7);
    assert!(notes.contains("公布数 18,627.14，按算式（=SUM(E9,E14,E17,E19,E21)）得 18,627.13 万元"), "{notes}");
}

#[test]
fn a_name_that_looks_like_a_formula_stays_a_text() {
    let mut disclosure = sample("urumqi-2025");
    let names = ["=1+1", "+cmd", "-2", "@SUM(1)"];
    let rows = disclosure.table_mut(TableNumber(7)).rows.iter_mut().filter_map(|row| match &mut row.subject {
        Subject::Project(project) => Some(project),
        _ => None,
    });
    rows.zip(names).for_each(|(project, name)| project.name = name.into());
    let bytes = workbook(&disclosure);
    let mut book = open(&bytes);
    let name = sheet_of(&book, 7);
    let range = book.worksheet_range(&name).unwrap();
    for name in names {
        assert!(range.used_cells().any(|(.., cell)| *cell == Data::String(name.into())), "{name}");
    }
    let formulas = book.worksheet_formula(&name).unwrap();
    assert!(formulas.used_cells().all(|(.., formula)| !names.iter().any(|name| name[1..] == **formula)));
}

#[test]
fn the_same_disclosure_always_yields_the_same_bytes_without_names_or_paths() {
    let disclosure = sample_with_texts("urumqi-2025");
    for format in ExportFormat::ALL {
        let write = || with(&disclosure, |evaluated| format.write(evaluated, false)).unwrap();
        let bytes = write();
        assert!(bytes == write(), "{}", format.extension());
        if matches!(format, ExportFormat::Pdf | ExportFormat::Ofd | ExportFormat::Html) {
            // What these say of themselves is read in pdf.rs, ofd.rs and html.rs.
            continue;
        }
        let core = text(part(&bytes, "docProps/core.xml"));
        assert!(core.contains("<dc:title>乌鲁木齐市社会保险中心2025年单位预算公开</dc:title>"), "{core}");
        assert!(core.contains("2025<") && core.contains("<dc:subject>乌鲁木齐市社会保险中心</dc:subject>"), "{core}");
        assert!(core.contains("<dc:creator>乌鲁木齐市社会保险中心</dc:creator>"), "the body publishes it: {core}");
        assert!(core.contains(">2025-02-21T00:00:00Z</dcterms:created>"), "the day of its signature: {core}");
    }
}

#[test]
fn the_contents_of_the_word_document_take_the_page_numbers_that_are_given() {
    let document = document(&sample_with_texts("urumqi-2025"), false);
    let pages: Vec<u32> = (0..document.contents().len()).map(|place| 500 + u32::try_from(place).unwrap()).collect();
    let bytes = docx::write(&document, Some(&pages)).unwrap();
    let text = text(part(&bytes, "word/document.xml"));
    for (place, page) in pages.iter().enumerate() {
        assert!(text.contains(&format!(">{page}<")), "{page}");
        assert!(text.contains(&format!("w:anchor=\"_Toc{place:08}\"")), "{place}");
        assert!(text.contains(&format!("w:name=\"_Toc{place:08}\"")), "{place}");
    }
    assert_eq!(text.matches("w:orient=\"landscape\"").count(), 3);
}

#[test]
fn the_word_document_says_what_its_tables_are_and_every_head_is_repeated() {
    let document = document(&sample_with_texts("urumqi-2025"), false);
    let bytes = docx::write(&document, None).unwrap();
    let text = text(part(&bytes, "word/document.xml"));
    let tables: Vec<&str> = text.split("<w:tbl>").skip(1).collect();
    assert_eq!(tables.len(), document.tables().count());
    for (written, table) in tables.into_iter().zip(document.tables()) {
        let written = written.split("</w:tbl>").next().unwrap();
        let name = format!("<w:tblCaption w:val=\"{}\"/>", table.name());
        assert!(written.contains(&name), "{name}");
        let corners = usize::from(!table.preparer.is_empty());
        let above_rows = table.rows.iter().position(|row| row.is_total).map_or(0, |head| head + 1);
        let heads = if table.head_rows > 0 { table.head_rows } else { above_rows };
        assert!(heads > 1, "{name}");
        assert_eq!(written.matches("<w:tblHeader/>").count(), corners + heads, "{name}");
    }
    // The numbers of the contents stand within the text, whatever program reads it.
    let styles = self::text(part(&bytes, "word/styles.xml"));
    let contents = styles.split("w:styleId=\"TOC2\"").nth(1).unwrap().split("</w:style>").next().unwrap();
    assert!(contents.contains("w:pos=\"8844\"") && !contents.contains("w:right="), "{contents}");
}

/// `bytes` of a workbook without the results of its formulas.
fn without_results(bytes: &[u8]) -> Vec<u8> {
    let results = regex::Regex::new("</f><v>[^<]*</v>").unwrap();
    let mut stripped = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut formulas = 0;
    for (name, mut content) in parts(bytes) {
        if name.starts_with("xl/worksheets/sheet") {
            let text = text(content);
            formulas += results.find_iter(&text).count();
            content = results.replace_all(&text, "</f>").into_owned().into_bytes();
        }
        stripped.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        stripped.write_all(&content).unwrap();
    }
    assert!(formulas > 100, "{formulas}");
    stripped.finish().unwrap().into_inner()
}

#[test]
fn libreoffice_computes_every_cell_of_the_workbook_as_the_program_does() {
    let Some(office) = Office::find() else { return };
    let books = SAMPLES.map(|(name, _)| (name, workbook(&sample_with_texts(name))));
    let files: Vec<_> =
        books.iter().map(|(name, bytes)| office.put(&format!("{name}.xlsx"), &without_results(bytes))).collect();
    let results = office.convert("xlsx", &files);
    for (name, bytes) in &books {
        let recalculated = fs::read(results.join(name).with_extension("xlsx")).unwrap();
        let (mut ours, mut theirs) = (open(bytes), open(&recalculated));
        assert_eq!(ours.sheet_names(), theirs.sheet_names());
        let mut compared = 0;
        for sheet in ours.sheet_names() {
            let (ours, theirs) = (ours.worksheet_range(&sheet).unwrap(), theirs.worksheet_range(&sheet).unwrap());
            for (row, column, cell) in ours.used_cells() {
                let (row, column) = (row as u32 + ours.start().unwrap().0, column as u32 + ours.start().unwrap().1);
                let (found, place) = (theirs.get_value((row, column)), format!("{name} {sheet} {row} {column}"));
                match (cell, found) {
                    (Data::Float(number), Some(Data::Float(found))) => {
                        assert!((number - found).abs() < 1e-9, "{place}: {number}, LibreOffice {found}");
                        compared += 1;
                    }
                    (cell, found) => assert_eq!(shown(Some(cell)), shown(found), "{place}"),
                }
            }
        }
        assert!(compared > 300, "{compared}");
    }
}

/// The figures in `text`, in its order.
fn figures(text: &str) -> Vec<String> {
    let figure = regex::Regex::new(r"^-?\d{1,3}(,\d{3})*\.\d\d$").unwrap();
    text.split_whitespace().filter(|word| figure.is_match(word)).map(str::to_owned).collect()
}

/// The rows of texts of a table.
type HtmlTable = Vec<Vec<String>>;

/// The tables of an HTML page; merged cells are there once, and blanks are left out.
fn html_tables(text: &str) -> Vec<HtmlTable> {
    let page = Tokenizer::new(HtmlPage::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(text.into());
    let _ = page.feed(&input);
    page.end();
    page.sink.tables.into_inner()
}

#[derive(Default)]
struct HtmlPage {
    tables: RefCell<Vec<HtmlTable>>,
    is_in_cell: Cell<bool>,
}

impl TokenSink for HtmlPage {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut tables = self.tables.borrow_mut();
        match token {
            Token::TagToken(tag) => match (&*tag.name, tag.kind, tables.last_mut()) {
                ("table", TagKind::StartTag, _) => tables.push(Vec::new()),
                ("tr", TagKind::StartTag, Some(table)) => table.push(Vec::new()),
                ("td" | "th", kind, Some(table)) => {
                    self.is_in_cell.set(kind == TagKind::StartTag);
                    if kind == TagKind::StartTag {
                        table.last_mut().unwrap().push(String::new());
                    }
                }
                _ => {}
            },
            Token::CharacterTokens(text) if self.is_in_cell.get() => {
                let cell = tables.last_mut().and_then(|table| table.last_mut()?.last_mut()).unwrap();
                cell.extend(text.split_whitespace());
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[test]
fn libreoffice_reads_every_cell_of_the_word_document_and_prints_it_in_order() {
    let Some(office) = Office::find() else { return };
    let documents = SAMPLES.map(|(name, _)| (name, document(&sample_with_texts(name), true)));
    let files: Vec<_> = documents
        .iter()
        .map(|(name, document)| office.put(&format!("{name}.docx"), &docx::write(document, None).unwrap()))
        .collect();
    let (html, pdf) = (office.convert("html", &files), office.convert("pdf", &files));
    for (name, document) in &documents {
        let page = fs::read_to_string(html.join(name).with_extension("html")).unwrap();
        let found = html_tables(&page);
        assert_eq!(found.len(), document.tables().count(), "{name}");
        for (found, table) in found.iter().zip(document.tables()) {
            let blankless = |text: &String| text.split_whitespace().collect::<String>();
            let wanted: Vec<Vec<String>> =
                table.rows.iter().map(|row| row.cells.iter().map(|cell| blankless(&cell.text)).collect()).collect();
            let above = found.len() - wanted.len();
            assert_eq!(found[above..], wanted, "{name} {}", table.title);
            let heads: Vec<_> = found[..above].iter().flatten().cloned().collect();
            assert!(table.head.iter().all(|cell| heads.contains(&blankless(&cell.text))), "{name} {heads:?}");
        }
        let printed = pdf_text(&pdf.join(name).with_extension("pdf"));
        let cells = document.tables().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        let wanted = cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>().join(" ");
        // The sentences have figures too: those of the tables stand among them, in their order.
        let mut printed_figures = figures(&printed).into_iter();
        for wanted in figures(&wanted) {
            assert!(printed_figures.any(|figure| figure == wanted), "{name}: {wanted} is not printed in its order");
        }
        let pages: Vec<_> = printed.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
        assert!(pages.len() > 15, "{}", pages.len());
        for (number, page) in pages.iter().enumerate() {
            assert!(page.contains("草稿"), "{name}, page {} is not marked: {page}", number + 1);
        }
    }
}
