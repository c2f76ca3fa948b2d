//! What two disclosures say differently.
//!
//! [`compare`] is one pure function from what the two print to a [`Comparison`]. Rows are matched by code, projects by
//! code and name; one that got another name is recognised by how alike the names are and by equal figures.

mod across;
mod likeness;
mod performance;
mod report;
mod rows;
mod texts;

pub use across::{Apart, compare_across};
pub use likeness::Likeness;
pub(super) use likeness::paragraphs as paragraph_likeness;
pub(super) use performance::field_label;
pub(super) use performance::{Places, indicator_pairs, table_pairs as performance_pairs};
pub use report::{apart_text, cell_line, counts, following_line, report_text, row_line, unit_of};

use std::collections::HashMap;

use crate::disclosure::{
    Amount, CellKey, ColumnNumber, Part, RowKey, Snapshot, SnapshotRow, SnapshotTable, TableNumber,
};
use crate::form::Form;
use rows::RowMatch;

/// What two disclosures say differently, the old and the new. Amounts are in yuan as they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The rows that differ or hold figures that do, by table, in printed order.
    pub rows: Vec<RowDifference>,
    /// The texts that differ, in printed order.
    pub texts: Vec<TextDifference>,
    /// Last year's figures that differ.
    pub prior: Vec<RowDifference>,
    /// Where the two follow other forms: figures that have no counterpart of their own.
    pub apart: Vec<Apart>,
}

/// A row that differs, or holds figures that do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDifference {
    /// Its table, by its number in the new disclosure.
    pub table: TableNumber,
    /// The row in the old disclosure; `None` where it is new.
    pub old: Option<ComparedRow>,
    /// The row in the new disclosure; `None` where it is gone.
    pub new: Option<ComparedRow>,
    /// What became of the row itself.
    pub change: RowChange,
    /// Its figures that differ, by column.
    pub cells: Vec<CellDifference>,
}

/// A row of one of the two disclosures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComparedRow {
    /// What names it there.
    pub key: RowKey,
    /// What names it for machines: a code, `total`, `CODE/NAME`.
    pub id: String,
    /// What names it for people.
    pub label: String,
    /// Whether it adds up others.
    pub is_total: bool,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowChange {
    Kept,
    /// Only the new disclosure has it.
    Added,
    /// Only the old disclosure has it.
    Removed,
    /// It is in both, at another place among the others.
    Moved,
    /// It seems to be the same under another name or code.
    Renamed(Likeness),
}

/// A figure that differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellDifference {
    /// The column, by its number in the new disclosure.
    pub column: ColumnNumber,
    /// Before; `None` where the cell is blank or not there.
    pub old: Option<Amount>,
    /// After.
    pub new: Option<Amount>,
    /// Whether it follows from other differences: it is computed in both, and no stated amount (公布数) says otherwise.
    pub follows: bool,
}

/// A text that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextDifference {
    pub place: ComparedText,
    /// The place in words.
    pub label: String,
    /// Before; `None` where there is none.
    pub old: Option<String>,
    /// After.
    pub new: Option<String>,
    /// Whether it follows from figures: a generated sentence in which a person wrote nothing else.
    pub follows: bool,
}

/// Where a text stands in the two disclosures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComparedText {
    /// 单位 or 部门.
    Kind,
    /// The name of the body.
    Body,
    Year,
    /// The name of a row's code.
    CodeName {
        table: TableNumber,
        /// The row in the old disclosure.
        old: RowKey,
        /// The row in the new one.
        new: RowKey,
    },
    /// A text or date of a row.
    Field {
        table: TableNumber,
        /// The row in the old disclosure.
        old: RowKey,
        /// The row in the new one.
        new: RowKey,
        column: ColumnNumber,
    },
    /// The sentence under a table.
    Note(TableNumber),
    /// A paragraph, by its place among the printed ones of its part.
    Paragraph {
        part: Part,
        /// Its place in the old disclosure.
        old: Option<usize>,
        /// Its place in the new one.
        new: Option<usize>,
    },
    /// A performance table, or something in it.
    Performance {
        /// Place of the table in the old disclosure.
        old: Option<usize>,
        /// Place of the table in the new one.
        new: Option<usize>,
        /// What in it; `None` is the whole table.
        field: Option<ComparedField>,
    },
    /// The order of the performance tables.
    PerformanceOrder,
}

/// What may differ in a performance table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparedField {
    /// Name of the project.
    Name,
    /// Who answers for it, and the telephone.
    Contact,
    /// Its money.
    Funds,
    Goal,
    /// An indicator, by its places in the old and the new table.
    Indicator(Option<usize>, Option<usize>),
    /// The order of the indicators.
    Order,
}

