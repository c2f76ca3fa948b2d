//! The smallest changes of a disclosure, each with what stood there before.

use std::collections::BTreeMap;

use crate::disclosure::{
    Acceptance, Amount, CellKey, Code, Comment, Component, Disclosure, Kind, Part, PerformanceField, PerformanceTable,
    Row, Said, SignOff, SlotValue, Subject, Table, TableNumber, TextKey,
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
}

/// Which table is shown, and what is selected in it: rows and columns of its sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The table.
    pub table: TableNumber,
    /// Row and column of the active cell.
    pub cursor: (usize, usize),
    /// Row and column of the opposite corner of the selection.
    pub corner: (usize, usize),
}

/// A change of a disclosure; `from` is what stood there, `to` what stands there after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// The amount entered in a cell.
    Amount {
        /// The cell, of a stored row.
        cell: CellKey,
        /// Before.
        from: Option<Amount>,
        /// After.
        to: Option<Amount>,
    },
    /// The stated amount (公布数) of a computed cell.
    Stated {
        /// The cell.
        cell: CellKey,
        /// Before.
        from: Option<Amount>,
        /// After.
        to: Option<Amount>,
    },
    /// A row is put in at `place`.
    InsertRow {
        /// The table.
        table: TableNumber,
        /// Place among the stored rows.
        place: usize,
        /// The row.
        row: Row,
    },
    /// The row at `place` is taken out.
    RemoveRow {
        /// The table.
        table: TableNumber,
        /// Place among the stored rows.
        place: usize,
        /// The row.
        row: Row,
    },
    /// What the row at `place` stands for, or its name.
    Subject {
        /// The table.
        table: TableNumber,
        /// Place among the stored rows.
        place: usize,
        /// Before.
        from: Subject,
        /// After.
        to: Subject,
    },
    /// The name that a table prints for a derived 类 or 款 row.
    TotalName {
        /// The table.
        table: TableNumber,
        /// The code.
        code: Code,
        /// Before.
        from: Option<String>,
        /// After.
        to: Option<String>,
    },
    /// The sentence under a table.
    Note {
        /// The table.
        table: TableNumber,
        /// Before.
        from: Option<String>,
        /// After.
        to: Option<String>,
    },
    /// A paragraph that is there.
    Paragraph {
        /// The part.
        part: Part,
        /// Its place in the part, from 0.
        place: usize,
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// What is filled in a slot of the sentences.
    Slot {
        /// The slot.
        key: TextKey,
        /// Before.
        from: Option<SlotValue>,
        /// After.
        to: Option<SlotValue>,
    },
    /// A paragraph that is written anew, or left to the template.
    Rewritten {
        /// The paragraph.
        key: TextKey,
        /// Before.
        from: Option<String>,
        /// After.
        to: Option<String>,
    },
    /// Last year's figure of a cell.
    Prior {
        /// The cell.
        cell: CellKey,
        /// Before.
        from: Option<Amount>,
        /// After.
        to: Option<Amount>,
    },
    /// The paragraphs of a part that is written as a whole, or left to the template.
    Part {
        /// The part.
        part: Part,
        /// Before.
        from: Option<Vec<String>>,
        /// After.
        to: Option<Vec<String>>,
    },
    /// A performance table is put in, replaced or taken out.
    PerformanceTable {
        /// Its place, from 0.
        place: usize,
        /// Before.
        from: Option<Box<PerformanceTable>>,
        /// After.
        to: Option<Box<PerformanceTable>>,
    },
    /// A text of a performance table.
    Performance {
        /// Place of the table, from 0.
        place: usize,
        /// The text.
        field: PerformanceField,
        /// Before.
        from: String,
        /// After.
        to: String,
    },
    /// A finding is accepted, or no longer.
    Acceptance {
        /// Place among the acceptances.
        place: usize,
        /// Before.
        from: Option<Acceptance>,
        /// After.
        to: Option<Acceptance>,
    },
    /// A comment is written, changed or taken away.
    Comment {
        /// Before.
        from: Option<Box<Comment>>,
        /// After.
        to: Option<Box<Comment>>,
    },
    /// A sign-off is given, or taken back.
    SignOff {
        /// Place among the sign-offs.
        place: usize,
        /// Before.
        from: Option<Box<SignOff>>,
        /// After.
        to: Option<Box<SignOff>>,
    },
    /// What is said of a table or a part: that it is complete, that it is empty.
    Said {
        /// The table or the part.
        component: Component,
        /// Before.
        from: Option<Said>,
        /// After.
        to: Option<Said>,
    },
    /// Whom and which year the disclosure is about.
    Heading {
        /// Before.
        from: Heading,
        /// After.
        to: Heading,
    },
    /// Everything: what somebody else changed was merged.
    Whole {
        /// Before.
        from: Box<Disclosure>,
        /// After.
        to: Box<Disclosure>,
    },
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
    /// The heading of `disclosure`.
    pub fn of(disclosure: &Disclosure) -> Self {
        Self { kind: disclosure.kind, body: disclosure.body.clone(), year: disclosure.year }
    }
}

