//! What money each performance table accounts for: the project of its name, and what was carried over or granted from
//! elsewhere and is managed with it.

use std::collections::{HashMap, HashSet};

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
    let projects = projects(evaluated, form);
    let mut finder = Finder { evaluated, form, projects, used: HashSet::new(), combinations: Combinations::default() };
    let tables = evaluated.disclosure.performance.iter().enumerate();
    let of_projects = tables.filter_map(|(place, table)| match &table.subject {
        PerformanceSubject::Project(name) => Some((place, name.as_str(), table.funds.total)),
        PerformanceSubject::Whole => None,
    });
    let tables: Vec<_> = of_projects.collect();
    // The projects that have a table of their name go first: what is left may explain the others.
    let named = finder.named(&tables);
    finder.used.extend(named.iter().flatten());
    let accounts = tables.into_iter().zip(named);
    accounts.map(|((place, _, total), named)| finder.account(place, total, named)).collect()
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
    combinations: Combinations,
}

/// A performance table of a project: its place in the disclosure, its name, and what it states in all.
type Table<'a> = (usize, &'a str, Option<Amount>);

impl<'a> Finder<'a> {
    fn shown(&self, cell: CellIndex) -> Amount {
        self.evaluated.form.unit.shown(self.evaluated.value(cell))
    }

    fn stated(&self, total: Option<Amount>) -> Amount {
        total.map(|total| self.evaluated.form.unit.shown(total)).unwrap_or_default()
    }

    /// For each of `tables` the rows of the project of its name, none where there is no such project. A project may have
    /// several rows, and as many tables or one for all.
    fn named(&self, tables: &[Table<'_>]) -> Vec<Vec<CellIndex>> {
        let plain = |name: &str| spelling::plain(name).collect::<String>();
        let mut rows: HashMap<String, Vec<CellIndex>> = HashMap::new();
        for &cell in &self.projects {
            let project = self.evaluated.stored(cell.list, cell.row).and_then(|row| row.subject.project());
            let Some(project) = project else { continue };
            let rows = rows.entry(plain(&project.name)).or_default();
            // What was carried over under the same name is managed with it, or is not.
            if rows.first().is_none_or(|first| first.list == cell.list) {
                rows.push(cell);
            }
        }
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, (_, name, _)) in tables.iter().enumerate() {
            places.entry(plain(name)).or_default().push(place);
        }
        let mut named = vec![Vec::new(); tables.len()];
        for (name, places) in places {
            let rows = rows.remove(&name).unwrap_or_default();
            self.share_out(rows, &places, tables, &mut named);
        }
        named
    }

    /// Gives the `rows` of one name to the tables of that name at `places`: to each the one whose amount it states, and
    /// to those that are left what is left.
    fn share_out(&self, rows: Vec<CellIndex>, places: &[usize], tables: &[Table<'_>], named: &mut [Vec<CellIndex>]) {
        let mut left = rows.clone();
        let mut others = Vec::new();
        for &place in places {
            let total = self.stated(tables[place].2);
            match left.iter().position(|&cell| self.shown(cell) == total) {
                Some(row) => named[place].push(left.remove(row)),
                None => others.push(place),
            }
        }
        for (number, &place) in others.iter().enumerate() {
            let is_last = number + 1 == others.len();
            named[place] = match (left.is_empty(), is_last) {
                (true, _) => rows.clone(),
                (false, true) => std::mem::take(&mut left),
                (false, false) => vec![left.remove(0)],
            };
        }
    }

    fn account(&mut self, table: usize, total: Option<Amount>, named: Vec<CellIndex>) -> Account {
        let total = self.stated(total);
        let is_named = !named.is_empty();
        let explained = if is_named { self.explained(named.clone(), total) } else { self.only_explanation(total) };
        let is_explained = explained.is_some();
        let cells = explained.unwrap_or(named);
        let project = cells.first().copied().filter(|cell| self.projects.contains(cell));
        self.used.extend(cells.iter().copied());
        let is_carried = |cell: &&CellIndex| cell.list == self.form.carried.0;
        let sum = |carried: bool| {
            let cells = cells.iter().filter(|cell| is_carried(cell) == carried);
            cells.map(|&cell| self.evaluated.value(cell)).sum()
        };
        let (granted, carried) = (sum(false), sum(true));
        let project = project.map(|cell| (cell.list, cell.row));
        Account { table, project, is_named, granted, carried, cells, is_explained }
    }

    /// `project` with what else makes up `total`; `None` where nothing does.
    fn explained(&mut self, project: Vec<CellIndex>, total: Amount) -> Option<Vec<CellIndex>> {
        let rest = total - project.iter().map(|&cell| self.shown(cell)).sum();
        if rest.is_zero() {
            return Some(project);
        }
        self.combine();
        let others = self.combinations.of(rest, &project)?;
        Some(project.into_iter().chain(others).collect())
    }

    /// Brings the combinations up to date: those of what was carried over or granted from elsewhere and has no table yet.
    fn combine(&mut self) {
        let carried = rows(self.evaluated, self.form.carried.0, self.form.carried.1, RowOrigin::Project);
        let free = carried.into_iter().chain(self.granted_elsewhere()).filter(|cell| !self.used.contains(cell));
        let free = free.map(|cell| (cell, self.shown(cell))).filter(|(_, amount)| !amount.is_zero());
        let free: Vec<(CellIndex, Amount)> = free.take(MOST_COMBINED).collect();
        if self.combinations.free != free {
            self.combinations = Combinations::new(free);
        }
    }

    /// Rows of tables that have no projects.
    fn granted_elsewhere(&self) -> impl Iterator<Item = CellIndex> + use<'a> {
        let (evaluated, granted) = (self.evaluated, &self.form.granted);
        granted.iter().skip(1).flat_map(move |&(list, column)| rows(evaluated, list, column, RowOrigin::Code))
    }

