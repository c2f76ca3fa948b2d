//! Last year's figures from the sentences of a document that was imported.

use std::collections::BTreeMap;

use super::reading::{ReadBefore, Reader};
use super::{Figure, Piece, narrate_variants};
use crate::disclosure::{Amount, CellKey};
use crate::evaluate::Evaluated;
use crate::form::template::MeasureKind;
use crate::spelling;

/// Last year's figures that the parts that are written as a whole imply: this year's amount, less or plus the
/// difference that they tell. An import keeps them as the disclosure's prior figures.
pub fn told_prior(evaluated: Evaluated<'_>) -> BTreeMap<CellKey, Amount> {
    let mut prior = BTreeMap::new();
    let Some(template) = &evaluated.form.sentences else { return prior };
    let variants = narrate_variants(evaluated);
    for (&part, paragraphs) in &evaluated.disclosure.texts {
        let reader = Reader::new(&template.words, &variants, |paragraph| paragraph.part == part);
        for text in paragraphs {
            for reading in reader.read_all(text, &ReadBefore::default(), None) {
                let mut is_down = false;
                for (place, piece) in variants[reading.paragraph].pieces.iter().enumerate() {
                    let (Piece::Figure(figure), Some(said)) = (piece, reading.piece(text, place)) else { continue };
                    match figure.kind {
                        MeasureKind::Moves => is_down = said == template.words.down.0,
                        MeasureKind::Difference => prior.extend(implied(evaluated, figure, &said, is_down)),
                        _ => {}
                    }
                }
            }
        }
    }
    prior
}

/// Last year's figure of the only cell of `figure`, of which `said` is the difference.
fn implied(evaluated: Evaluated<'_>, figure: &Figure, said: &str, is_down: bool) -> Option<(CellKey, Amount)> {
    let unit = &evaluated.form.unit;
    let [cell] = &figure.of.cells[..] else { return None };
    let digits: String = said.chars().map(spelling::half_width).filter(|c| *c != ',').collect();
    let difference = unit.amount(digits.parse().ok()?).ok()?;
    let now = unit.shown(figure.of.now);
    Some((cell.clone(), if is_down { now + difference } else { now - difference }))
}
