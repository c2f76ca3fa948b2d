//! Tables without the form's title and heads, as finance systems write them: a code in one cell, perhaps with its name, and
//! amounts. What they are is told by their codes, or said by a person.

use std::ops::Range;

use super::super::figure::{is_amount, is_figure};
use super::super::label::key;
use super::super::said::{SaidGrid, SeenGrid};
use super::columns::{Columns, Role};
use super::head::{Head, code_before};
use super::segments::Context;
use crate::disclosure::{Classification, Code, TableNumber};
use crate::form::{ColumnRole, Form, ListIndex, RowKind, TableForm};
use crate::readers::{Cell, Line};
use crate::spelling::one_line;

/// Wider grids are none of a finance system's lists.
const WIDEST: usize = 40;
/// Rows that are looked at to tell what columns hold.
const MOST_ROWS: usize = 400;
/// Rows of a grid that are shown to a person.
const MOST_SHOWN: usize = 12;
/// Longer texts, in characters, are shown by their beginning.
const LONGEST_SHOWN: usize = 40;

/// What stands in the columns of a grid, below its head.
#[derive(Debug)]
pub(super) struct Contents {
    kinds: Vec<Kind>,
    classification: Option<Classification>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    /// Whole codes, with or without their names.
    Codes,
    Text,
    Figures,
}

impl Contents {
    /// Those of the grid on `lines`, the rows of which begin on `first_row`.
    pub fn of(context: &Context<'_>, lines: &Range<usize>, first_row: usize) -> Self {
        let rows = || context.source.lines[first_row.max(lines.start)..lines.end].iter().take(MOST_ROWS);
        let width = rows().map(|line| line.cells.len()).max().unwrap_or(0).min(WIDEST);
        let of = |classification| {
            let kind = |column| {
                let texts = rows().filter_map(|line| line.cells.get(column));
                let texts: Vec<&str> =
                    texts.map(|cell: &Cell| cell.text.trim()).filter(|text| !text.is_empty()).collect();
                let count = |is: &dyn Fn(&str) -> bool| texts.iter().filter(|text| is(text)).count();
                let is_code = |text: &str| code_in(text).is_some_and(|code| is_known(context, classification, code));
                match texts.len() {
                    0 => Kind::Blank,
                    all if count(&is_code) * 4 >= all * 3 => Kind::Codes,
                    all if count(&is_figure) * 2 > all => Kind::Figures,
                    _ => Kind::Text,
                }
            };
            Self { kinds: (0..width).map(kind).collect(), classification: Some(classification) }
        };
        let has_codes = |contents: &Self| contents.kinds.contains(&Kind::Codes);
        let found = [Classification::Economic, Classification::GovernmentEconomic, Classification::Function]
            .into_iter()
            .map(of)
            .find(has_codes);
        found.unwrap_or_else(|| Self { classification: None, ..of(Classification::Function) })
    }

    /// The first column of codes.
    fn codes(&self) -> Option<usize> {
        self.classification.and_then(|_| self.kinds.iter().position(|kind| *kind == Kind::Codes))
    }

    fn of_kind(&self, wanted: Kind) -> impl Iterator<Item = usize> {
        self.kinds.iter().enumerate().filter(move |(_, kind)| **kind == wanted).map(|(column, _)| column)
    }
}

/// The code with which a cell begins.
fn code_in(text: &str) -> Option<Code> {
    code_before(text).map(|(code, _)| code)
}

fn is_known(context: &Context<'_>, classification: Classification, code: Code) -> bool {
    context.catalog.has(classification, code) || context.catalog.has(classification, code.class())
}

