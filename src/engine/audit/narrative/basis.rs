//! Policies on which projects stand and that name no document (F6-2). It is only checked where somebody wants it: some
//! projects stand on the duties of their body.

use std::sync::LazyLock;

use regex::Regex;

use super::Checker;
use super::told::Told;
use crate::audit::finding::Finding;
use crate::audit::rules::BASIS;
use crate::audit::text::{Text, pattern};
use crate::disclosure::{SlotValue, TextPlace};
use crate::narrative::{Paragraph, Piece};
use crate::spelling;

/// A title of a document, or its number.
static DOCUMENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"《[^》]+》|[(〔\[]\s*(?:19|20)\d\d\s*[)〕\]]\s*\d*\s*号?|第?\d+\s*号"));
/// What a form calls what is asked for.
const LABEL: &str = "依据";

impl Checker<'_> {
    pub(super) fn basis(self, told: &Told, findings: &mut Vec<Finding>) {
        let message = "没有写明是哪个文件。";
        for slot in told.worded().flat_map(Paragraph::slots).filter(|slot| slot.form.label.contains(LABEL)) {
            let text = self.evaluated.disclosure.slots.get(&slot.key).and_then(SlotValue::text);
            let Some(text) = text.filter(|text| names_none(text)) else { continue };
            let of = Text::new(TextPlace::Slot(slot.key.clone()), text);
            findings.push(of.finding(self.evaluated, BASIS, 0..text.chars().count(), message, None));
        }
        for (free, paragraph, reading) in told.read() {
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let Piece::Slot(slot) = piece else { continue };
                let said = reading.piece(&free.text, place).zip(reading.spans[place].clone());
                let said = said.filter(|(said, _)| slot.form.label.contains(LABEL) && names_none(said));
                if let Some((_, range)) = said {
                    let of = Text::new(free.place.clone(), &free.text);
                    findings.push(of.finding(self.evaluated, BASIS, range, message, None));
                }
            }
        }
    }
}

fn names_none(text: &str) -> bool {
    let plain: String = text.chars().map(spelling::half_width).collect();
    !spelling::is_blank(text) && !DOCUMENT.is_match(&plain)
}
