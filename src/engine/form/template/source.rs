//! How a template file is written. Texts are borrowed from the file, so that each can be found in it again.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename = "Template", deny_unknown_fields)]
pub(super) struct TemplateSource<'a> {
    #[serde(borrow)]
    pub words: WordsSource<'a>,
    #[serde(borrow)]
    pub slots: Vec<SlotSource<'a>>,
    #[serde(borrow, default)]
    pub totals: Vec<TotalSource<'a>>,
    #[serde(borrow, default)]
    pub limits: Vec<LimitSource<'a>>,
    #[serde(borrow, default)]
    pub needs: Vec<NeedsSource<'a>>,
    #[serde(borrow, default)]
    pub falling: Vec<FallingSource<'a>>,
    #[serde(borrow, default)]
    pub products: Vec<ProductSource<'a>>,
    #[serde(borrow, default)]
    pub prior: Vec<PriorSource<'a>>,
    #[serde(borrow, default)]
    pub restated: Option<RestatedSource<'a>>,
    #[serde(borrow, default)]
    pub performance: Option<PerformanceSource<'a>>,
    #[serde(borrow, default)]
    pub replaced: Vec<(&'a str, &'a str)>,
    #[serde(borrow, default)]
    pub causes: CausesSource<'a>,
    /// Name and wording of what is said in several places.
    #[serde(borrow, default)]
    pub phrases: Vec<(&'a str, &'a str)>,
    #[serde(borrow, default)]
    pub repeats: Vec<RepeatSource<'a>>,
    #[serde(borrow)]
    pub parts: Vec<PartSource<'a>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordsSource<'a> {
    #[serde(borrow)]
    pub up: (&'a str, &'a str),
    #[serde(borrow)]
    pub down: (&'a str, &'a str),
    /// Of no change, where the form has a word for it.
    #[serde(default)]
    pub unchanged: &'a str,
    #[serde(borrow)]
    pub kinds: (&'a str, &'a str),
    pub missing: &'a str,
    #[serde(borrow)]
    pub levels: (&'a str, &'a str, &'a str),
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CausesSource<'a> {
    #[serde(borrow)]
    pub more: Vec<(&'a str, &'a str)>,
    #[serde(borrow)]
    pub fewer: Vec<(&'a str, &'a str)>,
    #[serde(borrow)]
    pub spared: Vec<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SlotSource<'a> {
    pub name: &'a str,
    pub label: &'a str,
    pub kind: KindSource,
    pub need: NeedSource,
    #[serde(default)]
    pub default: Option<&'a str>,
    #[serde(default)]
    pub each_year: bool,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum KindSource {
    Text,
    Amount,
    Count,
    Area,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum NeedSource {
    Reason,
    Purpose,
    Required,
    ToPublish,
    Optional,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TotalSource<'a> {
    pub id: &'a str,
    pub rule: &'a str,
    #[serde(borrow)]
    pub of: Vec<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LimitSource<'a> {
    pub rule: &'a str,
    pub least: &'a str,
    pub most: &'a str,
    pub message: &'a str,
}

/// Where there is something `of` one kind there must be something of the other.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NeedsSource<'a> {
    pub rule: &'a str,
    pub of: &'a str,
    pub needs: &'a str,
    pub message: &'a str,
}

/// An amount that is not larger than last year's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FallingSource<'a> {
    pub rule: &'a str,
    pub amount: &'a str,
    pub message: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RestatedSource<'a> {
    pub published: &'a str,
    pub reason: &'a str,
    pub amount: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriorSource<'a> {
    pub rule: &'a str,
    #[serde(borrow)]
    pub left: PriorSumSource<'a>,
    #[serde(borrow)]
    pub right: PriorSumSource<'a>,
    #[serde(borrow, default)]
    pub when: Option<(&'a str, &'a str)>,
}

#[derive(Debug, Deserialize)]
pub(super) enum PriorSumSource<'a> {
    Cells(&'a str),
    /// Table and column.
    Items(u8, u8),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatSource<'a> {
    pub id: &'a str,
    #[serde(borrow)]
    pub each: EachSource<'a>,
    pub text: &'a str,
    pub separator: &'a str,
    pub none: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) enum EachSource<'a> {
    Classes {
        table: u8,
        #[serde(default)]
        filled: Option<u8>,
    },
    Items {
        table: u8,
        #[serde(default)]
        filled: Option<u8>,
    },
    Projects {
        table: u8,
    },
    Merged,
    Words(#[serde(borrow)] Vec<(&'a str, &'a str)>),
    /// Once, unless this year's amount is last year's.
    Changed(&'a str),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PartSource<'a> {
    pub part: PartName,
    #[serde(borrow)]
    pub groups: Vec<GroupSource<'a>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum PartName {
    Overview,
    Section(u8),
    Glossary,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GroupSource<'a> {
    #[serde(borrow, default)]
    pub each: Option<EachSource<'a>>,
    #[serde(borrow)]
    pub paragraphs: Vec<ParagraphSource<'a>>,
    /// Where its `each` is written, if not at its first paragraph.
    #[serde(skip)]
    pub(in crate::form) near: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ParagraphSource<'a> {
    pub id: &'a str,
    #[serde(default)]
    pub heading: Option<u8>,
    /// Its only wording.
    #[serde(default)]
    pub text: Option<&'a str>,
    #[serde(borrow, default)]
    pub variants: Vec<VariantSource<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantSource<'a> {
    #[serde(borrow, default)]
    pub when: Vec<ConditionSource<'a>>,
    pub text: &'a str,
}

#[derive(Debug, PartialEq, Deserialize)]
pub(super) enum ConditionSource<'a> {
    Has(&'a str),
    HasOrHad(&'a str),
    Empty(u8),
    Unit,
    Department,
    Whole,
    Merged,
    Filled(&'a str),
}

/// Tables with their columns, and sums.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PerformanceSource<'a> {
    pub granted: Vec<(u8, u8)>,
    #[serde(default)]
    pub carried: Option<(u8, u8)>,
    #[serde(default)]
    pub spending: Option<&'a str>,
    #[serde(default)]
    pub total: Option<&'a str>,
    #[serde(default)]
    pub superior: Option<&'a str>,
    #[serde(default)]
    pub local: Option<&'a str>,
    #[serde(default)]
    pub other: Option<&'a str>,
    #[serde(default)]
    pub carry_over: Option<&'a str>,
    pub weights: Vec<u32>,
    /// First levels of indicators of which the table of each project has one.
    #[serde(default)]
    pub levels: Vec<String>,
    /// Ends of the names of indicators that are a part of all, at most 100 %.
    #[serde(default)]
    pub bounded: Vec<String>,
    /// From which year on projects of other funds have tables too.
    #[serde(default)]
    pub funds_from: Option<u16>,
    /// Where all this is written.
    #[serde(skip)]
    pub(in crate::form) near: Option<&'a str>,
    #[serde(default)]
    pub subjects: Vec<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) enum ProductSource<'a> {
    Persons { rule: &'a str, persons: &'a str, price: &'a str, amount: &'a str },
    Parts { rule: &'a str, parts: &'a str, amount: &'a str },
}