/// What the grid on `lines` is by its codes: its table where that is certain, or is said to be `wanted`, and its columns.
pub(super) fn told(
    context: &Context<'_>,
    lines: &Range<usize>,
    head: &Head,
    wanted: Option<TableNumber>,
) -> Option<(Option<TableNumber>, Vec<Option<ColumnRole>>)> {
    let contents = Contents::of(context, lines, head.first_row);
    let codes = contents.codes()?;
    let is_counted = |column: usize| head.lowest(column).ends_with("序号");
    let amounts: Vec<usize> =
        contents.of_kind(Kind::Figures).filter(|column| *column > codes && !is_counted(*column)).collect();
    if amounts.is_empty() {
        return None;
    }
    let texts: Vec<usize> = contents.of_kind(Kind::Text).filter(|column| *column > codes).collect();
    let tables = context.form.tables.iter().filter(|table| wanted.is_none_or(|wanted| wanted == table.number));
    let mut columns: Vec<Option<ColumnRole>> = vec![None; contents.kinds.len()];
    columns[codes] = Some(ColumnRole::Code);
    let with_names = |texts: &[usize], mut columns: Vec<Option<ColumnRole>>| {
        for (&column, role) in texts.iter().zip([ColumnRole::Name, ColumnRole::Project]) {
            columns[column] = Some(role);
        }
        columns
    };
    let mut fitting: Vec<(TableNumber, Vec<Option<ColumnRole>>)> = Vec::new();
    for table in tables {
        let [list] = table.list_indices().collect::<Vec<_>>()[..] else { continue };
        let others = other_columns(context.form, list, head, &contents);
        let free = |all: &[usize]| -> Vec<usize> {
            all.iter().copied().filter(|column| !others.iter().any(|(other, _)| other == column)).collect()
        };
        let (texts, amounts) = (free(&texts), free(&amounts));
        let list = context.form.list(list);
        let has_projects = matches!(list.rows, RowKind::FunctionProject(_));
        if list.classification() != contents.classification || has_projects != (texts.len() > 1) || amounts.is_empty() {
            continue;
        }
        let mut columns = with_names(&texts, columns.clone());
        others.iter().for_each(|(column, role)| columns[*column] = Some(*role));
        if put_amounts(context.form, table, head, &amounts, &mut columns) {
            fitting.push((table.number, columns));
        }
    }
    let mut columns = with_names(&texts, columns);
    Some(match fitting.len() {
        1 => fitting.pop().map(|(table, columns)| (Some(table), columns))?,
        _ => {
            let only = [ColumnRole::Amount];
            amounts.iter().zip(only).filter(|_| amounts.len() == 1).for_each(|(&at, role)| columns[at] = Some(role));
            (None, columns)
        }
    })
}

/// The columns of texts and dates of `list`, and those of percentages that are printed with their sign, by their heads.
fn other_columns(form: &Form, list: ListIndex, head: &Head, contents: &Contents) -> Vec<(usize, ColumnRole)> {
    let own = form.list(list);
    let found = contents.kinds.iter().enumerate().filter_map(|(column, kind)| {
        let text = head.lowest(column);
        let mut fields = own.fields.iter().filter(|field| !text.is_empty() && key(&field.title).ends_with(text));
        let field = fields.next().filter(|_| fields.next().is_none()).map(|field| ColumnRole::FieldOf(field.number));
        let figure = || by_head(form, list, text).filter(|_| *kind == Kind::Text && !text.is_empty());
        Some((column, field.or_else(figure)?))
    });
    found.filter(|(column, _)| contents.kinds[*column] != Kind::Codes).collect()
}

/// Puts what the columns of `amounts` are in `table` into `columns`. Returns whether all of them are known.
fn put_amounts(
    form: &Form,
    table: &TableForm,
    head: &Head,
    amounts: &[usize],
    columns: &mut [Option<ColumnRole>],
) -> bool {
    let Some(list) = table.list_indices().next() else { return false };
    if let [only] = amounts {
        // One amount says of itself what it is, or each code tells.
        let by_head = by_head(form, list, head.lowest(*only));
        let tells = || form.list(list).classification().is_some_and(Classification::is_economic);
        columns[*only] = by_head.or_else(|| tells().then_some(ColumnRole::Amount));
        return columns[*only].is_some();
    }
    let own = &form.list(list).amounts;
    let named: Vec<Option<ColumnRole>> =
        amounts.iter().map(|column| by_head(form, list, head.lowest(*column))).collect();
    for (place, column) in amounts.iter().enumerate() {
        columns[*column] = match named[place] {
            Some(role) => Some(role),
            None if named.iter().all(Option::is_none) && own.len() == amounts.len() => {
                Some(ColumnRole::AmountOf(own[place].number))
            }
            None => None,
        };
    }
    let is_twice = |role: &ColumnRole| columns.iter().flatten().filter(|other| *other == role).count() > 1;
    amounts.iter().all(|column| columns[*column].is_some_and(|role| !is_twice(&role)))
}

