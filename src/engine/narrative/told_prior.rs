//! Last year's figures from the sentences of a document that was imported.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::fallen;
use super::reading::{ReadBefore, Reader, Reading};
use super::{Figure, Paragraph, Piece, narrate_variants, prior_sum};
use crate::disclosure::{Amount, CellKey, Disclosure, Interval};
use crate::evaluate::Evaluated;
use crate::form::Template;
use crate::form::template::MeasureKind;
use crate::spelling;

/// Last year's figures that the parts that are written as a whole imply: this year's amount, less or plus the
/// difference that they tell. An import keeps them as the disclosure's prior figures.
///
/// A sentence tells the change twice, as an amount and in percent. Where the two fit only with the other direction, the
/// direction is what is wrong; where they do not fit at all, last year's figures among each other tell which of the two
/// is. Of two sentences that imply different figures, the one that tells the change twice is believed, or else the first:
/// beside it the other is wrong.
pub fn told_prior(evaluated: Evaluated<'_>) -> BTreeMap<CellKey, Amount> {
    let Some(template) = evaluated.form.sentences.as_deref() else { return BTreeMap::new() };
    // What fell away has a sentence only where it is known to have had something.
    let mut disclosure = evaluated.disclosure.clone();
    disclosure.prior.extend(fallen::named_in_texts(evaluated, template));
    let variants = narrate_variants(Evaluated { disclosure: &disclosure, ..evaluated });
    let mut told = Told::default();
    for (&part, paragraphs) in &evaluated.disclosure.texts {
        let reader = Reader::new(&template.words, &variants, |paragraph| paragraph.part == part);
        for text in paragraphs {
            for reading in reader.read_all(text, &ReadBefore::default(), None) {
                for change in changes(evaluated, template, &variants[reading.paragraph], &reading, text) {
                    told.add(evaluated, change);
                }
            }
        }
    }
    told.settled(evaluated, template)
}

/// What a sentence says of the change of one cell.
struct Change {
    cell: CellKey,
    /// This year's amount as its table prints it, and as the sentence does.
    now: Amount,
    said: Option<Amount>,
    difference: Amount,
    is_down: bool,
    /// In percent, without sign.
    growth: Option<Decimal>,
}

/// The changes that the sentence `paragraph`, as which `text` was read, tells.
fn changes(
    evaluated: Evaluated<'_>,
    template: &Template,
    paragraph: &Paragraph,
    reading: &Reading,
    text: &str,
) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut said: Vec<(&[CellKey], Option<Amount>)> = Vec::new();
    let mut is_down = false;
    for (place, piece) in paragraph.pieces.iter().enumerate() {
        let Piece::Figure(figure) = piece else { continue };
        let Some(word) = reading.word(text, place) else { continue };
        match figure.kind {
            MeasureKind::Moves if word == template.words.unchanged => {
                let known = said.iter().find(|(cells, _)| *cells == figure.of.cells);
                let said = known.and_then(|(_, amount)| *amount);
                changes.extend(change(evaluated, figure, said, Amount::ZERO, false));
            }
            MeasureKind::Moves => is_down = word == template.words.down.0,
            MeasureKind::Amount => said.push((&figure.of.cells, amount(evaluated, &word))),
            MeasureKind::Difference => {
                let known = said.iter().find(|(cells, _)| *cells == figure.of.cells);
                // What is named and cannot be read says nothing.
                let is_unread = known.is_some_and(|(_, amount)| amount.is_none());
                let difference = amount(evaluated, &word).filter(|_| !is_unread);
                changes.extend(difference.and_then(|difference| {
                    let said = known.and_then(|(_, amount)| *amount);
                    change(evaluated, figure, said, difference, is_down)
                }));
            }
            MeasureKind::Growth => {
                let own = changes.last_mut().filter(|change| {
                    figure.of.cells == [change.cell.clone()] || figure.of.fallen.as_ref() == Some(&change.cell)
                });
                if let Some(own) = own {
                    own.growth = plain(&word).parse().ok();
                }
            }
            _ => {}
        }
    }
    changes
}

