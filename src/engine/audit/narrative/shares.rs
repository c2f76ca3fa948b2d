//! Shares of one whole that a text tells come to a hundred (D8, F21).

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::Checker;
use super::told::{Told, number};
use crate::audit::finding::Finding;
use crate::audit::rules::SHARES;
use crate::audit::text::Text;
use crate::disclosure::{CellKey, Part, TextPlace};
use crate::form::template::MeasureKind;
use crate::narrative::{Figure, Piece};

/// Shares of one whole in one part.
#[derive(Default)]
struct Shares {
    sum: Decimal,
    count: i64,
    /// The amounts of which they are, in all, and the whole.
    told: Decimal,
    whole: Decimal,
    last: Option<(TextPlace, std::ops::Range<usize>, String)>,
}

impl Checker<'_> {
    pub(super) fn shares(self, told: &Told, findings: &mut Vec<Finding>) {
        let mut shares: BTreeMap<(Part, Vec<CellKey>), Shares> = BTreeMap::new();
        for (free, paragraph, reading) in told.read() {
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let Piece::Figure(figure @ Figure { kind: MeasureKind::Share, whole: Some(whole), .. }) = piece else {
                    continue;
                };
                let said = reading.piece(&free.text, place);
                let (Some(said), Some(range)) = (said.as_deref().and_then(number), &reading.spans[place]) else {
                    continue;
                };
                let shares = shares.entry((free.part, whole.cells.clone())).or_default();
                shares.sum += said;
                shares.count += 1;
                shares.told += figure.of.now.yuan();
                shares.whole = whole.now.yuan();
                shares.last = Some((free.place.clone(), range.clone(), free.text.clone()));
            }
        }
        for shares in shares.into_values() {
            // Only where all the parts are told can their shares be the whole.
            let is_whole = !shares.whole.is_zero() && shares.told == shares.whole;
            let allowed = Decimal::new(shares.count, 2);
            let Some((place, range, text)) = shares.last.filter(|_| is_whole) else { continue };
            if (shares.sum - Decimal::ONE_HUNDRED).abs() > allowed {
                let message = format!("各项占比合计 {:.2}%，应是 100%。", shares.sum);
                findings.push(Text::new(place, &text).finding(self.evaluated, SHARES, range, &message, None));
            }
        }
    }
}
