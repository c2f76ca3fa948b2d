//! Sign-offs (签审).

use super::{Signature, Snapshot, TableNumber};

/// Somebody checked a table, or all of it, and signed for it. It holds while what was signed still is what is printed;
/// the snapshot tells what changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    pub scope: SignOffScope,
    pub signature: Signature,
    /// What was printed then.
    pub snapshot: Snapshot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignOffScope {
    Table(TableNumber),
    Whole,
}
