//! What only a person knows for the sentences of a disclosure, and the paragraphs that a person wrote anew.
//!
//! Sentences that follow from figures are not stored. What stands in them beside figures is stored by the place that the
//! form's template of sentences gives it, so that a sentence can be worded otherwise next year and keep its contents.

use std::fmt;

use rust_decimal::Decimal;

use super::{Amount, RowKey};

/// Names a paragraph of the template, or a slot in it that a person fills.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextKey {
    /// Its id in the template: `items`, `items.reason`.
    pub id: String,
    /// The row of which it speaks, where the template repeats it for each.
    pub row: Option<RowKey>,
}

/// What a person filled in a slot. Which of these it is, the template says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotValue {
    /// Words: a reason, a purpose. Several lines are several paragraphs.
    Text(String),
    /// An amount, in yuan.
    Amount(Amount),
    /// A number of persons, vehicles or machines; below zero for a decrease.
    Count(i64),
    /// An area, in square metres.
    Area(Decimal),
}

impl TextKey {
    /// The paragraph or slot `id` that is not repeated.
    pub fn new(id: impl Into<String>) -> Self {
        Self { id: id.into(), row: None }
    }

    /// The one that speaks of `row`.
    pub fn of_row(id: impl Into<String>, row: RowKey) -> Self {
        Self { id: id.into(), row: Some(row) }
    }
}

impl SlotValue {
    /// Its words, `None` where it is a figure.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Amount(_) | Self::Count(_) | Self::Area(_) => None,
        }
    }
}

impl fmt::Display for TextKey {
    /// For machines: `items.reason[2080109]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)?;
        match &self.row {
            None => Ok(()),
            Some(RowKey::Total) => f.write_str("[total]"),
            Some(RowKey::Fixed(name) | RowKey::Unit(name)) => write!(f, "[{name}]"),
            Some(RowKey::Code(code) | RowKey::UnitCode(_, code)) => write!(f, "[{code}]"),
            Some(RowKey::Project(id)) => write!(f, "[#{}]", id.0),
        }
    }
}
