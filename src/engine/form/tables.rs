//! Loading the tables of a form: heads, columns, rows.

use std::collections::HashSet;

use super::error::{Found, SourceText};
use super::load::by_kind;
use super::source::{
    ColumnSource, ExpressionSource, FixedRowSource, FootingSource, ListSource, RowsSource, TableSource,
};
use super::{
    AmountColumn, Column, FieldColumn, FixedRow, Footing, Form, Id, List, RowKind, RuleIndex, TableForm, head,
};
use crate::disclosure::{AmountUnit, Code, CodeLevel, ColumnNumber, TableNumber};

/// No table is printed wider.
const MOST_COLUMNS: usize = 256;
/// No head is deeper.
const MOST_HEAD_ROWS: usize = 16;

impl Form {
    /// Adds a table, even one that has mistakes; not one that is too far from any table. Whether it was added.
    pub(super) fn add_table<'a>(
        &mut self,
        source: SourceText<'a>,
        written: &TableSource<'a>,
        (unit, note): (AmountUnit, &'a str),
        found: &mut Found,
    ) -> bool {
        let number = TableNumber(written.number);
        if self.table(number).is_some() {
            found.add(source.error(written.title.unit, format!("表 T{number} 出现了两次")));
        }
        let width = written.lists.iter().map(|list| list.columns.len()).sum();
        if width == 0 || width > MOST_COLUMNS {
            let message = format!("表 T{number} 有 {width} 列，应为 1 至 {MOST_COLUMNS}");
            found.add(source.error(written.title.unit, message));
            return false;
        }
        if written.head.len() > MOST_HEAD_ROWS {
            found.add(source.error(written.title.unit, format!("表 T{number} 的表头超过 {MOST_HEAD_ROWS} 行")));
            return false;
        }
        let head = found.keep(head::read(source, written.title.unit, &written.head, width));
        let is_headed = head.is_some();
        let head = head.unwrap_or_default();
        let first_list = self.lists.len();
        let mut first_column = 0;
        let mut ids = HashSet::new();
        for list in &written.lists {
            let amounts = (0..list.columns.len()).filter(|&c| list.columns[c].number().is_some());
            let places: Vec<_> = amounts.map(|c| first_column + c).collect();
            let titles = head::titles(&head, &places);
            let heads: Vec<_> = places.iter().filter_map(|&place| lowest_head(&written.head, place)).collect();
            // Without a head its columns have no titles to be told apart by.
            let mut unheaded = Found::default();
            let of_ids = if is_headed { &mut *found } else { &mut unheaded };
            let names = super::ids::of_columns(source, written, list, (&titles, &heads), of_ids);
            first_column += list.columns.len();
            check_columns(source, written, list, found);
            let names = names.into_iter().zip(titles);
            let list = self.list_without_expressions(source, list, names, &mut ids, found);
            self.lists.push(list);
        }
        let id = super::ids::of_table(source, written, self, found);
        self.tables.push(TableForm {
            id,
            number,
            title: by_kind(&written.title),
            also: owned(&written.also),
            outline: written.outline.to_owned(),
            head,
            head_rows: written.head.len(),
            numbered: written.numbered,
            whole_unit: AmountUnit { decimals: 0, ..unit.clone() },
            unit,
            unit_note: written.unit_note.unwrap_or(note).to_owned(),
            empty: written.empty.to_owned(),
            lists: first_list..self.lists.len(),
        });
        true
    }

    fn list_without_expressions<'a>(
        &self,
        source: SourceText<'a>,
        written: &ListSource<'a>,
        mut names: impl Iterator<Item = (Id, String)>,
        ids: &mut HashSet<&'a str>,
        found: &mut Found,
    ) -> List {
        let mut columns = Vec::new();
        let mut amounts: Vec<AmountColumn> = Vec::new();
        let mut fields: Vec<FieldColumn> = Vec::new();
        for column in &written.columns {
            match column.number().and_then(|number| Some((number, names.next()?))) {
                Some((number, (id, title))) if column.is_field() => {
                    columns.push(Column::Field(fields.len()));
                    fields.push(column.field(source, (id, ColumnNumber(number), title), found));
                }
                Some((number, (id, title))) => {
                    columns.push(Column::Amount(amounts.len()));
                    let (unit, has_sign) = (found.keep(column.unit(source)).flatten(), column.has_sign());
                    let is_summed = column.is_summed();
                    let (expression, ratio, number) = (None, None, ColumnNumber(number));
                    amounts.push(AmountColumn { id, number, title, expression, unit, is_summed, has_sign, ratio });
                }
                None => columns.push(column.text_column()),
            }
        }
        let mut footing = |footing: &FootingSource<'a>| {
            let rule = found.keep(self.rule_named(source, footing.rule)).unwrap_or(RuleIndex(0));
            Footing { total: footing.total.to_owned(), rule }
        };
        let rows = match &written.rows {
            RowsSource::Function(written) => RowKind::Function(footing(written)),
            RowsSource::Economic(written) => RowKind::Economic(footing(written)),
            RowsSource::GovernmentEconomic(written) => RowKind::GovernmentEconomic(footing(written)),
            RowsSource::FunctionProject(written) => RowKind::FunctionProject(footing(written)),
            RowsSource::UnitProject(written) => RowKind::UnitProject(footing(written)),
            RowsSource::Fixed(written) => {
                RowKind::Fixed(written.iter().map(|row| fixed_row(source, row, ids, found)).collect())
            }
        };
        let (column_order, cell_order) = (Vec::new(), Vec::new());
        List { table: self.tables.len(), columns, amounts, fields, rows, column_order, cell_order }
    }
}

