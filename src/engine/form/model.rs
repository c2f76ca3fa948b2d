//! The checked form, in which every reference is resolved to an index.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::charts::ChartForm;
use super::correspond::NewPlaces;
use super::{DocumentForm, Follows, FormFiles, FormPolicy, HeadCell, RowRule, Template, TextsForm};
use crate::catalog::UserCatalog;
use crate::disclosure::{Amount, AmountUnit, Code, CodeLevel, ColumnNumber, FormKeys, Kind, TableNumber};

/// A checked form.
#[derive(Debug, Clone)]
pub struct Form {
    /// Id, as a disclosure and the command line name it.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Budget year that it was made for.
    pub year: u16,
    /// Which edition of it: one that changes after it was used counts up.
    pub revision: u32,
    /// The form of the year before, and what became of its places.
    pub follows: Option<Follows>,
    /// That form itself, once a library has both.
    pub(super) before: OnceLock<Arc<Form>>,
    /// Which of its cells that form had no place for, once that was asked.
    pub(super) without_before: OnceLock<NewPlaces>,
    /// The region for which it is; `None` where it does not say.
    pub region: Option<Region>,
    /// For which disclosures it is; `None` for those of units and of departments.
    pub kind: Option<Kind>,
    /// Unit in which sentences and performance tables say amounts.
    pub text_unit: AmountUnit,
    /// Whether the total row of a table is printed below what it adds up.
    pub total_last: bool,
    /// What stands before the body's name above each table: 编制单位：.
    pub preparer: ByKind,
    /// The tables, in printed order.
    pub tables: Vec<TableForm>,
    /// The lists of all tables, in printed order: most tables have one, some print two side by side.
    pub lists: Vec<List>,
    /// The rules by which figures are bound; expressions and identities refer to them.
    pub rules: Vec<Rule>,
    /// Identities that are not already an expression of a cell.
    pub identities: Vec<Identity>,
    /// What blank cells probably hold, where no identity says it: it is proposed, and never checked.
    pub likely: Vec<Likely>,
    /// What the rows of a table must be beside those of another.
    pub row_rules: Vec<RowRule>,
    /// What is worth a look as a chart.
    pub charts: Vec<ChartForm>,
    /// The parts that are text.
    pub texts: TextsForm,
    /// The wording of the finished document around them; `None` prints the tables under the form's name.
    pub document: Option<DocumentForm>,
    /// How the sentences of its parts are worded; `None` generates none.
    pub sentences: Option<Arc<Template>>,
    /// The lists in an order in which each can be computed after those that it depends on.
    pub evaluation_order: Vec<ListIndex>,
    /// What a bureau wants beside it, where a policy was applied.
    pub policy: Option<FormPolicy>,
    /// The codes that differ from the national list of its year, where it says some.
    pub(super) codes: Option<Arc<UserCatalog>>,
    pub(super) keys: Arc<FormKeys>,
    pub(super) files: Arc<FormFiles>,
    pub(super) is_built_in: bool,
    /// The revision of the form of its id that this machine knows, where a disclosure brought this one and they are not the
    /// same.
    pub(super) beside: Option<u32>,
}

/// The region (行政区划) for which a form is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Region {
    /// Its code of GB/T 2260: 650000.
    pub code: String,
    /// Its name: 新疆维吾尔自治区.
    pub name: String,
}

/// What a table or a column is called, whatever its number and what is printed over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The id, or where the form gives none what is printed: the title, the heads.
    pub text: String,
    /// Whether the form gives it.
    pub is_given: bool,
}

/// Place of a list in [`Form::lists`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListIndex(pub usize);

/// Place of a rule in [`Form::rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleIndex(pub usize);

/// A text that differs between 单位 and 部门.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByKind {
    /// For a 单位.
    pub unit: String,
    /// For a 部门.
    pub department: String,
}

