//! Rows of last year that have another code now, told by their figures: one of them alone, or several that went into one.

use std::collections::BTreeMap;

use super::last_year::LastYearFigure;
use crate::disclosure::{Amount, ColumnNumber, RowKey, TableNumber};
use crate::evaluate::Evaluated;

/// No more old codes than this are taken for having gone into one.
const MOST_INTO_ONE: usize = 4;
/// So many sets of rows are tried for one row at most.
const MOST_TRIED: usize = 20_000;

/// Rows of last year, and the row in which their money stands now; each by the places of its figures.
pub(super) struct Recoded {
    pub rows: Vec<Vec<usize>>,
    pub there: Vec<usize>,
}

type Row = (TableNumber, RowKey);

/// Which rows of `figures` went where. Where two answers are possible, nobody knows.
pub(super) fn rows(evaluated: Evaluated<'_>, figures: &[LastYearFigure]) -> Vec<Recoded> {
    let mut rows: BTreeMap<Row, Vec<usize>> = BTreeMap::new();
    for (at, figure) in figures.iter().enumerate() {
        if matches!(figure.cell.row, RowKey::Code(_)) {
            rows.entry((figure.cell.table, figure.cell.row.clone())).or_default().push(at);
        }
    }
    let finder = Finder { evaluated, figures, rows: &rows };
    let left: Vec<&Row> = rows.keys().filter(|row| finder.is_left(row)).collect();
    let differing = rows.keys().filter(|row| !left.contains(row) && finder.differs(row));
    let answers: Vec<(&Row, Vec<Vec<&Row>>)> = differing.map(|row| (row, finder.explanations(row, &left))).collect();
    // A row that may have gone to several is known to have gone to none.
    let uses = |row: &Row| {
        let of = |sets: &Vec<Vec<&Row>>| sets.iter().filter(|set| set.contains(&row)).count();
        answers.iter().map(|(_, sets)| of(sets)).sum::<usize>()
    };
    let mut found = Vec::new();
    for (there, sets) in &answers {
        if let [only] = &sets[..]
            && only.iter().all(|row| uses(row) == 1)
        {
            let rows = only.iter().map(|row| finder.rows[*row].clone()).collect();
            found.push(Recoded { rows, there: finder.rows[*there].clone() });
        }
    }
    found
}

struct Finder<'a> {
    evaluated: Evaluated<'a>,
    figures: &'a [LastYearFigure],
    rows: &'a BTreeMap<Row, Vec<usize>>,
}

impl<'a> Finder<'a> {
    fn of(&self, row: &Row) -> impl Iterator<Item = &'a LastYearFigure> {
        self.rows.get(row).into_iter().flatten().map(|at| &self.figures[*at])
    }

    /// Whether last year told something of the row, and this year says nothing of it any more.
    fn is_left(&self, row: &Row) -> bool {
        let is_nothing = |amount: Option<Amount>| amount.is_none_or(|amount| amount.is_zero());
        !self.of(row).any(|figure| self.evaluated.find(&figure.cell).is_some())
            && self.of(row).all(|figure| is_nothing(figure.stated))
            && self.of(row).any(|figure| !is_nothing(figure.told))
    }

    fn differs(&self, row: &Row) -> bool {
        self.of(row).any(|figure| !figure.agrees(self.evaluated))
    }

    fn told(&self, row: &Row, column: ColumnNumber) -> Amount {
        self.of(row).find(|figure| figure.cell.column == column).and_then(|figure| figure.told).unwrap_or_default()
    }

    /// The sets of rows of `left`, the smallest that there are, whose figures with those of `row` are what is said of it.
    fn explanations<'r>(&self, row: &Row, left: &[&'r Row]) -> Vec<Vec<&'r Row>> {
        let of_table: Vec<&'r Row> = left.iter().copied().filter(|own| own.0 == row.0).collect();
        let mut tried = 0;
        for size in 1..=MOST_INTO_ONE.min(of_table.len()) {
            let mut found = Vec::new();
            if !self.sets(row, &of_table, size, &mut Vec::new(), &mut (&mut tried, &mut found)) {
                return Vec::new();
            }
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Puts all sets of `size` more rows that explain `row` into what was found; `false` where they are too many to try.
    fn sets<'r>(
        &self,
        row: &Row,
        rest: &[&'r Row],
        size: usize,
        chosen: &mut Vec<&'r Row>,
        (tried, found): &mut (&mut usize, &mut Vec<Vec<&'r Row>>),
    ) -> bool {
        if size == 0 {
            **tried += 1;
            if self.explains(row, chosen) {
                found.push(chosen.clone());
            }
            return **tried < MOST_TRIED;
        }
        for (place, own) in rest.iter().enumerate() {
            chosen.push(own);
            let is_done = self.sets(row, &rest[place + 1..], size - 1, chosen, &mut (&mut **tried, &mut **found));
            chosen.pop();
            if !is_done {
                return false;
            }
        }
        true
    }

    /// Whether what last year told of `row` and of `others` together is what is said of it now.
    fn explains(&self, row: &Row, others: &[&Row]) -> bool {
        self.of(row).all(|figure| {
            let column = figure.cell.column;
            let moved: Amount = others.iter().map(|other| self.told(other, column)).sum();
            let told = Some(figure.told.unwrap_or_default() + moved);
            LastYearFigure { told, ..figure.clone() }.agrees(self.evaluated)
        })
    }
}
