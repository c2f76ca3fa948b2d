//! The form (表式): what the tables of one region and year look like and which identities (勾稽关系) bind them.
//!
//! A form is data, read from the files of a folder ([`FormFiles`]) and checked when it is loaded ([`Form::load`]). No other module names a table,
//! a column or a label: they all ask the form. [`model`] is the checked form, in which every reference is resolved to
//! an index, [`queries`] what is asked of it; how the file is written is in [`source`], its small expression language in [`expression`].

mod bind;
mod by_ids;
mod changes;
mod charts;
mod codes;
mod correspond;
mod date;
mod document;
mod entries;
mod error;
mod expression;
mod files;
mod follows;
mod further;
mod head;
mod ids;
mod library;
mod load;
mod measures;
mod model;
mod order;
mod policy;
mod prescriptions;
mod queries;
mod resolve;
mod role;
mod silent;
mod source;
mod tables;
pub mod template;
#[cfg(test)]
mod tests;
mod texts;
mod unit;

pub(crate) use by_ids::{by_ids, renumbered};
pub use charts::{ChartBar, ChartForm};
pub use correspond::{Correspondence, Fate, Lost};
pub use date::Date;
pub use document::{
    DocumentForm, IndicatorColumn, IndicatorHead, PartContents, PartForm, PerformanceForm, ProjectPerformanceForm,
    WholePerformanceForm,
};
pub use error::{FormError, FormErrors};
pub use files::{CODES_FILE, EXAMPLES_FILE, FORM_FILE, FormFiles, NARRATIVE_FILE};
pub use follows::{Follows, Moved, PlaceId};
pub use head::HeadCell;
pub use library::{FormLibrary, KnownForm, Origin, UnsoundForm, builtin_form, builtin_forms};
pub use model::{
    AmountColumn, ByKind, CellPattern, Column, Equation, Expression, FieldColumn, FixedRow, Footing, Form, Id,
    Identity, Likely, List, ListIndex, Ratio, RatioKind, Region, Relation, RowKind, RowPattern, Rule, RuleIndex, Scope,
    TableForm, Term,
};
pub use policy::{FormPolicy, POLICY_SIZE_LIMIT, Policy, PolicyError, RuleSetting};
pub use role::ColumnRole;
pub use template::Template;
pub use texts::{RULES_OF_WORDS, RowCheck, RowRule, RuleWords, SectionForm, TextsForm, Unplanned};
