//! Printed amounts made wrong: are they caught, and named with the values that they should have?
//!
//! `cargo bench --bench blame` tries all of them; here is a sample of the same trials.

use crate::trials::texts::TextTrials;
use crate::trials::{Mistake, Trials};
use disclosure_engine::disclosure::{CellKey, ColumnNumber, RowKey, TableNumber};
use fastrand::Rng;

#[test]
fn a_wrong_figure_is_caught_and_named_with_the_value_that_it_should_have() {
    let trials = Trials::new();
    let (mut tried, mut caught, mut first, mut among) = (0, 0, 0, 0);
    for (number, (sample, place)) in trials.all().enumerate() {
        let mistake = Mistake::ALL[number % Mistake::ALL.len()];
        let Some(wrong) = trials.printed((sample, place)).wrong(mistake) else { continue };
        let outcome = trials.check(sample, &[(place, wrong)]);
        tried += 1;
        caught += usize::from(outcome.is_caught);
        first += outcome.first;
        among += outcome.among;
    }
    println!("{tried} mistakes, {caught} caught, {first} named first, {among} named among equals");
    assert!(tried > 300);
    assert_eq!(caught, tried);
    assert!(first * 100 >= tried * 99 && among == tried, "{first} and {among} of {tried}");
}

/// In how many of `draws` trials with `count` wrong figures all of them are named with the values that they should have,
/// and how many sound cells are named beside them in all.
fn all_named(count: usize, draws: usize) -> (usize, usize) {
    let trials = Trials::new();
    let mut rng = Rng::with_seed(count as u64);
    let (mut named, mut falsely) = (0, 0);
    for _ in 0..draws {
        let (sample, wrong) = trials.draw(&mut rng, count);
        let outcome = trials.check(sample, &wrong);
        assert!(outcome.is_caught);
        named += usize::from(outcome.among == count);
        falsely += outcome.falsely;
        if outcome.among < count {
            println!("not named: {}", outcome.described);
        }
    }
    (named, falsely)
}

#[test]
fn a_wrong_figure_in_a_draft_without_printed_totals_is_caught_and_often_named() {
    // There, an amount that stands in one long sum only cannot be told from its neighbours.
    let trials = Trials::drafts();
    let (mut tried, mut caught, mut among) = (0, 0, 0);
    for (sample, place) in trials.all() {
        let Some(wrong) = trials.printed((sample, place)).wrong(Mistake::Tenfold) else { continue };
        let outcome = trials.check(sample, &[(place, wrong)]);
        tried += 1;
        caught += usize::from(outcome.is_caught);
        among += outcome.among;
    }
    // What table 10 holds beyond table 6 nothing else says.
    assert!(caught * 100 >= tried * 98 && among * 100 >= tried * 65, "{caught} and {among} of {tried}");
}

#[test]
fn a_wrong_figure_typed_over_a_published_document_is_one_finding_that_names_it() {
    // The printed totals above it fall away, and what they would say against it.
    let trials = Trials::new();
    let (mut tried, mut caught, mut named, mut exact, mut findings) = (0, 0, 0, 0, 0);
    for (number, place) in trials.entered().enumerate() {
        let digits = trials.printed(place).digits();
        let Some(&wrong) = digits.get(number % digits.len().max(1)) else { continue };
        let typed = trials.check_typed(place, wrong);
        tried += 1;
        caught += usize::from(typed.is_caught);
        named += usize::from(typed.is_named);
        exact += usize::from(typed.is_exact);
        findings += typed.findings;
        if !typed.is_named || typed.findings > 1 {
            println!("{}", typed.described);
        }
    }
    println!("{tried} tried, {caught} caught, {named} named first, {exact} to the cent, {findings} findings");
    assert!(caught * 100 >= tried * 98 && exact * 100 >= tried * 92, "{caught} and {exact} of {tried}");
    assert!(
        tried > 90 && named * 100 >= tried * 98 && findings * 10 <= tried * 12,
        "{named} and {findings} of {tried}"
    );
}

#[test]
fn the_figure_that_was_typed_wrong_is_named_though_the_totals_above_it_are_off_by_a_cent() {
    let trials = Trials::new();
    let cell = CellKey::new(TableNumber(2), RowKey::Code("2080109".parse().unwrap()), ColumnNumber(3));
    let place = trials.entered().find(|&place| trials.printed(place).cell == cell).unwrap();
    let typed = trials.check_typed(place, "22658400".parse().unwrap());
    assert!(typed.is_named && typed.findings == 1, "{}", typed.described);
}

#[test]
fn several_wrong_figures_are_all_named() {
    for count in [2, 3] {
        let (named, falsely) = all_named(count, 200);
        assert!(named >= 196 && falsely <= 40, "{count} at once: {named} of 200 named, {falsely} named falsely");
    }
}

#[test]
fn a_wrong_figure_or_word_of_a_text_is_one_finding_that_names_it() {
    let mistakes = [Mistake::Digit, Mistake::Swap, Mistake::Tenfold];
    assert!(tried_texts(&TextTrials::new(), |number| &mistakes[number % 3..=number % 3]) > 240);
}

/// Makes each figure and word of the texts wrong by `mistakes`, of which each must be named first, and alone. Returns how
/// many were tried.
pub fn tried_texts<'m>(trials: &TextTrials, mistakes: impl Fn(usize) -> &'m [Mistake]) -> usize {
    let (mut tried, mut named, mut findings) = (0, 0, 0);
    let all = trials.all().enumerate();
    for (said, &mistake) in all.flat_map(|(number, said)| mistakes(number).iter().map(move |mistake| (said, mistake))) {
        let Some(told) = trials.check(said, mistake) else { continue };
        tried += 1;
        named += usize::from(told.is_named);
        findings += told.findings;
        if !told.is_named || told.findings > 1 {
            println!("{}", told.described);
        }
    }
    println!("{tried} tried, {named} named first, {findings} findings");
    assert!(named * 100 >= tried * 98 && findings * 10 <= tried * 12, "{named} and {findings} of {tried}");
    tried
}