impl Comparison {
    /// Whether both say the same.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.texts.is_empty() && self.prior.is_empty() && self.apart.is_empty()
    }

    /// Where nothing else differs, what follows does so from what is not printed, decimals behind the last that is shown:
    /// then it is a difference of its own.
    fn tell_what_follows_from_nothing(&mut self) {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let is_told = self.rows.iter().any(RowDifference::is_changed)
            || cells().any(|cell| !cell.follows)
            || self.texts.iter().any(|text| !text.follows)
            || !self.prior.is_empty();
        if !is_told {
            self.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.follows = false);
            let follow = self.rows.iter().any(|row| !row.cells.is_empty());
            self.texts.iter_mut().for_each(|text| text.follows = follow);
        }
    }

    /// How many figures and texts differ only because others do.
    pub fn following(&self) -> (usize, usize) {
        let cells = self.rows.iter().flat_map(|row| &row.cells).filter(|cell| cell.follows).count();
        (cells, self.texts.iter().filter(|text| text.follows).count())
    }

    /// How many figures differ, those that follow from others among them.
    pub fn cell_count(&self) -> usize {
        self.rows.iter().map(|row| row.cells.len()).sum()
    }

    /// How many rows are new, gone, moved or renamed.
    pub fn row_count(&self) -> usize {
        self.rows.iter().filter(|row| row.is_changed()).count()
    }
}

impl RowDifference {
    /// Whether the row itself is new, gone, moved or renamed; totals follow from the rows below them and are not told.
    pub fn is_changed(&self) -> bool {
        let is_total = self.old.iter().chain(&self.new).all(|row| row.is_total);
        match self.change {
            RowChange::Kept => false,
            RowChange::Added | RowChange::Removed => !is_total,
            RowChange::Moved | RowChange::Renamed(_) => true,
        }
    }

    /// The row as it is called now, or was called last.
    pub fn row(&self) -> Option<&ComparedRow> {
        self.new.as_ref().or(self.old.as_ref())
    }

    /// The cell of `cell` in the new disclosure.
    pub fn new_cell(&self, cell: &CellDifference) -> Option<CellKey> {
        self.new.as_ref().map(|row| CellKey::new(self.table, row.key.clone(), cell.column))
    }
}

impl ComparedRow {
    fn of(row: &SnapshotRow) -> Self {
        Self { key: row.key.clone(), id: row.id(), label: row.label(), is_total: row.is_total }
    }
}

/// What `new` says otherwise than `old`; `form`, that of the new one, words the places.
pub fn compare(form: &Form, old: &Snapshot, new: &Snapshot) -> Comparison {
    let tables = table_pairs(old, new);
    let matches: Vec<RowMatch<'_>> = tables.iter().map(|&(old, new)| RowMatch::new(old, new)).collect();
    let mut comparison = Comparison::default();
    for found in &matches {
        comparison.rows.extend(found.differences());
    }
    comparison.texts = texts::differences(form, old, new, &matches);
    comparison.prior = rows::prior_differences(old, new, &matches);
    // In a part alone, what follows does so from figures of the others.
    if new.heading.is_some() {
        comparison.tell_what_follows_from_nothing();
    }
    comparison
}

/// For each table of `new`, by number, how the rows of `old` are called there.
pub(super) fn row_keys(old: &Snapshot, new: &Snapshot) -> HashMap<TableNumber, HashMap<RowKey, RowKey>> {
    let pairs = table_pairs(old, new).into_iter().filter_map(|(old, new)| Some((old?, new?)));
    let keys = pairs.map(|(old, new)| {
        let found = RowMatch::new(Some(old), Some(new));
        let partners = old.rows.iter().zip(&found.new_of_old);
        let keys = partners.filter_map(|(row, place)| Some((row.key.clone(), new.rows[(*place)?].key.clone())));
        (new.number, keys.collect())
    });
    keys.collect()
}

/// What the table `new` says otherwise than `old`.
pub fn compare_tables(old: &SnapshotTable, new: &SnapshotTable) -> Vec<RowDifference> {
    RowMatch::new(Some(old), Some(new)).differences()
}

/// The tables of both, each with that of the other: the one of the same name, else of the same number.
fn table_pairs<'a>(
    old: &'a Snapshot,
    new: &'a Snapshot,
) -> Vec<(Option<&'a SnapshotTable>, Option<&'a SnapshotTable>)> {
    let by_name = |table: &SnapshotTable| old.tables.iter().position(|other| other.name == table.name);
    let by_number = |table: &SnapshotTable| {
        let is_named_otherwise = |other: &SnapshotTable| new.tables.iter().any(|table| table.name == other.name);
        old.tables.iter().position(|other| other.number == table.number && !is_named_otherwise(other))
    };
    let mut is_used = vec![false; old.tables.len()];
    let mut pairs = Vec::new();
    for table in &new.tables {
        let place = by_name(table).or_else(|| by_number(table)).filter(|&place| !is_used[place]);
        place.into_iter().for_each(|place| is_used[place] = true);
        pairs.push((place.map(|place| &old.tables[place]), Some(table)));
    }
    pairs.extend(
        old.tables.iter().zip(&is_used).filter(|(_, is_used)| !**is_used).map(|(table, _)| (Some(table), None)),
    );
    pairs
}

#[cfg(test)]
mod tests;
