//! What a disclosure tells, sentence by sentence: what the program words, and what free texts say.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::Checker;
use crate::disclosure::{Amount, Part, RowKey, SlotValue, TextKey, TextPlace};
use crate::form::template::{SlotKind, SlotView};
use crate::narrative::reading::{ReadBefore, Reader, Reading, read_as};
use crate::narrative::{Paragraph, Piece, in_unit, narrate, narrate_variants, slot_figure};
use crate::spelling;

/// All sentences.
pub(super) struct Told {
    /// All as the program words them, also those in the place of which something else is printed.
    pub narrated: Vec<Paragraph>,
    /// Which of these are printed so.
    is_worded: Vec<bool>,
    /// Free texts, also those that are no sentence of the template.
    pub free: Vec<FreeText>,
    /// The sentences in all wordings in which free texts may tell them; none where there are no free texts.
    pub variants: Vec<Paragraph>,
}

pub(super) struct FreeText {
    pub place: TextPlace,
    pub part: Part,
    pub text: String,
    /// The sentences that it holds, with what they say.
    pub read: Vec<(Paragraph, Reading)>,
}

/// A figure that a person gives.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub figure: Decimal,
    pub place: TextPlace,
    pub range: Range<usize>,
}

/// What a person says in a slot.
pub(super) struct Words {
    pub place: TextPlace,
    pub range: Range<usize>,
    pub text: String,
}

/// Whether a figure is one that is printed anywhere: longer ones are no amounts, and cannot be reckoned with.
pub(super) fn is_plain(figure: Decimal) -> bool {
    figure.scale() <= Amount::MAX_SCALE && figure.abs() < Decimal::from(Amount::LIMIT)
}

impl Told {
    pub fn new(checker: Checker<'_>) -> Self {
        let evaluated = checker.evaluated;
        let disclosure = evaluated.disclosure;
        let is_narrated = disclosure.is_narrated();
        let has_free = !disclosure.texts.is_empty() || !disclosure.rewritten.is_empty();
        let narrated = || if is_narrated || has_free { narrate(evaluated) } else { Vec::new() };
        let variants = || if has_free { narrate_variants(evaluated) } else { Vec::new() };
        let (narrated, variants) = if has_free { rayon::join(narrated, variants) } else { (narrated(), Vec::new()) };
        let is_worded = |p: &Paragraph| is_narrated && p.rewritten.is_none() && !disclosure.texts.contains_key(&p.part);
        let is_worded = narrated.iter().map(is_worded).collect();
        let mut told = Self { narrated, is_worded, free: Vec::new(), variants: Vec::new() };
        if !has_free {
            return told;
        }
        told.read_parts(checker, &variants);
        told.read_rewritten(checker, &variants);
        told.variants = variants;
        told
    }

    fn read_parts(&mut self, checker: Checker<'_>, variants: &[Paragraph]) {
        let parts: Vec<(&Part, &Vec<String>)> = checker.evaluated.disclosure.texts.iter().collect();
        let read = |&(&part, paragraphs): &(&Part, &Vec<String>)| read_part(checker, variants, part, paragraphs);
        self.free.extend(parts.par_iter().map(read).collect::<Vec<_>>().into_iter().flatten());
    }

    fn read_rewritten(&mut self, checker: Checker<'_>, variants: &[Paragraph]) {
        let disclosure = checker.evaluated.disclosure;
        let missing = &checker.template.words.missing;
        let mut free = Vec::new();
        for told in self.narrated.iter().filter(|told| told.rewritten.is_some()) {
            let (key, text) = (&told.key, &told.text(missing));
            // A sentence that its author left out says nothing.
            if spelling::is_blank(text) {
                continue;
            }
            let same: Vec<&Paragraph> = variants.iter().filter(|paragraph| paragraph.key == *key).collect();
            let Some(part) = same.first().map(|paragraph| paragraph.part) else { continue };
            if disclosure.texts.contains_key(&part) {
                continue;
            }
            let reader = Reader::new(&checker.template.words, variants, |paragraph| paragraph.part == part);
            let before = ReadBefore::of_row(key.row.as_ref());
            let mut read = with_paragraphs(variants, reader.read_all(text, &before, Some(key)));
            if !read.iter().any(|(paragraph, _)| paragraph.key == *key) {
                // It stands in the place of its own sentence, whatever others it is like.
                let own = Reader::new(&checker.template.words, variants, |paragraph| paragraph.key == *key);
                read = with_paragraphs(variants, own.read(text, &ReadBefore::default()).into_iter().collect());
            }
            // The only wording that there is tells more than none.
            if let ([only], true) = (&same[..], read.is_empty()) {
                read.push(((*only).clone(), read_as(&checker.template.words, text, only)));
            }
            free.push(FreeText { place: TextPlace::Rewritten(key.clone()), part, text: text.clone(), read });
        }
        self.free.extend(free);
    }

    /// The sentences that the program words and nobody rewrote.
    pub fn worded(&self) -> impl Iterator<Item = &Paragraph> {
        self.narrated.iter().zip(&self.is_worded).filter(|(_, is_worded)| **is_worded).map(|(told, _)| told)
    }