/// `{numeral}、` before a label, and the label: what counts the rows that are printed ends with the first mark.
pub(super) fn numbering_of(written: &str) -> (&str, &str) {
    let marks = |c: char| "、.．)）".contains(c);
    let end = written.find("{numeral}").and_then(|at| Some(at + written[at..].find(marks)?));
    let end = end.and_then(|end| Some(end + written[end..].chars().next()?.len_utf8()));
    written.split_at(end.unwrap_or(0))
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().copied().map(str::to_owned).collect()
}

/// The lowest head over the column at `place`, as it is written.
fn lowest_head<'a>(head: &[Vec<&'a str>], place: usize) -> Option<&'a str> {
    let over = head.iter().rev().filter_map(|row| row.get(place).copied());
    over.into_iter().find(|text| !head::is_continued(text))
}

/// A number that two columns of a list have names neither.
fn check_columns<'a>(source: SourceText<'a>, table: &TableSource<'a>, list: &ListSource<'a>, found: &mut Found) {
    let mut numbers = HashSet::new();
    let near = list.columns.iter().find_map(ColumnSource::expression).map_or(table.title.unit, |column| column.is);
    let numbered = list.columns.iter().filter_map(|column| Some((column, column.number()?)));
    for (column, number) in numbered.filter(|(_, number)| !numbers.insert(*number)) {
        let near = column.id().unwrap_or(near);
        found.add(source.error(near, format!("表 T{} 的列 ({number}) 出现了两次", table.number)));
    }
    if !list.columns.iter().any(|column| column.number().is_some() && !column.is_field()) {
        found.add(source.error(near, format!("表 T{} 有一组行没有金额列，也没有数量、百分比列", table.number)));
    }
    // Which of them the other kinds of rows have is looked at with all of them.
    let RowsSource::Fixed(rows) = &list.rows else { return };
    let is_one_row = rows.len() == 1 && table.lists.len() == 1;
    if list.columns.iter().all(|column| column.number().is_some()) && !is_one_row {
        found.add(source.error(near, format!("表 T{} 有一组行没有名称列；只有一行的表才可以没有", table.number)));
    }
}

fn fixed_row<'a>(
    source: SourceText<'a>,
    written: &FixedRowSource<'a>,
    ids: &mut HashSet<&'a str>,
    found: &mut Found,
) -> FixedRow {
    if !ids.insert(written.id) {
        found.add(source.error(written.id, format!("行 [{}] 在这个表里出现了两次", written.id)));
    }
    let code = written.code.map(|code| {
        let parsed = code.parse::<Code>().map_err(|error| source.error(code, error.to_string()))?;
        if parsed.level() == CodeLevel::Class {
            Ok(parsed)
        } else {
            Err(source.error(code, "固定行的科目应为类"))
        }
    });
    let (numbering, label) = numbering_of(written.label);
    FixedRow {
        id: written.id.to_owned(),
        label: label.to_owned(),
        numbering: numbering.to_owned(),
        also: owned(&written.also),
        only_filled: written.only_filled,
        indent: written.indent,
        code: code.and_then(|code| found.keep(code)),
        closing: written.closing,
        expression: None,
    }
}

impl<'a> ColumnSource<'a> {
    pub(super) fn number(&self) -> Option<u8> {
        match self {
            Self::Entered(column, _)
            | Self::Computed { column, .. }
            | Self::Count { column, .. }
            | Self::Percent { column, .. }
            | Self::Share { column, .. }
            | Self::Growth { column, .. }
            | Self::Text { column, .. }
            | Self::Date { column, .. } => Some(*column),
            Self::Class | Self::Section | Self::Item | Self::Name | Self::Project | Self::Label => None,
        }
    }

    pub(super) fn expression(&self) -> Option<ExpressionSource<'a>> {
        match *self {
            Self::Computed { is, rule, .. } | Self::Count { is: Some(is), rule: Some(rule), .. } => {
                Some(ExpressionSource { is, rule })
            }
            _ => None,
        }
    }

    fn text_column(&self) -> Column {
        match self {
            Self::Class => Column::CodePart(CodeLevel::Class),
            Self::Section => Column::CodePart(CodeLevel::Section),
            Self::Item => Column::CodePart(CodeLevel::Item),
            Self::Name => Column::Name,
            Self::Project => Column::Project,
            _ => Column::Label,
        }
    }
}
