//! The rows of a list as they are printed: stored rows, and the totals that follow from their codes and units.

use std::collections::HashMap;

use rustc_hash::FxHashMap;

use crate::disclosure::{Code, CodeLevel, ProjectId, Row, RowKey, Subject, Table};
use crate::form::{FixedRow, List, RowKind};

/// Most totals that can stand above a row, beside that of all: a unit, a 类 and a 款.
const MOST_GROUPS: usize = 3;

/// The rows of a list, totals before what they add up.
#[derive(Debug, Clone, Default)]
pub struct ListLayout {
    /// The rows in printed order.
    pub rows: Vec<LaidOutRow>,
    /// The codes that have rows, in order, each as often as it has rows.
    codes: Vec<Code>,
    /// The row of each of `codes`. In a list of projects, a code without a subtotal stands for all its project rows.
    rows_by_code: Vec<usize>,
    /// The rows of projects, in the order of their identities.
    projects: Vec<(ProjectId, usize)>,
    /// `identity[i] == i`, so that a single row is a slice like the rows of a code.
    identity: Vec<usize>,
}

/// One row of a list. There is one for each row of a disclosure, so places are kept in half the usual size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaidOutRow {
    pub origin: RowOrigin,
    /// Its code, if it has one.
    pub code: Option<Code>,
    stored: Option<u32>,
    parent: Option<u32>,
    end: u32,
    depth: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowOrigin {
    /// Prescribed by the form.
    Fixed,
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

/// The codes of a list that are still to come, in order, with their rows.
#[derive(Debug, Clone, Copy)]
pub struct CodeRows<'a> {
    codes: &'a [Code],
    rows: &'a [usize],
}

impl<'a> CodeRows<'a> {
    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.codes.len()
    }

    /// Every so many rows the code of one.
    pub fn every(&self, step: usize) -> impl Iterator<Item = Code> + use<'a> {
        self.codes.iter().copied().step_by(step)
    }

    /// The codes from one to another, which is not among them.
    #[must_use]
    pub fn between(&self, from: Option<Code>, to: Option<Code>) -> Self {
        let place = |code: Code| self.codes.partition_point(|&other| other < code);
        let (start, end) = (from.map_or(0, place), to.map_or(self.codes.len(), place));
        Self { codes: &self.codes[start..end], rows: &self.rows[start..end] }
    }

    /// The next code.
    pub fn peek(&self) -> Option<Code> {
        self.codes.first().copied()
    }

    /// The rows of `code` if it is the next one, which then is done; none otherwise.
    pub fn take(&mut self, code: Code) -> &'a [usize] {
        let count = self.codes.iter().take_while(|&&next| next == code).count();
        let (rows, rest) = self.rows.split_at(count);
        (self.codes, self.rows) = (&self.codes[count..], rest);
        rows
    }
}

/// Lays out the rows of `list` from what `table` stores.
pub(super) fn lay_out(list: &List, table: Option<&Table>) -> ListLayout {
    match &list.rows {
        RowKind::Fixed(_) => fixed(list, table),
        _ => Builder::new(list).build(table),
    }
}

fn fixed(list: &List, table: Option<&Table>) -> ListLayout {
    let mut stored: HashMap<&str, usize> = HashMap::new();
    for (place, row) in table.iter().flat_map(|table| table.rows.iter().enumerate()) {
        if let Subject::Fixed(id) = &row.subject {
            stored.insert(id, place);
        }
    }
    let lay_out = |row: &FixedRow| {
        let stored = stored.get(row.id.as_str()).copied();
        LaidOutRow::new(RowOrigin::Fixed, row.code, stored)
    };
    let rows: Vec<LaidOutRow> = list.fixed_rows().iter().map(lay_out).collect();
    let by_code = rows.iter().enumerate().filter_map(|(place, row)| Some((row.code?, place))).collect();
    ListLayout::new(rows, by_code, Vec::new())
}

struct Builder<'a> {
    list: &'a List,
    rows: Vec<LaidOutRow>,
    by_code: Vec<(Code, usize)>,
    projects: Vec<(ProjectId, usize)>,
    /// The totals above the next row, from that of all.
    open: Vec<OpenTotal<'a>>,
}

/// A total below which rows are still to come.
struct OpenTotal<'a> {
    /// `None` for the total of all.
    group: Option<Group<'a>>,
    row: usize,
}

