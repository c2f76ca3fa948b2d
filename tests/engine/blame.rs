//! Printed amounts made wrong: are they caught, and named with the values that they should have?
//!
//! `cargo bench --bench blame` tries all of them; here is a sample of the same trials.

use crate::trials::{Mistake, Trials};
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
fn several_wrong_figures_are_all_named() {
    for count in [2, 3] {
        let (named, falsely) = all_named(count, 200);
        assert!(named >= 196 && falsely <= 40, "{count} at once: {named} of 200 named, {falsely} named falsely");
    }
}
