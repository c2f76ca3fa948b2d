//! What money each performance table accounts for: the project of its name, and what was carried over or granted from
//! elsewhere and is managed with it.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::disclosure::{Amount, Interval, PerformanceSubject};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::ListIndex;
use crate::form::template::PerformanceAccounts;
use crate::spelling;

/// No more amounts than this are tried in all combinations.
const MOST_COMBINED: usize = 12;
/// Of more, so many are tried in combinations of two and three.
const MOST_PAIRED: usize = 400;
/// A total may be so many units of the last place beside the sum of its printed parts where rounding allows it.
const MOST_ASIDE: usize = 3;

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
    /// Whether all this is what the table states in all, or what its parts come to.
    pub is_explained: bool,
    /// Whether it is what its parts come to, though the table states another sum.
    pub is_of_parts: bool,
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
    let mut finder = Finder::new(evaluated, form);
    let tables = evaluated.disclosure.performance.iter().enumerate();
    let of_projects = tables.filter_map(|(place, table)| match &table.subject {
        PerformanceSubject::Project(name) => {
            let parts = [table.funds.fiscal, table.funds.superior, table.funds.other];
            Some((place, name.as_str(), table.funds.total, parts.into_iter().flatten().sum()))
        }
        PerformanceSubject::Whole => None,
    });
    let tables: Vec<_> = of_projects.collect();
    // The projects that have a table of their name go first: what is left may explain the others.
    let named = finder.named(&tables);
    named.iter().for_each(|cells| finder.take(cells));
    let accounts = tables.into_iter().zip(named);
    accounts.map(|((place, _, total, parts), named)| finder.account(place, total, parts, named)).collect()
}

/// The rows that are accounted for by a performance table, their own or another with which they are managed.
pub fn accounted_for(accounts: &[Account]) -> HashSet<CellIndex> {
    accounts.iter().filter(|account| account.is_explained).flat_map(|account| &account.cells).copied().collect()
}

fn rows(evaluated: Evaluated<'_>, (list, column): (ListIndex, usize), origin: RowOrigin) -> Vec<CellIndex> {
    let rows = evaluated.evaluation.layout(list).rows.iter().enumerate();
    rows.filter(|(_, row)| row.origin == origin).map(|(row, _)| CellIndex { list, row, column }).collect()
}

struct Finder<'a> {
    evaluated: Evaluated<'a>,
    form: &'a PerformanceAccounts,
    /// The rows that some table accounts for.
    used: HashSet<CellIndex>,
    /// The projects of this year and of carried-over money of which no table is known.
    projects: ByAmount,
    /// The same of the rows of tables that have no projects.
    elsewhere: ByAmount,
    combinations: Combinations,
}

/// Rows by what they show.
#[derive(Default)]
struct ByAmount(HashMap<Amount, BTreeSet<CellIndex>>);

impl ByAmount {
    fn new(rows: impl IntoIterator<Item = (CellIndex, Amount)>) -> Self {
        let mut by_amount = Self::default();
        for (cell, amount) in rows {
            by_amount.0.entry(amount).or_default().insert(cell);
        }
        by_amount
    }

    fn remove(&mut self, cell: CellIndex, amount: Amount) {
        if let Some(cells) = self.0.get_mut(&amount) {
            cells.remove(&cell);
        }
    }

    /// The rows that show `amount`, in printed order.
    fn of(&self, amount: Amount) -> impl Iterator<Item = CellIndex> {
        self.0.get(&amount).into_iter().flatten().copied()
    }
}

/// A performance table of a project: its place in the disclosure, its name, what it states in all, and what its parts come
/// to.
type Table<'a> = (usize, &'a str, Option<Amount>, Amount);

impl<'a> Finder<'a> {
    fn new(evaluated: Evaluated<'a>, form: &'a PerformanceAccounts) -> Self {
        let shown = |cell| (cell, evaluated.form.text_unit.shown(evaluated.value(cell)));
        let projects = form.of_projects().flat_map(|place| rows(evaluated, place, RowOrigin::Project)).map(shown);
        let elsewhere = form.granted.iter().skip(1).flat_map(|&place| rows(evaluated, place, RowOrigin::Code));
        let elsewhere: Vec<(CellIndex, Amount)> = elsewhere.map(shown).collect();
        let carried = form.carried.into_iter().flat_map(|place| rows(evaluated, place, RowOrigin::Project)).map(shown);
        let combinations = Combinations::new(carried.chain(elsewhere.iter().copied()));
        let (projects, elsewhere) = (ByAmount::new(projects), ByAmount::new(elsewhere));
        Self { evaluated, form, used: HashSet::new(), projects, elsewhere, combinations }
    }

    fn shown(&self, cell: CellIndex) -> Amount {
        self.evaluated.form.text_unit.shown(self.evaluated.value(cell))
    }

    fn stated(&self, total: Option<Amount>) -> Amount {
        total.map(|total| self.evaluated.form.text_unit.shown(total)).unwrap_or_default()
    }

