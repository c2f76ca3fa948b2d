//! How a cell is named, whatever form it belongs to.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Code;

/// Number of a table in its form: 2 is 表2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TableNumber(pub u8);

/// Number of an amount column in its table, as the ※ row prints it; where a form prints no ※ row, counted from 1 in each
/// of the lists that the table prints side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ColumnNumber(pub u8);

/// Identity of a project row within its table; it stays when the row is moved or renamed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProjectId(pub u32);

/// Names a row of a table, stored or derived.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowKey {
    /// 总计 of a table whose rows are not fixed.
    Total,
    /// A fixed row, by its id in the form.
    Fixed(String),
    /// The subtotal of one unit's rows, in a table that groups by unit.
    Unit(String),
    /// A 类, 款 or 项: a stored leaf or a subtotal.
    Code(Code),
    /// The subtotal of a code within one unit's rows.
    UnitCode(String, Code),
    Project(ProjectId),
}

impl RowKey {
    /// The classification code of a row that is named by one.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Code(code) | Self::UnitCode(_, code) => Some(*code),
            _ => None,
        }
    }
}

/// Names an amount cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    pub table: TableNumber,
    pub row: RowKey,
    pub column: ColumnNumber,
}

impl CellKey {
    /// The cell of `table` where `row` and `column` meet.
    pub fn new(table: TableNumber, row: RowKey, column: ColumnNumber) -> Self {
        Self { table, row, column }
    }
}

impl fmt::Display for TableNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Display for ColumnNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
