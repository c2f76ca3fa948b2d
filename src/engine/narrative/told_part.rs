//! What a part that was written as a whole tells of its slots, so that the template can word it again.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::reading::{ReadBefore, Reader, Reading};
use super::{Paragraph, Piece, Slot, narrate_variants};
use crate::disclosure::{Part, SlotValue, TextKey};
use crate::evaluate::Evaluated;
use crate::form::template::{SlotKind, SlotView, Words};
use crate::spelling::half_width;

/// What the paragraphs of a part tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ToldPart {
    pub slots: BTreeMap<TextKey, SlotValue>,
    /// For each paragraph the sentences of the template that it holds, or whose slot it is as a whole.
    pub sentences: Vec<Vec<TextKey>>,
}

/// What the paragraphs of `part` tell. Paragraphs that are no sentence of the template belong to the slot that is a
/// paragraph by itself, where one stands at their place.
pub fn told_part(evaluated: Evaluated<'_>, part: Part) -> ToldPart {
    let mut told = ToldPart::default();
    let (Some(template), Some(texts)) = (&evaluated.form.sentences, evaluated.disclosure.texts.get(&part)) else {
        return told;
    };
    let variants = narrate_variants(evaluated);
    let reader = Reader::new(&template.words, &variants, |paragraph| paragraph.part == part);
    let mut before = ReadBefore::default();
    let mut read = Vec::new();
    for text in texts {
        let readings = reader.read_all(text, &before, None);
        for reading in &readings {
            let paragraph = &variants[reading.paragraph];
            before.add(&paragraph.key);
            take_slots(evaluated, &mut told.slots, paragraph, reading, text);
        }
        told.sentences.push(readings.iter().map(|reading| variants[reading.paragraph].key.clone()).collect());
        read.push(readings.iter().map(|reading| reading.paragraph).collect::<Vec<_>>());
    }
    let free =
        (0..variants.len()).filter(|&place| variants[place].part == part && free_slot(&variants[place]).is_some());
    take_free(&variants, &free.collect::<Vec<_>>(), texts, &read, &mut told);
    told
}

/// The slot for words that is all of `paragraph`, if one is.
fn free_slot(paragraph: &Paragraph) -> Option<&Slot> {
    match &paragraph.pieces[..] {
        [Piece::Slot(slot)] if slot.form.kind == SlotKind::Text => Some(slot),
        _ => None,
    }
}

/// Gives the paragraphs that are no sentence to the slots in `free` that stand between the sentences beside them.
fn take_free(variants: &[Paragraph], free: &[usize], texts: &[String], read: &[Vec<usize>], told: &mut ToldPart) {
    let mut taken: BTreeMap<TextKey, Vec<&str>> = BTreeMap::new();
    for (place, text) in
        texts.iter().enumerate().filter(|(place, text)| read[*place].is_empty() && !text.trim().is_empty())
    {
        let before = read[..place].iter().flatten().next_back();
        let after = read[place..].iter().flatten().next();
        let is_there = |at: &&usize| before.is_none_or(|before| before < *at) && after.is_none_or(|after| after > *at);
        let Some(slot) = free.iter().find(is_there).and_then(|&at| free_slot(&variants[at])) else { continue };
        taken.entry(slot.key.clone()).or_default().push(text.trim());
        told.sentences[place].push(slot.key.clone());
    }
    told.slots.extend(taken.into_iter().map(|(key, texts)| (key, SlotValue::Text(texts.join("\n")))));
}

/// Takes what stands in the slots of `paragraph`, as which `text` was read. What was read first counts.
fn take_slots(
    evaluated: Evaluated<'_>,
    slots: &mut BTreeMap<TextKey, SlotValue>,
    paragraph: &Paragraph,
    reading: &Reading,
    text: &str,
) {
    let Some(words) = evaluated.form.sentences.as_ref().map(|template| &template.words) else { return };
    for (place, piece) in paragraph.pieces.iter().enumerate() {
        let Piece::Slot(slot) = piece else { continue };
        let Some(said) = reading.piece(text, place).filter(|_| slot.view != SlotView::Moves) else { continue };
        let is_down = slot.view == SlotView::Size && goes_down(words, paragraph, reading, text, &slot.key);
        if let Some(value) = value(evaluated, slot, &said, is_down).filter(|_| said.trim() != words.missing) {
            slots.entry(slot.key.clone()).or_insert(value);
        }
    }
}

/// Whether the word of direction that belongs to the slot `key` is one of less.
fn goes_down(words: &Words, paragraph: &Paragraph, reading: &Reading, text: &str, key: &TextKey) -> bool {
    let is_direction =
        |piece: &Piece| matches!(piece, Piece::Slot(slot) if slot.view == SlotView::Moves && slot.key == *key);
    let direction = paragraph.pieces.iter().position(is_direction).and_then(|place| reading.word(text, place));
    direction.is_some_and(|word| word == words.down.0 || word == words.down.1)
}

/// What `said` is in `slot`; `None` where it is no such value, or what stands there by itself.
fn value(evaluated: Evaluated<'_>, slot: &Slot, said: &str, is_down: bool) -> Option<SlotValue> {
    let plain: String = said.chars().map(half_width).filter(|c| !c.is_whitespace() && *c != ',').collect();
    match slot.form.kind {
        SlotKind::Text => {
            let said = said.trim();
            let is_default = !slot.is_filled && slot.text.as_deref() == Some(said);
            (!said.is_empty() && !is_default).then(|| SlotValue::Text(said.to_owned()))
        }
        SlotKind::Amount => evaluated.form.text_unit.amount(plain.parse().ok()?).ok().map(SlotValue::Amount),
        SlotKind::Count => {
            let count: i64 = plain.parse().ok()?;
            Some(SlotValue::Count(if is_down { count.checked_neg()? } else { count }))
        }
        SlotKind::Area => Decimal::from_str_exact(&plain).ok().map(SlotValue::Area),
    }
}
