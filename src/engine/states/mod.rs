//! How far each table of a disclosure is: what is not there yet is not nothing.
//!
//! [`States`] follows from what is entered and from what a person or an import said. Whoever asks whether a figure is
//! missing, wrong or nothing asks here: the sentences (a table that nobody filled in says nothing), the checks (a
//! difference to a table in progress is still to come), the exports. [`sources`] tells in which tables a figure is entered,
//! [`agreement`] which tables are complete because they agree with complete ones, [`whole`] whether all of it came as a
//! whole.

mod agreement;
mod known_sources;
mod set;
mod sources;
#[cfg(test)]
mod tests;
mod whole;

pub(crate) use known_sources::KnownSources;
pub(crate) use set::TableSet;
pub(crate) use whole::is_draft;

use crate::disclosure::{Component, Part, Row, Said, Subject, Table, TableNumber};
use crate::evaluate::{Addend, CellIndex, CellState, Evaluated};
use crate::form::{FieldColumn, Form, Term};
use crate::ties::instances::Instance;
use sources::Sources;

/// How far a table or a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// 未填: nobody entered anything.
    Untouched,
    /// 填写中: something is entered, and it is not complete.
    InProgress,
    /// 已填: said to be complete, or in agreement with what is complete.
    Complete,
    /// 空表: nothing belongs there.
    Empty,
    /// 不在文件里: the document that was imported does not have it.
    Absent,
}

/// What a comparison can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// All that it compares is complete: what does not agree is wrong.
    Complete,
    /// Some of it is in progress: what does not agree may be still to come.
    InProgress,
    /// Some of it is not there at all.
    Missing,
}

/// How far the tables of a disclosure are.
#[derive(Debug, Clone)]
pub struct States {
    sources: Sources,
    /// Tables in which something is entered or stated.
    touched: TableSet,
    /// Tables in which something can be entered.
    entered: TableSet,
    /// Tables that an import did not find, and in which nobody entered anything since.
    absent: TableSet,
    /// Tables that are complete, whatever the others are.
    firm: TableSet,
    /// Tables that are complete, also those that are by agreement.
    settled: TableSet,
    /// Whether all of it came as a whole.
    is_whole: bool,
    of_tables: Vec<State>,
}

/// The tables in which what a comparison compares is entered.
#[derive(Debug, Clone, Copy)]
pub(crate) struct InstanceSources {
    pub left: TableSet,
    pub right: TableSet,
    /// Both, and those that only show what is entered in one.
    pub all: TableSet,
}

/// The tables and parts of `form` in the order in which they are filled in: first what the body is, then each table after
/// those that it is computed from, last year's figures, and the sentences about all this.
pub fn components(form: &Form) -> Vec<Component> {
    // Tables of one depth stay in printed order.
    let mut numbers: Vec<TableNumber> = form.tables.iter().map(|table| table.number).collect();
    numbers.sort_by_key(|&number| depth(form, number, 0));
    let has_texts = !form.texts.sections.is_empty();
    let sections = form.texts.sections.iter().map(|section| Component::Text(Part::Section(section.number)));
    let mut all: Vec<Component> = Vec::new();
    all.extend(has_texts.then_some(Component::Text(Part::Overview)));
    all.extend(numbers.into_iter().map(Component::Table));
    all.extend(form.sentences.is_some().then_some(Component::Prior));
    all.extend(sections);
    all.extend((!form.texts.performance_of.is_empty()).then_some(Component::Performance));
    all.extend(has_texts.then_some(Component::Text(Part::Glossary)));
    all
}

/// On how many tables, one upon the other, `number` stands.
fn depth(form: &Form, number: TableNumber, above: usize) -> usize {
    // A form whose tables needed each other in a circle could not be loaded.
    let Some(table) = form.table(number).filter(|_| above < form.tables.len()) else { return 0 };
    let of_columns = table.list_indices().flat_map(|list| form.list(list).amounts.iter());
    let of_columns = of_columns.filter_map(|column| column.expression.as_ref());
    let of_rows = table.list_indices().flat_map(|list| form.list(list).fixed_rows().iter());
    let of_rows = of_rows.filter_map(|row| row.expression.as_ref());
    let needed = of_columns.chain(of_rows).flat_map(|expression| &expression.terms);
    let needed = needed.map(|term| form.table_of(term.cell.list).number).filter(|needed| *needed != number);
    needed.map(|needed| 1 + depth(form, needed, above + 1)).max().unwrap_or(0)
}

