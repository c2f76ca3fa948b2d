//! What a person fills in, and what must be true of it.

/// What slots of one name are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotForm {
    /// The name in the template, the last part of the id.
    pub name: String,
    /// What a person is asked for: 主要原因.
    pub label: String,
    /// What is filled in.
    pub kind: SlotKind,
    /// What happens when nothing is.
    pub need: SlotNeed,
    /// What stands there when nothing is filled in; `{year}` is the year.
    pub default: Option<String>,
    /// Whether it tells what happens in one year only: another year's is no starting point.
    pub each_year: bool,
}

/// What is filled in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotKind {
    /// Words.
    Text,
    Amount,
    /// A number.
    Count,
    /// Square metres.
    Area,
}

/// What happens when nothing is filled in a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotNeed {
    /// The reason of a change is missing: doubtful.
    Reason,
    /// A purpose is missing: doubtful.
    Purpose,
    /// Something is missing that must be published.
    Required,
    /// Nothing is printed, and nothing is wrong, but it is still to be filled in before the document is published: its date.
    ToPublish,
    /// Nothing.
    Optional,
}

impl SlotNeed {
    /// Whether it is a blank as long as nothing is filled in.
    pub fn is_needed(self) -> bool {
        self != Self::Optional
    }
}

/// A figure that is the sum of slots of its paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotTotal {
    /// Its id: that of the paragraph, a dot and a name.
    pub id: String,
    /// The rule that it states.
    pub rule: String,
    /// Ids of the slots.
    pub of: Vec<String>,
    /// What is added up.
    pub kind: SlotKind,
}

/// An amount of a row that follows from what a person says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotProduct {
    /// So many persons, each at this price.
    Persons {
        /// The rule that it states.
        rule: String,
        /// Id of the slot that tells how many persons.
        persons: String,
        /// Id of the slot with the price.
        price: String,
        /// Id of the paragraph with the amount.
        amount: String,
    },
    /// Parts that add up.
    Parts {
        /// The rule that it states.
        rule: String,
        /// Id of the slot that tells the parts.
        parts: String,
        /// Id of the paragraph with the amount.
        amount: String,
    },
}
