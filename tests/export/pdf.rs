//! The PDF of both published disclosures, read back with programs that know nothing of this one.
//!
//! Needs poppler-utils and qpdf. Where they are missing the tests say so and do nothing, except under CI, where they must
//! run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::not_run::missing;
use crate::samples::{document, sample};
use disclosure_engine::disclosure::{
    Amount, ColumnNumber, Disclosure, Indicator, Part, PerformanceField, PerformanceSubject, PerformanceTable, Project,
    ProjectId, Row, Subject, TableNumber, TextPlace,
};
use disclosure_export::document::{Document, Headed, PrintedTable};
use disclosure_export::pdf::{Area, FontSource, Pages, Spot, write};
use rust_decimal::Decimal;

const URUMQI: &str = "urumqi-2025";
const SHAYIBAK: &str = "shayibak-2025";
const ONE_WAN: i64 = 10_000;

fn has_readers() -> bool {
    let has = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let has_all = ["pdftotext", "pdffonts", "pdfinfo", "qpdf"].into_iter().all(has);
    if !has_all {
        missing("poppler-utils or qpdf");
    }
    has_all
}

/// A PDF in a file of its own; it goes away with the value.
struct Pdf {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Pdf {
    fn of(document: &Document) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("document.pdf");
        std::fs::write(&path, write(document, FontSource::BuiltIn).unwrap()).unwrap();
        Self { _folder: folder, path }
    }

    /// What `program` prints of the file.
    fn read(&self, program: &str, options: &[&str], rest: &[&str]) -> String {
        let output = Command::new(program).args(options).arg(&self.path).args(rest).output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// The text of each page, as it is laid out.
    fn pages(&self) -> Vec<String> {
        let text = self.read("pdftotext", &["-layout"], &["-"]);
        let mut pages: Vec<String> = text.split('\u{c}').map(str::to_owned).collect();
        assert_eq!(pages.pop().as_deref(), Some(""), "each page ends with a form feed");
        pages
    }

    /// The text of all pages in the order in which it was written, without any space.
    fn run_together(&self) -> String {
        let text = self.read("pdftotext", &["-raw"], &["-"]);
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }
}

/// The amounts in `text`, in the order of reading.
fn amounts(text: &str) -> Vec<String> {
    let amount = regex::Regex::new(r"-?\d{1,3}(,\d{3})*\.\d\d").unwrap();
    amount.find_iter(text).map(|found| found.as_str().to_owned()).collect()
}

/// The pages of the numbered tables.
fn by_table(pages: &[String]) -> BTreeMap<u8, Vec<&str>> {
    let label = regex::Regex::new(r"(?m)^\s*表\s*(\d+)\s*$").unwrap();
    let mut tables = BTreeMap::<u8, Vec<&str>>::new();
    for page in pages {
        if let Some(found) = label.captures(page) {
            tables.entry(found[1].parse().unwrap()).or_default().push(page);
        }
    }
    tables
}

fn printed(table: &PrintedTable) -> Vec<String> {
    let cells = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.cell.is_some());
    cells.map(|cell| cell.text.clone()).filter(|text| !text.is_empty()).collect()
}

fn every_amount_is_printed(name: &str, count: usize) {
    if !has_readers() {
        return;
    }
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{name}-amounts.tsv"));
    let mut wanted = BTreeMap::<u8, Vec<String>>::new();
    for line in std::fs::read_to_string(fixture).unwrap().lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        wanted.entry(fields[0].parse().unwrap()).or_default().push(fields[3].to_owned());
    }
    assert_eq!(wanted.values().map(Vec::len).sum::<usize>(), count);

    let document = document(&sample(name), false);
    let pages = Pdf::of(&document).pages();
    let tables = by_table(&pages);
    assert_eq!(tables.keys().copied().collect::<Vec<_>>(), (1..=11).collect::<Vec<u8>>());
    for (number, pages) in tables {
        let in_order = printed(document.table(TableNumber(number)).unwrap());
        let mut sorted = in_order.clone();
        let mut wanted = wanted.remove(&number).unwrap_or_default();
        sorted.sort();
        wanted.sort();
        assert_eq!(sorted, wanted, "figures of table {number}");
        assert_eq!(amounts(&pages.concat()), in_order, "figures of table {number} in order");
    }
}

