//! How far the parts that are text are: their blanks.

use super::{LeftPlace, Survey, part_name};
use crate::audit::{is_begun, text_label};
use crate::disclosure::{Component, Part, Said, TextKey, TextPlace};
use crate::form::template::SlotNeed;
use crate::narrative::{Paragraph, Piece};
use crate::states::State;

impl Survey<'_> {
    pub(super) fn text(&mut self, part: Part) -> State {
        let component = Component::Text(part);
        if self.evaluated.disclosure.texts.contains_key(&part) {
            return State::Complete;
        }
        let blanks = self.blanks(part);
        let has_begun = is_begun(self.evaluated, part);
        let is_absent = self.said(component) == Some(Said::Absent) && !has_begun;
        match (blanks.as_slice(), is_absent) {
            (_, true) => {
                self.leave(Some(component), LeftPlace::Part(part), part_name(part), "导入的文件里没有这一部分");
                State::Absent
            }
            ([], false) => self.without_blanks(part),
            ([first, ..], false) if !has_begun => {
                let why = format!("还没有写，有 {} 处要填", blanks.len());
                let place = LeftPlace::Text(TextPlace::Slot(first.clone()));
                self.leave(Some(component), place, part_name(part), why);
                State::Untouched
            }
            (_, false) => {
                for key in blanks {
                    let place = TextPlace::Slot(key);
                    let what = text_label(self.evaluated, &place);
                    self.leave(Some(component), LeftPlace::Text(place), what, "没有填写");
                }
                State::InProgress
            }
        }
    }

    fn of_part(&self, part: Part) -> impl Iterator<Item = &Paragraph> {
        self.told.iter().filter(move |told| told.part == part && told.rewritten.is_none())
    }

    /// The blanks that a person must fill, in printed order, each once.
    fn blanks(&self, part: Part) -> Vec<TextKey> {
        let mut blanks: Vec<TextKey> = Vec::new();
        for slot in self.of_part(part).flat_map(Paragraph::slots) {
            if slot.text.is_none() && slot.form.need != SlotNeed::Optional && !blanks.contains(&slot.key) {
                blanks.push(slot.key.clone());
            }
        }
        blanks
    }

    /// A part that has all that a person knows follows the tables.
    fn without_blanks(&self, part: Part) -> State {
        let figures = || {
            self.of_part(part).flat_map(|told| &told.pieces).filter_map(|piece| match piece {
                Piece::Figure(figure) => Some(figure),
                _ => None,
            })
        };
        // A section that has nothing to say yet may have once the tables are there.
        let is_silent = figures().next().is_none() && matches!(part, Part::Section(_));
        let is_known = figures().all(|figure| figure.text.is_some());
        if is_silent && !self.evaluated.states().are_all_complete() {
            State::Untouched
        } else if is_known {
            State::Complete
        } else if is_begun(self.evaluated, part) || figures().any(|figure| figure.text.is_some()) {
            State::InProgress
        } else {
            State::Untouched
        }
    }
}
