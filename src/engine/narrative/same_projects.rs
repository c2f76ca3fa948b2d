//! Which project of last year's disclosure is which of this year's: identities are good in one file only.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::disclosure::{CellKey, Code, Disclosure, Project, ProjectId, RowKey, TableNumber};
use crate::evaluate::Evaluated;
use crate::form::Correspondence;
use crate::spelling;

/// Which projects are the same.
#[derive(Debug, Default)]
pub(super) struct SameProjects {
    /// This year's project by last year's table and project.
    now: BTreeMap<(TableNumber, ProjectId), ProjectId>,
    /// Projects of this year, by this year's table, that have another name than last year's of the same identity: in a
    /// draft that one may have been renamed, in a document of somebody else's it is another.
    doubtful: BTreeSet<(TableNumber, ProjectId)>,
}

/// The projects of one table that are still to be paired.
type Left<'a> = Vec<&'a Project>;

impl SameProjects {
    pub fn between(last: Evaluated<'_>, corresponding: &Correspondence<'_>, evaluated: Evaluated<'_>) -> Self {
        let mut same = Self::default();
        let years = [last.disclosure.year, evaluated.disclosure.year];
        for &number in last.disclosure.tables.keys() {
            let Some(other) = corresponding.table(number) else { continue };
            let mut then = projects(last.disclosure, number);
            // Projects of two tables that became one have one identity by chance, and are no longer told apart.
            then.retain(|project| corresponding.row_key(number, &RowKey::Project(project.id)).is_some());
            let mut now = projects(evaluated.disclosure, other);
            let plain = |name: &str| spelling::plain(name).collect::<String>();
            let unit = |project: &Project| project.unit.as_deref().map(plain).unwrap_or_default();
            let all = |project: &Project| (unit(project), project.code, plain(&project.name));
            same.pair((number, &mut then, &mut now), all, false);
            let named = |project: &Project| (String::new(), project.code, plain(&project.name));
            same.pair((number, &mut then, &mut now), named, true);
            let undated = |project: &Project| {
                let name = years.iter().fold(plain(&project.name), |name, year| name.replace(&year.to_string(), ""));
                (String::new(), None, name)
            };
            same.pair((number, &mut then, &mut now), undated, true);
            let were: BTreeSet<ProjectId> = then.iter().map(|project| project.id).collect();
            for project in now.iter().filter(|project| were.contains(&project.id)) {
                same.now.insert((number, project.id), project.id);
                same.doubtful.insert((other, project.id));
            }
        }
        same
    }

    /// Pairs the projects that `called` calls alike, one after the other; where they must be the `only` ones, others stay.
    fn pair(
        &mut self,
        (number, then, now): (TableNumber, &mut Left<'_>, &mut Left<'_>),
        called: impl Fn(&Project) -> (String, Option<Code>, String),
        only: bool,
    ) {
        let mut by_name: HashMap<_, [Vec<ProjectId>; 2]> = HashMap::new();
        then.iter().for_each(|project| by_name.entry(called(project)).or_default()[0].push(project.id));
        now.iter().for_each(|project| by_name.entry(called(project)).or_default()[1].push(project.id));
        let (mut were, mut are) = (BTreeSet::new(), BTreeSet::new());
        for [was, is] in by_name.into_values().filter(|[was, is]| !only || was.len() == 1 && is.len() == 1) {
            for (was, is) in was.into_iter().zip(is) {
                self.now.insert((number, was), is);
                were.insert(was);
                are.insert(is);
            }
        }
        then.retain(|project| !were.contains(&project.id));
        now.retain(|project| !are.contains(&project.id));
    }

    /// `there`, what `was` of last year's disclosure is in this year's form, with this year's identity of its project;
    /// `None` where this year does not have the project.
    pub fn cell(&self, was: &CellKey, there: CellKey) -> Option<CellKey> {
        match was.row {
            RowKey::Project(id) => {
                let id = *self.now.get(&(was.table, id))?;
                Some(CellKey { row: RowKey::Project(id), ..there })
            }
            _ => Some(there),
        }
    }

    /// Whether nobody knows if last year had the project of `cell`.
    pub fn is_doubtful(&self, cell: &CellKey) -> bool {
        matches!(cell.row, RowKey::Project(id) if self.doubtful.contains(&(cell.table, id)))
    }
}

fn projects(disclosure: &Disclosure, number: TableNumber) -> Left<'_> {
    let rows = disclosure.table(number).into_iter().flat_map(|table| &table.rows);
    rows.filter_map(|row| row.subject.project()).collect()
}