/// One table as the form prints it.
#[derive(Debug, Clone)]
pub struct TableForm {
    /// What it is called from year to year.
    pub id: Id,
    /// Its number: 2 is 表2.
    pub number: TableNumber,
    /// Its title; `{year}` stands in it for the year.
    pub title: ByKind,
    /// Titles under which documents have it, too.
    pub also: Vec<String>,
    /// Its short name in the outline.
    pub outline: String,
    /// Cells of the head, merged ones once.
    pub head: Vec<HeadCell>,
    /// Rows of the head, without the ※ row.
    pub head_rows: usize,
    /// Whether a ※ row with the column numbers follows the head.
    pub numbered: bool,
    /// Unit in which its amounts are printed.
    pub unit: AmountUnit,
    /// The same without decimals, in which some documents print them.
    pub whole_unit: AmountUnit,
    /// What stands at the right above it: 单位：万元.
    pub unit_note: String,
    /// The sentence under the table when it is empty; `{body}` and `{year}` stand in it for what they name.
    pub empty: String,
    /// Its lists, in [`Form::lists`].
    pub lists: Range<usize>,
}

/// One list of rows with its columns.
#[derive(Debug, Clone)]
pub struct List {
    /// Place of its table in [`Form::tables`].
    pub table: usize,
    /// Columns from left to right, texts and amounts.
    pub columns: Vec<Column>,
    pub amounts: Vec<AmountColumn>,
    /// The columns of texts and dates that are entered.
    pub fields: Vec<FieldColumn>,
    pub rows: RowKind,
    /// Order in which the columns of one row can be computed (lists with derived rows).
    pub column_order: Vec<usize>,
    /// Order in which the cells `(row, column)` of a fixed list can be computed.
    pub cell_order: Vec<(usize, usize)>,
}

/// A column as it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The 类, 款 or 项 digits of the row's code.
    CodePart(CodeLevel),
    /// Name of the row's code; total and unit rows are labelled here.
    Name,
    /// Name of the project.
    Project,
    /// The label of a fixed row, or whatever names the row in a list with a single text column.
    Label,
    /// An amount, or another figure: place in [`List::amounts`].
    Amount(usize),
    /// A text or a date that is entered: place in [`List::fields`].
    Field(usize),
}

/// A column of figures: amounts of money, counts or percentages.
#[derive(Debug, Clone)]
pub struct AmountColumn {
    /// What it is called from year to year; no other column of its list is called so.
    pub id: Id,
    pub number: ColumnNumber,
    /// Its heads from the top, joined: 财政拨款（补助） 小计.
    pub title: String,
    /// How it is computed from other columns or tables; `None` where it is entered or a ratio.
    pub expression: Option<Expression>,
    /// Unit of its figures where they are no money; `None` where they are amounts in the unit of the table.
    pub unit: Option<AmountUnit>,
    /// Whether totals add it up.
    pub is_summed: bool,
    /// Whether the name of its unit is printed behind each figure: 12.34%.
    pub has_sign: bool,
    /// Of which figures it is the ratio, in percent.
    pub ratio: Option<Ratio>,
}

/// A column of texts or dates that are entered.
#[derive(Debug, Clone)]
pub struct FieldColumn {
    /// What it is called from year to year; no other column of its list is called so.
    pub id: Id,
    pub number: ColumnNumber,
    /// Its heads from the top, joined.
    pub title: String,
    /// How a date is printed, with `{year}`, `{month}` and `{day}`; `None` where any text stands.
    pub date: Option<String>,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// Whether next year's draft has it, too.
    pub is_rolled: bool,
}

