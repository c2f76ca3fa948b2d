//! What the program exports it reads again: random disclosures through each format and back, in small. The whole is in the
//! soak.

use crate::honest::round_trip::{Case, Rules, Tally};

/// Sends `count` disclosures through a format and back, or as many as the environment says.
fn comes_back(extension: &str, count: u64) {
    let rules = Rules::builtin();
    let mut tally = Tally::default();
    let mut lost = Vec::new();
    let count = std::env::var("ROUND_TRIPS").ok().and_then(|text| text.parse().ok()).unwrap_or(count);
    for seed in 0..count {
        let of_seed = rules.lost(&Case::of(seed), extension, &mut tally);
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