#[test]
fn every_printed_amount_of_urumqi_stands_in_the_order_of_its_table() {
    every_amount_is_printed(URUMQI, 259);
}

#[test]
fn every_printed_amount_of_shayibak_stands_in_the_order_of_its_table() {
    every_amount_is_printed(SHAYIBAK, 203);
}

#[test]
fn the_file_is_whole_and_says_only_what_it_should() {
    if !has_readers() {
        return;
    }
    for name in [URUMQI, SHAYIBAK] {
        let disclosure = sample(name);
        let pdf = Pdf::of(&document(&disclosure, false));
        assert!(pdf.read("qpdf", &["--check"], &[]).contains("No syntax or stream encoding errors"));

        let fonts = pdf.read("pdffonts", &[], &[]);
        let fonts: Vec<Vec<&str>> = fonts.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
        assert!(fonts.len() >= 3, "{fonts:?}");
        for font in fonts {
            // Embedded, subset, with a map to Unicode: the last five columns are these three and the object's number.
            assert_eq!(font[font.len() - 5..font.len() - 2], ["yes", "yes", "yes"], "{font:?}");
        }

        let info = pdf.read("pdfinfo", &[], &[]);
        for expected in [&disclosure.body, "2025年", "Tagged:          yes", "(A4)"] {
            assert!(info.contains(expected), "{expected}: {info}");
        }
        let metadata = pdf.read("pdfinfo", &["-meta"], &[]);
        for expected in ["<pdfaid:part>2</", "<pdfaid:conformance>A</", "<pdfuaid:part>1</"] {
            assert!(metadata.contains(expected), "{expected}: {metadata}");
        }
        let user = std::env::var("USER").ok().filter(|user| user.len() > 3);
        for private in ["/home", "/root", "/tmp", env!("CARGO_MANIFEST_DIR")].into_iter().chain(user.as_deref()) {
            assert!(!info.contains(private) && !metadata.contains(private), "{private}: {info}{metadata}");
        }
    }
}

#[test]
fn the_same_document_is_the_same_file() {
    let document = document(&sample(SHAYIBAK), false);
    assert!(write(&document, FontSource::BuiltIn).unwrap() == write(&document, FontSource::BuiltIn).unwrap());
}

#[test]
fn a_draft_says_so_on_every_page_and_a_finished_document_on_none() {
    if !has_readers() {
        return;
    }
    let disclosure = sample(SHAYIBAK);
    let draft = Pdf::of(&document(&disclosure, true)).pages();
    assert!(draft.iter().all(|page| page.contains('稿')), "{draft:?}");
    let finished = Pdf::of(&document(&disclosure, false)).pages();
    assert_eq!(finished.len(), draft.len());
    assert!(!finished.concat().contains('稿'));
}