    /// The only project without a table whose money, with what is managed with it, makes up `total`; else the row of a
    /// table without projects that does.
    fn only_explanation(&mut self, total: Amount) -> Option<Vec<CellIndex>> {
        let is_free = |cell: &CellIndex| !self.used.contains(cell);
        let free: Vec<CellIndex> = self.projects.iter().copied().filter(is_free).collect();
        let elsewhere = self.granted_elsewhere().filter(is_free).find(|&cell| self.shown(cell) == total);
        let mut found: Vec<Vec<CellIndex>> = Vec::new();
        for cell in free {
            found.extend(self.explained(vec![cell], total));
        }
        // The simplest explanation counts, if it is the only one as simple.
        let fewest = found.iter().map(Vec::len).min();
        found.retain(|cells| Some(cells.len()) == fewest);
        let elsewhere = elsewhere.filter(|_| !total.is_zero() && fewest != Some(1)).map(|cell| vec![cell]);
        elsewhere.or_else(|| found.pop().filter(|_| found.is_empty()))
    }
}

/// What the amounts of some cells make up together, whichever are taken.
#[derive(Default)]
struct Combinations {
    free: Vec<(CellIndex, Amount)>,
    /// Each sum with the cells that make it up, a bit for each; in the order of sums, those of the fewest cells first.
    sums: Vec<(Amount, u32, u32)>,
}

impl Combinations {
    /// Those of `free`, of which there are at most [`MOST_COMBINED`].
    fn new(free: Vec<(CellIndex, Amount)>) -> Self {
        let mut sums: Vec<(Amount, u32, u32)> = vec![(Amount::ZERO, 0, 0)];
        for (place, (_, amount)) in free.iter().enumerate() {
            for known in 0..sums.len() {
                let (sum, count, choice) = sums[known];
                sums.push((sum + *amount, count + 1, choice | 1 << place));
            }
        }
        sums.sort_unstable();
        Self { free, sums }
    }

    /// The fewest cells that make up `sum`, none of them among `but`.
    fn of(&self, sum: Amount, but: &[CellIndex]) -> Option<Vec<CellIndex>> {
        let first = self.sums.partition_point(|(known, ..)| *known < sum);
        let same = self.sums[first..].iter().take_while(|(known, ..)| *known == sum);
        let cells = |choice: u32| {
            let chosen = self.free.iter().enumerate().filter(move |(place, _)| choice >> place & 1 == 1);
            chosen.map(|(_, (cell, _))| *cell).collect::<Vec<_>>()
        };
        same.map(|(.., choice)| cells(*choice)).find(|cells| !cells.iter().any(|cell| but.contains(cell)))
    }
}
