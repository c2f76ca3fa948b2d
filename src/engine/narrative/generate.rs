//! Paragraphs from the template.

use std::collections::BTreeSet;

use super::measure::figure;
use super::rows::{self, Place};
use super::variants::waits_to_be_filled;
use super::{Figure, Paragraph, Piece, Slot, Sum, slot_text};
use crate::disclosure::{Part, PerformanceSubject, RewordedPiece, Rewording, SlotValue, TableNumber, TextKey};
use crate::evaluate::Evaluated;
use crate::form::template::{
    Each, Measure, ParagraphTemplate, Repeat, SlotForm, SlotKind, SlotTotal, SlotView, Template, Variant, Word, Wording,
};
use crate::spelling::numeral;
use crate::states::{State, States};

/// The paragraphs of all parts that the form's template words, in printed order; none where it has no template. Parts
/// that were imported or written as a whole are among them: what would be generated if they were not.
pub fn narrate(evaluated: Evaluated<'_>) -> Vec<Paragraph> {
    write_all(Writer::new(evaluated, false))
}

/// The same with every variant of each paragraph, also those that do not fit the figures: what a text may say.
pub fn narrate_variants(evaluated: Evaluated<'_>) -> Vec<Paragraph> {
    write_all(Writer::new(evaluated, true))
}

/// The same where what nobody entered is supposed to be nothing: what a printed document says that has no more than this.
pub fn narrate_supposed(evaluated: Evaluated<'_>) -> Vec<Paragraph> {
    write_all(Writer::new(evaluated, false).map(|writer| Writer { supposes: true, ..writer }))
}

/// The paragraphs that are printed only once a person fills them in, and that nobody did: other matters, the date. They
/// fit the figures and stand in the order in which they would be printed.
pub fn narrate_offered(evaluated: Evaluated<'_>) -> Vec<Paragraph> {
    let writer = Writer::new(evaluated, false).map(|writer| Writer { is_offering: true, ..writer });
    let mut offered = write_all(writer);
    offered.retain(|paragraph| paragraph.slots().next().is_some());
    offered
}

/// Whether a blank is left that a person must fill, if every table that holds nothing is empty. It is asked before it is
/// known how far the tables are.
pub(crate) fn has_blanks(evaluated: Evaluated<'_>) -> bool {
    !parts_with_blanks(evaluated).is_empty()
}

/// The parts in which such a blank is left.
pub(crate) fn parts_with_blanks(evaluated: Evaluated<'_>) -> BTreeSet<Part> {
    let is_free = |paragraph: &Paragraph| paragraph.rewritten.is_none() && !is_whole(evaluated, paragraph.part);
    let is_blank = |slot: &Slot| slot.text.is_none() && slot.form.need.is_needed();
    let mut told = write_all(Writer::plain(evaluated));
    told.retain(is_free);
    told.iter().filter(|told| told.slots().any(is_blank)).map(|told| told.part).collect()
}

fn is_whole(evaluated: Evaluated<'_>, part: Part) -> bool {
    evaluated.disclosure.texts.contains_key(&part)
}

fn write_all(writer: Option<Writer<'_>>) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let Some(writer) = writer else { return paragraphs };
    let Writer { evaluated, template, .. } = writer;
    for part in &template.parts {
        for group in &part.groups {
            let places = match &group.each {
                Some(each) => rows::in_order(evaluated, part.part, rows::places(evaluated, each, &Place::default())),
                None => vec![Place::default()],
            };
            for place in places {
                for paragraph in &group.paragraphs {
                    if writer.is_offering && !waits_to_be_filled(paragraph) {
                        continue;
                    }
                    let key = TextKey { id: paragraph.id.clone(), row: place.key.clone() };
                    let rewritten = evaluated.disclosure.rewritten.get(&key);
                    let rewritten = rewritten.map(|rewording| writer.rewritten(paragraph, rewording, &place).0);
                    // What a person wrote is printed, whatever is known by now.
                    let writer = Writer { supposes: writer.supposes || rewritten.is_some(), ..writer };
                    let written = writer.paragraph(paragraph, &place).into_iter().map(|pieces| Paragraph {
                        part: part.part,
                        key: key.clone(),
                        heading: paragraph.heading,
                        pieces,
                        rewritten: rewritten.clone(),
                    });
                    paragraphs.extend(written);
                }
            }
        }
    }
    paragraphs
}

/// Pieces, and for each of them its source.
type Bound = (Vec<Piece>, Vec<Option<String>>);