#[test]
fn contents_and_bookmarks_lead_to_their_pages() {
    if !has_readers() {
        return;
    }
    let mut disclosure = sample(URUMQI);
    for section in 1..=12 {
        disclosure.texts.insert(Part::Section(section), vec!["这一节的内容。".repeat(90)]);
    }
    let document = document(&disclosure, false);
    let (pdf, pages) = (Pdf::of(&document), Pages::new(&document, FontSource::BuiltIn, || false).unwrap());
    let texts: Vec<String> = pdf.pages().iter().map(|page| page.replace([' ', '\n', '\u{3000}'], "")).collect();
    assert_eq!(texts.len(), pages.count());
    let contents = texts[1..pages.page_of(0, None).unwrap()].concat();
    let mut rest = contents.as_str();
    for entry in document.contents() {
        let page = pages.page_of(entry.part, entry.block).unwrap();
        let number = pages.printed_number(page).unwrap();
        let title = entry.text.replace([' ', '\u{3000}'], "");
        // A line of the contents may end within the title: what follows it up to the dots is the same.
        let end = rest.find(&format!("{title}.")).map(|found| found + title.len());
        rest = rest[end.unwrap_or_else(|| panic!("{title} is not in {rest}"))..].trim_start_matches('.');
        assert!(rest.starts_with(&number.to_string()), "{title}: {number} {}", &rest[..rest.len().min(40)]);
        rest = &rest[number.to_string().len()..];
        let shown = title.split_once('、').map_or(title.as_str(), |(_, title)| title);
        assert!(texts[page].contains(shown), "{title} on page {page}: {}", texts[page]);
        assert!(texts[page].ends_with(&format!("—{number}—")), "{}", texts[page]);
    }
    let numbers = document.contents().iter().map(|entry| pages.page_of(entry.part, entry.block)).collect::<Vec<_>>();
    let numbers = numbers.into_iter().map(|page| pages.printed_number(page.unwrap()).unwrap());
    let contents = pages.contents(&document).unwrap().into_iter().map(u64::from);
    assert!(contents.eq(numbers), "the numbers for the Word document's contents");
    let outlines: serde_json::Value =
        serde_json::from_str(&pdf.read("qpdf", &["--json", "--json-key=outlines"], &[])).unwrap();
    let mut titles = Vec::new();
    for part in outlines["outlines"].as_array().unwrap() {
        titles.push((1, part["title"].as_str().unwrap().to_owned()));
        titles
            .extend(part["kids"].as_array().unwrap().iter().map(|kid| (2, kid["title"].as_str().unwrap().to_owned())));
    }
    let expected: Vec<_> = document.contents().iter().map(|entry| (entry.level, entry.text.to_owned())).collect();
    assert_eq!(titles, expected);
}

/// A disclosure with `count` projects in T7, each with a long name of its own.
fn with_projects(count: u32) -> (Disclosure, Vec<String>) {
    let mut disclosure = sample(URUMQI);
    let table = disclosure.table_mut(TableNumber(7));
    table.stated.clear();
    let name = |place: u32| {
        format!(
            "第{place}号关于提前下达退休人员生活待遇补助资金并做好有关工作的通知所列项目（乌财社〔2024〕{place}号）"
        )
    };
    table.rows = (1..=count)
        .map(|place| {
            let project = Project {
                id: ProjectId(place),
                unit: None,
                code: Some("2080109".parse().unwrap()),
                code_name: "社会保险经办机构".to_owned(),
                name: name(place),
            };
            let mut row = Row::new(Subject::Project(project));
            let amount = Amount::from_yuan(Decimal::from(i64::from(place) * ONE_WAN)).unwrap();
            row.amounts.insert(ColumnNumber(3), amount);
            row
        })
        .collect();
    (disclosure, (1..=count).map(name).collect())
}

#[test]
fn a_long_table_repeats_its_head_and_loses_no_row() {
    if !has_readers() {
        return;
    }
    let (disclosure, names) = with_projects(150);
    let document = document(&disclosure, false);
    let pdf = Pdf::of(&document);
    let pages = pdf.pages();
    let table = &by_table(&pages)[&7];
    assert!(table.len() > 5, "{} pages", table.len());
    let printed_table = document.table(TableNumber(7)).unwrap();
    for page in table {
        let page = page.replace([' ', '\n'], "");
        for head in [&printed_table.title, &printed_table.preparer, &printed_table.unit_note, "项目名称", "※"] {
            assert!(page.contains(&head.replace(' ', "")), "{head}: {page}");
        }
    }
    assert_eq!(amounts(&table.concat()), printed(printed_table));
    let text = pdf.run_together();
    let mut rest = text.as_str();
    for name in names {
        let found = rest.find(&name).unwrap_or_else(|| panic!("{name} is missing or out of order"));
        rest = &rest[found + name.len()..];
    }
}