/// Whether somebody entered an amount.
fn is_touched(table: &Table) -> bool {
    !table.stated.is_empty() || table.rows.iter().any(|row| !row.is_blank())
}

/// The columns of texts and dates of the table that must be filled in and are blank in a row, each with how many rows.
pub(crate) fn lacking_fields<'f>(form: &'f Form, number: TableNumber, table: &Table) -> Vec<(&'f FieldColumn, usize)> {
    let Some(own) = form.table(number) else { return Vec::new() };
    let mut lacking = Vec::new();
    for list in own.list_indices().map(|list| form.list(list)) {
        let is_of = |row: &&Row| match &row.subject {
            Subject::Fixed(id) => list.fixed_rows().iter().any(|own| own.id == *id),
            Subject::Code { .. } | Subject::Project(_) => list.footing().is_some(),
        };
        for field in list.fields.iter().filter(|field| field.is_required) {
            let rows = table.rows.iter().filter(is_of).filter(|row| !row.fields.contains_key(&field.number)).count();
            lacking.extend((rows > 0).then_some((field, rows)));
        }
    }
    lacking
}

/// Whether a project has no amount, as those of last year have in this year's draft.
fn has_blank_projects(table: &Table) -> bool {
    let is_blank = |row: &Row| matches!(row.subject, Subject::Project(_)) && row.amounts.is_empty();
    table.rows.iter().any(is_blank)
}

impl States {
    /// How far the tables of `evaluated` are.
    pub fn new(evaluated: Evaluated<'_>) -> Self {
        let Evaluated { form, disclosure, .. } = evaluated;
        let sources = Sources::new(form);
        let places = || form.tables.iter().enumerate();
        let of = |is_it: &dyn Fn(TableNumber) -> bool| -> TableSet {
            places().filter(|(_, table)| is_it(table.number)).map(|(place, _)| place).collect()
        };
        let said = |number| disclosure.said.get(&Component::Table(number)).copied();
        let touched = of(&|number| disclosure.table(number).is_some_and(is_touched));
        let entered = places().map(|(place, _)| place).filter(|&place| sources.of_table(form, place).contains(place));
        let entered = entered.collect::<TableSet>().with(touched);
        let absent = of(&|number| said(number) == Some(Said::Absent)).without(touched);
        let is_said = |number| match said(number) {
            Some(Said::Complete) => true,
            // What was entered since contradicts it.
            Some(Said::Empty) => !disclosure.table(number).is_some_and(is_touched),
            Some(Said::Absent) | None => false,
        };
        let mut states = Self {
            sources,
            touched,
            entered,
            absent,
            firm: of(&is_said),
            settled: TableSet::default(),
            is_whole: false,
            of_tables: Vec::new(),
        };
        states.is_whole = whole::is_whole(evaluated, &states);
        if states.is_whole {
            // What an import did not find and somebody entered since is theirs to finish.
            states.firm = of(&|number| said(number) != Some(Said::Absent)).with(states.firm);
        }
        let open = states.entered.without(states.firm).without(absent);
        let is_bare = states.touched.is_empty() && states.firm.is_empty();
        states.settled =
            if open.is_empty() || is_bare { states.firm } else { agreement::settled(evaluated, &states, open) };
        // A project without an amount is still to be filled in or taken away, whatever the totals say.
        let has_blank_projects = of(&|number| disclosure.table(number).is_some_and(has_blank_projects));
        states.settled = states.settled.without(has_blank_projects.without(states.firm));
        let lacks_fields =
            of(&|number| disclosure.table(number).is_some_and(|table| !lacking_fields(form, number, table).is_empty()));
        states.settled = states.settled.without(lacks_fields.without(states.firm));
        states.of_tables = places().map(|(place, table)| states.find(evaluated, place, table.number)).collect();
        states
    }

