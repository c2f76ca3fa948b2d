//! What two people changed differently, which only a person can decide.

use std::collections::{BTreeMap, BTreeSet};

use crate::disclosure::{
    Amount, CellKey, Code, CommentId, Component, Part, PerformanceField, RowKey, TableNumber, TextKey,
};
use crate::form::Form;

/// Where two people changed the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MergePlace {
    /// The form that the disclosure follows.
    Form,
    /// 单位 or 部门.
    Kind,
    /// The name of the body.
    Body,
    Year,
    /// A row, which one took out and the other changed.
    Row(TableNumber, RowKey),
    /// The name of a row: of its project or code.
    Name(TableNumber, RowKey),
    /// The code of a project, with its name.
    Code(TableNumber, RowKey),
    /// The unit of a project.
    Unit(TableNumber, RowKey),
    /// The order of the rows of a table.
    RowOrder(TableNumber),
    /// An entered amount.
    Entered(CellKey),
    /// A text or date of a row.
    Field(CellKey),
    /// A stated amount (公布数), or a figure that one states and whose addends the other changed.
    Stated(CellKey),
    /// Last year's figure of a cell.
    Prior(CellKey),
    /// The name that a table prints for a derived row.
    TotalName(TableNumber, Code),
    /// The sentence under a table.
    Note(TableNumber),
    /// What is filled in a slot.
    Slot(TextKey),
    /// A paragraph that was written anew.
    Rewritten(TextKey),
    /// In which order a part speaks of projects.
    Order(Part),
    /// A part as a whole: one wrote it or left it to the template, the other changed what stands in it.
    Part(Part),
    /// Paragraphs of a part that was written as a whole, by the place where they begin in what both had.
    Paragraphs(Part, usize),
    /// A comment: whether it is there, or what it says.
    Comment(CommentId),
    /// A performance table that one took out and the other changed, by its place among all that were ever there.
    PerformanceTable(usize),
    /// Something in a performance table.
    Performance(usize, PerformanceField),
    /// An indicator that one took out and the other changed.
    Indicator(usize, usize),
    /// The order of the indicators of a performance table.
    IndicatorOrder(usize),
    /// The order of the performance tables.
    PerformanceOrder,
    /// An accepted finding, by its place among all.
    Acceptance(usize),
    /// A sign-off, by its place among all.
    SignOff(usize),
    /// What is said of a table or a part.
    Said(Component),
}

/// What two people changed differently. The answer is one of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeConflict {
    pub place: MergePlace,
    /// The name of the thing that it is about, where the place is a mere number.
    pub about: String,
    pub mine: String,
    pub theirs: String,
}

/// Merges one thing after the other, and keeps what has to be asked.
pub(super) struct Asker<'a> {
    form: &'a Form,
    /// Where what the other one has was chosen.
    chosen: &'a BTreeSet<MergePlace>,
    pub conflicts: Vec<MergeConflict>,
    /// What is being merged, for conflicts whose place does not tell.
    pub about: String,
}

impl<'a> Asker<'a> {
    pub fn new(form: &'a Form, chosen: &'a BTreeSet<MergePlace>) -> Self {
        Self { form, chosen, conflicts: Vec::new(), about: String::new() }
    }

    /// Asks which of the two is meant. Returns whether it is what the other one has.
    pub fn ask(&mut self, place: MergePlace, mine: String, theirs: String) -> bool {
        let is_chosen = self.chosen.contains(&place);
        self.conflicts.push(MergeConflict { place, about: self.about.clone(), mine, theirs });
        is_chosen
    }

    /// What one of the two changed, else what both have.
    pub fn value<T: PartialEq + Clone>(
        &mut self,
        place: impl FnOnce() -> MergePlace,
        [base, mine, theirs]: [&T; 3],
        told: impl Fn(&Self, &T) -> String,
    ) -> T {
        if mine == base {
            return theirs.clone();
        } else if theirs == base || theirs == mine {
            return mine.clone();
        }
        let (own, other) = (told(self, mine), told(self, theirs));
        if self.ask(place(), own, other) { theirs.clone() } else { mine.clone() }
    }

    pub fn text(&mut self, place: impl FnOnce() -> MergePlace, texts: [&String; 3]) -> String {
        self.value(place, texts, |_, text| text.clone())
    }

    pub fn amount(&mut self, place: impl FnOnce() -> MergePlace, amounts: [&Option<Amount>; 3]) -> Option<Amount> {
        self.value(place, amounts, |asker, amount| asker.amount_text(*amount))
    }

    /// An amount of a sentence or a performance table.
    pub fn amount_text(&self, amount: Option<Amount>) -> String {
        amount.map_or_else(String::new, |amount| self.form.text_unit.text(amount))
    }

    /// A figure of a table.
    pub fn figure_text(&self, cell: &CellKey, amount: Amount) -> String {
        self.form.unit_of_cell(cell).text(amount)
    }

    /// [`Asker::value`] for each of the keys.
    pub fn map<K: Ord + Clone, V: PartialEq + Clone>(
        &mut self,
        place: impl Fn(&K) -> MergePlace,
        [base, mine, theirs]: [&BTreeMap<K, V>; 3],
        told: impl Fn(&Self, &V) -> String,
    ) -> BTreeMap<K, V> {
        self.map_by_key(place, [base, mine, theirs], |asker, _, value| told(asker, value))
    }

    /// The same, where the key says how a value is told.
    pub fn map_by_key<K: Ord + Clone, V: PartialEq + Clone>(
        &mut self,
        place: impl Fn(&K) -> MergePlace,
        [base, mine, theirs]: [&BTreeMap<K, V>; 3],
        told: impl Fn(&Self, &K, &V) -> String,
    ) -> BTreeMap<K, V> {
        let keys: BTreeSet<&K> = mine.keys().chain(theirs.keys()).collect();
        let mut merged = BTreeMap::new();
        for key in keys {
            let values = [&base.get(key), &mine.get(key), &theirs.get(key)];
            let told =
                |asker: &Self, value: &Option<&V>| value.map_or_else(String::new, |value| told(asker, key, value));
            if let Some(value) = self.value(|| place(key), values, told) {
                merged.insert(key.clone(), value.clone());
            }
        }
        merged
    }
}
