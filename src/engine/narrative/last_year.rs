//! Last year's figures beside last year's disclosure itself.

use std::collections::{BTreeMap, BTreeSet};

use super::prior_cells;
use crate::disclosure::{Amount, CellKey};
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
    let told = told_last_year(last, &corresponding, evaluated);
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
    figures.collect()
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