/// The column of `list` whose lowest head is `text`: that which is called so, or the only one that ends so.
fn by_head(form: &Form, list: ListIndex, text: &str) -> Option<ColumnRole> {
    let own = &form.list(list).amounts;
    let only = |is_it: &dyn Fn(&str) -> bool| {
        let mut fitting = own.iter().filter(|column| is_it(&key(&column.title)));
        let column = fitting.next()?;
        fitting.next().is_none().then_some(ColumnRole::AmountOf(column.number))
    };
    only(&|title| title == text).or_else(|| only(&|title| !text.is_empty() && title.ends_with(text)))
}

/// The columns of `table` as a person, or codes, said them.
pub(super) fn columns(form: &Form, table: &TableForm, said: &[Option<ColumnRole>]) -> Option<Columns> {
    let [list] = table.list_indices().collect::<Vec<_>>()[..] else { return None };
    let own = form.list(list);
    let role = |role: ColumnRole| {
        Some(match role {
            ColumnRole::Code => Role::Code,
            ColumnRole::Name => Role::Name,
            ColumnRole::Project => Role::Project,
            ColumnRole::Unit => Role::Unit,
            ColumnRole::Amount => Role::AmountByCode,
            ColumnRole::AmountOf(number) => match own.column_place(number) {
                Some(place) => Role::Amount(place),
                None => Role::Field(own.field_place(number)?),
            },
            ColumnRole::FieldOf(number) => Role::Field(own.field_place(number)?),
        })
    };
    let known = said.iter().enumerate().filter_map(|(at, said)| Some((at, list, role((*said)?)?)));
    let columns = Columns { known: known.collect(), ..Columns::default() };
    columns.known.iter().any(|(_, _, role)| matches!(role, Role::Amount(_) | Role::AmountByCode)).then_some(columns)
}

/// What a person who says what its columns are is shown of the grid on `lines`.
pub(super) fn seen(context: &Context<'_>, lines: &Range<usize>, head: &Head) -> SeenGrid {
    let wanted = context.said_of_all.and_then(|said| said.table);
    let shown = |text: &str| one_line(text).chars().take(LONGEST_SHOWN).collect::<String>();
    let rows = context.source.lines[lines.clone()].iter().filter(|line| !line.is_blank());
    let width = rows.clone().map(|line| line.cells.len()).max().unwrap_or(0).min(WIDEST);
    let row = |line: &Line| {
        (0..width).map(|column| line.cells.get(column).map_or_else(String::new, |cell| shown(&cell.text))).collect()
    };
    let figures = rows.clone().flat_map(|line| line.texts()).filter(|(_, text)| is_amount(text)).count();
    let (table, mut columns) = told(context, lines, head, wanted).unwrap_or_default();
    columns.resize(width, None);
    SeenGrid {
        place: context.source.lines[lines.start].place.clone(),
        shape: shape(context, lines, head),
        rows: rows.take(MOST_SHOWN).map(row).collect(),
        figures,
        said: SaidGrid { table, columns, unit: None },
    }
}

/// What files of one shape have in common: the words of their heads and how many columns there are.
pub(super) fn shape(context: &Context<'_>, lines: &Range<usize>, head: &Head) -> String {
    let source = context.source;
    let width = source.lines[lines.clone()].iter().map(|line| line.cells.len()).max().unwrap_or(0);
    let heads = head.rows.iter().flat_map(|row| source.lines[*row].texts());
    // The year and the name of the body in a title differ from file to file.
    let heads: Vec<String> =
        heads.map(|(at, text)| format!("{at}{}", key(text))).filter(|text| !has_year(text)).collect();
    format!("{width}:{}", heads.join("|"))
}

fn has_year(text: &str) -> bool {
    super::super::titles::year_in(text).is_some()
}
