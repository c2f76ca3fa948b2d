//! What a person, or an import, said of a table or a part: that it is complete, that it is empty, that it is not there.

use super::{Part, TableNumber};

/// Something of a disclosure that is filled in by and by, in the order in which it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// A table.
    Table(TableNumber),
    /// A part that is text.
    Text(Part),
    /// The performance tables (绩效目标表), all of them.
    Performance,
    /// Last year's figures (上年预算数).
    Prior,
}

/// What was said of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Said {
    /// All is there that belongs there (填完了).
    Complete,
    /// Nothing belongs there (空表).
    Empty,
    /// The document that was imported does not have it (不在文件里).
    Absent,
}