/// A percentage that follows from two sums of cells, under the rule that it states.
#[derive(Debug, Clone)]
pub struct Ratio {
    pub rule: RuleIndex,
    pub kind: RatioKind,
    /// What is a part of the other, or what it became.
    pub part: Vec<Term>,
    /// The whole, or what it was before.
    pub whole: Vec<Term>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatioKind {
    /// How many percent of the whole the part is.
    Share,
    /// By how many percent the part is more than the whole.
    Growth,
}

#[derive(Debug, Clone)]
pub enum RowKind {
    /// Rows that the form prescribes.
    Fixed(Vec<FixedRow>),
    /// Rows by 支出功能分类 with 类, 款 and 项, subtotals above them.
    Function(Footing),
    /// Rows by 部门预算支出经济分类 with 类 and 款, subtotals above them.
    Economic(Footing),
    /// Rows by 政府预算支出经济分类, likewise.
    GovernmentEconomic(Footing),
    /// Projects under a functional code, with subtotals by 类 and 款, and by unit where a unit is given.
    FunctionProject(Footing),
    /// Projects under a unit, with a subtotal for each unit.
    UnitProject(Footing),
}

/// How the derived rows of a list add up.
#[derive(Debug, Clone)]
pub struct Footing {
    /// Label of the total row: 总计.
    pub total: String,
    /// The rule that each total is the sum of the rows directly below it.
    pub rule: RuleIndex,
}

/// A row that the form prescribes.
#[derive(Debug, Clone)]
pub struct FixedRow {
    /// Its id, unique in the table.
    pub id: String,
    /// Its printed label, without its numbering.
    pub label: String,
    /// What is printed before the label, with `{numeral}` for its place among the numbered rows that are printed: 一、
    pub numbering: String,
    /// Labels under which documents have it, too.
    pub also: Vec<String>,
    /// How far the label is indented.
    pub indent: u8,
    /// The 类 that it stands for.
    pub code: Option<Code>,
    /// Whether it is printed on the table's last line, beside the closing row of the other list.
    pub closing: bool,
    /// Whether it is printed only where it holds something.
    pub only_filled: bool,
    /// How it is computed from other rows, in every column; `None` where its columns say.
    pub expression: Option<Expression>,
}

/// A linear expression of cells, under the rule that it states.
#[derive(Debug, Clone)]
pub struct Expression {
    pub rule: RuleIndex,
    pub terms: Vec<Term>,
}

/// One term of an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Whether it is subtracted.
    pub negative: bool,
    pub cell: CellPattern,
}

/// A cell as a form refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPattern {
    /// The list in which it stands.
    pub list: ListIndex,
    pub row: RowPattern,
    /// Its column; `None` is the column for which the expression is computed.
    pub column: Option<usize>,
}

/// A row as a form refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowPattern {
    /// The row for which the expression is computed.
    Same,
    /// The fixed row at this place.
    Fixed(usize),
    Total,
    Code(Code),
    /// The row with the same code as the one for which the expression is computed, or the total beside a total.
    SameCode,
}

/// A rule that figures obey (勾稽关系).
#[derive(Debug, Clone)]
pub struct Rule {
    /// Its id, e.g. B16.
    pub id: String,
    /// What it says, in a few words.
    pub title: String,
    /// Why it holds, in a sentence.
    pub why: String,
    /// Whether breaking it is only doubtful: there are cases in which it need not hold.
    pub doubtful: bool,
    /// Whether it is only checked where a bureau wants it.
    pub on_demand: bool,
}

/// An equation between sums of cells, tried once, or for each code that occurs.
#[derive(Debug, Clone)]
pub struct Identity {
    /// The rule that it states.
    pub rule: RuleIndex,
    /// For which rows it is tried.
    pub scope: Scope,
    pub equation: Equation,
    /// It is tried only where all of these hold.
    pub when: Vec<Equation>,
}

/// What a cell probably holds while it is blank.
#[derive(Debug, Clone)]
pub struct Likely {
    /// For which rows it is tried.
    pub scope: Scope,
    /// Its left side is the one cell.
    pub equation: Equation,
    /// Why, in a sentence.
    pub why: String,
}

/// For which rows an identity is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Once.
    Once,
    /// For the total and every code in the lists that it names.
    EachRow,
    /// For every 类 in the lists that it names.
    EachClass,
}

/// Two sums and how they must compare.
#[derive(Debug, Clone)]
pub struct Equation {
    /// The left side.
    pub left: Vec<Term>,
    /// How they compare.
    pub relation: Relation,
    /// The right side; empty is nothing (0).
    pub right: Vec<Term>,
}

/// How the sides of an [`Equation`] compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    Equal,
    /// The left side is at least the right side.
    AtLeast,
}

impl Relation {
    /// Whether it is so where the sides come to exactly this.
    pub fn holds(self, left: Amount, right: Amount) -> bool {
        match self {
            Self::Equal => left == right,
            Self::AtLeast => left >= right,
        }
    }
}
