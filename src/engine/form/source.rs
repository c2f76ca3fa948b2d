//! How a form file is written. Texts are borrowed from the file, so that each can be found in it again when it is wrong.

use serde::Deserialize;

use super::DocumentForm;

#[derive(Debug, Deserialize)]
#[serde(rename = "Form", deny_unknown_fields)]
pub(super) struct FormSource<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub year: u16,
    /// Which edition of it.
    #[serde(default = "first")]
    pub revision: u32,
    #[serde(borrow, default)]
    pub follows: Option<FollowsSource<'a>>,
    #[serde(borrow, default)]
    pub region: Option<RegionSource<'a>>,
    /// For whom it is, where it is not for both.
    #[serde(default)]
    pub kind: Option<KindSource>,
    /// Unit of the amounts of tables.
    pub amounts: UnitSource<'a>,
    /// Unit of the amounts of sentences, where it is another one.
    #[serde(borrow, default)]
    pub text_amounts: Option<UnitSource<'a>>,
    /// Whether the total row of a table stands below what it adds up.
    #[serde(default)]
    pub total_last: bool,
    #[serde(borrow)]
    pub preparer: ByKindSource<'a>,
    pub unit_note: &'a str,
    #[serde(borrow)]
    pub tables: Vec<TableSource<'a>>,
    #[serde(borrow)]
    pub rules: Vec<RuleSource<'a>>,
    #[serde(borrow)]
    pub identities: Vec<IdentitySource<'a>>,
    #[serde(borrow, default)]
    pub likely: Vec<LikelySource<'a>>,
    #[serde(borrow, default)]
    pub row_rules: Vec<RowRuleSource<'a>>,
    #[serde(borrow, default)]
    pub charts: Vec<ChartSource<'a>>,
    #[serde(borrow, default)]
    pub texts: Option<TextsSource<'a>>,
    #[serde(default)]
    pub document: Option<DocumentForm>,
}

/// A chart of figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ChartSource<'a> {
    pub title: &'a str,
    /// A sum: each of its cells is a bar.
    pub bars: &'a str,
    /// What the bars are called, where rows and columns do not say it.
    #[serde(borrow, default)]
    pub labels: Vec<&'a str>,
}

/// The revision of a form that gives none.
fn first() -> u32 {
    1
}

