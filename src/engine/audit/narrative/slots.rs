//! What a person fills in: what is missing, and what does not fit together (F22, F23, F29 and F42 to F45).

use super::Checker;
use super::facts::PieceRead;
use super::limits::WrongTotal;
use super::products::rounded;
use super::told::{Given, Told};
use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use crate::audit::finding::{Finding, Grade};
use crate::audit::places::text_label;
use crate::audit::rules::{BELOW_ZERO, OTHER_PARTS, PRIOR_MISSING, REASON_EMPTY, SECTIONS, grade_of};
use crate::audit::text::{Text, executed};
use crate::disclosure::{Interval, Part, TextKey, TextPlace};
use crate::form::template::{SlotKind, SlotNeed, SlotTotal};
use crate::narrative::{Paragraph, Piece, slot_figure};
use crate::spelling;

impl Checker<'_> {
    pub(super) fn slots(self, told: &Told, findings: &mut Vec<Finding>) {
        self.missing(told, findings);
        self.empty(told, findings);
        self.over_executed(told, findings);
        let given = told.given(self);
        let wrong = self.totals(told, &given, findings);
        self.limits(&given, &wrong, findings);
        self.needs(&given, findings);
        self.below_zero(told, findings);
    }

    /// Slots that nobody filled, in what the program words.
    fn missing(self, told: &Told, findings: &mut Vec<Finding>) {
        let mut has_no_prior = false;
        for paragraph in told.worded() {
            has_no_prior |=
                paragraph.pieces.iter().any(|piece| matches!(piece, Piece::Figure(f) if f.lacks_last_year()));
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
                    SlotNeed::ToPublish | SlotNeed::Optional => continue,
                };
                let place = TextPlace::Slot(slot.key.clone());
                let message = format!("{}没有填写。", text_label(self.evaluated, &place));
                findings.push(Finding::new(rule, grade_of(rule), message).in_text(self.evaluated, place, 0..0));
            }
        }
        if has_no_prior {
            let missing = match self.evaluated.disclosure.prior.is_empty() {
                true => "没有上年预算数",
                false => "要比较的上年预算数没有填全",
            };
            let message = format!("{missing}，写不出比上年预算的增减。");
            findings.push(Finding::new(PRIOR_MISSING, grade_of(PRIOR_MISSING), message));
        }
    }

    /// Counts that a person gave below zero, in what the program words.
    fn below_zero(self, told: &Told, findings: &mut Vec<Finding>) {
        let mut known: BTreeSet<&TextKey> = BTreeSet::new();
        for slot in told.worded().flat_map(Paragraph::slots) {
            let is_counted = matches!(slot.form.kind, SlotKind::Count | SlotKind::Area);
            if !is_counted || self.template.may_decrease(&slot.key.id) || !known.insert(&slot.key) {
                continue;
            }
            let value = self.evaluated.disclosure.slots.get(&slot.key);
            let figure = value.and_then(|value| slot_figure(self.evaluated, value));
            if let Some(figure) = figure.filter(|figure| figure.is_sign_negative() && !figure.is_zero()) {
                let place = TextPlace::Slot(slot.key.clone());
                let message = format!("{}是 {figure}，不会小于零。", text_label(self.evaluated, &place));
                findings.push(Finding::new(BELOW_ZERO, grade_of(BELOW_ZERO), message).in_text(
                    self.evaluated,
                    place,
                    0..0,
                ));
            }
        }
    }

    /// Growth over what was spent last year, in what the program words: the figures stand in slots.
    fn over_executed(self, told: &Told, findings: &mut Vec<Finding>) {
        // Of what was spent hardly any sentence speaks.
        let may_speak = |paragraph: &&Paragraph| {
            paragraph.pieces.iter().any(|piece| piece.text().is_some_and(|text| text.contains('执')))
        };
        for paragraph in told.worded().filter(|paragraph| paragraph.slots().count() > 1).filter(may_speak) {
            let (mut said, mut slots) = (String::new(), Vec::new());
            for piece in &paragraph.pieces {
                let begin = said.len();
                said.extend(piece.text().unwrap_or_default().chars().map(spelling::half_width));
                if let Piece::Slot(slot) = piece {
                    slots.push((begin..said.len(), slot));
                }
            }
            for wrong in executed::wrong_growths(&said) {
                let Some((at, slot)) = slots.iter().find(|(at, _)| at.contains(&wrong.range.start)) else { continue };
                let place = TextPlace::Slot(slot.key.clone());
                let count = |to: usize| said.get(at.start..to).unwrap_or_default().chars().count();
                let range = count(wrong.range.start)..count(wrong.range.end.min(at.end));
                let text = Text::new(place, slot.text.as_deref().unwrap_or_default());
                let repair = Some(("改为应有的", wrong.right.as_str()));
                findings.push(text.finding(self.evaluated, wrong.rule, range, &wrong.message, repair));
            }
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

    /// Sums of slots that a text states otherwise; returns those that are wrong.
    fn totals(self, told: &Told, given: &BTreeMap<TextKey, Given>, findings: &mut Vec<Finding>) -> Vec<WrongTotal> {
        let mut wrong = Vec::new();
        for (free, paragraph, reading) in told.read() {
            for (place, piece) in paragraph.pieces.iter().enumerate() {
                let Piece::Total { id, .. } = piece else { continue };
                let row = &paragraph.key.row;
                let key = |id: &String| TextKey { id: id.clone(), row: row.clone() };
                let Some(total) = self.template.totals.iter().find(|total| total.id == *id) else { continue };
                let Some(stated) = given.get(&key(id)) else { continue };
                let parts: Option<Vec<Decimal>> = total.of.iter().map(|id| Some(given.get(&key(id))?.figure)).collect();
                let Some(parts) = parts else { continue };
                let sum = parts.iter().sum::<Decimal>();
                if sum == stated.figure {
                    continue;
                }
                let is_rounding =
                    total.kind == SlotKind::Amount && self.sum_of(&parts).meets(self.shown(stated.figure));
                if !is_rounding {
                    let parts = total.of.iter().map(key).zip(parts).collect();
                    wrong.push(WrongTotal::new((key(id), stated.figure), parts, sum));
                }
                let read = PieceRead { free, paragraph, reading, place };
                let finding = self.other_total(read, total, sum);
                let grade = if is_rounding { Grade::Rounding } else { finding.grade };
                let repairs = if is_rounding { Vec::new() } else { finding.repairs.clone() };
                findings.push(Finding { grade, repairs, ..finding });
            }
        }
        wrong
    }

    fn other_total(self, read: PieceRead<'_>, total: &SlotTotal, sum: Decimal) -> Finding {
        let sum = match total.kind {
            SlotKind::Count => sum.to_string(),
            _ => format!("{:.2}", rounded(sum)),
        };
        self.finding(read, &total.rule, &format!("各部分之和是 {sum}。"), Some(&sum))
    }

    /// What figures of the form's unit say of the sum of the amounts behind them, as printed.
    pub(super) fn sum_of(self, figures: &[Decimal]) -> Interval {
        figures.iter().filter(|figure| !figure.is_zero()).map(|&figure| self.shown(figure)).sum()
    }

    /// What one of them says by itself.
    pub(super) fn shown(self, figure: Decimal) -> Interval {
        let unit = &self.evaluated.form.text_unit;
        Interval::of_shown(unit.shown(unit.amount(figure).unwrap_or_default()), unit)
    }
}
