//! What the program exports it reads again: random disclosures through each format and back, in small. The whole is in the
//! soak.

use std::path::Path;

use crate::bench::Bench;
use crate::honest::round_trip::{Rules, Tally};
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::Imported;

/// Sends `count` disclosures through a format and back; as many as `ROUND_TRIPS` says, or the one of `ROUND_TRIP_SEED`.
fn comes_back(extension: &str, count: u64) {
    let rules = Rules::builtin();
    let mut tally = Tally::default();
    let mut lost = Vec::new();
    let number = |variable: &str| std::env::var(variable).ok().and_then(|text| text.parse::<u64>().ok());
    let seeds = match number("ROUND_TRIP_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("ROUND_TRIPS").unwrap_or(count),
    };
    for seed in seeds {
        let of_seed = rules.lost(&rules.case(seed), extension, &mut tally);
        lost.extend(of_seed.into_iter().map(|what| format!("{extension} {seed}: {what}")));
    }
    println!("{extension}: {tally}");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn workbooks_come_back() {
    comes_back("xlsx", 12);
}

#[test]
fn word_documents_come_back() {
    comes_back("docx", 12);
}

#[test]
fn pages_come_back() {
    comes_back("pdf", 3);
}

#[test]
fn pages_of_authorities_come_back() {
    comes_back("ofd", 3);
}

const FORMATS: [&str; 4] = ["xlsx", "docx", "pdf", "ofd"];

#[test]
fn the_samples_come_back_alive_and_nothing_differs() {
    let bench = Bench::new();
    let mut all = String::new();
    for name in ["urumqi-2025.budget", "shayibak-2025.budget"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name);
        let own = file::open(&path, &bench.forms).unwrap();
        for extension in FORMATS {
            let Imported { disclosure, report } = bench.back(&own, extension);
            let differences = bench.differences(&own, &disclosure);
            let (slots, prior) = (disclosure.slots.len(), disclosure.prior.len());
            println!(
                "{name} {extension}: {} figures, {slots} of {} slots, {prior} figures of last year, {} parts frozen, {} \
                 lines differ",
                report.figures(),
                own.slots.len(),
                disclosure.texts.len(),
                differences.lines().count(),
            );
            let is_live = disclosure.texts.is_empty() && disclosure.rewritten.is_empty();
            let others = own.slots.iter().filter(|(key, value)| disclosure.slots.get(key) != Some(value));
            let others: Vec<_> =
                others.map(|(key, value)| (key.to_string(), value, disclosure.slots.get(key))).collect();
            let is_whole = report.left_out() + report.not_understood.len() == 0;
            let graves = (bench.graves(&own), bench.graves(&disclosure));
            if !is_live || !is_whole || !others.is_empty() || !differences.is_empty() || graves.0 != graves.1 {
                let parts = disclosure.texts.keys();
                let frozen = parts.map(|part| format!("{part:?}")).collect::<Vec<_>>().join(", ");
                all += &format!("{name} {extension}: {graves:?} {frozen}\n{others:#?}\n{differences}\n");
            }
        }
    }
    assert_eq!(all, "");
}

/// A disclosure of tables alone: some money that was carried over, for projects of units or without.
fn small(units: &[&str]) -> Disclosure {
    let rows = |fixed: &str| format!("rows: [{fixed}]");
    let projects: String = (1..=3)
        .map(|id| {
            let unit = units.get(id % units.len().max(1)).map(|unit| format!("unit: \"{unit}\", ")).unwrap_or_default();
            format!("Project(id: {id}, {unit}name: \"第{id}期工程\", amounts: {{5: \"20098\"}}),")
        })
        .collect();
    let code = |column: u8| format!("Code(code: \"2130104\", name: \"事业运行\", amounts: {{{column}: \"60294\"}})");
    let tables = [
        (1, rows("Fixed(id: \"carry_over_general\", amounts: {1: \"60294\"})")),
        (2, rows(&code(11))),
        (3, rows(&code(3))),
        (11, rows(&projects)),
    ];
    let tables: String = tables.iter().map(|(number, rows)| format!("(number: {number}, {rows}),")).collect();
    let text = format!(
        "Budget(format: 1, form: \"xinjiang-2025\", kind: Department, body: \"某某局\", year: 2025, tables: [{tables}], \
         said: [(of: Table(6), is: Empty), (of: Table(10), is: Empty)])"
    );
    file::read(&text, &FormLibrary::builtin().unwrap()).unwrap()
}

#[test]
fn tables_without_a_word_come_back_and_their_headings_are_no_errors() {
    let bench = Bench::new();
    for units in [&[][..], &["甲中心", "乙中心"]] {
        let own = small(units);
        for extension in FORMATS {
            let Imported { disclosure, report } = bench.back(&own, extension);
            assert_eq!(report.missing, [], "{units:?} {extension}");
            assert_eq!(bench.differences(&own, &disclosure), "", "{units:?} {extension}");
            // What is left to fill in is printed as blanks, which are doubts in a document that came as a whole.
            assert_eq!(bench.graves(&disclosure)[0], bench.graves(&own)[0], "{units:?} {extension}");
        }
    }
}
