//! The smallest changes of a disclosure, each with what stood there before.
//!
//! Each is a place, what stood there and what stands there afterwards; what takes it back is the same with the two swapped.
//! What is not there is `None`. Steps live as long as the program: files and journals hold whole disclosures, never steps.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::disclosure::{
    Acceptance, Amount, CellKey, Code, Comment, CommentId, Component, Disclosure, Kind, Part, PerformanceField,
    PerformanceTable, Rewording, Row, RowKey, Said, SignOff, SlotValue, Subject, Table, TableNumber, TextKey,
};

/// One undoable step: what a person did at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What was done, for the menu: 录入 表6 301 01.
    pub name: String,
    /// The changes, in the order in which they are made.
    pub changes: Vec<Change>,
    /// What the person saw when it was done; undo shows it again.
    pub shown: Option<Shown>,
    /// Stated amounts that fall away because what they are the sum of is changed: nobody asked for that.
    pub dropped: Vec<CellKey>,
}

/// Which table is shown, and what is selected in it: rows and columns of its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    pub table: TableNumber,
    /// Row and column of the active cell.
    pub cursor: (usize, usize),
    /// Row and column of the opposite corner of the selection.
    pub corner: (usize, usize),
}

/// Whom and which year a disclosure is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 单位 or 部门.
    pub kind: Kind,
    /// Full name of the body.
    pub body: String,
    /// Budget year.
    pub year: u16,
}

impl Heading {
    pub fn of(disclosure: &Disclosure) -> Self {
        Self { kind: disclosure.kind, body: disclosure.body.clone(), year: disclosure.year }
    }
}

impl Step {
    pub fn new(name: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { name: name.into(), changes, shown: None, dropped: Vec::new() }
    }

    /// The same with `dropped` after it, which take away what is stated elsewhere.
    pub(super) fn dropping(mut self, dropped: Vec<Change>) -> Self {
        self.dropped.extend(dropped.iter().filter_map(|change| match change {
            Change::Stated(put) => Some(put.place.clone()),
            _ => None,
        }));
        self.changes.extend(dropped);
        self
    }

    /// Whether it leaves what is published as it is.
    pub fn is_review(&self) -> bool {
        self.changes.iter().all(Change::is_review)
    }

    /// Makes the changes.
    pub fn apply(&self, disclosure: &mut Disclosure) {
        let mut near = 0;
        for change in &self.changes {
            change.apply(disclosure, &mut near);
        }
    }

    /// Takes the changes back.
    pub fn revert(&self, disclosure: &mut Disclosure) {
        let mut near = 0;
        for change in self.changes.iter().rev() {
            change.reversed().apply(disclosure, &mut near);
        }
    }
}

/// What is put at a place, and what stood there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Put<P, V> {
    pub place: P,
    pub from: V,
    pub to: V,
}

impl<P: Clone, V: Clone> Put<P, V> {
    /// What takes it back.
    fn reversed(&self) -> Self {
        Self { place: self.place.clone(), from: self.to.clone(), to: self.from.clone() }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowPlace {
    pub table: TableNumber,
    /// Place among its stored rows.
    pub row: usize,
}

/// A change of a disclosure, by what it changes. Places in lists count from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The amount entered in a cell, of a stored row.
    Amount(Put<CellKey, Option<Amount>>),
    /// The text or date entered in a row, in a stored one.
    Field(Put<CellKey, Option<String>>),
    /// The stated amount (公布数) of a computed cell.
    Stated(Put<CellKey, Option<Amount>>),
    /// Last year's figure of a cell.
    Prior(Put<CellKey, Option<Amount>>),
    /// A row, which is put in, taken out or replaced.
    Row(Put<RowPlace, Option<Row>>),
    /// What a row stands for, or its name.
    Subject(Put<RowPlace, Subject>),
    /// The name that a table prints for a derived 类 or 款 row.
    TotalName(Put<(TableNumber, Code), Option<String>>),
    /// The sentence under a table.
    Note(Put<TableNumber, Option<String>>),
    /// A paragraph that is there, by its place in the part.
    Paragraph(Put<(Part, usize), String>),
    /// What is filled in a slot of the sentences.
    Slot(Put<TextKey, Option<SlotValue>>),
    /// A reason of last year that is offered.
    LastReason(Put<TextKey, Option<String>>),
    /// A paragraph that is written anew, or left to the template.
    Rewritten(Put<TextKey, Option<Rewording>>),
    /// In which order a part speaks of projects.
    Order(Put<Part, Option<Vec<RowKey>>>),
    /// The paragraphs of a part that is written as a whole, or left to the template.
    Part(Put<Part, Option<Vec<String>>>),
    /// A performance table, which is put in, taken out or replaced.
    PerformanceTable(Put<usize, Option<Box<PerformanceTable>>>),
    /// A text of a performance table.
    Performance(Put<(usize, PerformanceField), String>),
    /// A finding that is accepted, or no longer, by its place among the acceptances.
    Acceptance(Put<usize, Option<Acceptance>>),
    /// A comment, which is written, changed or taken away.
    Comment(Put<CommentId, Option<Box<Comment>>>),
    /// A sign-off that is given or taken back, by its place among the sign-offs.
    SignOff(Put<usize, Option<Box<SignOff>>>),
    /// What is said of a table or a part: that it is complete, that it is empty.
    Said(Put<Component, Option<Said>>),
    /// Whom and which year the disclosure is about.
    Heading(Put<(), Heading>),
    /// Everything: what somebody else changed was merged.
    Whole(Put<(), Box<Disclosure>>),
}

impl Change {
    /// The change that puts `row` in at `place` among the stored rows of `table`.
    pub fn insert_row(table: TableNumber, place: usize, row: Row) -> Self {
        Self::Row(Put { place: RowPlace { table, row: place }, from: None, to: Some(row) })
    }

