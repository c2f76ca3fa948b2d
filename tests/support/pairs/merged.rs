//! What was merged: every change of either side is there, or was asked about.

use std::collections::{BTreeMap, BTreeSet};

use disclosure_engine::disclosure::{Disclosure, RowKey};
use disclosure_engine::edit::{Merge, MergeConflict, MergePlace};
use disclosure_engine::file;
use fastrand::Rng;

use super::facts::{Facts, Names, facts, orders};
use super::mutate::Hand;
use super::{MOST, World, random};

/// Merges what two random hands make of a random disclosure.
pub fn try_merge(world: &World, seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let base = random::disclosure(world.form(), &mut rng);
    let counts = ['a', 'b'].map(|_| rng.usize(0..=MOST));
    let fails = |kept: &dyn Fn(usize) -> bool| {
        let mut at = 0;
        let sides = [('a', counts[0]), ('b', counts[1])].map(|(side, count)| {
            let mut hand = Hand::new(world.form(), &base, seed, side);
            hand.may_renumber = false;
            let mut made = base.clone();
            for _ in 0..count {
                let mut own = Rng::with_seed(seed ^ (at as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
                if kept(at) {
                    hand.change(&mut made, &mut own, false);
                }
                at += 1;
            }
            (made, hand.done)
        });
        let [(mine, mine_done), (theirs, theirs_done)] = sides;
        let wrong = wrong(world, &base, &mine, &theirs)?;
        Some(format!("{wrong}\n  here: {}\n  there: {}", mine_done.join(", "), theirs_done.join(", ")))
    };
    if fails(&|_| true).is_some() {
        panic!("MERGE_SEED={seed}: {}", super::smallest(counts[0] + counts[1], &fails));
    }
}

/// What is wrong with the merge of `mine` and `theirs`.
fn wrong(world: &World, base: &Disclosure, mine: &Disclosure, theirs: &Disclosure) -> Option<String> {
    let merge = Merge::new(world.form(), base, mine, theirs);
    let conflicts = merge.conflicts();
    let names = Names::of(base);
    let all: BTreeSet<MergePlace> = conflicts.iter().map(|conflict| conflict.place.clone()).collect();
    let sides = [base, mine, merge.theirs()].map(|side| facts(&names, side));
    let asked: Vec<String> =
        conflicts.iter().flat_map(|conflict| asked(&names, mine, merge.theirs(), conflict)).collect();
    for (takes_theirs, chosen) in [(false, BTreeSet::new()), (true, all)] {
        let step = merge.step(&chosen);
        let mut merged = mine.clone();
        step.apply(&mut merged);
        let mut undone = merged.clone();
        step.revert(&mut undone);
        if undone != *mine {
            return Some("undo leaves a trace".to_owned());
        }
        if let Err(error) = file::read(&file::write(&merged), &world.forms) {
            return Some(format!("what is merged cannot be saved: {error}"));
        }
        let telephones: Vec<&String> = merged.performance.iter().map(|table| &table.telephone).collect();
        if telephones.iter().collect::<BTreeSet<_>>().len() < telephones.len() {
            return Some(format!("a performance table stands twice: {telephones:?}"));
        }
        let found = facts(&names, &merged);
        if let Some(wrong) = wrong_facts(&sides, &found, &asked, takes_theirs) {
            return Some(wrong);
        }
        if let Some(wrong) = wrong_orders([base, mine, merge.theirs(), &merged], &conflicts) {
            return Some(wrong);
        }
    }
    None
}

fn wrong_facts(
    [base, mine, theirs]: &[Facts; 3],
    merged: &Facts,
    asked: &[String],
    takes_theirs: bool,
) -> Option<String> {
    let keys: BTreeSet<&String> = [base, mine, theirs, merged].into_iter().flat_map(BTreeMap::keys).collect();
    for key in keys {
        let [was, own, other, found] = [base, mine, theirs, merged].map(|facts| facts.get(key));
        let is_asked = asked.iter().any(|asked| key.starts_with(asked.as_str()));
        let chosen = if takes_theirs { other } else { own };
        // What only one changed may stand in something larger about which was asked: then the answer counts, too.
        let is_right = match (own == was, other == was) {
            (true, true) => found == was,
            (true, false) => found == other || is_asked && found == chosen,
            (false, true) => found == own || is_asked && found == chosen,
            (false, false) if own == other => found == own,
            (false, false) if is_asked => found == chosen,
            (false, false) => return Some(format!("{key}: both changed it and nobody was asked")),
        };
        if !is_right {
            return Some(format!("{key}: base {was:?}, here {own:?}, there {other:?}, merged {found:?}"));
        }
    }
    None
}

/// What the facts begin with about which a conflict asks.
fn asked(names: &Names, mine: &Disclosure, theirs: &Disclosure, conflict: &MergeConflict) -> Vec<String> {
    let row = |table, key: &RowKey| {
        let has_it = mine.table(table).is_some_and(|table| table.find(key).is_some());
        names.row(if has_it { mine } else { theirs }, table, key)
    };
    let text = |key: &disclosure_engine::disclosure::TextKey| {
        let has_it = mine.slots.contains_key(key) || mine.rewritten.contains_key(key);
        names.text(if has_it { mine } else { theirs }, key)
    };
    let begins = match &conflict.place {
        MergePlace::Form => "form".into(),
        MergePlace::Kind => "kind".into(),
        MergePlace::Body => "body".into(),
        MergePlace::Year => "year".into(),
        MergePlace::Row(table, key) => row(*table, key),
        MergePlace::Name(table, key) => format!("{}name", row(*table, key)),
        MergePlace::Code(table, key) => format!("{}code", row(*table, key)),
        MergePlace::Unit(table, key) => format!("{}unit", row(*table, key)),
        MergePlace::Entered(cell) => format!("{}cell {}", row(cell.table, &cell.row), cell.column),
        MergePlace::Field(cell) => format!("{}text {}", row(cell.table, &cell.row), cell.column),
        MergePlace::Stated(cell) => format!("{}stated {}", row(cell.table, &cell.row), cell.column),
        MergePlace::Prior(cell) => format!("prior {}{}", row(cell.table, &cell.row), cell.column),
        MergePlace::TotalName(table, code) => format!("total name {table} {code}"),
        MergePlace::Note(table) => format!("note {table}"),
        MergePlace::Slot(key) => format!("slot {}", text(key)),
        MergePlace::Rewritten(key) => format!("rewritten {}", text(key)),
        MergePlace::Order(part) => format!("order {part:?}"),
        MergePlace::Part(part) => return vec![format!("part {part:?}"), format!("paragraph {part:?} ")],
        MergePlace::Paragraphs(part, _) => format!("paragraph {part:?} "),
        MergePlace::Comment(_) => "comment ".into(),
        MergePlace::Acceptance(_) => "acceptance ".into(),
        MergePlace::SignOff(_) => "sign-off ".into(),
        MergePlace::Said(component) => format!("said {component:?}"),
        MergePlace::PerformanceTable(_) | MergePlace::Performance(..) | MergePlace::Indicator(..) => {
            "performance ".into()
        }
        MergePlace::RowOrder(_) | MergePlace::IndicatorOrder(_) | MergePlace::PerformanceOrder => {
            return Vec::new();
        }
    };
    vec![begins]
}

/// What only one put into another order is in that order.
fn wrong_orders(sides: [&Disclosure; 4], conflicts: &[MergeConflict]) -> Option<String> {
    let [base, mine, theirs, merged] = sides.map(orders);
    let is_asked = |name: &str| {
        conflicts.iter().any(|conflict| match &conflict.place {
            MergePlace::RowOrder(table) => name == format!("rows {table}"),
            MergePlace::Part(part) | MergePlace::Paragraphs(part, _) => name == format!("paragraphs {part:?}"),
            MergePlace::IndicatorOrder(_) | MergePlace::PerformanceOrder => !name.starts_with("rows"),
            _ => false,
        })
    };
    for (name, was) in &base {
        let (Some(own), Some(other), Some(found)) = (mine.get(name), theirs.get(name), merged.get(name)) else {
            continue;
        };
        let common = |of: &[String]| -> Vec<String> {
            let in_all = |mark: &&String| [was, own, other, found].iter().all(|all| all.contains(mark));
            of.iter().filter(in_all).cloned().collect()
        };
        let [was, own, other, found] = [was, own, other, found].map(|order| common(order));
        if !is_asked(name) && !is_turned_by_either(&was, [&own, &other], &found) {
            return Some(format!("{name}: {was:?}, here {own:?}, there {other:?}, merged {found:?}"));
        }
    }
    None
}

/// Whether just those follow each other the other way round in `merged` that one of the sides turned.
fn is_turned_by_either(was: &[String], sides: [&[String]; 2], merged: &[String]) -> bool {
    let is_turned = |order: &[String], first: &String, second: &String| {
        let place = |of: &String| order.iter().position(|mark| mark == of);
        place(first) > place(second)
    };
    let mut pairs =
        was.iter().enumerate().flat_map(|(place, first)| was[place + 1..].iter().map(move |it| (first, it)));
    pairs.all(|(first, second)| {
        let by_either = sides.iter().any(|order| is_turned(order, first, second));
        is_turned(merged, first, second) == by_either
    })
}
