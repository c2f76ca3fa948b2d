//! The form (表式): what the tables of one region and year look like and which identities (勾稽关系) bind them.
//!
//! A form is data, read from the files of a folder ([`FormFiles`]) and checked when it is loaded ([`Form::load`]). No other module names a table,
//! a column or a label: they all ask the form. What is here is the checked form, in which every reference is resolved to
//! an index; how the file is written is in [`source`], its small expression language in [`expression`].

mod bind;
mod by_ids;
mod changes;
mod correspond;
mod document;
mod error;
mod expression;
mod files;
mod follows;
mod head;
mod ids;
mod library;
mod load;
mod order;
mod prescriptions;
mod resolve;
mod role;
mod silent;
mod source;
mod tables;
pub mod template;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) use by_ids::{by_ids, renumbered};
pub use correspond::{Correspondence, Fate, Lost};
pub use document::{
    DocumentForm, IndicatorColumn, IndicatorHead, PartContents, PartForm, PerformanceForm, ProjectPerformanceForm,
    WholePerformanceForm,
};
pub use error::{FormError, FormErrors};
pub use files::{EXAMPLES_FILE, FORM_FILE, FormFiles, NARRATIVE_FILE};
pub use follows::{Follows, Moved, PlaceId};
pub use head::HeadCell;
pub use library::{FormLibrary, KnownForm, Origin, UnsoundForm, builtin_form, builtin_forms};
pub use role::ColumnRole;
pub use template::Template;
pub use texts::{RowCheck, RowRule, SectionForm, TextsForm, Unplanned};

use serde::Deserialize;

use crate::disclosure::{AmountUnit, Classification, Code, CodeLevel, ColumnNumber, FormKeys, Kind, TableNumber};

/// 新疆维吾尔自治区, in GB/T 2260.
const FIRST_REGION: &str = "650000";

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
    before: std::sync::OnceLock<std::sync::Arc<Form>>,
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
    /// The parts that are text.
    pub texts: TextsForm,
    /// The wording of the finished document around them; `None` prints the tables under the form's name.
    pub document: Option<DocumentForm>,
    /// How the sentences of its parts are worded; `None` generates none.
    pub sentences: Option<std::sync::Arc<Template>>,
    /// The lists in an order in which each can be computed after those that it depends on.
    pub evaluation_order: Vec<ListIndex>,
    keys: std::sync::Arc<FormKeys>,
    files: std::sync::Arc<FormFiles>,
    is_built_in: bool,
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
    pub lists: std::ops::Range<usize>,
}

/// One list of rows with its columns.
#[derive(Debug, Clone)]
pub struct List {
    /// Place of its table in [`Form::tables`].
    pub table: usize,
    /// Columns from left to right, texts and amounts.
    pub columns: Vec<Column>,
    pub amounts: Vec<AmountColumn>,
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
    /// An amount: place in [`List::amounts`].
    Amount(usize),
}

#[derive(Debug, Clone)]
pub struct AmountColumn {
    /// What it is called from year to year; no other column of its list is called so.
    pub id: Id,
    pub number: ColumnNumber,
    /// Its heads from the top, joined: 财政拨款（补助） 小计.
    pub title: String,
    /// How it is computed from other columns or tables; `None` where it is entered.
    pub expression: Option<Expression>,
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

impl ByKind {
    pub fn get(&self, kind: Kind) -> &str {
        match kind {
            Kind::Unit => &self.unit,
            Kind::Department => &self.department,
        }
    }
}

impl Form {
    /// The only amount column of `list` in which an amount of the row of `code` can stand by itself: the one that is
    /// entered and of which no identity says that it holds nothing for its class; for a row without a code the one that
    /// adds up the others. `None` where there are several.
    pub fn only_column(&self, list: ListIndex, code: Option<Code>) -> Option<usize> {
        let amounts = &self.list(list).amounts;
        let Some(code) = code else {
            let is_sum = |column: &AmountColumn| column.expression.as_ref().is_some_and(|own| own.fits(true));
            return amounts.iter().position(is_sum);
        };
        let is_of = |term: &Term, column: usize| {
            let CellPattern { list: own, row, column: of } = term.cell;
            let is_class = matches!(row, RowPattern::Code(class) if class.class() == code.class());
            !term.negative && own == list && is_class && of == Some(column)
        };
        let is_nothing = |column: usize| {
            let mut rules = self.identities.iter().map(|identity| &identity.equation);
            rules.any(|rule| rule.right.is_empty() && rule.left.iter().any(|term| is_of(term, column)))
        };
        let is_open = |column: &usize| amounts[*column].expression.is_none() && !is_nothing(*column);
        let mut open = (0..amounts.len()).filter(is_open);
        let column = open.next()?;
        open.next().is_none().then_some(column)
    }

    pub fn table(&self, number: TableNumber) -> Option<&TableForm> {
        self.tables.iter().find(|table| table.number == number)
    }

    pub fn list(&self, index: ListIndex) -> &List {
        &self.lists[index.0]
    }

    /// The table to which the list at `index` belongs.
    pub fn table_of(&self, index: ListIndex) -> &TableForm {
        &self.tables[self.lists[index.0].table]
    }

    /// Unit in which the amounts of the list at `index` are printed.
    pub fn unit_of(&self, index: ListIndex) -> &AmountUnit {
        &self.table_of(index).unit
    }

    /// Unit in which the amounts of the table with this number are printed; that of sentences where there is none.
    pub fn unit_of_table(&self, number: TableNumber) -> &AmountUnit {
        self.table(number).map_or(&self.text_unit, |table| &table.unit)
    }

