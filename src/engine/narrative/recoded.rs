//! Rows of last year that have another code now, told by their figures: one of them alone, or several that went into one.

mod sums;

use std::collections::{BTreeMap, BTreeSet};

use self::sums::Sums;
use super::last_year::LastYearFigure;
use crate::disclosure::{Amount, ColumnNumber, RowKey, TableNumber};
use crate::evaluate::Evaluated;

/// So many sets of rows, of which one column has the wanted sum, are looked at for one row at most.
const MOST_TRIED: usize = 20_000;
/// Of no more sets than this none has a wanted sum by accident, though a single column tells it.
const MOST_BY_ONE_COLUMN: usize = 200;

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
    // A total goes with the rows below it.
    let above: Vec<Row> = rows
        .keys()
        .zip(rows.keys().skip(1))
        .filter(|(row, next)| is_above(row, next))
        .map(|(row, _)| row.clone())
        .collect();
    above.iter().for_each(|row| drop(rows.remove(row)));
    let mut found = Vec::new();
    let tables: BTreeSet<TableNumber> = rows.keys().map(|(table, _)| *table).collect();
    for table in tables {
        let of_table: Vec<&[usize]> = rows.iter().filter(|(row, _)| row.0 == table).map(|(_, own)| &own[..]).collect();
        let finder = Finder { evaluated, figures };
        let (left, others): (Vec<&[usize]>, Vec<&[usize]>) = of_table.into_iter().partition(|row| finder.is_left(row));
        found.extend(finder.recoded(&Left::new(figures, left), &others));
    }
    found
}

/// Whether the code of `next` stands below that of `row`.
fn is_above(row: &Row, next: &Row) -> bool {
    let codes = (row.1.code(), next.1.code());
    row.0 == next.0 && matches!(codes, (Some(code), Some(below)) if code != below && code.contains(below))
}

/// The rows of one table of which only last year tells.
struct Left<'a> {
    rows: Vec<&'a [usize]>,
    /// What last year told of them, in the order of the rows.
    told: BTreeMap<ColumnNumber, Vec<Amount>>,
}

impl<'a> Left<'a> {
    fn new(figures: &[LastYearFigure], rows: Vec<&'a [usize]>) -> Self {
        let mut told: BTreeMap<ColumnNumber, Vec<Amount>> = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            for figure in row.iter().map(|at| &figures[*at]) {
                let column = told.entry(figure.cell.column).or_insert_with(|| vec![Amount::ZERO; rows.len()]);
                column[place] = figure.told.unwrap_or_default();
            }
        }
        Self { rows, told }
    }

    /// What the rows at the places `set` told in `column` together.
    fn sum(&self, column: ColumnNumber, set: &[usize]) -> Amount {
        let Some(told) = self.told.get(&column) else { return Amount::ZERO };
        set.iter().map(|place| told[*place]).sum()
    }

    /// In how many of `columns` the rows of `set` told something, each in another way: a total beside its only part is no
    /// second witness.
    fn witnesses(&self, columns: impl Iterator<Item = ColumnNumber>, set: &[usize]) -> usize {
        let told = columns.filter_map(|column| self.told.get(&column));
        let told = told.map(|told| set.iter().map(|place| told[*place]).collect::<Vec<_>>());
        told.filter(|own| own.iter().any(|amount| !amount.is_zero())).collect::<BTreeSet<_>>().len()
    }

    /// Whether the sets of `size` rows are so few that none explains a figure by accident.
    fn has_few_sets(&self, size: usize) -> bool {
        let sets = (0..size).try_fold(1_usize, |sets, taken| {
            Some(sets.checked_mul(self.rows.len().saturating_sub(taken))? / (taken + 1))
        });
        size == 1 || sets.is_some_and(|sets| sets <= MOST_BY_ONE_COLUMN)
    }
}

#[derive(Clone, Copy)]
struct Finder<'a> {
    evaluated: Evaluated<'a>,
    figures: &'a [LastYearFigure],
}