impl Step {
    /// A step called `name`.
    pub fn new(name: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { name: name.into(), changes, shown: None }
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

impl Change {
    /// The change that takes this one back.
    pub fn reversed(&self) -> Self {
        match self.clone() {
            Self::Amount { cell, from, to } => Self::Amount { cell, from: to, to: from },
            Self::Stated { cell, from, to } => Self::Stated { cell, from: to, to: from },
            Self::InsertRow { table, place, row } => Self::RemoveRow { table, place, row },
            Self::RemoveRow { table, place, row } => Self::InsertRow { table, place, row },
            Self::Subject { table, place, from, to } => Self::Subject { table, place, from: to, to: from },
            Self::TotalName { table, code, from, to } => Self::TotalName { table, code, from: to, to: from },
            Self::Note { table, from, to } => Self::Note { table, from: to, to: from },
            Self::Paragraph { part, place, from, to } => Self::Paragraph { part, place, from: to, to: from },
            Self::Slot { key, from, to } => Self::Slot { key, from: to, to: from },
            Self::Rewritten { key, from, to } => Self::Rewritten { key, from: to, to: from },
            Self::Prior { cell, from, to } => Self::Prior { cell, from: to, to: from },
            Self::Part { part, from, to } => Self::Part { part, from: to, to: from },
            Self::PerformanceTable { place, from, to } => Self::PerformanceTable { place, from: to, to: from },
            Self::Performance { place, field, from, to } => Self::Performance { place, field, from: to, to: from },
            Self::Acceptance { place, from, to } => Self::Acceptance { place, from: to, to: from },
            Self::Comment { from, to } => Self::Comment { from: to, to: from },
            Self::SignOff { place, from, to } => Self::SignOff { place, from: to, to: from },
            Self::Said { component, from, to } => Self::Said { component, from: to, to: from },
            Self::Heading { from, to } => Self::Heading { from: to, to: from },
            Self::Whole { from, to } => Self::Whole { from: to, to: from },
        }
    }

    /// Whether it leaves what is published as it is: comments, sign-offs, accepted findings.
    pub fn is_review(&self) -> bool {
        matches!(self, Self::Comment { .. } | Self::SignOff { .. } | Self::Acceptance { .. })
    }

    /// The table that it changes.
    pub fn table(&self) -> Option<TableNumber> {
        match self {
            Self::Amount { cell, .. } | Self::Stated { cell, .. } => Some(cell.table),
            Self::InsertRow { table, .. }
            | Self::RemoveRow { table, .. }
            | Self::Subject { table, .. }
            | Self::TotalName { table, .. }
            | Self::Note { table, .. } => Some(*table),
            Self::Comment { from, to } => to.as_ref().or(from.as_ref())?.place.table(),
            Self::Paragraph { .. }
            | Self::Slot { .. }
            | Self::Rewritten { .. }
            | Self::Prior { .. }
            | Self::Part { .. }
            | Self::PerformanceTable { .. }
            | Self::Performance { .. }
            | Self::Acceptance { .. }
            | Self::SignOff { .. }
            | Self::Said { .. }
            | Self::Heading { .. }
            | Self::Whole { .. } => None,
        }
    }

    /// Place of the performance table that it changes.
    pub fn performance(&self) -> Option<usize> {
        match self {
            Self::PerformanceTable { place, .. } | Self::Performance { place, .. } => Some(*place),
            _ => None,
        }
    }

    /// Makes the change; `near` is the place of the row that the last change of an amount found.
    fn apply(&self, disclosure: &mut Disclosure, near: &mut usize) {
        match self {
            Self::Amount { cell, to, .. } => set_amount(disclosure, cell, *to, near),
            Self::Stated { cell, to, .. } => {
                let stated = &mut disclosure.table_mut(cell.table).stated;
                let place = (cell.row.clone(), cell.column);
                match to {
                    Some(amount) => stated.insert(place, *amount),
                    None => stated.remove(&place),
                };
            }
            Self::InsertRow { table, place, row } => disclosure.table_mut(*table).rows.insert(*place, row.clone()),
            Self::RemoveRow { table, place, .. } => {
                disclosure.table_mut(*table).rows.remove(*place);
            }
            Self::Subject { table, place, to, .. } => disclosure.table_mut(*table).rows[*place].subject = to.clone(),
            Self::TotalName { table, code, to, .. } => {
                let names = &mut disclosure.table_mut(*table).names;
                match to {
                    Some(name) => names.insert(*code, name.clone()),
                    None => names.remove(code),
                };
            }
            Self::Note { table, to, .. } => disclosure.table_mut(*table).note.clone_from(to),
            Self::Paragraph { part, place, to, .. } => {
                let text = disclosure.texts.get_mut(part).and_then(|paragraphs| paragraphs.get_mut(*place));
                set_text(text, to);
            }
            Self::Slot { key, to, .. } => put(&mut disclosure.slots, key, to),
            Self::Rewritten { key, to, .. } => put(&mut disclosure.rewritten, key, to),
            Self::Prior { cell, to, .. } => put(&mut disclosure.prior, cell, to),
            Self::Part { part, to, .. } => put(&mut disclosure.texts, part, to),
            Self::PerformanceTable { place, from, to } => {
                let replaced = *place..*place + usize::from(from.is_some());
                disclosure.performance.splice(replaced, to.as_deref().cloned());
            }
            Self::Performance { place, field, to, .. } => {
                set_text(disclosure.performance.get_mut(*place).and_then(|table| table.text_mut(*field)), to);
            }
            Self::Acceptance { place, from, to } => {
                let replaced = *place..*place + usize::from(from.is_some());
                disclosure.acceptances.splice(replaced, to.clone());
            }
            Self::SignOff { place, from, to } => {
                let replaced = *place..*place + usize::from(from.is_some());
                disclosure.sign_offs.splice(replaced, to.as_deref().cloned());
            }
            Self::Comment { from, to } => set_comment(disclosure, from.as_deref(), to.as_deref()),
            Self::Said { component, to, .. } => put(&mut disclosure.said, component, to),
            Self::Heading { to, .. } => {
                disclosure.kind = to.kind;
                disclosure.body.clone_from(&to.body);
                disclosure.year = to.year;
            }
            Self::Whole { to, .. } => disclosure.clone_from(to),
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
fn put<K: Ord + Clone, V: Clone>(map: &mut BTreeMap<K, V>, key: &K, value: &Option<V>) {
    match value {
        Some(value) => map.insert(key.clone(), value.clone()),
        None => map.remove(key),
    };
}

fn set_text(text: Option<&mut String>, to: &str) {
    debug_assert!(text.is_some(), "a change of a text that is not there: {to}");
    if let Some(text) = text {
        to.clone_into(text);
    }
}

/// Puts `to` where `from` was. Comments are kept in the order of their identities, so that undo restores it.
fn set_comment(disclosure: &mut Disclosure, from: Option<&Comment>, to: Option<&Comment>) {
    disclosure.comments.retain(|comment| Some(comment.id) != from.map(|from| from.id));
    disclosure.comments.extend(to.cloned());
    disclosure.comments.sort_by_key(|comment| comment.id);
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
