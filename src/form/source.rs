//! How a form file is written. Texts are borrowed from the file, so that each can be found in it again when it is wrong.

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(rename = "Form", deny_unknown_fields)]
pub(super) struct FormSource<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub year: u16,
    pub amounts: UnitSource<'a>,
    #[serde(borrow)]
    pub preparer: ByKindSource<'a>,
    pub unit_note: &'a str,
    #[serde(borrow)]
    pub tables: Vec<TableSource<'a>>,
    #[serde(borrow)]
    pub rules: Vec<RuleSource<'a>>,
    #[serde(borrow)]
    pub identities: Vec<IdentitySource<'a>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitSource<'a> {
    pub name: &'a str,
    pub yuan: u32,
    pub decimals: u32,
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
    pub number: u8,
    #[serde(borrow)]
    pub title: ByKindSource<'a>,
    pub outline: &'a str,
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
pub(super) enum ColumnSource<'a> {
    Class,
    Section,
    Item,
    Name,
    Project,
    Label,
    Entered(u8),
    Computed { column: u8, is: &'a str, rule: &'a str },
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
    #[serde(default)]
    pub indent: u8,
    #[serde(default)]
    pub code: Option<&'a str>,
    #[serde(default)]
    pub closing: bool,
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
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentitySource<'a> {
    pub rule: &'a str,
    pub check: &'a str,
    #[serde(default)]
    pub when: Vec<&'a str>,
}