    /// Notes that a table accounts for `cells`.
    fn take(&mut self, cells: &[CellIndex]) {
        for &cell in cells {
            let amount = self.shown(cell);
            self.used.insert(cell);
            self.projects.remove(cell, amount);
            self.elsewhere.remove(cell, amount);
        }
    }

    fn is_project(&self, cell: CellIndex) -> bool {
        self.evaluated.evaluation.layout(cell.list).rows[cell.row].origin == RowOrigin::Project
    }

    /// For each of `tables` the rows of the project of its name, none where there is no such project. A project may have
    /// several rows, and as many tables or one for all.
    fn named(&self, tables: &[Table<'_>]) -> Vec<Vec<CellIndex>> {
        let plain = |name: &str| spelling::plain(name).collect::<String>();
        let mut by_name: HashMap<String, Vec<CellIndex>> = HashMap::new();
        for cell in self.form.of_projects().flat_map(|place| rows(self.evaluated, place, RowOrigin::Project)) {
            let project = self.evaluated.stored(cell.list, cell.row).and_then(|row| row.subject.project());
            let Some(project) = project else { continue };
            let rows = by_name.entry(plain(&project.name)).or_default();
            // What was carried over under the same name is managed with it, or is not.
            if rows.first().is_none_or(|first| first.list == cell.list) {
                rows.push(cell);
            }
        }
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, (_, name, ..)) in tables.iter().enumerate() {
            places.entry(plain(name)).or_default().push(place);
        }
        let mut named = vec![Vec::new(); tables.len()];
        for (name, places) in places {
            let rows = by_name.remove(&name).unwrap_or_default();
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

    fn account(&mut self, table: usize, total: Option<Amount>, parts: Amount, named: Vec<CellIndex>) -> Account {
        let has_total = total.is_some();
        let (total, parts) = (self.stated(total), self.evaluated.form.text_unit.shown(parts));
        let is_named = !named.is_empty();
        let mut explanation = |sum| match is_named {
            true => self.explained(named.clone(), sum),
            false => self.only_explanation(sum),
        };
        let of_total = explanation(total);
        let may_be_parts = of_total.is_none() && has_total && !parts.is_zero() && parts != total;
        let of_parts = if may_be_parts { explanation(parts) } else { None };
        let is_of_parts = of_parts.is_some();
        let explained = of_total.or(of_parts);
        let is_explained = explained.is_some();
        let cells = explained.unwrap_or(named);
        let project = cells.first().copied().filter(|&cell| self.is_project(cell));
        self.take(&cells);
        let is_carried = |cell: &&CellIndex| self.form.carried.is_some_and(|(list, _)| cell.list == list);
        let sum = |carried: bool| {
            let cells = cells.iter().filter(|cell| is_carried(cell) == carried);
            cells.map(|&cell| self.evaluated.value(cell)).sum()
        };
        let (granted, carried) = (sum(false), sum(true));
        let project = project.map(|cell| (cell.list, cell.row));
        Account { table, project, is_named, granted, carried, cells, is_explained, is_of_parts }
    }

    /// `project` with what else makes up `total`; `None` where nothing does. The figures as they are printed count first,
    /// then what rounding leaves open.
    fn explained(&mut self, project: Vec<CellIndex>, total: Amount) -> Option<Vec<CellIndex>> {
        let rest = total - project.iter().map(|&cell| self.shown(cell)).sum();
        if rest.is_zero() || self.may_be(&project, total) {
            return Some(project);
        }
        self.combinations.refill(&self.used);
        let last_place = self.evaluated.form.text_unit.last_place();
        let with = |others: Vec<CellIndex>| project.iter().copied().chain(others).collect::<Vec<_>>();
        let mut aside = Amount::ZERO;
        let mut found: Option<Vec<CellIndex>> = None;
        for _ in 0..=MOST_ASIDE {
            for sum in [rest + aside, rest - aside] {
                let Some(cells) = self.combinations.of(sum, &project).map(with) else { continue };
                // What fewer amounts explain needs no others.
                let is_simpler = found.as_ref().is_none_or(|found| cells.len() < found.len());
                if is_simpler && (aside.is_zero() || self.may_be(&cells, total)) {
                    found = Some(cells);
                }
            }
            aside += last_place;
        }
        found
    }

    /// Whether the money of `cells` may come to what is printed as `total`.
    fn may_be(&self, cells: &[CellIndex], total: Amount) -> bool {
        let unit = &self.evaluated.form.text_unit;
        let sum: Interval = cells.iter().map(|&cell| Interval::of_value(self.evaluated.value(cell), unit)).sum();
        sum.meets(Interval::of_shown(total, unit))
    }

    /// The only project without a table whose money, with what is managed with it, makes up `total`; else the row of a
    /// table without projects that does.
    fn only_explanation(&mut self, total: Amount) -> Option<Vec<CellIndex>> {
        let elsewhere = self.elsewhere.of(total).next();
        self.combinations.refill(&self.used);
        let mut found: Vec<Vec<CellIndex>> = Vec::new();
        for sum in self.combinations.sums() {
            // Of so many that show the same two are in no combination: those explain it equally well.
            for project in self.projects.of(total - sum).take(MOST_COMBINED + 2) {
                let others = if sum.is_zero() { Some(Vec::new()) } else { self.combinations.of(sum, &[project]) };
                found.extend(others.map(|others| std::iter::once(project).chain(others).collect()));
            }
        }
        // The simplest explanation counts, if it is the only one as simple.
        let fewest = found.iter().map(Vec::len).min();
        found.retain(|cells| Some(cells.len()) == fewest);
        let elsewhere = elsewhere.filter(|_| !total.is_zero() && fewest != Some(1)).map(|cell| vec![cell]);
        elsewhere.or_else(|| found.pop().filter(|_| found.is_empty()))
    }
}

/// What the amounts of some cells make up together, whichever are taken: of what was carried over or granted from
/// elsewhere and has no table yet.
struct Combinations {
    /// All cells of which no table is known yet.
    all: Vec<(CellIndex, Amount)>,
    /// The first of them, which are combined in all ways, at most [`MOST_COMBINED`].
    free: Vec<(CellIndex, Amount)>,
    /// Each sum with the cells that make it up, a bit for each; in the order of sums, those of the fewest cells first.
    sums: Vec<(Amount, u32, u32)>,
}

impl Combinations {
    fn new(cells: impl Iterator<Item = (CellIndex, Amount)>) -> Self {
        let all = cells.filter(|(_, amount)| !amount.is_zero()).collect();
        Self { all, free: Vec::new(), sums: Vec::new() }
    }

    /// Brings the combinations up to date: none of cells that are `used`.
    fn refill(&mut self, used: &HashSet<CellIndex>) {
        let count = self.all.len();
        self.all.retain(|(cell, _)| !used.contains(cell));
        if self.all.len() == count && !self.sums.is_empty() {
            return;
        }
        self.free = self.all.iter().take(MOST_COMBINED).copied().collect();
        self.sums = vec![(Amount::ZERO, 0, 0)];
        for (place, (_, amount)) in self.free.iter().enumerate() {
            for known in 0..self.sums.len() {
                let (sum, count, choice) = self.sums[known];
                self.sums.push((sum + *amount, count + 1, choice | 1 << place));
            }
        }
        self.sums.sort_unstable();
    }

    /// What can be made up, each sum once.
    fn sums(&self) -> impl Iterator<Item = Amount> {
        self.sums.chunk_by(|(sum, ..), (next, ..)| sum == next).map(|same| same[0].0)
    }

    /// The fewest cells that make up `sum`, none of them among `but`: of the first ones any, of all one, two, three, or
    /// every one.
    fn of(&self, sum: Amount, but: &[CellIndex]) -> Option<Vec<CellIndex>> {
        let first = self.sums.partition_point(|(known, ..)| *known < sum);
        let same = self.sums[first..].iter().take_while(|(known, ..)| *known == sum);
        let cells = |choice: u32| {
            let chosen = self.free.iter().enumerate().filter(move |(place, _)| choice >> place & 1 == 1);
            chosen.map(|(_, (cell, _))| *cell).collect::<Vec<_>>()
        };
        let found = same.map(|(.., choice)| cells(*choice)).find(|cells| !cells.iter().any(|cell| but.contains(cell)));
        found.or_else(|| self.few_of(sum, but))
    }

    /// As [`Combinations::of`], where there are more cells than are combined in all ways.
    fn few_of(&self, sum: Amount, but: &[CellIndex]) -> Option<Vec<CellIndex>> {
        if self.all.len() <= MOST_COMBINED {
            return None;
        }
        let cells: Vec<(CellIndex, Amount)> =
            self.all.iter().filter(|(cell, _)| !but.contains(cell)).copied().collect();
        // The first place of each amount.
        let mut places: HashMap<Amount, usize> = HashMap::new();
        for (place, (_, amount)) in cells.iter().enumerate().rev() {
            places.insert(*amount, place);
        }
        let after = |rest: Amount, place: usize| {
            // Of two that are alike the second may be meant.
            let first = *places.get(&rest)?;
            if first > place { Some(first) } else { (place + 1..cells.len()).find(|&other| cells[other].1 == rest) }
        };
        let chosen = |places: &[usize]| places.iter().map(|&place| cells[place].0).collect::<Vec<_>>();
        if let Some(&one) = places.get(&sum) {
            return Some(chosen(&[one]));
        }
        let tried = 0..cells.len().min(MOST_PAIRED);
        let pair = tried.clone().find_map(|one| Some([one, after(sum - cells[one].1, one)?]));
        if let Some(pair) = pair {
            return Some(chosen(&pair));
        }
        let triple = tried.clone().find_map(|one| {
            let rest = sum - cells[one].1;
            (one + 1..tried.end).find_map(|two| Some([one, two, after(rest - cells[two].1, two)?]))
        });
        let every_one = || {
            let is_all = cells.iter().map(|(_, amount)| *amount).sum::<Amount>() == sum;
            is_all.then(|| cells.iter().map(|(cell, _)| *cell).collect())
        };
        triple.map(|triple| chosen(&triple)).or_else(every_one)
    }
}
