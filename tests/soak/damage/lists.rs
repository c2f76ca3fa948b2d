//! Lists of codes in each format in which they are handed round.

use std::path::Path;

use disclosure_engine::catalog::Catalog;

use super::documents::{HTML, Kind, ODS, XLSX, rows};
use super::{damaged, random, timed, wrap};

fn kinds() -> Vec<Kind> {
    let plain = |name, seed| Kind { name, seeds: vec![seed], wrap: <[u8]>::to_vec };
    let list = String::from_utf8(bytes("assets/catalog/economic.csv")).unwrap();
    let list: String = list.lines().take(60).map(|line| line.to_owned() + "\n").collect();
    let tables = list.replace(',', "\t");
    let fixture = |name: &str| bytes(&format!("src/engine/catalog/user/fixtures/{name}"));
    vec![
        Kind { name: "xlsx", seeds: vec![rows(&XLSX, &tables)], wrap: wrap::xlsx },
        Kind { name: "ods", seeds: vec![rows(&ODS, &tables)], wrap: wrap::ods },
        Kind {
            name: "archives of xlsx and ods",
            seeds: vec![fixture("catalog.xlsx"), fixture("parts.xlsx"), fixture("catalog.ods")],
            wrap: <[u8]>::to_vec,
        },
        plain("xls", fixture("catalog.xls")),
        plain("csv", list.into_bytes()),
        plain("html", rows(&HTML, &tables)),
    ]
}

/// Tries `count` lists of each kind. Returns what was tried, a line each.
pub fn run(count: usize) -> Vec<String> {
    let tried = kinds().into_iter().map(|kind| {
        for seed in &kind.seeds {
            assert!(is_read(&(kind.wrap)(seed)), "{}: what is damaged must be a list", kind.name);
        }
        let mut random = random();
        let read = (0..count).filter(|round| {
            let input = (kind.wrap)(&damaged(&mut random, &kind.seeds[round % kind.seeds.len()]));
            timed(&input, || is_read(&input))
        });
        let read = read.count();
        format!(
            "damaged lists of codes ({}): {count}, of which {read} could still be read, the others refused",
            kind.name
        )
    });
    tried.collect()
}

/// Whether `input` is a list; then it can be put in place of the program's own, else it is refused in a short sentence.
fn is_read(input: &[u8]) -> bool {
    match Catalog::read_list(input) {
        Ok(list) => {
            let _ = Catalog::default().with_user(&list);
            assert!(list.taken.function + list.taken.economic + list.taken.government_economic > 0);
            true
        }
        Err(error) => {
            assert!(error.to_string().chars().count() < 1_000, "a sentence is short: {error}");
            false
        }
    }
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}
