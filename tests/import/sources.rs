//! The two published disclosures as text, the figures that they print, and how an import is compared with them.

use std::collections::BTreeMap;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Kind, Part};
use disclosure_engine::evaluate::{CellIndex, Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{FormLibrary, ListIndex};
use disclosure_engine::import::{self, ImportError, ImportOptions, Imported};
use disclosure_engine::narrative::narrate;

/// A published disclosure.
pub struct Sample {
    pub name: &'static str,
    pub body: &'static str,
    pub kind: Kind,
    /// Its text with tab-separated tables.
    pub text: &'static str,
    /// Every figure in its tables: table, row, column, figure.
    pub figures: &'static str,
    pub count: usize,
    /// The file of the program that holds its tables.
    pub file: &'static str,
}

pub const URUMQI: Sample = Sample {
    name: "urumqi",
    body: "乌鲁木齐市社会保险中心",
    kind: Kind::Unit,
    text: include_str!("../fixtures/urumqi-2025.txt"),
    figures: include_str!("../fixtures/urumqi-2025-amounts.tsv"),
    count: 259,
    file: include_str!("../../assets/samples/urumqi-2025.budget"),
};

pub const SHAYIBAK: Sample = Sample {
    name: "shayibak",
    body: "乌鲁木齐市沙依巴克区退休人员社会化管理服务中心",
    kind: Kind::Department,
    text: include_str!("../fixtures/shayibak-2025-tables.tsv"),
    figures: include_str!("../fixtures/shayibak-2025-amounts.tsv"),
    count: 203,
    file: include_str!("../../assets/samples/shayibak-2025.budget"),
};

/// Table, row and column of a figure, and the figure as it is printed.
pub type Figures = BTreeMap<(u8, String, u8), String>;

impl Sample {
    /// Every figure that the document prints.
    pub fn printed(&self) -> Figures {
        let figures = self.figures.lines().map(|line| {
            let [table, row, column, figure] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            ((table.parse().unwrap(), plain(row), column.parse().unwrap()), figure.to_owned())
        });
        figures.collect()
    }

    /// The disclosure that its file holds.
    pub fn disclosure(&self) -> Disclosure {
        file::read(self.file, &forms()).unwrap()
    }
}

pub fn forms() -> FormLibrary {
    FormLibrary::builtin().unwrap()
}

pub fn import(bytes: &[u8], options: &ImportOptions) -> Result<Imported, ImportError> {
    import::read(bytes, &forms(), &Catalog::builtin().unwrap(), options)
}

/// Imports what must be importable, without options.
#[track_caller]
pub fn imported(bytes: &[u8]) -> Imported {
    import(bytes, &ImportOptions::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// A row's name as readers compare it.
fn plain(name: &str) -> String {
    let half_width = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap(),
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        _ => c,
    };
    name.chars().map(half_width).filter(|c| !c.is_whitespace()).collect()
}

/// Every figure that the tables of a disclosure show. What was imported is written to a file and read again first: the
/// model must have a place for all of it.
#[track_caller]
pub fn figures(disclosure: &Disclosure) -> Figures {
    let forms = forms();
    let read = file::read(&file::write(disclosure), &forms).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(read, *disclosure);
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let catalog = Catalog::builtin().unwrap();
    let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
    let mut shown = Figures::new();
    for list in (0..form.lists.len()).map(ListIndex) {
        for row in 0..evaluation.layout(list).rows.len() {
            for column in 0..form.list(list).amounts.len() {
                let text = form.text_unit.table_text(evaluation.value(CellIndex { list, row, column }));
                if !text.is_empty() {
                    let number = form.list(list).amounts[column].number.0;
                    shown.insert((form.table_of(list).number.0, plain(&evaluated.row_id(list, row)), number), text);
                }
            }
        }
    }
    shown
}

/// The paragraphs of each part, as they are printed: as they were written, or as the form words them.
pub fn texts(disclosure: &Disclosure) -> BTreeMap<Part, Vec<String>> {
    let forms = forms();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let catalog = Catalog::builtin().unwrap();
    let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
    let mut texts = BTreeMap::new();
    if disclosure.is_narrated() {
        for paragraph in narrate(evaluated) {
            let text = paragraph.text("（待填）");
            let lines = text.lines().map(str::to_owned);
            texts.entry(paragraph.part).or_insert_with(Vec::new).extend(lines);
        }
    }
    texts.extend(disclosure.texts.clone());
    texts
}

/// Asserts that everything that the sample prints was taken, nothing else, and nothing was left.
#[track_caller]
pub fn assert_whole(imported: &Imported, sample: &Sample) {
    assert_figures(imported, sample);
    assert_eq!(imported.report.figures(), sample.count, "{}", sample.name);
    assert_eq!(imported.report.unplaced, [], "{}", sample.name);
    assert_eq!(imported.report.unread, [], "{}", sample.name);
    assert_eq!(imported.report.missing, [], "{}", sample.name);
    assert_eq!(imported.report.questions, [], "{}", sample.name);
    let disclosure = &imported.disclosure;
    assert_eq!((disclosure.kind, disclosure.year), (sample.kind, 2025));
    assert_eq!(disclosure.body, sample.body);
}

/// Asserts that the figures are those that the sample prints.
#[track_caller]
pub fn assert_figures(imported: &Imported, sample: &Sample) {
    let (found, printed) = (figures(&imported.disclosure), sample.printed());
    let wrong: Vec<_> = printed.iter().filter(|(place, figure)| found.get(place) != Some(figure)).collect();
    let more: Vec<_> = found.iter().filter(|(place, _)| !printed.contains_key(place)).collect();
    assert!(
        wrong.is_empty() && more.is_empty(),
        "{}: not there {wrong:?}\ntoo much {more:?}\n{:#?}",
        sample.name,
        imported.report
    );
}

/// Asserts that no figure is another than the sample prints at its place, and that what is not there is listed or asked
/// for. Returns how many figures are there.
#[track_caller]
pub fn assert_nothing_wrong(imported: &Imported, sample: &Sample) -> usize {
    let (found, printed) = (figures(&imported.disclosure), sample.printed());
    let report = &imported.report;
    let wrong: Vec<_> = found.iter().filter(|(place, figure)| printed.get(place) != Some(figure)).collect();
    assert!(wrong.is_empty(), "{}: wrong {wrong:?}\n{report:#?}", sample.name);
    let is_told = !report.unplaced.is_empty()
        || !report.unread.is_empty()
        || !report.missing.is_empty()
        || !report.questions.is_empty();
    assert!(found.len() == printed.len() || is_told, "{}: figures vanished\n{report:#?}", sample.name);
    found.len()
}
