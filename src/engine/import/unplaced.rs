//! What the figures that have no place in the form come to.

use std::collections::BTreeMap;

use super::ImportReport;
use super::figure::{self, Figure};
use crate::disclosure::{Amount, TableNumber};

/// Each figure of a table that has no place, and what those of one line come to, in yuan.
pub(super) fn figures(report: &ImportReport) -> Vec<(TableNumber, Amount)> {
    let mut found = Vec::new();
    let mut lines: BTreeMap<(TableNumber, String), Vec<Amount>> = BTreeMap::new();
    for left in &report.unplaced {
        let (Some(number), Some(place)) = (left.table, &left.place) else { continue };
        let unit = report.tables.iter().find(|table| table.number == number).and_then(|table| table.unit.as_ref());
        let Some((unit, _)) = unit else { continue };
        // What is said of them ends with the figures of the line, or with one of them.
        let said = left.text.rsplit('：').next().unwrap_or_default();
        for text in said.split('，') {
            if let Figure::Amount(amount) = figure::read(text, unit.yuan) {
                lines.entry((number, place.to_string())).or_default().push(amount);
            }
        }
    }
    for ((number, _), amounts) in lines {
        found.extend(amounts.iter().map(|&amount| (number, amount)));
        if amounts.len() > 1 {
            found.push((number, amounts.into_iter().sum()));
        }
    }
    found
}
