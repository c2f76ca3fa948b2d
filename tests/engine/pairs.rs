//! Random disclosures and what people change in them: `diff` tells every difference that is printed and none that is not,
//! and merging loses nothing of either side unasked.
//!
//! A short form; the soak tries thousands. A failure names its seed, `PAIR_SEED=N` or `MERGE_SEED=N` tries that one again.

#[path = "../support/pairs/mod.rs"]
pub mod support;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().and_then(|text| text.parse().ok())
}

#[test]
fn a_difference_is_told_exactly_where_something_printed_differs() {
    match number("PAIR_SEED") {
        Some(seed) => support::try_pair(&support::World::new(), seed),
        None => drop(support::pairs(0..150)),
    }
}

#[test]
fn a_merge_loses_nothing_of_either_side_unasked() {
    match number("MERGE_SEED") {
        Some(seed) => support::try_merge(&support::World::new(), seed),
        None => drop(support::merges(0..300)),
    }
}
