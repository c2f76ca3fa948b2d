//! A finding as whoever must mend it needs it: whose work it is, where it stands, in the document too, and what is said there.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::audit::{Finding, part_label, text_label, text_part};
use crate::disclosure::{Component, Part, TextKey, TextPlace};
use crate::evaluate::Evaluated;
use crate::import::{Place, Whereabouts};
use crate::narrative::{missing, narrate};

/// The longest quotation, in characters.
const LONGEST_QUOTE: usize = 120;

/// Whose work it is to mend a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hand {
    /// Whoever fills in the tables.
    Tables,
    /// Whoever writes the texts.
    Texts,
    /// Whoever writes the performance tables.
    Performance,
    /// Whoever puts the document together.
    Whole,
}

impl Hand {
    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Tables => "填表",
            Self::Texts => "写文字",
            Self::Performance => "写绩效",
            Self::Whole => "定稿",
        }
    }
}

/// The findings of one disclosure, with what their texts say and where they stand.
pub struct Pointing<'a> {
    evaluated: Evaluated<'a>,
    whereabouts: Option<&'a Whereabouts>,
    /// The sentences as they are printed, by what names them.
    narrated: OnceCell<HashMap<TextKey, (Part, String)>>,
}

impl<'a> Pointing<'a> {
    /// Of a disclosure, and where in its document things stand if it was imported.
    pub fn new(evaluated: Evaluated<'a>, whereabouts: Option<&'a Whereabouts>) -> Self {
        Self { evaluated, whereabouts, narrated: OnceCell::new() }
    }

    /// Whose work it is.
    pub fn hand(&self, finding: &Finding) -> Hand {
        if finding.performance_place().is_some() || finding.about == Some(Component::Performance) {
            return Hand::Performance;
        }
        let text = finding.text.as_ref().map(|spot| &spot.place);
        if text.is_some_and(|place| text_part(self.evaluated, place).is_some()) {
            return Hand::Texts;
        }
        match finding.about {
            _ if !finding.cells.is_empty() || text.is_some() => Hand::Tables,
            Some(Component::Table(_)) => Hand::Tables,
            Some(Component::Text(_)) => Hand::Texts,
            _ => Hand::Whole,
        }
    }

    /// Where it is: the cell, or the paragraph, in words.
    pub fn place(&self, finding: &Finding) -> String {
        let evaluated = self.evaluated;
        let text = finding.text.as_ref().map(|spot| &spot.place);
        match (text, finding.cells.first(), finding.about) {
            (Some(place), ..) => text_label(evaluated, place).trim().to_owned(),
            (None, Some(cell), _) => evaluated.cell_label(*cell),
            (None, None, Some(Component::Table(number))) => {
                let name = evaluated.form.table(number).map_or("", |table| table.outline.as_str());
                format!("表{number} {name}")
            }
            (None, None, Some(Component::Text(part))) => part_label(part),
            (None, None, Some(Component::Performance)) => "绩效目标表".to_owned(),
            _ => "全文".to_owned(),
        }
    }

    /// The paragraph in which the text stands that it speaks of, with its part.
    fn paragraph(&self, finding: &Finding) -> Option<(Option<Part>, String)> {
        let place = &finding.text.as_ref()?.place;
        let part = text_part(self.evaluated, place);
        match place {
            TextPlace::Slot(key) | TextPlace::Rewritten(key) => {
                // A slot is named after its paragraph.
                let id = key.id.split('.').next().unwrap_or(&key.id).to_owned();
                let narrated = self.narrated.get_or_init(|| self.narrate());
                let (part, text) = narrated.get(&TextKey { id, row: key.row.clone() })?;
                Some((Some(*part), text.clone()))
            }
            place => self.evaluated.disclosure.text(place).map(|text| (part, text.to_owned())),
        }
    }

    fn narrate(&self) -> HashMap<TextKey, (Part, String)> {
        let blank = missing(self.evaluated);
        let told = narrate(self.evaluated).into_iter();
        told.map(|told| (told.key.clone(), (told.part, told.text(blank)))).collect()
    }

    /// What is said where it speaks of a text: the sentence around it.
    pub fn quote(&self, finding: &Finding) -> Option<String> {
        let spot = finding.text.as_ref()?;
        let (_, text) = self.paragraph(finding)?;
        let characters: Vec<char> = text.chars().collect();
        let (mut begin, mut end) = (spot.range.start.min(characters.len()), spot.range.end.min(characters.len()));
        if matches!(spot.place, TextPlace::Slot(_)) {
            // Its piece is counted in the slot, not in the sentence.
            (begin, end) = (0, characters.len().min(LONGEST_QUOTE));
        }
        let is_end = |c: &char| matches!(c, '。' | '；' | '！' | '？' | '\n');
        let from = characters[..begin].iter().rposition(is_end).map_or(0, |place| place + 1);
        let to = characters[end..].iter().position(is_end).map_or(characters.len(), |place| end + place + 1);
        let from = from.max(end.saturating_sub(LONGEST_QUOTE).min(begin));
        let to = to.min(from + LONGEST_QUOTE.max(end - from));
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        let quoted: String = characters[from..to].iter().collect();
        let is_cut_before = from > 0 && !is_end(&characters[from - 1]);
        let is_cut_behind = to < characters.len() && !characters[..to].last().is_some_and(is_end);
        let quoted = format!("{}{}{}", cut(is_cut_before), quoted.trim(), cut(is_cut_behind));
        (!quoted.is_empty()).then_some(quoted)
    }

    /// Where it stands in the document that was imported.
    pub fn document_place(&self, finding: &Finding) -> Option<Place> {
        let whereabouts = self.whereabouts?;
        if let Some((Some(part), text)) = self.paragraph(finding)
            && let Some(place) = whereabouts.text(part, &text)
        {
            return Some(place.clone());
        }
        if let Some(cell) = finding.cells.first() {
            let table = self.evaluated.form.table_of(cell.list).number;
            return whereabouts.row(table, &self.evaluated.row_key(cell.list, cell.row)).cloned();
        }
        match finding.about? {
            Component::Table(number) => whereabouts.table(number).cloned(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
