//! What a person fills in: what is missing, and what does not fit together (F29 and F42 to F45).

use super::Checker;
use super::facts::PieceRead;
use super::told::Told;
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::rules::{OTHER_PARTS, PRIOR_MISSING, REASON_EMPTY, SECTIONS, grade_of};
use crate::audit::text::Text;
use crate::disclosure::{Part, TextKey, TextPlace};
use crate::form::template::{SlotKind, SlotNeed};
use crate::narrative::Piece;

impl Checker<'_> {
    pub(super) fn slots(self, told: &Told, findings: &mut Vec<Finding>) {
        self.missing(told, findings);
        self.empty(told, findings);
        self.totals(told, findings);
        self.limits(told, findings);
    }

    /// Slots that nobody filled, in what the program words.
    fn missing(self, told: &Told, findings: &mut Vec<Finding>) {
        let mut has_no_prior = false;
        for paragraph in &told.worded {
            has_no_prior |= paragraph.pieces.iter().any(|piece| matches!(piece, Piece::Figure(f) if f.text.is_none()));
            let mut asked: Vec<&TextKey> = Vec::new();
            for slot in paragraph.slots().filter(|slot| slot.text.is_none()) {
                if asked.contains(&&slot.key) {
                    continue;
                }
                asked.push(&slot.key);
                let rule = match slot.form.need {
                    SlotNeed::Reason | SlotNeed::Purpose => REASON_EMPTY,
                    SlotNeed::Required if paragraph.part == Part::Overview => OTHER_PARTS,
                    SlotNeed::Required => SECTIONS,
                    SlotNeed::Optional => continue,
                };
                let place = TextPlace::Slot(slot.key.clone());
                let message = format!("{}没有填写。", text_label(self.evaluated, &place));
                findings.push(Finding::new(rule, grade_of(rule), message).in_text(self.evaluated, place, 0..0));
            }
        }
        if has_no_prior {
            let message = "没有上年预算数，写不出比上年预算的增减。".to_owned();
            findings.push(Finding::new(PRIOR_MISSING, grade_of(PRIOR_MISSING), message));
        }
    }

    /// Reasons and purposes that a free text leaves empty.
    fn empty(self, told: &Told, findings: &mut Vec<Finding>) {
        for (free, paragraph, reading) in told.read() {
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let Piece::Slot(slot) = piece else { continue };
                let is_wanted =
                    slot.form.kind == SlotKind::Text && matches!(slot.form.need, SlotNeed::Reason | SlotNeed::Purpose);
                let said = reading.piece(&free.text, place).unwrap_or_default();
                let is_blank = said.chars().all(|c| !c.is_alphanumeric());
                // A sentence that ends before the slot leaves it out altogether, which may be meant.
                let has_words_before = place.checked_sub(1).is_some_and(|before| reading.spans[before].is_some());
                if is_wanted && is_blank && has_words_before {
                    let message = format!("没有写{}。", slot.form.label);
                    let written = Text::new(free.place.clone(), &free.text);
                    let range = reading.gap(place);
                    findings.push(written.finding(self.evaluated, REASON_EMPTY, range, &message, None));
                }
            }
        }
    }

    /// Sums of slots that a text states otherwise.
    fn totals(self, told: &Told, findings: &mut Vec<Finding>) {
        let given = told.given(self);
        for (free, paragraph, reading) in told.read() {
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let Piece::Total { id, .. } = piece else { continue };
                let row = &paragraph.key.row;
                let key = |id: &String| TextKey { id: id.clone(), row: row.clone() };
                let Some(total) = self.template.totals.iter().find(|total| total.id == *id) else { continue };
                let Some(stated) = given.get(&key(id)) else { continue };
                let parts: Option<Vec<_>> = total.of.iter().map(|id| Some(given.get(&key(id))?.figure)).collect();
                let Some(sum) = parts.map(|parts| parts.into_iter().sum::<rust_decimal::Decimal>()) else { continue };
                if sum != stated.figure {
                    let sum = match total.kind {
                        SlotKind::Count => sum.to_string(),
                        _ => format!("{sum:.2}"),
                    };
                    let message = format!("各部分之和是 {sum}。");
                    findings.push(self.finding(
                        PieceRead { free, paragraph, reading, place },
                        &total.rule,
                        &message,
                        Some(&sum),
                    ));
                }
            }
        }
    }

    /// Slots that are larger than what they are part of.
    fn limits(self, told: &Told, findings: &mut Vec<Finding>) {
        let given = told.given(self);
        let figure = |id: &String| {
            let stated = given.get(&TextKey::new(id)).map(|given| given.figure);
            let total = self.template.totals.iter().find(|total| total.id == *id);
            let sum = || total?.of.iter().map(|id| Some(given.get(&TextKey::new(id))?.figure)).sum();
            stated.or_else(sum)
        };
        for limit in &self.template.limits {
            let (Some(least), Some(most)) = (figure(&limit.least), figure(&limit.most)) else { continue };
            let Some(at) = given.get(&TextKey::new(&limit.least)).filter(|_| least > most) else { continue };
            let rule = limit.rule.as_str();
            let label = text_label(self.evaluated, &at.place);
            let message = format!("{label}：{}（{least} 大于 {most}）。", limit.message);
            let finding = Finding::new(rule, grade_of(rule), message);
            findings.push(finding.in_text(self.evaluated, at.place.clone(), at.range.clone()));
        }
    }
}
