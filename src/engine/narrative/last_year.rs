//! Last year's figures beside last year's disclosure itself.

use std::collections::{BTreeMap, BTreeSet};

use super::prior_cells;
use super::recoded::{self, Recoded};
use super::same_projects::SameProjects;
use crate::disclosure::{Amount, CellKey, RowKey};
use crate::evaluate::{CellIndex, Evaluated};
use crate::form::{Correspondence, ListIndex};

/// One of last year's figures, by the cell that holds this year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastYearFigure {
    pub cell: CellKey,
    /// What the disclosure has, in yuan; `None` where nobody said it.
    pub stated: Option<Amount>,
    /// What last year's disclosure says, in yuan; `None` where neither year has the row.
    pub told: Option<Amount>,
    /// A cell of last year's disclosure that tells it: its form may have another number for it.
    pub was: Option<CellKey>,
}

impl LastYearFigure {
    /// Whether both print the same in `evaluated`; what nobody said is nothing.
    pub fn agrees(&self, evaluated: Evaluated<'_>) -> bool {
        self.would_agree(evaluated, self.told.unwrap_or_default())
    }

    /// The same if last year's disclosure said `told`.
    pub(super) fn would_agree(&self, evaluated: Evaluated<'_>, told: Amount) -> bool {
        let unit = &evaluated.form.text_unit;
        unit.shown(self.stated.unwrap_or_default()) == unit.shown(told)
    }
}

/// Last year's figures that `evaluated` has or needs, each beside what `last`, the disclosure of that year, says.
pub fn last_year_figures(evaluated: Evaluated<'_>, last: Evaluated<'_>) -> Vec<LastYearFigure> {
    let prior = &evaluated.disclosure.prior;
    let corresponding = Correspondence::between(last.form, evaluated.form);
    let projects = SameProjects::between(last, &corresponding, evaluated);
    let told = by_successors(evaluated, last, told_by(last, (&corresponding, &projects), evaluated));
    let needed = prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell));
    let cells: BTreeSet<CellKey> = prior.keys().chain(told.keys()).cloned().chain(needed).collect();
    // Of what last year's form has nothing that means the same, its disclosure tells nothing.
    let cells = cells.into_iter().filter(|cell| told.contains_key(cell) || corresponding.has_source(cell));
    // Of a project that this year does not have, no sentence speaks.
    let cells = cells.filter(|cell| !matches!(cell.row, RowKey::Project(_)) || evaluated.find(cell).is_some());
    let figures = cells.map(|cell| {
        // What this year has and last year had not was nothing.
        let nothing = || evaluated.find(&cell).map(|_| Amount::ZERO);
        let (was, told) = told.get(&cell).cloned().unzip();
        LastYearFigure { stated: prior.get(&cell).copied(), told: told.or_else(nothing), was, cell }
    });
    let figures = figures.filter(|figure| !projects.is_doubtful(&figure.cell) || figure.agrees(evaluated));
    with_recoded_rows(evaluated, figures.collect())
}

/// `told`, with what stands under a code that is no longer valid told under the one that took its place, where that has a
/// row and the old one has none and no figure any more.
fn by_successors(
    evaluated: Evaluated<'_>,
    last: Evaluated<'_>,
    told: BTreeMap<CellKey, (CellKey, Amount)>,
) -> BTreeMap<CellKey, (CellKey, Amount)> {
    let years = (last.disclosure.year, evaluated.disclosure.year);
    let successor = |cell: &CellKey, was: &CellKey| {
        let RowKey::Code(code) = cell.row else { return None };
        if evaluated.disclosure.prior.contains_key(cell) || evaluated.find(cell).is_some() {
            return None;
        }
        let mut lists = evaluated.form.table(cell.table)?.list_indices();
        let classification = lists.find_map(|list| evaluated.form.list(list).classification())?;
        let name = last.find(was).map_or("", |cell| last.code_name(cell.list, cell.row));
        let change = evaluated.catalog.change(classification, (code, name), years.0, years.1)?;
        let there = CellKey { row: RowKey::Code(change.successor()?.0), ..cell.clone() };
        evaluated.find(&there).map(|_| there)
    };
    let mut by_code: BTreeMap<CellKey, (CellKey, Amount)> = BTreeMap::new();
    for (cell, (was, amount)) in told {
        let there = successor(&cell, &was).unwrap_or(cell);
        by_code.entry(there).or_insert((was, Amount::ZERO)).1 += amount;
    }
    by_code
}

/// `figures`, where rows of last year that have another code now tell their figures there: none of them stands under the
/// old code, which has no row any more, and what stands under the new one is what all of them told.
fn with_recoded_rows(evaluated: Evaluated<'_>, mut figures: Vec<LastYearFigure>) -> Vec<LastYearFigure> {
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for Recoded { rows, there } in recoded::rows(evaluated, &figures) {
        for at in rows.into_iter().flatten() {
            let is_same = |other: &&usize| figures[**other].cell.column == figures[at].cell.column;
            let Some(&same) = there.iter().find(is_same) else { continue };
            let sum = figures[same].told.unwrap_or_default() + figures[at].told.unwrap_or_default();
            figures[same].told = Some(sum);
            gone.insert(at);
        }
    }
    let mut at = 0..;
    figures.retain(|_| at.next().is_none_or(|at| !gone.contains(&at)));
    figures
}

/// What `last` says of the cells of which its sentences or those of `evaluated` speak: by the cell in the form of
/// `evaluated`, with a cell of `last` that tells it. What was merged is added up; projects are the same by their names.
pub fn told_last_year(
    last: Evaluated<'_>,
    corresponding: &Correspondence<'_>,
    evaluated: Evaluated<'_>,
) -> BTreeMap<CellKey, (CellKey, Amount)> {
    let projects = SameProjects::between(last, corresponding, evaluated);
    told_by(last, (corresponding, &projects), evaluated)
}

fn told_by(
    last: Evaluated<'_>,
    (corresponding, projects): (&Correspondence<'_>, &SameProjects),
    evaluated: Evaluated<'_>,
) -> BTreeMap<CellKey, (CellKey, Amount)> {
    let there = |was: &CellKey| projects.cell(was, corresponding.cell(was)?);
    let mut wanted: BTreeSet<CellKey> =
        prior_cells(last).into_iter().filter_map(|cell| there(&last.key(cell))).collect();
    wanted.extend(prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell)));
    let mut told: BTreeMap<CellKey, (CellKey, Amount)> = BTreeMap::new();
    for list in (0..last.form.lists.len()).map(ListIndex) {
        for row in 0..last.evaluation.layout(list).rows.len() {
            for column in 0..last.form.list(list).amounts.len() {
                let cell = CellIndex { list, row, column };
                let was = last.key(cell);
                if let Some(key) = there(&was).filter(|key| wanted.contains(key)) {
                    told.entry(key).or_insert((was, Amount::ZERO)).1 += last.value(cell);
                }
            }
        }
    }
    told
}
