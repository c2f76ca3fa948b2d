//! What money each performance table accounts for: the project of its name, and what was carried over or granted from
//! elsewhere and is managed with it.

use std::collections::HashSet;

use crate::disclosure::{Amount, PerformanceSubject};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::ListIndex;
use crate::form::template::PerformanceAccounts;
use crate::spelling;

/// No more amounts than this are tried in all combinations.
const MOST_COMBINED: usize = 12;

/// The money of one performance table of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Place of the table in the disclosure.
    pub table: usize,
    /// The row of the project: list and row. The one of its name, or else the only one whose money explains the total.
    pub project: Option<(ListIndex, usize)>,
    /// Whether the project has the name of the table.
    pub is_named: bool,
    /// This year's money, in yuan.
    pub granted: Amount,
    /// Carried-over money, in yuan.
    pub carried: Amount,
    /// The rows whose money it is.
    pub cells: Vec<CellIndex>,
    /// Whether all this is what the table states in all.
    pub is_explained: bool,
}

impl Account {
    /// Name of the project in the tables.
    pub fn name<'a>(&self, evaluated: Evaluated<'a>) -> Option<&'a str> {
        let (list, row) = self.project?;
        Some(evaluated.stored(list, row)?.subject.project()?.name.as_str())
    }

    /// Whether carried-over money is managed with that of this year.
    pub fn is_merged(&self) -> bool {
        self.is_explained && !self.carried.is_zero() && !self.granted.is_zero()
    }
}

/// The accounts of the performance tables of projects, in printed order.
pub fn accounts(evaluated: Evaluated<'_>) -> Vec<Account> {
    let Some(form) = evaluated.form.sentences.as_ref().and_then(|template| template.performance.as_ref()) else {
        return Vec::new();
    };
    let mut finder = Finder { evaluated, form, projects: projects(evaluated, form), used: HashSet::new() };
    let tables = evaluated.disclosure.performance.iter().enumerate();
    let of_projects = tables.filter_map(|(place, table)| match &table.subject {
        PerformanceSubject::Project(name) => Some((place, name.as_str(), table.funds.total)),
        PerformanceSubject::Whole => None,
    });
    let tables: Vec<_> = of_projects.collect();
    // The projects that have a table of their name go first: what is left may explain the others.
    for (_, name, _) in &tables {
        if let Some(cell) = finder.named(name) {
            finder.used.insert(cell);
        }
    }
    tables.into_iter().map(|(place, name, total)| finder.account(place, name, total)).collect()
}

/// Whether the project at `cell` is accounted for by a performance table, its own or another with which it is managed.
pub fn is_accounted_for(accounts: &[Account], cell: CellIndex) -> bool {
    accounts.iter().any(|account| account.is_explained && account.cells.contains(&cell))
}

/// The amounts of the projects that have performance tables, and of those of carried-over money.
fn projects(evaluated: Evaluated<'_>, form: &PerformanceAccounts) -> Vec<CellIndex> {
    let lists = form.granted.first().into_iter().chain([&form.carried]);
    lists.flat_map(|&(list, column)| rows(evaluated, list, column, RowOrigin::Project)).collect()
}

fn rows(evaluated: Evaluated<'_>, list: ListIndex, column: usize, origin: RowOrigin) -> Vec<CellIndex> {
    let rows = evaluated.evaluation.layout(list).rows.iter().enumerate();
    rows.filter(|(_, row)| row.origin == origin).map(|(row, _)| CellIndex { list, row, column }).collect()
}

struct Finder<'a> {
    evaluated: Evaluated<'a>,
    form: &'a PerformanceAccounts,
    projects: Vec<CellIndex>,
    used: HashSet<CellIndex>,
}

impl Finder<'_> {
    fn named(&self, name: &str) -> Option<CellIndex> {
        let is_named = |cell: &&CellIndex| {
            let row = self.evaluated.stored(cell.list, cell.row).and_then(|row| row.subject.project());
            row.is_some_and(|project| spelling::is_same(&project.name, name))
        };
        self.projects.iter().find(is_named).copied()
    }

    fn account(&mut self, table: usize, name: &str, total: Option<Amount>) -> Account {
        let unit = &self.evaluated.form.unit;
        let total = total.map(|total| unit.shown(total)).unwrap_or_default();
        let named = self.named(name);
        let (project, others) = match named {
            Some(cell) => (Some(cell), self.others(cell, total)),
            None => self.only_explanation(total),
        };
        let is_explained = others.is_some();
        let cells: Vec<CellIndex> = project.into_iter().chain(others.unwrap_or_default()).collect();
        self.used.extend(cells.iter().copied());
        let is_carried = |cell: &&CellIndex| cell.list == self.form.carried.0;
        let sum = |carried: bool| {
            let cells = cells.iter().filter(|cell| is_carried(cell) == carried);
            cells.map(|&cell| self.evaluated.value(cell)).sum()
        };
        let (granted, carried) = (sum(false), sum(true));
        let project = project.map(|cell| (cell.list, cell.row));
        Account { table, project, is_named: named.is_some(), granted, carried, cells, is_explained }
    }

    /// What else makes up `total` beside the money of `project`; `None` where nothing does.
    fn others(&self, project: CellIndex, total: Amount) -> Option<Vec<CellIndex>> {
        let unit = &self.evaluated.form.unit;
        let shown = |cell: CellIndex| unit.shown(self.evaluated.value(cell));
        let rest = total - shown(project);
        if rest.is_zero() {
            return Some(Vec::new());
        }
        let carried = rows(self.evaluated, self.form.carried.0, self.form.carried.1, RowOrigin::Project);
        let granted = self.form.granted.iter().skip(1);
        let granted = granted.flat_map(|&(list, column)| rows(self.evaluated, list, column, RowOrigin::Code));
        let free = carried.into_iter().chain(granted).filter(|cell| !self.used.contains(cell));
        let free: Vec<CellIndex> = free.filter(|&cell| !shown(cell).is_zero()).take(MOST_COMBINED).collect();
        let combination = |choice: u32| free.iter().enumerate().filter(move |(place, _)| choice >> place & 1 == 1);
        let mut choices: Vec<u32> = (1..1 << free.len()).collect();
        choices.sort_by_key(|choice| choice.count_ones());
        let found = choices
            .into_iter()
            .find(|&choice| combination(choice).map(|(_, &cell)| shown(cell)).sum::<Amount>() == rest);
        found.map(|choice| combination(choice).map(|(_, &cell)| cell).collect())
    }

    /// The only project without a table whose money, with what is managed with it, makes up `total`.
    fn only_explanation(&self, total: Amount) -> (Option<CellIndex>, Option<Vec<CellIndex>>) {
        let free = self.projects.iter().filter(|cell| !self.used.contains(cell));
        let mut found: Vec<(CellIndex, Vec<CellIndex>)> = Vec::new();
        for &cell in free {
            found.extend(self.others(cell, total).map(|others| (cell, others)));
        }
        // The simplest explanation counts, if it is the only one as simple.
        let fewest = found.iter().map(|(_, others)| others.len()).min();
        found.retain(|(_, others)| Some(others.len()) == fewest);
        match found.pop() {
            Some((cell, others)) if found.is_empty() => (Some(cell), Some(others)),
            _ => (None, None),
        }
    }
}
