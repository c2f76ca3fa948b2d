//! How far the parts that are text are: their blanks.

use super::{LeftPlace, Survey, part_name};
use crate::audit::text_label;
use crate::disclosure::{Component, Part, Said, TextKey, TextPlace};
use crate::form::template::SlotNeed;
use crate::narrative::{Figure, Paragraph, Piece, missing};
use crate::states::State;

impl Survey<'_> {
    pub(super) fn text(&mut self, part: Part) -> State {
        let component = Component::Text(part);
        if let Some(paragraphs) = self.evaluated.disclosure.texts.get(&part) {
            let place = |index| TextPlace::Paragraph(part, index);
            return self.written(component, (0..).map(place).zip(paragraphs.iter().map(String::as_str)));
        }
        let blank = missing(self.evaluated);
        let rewritten = self.told.iter().filter(|told| told.part == part && told.rewritten.is_some());
        let rewritten: Vec<(TextKey, String)> = rewritten.map(|told| (told.key.clone(), told.text(blank))).collect();
        let rewritten = rewritten.iter().map(|(key, text)| (TextPlace::Rewritten(key.clone()), text.as_str()));
        let of_rewritten = self.written(component, rewritten);
        let of_sentences = self.sentences(part);
        let state = if of_rewritten == State::Complete { of_sentences } else { of_rewritten };
        match (state, self.before_publishing(part)) {
            (State::Complete, true) if self.begun.contains(&part) => State::InProgress,
            (State::Complete, true) => State::Untouched,
            (state, _) => state,
        }
    }

    /// What is not printed while it is blank, and must be there when the document is published. Returns whether something
    /// is left.
    fn before_publishing(&mut self, part: Part) -> bool {
        let slots = self.offered.iter().filter(|paragraph| paragraph.part == part).flat_map(Paragraph::slots);
        let blank: Vec<TextKey> =
            slots.filter(|slot| slot.form.need == SlotNeed::ToPublish).map(|slot| slot.key.clone()).collect();
        for key in &blank {
            let place = TextPlace::Slot(key.clone());
            let what = text_label(self.evaluated, &place);
            self.leave(Some(Component::Text(part)), LeftPlace::Text(place), what, "公开前填写");
        }
        !blank.is_empty()
    }

    /// Of paragraphs as somebody wrote them: they may have blanks of the template, as an exported draft has.
    fn written<'t>(&mut self, component: Component, texts: impl Iterator<Item = (TextPlace, &'t str)>) -> State {
        let blank = missing(self.evaluated);
        let mut state = State::Complete;
        for (place, text) in texts {
            let count = if blank.is_empty() { 0 } else { text.matches(blank).count() };
            if count > 0 {
                let what = text_label(self.evaluated, &place);
                self.leave(Some(component), LeftPlace::Text(place), what, format!("有 {count} 处{blank}"));
                state = State::InProgress;
            }
        }
        state
    }

    fn sentences(&mut self, part: Part) -> State {
        let component = Component::Text(part);
        let blanks = self.blanks(part);
        let has_begun = self.begun.contains(&part);
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

    /// The paragraphs of a part that are not rewritten.
    fn of_part(&self, part: Part) -> impl Iterator<Item = &Paragraph> {
        self.told.iter().filter(move |told| told.part == part && told.rewritten.is_none())
    }

    /// The blanks that a person must fill, in printed order, each once.
    fn blanks(&self, part: Part) -> Vec<TextKey> {
        let mut blanks: Vec<TextKey> = Vec::new();
        for slot in self.of_part(part).flat_map(Paragraph::slots) {
            let is_blank = slot.text.as_deref().is_none_or(|text| text == missing(self.evaluated));
            if is_blank && slot.form.need.is_needed() && !blanks.contains(&slot.key) {
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
        let states = self.evaluated.states();
        let is_final = |figure: &Figure| {
            let cells = figure.of.cells.iter().filter_map(|cell| self.evaluated.find(cell));
            states.is_final(self.evaluated, cells)
        };
        let is_known = figures().all(|figure| figure.text.is_some() && is_final(figure));
        if is_silent && !self.evaluated.states().are_all_complete() {
            State::Untouched
        } else if is_known {
            State::Complete
        } else if self.begun.contains(&part) || figures().any(|figure| figure.text.is_some()) {
            State::InProgress
        } else {
            State::Untouched
        }
    }
}
