//! Which variant of a paragraph is printed. It depends on what is known: a table in which nothing was entered yet is not a
//! table without money.

use super::Sum;
use super::accounts::{self, Account};
use super::generate::Writer;
use super::rows::Place;
use crate::disclosure::{Component, TextKey};
use crate::evaluate::RowOrigin;
use crate::form::template::{Condition, Each, ParagraphTemplate, Variant};
use crate::states::State;

/// Whether some of `paragraph` is printed only once a person fills it in.
pub(super) fn waits_to_be_filled(paragraph: &ParagraphTemplate) -> bool {
    let mut conditions = paragraph.variants.iter().flat_map(|variant| &variant.when);
    conditions.any(|condition| matches!(condition, Condition::Filled(_)))
}

impl Writer<'_> {
    /// The variant of `paragraph` that is printed. None is while it is not known yet which one is right: a source that
    /// nobody entered anything for is not said to have no money.
    pub(super) fn variant<'p>(&self, paragraph: &'p ParagraphTemplate, place: &Place) -> Option<&'p Variant> {
        for variant in &paragraph.variants {
            let held: Vec<Option<bool>> = variant.when.iter().map(|condition| self.holds(condition, place)).collect();
            if held.iter().all(|held| *held == Some(true)) {
                return Some(variant);
            }
            if !held.contains(&Some(false)) {
                return None;
            }
        }
        None
    }

    /// The variant of `paragraph` that is printed if what nobody entered is nothing.
    pub(super) fn supposed<'p>(&self, paragraph: &'p ParagraphTemplate, place: &Place) -> Option<&'p Variant> {
        let holds =
            |condition: &Condition| self.holds(condition, place).unwrap_or(matches!(condition, Condition::Empty(_)));
        paragraph.variants.iter().find(|variant| variant.when.iter().all(holds))
    }

    /// The variant of `paragraph` that is printed as soon as somebody fills it in.
    pub(super) fn offered<'p>(&self, paragraph: &'p ParagraphTemplate, place: &Place) -> Option<&'p Variant> {
        let is_filled_in = |condition: &Condition| matches!(condition, Condition::Filled(_));
        if self.variant(paragraph, place).is_some() {
            return None;
        }
        paragraph.variants.iter().find(|variant| {
            let holds = |condition: &Condition| self.holds(condition, place) == Some(true);
            let others = variant.when.iter().filter(|condition| !is_filled_in(condition));
            variant.when.iter().any(is_filled_in) && others.into_iter().all(holds)
        })
    }

    /// Whether `condition` holds; `None` while that is not known: what it asks for is nothing in tables that are not
    /// complete.
    fn holds(&self, condition: &Condition, place: &Place) -> Option<bool> {
        let has = |sum: Sum, had: bool| match (sum.now.is_zero(), had) {
            (false, _) | (_, true) => Some(true),
            (true, false) => self.is_final(&sum).then_some(false),
        };
        match condition {
            Condition::Has(terms) => has(Sum::of(self.evaluated, terms, place), false),
            Condition::HasOrHad(terms) => {
                let sum = Sum::of(self.evaluated, terms, place);
                let had = sum.last.is_some_and(|last| !last.is_zero());
                has(sum, had)
            }
            Condition::Empty(number) => self.is_empty(*number),
            Condition::Kind(kind) => Some(self.evaluated.disclosure.kind == *kind),
            Condition::Whole if self.performance_tables(true) > 0 => Some(true),
            Condition::Whole => self.is_performance_known().then_some(false),
            Condition::Merged => Some(accounts::accounts(self.evaluated).iter().any(Account::is_merged)),
            Condition::Filled(id) => {
                let key = TextKey { id: id.clone(), row: place.key.clone() };
                let value = self.evaluated.disclosure.slots.get(&key);
                Some(value.is_some_and(|value| value.text().is_none_or(|text| !text.trim().is_empty())))
            }
        }
    }

    /// Whether the number of performance tables is one to be told: no project is still to come or without its table.
    pub(super) fn is_performance_known(&self) -> bool {
        self.states.is_none_or(|states| {
            let has_all = || self.performance_tables(false) >= self.projects();
            states.is_firm(self.evaluated, Component::Performance) || states.are_all_complete() && has_all()
        })
    }

    /// How many projects need a performance table.
    fn projects(&self) -> usize {
        let rows = |list| self.evaluated.evaluation.layout(list).rows.iter();
        let projects = self.evaluated.form.texts.performance_of.iter().flat_map(|&list| rows(list));
        projects.filter(|row| row.origin == RowOrigin::Project).count()
    }

    /// Whether all is there for which `each` may repeat.
    pub(super) fn is_all_there(&self, each: &Each, place: &Place) -> bool {
        let is_done = |number| {
            let state = self.states.map(|states| states.of_table(self.evaluated.form, number));
            state.is_none_or(|state| matches!(state, State::Complete | State::Empty))
        };
        match each {
            Each::Rows { list, .. } => is_done(self.evaluated.form.table_of(*list).number),
            Each::Words(words) => words.iter().all(|(_, terms)| self.is_final(&Sum::of(self.evaluated, terms, place))),
            Each::Merged | Each::Changed(_) => true,
        }
    }
}
