//! What kind of thing each command is: what it needs, and what it changes.

use super::Command;

impl Command {
    /// Whether it needs a disclosure that is open.
    pub fn needs_disclosure(self) -> bool {
        !matches!(
            self,
            Self::New
                | Self::RollForward
                | Self::Open
                | Self::Folder
                | Self::Import
                | Self::ImportClipboard
                | Self::Quit
                | Self::ZoomIn
                | Self::ZoomOut
                | Self::ZoomReset
                | Self::Help
                | Self::Rules
                | Self::About
        )
    }

    /// Whether it is done to the cells or rows of a table.
    pub fn is_of_cells(self) -> bool {
        matches!(
            self,
            Self::FillDown
                | Self::FillRight
                | Self::Clear
                | Self::EditCell
                | Self::SelectAll
                | Self::Precedents
                | Self::Dependents
                | Self::SignTable
                | Self::AddRow
                | Self::RemoveRows
                | Self::DuplicateRows
                | Self::Recode
                | Self::MoveUp
                | Self::MoveDown
                | Self::SortRows
                | Self::RemoveEmptyRows
                | Self::TakeOverCodes
        )
    }

    /// Whether it can be done to the indicators of a performance table too.
    pub fn is_of_indicators(self) -> bool {
        self.is_of_cells()
            && !matches!(
                self,
                Self::Precedents
                    | Self::Dependents
                    | Self::SignTable
                    | Self::Recode
                    | Self::SortRows
                    | Self::RemoveEmptyRows
                    | Self::TakeOverCodes
            )
    }

    /// Whether the grid handles its key itself, because a text field in its place would use the same key.
    pub fn is_grid_key(self) -> bool {
        matches!(
            self,
            Self::Cut
                | Self::Copy
                | Self::Paste
                | Self::Clear
                | Self::EditCell
                | Self::FillDown
                | Self::FillRight
                | Self::SelectAll
        )
    }

    /// Whether it changes what is published: what is done to cells does, unless it is said here that it does not.
    pub fn changes_contents(self) -> bool {
        let only_looks = matches!(self, Self::SelectAll | Self::Precedents | Self::Dependents | Self::SignTable);
        self.is_of_cells() && !only_looks
            || matches!(
                self,
                Self::Cut | Self::Paste | Self::Replace | Self::AddPerformance | Self::SayComplete | Self::SayEmpty
            )
    }

    /// Whether it is of no use where no sign-offs can be written.
    pub fn is_of_review(self) -> bool {
        matches!(self, Self::ReviewMode | Self::SignTable | Self::SignAll)
    }
}
