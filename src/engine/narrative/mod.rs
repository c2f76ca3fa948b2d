//! The sentences of a disclosure, from its figures and what a person knows.
//!
//! [`narrate`] is one pure function from an evaluated disclosure to its paragraphs, worded as the form's template says.
//! Each is a list of pieces: fixed words, words and figures that follow from the disclosure, and slots that a person
//! fills. [`reading`] goes the other way: it finds in a text that somebody wrote the sentence of the template that it is,
//! and what stands in its slots.

pub mod accounts;
mod compared;
mod fallen;
mod generate;
mod last_year;
mod measure;
pub mod reading;
mod recoded;
mod rows;
mod same_projects;
mod sums;
mod told_part;
mod told_prior;
mod variants;

#[cfg(test)]
mod tests;

pub use compared::prior_cells;
pub use generate::{narrate, narrate_bound, narrate_offered, narrate_supposed, narrate_variants};
pub use last_year::{LastYearFigure, last_year_figures, told_last_year};
pub use sums::Sum;
pub use told_part::{ToldPart, told_part};
pub use told_prior::told_prior;

pub(crate) use compared::compared_without_row;
pub(crate) use generate::{has_blanks, parts_with_blanks};
pub(crate) use measure::{growth, percent_text};
pub(crate) use sums::prior_sum;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::disclosure::{Amount, AmountUnit, CellKey, Part, SlotValue, TextKey};
use crate::evaluate::Evaluated;
use crate::form::template::{MeasureKind, SlotForm, SlotKind, SlotNeed, SlotView, Word};

/// A paragraph as it is printed, and where its pieces come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The part in which it stands.
    pub part: Part,
    /// What names it.
    pub key: TextKey,
    /// The level of heading that it is: 3 for （一）.
    pub heading: Option<u8>,
    /// Its pieces as the template words it.
    pub pieces: Vec<Piece>,
    /// What a person wrote in its place: their words, and what in it still follows from the disclosure.
    pub rewritten: Option<Vec<Piece>>,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the template.
    Fixed(String),
    /// A word that follows from the disclosure: a name, a year, a number of tables.
    Word {
        word: Word,
        /// As printed.
        text: String,
    },
    /// A figure from the tables, or a word for its direction.
    Figure(Figure),
    /// What a person fills in.
    Slot(Slot),
    /// A sum of slots.
    Total {
        /// Its id in the template.
        id: String,
        /// What it adds up.
        kind: SlotKind,
        /// As printed; `None` while a slot is not filled.
        text: Option<String>,
    },
}

/// A figure in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What of the amount is said.
    pub kind: MeasureKind,
    /// The amount this year and last.
    pub of: Sum,
    /// Of what a share is.
    pub whole: Option<Box<Sum>>,
    /// The figure before rounding: in the form's unit, or in percent; `None` for a direction.
    pub exact: Option<Decimal>,
    /// As printed; `None` where last year's figures are not known.
    pub text: Option<String>,
}

impl Figure {
    /// Whether it cannot be printed for lack of last year's figures: it may also wait for this year's.
    pub fn lacks_last_year(&self) -> bool {
        self.text.is_none() && self.of.last.is_none()
    }
}

/// A place that a person fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What names it.
    pub key: TextKey,
    pub form: SlotForm,
    pub view: SlotView,
    /// As printed: what is filled in, or the template's default; `None` where there is neither.
    pub text: Option<String>,
    /// Whether a person filled it in.
    pub is_filled: bool,
}

impl Piece {
    /// The piece as printed, `None` where it is missing.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Fixed(text) | Self::Word { text, .. } => Some(text),
            Self::Figure(Figure { text, .. }) | Self::Slot(Slot { text, .. }) | Self::Total { text, .. } => {
                text.as_deref()
            }
        }
    }

    /// The cells that it tells of.
    pub fn cells(&self) -> &[CellKey] {
        match self {
            Self::Figure(figure) => &figure.of.cells,
            _ => &[],
        }
    }
}

