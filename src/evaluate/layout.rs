//! The rows of a list as they are printed: stored rows, and the totals that follow from their codes and units.

use std::collections::HashMap;

use crate::disclosure::{Code, CodeLevel, RowKey, Subject, Table};
use crate::form::{List, RowKind};

/// The rows of a list, totals before what they add up.
#[derive(Debug, Clone, Default)]
pub struct ListLayout {
    /// The rows in printed order.
    pub rows: Vec<LaidOutRow>,
    /// Rows by code. In a list of projects, a code without a subtotal stands for all its project rows.
    by_code: HashMap<Code, Vec<usize>>,
    /// `identity[i] == i`, so that a single row is a slice like the rows of a code.
    identity: Vec<usize>,
}

/// One row of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaidOutRow {
    /// What it is.
    pub origin: RowOrigin,
    /// Its code, if it has one.
    pub code: Option<Code>,
    /// Place of the stored row in [`Table::rows`]; for a derived row that of the first row below it, and `None` where a
    /// fixed row stores nothing or there is no row.
    pub stored: Option<usize>,
    /// The total to which it is added.
    pub parent: Option<usize>,
    /// First of the rows that it is the total of.
    pub first_child: Option<usize>,
    /// Next row that is added to the same total.
    pub next_sibling: Option<usize>,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOrigin {
    /// Prescribed by the form.
    Fixed,
    /// The total of all rows.
    Total,
    /// Subtotal of a unit.
    Unit,
    /// Subtotal of a 类 or 款.
    CodeTotal,
    /// A stored row by code.
    Code,
    /// A stored project row.
    Project,
}

impl RowOrigin {
    /// Whether the row adds up others.
    pub fn is_total(self) -> bool {
        matches!(self, Self::Total | Self::Unit | Self::CodeTotal)
    }
}

/// Lays out the rows of `list` from what `table` stores.
pub(super) fn lay_out(list: &List, table: Option<&Table>) -> ListLayout {
    let mut layout = match &list.rows {
        RowKind::Fixed(_) => fixed(list, table),
        _ => Builder::new(list).build(table),
    };
    layout.identity = (0..layout.rows.len()).collect();
    layout
}

fn fixed(list: &List, table: Option<&Table>) -> ListLayout {
    let mut layout = ListLayout::default();
    let mut stored: HashMap<&str, usize> = HashMap::new();
    for (place, row) in table.iter().flat_map(|table| table.rows.iter().enumerate()) {
        if let Subject::Fixed(id) = &row.subject {
            stored.insert(id, place);
        }
    }
    for (place, row) in list.fixed_rows().iter().enumerate() {
        let stored = stored.get(row.id.as_str()).copied();
        layout.rows.push(LaidOutRow { code: row.code, stored, ..LaidOutRow::new(RowOrigin::Fixed) });
        if let Some(code) = row.code {
            layout.by_code.entry(code).or_default().push(place);
        }
    }
    layout
}

struct Builder<'a> {
    list: &'a List,
    layout: ListLayout,
    /// The last child of each row so far.
    last_child: Vec<Option<usize>>,
}

impl<'a> Builder<'a> {
    fn new(list: &'a List) -> Self {
        let mut builder = Self { list, layout: ListLayout::default(), last_child: Vec::new() };
        builder.push(LaidOutRow::new(RowOrigin::Total));
        builder
    }

    fn push(&mut self, row: LaidOutRow) -> usize {
        let place = self.layout.rows.len();
        if let Some(parent) = row.parent {
            match self.last_child[parent].replace(place) {
                Some(sibling) => self.layout.rows[sibling].next_sibling = Some(place),
                None => self.layout.rows[parent].first_child = Some(place),
            }
        }
        if let Some(code) = row.code {
            self.layout.by_code.entry(code).or_default().push(place);
        }
        self.layout.rows.push(row);
        self.last_child.push(None);
        place
    }

