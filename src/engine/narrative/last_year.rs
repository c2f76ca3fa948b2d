//! Last year's figures beside last year's disclosure itself.

use std::collections::{BTreeMap, BTreeSet};

use super::prior_cells;
use crate::disclosure::{Amount, CellKey};
use crate::evaluate::Evaluated;

/// One of last year's figures, by the cell that holds this year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastYearFigure {
    pub cell: CellKey,
    /// What the disclosure has, in yuan; `None` where nobody said it.
    pub stated: Option<Amount>,
    /// What last year's disclosure says, in yuan; `None` where neither year has the row.
    pub told: Option<Amount>,
}

impl LastYearFigure {
    /// Whether both print the same in `evaluated`; what nobody said is nothing.
    pub fn agrees(&self, evaluated: Evaluated<'_>) -> bool {
        let shown = |amount: Option<Amount>| evaluated.form.unit.shown(amount.unwrap_or_default());
        shown(self.stated) == shown(self.told)
    }
}

/// Last year's figures that `evaluated` has or needs, each beside what `last`, the disclosure of that year, says.
pub fn last_year_figures(evaluated: Evaluated<'_>, last: Evaluated<'_>) -> Vec<LastYearFigure> {
    let prior = &evaluated.disclosure.prior;
    let told: BTreeMap<CellKey, Amount> =
        prior_cells(last).into_iter().map(|cell| (last.key(cell), last.value(cell))).collect();
    let needed = prior_cells(evaluated).into_iter().map(|cell| evaluated.key(cell));
    let cells: BTreeSet<CellKey> = prior.keys().chain(told.keys()).cloned().chain(needed).collect();
    let figures = cells.into_iter().map(|cell| {
        // What this year has and last year had not was nothing.
        let nothing = || evaluated.find(&cell).map(|_| Amount::ZERO);
        let told = told.get(&cell).copied().or_else(nothing);
        LastYearFigure { stated: prior.get(&cell).copied(), told, cell }
    });
    figures.collect()
}
