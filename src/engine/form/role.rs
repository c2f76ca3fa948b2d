//! What a column of a list in a foreign file, or of what is pasted, holds.

use serde::{Deserialize, Serialize};

use crate::disclosure::ColumnNumber;

/// What a column of a foreign list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum ColumnRole {
    /// A code, whole or a part of it, perhaps with its name.
    Code,
    /// The name of a code.
    Name,
    /// The name of a project.
    Project,
    /// The name of a unit.
    Unit,
    /// The only amounts, of which each code tells the column: 301 is 人员经费.
    Amount,
    /// The amounts of this column of the form.
    AmountOf(ColumnNumber),
    /// The texts or dates of this column of the form.
    FieldOf(ColumnNumber),
}

impl ColumnRole {
    /// Whether texts or dates of the form stand in the column.
    pub fn is_field(self) -> bool {
        matches!(self, Self::FieldOf(_))
    }

    /// Whether amounts stand in the column.
    pub fn is_amount(self) -> bool {
        matches!(self, Self::Amount | Self::AmountOf(_))
    }
}