    fn build(mut self, table: Option<&Table>) -> ListLayout {
        let Some(table) = table else { return self.layout };
        // The totals above the row before, from the outermost: the next row shares those that are its own too.
        let mut open: Vec<(Group<'_>, usize)> = Vec::new();
        for place in printed_order(self.list, table) {
            let row = &table.rows[place];
            let groups = groups(self.list, &row.subject);
            let shared = open.iter().zip(&groups).take_while(|((group, _), wanted)| group == *wanted).count();
            open.truncate(shared);
            for &group in &groups[shared..] {
                let parent = Some(open.last().map_or(0, |&(_, row)| row));
                let (origin, code) = match group {
                    Group::Unit(_) => (RowOrigin::Unit, None),
                    Group::Code(code) => (RowOrigin::CodeTotal, Some(code)),
                };
                let total = self.push(LaidOutRow { code, parent, stored: Some(place), ..LaidOutRow::new(origin) });
                open.push((group, total));
            }
            let parent = Some(open.last().map_or(0, |&(_, row)| row));
            let origin = if row.subject.project().is_some() { RowOrigin::Project } else { RowOrigin::Code };
            let code = row.subject.code();
            // A project under a 款 or 类 is already in the subtotal of that code.
            let listed = code.filter(|code| !groups.contains(&Group::Code(*code)));
            let leaf = self.push(LaidOutRow { code: listed, parent, stored: Some(place), ..LaidOutRow::new(origin) });
            self.layout.rows[leaf].code = code;
        }
        self.layout
    }
}

/// A total above a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Group<'a> {
    Unit(&'a str),
    Code(Code),
}

/// The totals above a row, from the outermost; the total of all is not among them.
fn groups<'a>(list: &List, subject: &'a Subject) -> Vec<Group<'a>> {
    let mut groups = Vec::with_capacity(3);
    if let Some(unit) = subject.project().and_then(|project| project.unit.as_deref()) {
        groups.push(Group::Unit(unit));
    }
    if let Some(code) = subject.code() {
        let is_project = matches!(list.rows, RowKind::FunctionProject(_));
        let above = |level: CodeLevel| if is_project { level <= code.level() } else { level < code.level() };
        if above(CodeLevel::Class) {
            groups.push(Group::Code(code.class()));
        }
        if above(CodeLevel::Section) {
            groups.extend(code.section().map(Group::Code));
        }
    }
    groups
}

/// Places of the stored rows in printed order: as stored, but rows under one total stand together, where the first of
/// them stands.
fn printed_order(list: &List, table: &Table) -> Vec<usize> {
    let mut first_seen: HashMap<Vec<Group<'_>>, usize> = HashMap::new();
    let mut keys: Vec<Vec<usize>> = Vec::with_capacity(table.rows.len());
    let mut is_in_order = true;
    for (place, row) in table.rows.iter().enumerate() {
        let groups = groups(list, &row.subject);
        let mut key: Vec<usize> =
            (1..=groups.len()).map(|depth| *first_seen.entry(groups[..depth].to_vec()).or_insert(place)).collect();
        key.push(place);
        is_in_order &= keys.last().is_none_or(|last| *last <= key);
        keys.push(key);
    }
    let mut order: Vec<usize> =
        (0..table.rows.len()).filter(|&p| !matches!(table.rows[p].subject, Subject::Fixed(_))).collect();
    if !is_in_order {
        order.sort_by(|&a, &b| keys[a].cmp(&keys[b]));
    }
    order
}

impl LaidOutRow {
    fn new(origin: RowOrigin) -> Self {
        Self { origin, code: None, stored: None, parent: None, first_child: None, next_sibling: None }
    }
}

impl ListLayout {
    /// The rows of `code`: its row or, in a list of projects, the rows of its projects.
    pub fn rows_of_code(&self, code: Code) -> &[usize] {
        self.by_code.get(&code).map_or(&[], Vec::as_slice)
    }

    /// The codes that have rows.
    pub fn codes(&self) -> impl Iterator<Item = Code> {
        self.by_code.keys().copied()
    }

    /// The rows directly below `row`.
    pub fn children(&self, row: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.rows[row].first_child, |&child| self.rows[child].next_sibling)
    }

    /// How many totals stand above `row`.
    pub fn depth(&self, row: usize) -> usize {
        std::iter::successors(self.rows[row].parent, |&parent| self.rows[parent].parent).count()
    }

    pub(super) fn only(&self, row: usize) -> &[usize] {
        self.identity.get(row..=row).unwrap_or_default()
    }

    /// The lasting name of `row`.
    pub(super) fn key(&self, list: &List, table: Option<&Table>, row: usize) -> RowKey {
        let laid_out = &self.rows[row];
        let stored = laid_out.stored.and_then(|place| table?.rows.get(place)).map(|row| &row.subject);
        let unit = stored.and_then(Subject::project).and_then(|project| project.unit.clone());
        match (laid_out.origin, stored, unit, laid_out.code) {
            (RowOrigin::Fixed, ..) => RowKey::Fixed(list.fixed_rows()[row].id.clone()),
            (RowOrigin::Code | RowOrigin::Project, Some(subject), ..) => subject.key(),
            (RowOrigin::Unit, _, Some(unit), _) => RowKey::Unit(unit),
            (RowOrigin::CodeTotal, _, Some(unit), Some(code)) => RowKey::UnitCode(unit, code),
            (RowOrigin::CodeTotal, _, None, Some(code)) => RowKey::Code(code),
            _ => RowKey::Total,
        }
    }

    /// The row that `key` names.
    pub(super) fn find(&self, list: &List, table: Option<&Table>, key: &RowKey) -> Option<usize> {
        match key {
            RowKey::Total => list.footing().map(|_| 0),
            RowKey::Fixed(id) => list.fixed_rows().iter().position(|row| row.id == *id),
            RowKey::Code(code) => {
                self.rows_of_code(*code).iter().copied().find(|&row| self.key(list, table, row) == *key)
            }
            _ => (0..self.rows.len()).find(|&row| self.key(list, table, row) == *key),
        }
    }
}