/// The pieces of the paragraph `key` as they are printed, rewritten or not, and for each what the template writes in braces
/// for it; where it is not known yet which variant is right, those of the one that is if nothing more comes. `None` where
/// there is no such paragraph.
pub fn narrate_bound(evaluated: Evaluated<'_>, key: &TextKey) -> Option<Bound> {
    let writer = Writer::new(evaluated, false)?;
    let groups = writer.template.parts.iter().flat_map(|part| part.groups.iter().map(move |group| (part.part, group)));
    for (part, group) in groups {
        let Some(paragraph) = group.paragraphs.iter().find(|paragraph| paragraph.id == key.id) else { continue };
        let places = match &group.each {
            Some(each) => rows::in_order(evaluated, part, rows::places(evaluated, each, &Place::default())),
            None => vec![Place::default()],
        };
        let place = places.into_iter().find(|place| place.key == key.row)?;
        let variant = writer.variant(paragraph, &place).or_else(|| writer.supposed(paragraph, &place))?;
        if let Some(rewording) = evaluated.disclosure.rewritten.get(key) {
            return Some(writer.rewritten(paragraph, rewording, &place));
        }
        let (mut pieces, mut sources) = (Vec::new(), Vec::new());
        for wording in &variant.wording {
            writer.write(std::slice::from_ref(wording), &place, &mut pieces);
            sources.resize(pieces.len(), wording.source(writer.template));
        }
        return Some((pieces, sources));
    }
    None
}

/// A sentence that tells no more changes than this is looked for with each of them told and not.
const MOST_CHANGES: usize = 4;

#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) evaluated: Evaluated<'a>,
    template: &'a Template,
    with_variants: bool,
    /// What nobody filled in is worded in the place of what was.
    is_offering: bool,
    /// What nobody entered is supposed to be nothing.
    supposes: bool,
    /// Of the repetitions that are said only of a change, those that are told; `None` where the figures say which.
    changes: Option<&'a [&'a str]>,
    /// How far the tables are; `None` where a table that holds nothing is taken to be empty.
    pub(super) states: Option<&'a States>,
}

impl<'a> Writer<'a> {
    fn plain(evaluated: Evaluated<'a>) -> Option<Self> {
        let template = evaluated.form.sentences.as_deref()?;
        Some(Self {
            evaluated,
            template,
            with_variants: false,
            is_offering: false,
            supposes: false,
            changes: None,
            states: None,
        })
    }

    fn new(evaluated: Evaluated<'a>, with_variants: bool) -> Option<Self> {
        let plain = Self::plain(evaluated)?;
        Some(Self { with_variants, states: Some(evaluated.states()), ..plain })
    }

    /// Whether nothing belongs in the table; `None` while nobody entered anything or said so.
    pub(super) fn is_empty(&self, number: TableNumber) -> Option<bool> {
        let table = self.evaluated.form.table(number);
        let holds_nothing = || table.is_some_and(|table| self.evaluated.evaluation.is_empty(table.list_indices()));
        match self.states.map(|states| states.of_table(self.evaluated.form, number)) {
            None => Some(holds_nothing()),
            Some(State::Untouched | State::Absent) => None,
            Some(state) => Some(state == State::Empty),
        }
    }

    /// Whether nothing can be added to what `sum` comes to.
    pub(super) fn is_final(&self, sum: &Sum) -> bool {
        let cells = || sum.cells.iter().filter_map(|cell| self.evaluated.find(cell));
        self.states.is_none_or(|states| states.is_final(self.evaluated, cells()))
    }

    /// Whether all is there that `sum` comes to.
    pub(super) fn is_known(&self, sum: &Sum) -> bool {
        let cells = || sum.cells.iter().filter_map(|cell| self.evaluated.find(cell));
        self.states.is_none_or(|states| states.is_known(self.evaluated, cells()))
    }
}

