//! Exceptions that a person accepted.

/// A finding that a person accepted (接受) with a reason. It holds only while the finding says the same: once a figure
/// or a text that it speaks of changes, no finding has this subject any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Id of the rule, e.g. B16.
    pub rule: String,
    /// What the finding speaks of, with its figures: `T5[total](2) 5334.82 ≠ T6[total](1) 5344.82`.
    pub subject: String,
    /// Why it may stay.
    pub reason: String,
    pub author: String,
    /// When, in local time: `2025-01-31 16:05`.
    pub written: String,
}
