//! Headings, names, notes and paragraphs.

use std::collections::BTreeMap;

use super::figures::places_of;
use super::{Taken, Work};
use crate::disclosure::{Part, RowKey, Snapshot, SnapshotParagraph, TextKey, TextPlace};
use crate::edit::{Change, EditError, Heading, Put, rename_row, set_fields, set_heading};
use crate::evaluate::FieldIndex;
use crate::narrative::narrate;
use crate::review::compare::{ComparedText, TextDifference};
use crate::spelling;

/// A paragraph that was chosen, with its places in the other and in the open disclosure.
type ChosenParagraph<'a> = (&'a TextDifference, Option<usize>, Option<usize>);

impl<'a> Work<'a> {
    fn chosen_texts(&self) -> Vec<&'a TextDifference> {
        let comparison = self.comparison;
        let texts = comparison.texts.iter().enumerate();
        texts.filter(|(place, _)| self.chosen.contains(&Taken::Text(*place))).map(|(_, text)| text).collect()
    }

    /// The chosen parts of the heading.
    pub(super) fn heading(&mut self) -> Result<(), EditError> {
        let (mut to, other) = (Heading::of(&self.disclosure), Heading::of(self.other.disclosure));
        for text in self.chosen_texts() {
            match text.place {
                ComparedText::Kind => to.kind = other.kind,
                ComparedText::Body => to.body.clone_from(&other.body),
                ComparedText::Year => to.year = other.year,
                _ => {}
            }
        }
        let step = set_heading(&self.disclosure, to)?;
        self.make(step);
        Ok(())
    }

    /// The chosen names of codes, and sentences under tables.
    pub(super) fn names(&mut self) -> Result<(), EditError> {
        let mut places = None;
        for text in self.chosen_texts() {
            let difference = text;
            match &text.place {
                ComparedText::CodeName { table, new, .. } => {
                    let places = places.get_or_insert_with(|| self.look(places_of));
                    let &(list, row) = places.get(&(*table, new.clone())).ok_or(EditError::ComparisonOutdated)?;
                    let name = text.old.clone().unwrap_or_default();
                    let step = self.look(|evaluated| rename_row(evaluated, list, row, false, &name))?;
                    self.make(step);
                }
                ComparedText::Field { table, old, new, column } => {
                    let text = self.other.disclosure.text(&TextPlace::Field(*table, old.clone(), *column));
                    let text = text.or(difference.old.as_deref()).unwrap_or_default().to_owned();
                    let places = places.get_or_insert_with(|| self.look(places_of));
                    let &(list, row) = places.get(&(*table, new.clone())).ok_or(EditError::ComparisonOutdated)?;
                    let field =
                        self.current.form.list(list).field_place(*column).ok_or(EditError::ComparisonOutdated)?;
                    let cell = FieldIndex { list, row, field };
                    let step = self.look(|evaluated| set_fields(evaluated, "", &[(cell, text)]))?;
                    self.make(step);
                }
                ComparedText::Note(number) => {
                    let note = |disclosure: &crate::disclosure::Disclosure| {
                        disclosure.table(*number).and_then(|table| table.note.clone())
                    };
                    let (from, to) = (note(&self.disclosure), note(self.other.disclosure));
                    self.change(Change::Note(Put { place: *number, from, to }));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The chosen paragraphs, part by part.
    pub(super) fn texts(&mut self) -> Result<(), EditError> {
        let mut parts: BTreeMap<Part, Vec<ChosenParagraph<'a>>> = BTreeMap::new();
        for text in self.chosen_texts() {
            if let ComparedText::Paragraph { part, old, new } = text.place {
                parts.entry(part).or_default().push((text, old, new));
            }
        }
        for (part, chosen) in parts {
            self.part(part, &chosen)?;
        }
        Ok(())
    }

    fn part(&mut self, part: Part, chosen: &[ChosenParagraph<'_>]) -> Result<(), EditError> {
        let is_own =
            |text: &&TextDifference| matches!(text.place, ComparedText::Paragraph { part: own, .. } if own == part);
        let takeable = self.comparison.texts.iter().filter(is_own).filter(|text| !text.follows).count();
        let (from, to) = (self.disclosure.texts.get(&part).cloned(), self.other.disclosure.texts.get(&part).cloned());
        match (from, to) {
            (None, None) => chosen.iter().try_for_each(|&(_, old, new)| self.sentence(part, old, new)),
            (from, to) if chosen.len() == takeable => {
                let is_generated = to.is_none();
                if from != to {
                    self.change(Change::Part(Put { place: part, from, to }));
                }
                // What was generated there is generated here from the same words.
                let old = paragraphs(&self.old, part);
                let keys = old.iter().filter_map(|paragraph| paragraph.key.clone()).filter(|_| is_generated);
                keys.collect::<Vec<_>>().into_iter().try_for_each(|key| self.words(&key))
            }
            (Some(from), _) => {
                let to = merged(&from, chosen);
                self.change(Change::Part(Put { place: part, from: Some(from), to: Some(to) }));
                Ok(())
            }
            (None, Some(_)) => {
                for (text, _, new) in chosen {
                    // A paragraph that the template does not have has no place in it.
                    let key = new.and_then(|new| paragraphs(&self.new, part).get(new)?.key.clone());
                    let (key, words) = (key.ok_or(EditError::NoPlaceInTemplate)?, text.old.clone());
                    let from = self.disclosure.rewritten.get(&key).cloned();
                    let to = Some(words.ok_or(EditError::NoPlaceInTemplate)?.into());
                    self.change(Change::Rewritten(Put { place: key, from, to }));
                }
                Ok(())
            }
        }
    }

    /// What a person filled in a paragraph that both generate.
    fn sentence(&mut self, part: Part, old: Option<usize>, new: Option<usize>) -> Result<(), EditError> {
        let of = |snapshot: &Snapshot, place: Option<usize>| {
            place.and_then(|place| paragraphs(snapshot, part).get(place)?.key.clone())
        };
        match (of(&self.old, old), of(&self.new, new)) {
            (Some(key), _) => self.words(&key),
            (None, Some(key)) => {
                self.clear(&key);
                Ok(())
            }
            (None, None) => Err(EditError::ComparisonOutdated),
        }
    }

    /// What stands in the slots of the other's paragraph `key`, or in its place.
    fn words(&mut self, key: &TextKey) -> Result<(), EditError> {
        let sentences = narrate(self.other);
        let Some(paragraph) = sentences.iter().find(|paragraph| paragraph.key == *key) else {
            return Err(EditError::ComparisonOutdated);
        };
        let (own, to) = (self.own_key(key), self.other.disclosure.rewritten.get(key).cloned());
        let from = self.disclosure.rewritten.get(&own).cloned();
        if from != to {
            self.change(Change::Rewritten(Put { place: own, from, to }));
        }
        for slot in paragraph.slots() {
            let (own, to) = (self.own_key(&slot.key), self.other.disclosure.slots.get(&slot.key).cloned());
            let from = self.disclosure.slots.get(&own).cloned();
            if from != to {
                self.change(Change::Slot(Put { place: own, from, to }));
            }
        }
        Ok(())
    }

    /// Takes out what a person wrote in the paragraph `key` of the open disclosure: the other one does not print it.
    fn clear(&mut self, key: &TextKey) {
        let sentences = narrate(self.current);
        let own = sentences.iter().filter(|paragraph| paragraph.key == *key);
        let slots: Vec<TextKey> = own.flat_map(|paragraph| paragraph.slots()).map(|slot| slot.key.clone()).collect();
        if let Some(from) = self.disclosure.rewritten.get(key).cloned() {
            self.change(Change::Rewritten(Put { place: key.clone(), from: Some(from), to: None }));
        }
        for key in slots {
            if let Some(from) = self.disclosure.slots.get(&key).cloned() {
                self.change(Change::Slot(Put { place: key, from: Some(from), to: None }));
            }
        }
    }

    /// What a paragraph or slot of the other disclosure is called in the open one.
    fn own_key(&self, key: &TextKey) -> TextKey {
        let Some(row @ RowKey::Project(_)) = &key.row else { return key.clone() };
        // Projects of several tables may have one id: the template says of which it speaks.
        let form = self.current.form;
        let lists = form.sentences.as_ref().map_or_else(Vec::new, |template| template.lists_of(&key.id));
        let own = lists.into_iter().find_map(|list| self.key(form.table_of(list).number, row));
        TextKey { id: key.id.clone(), row: own.or_else(|| key.row.clone()) }
    }
}

fn paragraphs(snapshot: &Snapshot, part: Part) -> &[SnapshotParagraph] {
    let own = snapshot.parts.iter().find(|own| own.part == part);
    own.map_or(&[], |own| &own.paragraphs)
}

/// The paragraphs of a part, the chosen ones as the other disclosure says them. Places count what is printed.
fn merged(from: &[String], chosen: &[ChosenParagraph<'_>]) -> Vec<String> {
    let printed: Vec<usize> = (0..from.len()).filter(|&place| !spelling::is_blank(&from[place])).collect();
    let mut to: Vec<Option<String>> = from.iter().cloned().map(Some).collect();
    let mut added: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (text, old, new) in chosen {
        match new.and_then(|new| printed.get(new)) {
            Some(&place) => to[place].clone_from(&text.old),
            None => {
                let place = old.and_then(|old| printed.get(old)).copied().unwrap_or(from.len());
                added.entry(place).or_default().extend(text.old.clone());
            }
        }
    }
    let mut merged = Vec::new();
    for (place, paragraph) in to.into_iter().enumerate() {
        merged.extend(added.remove(&place).unwrap_or_default());
        merged.extend(paragraph);
    }
    merged.extend(added.into_values().flatten());
    merged
}
