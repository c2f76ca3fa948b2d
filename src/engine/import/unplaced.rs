//! What the figures that have no place in the form come to.

use std::collections::BTreeMap;

use super::ImportReport;
use crate::disclosure::{Amount, TableNumber};

/// Each figure of a table that has no place, what those of one line come to, and what those of several lines come to that stand
/// at one place in these, in yuan.
pub(super) fn figures(report: &ImportReport) -> Vec<(TableNumber, Amount)> {
    let mut lines: BTreeMap<TableNumber, BTreeMap<String, Vec<Amount>>> = BTreeMap::new();
    for left in &report.unplaced {
        let (Some(number), Some(place)) = (left.table, &left.place) else { continue };
        if !left.figures.is_empty() {
            lines.entry(number).or_default().entry(place.to_string()).or_default().extend(&left.figures);
        }
    }
    let mut found = Vec::new();
    for (number, lines) in lines {
        let several = |amounts: &Vec<Amount>| amounts.len() > 1;
        let of_lines = lines.values().filter(|amounts| several(amounts)).map(|amounts| amounts.iter().copied().sum());
        let single = lines.values().flatten().copied();
        let mut amounts: Vec<Amount> = single.chain(of_lines).chain(of_columns(&lines)).collect();
        amounts.retain(|amount: &Amount| !amount.is_zero());
        found.extend(amounts.into_iter().map(|amount| (number, amount)));
    }
    found
}

/// What the figures of several lines come to, column by column, where each line has as many.
fn of_columns(lines: &BTreeMap<String, Vec<Amount>>) -> Vec<Amount> {
    let count = lines.values().next().map_or(0, Vec::len);
    if lines.len() < 2 || lines.values().any(|amounts| amounts.len() != count) {
        return Vec::new();
    }
    (0..count).map(|column| lines.values().map(|amounts| amounts[column]).sum()).collect()
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
            let figures = amounts.iter().map(|amount| yuan(*amount)).collect();
            NotTaken::new(Some(TableNumber(3)), Place::Line(line), "某行：1，2", "没有位置").of_money(figures)
        };
        let found = |unplaced: Vec<NotTaken>| {
            let report = ImportReport { unplaced, ..ImportReport::default() };
            figures(&report).into_iter().map(|(number, amount)| (number.0, amount)).collect::<Vec<_>>()
        };
        let expected = |amounts: &[i64]| amounts.iter().map(|amount| (3, yuan(*amount))).collect::<Vec<_>>();
        assert_eq!(found(vec![left(1, &[5, 3])]), expected(&[5, 3, 8]));
        assert_eq!(found(vec![left(1, &[5, 3]), left(2, &[1, 2])]), expected(&[5, 3, 1, 2, 8, 3, 6, 5]));
        assert_eq!(found(vec![left(1, &[5, 3]), left(2, &[1])]), expected(&[5, 3, 1, 8]));
        // What stands in the words of the line is none: nobody knows what it counts.
        assert_eq!(found(vec![left(1, &[])]), []);
    }
}