    /// In which units its amounts are printed: 万元, or 元，表9 和文字是万元.
    pub fn unit_names(&self) -> String {
        let Some(first) = self.tables.first().map(|table| &table.unit) else { return self.text_unit.name.clone() };
        let others = self.tables.iter().filter(|table| table.unit != *first);
        let mut others: Vec<String> = others.map(|table| format!("表{} {}", table.number, table.unit.name)).collect();
        others.extend((self.text_unit != *first).then(|| format!("文字 {}", self.text_unit.name)));
        let rest = if others.is_empty() { String::new() } else { format!("（{}）", others.join("，")) };
        format!("{}{rest}", first.name)
    }

    pub fn rule(&self, index: RuleIndex) -> &Rule {
        &self.rules[index.0]
    }

    /// Whether disclosures of `kind` follow it.
    pub fn is_for(&self, kind: Kind) -> bool {
        self.kind.is_none_or(|own| own == kind)
    }

    /// Whether it is of the region for which the program was made, whose forms are taken where nothing names another.
    pub fn is_of_first_region(&self) -> bool {
        self.region.as_ref().is_some_and(|region| region.code == FIRST_REGION)
    }

    /// Whether `text`, the name of a body or a line of a document, names its region: 新疆维吾尔自治区 is 新疆 in most names.
    pub fn is_named_in(&self, text: &str) -> bool {
        let Some(region) = &self.region else { return false };
        let short: String = region.name.chars().take(2).collect();
        text.contains(&short)
    }

    /// For where, which year and whom it is, in a few words: 新疆维吾尔自治区 2025 年.
    pub fn short_name(&self) -> String {
        match &self.region {
            Some(region) => {
                let kind = self.kind.map_or("", |kind| kind.name());
                let space = if kind.is_empty() { "" } else { " " };
                format!("{} {} 年{space}{kind}", region.name, self.year)
            }
            None => self.name.clone(),
        }
    }

    /// What is to be said where a disclosure for `year` follows it, and it was made for another year.
    pub fn other_year(&self, year: u16) -> Option<String> {
        (self.year != year).then(|| format!("{year} 年的表式还没有，暂按 {} 年", self.year))
    }
}

impl Expression {
    /// Whether it can be computed for a row: what looks up the same code elsewhere needs a row that has one.
    pub fn fits(&self, row_has_code: bool) -> bool {
        row_has_code || self.terms.iter().all(|term| term.cell.row != RowPattern::SameCode)
    }
}

impl TableForm {
    /// Its title in a disclosure of `kind` for `year`.
    pub fn title(&self, kind: Kind, year: u16) -> String {
        self.title.get(kind).replace("{year}", &year.to_string())
    }

    /// Its title without the year: what it is called wherever the year is known.
    pub fn plain_title(&self, kind: Kind) -> String {
        let title = self.title.get(kind);
        title.replace("{year}年", "").replace("{year}", "")
    }

    pub fn list_indices(&self) -> impl Iterator<Item = ListIndex> + use<> {
        self.lists.clone().map(ListIndex)
    }
}

impl List {
    /// Its fixed rows, none where rows are derived.
    pub fn fixed_rows(&self) -> &[FixedRow] {
        match &self.rows {
            RowKind::Fixed(rows) => rows,
            _ => &[],
        }
    }

    /// Whether it has no column of labels: then it has only one row, which needs none.
    pub fn is_unlabelled(&self) -> bool {
        self.columns.iter().all(|column| matches!(column, Column::Amount(_)))
    }

    /// How derived rows add up; `None` where rows are fixed.
    pub fn footing(&self) -> Option<&Footing> {
        match &self.rows {
            RowKind::Fixed(_) => None,
            RowKind::Function(footing)
            | RowKind::Economic(footing)
            | RowKind::GovernmentEconomic(footing)
            | RowKind::FunctionProject(footing)
            | RowKind::UnitProject(footing) => Some(footing),
        }
    }

    /// The deepest level of code that a stored row may have; `None` where rows have no code.
    pub fn deepest_code(&self) -> Option<CodeLevel> {
        match &self.rows {
            RowKind::Function(_) | RowKind::FunctionProject(_) => Some(CodeLevel::Item),
            RowKind::Economic(_) | RowKind::GovernmentEconomic(_) => Some(CodeLevel::Section),
            RowKind::Fixed(_) | RowKind::UnitProject(_) => None,
        }
    }

    /// The classification of its codes; `None` where rows have no code, or the form gives them.
    pub fn classification(&self) -> Option<Classification> {
        match &self.rows {
            RowKind::Function(_) | RowKind::FunctionProject(_) => Some(Classification::Function),
            RowKind::Economic(_) => Some(Classification::Economic),
            RowKind::GovernmentEconomic(_) => Some(Classification::GovernmentEconomic),
            RowKind::Fixed(_) | RowKind::UnitProject(_) => None,
        }
    }

    /// How the cell at (`row`, `column`) of a fixed list is computed; `None` where it is entered. The row's expression
    /// goes before the column's, which then is an identity to be checked.
    pub fn definition(&self, row: usize, column: usize) -> Option<&Expression> {
        let fixed = &self.fixed_rows()[row];
        let by_column = self.amounts[column].expression.as_ref();
        fixed.expression.as_ref().or(by_column.filter(|expression| expression.fits(fixed.code.is_some())))
    }

    /// Place of the amount column with `number`.
    pub fn column_place(&self, number: ColumnNumber) -> Option<usize> {
        self.amounts.iter().position(|column| column.number == number)
    }
}