impl Writer<'_> {
    /// The pieces of the variant that fits, or of each variant.
    fn paragraph(&self, paragraph: &ParagraphTemplate, place: &Place) -> Vec<Vec<Piece>> {
        let chosen: Vec<&Variant> = match (self.with_variants, self.is_offering) {
            (true, _) => paragraph.variants.iter().collect(),
            (false, true) => self.offered(paragraph, place).into_iter().collect(),
            (false, false) => {
                let supposed = || self.supposed(paragraph, place).filter(|_| self.supposes);
                self.variant(paragraph, place).or_else(supposed).into_iter().collect()
            }
        };
        let mut paragraphs: Vec<Vec<Piece>> = Vec::new();
        for variant in chosen {
            let written = |writer: Writer<'_>| {
                let mut pieces = Vec::new();
                writer.write(&variant.wording, place, &mut pieces);
                // Most paragraphs of projects have two, and there may be hundreds of thousands of them.
                pieces.shrink_to_fit();
                pieces
            };
            let own = written(*self);
            if !own.is_empty() {
                paragraphs.push(own);
            }
            let changes = if self.with_variants { told_changes(&variant.wording) } else { Vec::new() };
            if changes.is_empty() {
                continue;
            }
            // A text says that nothing changed in words of its own, or that it changed by nothing, whatever is known of
            // last year.
            for set in 0..1_usize << changes.len().min(MOST_CHANGES) {
                let told = changes.iter().enumerate().filter(|(at, _)| *at >= MOST_CHANGES || set & (1 << at) != 0);
                let told: Vec<&str> = told.map(|(_, change)| *change).collect();
                let pieces = written(Writer { changes: Some(&told), ..*self });
                if !pieces.is_empty() && !paragraphs.contains(&pieces) {
                    paragraphs.push(pieces);
                }
            }
        }
        paragraphs
    }

    /// The pieces of what a person wrote in the place of `paragraph`, with the sources of those that are bound. What is
    /// bound to something of which the template no longer speaks stays as it was.
    fn rewritten(&self, paragraph: &ParagraphTemplate, rewording: &Rewording, place: &Place) -> Bound {
        let (mut pieces, mut sources) = (Vec::new(), Vec::new());
        let wordings = paragraph.variants.iter().flat_map(|variant| &variant.wording);
        let known: Vec<_> = wordings.filter_map(|wording| Some((wording.source(self.template)?, wording))).collect();
        for piece in rewording.pieces() {
            match piece {
                RewordedPiece::Words(words) => {
                    pieces.push(Piece::Fixed(words.to_owned()));
                    sources.push(None);
                }
                RewordedPiece::Bound(source, shown) => {
                    match known.iter().find(|(own, _)| own == source) {
                        Some((_, wording)) => self.write(std::slice::from_ref(*wording), place, &mut pieces),
                        None => pieces.push(Piece::Fixed(shown.to_owned())),
                    }
                    sources.resize(pieces.len(), Some(source.to_owned()));
                }
            }
        }
        (pieces, sources)
    }

    fn write(&self, wording: &[Wording], place: &Place, pieces: &mut Vec<Piece>) {
        for piece in wording {
            match piece {
                Wording::Fixed(text) => {
                    // A person's words end with a full stop of their own at times; the template has one.
                    if let (true, Some(Piece::Slot(Slot { text: Some(slot), .. }))) =
                        (text.starts_with('。'), pieces.last_mut())
                    {
                        slot.truncate(slot.trim_end_matches('。').len());
                    }
                    pieces.push(Piece::Fixed(text.clone()));
                }
                Wording::Word(word) => pieces.push(Piece::Word { word: *word, text: self.word(*word, place) }),
                Wording::Measure(measure) => pieces.push(self.measure(measure, place)),
                Wording::Slot { id, form, view } => {
                    pieces.push(Piece::Slot(self.slot(id, &self.template.slots[*form], *view, place)));
                }
                Wording::Total(total) => pieces.push(self.total(&self.template.totals[*total], place)),
                Wording::Repeat(repeat) => self.repeat(repeat, place, pieces),
            }
        }
    }

    fn repeat(&self, repeat: &Repeat, place: &Place, pieces: &mut Vec<Piece>) {
        let told = self.changes.filter(|_| matches!(repeat.each, Each::Changed(_)));
        let places = match told {
            Some(told) if told.contains(&repeat.source.as_str()) => vec![place.clone()],
            Some(_) => Vec::new(),
            None => rows::places(self.evaluated, &repeat.each, place),
        };
        let is_worded = repeat.none.iter().all(|piece| matches!(piece, Wording::Fixed(_)));
        if places.is_empty() && is_worded && !self.is_all_there(&repeat.each, place) {
            pieces.push(Piece::Fixed(super::missing(self.evaluated).to_owned()));
        } else if places.is_empty() {
            self.write(&repeat.none, place, pieces);
        }
        for (turn, place) in places.iter().enumerate() {
            if turn > 0 {
                pieces.push(Piece::Fixed(repeat.separator.clone()));
            }
            self.write(&repeat.wording, place, pieces);
        }
    }

    fn word(&self, word: Word, place: &Place) -> String {
        let disclosure = self.evaluated.disclosure;
        let merged = |(carried, granted): (_, _)| match word {
            Word::Carried => self.evaluated.form.text_unit.text(carried),
            _ => self.evaluated.form.text_unit.text(granted),
        };
        match word {
            Word::Body => self.unit(place).unwrap_or(&disclosure.body).to_owned(),
            Word::Year => disclosure.year.to_string(),
            Word::LastYear => disclosure.year.saturating_sub(1).to_string(),
            Word::Kind => match disclosure.kind {
                crate::disclosure::Kind::Unit => self.template.words.kinds.0.clone(),
                crate::disclosure::Kind::Department => self.template.words.kinds.1.clone(),
            },
            Word::Ordinal => place.ordinal.to_string(),
            Word::Numeral => numeral(place.ordinal),
            Word::Name => place.name.clone(),
            Word::Path => rows::path(self.evaluated, place, &self.template.words.levels),
            Word::ProjectTables | Word::WholeTables if !self.is_performance_known() => {
                super::missing(self.evaluated).to_owned()
            }
            Word::ProjectTables => self.performance_tables(false).to_string(),
            Word::WholeTables => self.performance_tables(true).to_string(),
            Word::Carried | Word::Granted => place.merged.map(merged).unwrap_or_default(),
        }
    }

    /// The unit that carries out the project of which `place` speaks, where the tables name it.
    fn unit(&self, place: &Place) -> Option<&str> {
        let row = self.evaluated.stored(place.list?, place.row?)?;
        let unit = row.subject.project()?.unit.as_deref()?;
        Some(unit).filter(|unit| !unit.trim().is_empty())
    }

    pub(super) fn performance_tables(&self, whole: bool) -> usize {
        let tables = self.evaluated.disclosure.performance.iter();
        tables.filter(|table| (table.subject == PerformanceSubject::Whole) == whole).count()
    }

    fn measure(&self, measure: &Measure, place: &Place) -> Piece {
        let of = Sum::of(self.evaluated, &measure.of, place);
        let whole = (!measure.whole.is_empty()).then(|| Box::new(Sum::of(self.evaluated, &measure.whole, place)));
        // What nobody entered yet is not nothing.
        let is_known = |sum: &Sum| if sum.now.is_zero() { self.is_final(sum) } else { self.is_known(sum) };
        let is_known = is_known(&of) && whole.as_ref().is_none_or(|whole| is_known(whole));
        let figure = figure(self.evaluated, &self.template.words, measure.kind, of, whole);
        Piece::Figure(if is_known { figure } else { Figure { exact: None, text: None, ..figure } })
    }

    fn slot(&self, id: &str, form: &SlotForm, view: SlotView, place: &Place) -> Slot {
        let key = TextKey { id: id.to_owned(), row: place.key.clone() };
        let value = self.evaluated.disclosure.slots.get(&key);
        let value = value.filter(|value| value.text().is_none_or(|text| !text.trim().is_empty()));
        let year = self.evaluated.disclosure.year.to_string();
        let default = || form.default.as_ref().map(|text| text.replace("{year}", &year));
        let text = match (value, view) {
            (Some(SlotValue::Count(count)), SlotView::Size) => Some(count.unsigned_abs().to_string()),
            (Some(SlotValue::Count(count)), SlotView::Moves) => {
                let words = &self.template.words;
                Some(if *count < 0 { words.down.0.clone() } else { words.up.0.clone() })
            }
            (Some(value), _) => Some(slot_text(self.evaluated, value).trim().to_owned()),
            (None, _) => default(),
        };
        Slot { key, form: form.clone(), view, text, is_filled: value.is_some() }
    }

    fn total(&self, total: &SlotTotal, place: &Place) -> Piece {
        let value = |id: &String| {
            let key = TextKey { id: id.clone(), row: place.key.clone() };
            self.evaluated.disclosure.slots.get(&key)
        };
        let values: Option<Vec<&SlotValue>> = total.of.iter().map(value).collect();
        let sum = values.map(|values| match total.kind {
            SlotKind::Amount => SlotValue::Amount(values.iter().filter_map(|value| amount(value)).sum()),
            _ => SlotValue::Count(values.iter().filter_map(|value| count(value)).sum()),
        });
        let text = sum.map(|sum| slot_text(self.evaluated, &sum));
        Piece::Total { id: total.id.clone(), kind: total.kind, text }
    }
}

/// The repetitions in `wording` that are said only of what changed.
fn told_changes(wording: &[Wording]) -> Vec<&str> {
    let mut told: Vec<&str> = Vec::new();
    for piece in wording {
        if let Wording::Repeat(repeat) = piece {
            told.extend(matches!(repeat.each, Each::Changed(_)).then_some(repeat.source.as_str()));
            told.extend(told_changes(&repeat.wording));
        }
    }
    told.sort_unstable();
    told.dedup();
    told
}

fn amount(value: &SlotValue) -> Option<crate::disclosure::Amount> {
    match value {
        SlotValue::Amount(amount) => Some(*amount),
        _ => None,
    }
}

fn count(value: &SlotValue) -> Option<i64> {
    match value {
        SlotValue::Count(count) => Some(*count),
        _ => None,
    }
}