/// The change of the only cell of `figure`.
fn change(
    evaluated: Evaluated<'_>,
    figure: &Figure,
    said: Option<Amount>,
    difference: Amount,
    is_down: bool,
) -> Option<Change> {
    let cell = match &figure.of.cells[..] {
        [cell] => cell,
        [] => figure.of.fallen.as_ref()?,
        _ => return None,
    };
    let now = evaluated.form.text_unit.shown(figure.of.now);
    Some(Change { cell: cell.clone(), now, said, difference, is_down, growth: None })
}

impl Change {
    fn last(&self, is_down: bool) -> Amount {
        if is_down { self.now + self.difference } else { self.now - self.difference }
    }

    /// Whether the growth that is told is that from `last`.
    fn fits(&self, evaluated: Evaluated<'_>, last: Amount) -> bool {
        let unit = &evaluated.form.text_unit;
        let Some(growth) = self.growth else { return true };
        let last = Interval::of_printed(last, unit);
        let last = if last == Interval::default() { last } else { last.plus(Interval::of_shown(Amount::ZERO, unit)) };
        Interval::of_printed(self.now, unit).is_growth_from(last, growth)
    }
}

/// What was told until now.
#[derive(Default)]
struct Told {
    /// Last year's figures, each with whether the sentence tells the change twice.
    sure: BTreeMap<CellKey, (Amount, bool)>,
    /// Changes of which amount and percentage do not fit together.
    doubtful: Vec<Change>,
}

impl Told {
    fn add(&mut self, evaluated: Evaluated<'_>, change: Change) {
        let names_another = change.said.is_some_and(|said| said != change.now);
        let as_told = change.last(change.is_down);
        let reversed = change.last(!change.is_down);
        let last = match change.growth {
            None if names_another => return,
            _ if change.fits(evaluated, as_told) => as_told,
            // Nobody had less than nothing.
            _ if reversed >= Amount::ZERO && change.fits(evaluated, reversed) => reversed,
            _ if names_another => return,
            _ => return self.doubtful.push(change),
        };
        let told = (last, change.growth.is_some());
        let known = self.sure.entry(change.cell).or_insert(told);
        if told.1 && !known.1 {
            *known = told;
        }
    }

    /// All figures, the doubtful ones as the sure ones let them be.
    fn settled(mut self, evaluated: Evaluated<'_>, template: &Template) -> BTreeMap<CellKey, Amount> {
        self.doubtful.retain(|change| !self.sure.contains_key(&change.cell));
        let mut disclosure = evaluated.disclosure.clone();
        disclosure.prior = self.sure.into_iter().map(|(cell, (last, _))| (cell, last)).collect();
        let all = self.doubtful.iter().map(|change| (change.cell.clone(), change.last(change.is_down)));
        disclosure.prior.extend(all);
        for change in &self.doubtful {
            if let Some(last) = by_others(Evaluated { disclosure: &disclosure, ..evaluated }, template, change) {
                disclosure.prior.insert(change.cell.clone(), last);
            }
        }
        let Disclosure { prior, .. } = disclosure;
        prior
    }
}

/// What last year's figure must be for an identity between last year's figures to hold, where the percentage that is told
/// fits with it: then the amount of the change is what is wrong.
fn by_others(evaluated: Evaluated<'_>, template: &Template, change: &Change) -> Option<Amount> {
    let told = change.last(change.is_down);
    let apart = template.prior.iter().map(|identity| {
        let [left, right] = [&identity.left, &identity.right].map(|side| prior_sum(evaluated, side).sum);
        left - right
    });
    let possible = apart.filter(|apart| !apart.is_zero()).flat_map(|apart| [told + apart, told - apart]);
    possible.into_iter().find(|last| *last >= Amount::ZERO && change.fits(evaluated, *last))
}

/// The amount that `word` is, in the form's unit.
fn amount(evaluated: Evaluated<'_>, word: &str) -> Option<Amount> {
    evaluated.form.text_unit.amount(plain(word).parse().ok()?).ok()
}

fn plain(word: &str) -> String {
    spelling::plain(word).filter(|c| *c != ',').collect()
}
