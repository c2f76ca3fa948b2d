//! What a disclosure prints at one time: every figure and text, without the form by which they were made.

use std::collections::BTreeMap;

use super::{Amount, CellKey, Code, ColumnNumber, Kind, Part, PerformanceTable, RowKey, TableNumber, TextKey};

/// A disclosure, or a part of it, as it was printed at one time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    /// Whom and which year it is about; `None` where only tables are kept.
    pub heading: Option<SnapshotHeading>,
    /// Its tables, in printed order.
    pub tables: Vec<SnapshotTable>,
    /// The parts that are text, in printed order.
    pub parts: Vec<SnapshotPart>,
    pub performance: Vec<PerformanceTable>,
    /// Last year's figures, in yuan as they are shown.
    pub prior: BTreeMap<CellKey, Amount>,
}

/// Whom and which year a disclosure is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotHeading {
    /// 单位 or 部门.
    pub kind: Kind,
    /// Full name of the body.
    pub body: String,
    /// Budget year.
    pub year: u16,
}

/// A table as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotTable {
    /// Its number in the form.
    pub number: TableNumber,
    /// Its short name: 收支总体.
    pub name: String,
    /// Its rows in printed order, those of lists side by side one list after the other.
    pub rows: Vec<SnapshotRow>,
    /// The sentence under it; blank where there is none.
    pub note: String,
}

/// A row as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotRow {
    /// What names it in its disclosure.
    pub key: RowKey,
    /// Its code, if it has one.
    pub code: Option<Code>,
    /// The unit to which it belongs, in a table that groups by unit.
    pub unit: Option<String>,
    pub code_name: String,
    /// Its label, or the name of its project or unit; blank where it is named by its code.
    pub name: String,
    /// Whether it adds up other rows.
    pub is_total: bool,
    /// The figures that are its own, in yuan as they are shown: entered ones other than zero, and stated amounts
    /// (公布数) that are not what is computed in their place; a zero among these prints as a blank.
    pub own: BTreeMap<ColumnNumber, Amount>,
    /// The figures other than zero that follow from others: what is computed, stated or not.
    pub following: BTreeMap<ColumnNumber, Amount>,
    /// The texts and dates that it prints.
    pub fields: BTreeMap<ColumnNumber, String>,
}

/// A part that is text, as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotPart {
    pub part: Part,
    /// Its paragraphs; blank ones are not printed.
    pub paragraphs: Vec<SnapshotParagraph>,
}

/// A paragraph as it was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotParagraph {
    /// What names it in the template; `None` where its part was written as a whole.
    pub key: Option<TextKey>,
    pub text: String,
    /// What a person filled in it or wrote in its place; blank where all of it follows from figures.
    pub written: String,
}

impl SnapshotTable {
    /// The row that `key` names.
    pub fn find(&self, key: &RowKey) -> Option<&SnapshotRow> {
        self.rows.iter().find(|row| row.key == *key)
    }
}

impl SnapshotRow {
    /// What `column` prints, `None` where it is blank.
    pub fn value(&self, column: ColumnNumber) -> Option<Amount> {
        let figure = self.own.get(&column).or_else(|| self.following.get(&column)).copied();
        figure.filter(|figure| !figure.is_zero())
    }

    /// The figures that it prints, by column.
    pub fn figures(&self) -> impl Iterator<Item = (ColumnNumber, Amount)> {
        let figures = self.own.iter().chain(&self.following).filter(|(_, figure)| !figure.is_zero());
        figures.map(|(column, figure)| (*column, *figure))
    }

    /// The row as machine-readable output names it, as `check` does.
    pub fn id(&self) -> String {
        match (&self.key, self.code) {
            (RowKey::Fixed(id), _) => id.clone(),
            (RowKey::Total, _) => "total".to_owned(),
            (RowKey::Project(_), Some(code)) => format!("{code}/{}", self.name),
            (RowKey::Code(code) | RowKey::UnitCode(_, code), _) => code.to_string(),
            _ => self.name.clone(),
        }
    }

    /// The row in words: `208 01 09 社会保险经办机构`.
    pub fn label(&self) -> String {
        match (&self.key, self.code) {
            (RowKey::Code(code) | RowKey::UnitCode(_, code), _) => format!("{} {}", code.spaced(), self.code_name),
            (RowKey::Project(_), Some(code)) => format!("{} {}", code.spaced(), self.name),
            _ => self.name.clone(),
        }
    }
}
