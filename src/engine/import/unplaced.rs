//! What the figures that have no place in the form come to.

use std::collections::BTreeMap;

use super::ImportReport;
use super::report::FigureColumn;
use crate::disclosure::{Amount, TableNumber};

/// Each figure of a table that has no place, what those of one line come to, and what those of one column come to, in yuan.
pub(super) fn figures(report: &ImportReport) -> Vec<(TableNumber, Amount)> {
    let mut lines: BTreeMap<TableNumber, BTreeMap<String, Vec<(FigureColumn, Amount)>>> = BTreeMap::new();
    for left in &report.unplaced {
        let (Some(number), Some(place)) = (left.table, &left.place) else { continue };
        if !left.figures.is_empty() {
            lines.entry(number).or_default().entry(place.to_string()).or_default().extend(&left.figures);
        }
    }
    let mut found = Vec::new();
    for (number, lines) in lines {
        let of_lines = lines.values().filter(|figures| figures.len() > 1);
        let of_lines = of_lines.map(|figures| figures.iter().map(|(_, amount)| *amount).sum());
        let single = lines.values().flatten().map(|(_, amount)| *amount);
        let mut amounts: Vec<Amount> = single.chain(of_lines).chain(of_columns(&lines)).collect();
        amounts.retain(|amount: &Amount| !amount.is_zero());
        found.extend(amounts.into_iter().map(|amount| (number, amount)));
    }
    found
}

/// What the figures of several lines come to, column by column.
fn of_columns(lines: &BTreeMap<String, Vec<(FigureColumn, Amount)>>) -> Vec<Amount> {
    let mut columns: BTreeMap<FigureColumn, Vec<Amount>> = BTreeMap::new();
    for (column, amount) in lines.values().flatten() {
        columns.entry(*column).or_default().push(*amount);
    }
    columns.into_values().filter(|amounts| amounts.len() > 1).map(|amounts| amounts.into_iter().sum()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::NotTaken;
    use super::*;
    use crate::readers::Place;

    fn yuan(amount: i64) -> Amount {
        Amount::from_yuan(amount.into()).unwrap()
    }

    #[test]
    fn each_figure_each_line_and_each_column_is_told() {
        let left = |line: usize, amounts: &[i64]| {
            let columns = (0..).map(FigureColumn::OfList);
            let figures = columns.zip(amounts).map(|(column, amount)| (column, yuan(*amount)));
            let figures = figures.filter(|(_, amount)| !amount.is_zero()).collect();
            NotTaken::new(Some(TableNumber(3)), Place::Line(line), "某行：1，2", "没有位置").of_money(figures)
        };
        let found = |unplaced: Vec<NotTaken>| {
            let report = ImportReport { unplaced, ..ImportReport::default() };
            figures(&report).into_iter().map(|(number, amount)| (number.0, amount)).collect::<Vec<_>>()
        };
        let expected = |amounts: &[i64]| amounts.iter().map(|amount| (3, yuan(*amount))).collect::<Vec<_>>();
        assert_eq!(found(vec![left(1, &[5, 3])]), expected(&[5, 3, 8]));
        assert_eq!(found(vec![left(1, &[5, 3]), left(2, &[1, 2])]), expected(&[5, 3, 1, 2, 8, 3, 6, 5]));
        assert_eq!(found(vec![left(1, &[5, 3]), left(2, &[1])]), expected(&[5, 3, 1, 8, 6]));
        // What stands in other columns is not added up.
        assert_eq!(found(vec![left(1, &[5]), left(2, &[0, 1])]), expected(&[5, 1]));
        // What stands in the words of the line is none: nobody knows what it counts.
        assert_eq!(found(vec![left(1, &[])]), []);
    }
}