    /// The change that takes out `row`, which is at `place` among the stored rows of `table`.
    pub fn remove_row(table: TableNumber, place: usize, row: Row) -> Self {
        Self::Row(Put { place: RowPlace { table, row: place }, from: Some(row), to: None })
    }

    /// The change that takes this one back.
    pub fn reversed(&self) -> Self {
        match self {
            Self::Amount(put) => Self::Amount(put.reversed()),
            Self::Field(put) => Self::Field(put.reversed()),
            Self::Stated(put) => Self::Stated(put.reversed()),
            Self::Prior(put) => Self::Prior(put.reversed()),
            Self::Row(put) => Self::Row(put.reversed()),
            Self::Subject(put) => Self::Subject(put.reversed()),
            Self::TotalName(put) => Self::TotalName(put.reversed()),
            Self::Note(put) => Self::Note(put.reversed()),
            Self::Paragraph(put) => Self::Paragraph(put.reversed()),
            Self::Slot(put) => Self::Slot(put.reversed()),
            Self::LastReason(put) => Self::LastReason(put.reversed()),
            Self::Rewritten(put) => Self::Rewritten(put.reversed()),
            Self::Order(put) => Self::Order(put.reversed()),
            Self::Part(put) => Self::Part(put.reversed()),
            Self::PerformanceTable(put) => Self::PerformanceTable(put.reversed()),
            Self::Performance(put) => Self::Performance(put.reversed()),
            Self::Acceptance(put) => Self::Acceptance(put.reversed()),
            Self::Comment(put) => Self::Comment(put.reversed()),
            Self::SignOff(put) => Self::SignOff(put.reversed()),
            Self::Said(put) => Self::Said(put.reversed()),
            Self::Heading(put) => Self::Heading(put.reversed()),
            Self::Whole(put) => Self::Whole(put.reversed()),
        }
    }

    /// Whether it leaves what is published as it is: comments, sign-offs, accepted findings.
    pub fn is_review(&self) -> bool {
        matches!(self, Self::Comment(_) | Self::SignOff(_) | Self::Acceptance(_))
    }

    /// The table of which it may leave nothing.
    fn table(&self) -> Option<TableNumber> {
        match self {
            Self::Amount(put) | Self::Stated(put) => Some(put.place.table),
            Self::Field(put) => Some(put.place.table),
            Self::Row(put) => Some(put.place.table),
            Self::Subject(put) => Some(put.place.table),
            Self::TotalName(put) => Some(put.place.0),
            Self::Note(put) => Some(put.place),
            _ => None,
        }
    }

    /// Place of the performance table that it changes.
    pub fn performance(&self) -> Option<usize> {
        match self {
            Self::PerformanceTable(put) => Some(put.place),
            Self::Performance(put) => Some(put.place.0),
            _ => None,
        }
    }