impl<'a> Builder<'a> {
    fn new(list: &'a List) -> Self {
        let total = OpenTotal { group: None, row: 0 };
        let rows = vec![LaidOutRow::new(RowOrigin::Total, None, None)];
        Self { list, rows, by_code: Vec::new(), projects: Vec::new(), open: vec![total] }
    }

    /// Adds `row` under the innermost open total.
    fn push(&mut self, mut row: LaidOutRow) -> usize {
        let place = self.rows.len();
        row.depth = self.open.len() as u8;
        row.end = place as u32 + 1;
        row.parent = self.open.last().map(|total| total.row as u32);
        self.rows.push(row);
        place
    }

    fn open(&mut self, group: Group<'a>, stored: usize) {
        let (origin, code) = match group {
            Group::Unit(_) => (RowOrigin::Unit, None),
            Group::Code(code) => (RowOrigin::CodeTotal, Some(code)),
        };
        let row = self.push(LaidOutRow::new(origin, code, Some(stored)));
        self.by_code.extend(code.map(|code| (code, row)));
        self.open.push(OpenTotal { group: Some(group), row });
    }

    /// Ends the totals below the first `kept` that are open.
    fn close(&mut self, kept: usize) {
        for total in self.open.drain(kept..) {
            self.rows[total.row].end = self.rows.len() as u32;
        }
    }

    fn build(mut self, table: Option<&'a Table>) -> ListLayout {
        let stored_rows = table.map_or(&[][..], |table| &table.rows);
        let order = PrintedOrder::of(self.list, stored_rows);
        self.rows.reserve_exact(order.totals + order.places.len());
        self.by_code.reserve_exact(order.totals + order.places.len());
        for stored in order.places {
            let subject = &stored_rows[stored].subject;
            // The next row shares those of the open totals that are its own too.
            let groups = groups(self.list, subject);
            let is_open = |(depth, group): &(usize, Group<'_>)| {
                self.open.get(depth + 1).is_some_and(|open| open.group == Some(*group))
            };
            let shared = groups.clone().enumerate().take_while(is_open).count();
            self.close(1 + shared);
            for group in groups.skip(shared) {
                self.open(group, stored);
            }
            let project = subject.project();
            let origin = if project.is_some() { RowOrigin::Project } else { RowOrigin::Code };
            let code = subject.code();
            let row = self.push(LaidOutRow::new(origin, code, Some(stored)));
            self.projects.extend(project.map(|project| (project.id, row)));
            // A project under a 款 or 类 is already in the subtotal of that code.
            let total = self.open.last().and_then(|open| open.group);
            let listed = code.filter(|&code| total != Some(Group::Code(code)));
            self.by_code.extend(listed.map(|code| (code, row)));
        }
        self.close(0);
        ListLayout::new(self.rows, self.by_code, self.projects)
    }
}

/// A total above a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Group<'a> {
    Unit(&'a str),
    Code(Code),
}

/// The totals above a row, from the outermost; the total of all is not among them.
fn groups<'a>(list: &List, subject: &'a Subject) -> impl Iterator<Item = Group<'a>> + Clone + use<'a> {
    let unit = subject.project().and_then(|project| project.unit.as_deref());
    let is_project = matches!(list.rows, RowKind::FunctionProject(_));
    let above = move |code: &Code, level: CodeLevel| {
        if is_project { level <= code.level() } else { level < code.level() }
    };
    let code = subject.code();
    let class = code.filter(|code| above(code, CodeLevel::Class)).map(Code::class);
    let section = code.filter(|code| above(code, CodeLevel::Section)).and_then(Code::section);
    unit.map(Group::Unit).into_iter().chain(class.map(Group::Code)).chain(section.map(Group::Code))
}

/// How stored rows follow one another as they are printed.
struct PrintedOrder {
    /// Their places: as stored, but rows under one total stand together, where the first of them stands.
    places: Vec<usize>,
    /// How many totals there are beside that of all.
    totals: usize,
}

