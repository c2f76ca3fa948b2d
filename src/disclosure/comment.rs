//! Comments (批注) on cells.

use super::CellKey;

/// Identity of a comment within its disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommentId(pub u32);

/// A comment (批注) that somebody wrote on a cell. It stays with the cell when rows are moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Its identity.
    pub id: CommentId,
    /// The cell.
    pub cell: CellKey,
    /// Who wrote it.
    pub author: String,
    /// When, in local time: `2025-01-31 16:05`.
    pub written: String,
    /// What it says.
    pub text: String,
}