impl Paragraph {
    /// The slots for reasons, each with this year's amount less last year's as both are shown in `unit`; `None` where last
    /// year's is not known, or the two differ by less than is shown.
    pub fn reasons(&self, unit: &AmountUnit) -> Vec<(&Slot, Option<Amount>)> {
        let mut change = None;
        let mut reasons = Vec::new();
        for piece in &self.pieces {
            match piece {
                Piece::Figure(figure) if figure.kind == MeasureKind::Difference => change = figure.of.told_change(unit),
                Piece::Slot(slot) if slot.form.need == SlotNeed::Reason => reasons.push((slot, change)),
                _ => {}
            }
        }
        reasons
    }

    /// What is printed, with `missing` where something is not known yet.
    pub fn text(&self, missing: &str) -> String {
        text_of(self.printed(), missing)
    }

    /// The pieces that are printed.
    pub fn printed(&self) -> &[Piece] {
        self.rewritten.as_deref().unwrap_or(&self.pieces)
    }

    /// What the template says, whatever a person wrote.
    pub fn generated(&self, missing: &str) -> String {
        text_of(&self.pieces, missing)
    }

    /// Those of the template's sentence.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        slots_of(&self.pieces)
    }

    /// Those that are printed.
    pub fn printed_slots(&self) -> impl Iterator<Item = &Slot> {
        slots_of(self.printed())
    }
}

fn slots_of(pieces: &[Piece]) -> impl Iterator<Item = &Slot> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Slot(slot) => Some(slot),
        _ => None,
    })
}

fn text_of(pieces: &[Piece], missing: &str) -> String {
    pieces.iter().map(|piece| piece.text().unwrap_or(missing)).collect()
}

/// The reasons that a person gives in `evaluated`, by their slots: as they were filled in, and as parts tell them that were
/// written as a whole.
pub fn given_reasons(evaluated: Evaluated<'_>) -> BTreeMap<TextKey, String> {
    let Some(template) = &evaluated.form.sentences else { return BTreeMap::new() };
    let told = evaluated.disclosure.texts.keys().flat_map(|part| told_part(evaluated, *part).slots);
    let slots = told.chain(evaluated.disclosure.slots.clone());
    let is_reason = |key: &TextKey| template.slot(&key.id).is_some_and(|slot| slot.need == SlotNeed::Reason);
    let reasons = slots.filter(|(key, _)| is_reason(key));
    reasons.filter_map(|(key, value)| Some((key, value.text()?.to_owned()))).collect()
}

/// The words that stand where something is not known yet.
pub fn missing<'a>(evaluated: Evaluated<'a>) -> &'a str {
    evaluated.form.sentences.as_ref().map_or("", |template| &template.words.missing)
}

/// `value` as a sentence prints it.
pub fn slot_text(evaluated: Evaluated<'_>, value: &SlotValue) -> String {
    match value {
        SlotValue::Text(text) => text.clone(),
        SlotValue::Amount(amount) => evaluated.form.text_unit.text(*amount),
        SlotValue::Count(count) => count.to_string(),
        SlotValue::Area(area) => format!("{:.2}", area.round_dp(2)),
    }
}

/// The figure of a value that is one, in the form's unit.
pub fn slot_figure(evaluated: Evaluated<'_>, value: &SlotValue) -> Option<Decimal> {
    match value {
        SlotValue::Text(_) => None,
        SlotValue::Amount(amount) => Some(in_unit(evaluated, *amount)),
        SlotValue::Count(count) => Some(Decimal::from(*count)),
        SlotValue::Area(area) => Some(*area),
    }
}

/// `amount` in the form's unit, exactly.
pub fn in_unit(evaluated: Evaluated<'_>, amount: Amount) -> Decimal {
    amount.yuan() / evaluated.form.text_unit.yuan
}
