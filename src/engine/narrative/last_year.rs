//! Last year's figures beside last year's disclosure itself.

use std::collections::{BTreeMap, BTreeSet};

use super::prior_cells;
use crate::disclosure::{Amount, CellKey, RowKey, TableNumber};
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
        let shown = |amount: Option<Amount>| evaluated.form.text_unit.shown(amount.unwrap_or_default());
        shown(self.stated) == shown(self.told)
    }
}

/// Last year's figures that `evaluated` has or needs, each beside what `last`, the disclosure of that year, says.
pub fn last_year_figures(evaluated: Evaluated<'_>, last: Evaluated<'_>) -> Vec<LastYearFigure> {
    let prior = &evaluated.disclosure.prior;
    let corresponding = Correspondence::between(last.form, evaluated.form);
    let told = by_successors(evaluated, last, told_last_year(last, &corresponding, evaluated));
    let needed = prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell));
    let cells: BTreeSet<CellKey> = prior.keys().chain(told.keys()).cloned().chain(needed).collect();
    // Of what last year's form has nothing that means the same, its disclosure tells nothing.
    let cells = cells.into_iter().filter(|cell| told.contains_key(cell) || corresponding.has_source(cell));
    let figures = cells.map(|cell| {
        // What this year has and last year had not was nothing.
        let nothing = || evaluated.find(&cell).map(|_| Amount::ZERO);
        let (was, told) = told.get(&cell).cloned().unzip();
        LastYearFigure { stated: prior.get(&cell).copied(), told: told.or_else(nothing), was, cell }
    });
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

/// `figures`, where a row of last year that has another code now tells its figures there: none of them stands under the
/// old code, which has no row any more, and what stands under the new one is what both told.
fn with_recoded_rows(evaluated: Evaluated<'_>, mut figures: Vec<LastYearFigure>) -> Vec<LastYearFigure> {
    let mut rows: BTreeMap<(TableNumber, RowKey), Vec<usize>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        if matches!(figure.cell.row, RowKey::Code(_)) {
            rows.entry((figure.cell.table, figure.cell.row.clone())).or_default().push(at);
        }
    }
    let is_nothing = |amount: Option<Amount>| amount.is_none_or(|amount| amount.is_zero());
    let of = |at: &usize| &figures[*at];
    let left = rows.iter().filter(|(_, row)| {
        let has_row = row.iter().map(of).any(|figure| evaluated.find(&figure.cell).is_some());
        let is_left = row.iter().map(of).all(|figure| is_nothing(figure.stated));
        !has_row && is_left && row.iter().map(of).any(|figure| !is_nothing(figure.told))
    });
    let mut moved: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for ((table, _), row) in left {
        // Under which code its figures stand, beside what is told there: of two nobody knows.
        let told = |column| {
            let own = row.iter().map(of).find(|figure| figure.cell.column == column);
            own.and_then(|figure| figure.told).unwrap_or_default()
        };
        let mut there = rows.iter().filter(|((other, _), others)| {
            other == table
                && others.iter().map(of).any(|figure| !figure.agrees(evaluated))
                && others.iter().map(of).all(|figure| {
                    let sum = Some(figure.told.unwrap_or_default() + told(figure.cell.column));
                    LastYearFigure { told: sum, ..figure.clone() }.agrees(evaluated)
                })
        });
        if let (Some((_, others)), None) = (there.next(), there.next()) {
            for &at in row {
                let same = others.iter().find(|other| figures[**other].cell.column == figures[at].cell.column);
                same.into_iter().for_each(|same| moved.entry(*same).or_default().push(at));
            }
        }
    }
    let gone: BTreeSet<usize> = moved.values().flatten().copied().collect();
    for (there, own) in moved {
        let sum =
            own.iter().filter_map(|&at| figures[at].told).fold(figures[there].told.unwrap_or_default(), |a, b| a + b);
        figures[there].told = Some(sum);
    }
    let mut at = 0..;
    figures.retain(|_| at.next().is_none_or(|at| !gone.contains(&at)));
    figures
}

/// What `last` says of the cells of which its sentences or those of `evaluated` speak: by the cell in the form of
/// `evaluated`, with a cell of `last` that tells it. What was merged is added up.
pub fn told_last_year(
    last: Evaluated<'_>,
    corresponding: &Correspondence<'_>,
    evaluated: Evaluated<'_>,
) -> BTreeMap<CellKey, (CellKey, Amount)> {
    let own = prior_cells(last).into_iter().filter_map(|cell| corresponding.cell(&last.key(cell)));
    let mut wanted: BTreeSet<CellKey> = own.collect();
    let mut told: BTreeMap<CellKey, (CellKey, Amount)> = BTreeMap::new();
    if corresponding.is_same() {
        let cells = prior_cells(last).into_iter().map(|cell| (last.key(cell), last.value(cell)));
        return cells.map(|(key, amount)| (key.clone(), (key, amount))).collect();
    }
    wanted.extend(prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell)));
    for list in (0..last.form.lists.len()).map(ListIndex) {
        for row in 0..last.evaluation.layout(list).rows.len() {
            for column in 0..last.form.list(list).amounts.len() {
                let cell = CellIndex { list, row, column };
                let was = last.key(cell);
                if let Some(key) = corresponding.cell(&was).filter(|key| wanted.contains(key)) {
                    told.entry(key).or_insert((was, Amount::ZERO)).1 += last.value(cell);
                }
            }
        }
    }
    told
}
