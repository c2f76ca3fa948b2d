//! What a person says of tables that the form's titles and heads do not tell: which table each is, and which column is which.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ImportUnit, Place};
use crate::disclosure::TableNumber;
use crate::form::ColumnRole;

/// What is said of a table of a foreign file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SaidGrid {
    /// The table of the form that it is; `None` where that is not known, or it is none.
    pub table: Option<TableNumber>,
    /// What each column holds, from the left; `None` is not taken.
    pub columns: Vec<Option<ColumnRole>>,
    /// The unit of its amounts, where the file does not say it.
    pub unit: Option<ImportUnit>,
}

impl SaidGrid {
    /// What is said here, and where nothing is what is `supposed`.
    pub(super) fn over(&self, supposed: &Self) -> Self {
        Self {
            table: self.table.or(supposed.table),
            columns: if self.columns.is_empty() { supposed.columns.clone() } else { self.columns.clone() },
            unit: self.unit.or(supposed.unit),
        }
    }
}

/// What was said of tables, by their shape.
pub type SaidGrids = BTreeMap<String, SaidGrid>;

/// A table of a foreign file, to be shown to a person who says what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenGrid {
    /// Where it begins.
    pub place: Place,
    /// What tells it from tables of another shape: the words of its head.
    pub shape: String,
    /// Its first rows.
    pub rows: Vec<Vec<String>>,
    /// How many figures stand in it.
    pub figures: usize,
    /// What was said of it, or is supposed.
    pub said: SaidGrid,
}