    /// Makes the change; `near` is the place of the row that the last change of an amount found.
    fn apply(&self, disclosure: &mut Disclosure, near: &mut usize) {
        match self {
            Self::Amount(Put { place, to, .. }) => set_amount(disclosure, place, *to, near),
            Self::Field(Put { place, to, .. }) => set_field(disclosure, place, to),
            Self::Stated(Put { place, to, .. }) => {
                set(&mut disclosure.table_mut(place.table).stated, &(place.row.clone(), place.column), to);
            }
            Self::Prior(Put { place, to, .. }) => set(&mut disclosure.prior, place, to),
            Self::Row(Put { place, from, to }) => {
                replace(&mut disclosure.table_mut(place.table).rows, place.row, from.is_some(), to.clone());
            }
            Self::Subject(Put { place, to, .. }) => {
                disclosure.table_mut(place.table).rows[place.row].subject.clone_from(to);
            }
            Self::TotalName(Put { place: (table, code), to, .. }) => {
                set(&mut disclosure.table_mut(*table).names, code, to);
            }
            Self::Note(Put { place, to, .. }) => disclosure.table_mut(*place).note.clone_from(to),
            Self::Paragraph(Put { place: (part, place), to, .. }) => {
                set_text(disclosure.texts.get_mut(part).and_then(|paragraphs| paragraphs.get_mut(*place)), to);
            }
            Self::Slot(Put { place, to, .. }) => set(&mut disclosure.slots, place, to),
            Self::LastReason(Put { place, to, .. }) => set(&mut disclosure.last_reasons, place, to),
            Self::Rewritten(Put { place, to, .. }) => set(&mut disclosure.rewritten, place, to),
            Self::Order(Put { place, to, .. }) => set(&mut disclosure.orders, place, to),
            Self::Part(Put { place, to, .. }) => set(&mut disclosure.texts, place, to),
            Self::PerformanceTable(Put { place, from, to }) => {
                replace(&mut disclosure.performance, *place, from.is_some(), to.as_deref().cloned());
            }
            Self::Performance(Put { place: (place, field), to, .. }) => {
                set_text(disclosure.performance.get_mut(*place).and_then(|table| table.text_mut(*field)), to);
            }
            Self::Acceptance(Put { place, from, to }) => {
                replace(&mut disclosure.acceptances, *place, from.is_some(), to.clone());
            }
            Self::Comment(Put { place, to, .. }) => set_comment(disclosure, *place, to.as_deref()),
            Self::Said(Put { place, to, .. }) => set(&mut disclosure.said, place, to),
            Self::SignOff(Put { place, from, to }) => {
                replace(&mut disclosure.sign_offs, *place, from.is_some(), to.as_deref().cloned());
            }
            Self::Heading(Put { to, .. }) => {
                disclosure.kind = to.kind;
                disclosure.body.clone_from(&to.body);
                disclosure.year = to.year;
            }
            Self::Whole(Put { to, .. }) => disclosure.clone_from(to),
        }
        // A table in which nothing stands is not kept, so that taking a change back leaves no trace.
        if let Some(number) = self.table()
            && disclosure.table(number).is_some_and(|table| *table == Table::default())
        {
            disclosure.tables.remove(&number);
        }
    }
}

/// Puts `value` in `map`, or takes out what is there.
fn set<K: Ord + Clone, V: Clone>(map: &mut BTreeMap<K, V>, key: &K, value: &Option<V>) {
    match value {
        Some(value) => map.insert(key.clone(), value.clone()),
        None => map.remove(key),
    };
}

/// Puts `to` at `place` of `list`, instead of what is there if something is.
fn replace<T>(list: &mut Vec<T>, place: usize, is_there: bool, to: Option<T>) {
    list.splice(place..place + usize::from(is_there), to);
}

fn set_text(text: Option<&mut String>, to: &str) {
    debug_assert!(text.is_some(), "a change of a text that is not there: {to}");
    if let Some(text) = text {
        to.clone_into(text);
    }
}

/// Comments are kept in the order of their identities, so that undo restores it.
fn set_comment(disclosure: &mut Disclosure, id: CommentId, to: Option<&Comment>) {
    disclosure.comments.retain(|comment| comment.id != id);
    disclosure.comments.extend(to.cloned());
    disclosure.comments.sort_by_key(|comment| comment.id);
}

fn set_field(disclosure: &mut Disclosure, cell: &CellKey, text: &Option<String>) {
    let table = disclosure.table_mut(cell.table);
    let Some((place, _)) = table.find(&cell.row) else {
        debug_assert!(false, "a text for a row that is not stored: {cell:?}");
        return;
    };
    set(&mut table.rows[place].fields, &cell.column, text);
}

/// Sets the amount of a stored row, which is looked for from the place `near` on.
fn set_amount(disclosure: &mut Disclosure, cell: &CellKey, amount: Option<Amount>, near: &mut usize) {
    let table = disclosure.table_mut(cell.table);
    let Some(place) = table.find_near(&cell.row, *near) else {
        debug_assert!(false, "an amount for a row that is not stored: {cell:?}");
        return;
    };
    *near = place;
    match amount {
        Some(amount) => table.rows[place].amounts.insert(cell.column, amount),
        None => table.rows[place].amounts.remove(&cell.column),
    };
}
