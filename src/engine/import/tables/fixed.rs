//! Rows that the form prescribes, found again by their labels.

use super::super::label::bare;
use crate::catalog::Catalog;
use crate::form::List;
use crate::spelling;

/// The fixed rows of a list, to be found by what a document prints before its figures.
pub(super) struct FixedRows<'a> {
    list: &'a List,
    catalog: &'a Catalog,
    /// Each label as it is, and without numbering.
    labels: Vec<(String, String)>,
    /// Other labels of rows, without numbering, each with its row.
    also: Vec<(String, usize)>,
}

/// No table of fixed rows has nearly as many.
const MOST_LABELS: usize = 400;

impl<'a> FixedRows<'a> {
    pub fn new(list: &'a List, catalog: &'a Catalog) -> Self {
        let label = |label: &str| (spelling::plain(label).collect(), bare(label));
        let rows = list.fixed_rows();
        let also =
            rows.iter().enumerate().flat_map(|(place, row)| row.also.iter().map(move |also| (bare(also), place)));
        Self { list, catalog, labels: rows.iter().map(|row| label(&row.label)).collect(), also: also.collect() }
    }

    /// How many of `texts` are labels of the list.
    pub fn count<'t>(&self, texts: impl Iterator<Item = &'t str>) -> usize {
        texts.filter(|text| !self.candidates(text).is_empty()).count()
    }

    /// For each label in order the row that it names. Labels that several rows have without their numbering are told
    /// apart by those around them; `None` where that does not tell either.
    pub fn find(&self, labels: &[&str]) -> Vec<Option<usize>> {
        if labels.len() > MOST_LABELS {
            return vec![None; labels.len()];
        }
        let candidates: Vec<Vec<usize>> = labels.iter().map(|label| self.candidates(label)).collect();
        let mut found: Vec<Option<usize>> = candidates
            .iter()
            .map(|rows| match rows.as_slice() {
                [row] => Some(*row),
                _ => None,
            })
            .collect();
        // Each row that is told may tell others.
        while let Some((place, row)) = self.next_told(&candidates, &found) {
            found[place] = Some(row);
        }
        for place in 0..found.len() {
            if found[place].is_some() && found[..place].contains(&found[place]) {
                found[place] = None;
            }
        }
        found
    }

    fn next_told(&self, candidates: &[Vec<usize>], found: &[Option<usize>]) -> Option<(usize, usize)> {
        (0..found.len()).filter(|&place| found[place].is_none()).find_map(|place| {
            let after = found[..place].iter().rev().find_map(|row| *row).map_or(0, |row| row + 1);
            let before = found[place + 1..].iter().find_map(|row| *row).unwrap_or(self.labels.len());
            let mut between = candidates[place].iter().filter(|row| (after..before).contains(row));
            let row = *between.next()?;
            between.next().is_none().then_some((place, row))
        })
    }

    /// The rows that a label may mean.
    fn candidates(&self, label: &str) -> Vec<usize> {
        let plain: String = spelling::plain(label).collect();
        if plain.is_empty() {
            return Vec::new();
        }
        if let Some(row) = self.labels.iter().position(|(own, _)| *own == plain) {
            return vec![row];
        }
        let rows = self.list.fixed_rows().iter().enumerate();
        if let Some((code, rest)) = super::head::code_before(label) {
            let name = bare(&rest);
            // Where the name is that of another code, one of the two is wrong.
            let is_other =
                |place: usize| self.labels[place].1 != name && self.labels.iter().any(|(_, own)| *own == name);
            let coded = rows.filter(|(place, row)| row.code == Some(code) && !is_other(*place));
            return coded.map(|(place, _)| place).collect();
        }
        let name = bare(label);
        let current = self.catalog.current_name(&name).map(bare);
        let is_named = |(_, own): &(String, String)| *own == name || current.as_ref() == Some(own);
        let mut named: Vec<usize> = (0..self.labels.len()).filter(|&place| is_named(&self.labels[place])).collect();
        named.extend(self.also.iter().filter(|(also, _)| *also == name).map(|(_, place)| *place));
        named.sort_unstable();
        named.dedup();
        if !named.is_empty() || !super::super::label::is_total(label) {
            return named;
        }
        // 总计 or 合计 by itself is the row that closes the list, or a first one that is the total of all.
        let closing = rows.clone().filter(|(_, row)| row.closing).map(|(place, _)| place).next();
        let first = rows.take(1).filter(|(place, _)| super::super::label::is_total(&self.labels[*place].0));
        closing.or(first.map(|(place, _)| place).next()).into_iter().collect()
    }
}
