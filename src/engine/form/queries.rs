//! What is asked of a checked form.

use std::cmp::Ordering;

use super::{
    AmountColumn, ByKind, CellPattern, Column, Date, Expression, FieldColumn, FixedRow, Footing, Form, List, ListIndex,
    Ratio, RowKind, RowPattern, Rule, RuleIndex, TableForm, Term,
};
use crate::disclosure::{
    Amount, AmountUnit, CellKey, Classification, Code, CodeLevel, ColumnNumber, Kind, Measure, RowKey, TableNumber,
};

/// 新疆维吾尔自治区, in GB/T 2260.
const FIRST_REGION: &str = "650000";

impl ByKind {
    pub fn get(&self, kind: Kind) -> &str {
        match kind {
            Kind::Unit => &self.unit,
            Kind::Department => &self.department,
        }
    }
}

/// Regions whose short names have three characters; all others have two.
const LONG_SHORT_NAMES: [&str; 2] = ["内蒙古", "黑龙江"];

impl Form {
    /// The only amount column of `list` in which an amount of the row of `code` can stand by itself: the one that is
    /// entered and of which no identity says that it holds nothing for its class; for a row without a code the one that
    /// adds up the others. `None` where there are several.
    pub fn only_column(&self, list: ListIndex, code: Option<Code>) -> Option<usize> {
        let amounts = &self.list(list).amounts;
        let Some(code) = code else {
            let is_sum = |column: &AmountColumn| {
                column.unit.is_none() && column.expression.as_ref().is_some_and(|own| own.fits(true))
            };
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
        let is_open =
            |column: &usize| !amounts[*column].is_computed() && amounts[*column].unit.is_none() && !is_nothing(*column);
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

    /// Unit in which the figures of a column are printed; that of its table where they are amounts.
    pub fn unit_of_column(&self, index: ListIndex, column: usize) -> &AmountUnit {
        self.list(index).amounts[column].unit.as_ref().unwrap_or_else(|| self.unit_of(index))
    }

    /// Unit in which the figure in the cell that `key` names is printed; that of its table where the form has no such
    /// column.
    pub fn unit_of_cell(&self, key: &CellKey) -> &AmountUnit {
        self.own_unit(key).unwrap_or_else(|| self.unit_of_table(key.table))
    }

    /// Unit of the column of that cell, where its figures are no money.
    pub fn own_unit(&self, key: &CellKey) -> Option<&AmountUnit> {
        self.column_of(key)?.unit.as_ref()
    }

    /// The column of the cell that `key` names.
    pub fn column_of(&self, key: &CellKey) -> Option<&AmountColumn> {
        let lists = self.table(key.table)?.list_indices().map(|list| self.list(list));
        let found = lists.filter_map(|list| Some((list, &list.amounts[list.column_place(key.column)?])));
        // Lists side by side may count their columns alike; their rows are told apart by their ids.
        let is_its_row = |list: &List| match &key.row {
            RowKey::Fixed(id) => list.fixed_rows().iter().any(|row| row.id == *id),
            _ => list.footing().is_some(),
        };
        found.into_iter().find(|(list, _)| is_its_row(list)).map(|(_, column)| column)
    }

    /// The column of texts or dates of the cell that `key` names.
    pub fn field_of(&self, key: &CellKey) -> Option<&FieldColumn> {
        let lists = self.table(key.table)?.list_indices().map(|list| self.list(list));
        let found = lists.filter_map(|list| Some((list, &list.fields[list.field_place(key.column)?])));
        let is_its_row = |list: &List| match &key.row {
            RowKey::Fixed(id) => list.fixed_rows().iter().any(|row| row.id == *id),
            _ => list.footing().is_some(),
        };
        found.into_iter().find(|(list, _)| is_its_row(list)).map(|(_, column)| column)
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
        self.region_in(text).is_some()
    }

    /// The name of its region as `text` has it, whole or short.
    pub fn region_in(&self, text: &str) -> Option<&str> {
        let name = self.region.as_ref()?.name.as_str();
        let length = if LONG_SHORT_NAMES.iter().any(|long| name.starts_with(long)) { 3 } else { 2 };
        let end = name.char_indices().nth(length).map_or(name.len(), |(at, _)| at);
        [name, &name[..end]].into_iter().find(|name| text.contains(name))
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

    /// The id that it gives itself; where a disclosure brought it, [`id`](Self::id) may tell it from another one.
    pub fn given_id(&self) -> &str {
        self.id.split('@').next().unwrap_or_default()
    }

    /// The revision of the form of its id that this machine knows, where a disclosure brought this one and they differ.
    pub fn revision_here(&self) -> Option<u32> {
        self.beside
    }

    /// What is to be said beside its name where a disclosure brought it and this machine knows another one of its id.
    pub fn standing(&self) -> Option<String> {
        let (own, here) = (self.revision, self.beside?);
        Some(match own.cmp(&here) {
            Ordering::Less => format!("文件自带的第 {own} 版；这里有第 {here} 版"),
            Ordering::Greater => format!("文件自带的第 {own} 版；这里的是第 {here} 版，旧一些"),
            Ordering::Equal => format!("文件自带的第 {own} 版；这里的也是第 {here} 版，内容不同"),
        })
    }

    /// Which form it is, as a person reads it: its id, for where and when it is, and what [`standing`](Self::standing) says.
    pub fn full_name(&self) -> String {
        let standing = self.standing().map(|standing| format!("；{standing}")).unwrap_or_default();
        format!("{}（{}{standing}）", self.given_id(), self.short_name())
    }

    /// What is to be said where a disclosure for `year` follows it, and it was made for another year.
    pub fn other_year(&self, year: u16) -> Option<String> {
        (self.year != year).then(|| format!("{year} 年的表式还没有，暂按 {} 年", self.year))
    }
}

impl AmountColumn {
    /// What its figures are.
    pub fn measure(&self) -> Measure {
        self.unit.as_ref().map_or(Measure::Money, |unit| unit.measure)
    }

    /// Whether it is computed in rows that are stored.
    pub fn is_computed(&self) -> bool {
        self.expression.is_some() || self.ratio.is_some()
    }

    /// `figure`, which is in `unit`, as a table prints it.
    pub fn printed(&self, unit: &AmountUnit, figure: Amount) -> String {
        let text = unit.table_text(figure);
        if text.is_empty() || !self.has_sign { text } else { format!("{text}{}", unit.name) }
    }
}

impl FieldColumn {
    /// `text`, which was entered, as a table prints it: a date as the form says, what is none as it is.
    pub fn printed(&self, text: &str) -> String {
        let date = self.date.as_ref().and_then(|pattern| Date::read(text)?.printed(pattern));
        date.unwrap_or_else(|| text.to_owned())
    }

    /// Whether `text` can stand there: where a date is wanted, it is one that can be printed.
    pub fn fits(&self, text: &str) -> bool {
        self.date.as_ref().is_none_or(|pattern| Date::read(text).and_then(|date| date.printed(pattern)).is_some())
    }
}

impl Ratio {
    /// All cells of which it is made.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.part.iter().chain(&self.whole)
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

impl RowKind {
    /// Whether each row that is entered is one of a code, and of nothing below it.
    pub fn is_by_code(&self) -> bool {
        match self {
            Self::Function(_) | Self::Economic(_) | Self::GovernmentEconomic(_) => true,
            Self::Fixed(_) | Self::FunctionProject(_) | Self::UnitProject(_) => false,
        }
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
        self.columns.iter().all(|column| matches!(column, Column::Amount(_) | Column::Field(_)))
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

    /// How the cell at (`row`, `column`) of a fixed list is computed; `None` where it is entered, or a ratio. The row's
    /// expression goes before the column's, which then is an identity to be checked.
    pub fn definition(&self, row: usize, column: usize) -> Option<&Expression> {
        let fixed = &self.fixed_rows()[row];
        let own = &self.amounts[column];
        let by_column = own.expression.as_ref();
        let by_row = fixed.expression.as_ref().filter(|_| own.is_summed);
        by_row.or(by_column.filter(|expression| expression.fits(fixed.code.is_some())))
    }

    /// Whether the program computes the cell at (`row`, `column`) of a fixed list.
    pub fn is_computed_at(&self, row: usize, column: usize) -> bool {
        self.definition(row, column).is_some() || self.amounts[column].ratio.is_some()
    }

    /// Whether the program computes the column in every row that is stored, of which some have a code.
    pub fn is_computed(&self, column: usize, row_has_code: bool) -> bool {
        let own = &self.amounts[column];
        own.ratio.is_some() || own.expression.as_ref().is_some_and(|expression| expression.fits(row_has_code))
    }

    /// Whether some of its columns hold no money.
    pub fn has_other_columns(&self) -> bool {
        !self.fields.is_empty() || self.amounts.iter().any(|column| column.unit.is_some())
    }

    /// Place of the column of texts or dates with `number`.
    pub fn field_place(&self, number: ColumnNumber) -> Option<usize> {
        self.fields.iter().position(|column| column.number == number)
    }

    /// Place of the amount column with `number`.
    pub fn column_place(&self, number: ColumnNumber) -> Option<usize> {
        self.amounts.iter().position(|column| column.number == number)
    }
}