#[test]
fn merged_cells_of_performance_tables_are_whole_on_each_page() {
    if !has_readers() {
        return;
    }
    let mut disclosure = sample(URUMQI);
    // Its own tables and sentences would stand among what is counted.
    (disclosure.performance, disclosure.slots, disclosure.prior) = Default::default();
    let indicator = |place: usize| Indicator {
        level_one: "产出指标".to_owned(),
        level_two: if place < 40 { "数量指标" } else { "质量指标" }.to_owned(),
        level_three: format!("第{place}项补贴发放人次"),
        value: format!("≥{place}人次"),
        ..Indicator::default()
    };
    disclosure.performance.clear();
    disclosure.performance.push(PerformanceTable {
        subject: PerformanceSubject::Project("生活补贴".to_owned()),
        goal: "按卡鑫发放，".repeat(500),
        indicators: (1..=60).map(indicator).collect(),
        ..PerformanceTable::default()
    });
    let document = document(&disclosure, false);
    let goal = Spot::Text(TextPlace::Performance(0, PerformanceField::Goal));
    let areas = Pages::new(&document, FontSource::BuiltIn, || false).unwrap().areas(&goal);
    assert!(areas.len() > 1 && areas.windows(2).all(|pair| pair[0].page + 1 == pair[1].page), "{areas:?}");
    let pages = Pdf::of(&document).pages();
    let with_indicators: Vec<&String> = pages.iter().filter(|page| page.contains('≥')).collect();
    assert!(with_indicators.len() > 1);
    for page in &with_indicators {
        assert!(page.contains("三级指标"), "the head is repeated: {page}");
        let text = page.replace([' ', '\n'], "");
        assert!(text.contains('产') && (text.contains('数') || text.contains('质')), "{page}");
    }
    let all = with_indicators.iter().map(|page| page.as_str()).collect::<String>();
    let values = regex::Regex::new(r"≥(\d+)").unwrap();
    let printed: Vec<usize> = values.captures_iter(&all).map(|found| found[1].parse().unwrap()).collect();
    assert_eq!(printed, (1..=60).collect::<Vec<_>>(), "each indicator once and in order");
    let goal: usize = pages.iter().map(|page| page.matches('鑫').count()).sum();
    assert_eq!(goal, 500, "a cell higher than a page goes on, on the next");
}