impl<'a> Finder<'a> {
    fn of(self, row: &[usize]) -> impl Iterator<Item = &'a LastYearFigure> {
        row.iter().map(move |at| &self.figures[*at])
    }

    /// Whether last year told something of the row, and this year says nothing of it any more.
    fn is_left(self, row: &[usize]) -> bool {
        let is_nothing = |amount: Option<Amount>| amount.is_none_or(|amount| amount.is_zero());
        !self.of(row).any(|figure| self.evaluated.find(&figure.cell).is_some())
            && self.of(row).all(|figure| is_nothing(figure.stated))
            && self.of(row).any(|figure| !is_nothing(figure.told))
    }

    /// Into which of `others`, rows of the same table, the rows that are `left` went.
    fn recoded(self, left: &Left<'_>, others: &[&[usize]]) -> Vec<Recoded> {
        let mut sums: BTreeMap<ColumnNumber, Sums> = BTreeMap::new();
        let differing = others.iter().filter(|row| self.of(row).any(|figure| !figure.agrees(self.evaluated)));
        let answers: Vec<(&[usize], Vec<Vec<usize>>)> =
            differing.map(|row| (*row, self.explanations(row, left, &mut sums))).collect();
        // A row that may have gone to several is known to have gone to none.
        let mut uses = vec![0; left.rows.len()];
        answers.iter().flat_map(|(_, sets)| sets.iter().flatten()).for_each(|place| uses[*place] += 1);
        let known = answers.iter().filter_map(|(there, sets)| {
            let [only] = &sets[..] else { return None };
            let is_sure = only.iter().all(|place| uses[*place] == 1);
            let rows = || only.iter().map(|place| left.rows[*place].to_vec()).collect();
            is_sure.then(|| Recoded { rows: rows(), there: there.to_vec() })
        });
        known.collect()
    }

    /// The sets of rows that are `left`, the smallest that there are, whose figures with those of `row` are what is said of
    /// it. Nothing where they are too many to look at.
    fn explanations(self, row: &[usize], left: &Left<'_>, sums: &mut BTreeMap<ColumnNumber, Sums>) -> Vec<Vec<usize>> {
        let Some((column, range)) = self.searched(row, left) else { return Vec::new() };
        let sums = sums.entry(column).or_insert_with(|| Sums::new(&left.told[&column]));
        for size in 1..=Sums::MOST.min(left.rows.len()) {
            let (mut found, mut tried) = (Vec::new(), 0);
            let is_done = sums.sets(size, range, &mut |set| {
                tried += 1;
                if self.explains(row, left, set) {
                    found.push(set.to_vec());
                }
                tried < MOST_TRIED
            });
            if !is_done {
                return Vec::new();
            }
            if !found.is_empty() {
                let columns = || self.of(row).map(|figure| figure.cell.column);
                let is_believed = left.has_few_sets(size) || found.iter().all(|set| left.witnesses(columns(), set) > 1);
                return if is_believed { found } else { Vec::new() };
            }
        }
        Vec::new()
    }

    /// The column of `row` in which most rows that are `left` told something, and from which sum to which one these would
    /// have to have there.
    fn searched(self, row: &[usize], left: &Left<'_>) -> Option<(ColumnNumber, (Amount, Amount))> {
        let told = |figure: &LastYearFigure| {
            let column = left.told.get(&figure.cell.column)?;
            Some(column.iter().filter(|amount| !amount.is_zero()).count())
        };
        let figures = self.of(row).filter_map(|figure| Some((told(figure)?, figure)));
        let (_, figure) = figures.max_by_key(|(count, _)| *count)?;
        let unit = &self.evaluated.form.text_unit;
        let missing = unit.shown(figure.stated.unwrap_or_default()) - figure.told.unwrap_or_default();
        Some((figure.cell.column, (missing - unit.last_place(), missing + unit.last_place())))
    }

    /// Whether what last year told of `row` and of the rows of `set` together is what is said of it now.
    fn explains(self, row: &[usize], left: &Left<'_>, set: &[usize]) -> bool {
        self.of(row).all(|figure| {
            let told = figure.told.unwrap_or_default() + left.sum(figure.cell.column, set);
            figure.would_agree(self.evaluated, told)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::CellKey;
    use crate::evaluate::tests::Draft;

    /// The row that this year has.
    const OWN: &str = "2080199";

    fn figure(draft: &Draft, code: &str, column: u8, stated: Option<u64>, told: u64) -> LastYearFigure {
        let amount = |figure: u64| draft.amount(&figure.to_string());
        let cell = CellKey::new(TableNumber(5), RowKey::Code(code.parse().unwrap()), ColumnNumber(column));
        LastYearFigure { cell, stated: stated.map(amount), told: Some(amount(told)), was: None }
    }

    /// Which of `left`, rows with what last year told in each of their columns, went into the one of which `own` is said.
    fn told(left: &[Vec<u64>], own: &[u64]) -> Vec<usize> {
        let draft = Draft::new();
        let mut figures = Vec::new();
        for (row, amounts) in left.iter().enumerate() {
            let code = format!("20803{:02}", row + 1);
            figures.extend((1..).zip(amounts).map(|(column, told)| figure(&draft, &code, column, None, *told)));
        }
        figures.extend((1..).zip(own).map(|(column, stated)| figure(&draft, OWN, column, Some(*stated), 0)));
        let found = draft.with(|evaluated| rows(evaluated, &figures));
        let width = own.len();
        assert!(found.iter().all(|found| found.there[0] == left.len() * width));
        found.iter().flat_map(|found| &found.rows).map(|row| row[0] / width).collect()
    }

    /// So many rows of which no two sets have one sum.
    fn powers(count: u32) -> Vec<Vec<u64>> {
        (0..count).map(|row| vec![1 << row]).collect()
    }

    /// The same with a second column.
    fn with_column(rows: Vec<Vec<u64>>, second: impl Fn(u64) -> u64) -> Vec<Vec<u64>> {
        rows.into_iter().map(|row| vec![row[0], second(row[0])]).collect()
    }

    #[test]
    fn of_many_rows_several_are_believed_only_with_a_second_column() {
        let four = 2 + 16 + 128 + 4096;
        // One code for another is told by one column.
        assert_eq!(told(&powers(24), &[4096]), [12]);
        // So are several, where few sets can be made.
        assert_eq!(told(&powers(8), &[2 + 16 + 64 + 128]), [1, 4, 6, 7]);
        // In so many rows some four make up any figure.
        assert_eq!(told(&powers(24), &[four]), [0; 0]);
        // A total that is the same as its part is no second column, nor is one of nothing.
        assert_eq!(told(&with_column(powers(24), |first| first), &[four, four]), [0; 0]);
        assert_eq!(told(&with_column(powers(24), |_| 0), &[four, 0]), [0; 0]);
        let other = |first: u64| 100 + first % 13;
        let second = [2, 16, 128, 4096].map(other).iter().sum();
        assert_eq!(told(&with_column(powers(24), other), &[four, second]), [1, 4, 7, 12]);
        assert_eq!(told(&with_column(powers(24), other), &[four, second + 1]), [0; 0]);
    }

    #[test]
    fn where_two_answers_are_possible_nobody_knows() {
        assert_eq!(told(&[vec![5], vec![5], vec![8]], &[5]), [0; 0]);
        assert_eq!(told(&[vec![5], vec![5], vec![8]], &[10]), [0, 1]);
        assert_eq!(told(&[vec![5], vec![5], vec![8]], &[13]), [0; 0]);
        // Of so many that are alike not all sets are looked at.
        assert_eq!(told(&vec![vec![5]; 90], &[20]), [0; 0]);
    }
}
