//! What the program exports it reads again: random disclosures through each format and back, in small. The whole is in the
//! soak.

mod honest;

use honest::round_trip::{Case, Rules, Tally};

fn comes_back(extension: &str, seeds: impl Iterator<Item = u64>) {
    let rules = Rules::builtin();
    let mut tally = Tally::default();
    let mut lost = Vec::new();
    for seed in seeds {
        let of_seed = rules.lost(&Case::of(seed), extension, &mut tally);
        lost.extend(of_seed.into_iter().map(|what| format!("{extension} {seed}: {what}")));
    }
    println!("{extension}: {tally}");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn workbooks_come_back() {
    comes_back("xlsx", 0..12);
}

#[test]
fn word_documents_come_back() {
    comes_back("docx", 0..12);
}

#[test]
fn pages_come_back() {
    comes_back("pdf", 0..3);
}