#[test]
fn a_cell_is_where_the_pages_say() {
    if !has_readers() {
        return;
    }
    let (mut disclosure, _) = with_projects(60);
    disclosure.texts.insert(Part::Overview, vec!["本单位主要职能是经办社会保险。".to_owned()]);
    let document = document(&disclosure, false);
    let (pdf, pages) = (Pdf::of(&document), Pages::new(&document, FontSource::BuiltIn, || false).unwrap());
    let mut looked_at = 0;
    let cells = document.tables().flat_map(|table| table.rows.iter().flat_map(|row| &row.cells));
    for cell in cells.filter(|cell| cell.cell.is_some() && !cell.text.is_empty()).step_by(9) {
        let spot = Spot::Cell(cell.cell.unwrap());
        let [area] = pages.areas(&spot)[..] else { panic!("{:?} is not in one place", cell.text) };
        let (middle_x, middle_y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
        assert_eq!(pages.spot_at(area.page, middle_x, middle_y), Some(&spot), "{}", cell.text);
        assert_eq!(text_in(&pdf, area), cell.text);
        looked_at += 1;
    }
    assert!(looked_at > 30);
    let names = document.table(TableNumber(7)).unwrap().rows.iter().flat_map(|row| &row.cells);
    for cell in names.filter(|cell| cell.place.is_some()).step_by(17) {
        let [area] = pages.areas(&Spot::Text(cell.place.clone().unwrap()))[..] else { panic!("{:?}", cell.text) };
        assert_eq!(text_in(&pdf, area), cell.text);
    }
    let paragraph = TextPlace::Paragraph(Part::Overview, 0);
    let [area] = pages.areas(&Spot::Text(paragraph))[..] else { panic!("a paragraph in one place") };
    assert_eq!(text_in(&pdf, area), "本单位主要职能是经办社会保险。");
}

/// What stands in `area`.
fn text_in(pdf: &Pdf, area: Area) -> String {
    let page = (area.page + 1).to_string();
    let [x, y] = [area.x, area.y].map(|place| place.ceil().to_string());
    let [width, height] = [area.width, area.height].map(|length| (length.floor() - 1.0).to_string());
    let crop = ["-r", "72", "-f", &page, "-l", &page, "-x", &x, "-y", &y, "-W", &width, "-H", &height];
    pdf.read("pdftotext", &crop, &["-"]).chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn a_signature_stands_whole_on_a_page_with_the_end_of_the_text() {
    let mut disclosure = sample(URUMQI);
    let mut last_pages = Vec::new();
    for lines in 8..32 {
        let mut texts = vec!["一句。".to_owned(); lines];
        texts.push("两行的一段。".repeat(8));
        texts.push(disclosure.body.clone() + "　2025年2月21日");
        disclosure.texts.insert(Part::Glossary, texts);
        let whole = document(&disclosure, false);
        let glossary = Document { parts: whole.parts[whole.parts.len() - 1..].to_vec(), ..whole };
        let pages = Pages::new(&glossary, FontSource::BuiltIn, || false).unwrap();
        let areas = |place| pages.areas(&Spot::Text(TextPlace::Paragraph(Part::Glossary, place)));
        let [signature] = areas(lines + 1)[..] else { panic!("{lines}: in pieces") };
        assert_eq!(areas(lines).last().unwrap().page, signature.page, "{lines} lines before");
        last_pages.push(signature.page);
    }
    assert!(last_pages.first() < last_pages.last(), "somewhere a new page began");
}

#[test]
fn page_numbers_stand_at_one_height_whatever_the_page() {
    if !has_readers() {
        return;
    }
    let word = regex::Regex::new(r#"yMax="([\d.]+)">—</word>"#).unwrap();
    let height = regex::Regex::new(r#"height="([\d.]+)""#).unwrap();
    for name in [URUMQI, SHAYIBAK] {
        let text = Pdf::of(&document(&sample(name), false)).read("pdftotext", &["-bbox"], &["-"]);
        let number = |text: &str| text.parse::<f64>().unwrap();
        let heights: Vec<f64> = text
            .split("<page ")
            .filter_map(|page| Some(number(&height.captures(page)?[1]) - number(&word.captures_iter(page).last()?[1])))
            .collect();
        assert!(heights.len() > 20);
        assert!(heights.iter().all(|height| (height - heights[0]).abs() < 0.1), "{name}: {heights:?}");
    }
}

#[test]
fn names_are_tagged_as_heads_of_their_rows_and_links_say_where_they_lead() {
    if !has_readers() {
        return;
    }
    let document = document(&sample(URUMQI), false);
    let json: serde_json::Value = serde_json::from_str(&Pdf::of(&document).read("qpdf", &["--json"], &[])).unwrap();
    let text = json.to_string();
    let names = document.tables().flat_map(|table| {
        let cells = table.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
        cells.filter(|(row, cell)| {
            table.headed_by(row, cell) == Some(Headed::Row) && !(table.number.is_none() && row.is_total)
        })
    });
    // A name that goes over several pages is a head on each.
    let (names, heads) = (names.count(), text.matches(r#""/Scope":"/Row""#).count());
    assert!(names > 200 && (names..names + 20).contains(&heads), "{names} names, {heads} heads of rows");
    for entry in document.contents() {
        let alternative = format!("\"/Contents\":\"u:{}, 页 ", entry.text);
        assert!(text.contains(&alternative), "{alternative}");
    }
}

#[test]
fn a_document_that_nobody_signed_is_of_the_day_on_which_it_was_made() {
    if !has_readers() {
        return;
    }
    let mut disclosure = sample(URUMQI);
    disclosure.texts.insert(Part::Glossary, vec!["财政拨款：指财政安排的资金。".to_owned()]);
    let unsigned = document(&disclosure, false);
    for (made_on, expected) in [(Some((2025, 3, 9)), "D:20250309"), (None, "D:20250101")] {
        let made = Document { made_on, ..unsigned.clone() };
        assert_eq!(made.day(), made_on);
        let info = Pdf::of(&made).read("qpdf", &["--json"], &[]);
        assert!(info.contains(&format!("\"/CreationDate\": \"u:{expected}")), "{expected}");
    }
    let signed = Document { made_on: Some((2025, 3, 9)), ..document(&sample(URUMQI), false) };
    assert_eq!(signed.day(), Some((2025, 2, 21)), "the day of the signature goes before");
}

#[test]
fn the_program_writes_the_year_in_one_way() {
    for name in [URUMQI, SHAYIBAK] {
        let document = document(&sample(name), false);
        let notes: Vec<&String> = document.tables().filter_map(|table| table.note.as_ref()).collect();
        assert!(!notes.is_empty());
        assert!(notes.iter().all(|note| !note.contains("2025 年")), "{notes:?}");
    }
}