/// The form of the year before, and what became of its places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FollowsSource<'a> {
    pub form: &'a str,
    #[serde(borrow, default)]
    pub renamed: Vec<RenamedSource<'a>>,
    #[serde(borrow, default)]
    pub split: Vec<SplitSource<'a>>,
    #[serde(borrow, default)]
    pub merged: Vec<MergedSource<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RenamedSource<'a> {
    pub was: &'a str,
    pub now: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SplitSource<'a> {
    pub was: &'a str,
    #[serde(borrow)]
    pub into: Vec<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MergedSource<'a> {
    #[serde(borrow)]
    pub of: Vec<&'a str>,
    pub now: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RegionSource<'a> {
    pub code: &'a str,
    pub name: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitSource<'a> {
    pub name: &'a str,
    pub yuan: u32,
    pub decimals: u32,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum KindSource {
    Unit,
    Department,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ByKindSource<'a> {
    pub unit: &'a str,
    pub department: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TableSource<'a> {
    #[serde(default)]
    pub id: Option<&'a str>,
    pub number: u8,
    #[serde(borrow)]
    pub title: ByKindSource<'a>,
    /// Titles under which documents have it, too.
    #[serde(borrow, default)]
    pub also: Vec<&'a str>,
    pub outline: &'a str,
    /// Unit of its amounts, where it is not that of the form.
    #[serde(borrow, default)]
    pub amounts: Option<UnitSource<'a>>,
    #[serde(default)]
    pub unit_note: Option<&'a str>,
    /// One text a cell; `<` continues the cell at its left, `^` the one above it.
    #[serde(borrow)]
    pub head: Vec<Vec<&'a str>>,
    pub numbered: bool,
    pub empty: &'a str,
    #[serde(borrow)]
    pub lists: Vec<ListSource<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListSource<'a> {
    #[serde(borrow)]
    pub columns: Vec<ColumnSource<'a>>,
    #[serde(borrow)]
    pub rows: RowsSource<'a>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) enum ColumnSource<'a> {
    Class,
    Section,
    Item,
    Name,
    Project,
    Label,
    /// Number and id.
    Entered(u8, #[serde(default)] Option<&'a str>),
    Computed {
        column: u8,
        #[serde(default)]
        id: Option<&'a str>,
        is: &'a str,
        rule: &'a str,
    },
    /// Things that are counted, entered, or computed from other counts.
    Count {
        column: u8,
        #[serde(default)]
        id: Option<&'a str>,
        /// What is counted: 辆.
        unit: &'a str,
        #[serde(default)]
        decimals: u32,
        /// Whether totals add it up.
        #[serde(default)]
        summed: bool,
        #[serde(default)]
        is: Option<&'a str>,
        #[serde(default)]
        rule: Option<&'a str>,
    },
    /// A text that is entered.
    Text {
        column: u8,
        #[serde(default)]
        id: Option<&'a str>,
        /// Whether it must be filled in.
        #[serde(default)]
        required: bool,
        /// Whether next year's draft has it, too.
        #[serde(default = "yes")]
        rolled: bool,
    },
    /// A date that is entered.
    Date {
        column: u8,
        #[serde(default)]
        id: Option<&'a str>,
        /// How it is printed: {year}年{month}月{day}日.
        printed: &'a str,
        #[serde(default)]
        required: bool,
        #[serde(default)]
        rolled: bool,
    },
    /// A percentage that is entered.
    Percent {
        column: u8,
        #[serde(default)]
        id: Option<&'a str>,
        #[serde(default = "two")]
        decimals: u32,
        /// Whether % is printed behind it.
        #[serde(default)]
        sign: bool,
    },
    /// How many percent of `whole` is `part`.
    Share {
        column: u8,
        #[serde(default)]
        id: Option<&'a str>,
        part: &'a str,
        whole: &'a str,
        rule: &'a str,
        #[serde(default = "two")]
        decimals: u32,
        #[serde(default)]
        sign: bool,
    },
    /// By how many percent `now` is more than `before`.
    Growth {
        column: u8,
        #[serde(default)]
        id: Option<&'a str>,
        now: &'a str,
        before: &'a str,
        rule: &'a str,
        #[serde(default = "two")]
        decimals: u32,
        #[serde(default)]
        sign: bool,
    },
}

/// Texts are taken along from year to year where the form does not say.
fn yes() -> bool {
    true
}

/// How many decimals percentages have where the form does not say.
fn two() -> u32 {
    2
}

/// An expression and the rule that it states.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExpressionSource<'a> {
    pub is: &'a str,
    pub rule: &'a str,
}

#[derive(Debug, Deserialize)]
pub(super) enum RowsSource<'a> {
    #[serde(borrow)]
    Fixed(Vec<FixedRowSource<'a>>),
    #[serde(borrow)]
    Function(FootingSource<'a>),
    #[serde(borrow)]
    Economic(FootingSource<'a>),
    #[serde(borrow)]
    GovernmentEconomic(FootingSource<'a>),
    #[serde(borrow)]
    FunctionProject(FootingSource<'a>),
    #[serde(borrow)]
    UnitProject(FootingSource<'a>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FootingSource<'a> {
    pub total: &'a str,
    pub rule: &'a str,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixedRowSource<'a> {
    pub id: &'a str,
    pub label: &'a str,
    /// Labels under which documents have it, too.
    #[serde(borrow, default)]
    pub also: Vec<&'a str>,
    #[serde(default)]
    pub indent: u8,
    #[serde(default)]
    pub code: Option<&'a str>,
    #[serde(default)]
    pub closing: bool,
    /// Whether it is printed only where it holds something.
    #[serde(default)]
    pub only_filled: bool,
    #[serde(default)]
    pub is: Option<&'a str>,
    #[serde(default)]
    pub rule: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RuleSource<'a> {
    pub id: &'a str,
    pub title: &'a str,
    pub why: &'a str,
    #[serde(default)]
    pub doubtful: bool,
    /// Whether it is only checked where a bureau wants it.
    #[serde(default)]
    pub on_demand: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentitySource<'a> {
    pub rule: &'a str,
    pub check: &'a str,
    #[serde(default)]
    pub when: Vec<&'a str>,
}

/// What a blank cell probably holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LikelySource<'a> {
    pub check: &'a str,
    pub why: &'a str,
}

/// What the rows of a table must be beside those of another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) enum RowRuleSource<'a> {
    Same {
        rule: &'a str,
        tables: (u8, u8),
    },
    Within {
        rule: &'a str,
        table: u8,
        of: u8,
    },
    Needs {
        rule: &'a str,
        table: u8,
        columns: Vec<u8>,
        row_in: u8,
    },
    Fund {
        rule: &'a str,
        table: u8,
        columns: Vec<u8>,
        fund: FundSource,
    },
    Depth {
        rule: &'a str,
        tables: Vec<u8>,
    },
    Classes {
        rule: &'a str,
        table: u8,
        #[serde(borrow)]
        classes: Vec<&'a str>,
    },
}

impl<'a> RowRuleSource<'a> {
    pub(super) fn rule(&self) -> &'a str {
        match *self {
            Self::Same { rule, .. }
            | Self::Within { rule, .. }
            | Self::Needs { rule, .. }
            | Self::Fund { rule, .. }
            | Self::Depth { rule, .. }
            | Self::Classes { rule, .. } => rule,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextsSource<'a> {
    #[serde(borrow)]
    pub sections: Vec<SectionSource<'a>>,
    #[serde(borrow)]
    pub terms: Vec<&'a str>,
    pub performance_of: Vec<u8>,
    /// Where that is written.
    #[serde(skip)]
    pub(in crate::form) performance_near: Option<&'a str>,
    /// Words that a rule looks for, by its id.
    #[serde(borrow, default)]
    pub words: Vec<(&'a str, Vec<&'a str>)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SectionSource<'a> {
    pub number: u8,
    pub title: &'a str,
    #[serde(default)]
    pub former: Vec<&'a str>,
    #[serde(default)]
    pub heading: Option<&'a str>,
    #[serde(default)]
    pub topics: Vec<&'a str>,
    #[serde(borrow, default)]
    pub unplanned: Vec<UnplannedSource<'a>>,
    #[serde(default)]
    pub names_rows_of: Option<u8>,
    #[serde(default)]
    pub says_empty: Option<u8>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnplannedSource<'a> {
    pub name: &'a str,
    pub amount: &'a str,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) enum FundSource {
    General,
    GovernmentFund,
    StateCapital,
}