    fn find(&self, evaluated: Evaluated<'_>, place: usize, number: TableNumber) -> State {
        let Evaluated { form, evaluation, .. } = evaluated;
        let lists = || form.tables[place].list_indices();
        let shows = || lists().any(|list| evaluation.values(list).all().iter().any(|value| !value.is_zero()));
        let own = TableSet::of(place);
        let is_complete = self.firm.meets(own) || self.sources.of_table(form, place).is_within(self.settled);
        if self.absent.meets(own) {
            State::Absent
        } else if is_complete {
            let is_empty = evaluation.is_empty(lists());
            // A row is printed though nothing stands in it.
            let has_rows = |table: &Table| is_touched(table) || !table.rows.is_empty();
            let is_bare = !evaluated.disclosure.table(number).is_some_and(has_rows) && !shows();
            if is_empty || is_bare && !self.is_whole { State::Empty } else { State::Complete }
        } else if self.touched.meets(own) || shows() {
            State::InProgress
        } else {
            State::Untouched
        }
    }

    /// How far the table is.
    pub fn of_table(&self, form: &Form, number: TableNumber) -> State {
        let place = form.tables.iter().position(|table| table.number == number);
        place.and_then(|place| self.of_tables.get(place)).copied().unwrap_or(State::Untouched)
    }

    /// Whether something is still to be entered in the table itself, not only in those that it is computed from.
    pub fn waits_for_entry(&self, form: &Form, number: TableNumber) -> bool {
        let place = form.tables.iter().position(|table| table.number == number);
        place.is_some_and(|place| self.entered.contains(place) && !self.settled.contains(place))
    }

    /// Whether all of it came as a whole, printed or filled in to the last blank.
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Whether `component` is complete whatever the others are: it was said so, or all came as a whole.
    pub fn is_firm(&self, evaluated: Evaluated<'_>, component: Component) -> bool {
        let said = evaluated.disclosure.said.get(&component);
        match component {
            Component::Table(number) => {
                let place = evaluated.form.tables.iter().position(|table| table.number == number);
                place.is_some_and(|place| self.firm.contains(place))
            }
            Component::Text(part) if evaluated.disclosure.texts.contains_key(&part) => true,
            _ => matches!(said, Some(Said::Complete | Said::Empty)) || self.is_whole && said != Some(&Said::Absent),
        }
    }

    /// Whether every table is complete.
    pub fn are_all_complete(&self) -> bool {
        self.of_tables.iter().all(|state| matches!(state, State::Complete | State::Empty))
    }

    /// The tables in which what `cells` come to is entered.
    pub(crate) fn sources_of(&self, evaluated: Evaluated<'_>, cells: impl Iterator<Item = CellIndex>) -> TableSet {
        let of = |cell| self.sources.of(evaluated.evaluation, cell);
        cells.fold(TableSet::default(), |set, cell| set.with(of(cell)))
    }

    /// The tables in which one side of a comparison is entered, also those that have no row for it yet.
    pub(crate) fn sources_of_side(&self, evaluated: Evaluated<'_>, addends: &[Addend], terms: &[Term]) -> TableSet {
        let without_row = terms.iter().filter(|term| addends.iter().all(|addend| addend.cell.list != term.cell.list));
        let set = self.sources_of(evaluated, addends.iter().map(|addend| addend.cell));
        without_row.fold(set, |set, term| set.with(self.sources.of_pattern(term.cell)))
    }

    /// The tables in which what a comparison compares is entered.
    pub(crate) fn sources_of_instance(&self, evaluated: Evaluated<'_>, instance: &Instance<'_>) -> InstanceSources {
        let [left, right] = instance.terms;
        let left = self.sources_of_side(evaluated, instance.left, left);
        let right = self.sources_of_side(evaluated, instance.right, right);
        let sources = left.with(right);
        if sources.len() > 1 {
            return InstanceSources { left, right, all: sources };
        }
        // Two tables that show one entry differ where a figure was typed over a sum in one of them: in the other it may
        // be still to come.
        let shown = instance.cells().map(|cell| evaluated.form.list(cell.list).table).collect::<TableSet>();
        InstanceSources { left, right, all: sources.with(shown.without(shown.without(self.entered))) }
    }

    /// What a comparison of figures of these tables can say. Within one table everything is compared that is there: of one
    /// in which nobody entered anything only what others state is known.
    pub(crate) fn standing(&self, tables: TableSet) -> Standing {
        if tables.is_within(self.settled) {
            Standing::Complete
        } else if !tables.is_within(self.settled.with(self.touched)) {
            Standing::Missing
        } else if tables.len() < 2 {
            Standing::Complete
        } else {
            Standing::InProgress
        }
    }

