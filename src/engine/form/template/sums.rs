//! Loading what sentences say of several slots together: their sums, and amounts that follow from them.

use std::collections::HashSet;

use super::super::error::{Found, SourceText, suggestion};
use super::source::{ProductSource, TemplateSource, TotalSource};
use super::{SlotForm, SlotKind, SlotProduct, SlotTotal, named};

/// Figures that are sums of slots.
pub(super) fn totals<'a>(
    source: SourceText<'a>,
    written: &TemplateSource<'a>,
    slots: &[SlotForm],
    found: &mut Found,
) -> Vec<SlotTotal> {
    // One of which a part is wrong stays: sentences may name it.
    let total = |total: &TotalSource<'a>| {
        let mut kind = SlotKind::Amount;
        for id in &total.of {
            match named(slots, id) {
                Some(slot) => kind = slot.kind,
                None => found.add(source.error(id, format!("slots 里没有 {id}{}", slot_named(slots, id)))),
            }
        }
        let of = total.of.iter().map(|id| (*id).to_owned()).collect();
        SlotTotal { id: total.id.to_owned(), rule: total.rule.to_owned(), of, kind }
    };
    written.totals.iter().map(total).collect()
}

/// Which slot `id`, one of a paragraph, probably means.
fn slot_named(slots: &[SlotForm], id: &str) -> String {
    let (paragraph, name) = id.rsplit_once('.').unwrap_or(("", id));
    let known: Vec<String> = slots.iter().map(|slot| format!("{paragraph}.{}", slot.name)).collect();
    match paragraph.is_empty() {
        true => format!("；写成 段落.名字，例如 staff.{name}"),
        false => suggestion(id, known.iter().map(String::as_str)),
    }
}

/// Amounts that follow from what a person says.
pub(super) fn products<'a>(
    source: SourceText<'a>,
    written: &TemplateSource<'a>,
    slots: &[SlotForm],
    paragraphs: &HashSet<&'a str>,
    found: &mut Found,
) -> Vec<SlotProduct> {
    let slot = |id: &'a str| match named(slots, id) {
        Some(_) => Ok(id.to_owned()),
        None => Err(source.error(id, format!("slots 里没有 {id}"))),
    };
    let paragraph = |id: &'a str| match paragraphs.contains(id) {
        true => Ok(id.to_owned()),
        false => Err(source.error(id, format!("没有段落 {id}"))),
    };
    let product = |product: &ProductSource<'a>| {
        Ok(match *product {
            ProductSource::Persons { rule, persons, price, amount } => SlotProduct::Persons {
                rule: rule.to_owned(),
                persons: slot(persons)?,
                price: slot(price)?,
                amount: paragraph(amount)?,
            },
            ProductSource::Parts { rule, parts, amount } => {
                SlotProduct::Parts { rule: rule.to_owned(), parts: slot(parts)?, amount: paragraph(amount)? }
            }
        })
    };
    written.products.iter().filter_map(|written| found.keep(product(written))).collect()
}
