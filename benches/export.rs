//! How long the document takes to be set, drawn and written: `cargo bench --bench export`.
//!
//! The document is urumqi's with as much text as such documents have, about 40 pages. The first line is the only cold
//! one; each other is the best and the median of many runs, so that a busy machine does not count.

use std::hint::black_box;
use std::time::{Duration, Instant};

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, ColumnNumber, Disclosure, Indicator, Part, PerformanceSubject, PerformanceTable, TableNumber,
};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_export::document::Document;
use disclosure_export::pdf::{FontSource, Pages};
use disclosure_export::{Watch, ofd};
use rust_decimal::Decimal;

const SAMPLE: &str = include_str!("../assets/samples/urumqi-2025.budget");

fn time<T>(what: &str, runs: usize, mut run: impl FnMut(usize) -> T) {
    let mut times: Vec<Duration> = (0..runs)
        .map(|place| {
            let start = Instant::now();
            black_box(run(place));
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{what:<48} best {:>10.3?}  median {:>10.3?}", times[0], times[runs / 2]);
}

/// The sample with texts and performance tables of the usual extent.
fn whole(forms: &FormLibrary) -> Disclosure {
    let mut disclosure = file::read(SAMPLE, forms).unwrap();
    let sentence =
        "本单位按照全口径预算的原则，所有收入和支出均纳入单位预算管理，收支总预算18,627.14万元，比上年增加286.55万元。";
    let paragraphs = |count: usize| (0..count).map(|place| format!("{}、{sentence}", place + 1)).collect::<Vec<_>>();
    disclosure.texts.insert(Part::Overview, paragraphs(8));
    disclosure.texts.insert(Part::Glossary, paragraphs(10));
    for section in 1..=12 {
        disclosure.texts.insert(Part::Section(section), paragraphs(if section == 7 { 97 } else { 8 }));
    }
    let indicator = |place: usize| Indicator {
        level_one: ["产出指标", "效益指标"][place / 6].to_owned(),
        level_two: ["数量指标", "质量指标", "社会效益指标"][place / 4].to_owned(),
        level_three: "补贴资金足额发放率".to_owned(),
        value: "=100%".to_owned(),
        basis: "计划标准".to_owned(),
        last_year: "100%".to_owned(),
        weight: Some(Decimal::from(10)),
        scoring: "按照完成比例赋分".to_owned(),
        evidence: "工作资料、原始凭证".to_owned(),
    };
    disclosure.performance = (1..=9)
        .map(|place| PerformanceTable {
            subject: PerformanceSubject::Project(format!("项目{place}")),
            goal: sentence.to_owned(),
            indicators: (0..9).map(indicator).collect(),
            ..PerformanceTable::default()
        })
        .collect();
    disclosure
}

fn main() {
    let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
    let mut disclosure = whole(&forms);
    let form = forms.get(&disclosure.form).unwrap();
    let describe = |disclosure: &Disclosure| {
        let evaluation = evaluate(form, disclosure);
        Document::new(Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation }, false)
    };
    let set = |document: &Document| Pages::new(document, FontSource::BuiltIn, || false).unwrap();

    let document = describe(&disclosure);
    let start = Instant::now();
    let pages = set(&document);
    println!("{:<48}      {:>10.3?}", format!("{} pages for the first time", pages.count()), start.elapsed());
    time("described", 20, |_| describe(&disclosure));
    time("written as PDF", 10, |_| pages.pdf().unwrap());
    println!("{:<48}      {:>7} KB", "size of the PDF", pages.pdf().unwrap().len() / 1024);
    let write_ofd = || ofd::write(&pages, &Watch::default()).unwrap();
    time("written as OFD", 10, |_| write_ofd());
    println!("{:<48}      {:>7} KB", "size of the OFD", write_ofd().len() / 1024);
    time("a page drawn, 1 pixel to a point", 20, |place| pages.draw(place % pages.count(), 1.0));
    time("a page drawn, 2 pixels to a point", 20, |place| pages.draw(place % pages.count(), 2.0));
    time("set again, nothing changed", 10, |_| set(&document));
    time("set again, one cell changed", 20, |place| {
        let row = &mut disclosure.table_mut(TableNumber(6)).rows[0];
        // Each is another figure in 万元.
        row.amounts.insert(ColumnNumber(2), Amount::from_yuan(Decimal::from((1_300 + place) * 10_000)).unwrap());
        set(&describe(&disclosure))
    });
    time("set again, one paragraph changed", 20, |place| {
        disclosure.texts.insert(Part::Section(8), vec![format!("第{place}稿：没有使用政府性基金预算拨款安排的支出。")]);
        set(&describe(&disclosure))
    });
    time("set and written, nothing kept", 5, |_| {
        typst::comemo::evict(0);
        set(&document).pdf().unwrap()
    });
}