impl PrintedOrder {
    fn of(list: &List, rows: &[Row]) -> Self {
        let is_laid_out = |place: &usize| !matches!(rows[*place].subject, Subject::Fixed(_));
        let mut places: Vec<usize> = (0..rows.len()).filter(is_laid_out).collect();
        // Where the first row of a total stands, by where that of the total above it stands.
        let mut firsts: FxHashMap<(Option<usize>, Group<'_>), usize> = FxHashMap::default();
        let mut open: Vec<(Group<'_>, usize)> = Vec::new();
        let mut is_in_order = true;
        for &place in &places {
            let groups = groups(list, &rows[place].subject);
            let shared = groups.clone().zip(&open).take_while(|(group, (open, _))| group == open).count();
            open.truncate(shared);
            for group in groups.skip(shared) {
                let first = *firsts.entry((open.last().map(|&(_, first)| first), group)).or_insert(place);
                is_in_order &= first == place;
                open.push((group, first));
            }
        }
        if !is_in_order {
            places.sort_by_cached_key(|&place| {
                let mut total = None;
                let mut key = [place; MOST_GROUPS];
                for (first, group) in key.iter_mut().zip(groups(list, &rows[place].subject)) {
                    total = firsts.get(&(total, group)).copied();
                    *first = total.unwrap_or(place);
                }
                key
            });
        }
        Self { places, totals: firsts.len() }
    }
}

impl LaidOutRow {
    fn new(origin: RowOrigin, code: Option<Code>, stored: Option<usize>) -> Self {
        Self { origin, code, stored: stored.map(|place| place as u32), parent: None, end: 0, depth: 0 }
    }

    /// Place of the stored row in [`Table::rows`]; for a derived row that of the first row below it, and `None` where a
    /// fixed row stores nothing or there is no row.
    pub fn stored(&self) -> Option<usize> {
        self.stored.map(|place| place as usize)
    }

    /// The total to which it is added.
    pub fn parent(&self) -> Option<usize> {
        self.parent.map(|row| row as usize)
    }

    /// The first row after it that is not below it.
    pub fn end(&self) -> usize {
        self.end as usize
    }

    /// How many totals stand above it.
    pub fn depth(&self) -> usize {
        usize::from(self.depth)
    }
}

impl ListLayout {
    fn new(rows: Vec<LaidOutRow>, mut by_code: Vec<(Code, usize)>, mut projects: Vec<(ProjectId, usize)>) -> Self {
        if !by_code.is_sorted() {
            by_code.sort_unstable();
        }
        if !projects.is_sorted() {
            projects.sort_unstable();
        }
        let (codes, rows_by_code) = by_code.into_iter().unzip();
        let identity = (0..rows.len()).collect();
        Self { rows, codes, rows_by_code, projects, identity }
    }

    pub fn row_of_project(&self, id: ProjectId) -> Option<usize> {
        let place = self.projects.partition_point(|&(other, _)| other < id);
        self.projects.get(place).filter(|(other, _)| *other == id).map(|&(_, row)| row)
    }

    /// The rows of `code`: its row or, in a list of projects, the rows of its projects.
    pub fn rows_of_code(&self, code: Code) -> &[usize] {
        let first = self.codes.partition_point(|&other| other < code);
        let count = self.codes[first..].iter().take_while(|&&other| other == code).count();
        &self.rows_by_code[first..first + count]
    }

    /// The codes that have rows, with their rows.
    pub fn codes(&self) -> CodeRows<'_> {
        CodeRows { codes: &self.codes, rows: &self.rows_by_code }
    }

    /// The rows directly below `row`.
    pub fn children(&self, row: usize) -> impl Iterator<Item = usize> {
        let end = self.rows[row].end();
        let child = move |row: usize| (row < end).then_some(row);
        std::iter::successors(child(row + 1), move |&last| child(self.rows[last].end()))
    }

    /// The next row that is added to the same total.
    pub fn next_sibling(&self, row: usize) -> Option<usize> {
        let end = self.rows[row].end();
        self.rows[row].parent().filter(|&parent| end < self.rows[parent].end()).map(|_| end)
    }

    /// How many totals stand above `row`.
    pub fn depth(&self, row: usize) -> usize {
        self.rows[row].depth()
    }

    pub(super) fn only(&self, row: usize) -> &[usize] {
        self.identity.get(row..=row).unwrap_or_default()
    }

    /// The lasting name of `row`.
    pub(super) fn key(&self, list: &List, table: Option<&Table>, row: usize) -> RowKey {
        let laid_out = &self.rows[row];
        let stored = laid_out.stored().and_then(|place| table?.rows.get(place)).map(|row| &row.subject);
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
        let is_it = |row: &usize| self.key(list, table, *row) == *key;
        match key {
            RowKey::Total => list.footing().map(|_| 0),
            RowKey::Fixed(id) => list.fixed_rows().iter().position(|row| row.id == *id),
            RowKey::Code(code) | RowKey::UnitCode(_, code) => self.rows_of_code(*code).iter().copied().find(is_it),
            RowKey::Unit(_) => list.footing().and_then(|_| self.children(0).find(is_it)),
            RowKey::Project(id) => self.row_of_project(*id),
        }
    }
}
