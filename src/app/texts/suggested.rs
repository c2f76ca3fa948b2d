//! Reasons that are offered for one that is still blank. They stand below its field, and are taken by a person only.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::field::Suggestion;
use crate::app::workspace::Workspace;
use disclosure_engine::audit::speaks_against;
use disclosure_engine::disclosure::{Amount, TextKey};
use disclosure_engine::narrative::{Paragraph, Slot};

/// Where a reason comes from that is last year's.
pub(super) const LAST_YEAR: &str = "上年";

/// So many reasons from elsewhere in the disclosure are offered.
const MOST_ELSEWHERE: usize = 3;

/// What is offered for each blank reason in `paragraphs`; `last` are last year's reasons.
pub(super) fn suggested(
    workspace: &Workspace,
    paragraphs: &[Paragraph],
    last: &BTreeMap<TextKey, String>,
) -> BTreeMap<TextKey, Vec<Suggestion>> {
    let unit = &workspace.form().text_unit;
    let whole = &workspace.disclosure().texts;
    let is_shown = |paragraph: &&Paragraph| paragraph.rewritten.is_none() && !whole.contains_key(&paragraph.part);
    let reasons: Vec<_> = paragraphs.iter().filter(is_shown).flat_map(|paragraph| paragraph.reasons(unit)).collect();
    let blank = reasons.iter().enumerate().filter(|(_, (slot, _))| !slot.is_filled);
    let fits = |change: Option<Amount>, text: &str| {
        change.is_none_or(|change| !speaks_against(workspace.evaluated(), change, text))
    };
    let offered = blank.map(|(place, (slot, _))| (slot.key.clone(), for_one(&reasons, place, last, &fits)));
    offered.filter(|(_, offered)| !offered.is_empty()).collect()
}

/// What is offered for the one of `reasons` at `place`; nothing that does not fit its change, which would be doubted as soon
/// as it was taken.
fn for_one(
    reasons: &[(&Slot, Option<Amount>)],
    place: usize,
    last: &BTreeMap<TextKey, String>,
    fits: &dyn Fn(Option<Amount>, &str) -> bool,
) -> Vec<Suggestion> {
    let (slot, change) = reasons[place];
    let mut offered: Vec<Suggestion> = Vec::new();
    let mut offer = |source: &'static str, text: &str| {
        let is_new = !text.trim().is_empty() && fits(change, text) && offered.iter().all(|known| known.text != text);
        if is_new {
            offered.push(Suggestion { source, text: text.to_owned() });
        }
        is_new
    };
    let given = |(other, of): &(&Slot, Option<Amount>)| {
        let text = other.text.clone().filter(|_| other.is_filled)?;
        Some((text, other.key.clone(), *of))
    };
    // What explains a rise does not explain a fall.
    let above = reasons[..place].iter().rev().find_map(given);
    if let Some((text, ..)) = above.filter(|(.., of)| of.zip(change).is_none_or(|(one, other)| is_alike(one, other))) {
        offer("同上", &text);
    }
    if let Some(text) = last.get(&slot.key) {
        offer(LAST_YEAR, text);
    }
    let elsewhere = reasons.iter().filter_map(given).filter(|(_, key, of)| {
        // Two items of one kind with the same reason are doubted.
        let is_of_kind = key.id == slot.key.id && key.row.is_some();
        !is_of_kind && of.zip(change).is_some_and(|(one, other)| is_alike(one, other))
    });
    elsewhere.filter(|(text, ..)| offer("别处", text)).take(MOST_ELSEWHERE).for_each(drop);
    offered
}

/// Whether both rose, both fell, or both stayed.
fn is_alike(one: Amount, other: Amount) -> bool {
    let direction = |amount: Amount| -> Ordering { amount.cmp(&Amount::default()) };
    direction(one) == direction(other)
}