    /// The free texts that are sentences.
    pub fn read(&self) -> impl Iterator<Item = (&FreeText, &Paragraph, &Reading)> {
        self.free.iter().flat_map(|free| free.read.iter().map(move |(paragraph, reading)| (free, paragraph, reading)))
    }

    /// The figures that a person gives, in slots or in free texts, and the sums of slots that free texts state.
    pub fn given(&self, checker: Checker<'_>) -> BTreeMap<TextKey, Given> {
        let mut given = BTreeMap::new();
        for slot in self.worded().flat_map(Paragraph::slots) {
            let Some(value) = checker.evaluated.disclosure.slots.get(&slot.key) else { continue };
            let Some(figure) = slot_figure(checker.evaluated, value) else { continue };
            let place = TextPlace::Slot(slot.key.clone());
            given.insert(slot.key.clone(), Given { figure, place, range: 0..0 });
        }
        for (free, paragraph, reading) in self.read() {
            for (piece, what) in paragraph.pieces.iter().enumerate() {
                let key = match what {
                    Piece::Slot(slot) if slot.view != SlotView::Moves && slot.form.kind != SlotKind::Text => {
                        slot.key.clone()
                    }
                    Piece::Total { id, .. } => TextKey { id: id.clone(), row: paragraph.key.row.clone() },
                    _ => continue,
                };
                let figure = reading.piece(&free.text, piece).as_deref().and_then(number);
                // Larger ones are no figures of a budget, and cannot be added up.
                let Some(figure) = figure.filter(|figure| figure.abs() <= Decimal::from(LARGEST)) else { continue };
                let range = reading.spans[piece].clone().unwrap_or_default();
                given.insert(key, Given { figure, place: free.place.clone(), range });
            }
        }
        given
    }

    /// What stands in the slot `id` of each row: where, and in which words.
    pub fn words(&self, checker: Checker<'_>, id: &str) -> HashMap<Option<&RowKey>, Words> {
        let mut words = HashMap::new();
        for slot in self.worded().flat_map(Paragraph::slots).filter(|slot| slot.key.id == id) {
            if let Some(text) = checker.evaluated.disclosure.slots.get(&slot.key).and_then(SlotValue::text) {
                let place = TextPlace::Slot(slot.key.clone());
                let stands = Words { place, range: 0..text.chars().count(), text: text.to_owned() };
                words.entry(slot.key.row.as_ref()).or_insert(stands);
            }
        }
        for (free, paragraph, reading) in self.read() {
            let slots = paragraph.pieces.iter().enumerate().filter_map(|(piece, what)| match what {
                Piece::Slot(slot) if slot.key.id == id => Some((piece, slot)),
                _ => None,
            });
            for (piece, slot) in slots {
                let found = reading.spans[piece].clone().zip(reading.piece(&free.text, piece));
                let Some((range, text)) = found else { continue };
                words.entry(slot.key.row.as_ref()).or_insert(Words { place: free.place.clone(), range, text });
            }
        }
        words
    }

    /// For each paragraph `id` that is told, its row and its first amount, in the form's unit, as the tables have it.
    pub fn amounts(&self, checker: Checker<'_>, id: &str) -> Vec<(Option<&RowKey>, Decimal)> {
        let paragraphs = self.worded().chain(self.read().map(|(_, paragraph, _)| paragraph));
        let amount = |paragraph: &Paragraph| {
            paragraph.pieces.iter().find_map(|piece| match piece {
                Piece::Figure(figure) => Some(in_unit(checker.evaluated, figure.of.now)),
                _ => None,
            })
        };
        let of_id = paragraphs.filter(|paragraph| paragraph.key.id == id);
        of_id.filter_map(|paragraph| Some((paragraph.key.row.as_ref(), amount(paragraph)?))).collect()
    }
}

/// The paragraphs of a part, one after the other: what was read before a text says which sentence it is.
fn read_part(checker: Checker<'_>, variants: &[Paragraph], part: Part, paragraphs: &[String]) -> Vec<FreeText> {
    let reader = Reader::new(&checker.template.words, variants, |paragraph| paragraph.part == part);
    let mut before = ReadBefore::default();
    let read = |(place, text): (usize, &String)| {
        let read = with_paragraphs(variants, reader.read_all(text, &before, None));
        for (paragraph, _) in &read {
            before.add(&paragraph.key);
        }
        FreeText { place: TextPlace::Paragraph(part, place), part, text: text.clone(), read }
    };
    paragraphs.iter().enumerate().map(read).collect()
}

/// The readings, each with the sentence that it is.
fn with_paragraphs(variants: &[Paragraph], readings: Vec<Reading>) -> Vec<(Paragraph, Reading)> {
    readings.into_iter().map(|reading| (variants[reading.paragraph].clone(), reading)).collect()
}

/// The largest figure that is held against others.
const LARGEST: i64 = 1_000_000_000_000_000_000;

pub(super) fn number(text: &str) -> Option<Decimal> {
    let digits: String = crate::spelling::plain(text).filter(|c| *c != ',').collect();
    digits.parse().ok()
}
