//! Last year's figures from the sentences of a document that was imported.

use std::collections::{BTreeMap, BTreeSet};

use super::reading::{ReadBefore, Reader};
use super::{Figure, Piece, narrate_variants};
use crate::disclosure::{Amount, CellKey};
use crate::evaluate::Evaluated;
use crate::form::template::MeasureKind;
use crate::spelling;

/// Last year's figures that the parts that are written as a whole imply: this year's amount, less or plus the
/// difference that they tell. An import keeps them as the disclosure's prior figures.
///
/// Nothing follows from a sentence that names another amount for this year than its table, nor from two that imply
/// different figures.
pub fn told_prior(evaluated: Evaluated<'_>) -> BTreeMap<CellKey, Amount> {
    let mut prior = BTreeMap::new();
    let mut contradicted = BTreeSet::new();
    let Some(template) = &evaluated.form.sentences else { return prior };
    let variants = narrate_variants(evaluated);
    for (&part, paragraphs) in &evaluated.disclosure.texts {
        let reader = Reader::new(&template.words, &variants, |paragraph| paragraph.part == part);
        for text in paragraphs {
            for reading in reader.read_all(text, &ReadBefore::default(), None) {
                let pieces = variants[reading.paragraph].pieces.iter().enumerate();
                let said: Vec<(&Figure, String)> = pieces
                    .filter_map(|(place, piece)| match piece {
                        Piece::Figure(figure) => Some((figure, reading.piece(text, place)?)),
                        _ => None,
                    })
                    .collect();
                let mut is_down = false;
                for (figure, words) in &said {
                    match figure.kind {
                        MeasureKind::Moves => is_down = *words == template.words.down.0,
                        MeasureKind::Difference if !names_another_amount(evaluated, figure, &said) => {
                            let Some((cell, amount)) = implied(evaluated, figure, words, is_down) else { continue };
                            if prior.insert(cell.clone(), amount).is_some_and(|before| before != amount) {
                                contradicted.insert(cell);
                            }
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    prior.retain(|cell, _| !contradicted.contains(cell));
    prior
}

/// Whether the sentence says another amount of this year than the table has, of which `figure` tells the difference.
fn names_another_amount(evaluated: Evaluated<'_>, figure: &Figure, said: &[(&Figure, String)]) -> bool {
    let now = evaluated.form.unit.shown(figure.of.now);
    let amounts =
        said.iter().filter(|(other, _)| other.kind == MeasureKind::Amount && other.of.cells == figure.of.cells);
    amounts.into_iter().any(|(_, words)| amount(evaluated, words) != Some(now))
}

/// Last year's figure of the only cell of `figure`, of which `said` is the difference.
fn implied(evaluated: Evaluated<'_>, figure: &Figure, said: &str, is_down: bool) -> Option<(CellKey, Amount)> {
    let unit = &evaluated.form.unit;
    let [cell] = &figure.of.cells[..] else { return None };
    let difference = amount(evaluated, said)?;
    let now = unit.shown(figure.of.now);
    Some((cell.clone(), if is_down { now + difference } else { now - difference }))
}

/// The amount that `words` are, in the form's unit.
fn amount(evaluated: Evaluated<'_>, words: &str) -> Option<Amount> {
    let digits: String = words.chars().map(spelling::half_width).filter(|c| *c != ',').collect();
    evaluated.form.unit.amount(digits.parse().ok()?).ok()
}