    /// Whether all is there that belongs into the table at `place`, so that what is blank in it is nothing: it was said, or
    /// all came as a whole. Tables that agree with each other may still lack the same in all.
    pub(crate) fn is_known_whole(&self, place: usize) -> bool {
        self.firm.contains(place)
    }

    /// Whether nothing is still to come into the table at `place`.
    pub(crate) fn is_settled(&self, place: usize) -> bool {
        self.settled.contains(place)
    }

    /// Whether nothing is still to come into any table.
    pub(crate) fn are_all_settled(&self) -> bool {
        (0..self.of_tables.len()).collect::<TableSet>().is_within(self.settled)
    }

    /// Whether an import did not find the table at `place`.
    pub(crate) fn is_absent(&self, place: usize) -> bool {
        self.absent.contains(place)
    }

    /// Whether something can still be entered, and something is there from which it may follow.
    pub(crate) fn are_begun_and_open(&self) -> bool {
        !self.entered.without(self.settled).is_empty() && !self.touched.is_empty()
    }

    /// Whether what `terms` come to is known whatever is still entered.
    pub(crate) fn are_settled_terms(&self, evaluated: Evaluated<'_>, terms: &[Term]) -> bool {
        self.sources_of_side(evaluated, &[], terms).is_within(self.settled)
    }

    /// Those of `tables` that are in progress, or not begun.
    pub(crate) fn open(&self, tables: TableSet) -> TableSet {
        tables.without(self.settled)
    }

    /// Whether something is entered in the table at `place`.
    pub(crate) fn is_begun(&self, place: usize) -> bool {
        self.touched.contains(place)
    }

    /// Those of `tables` in which nothing is entered, though something may belong there.
    pub(crate) fn missing(&self, tables: TableSet) -> TableSet {
        tables.without(self.settled).without(self.touched)
    }

    /// Whether what `cells` come to is known: nothing of it is still to be entered in a table that nobody began.
    pub(crate) fn is_known(&self, evaluated: Evaluated<'_>, cells: impl Iterator<Item = CellIndex>) -> bool {
        self.missing(self.sources_of(evaluated, cells)).is_empty()
    }

    /// Whether nothing can be added to what `cells` come to: all tables in which it is entered are complete.
    pub(crate) fn is_final(&self, evaluated: Evaluated<'_>, cells: impl Iterator<Item = CellIndex>) -> bool {
        self.open(self.sources_of(evaluated, cells)).is_empty()
    }

    /// Whether the rows of both tables are complete, so that a row of one that the other lacks is missing.
    pub(crate) fn can_compare_rows(&self, tables: [usize; 2]) -> bool {
        tables.iter().all(|&table| self.settled.contains(table))
    }

    /// The first cell of `number` in which something can be entered and nothing is, else the first at all.
    pub fn first_blank(&self, evaluated: Evaluated<'_>, number: TableNumber) -> Option<CellIndex> {
        let table = evaluated.form.table(number)?;
        let cells = || {
            table.list_indices().flat_map(|list| {
                let rows = evaluated.evaluation.layout(list).rows.len();
                let width = evaluated.form.list(list).amounts.len();
                (0..rows).flat_map(move |row| (0..width).map(move |column| CellIndex { list, row, column }))
            })
        };
        let is_blank = |cell: &CellIndex| evaluated.evaluation.state(*cell) == CellState::Blank;
        cells().find(is_blank).or_else(|| cells().next())
    }
}

impl State {
    /// Its name for accountants.
    pub fn name(self) -> &'static str {
        match self {
            Self::Untouched => "未填",
            Self::InProgress => "填写中",
            Self::Complete => "已填",
            Self::Empty => "空表",
            Self::Absent => "不在文件里",
        }
    }

    /// Its name for machines.
    pub fn id(self) -> &'static str {
        match self {
            Self::Untouched => "untouched",
            Self::InProgress => "in-progress",
            Self::Complete => "complete",
            Self::Empty => "empty",
            Self::Absent => "absent",
        }
    }

    /// Its mark.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Untouched => "○",
            Self::InProgress => "◐",
            Self::Complete => "✓",
            Self::Empty => "空",
            Self::Absent => "–",
        }
    }
}
