//! What one table of a disclosure holds.

use std::collections::BTreeMap;

use super::{Amount, Code, ColumnNumber, ProjectId, RowKey};

/// Contents of one table: its stored rows, and what its source prints where the program computes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The leaf rows, in the order in which they are printed. 类 and 款 rows are derived from them.
    pub rows: Vec<Row>,
    /// Names of derived 类 and 款 rows where the document prints another than the catalogue's.
    pub names: BTreeMap<Code, String>,
    /// Stated amounts (公布数): what the source prints, or the author typed, in cells that the program computes.
    pub stated: BTreeMap<(RowKey, ColumnNumber), Amount>,
    /// The sentence that its source prints under it, blank where it prints none; `None` leaves it to the form, which has
    /// a sentence for an empty table.
    pub note: Option<String>,
    /// Whether its source prints whole units, without decimals: its figures are then known no more exactly.
    pub without_decimals: bool,
}

/// A stored row: what it stands for and what is entered in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub subject: Subject,
    /// Entered amounts, and counts and percentages. A blank cell has no entry.
    pub amounts: BTreeMap<ColumnNumber, Amount>,
    /// Entered texts and dates, as they were typed. A blank cell has no entry.
    pub fields: BTreeMap<ColumnNumber, String>,
}

/// What a stored row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A row that the form prescribes, by its id there. It is stored only while something is entered in it.
    Fixed(String),
    /// A code without rows below it in this table: a 项, or a 款 or 类 whose details are not published.
    Code {
        code: Code,
        /// Its name, as this table prints it.
        name: String,
    },
    Project(Project),
}

/// A project row, under a functional code or under a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Identity within the table.
    pub id: ProjectId,
    /// The unit that it belongs to; `None` where the table does not group by unit.
    pub unit: Option<String>,
    /// Its functional code; `None` in a table of projects under units.
    pub code: Option<Code>,
    /// Name of the code, as this table prints it.
    pub code_name: String,
    /// Name of the project (项目名称).
    pub name: String,
}

impl Table {
    /// The stored row that `key` names and its place among the rows.
    pub fn find(&self, key: &RowKey) -> Option<(usize, &Row)> {
        self.rows.iter().enumerate().find(|(_, row)| row.subject.is(key))
    }

    /// As [`Table::find`], looked for from the place `near` on: for who looks for rows that follow each other.
    pub fn find_near(&self, key: &RowKey, near: usize) -> Option<usize> {
        let start = near.min(self.rows.len()).saturating_sub(1);
        let mut places = (start..self.rows.len()).chain(0..start);
        places.find(|&place| self.rows[place].subject.is(key))
    }

    /// The amount entered where `row` and `column` meet.
    pub fn entered(&self, row: &RowKey, column: ColumnNumber) -> Option<Amount> {
        self.find(row)?.1.amounts.get(&column).copied()
    }

    /// An identity that no project row of this table has yet.
    pub fn free_project_id(&self) -> ProjectId {
        let used = self.rows.iter().filter_map(|row| row.subject.project()).map(|project| project.id.0);
        ProjectId(used.max().map_or(1, |id| id.saturating_add(1)))
    }
}

impl Row {
    /// A row for `subject` in which nothing is entered.
    pub fn new(subject: Subject) -> Self {
        Self { subject, amounts: BTreeMap::new(), fields: BTreeMap::new() }
    }

    /// Whether nothing is entered in it.
    pub fn is_blank(&self) -> bool {
        self.amounts.is_empty() && self.fields.is_empty()
    }
}

impl Subject {
    /// What names the row.
    pub fn key(&self) -> RowKey {
        match self {
            Self::Fixed(id) => RowKey::Fixed(id.clone()),
            Self::Code { code, .. } => RowKey::Code(*code),
            Self::Project(project) => RowKey::Project(project.id),
        }
    }

    /// Whether `key` names this row.
    pub fn is(&self, key: &RowKey) -> bool {
        match (self, key) {
            (Self::Fixed(id), RowKey::Fixed(other)) => id == other,
            (Self::Code { code, .. }, RowKey::Code(other)) => code == other,
            (Self::Project(project), RowKey::Project(other)) => project.id == *other,
            _ => false,
        }
    }

    /// The code of the row, if it has one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Fixed(_) => None,
            Self::Code { code, .. } => Some(*code),
            Self::Project(project) => project.code,
        }
    }

    /// The project, if it is one.
    pub fn project(&self) -> Option<&Project> {
        match self {
            Self::Project(project) => Some(project),
            _ => None,
        }
    }
}
