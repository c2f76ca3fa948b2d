//! Which column of a foreign table is which of the form's.

use super::super::label;
use super::super::report::ColumnsBy;
use super::head::{Head, said};
use super::numbered::{self, UnderNumbers};
use crate::disclosure::ColumnNumber;
use crate::form::{Column, Form, ListIndex, TableForm};

/// The columns of a table as they were told.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub by: Option<ColumnsBy>,
    /// The columns that are known, from left to right.
    pub known: Vec<(usize, ListIndex, Role)>,
    /// How many of those that are known by their numbers have another head than the form's.
    pub contradicted: usize,
    /// Something to be told about how they were known.
    pub remark: Option<String>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A code or a part of one.
    Code,
    /// The name of a code, or the label of a row.
    Name,
    /// The name of a project.
    Project,
    /// The name of a unit.
    Unit,
    /// A text of which only its place tells what it is.
    Text,
    /// The amount column at this place of its list.
    Amount(usize),
    /// The column of texts or dates at this place of its list.
    Field(usize),
    /// An amount, of which the code of its row tells the column.
    AmountByCode,
}

/// How well a head fits a column of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    None,
    /// The lowest head is the same, under another one.
    Elsewhere,
    /// What it says is said of the form's column too.
    Part,
    /// The heads are the same from the top.
    Whole,
}

impl Columns {
    /// The columns of a table with a single list, by its row of numbers or by its heads.
    pub fn of_list(form: &Form, table: &TableForm, list: ListIndex, head: &Head) -> Self {
        let paths = amount_paths(form, table, list);
        let numbered = head.numbers.as_ref().filter(|_| table.numbered);
        let by_numbers = numbered.and_then(|row| numbered::by_numbers(form.list(list), row, head));
        let under_numbers = by_numbers.as_ref().map(|amounts| UnderNumbers::of(amounts, &paths, head));
        let heads = || by_heads(&paths, head, |column| is_text_head(form, table, head, column));
        let (by, amounts) = match (by_numbers, &under_numbers) {
            (Some(amounts), Some(under)) if !under.are_others() => (ColumnsBy::Numbers, amounts),
            _ => (ColumnsBy::Heads, heads()),
        };
        let mut columns = Self::default();
        if amounts.is_empty() {
            return columns;
        }
        columns.by = Some(by);
        columns.contradicted =
            under_numbers.as_ref().filter(|_| by == ColumnsBy::Numbers).map_or(0, UnderNumbers::count);
        columns.remark = under_numbers.and_then(|under| under.remark(by));
        let first = amounts.iter().map(|(column, _)| *column).min().unwrap_or(0);
        let is_taken = |column: usize| amounts.iter().any(|(taken, _)| *taken == column);
        let fields = field_columns(form, table, list, head, is_taken);
        let texts = text_roles(form, table, list, head, first).into_iter();
        let texts = texts.filter(|(column, _)| !fields.iter().any(|(field, _)| field == column));
        columns.known = texts.map(|(column, role)| (column, list, role)).collect();
        columns.known.extend(fields.iter().map(|&(column, place)| (column, list, Role::Field(place))));
        columns.known.extend(amounts.into_iter().map(|(column, place)| (column, list, Role::Amount(place))));
        columns
    }

    /// The columns of lists that stand side by side: `labels` holds the column of each list's labels.
    pub fn side_by_side(form: &Form, table: &TableForm, labels: &[(ListIndex, usize)], head: &Head) -> Self {
        let mut columns = Self { by: Some(ColumnsBy::Heads), ..Self::default() };
        let mut guessed = Vec::new();
        for (place, &(list, label)) in labels.iter().enumerate() {
            let end = labels.get(place + 1).map_or(usize::MAX, |(_, next)| *next);
            columns.known.push((label, list, Role::Name));
            let paths = amount_paths(form, table, list);
            let is_outside = |column: usize| column <= label || column >= end || is_code_head(head, column);
            let mut amounts = by_heads(&paths, head, is_outside);
            let mut candidates = (label + 1..end.min(head.paths.len())).filter(|&column| {
                !is_outside(column)
                    && !head.lowest(column).is_empty()
                    && super::super::titles::year_in(head.lowest(column)).is_none()
            });
            // A single amount beside each label needs no head that says so.
            if let (true, [_], Some(only), None) =
                (amounts.is_empty(), paths.as_slice(), candidates.next(), candidates.next())
            {
                guessed.push(head.lowest(only).to_owned());
                amounts.push((only, 0));
            }
            let is_taken = |column: usize| is_outside(column) || amounts.iter().any(|(taken, _)| *taken == column);
            let fields = field_columns(form, table, list, head, is_taken);
            columns.known.extend(fields.into_iter().map(|(column, place)| (column, list, Role::Field(place))));
            columns.known.extend(amounts.into_iter().map(|(column, place)| (column, list, Role::Amount(place))));
        }
        if !guessed.is_empty() {
            columns.remark = Some(format!("表头写的是“{}”，旁边没有别的数，当作表式的这一列", guessed.join("”“")));
        }
        columns
    }

    /// The amount columns, with list and place.
    pub fn amounts(&self) -> impl Iterator<Item = (usize, ListIndex, usize)> {
        self.known.iter().filter_map(|&(column, list, role)| match role {
            Role::Amount(place) => Some((column, list, place)),
            Role::AmountByCode => Some((column, list, 0)),
            _ => None,
        })
    }
}

/// How well `head` fits a table: how many of the form's columns are found in it, those with the same heads from the top
/// counting double.
pub(super) fn score(form: &Form, table: &TableForm, head: &Head) -> usize {
    let of_list = |list: ListIndex| {
        let best = |path: &Vec<String>| {
            let said = said(path);
            (0..head.paths.len()).map(|column| fit(head, column, path, &said)).max().unwrap_or(Fit::None)
        };
        let fits = amount_paths(form, table, list).iter().map(best).collect::<Vec<_>>();
        fits.into_iter().map(|fit| match fit {
            Fit::Whole => 2,
            Fit::Part => 1,
            _ => 0,
        })
    };
    table.list_indices().flat_map(of_list).sum()
}

/// The score of a head that is just as the form's.
pub(super) fn full_score(form: &Form, table: &TableForm) -> usize {
    2 * table.list_indices().map(|list| form.list(list).amounts.len()).sum::<usize>()
}

/// The columns of texts and dates of `list`, but for those that are taken: by the row of numbers, else by the heads that only
/// one of the form's and one of the document's has.
fn field_columns(
    form: &Form,
    table: &TableForm,
    list: ListIndex,
    head: &Head,
    is_taken: impl Fn(usize) -> bool,
) -> Vec<(usize, usize)> {
    let own = form.list(list);
    if own.fields.is_empty() {
        return Vec::new();
    }
    let numbered = head.numbers.iter().filter(|_| table.numbered).flat_map(|row| &row.numbers);
    let by_number = numbered.filter_map(|&(column, number)| Some((column, own.field_place(ColumnNumber(number))?)));
    let mut found: Vec<(usize, usize)> = by_number.filter(|(column, _)| !is_taken(*column)).collect();
    let first = first_column(form, table, list);
    for (at, column) in own.columns.iter().enumerate() {
        let Column::Field(place) = *column else { continue };
        if found.iter().any(|(_, known)| *known == place) {
            continue;
        }
        let wanted = path(table, first + at);
        let is_free = |column: &usize| !is_taken(*column) && !found.iter().any(|(known, _)| known == column);
        let fits = |column: &usize| {
            let is_lowest = head.paths[*column].last().is_some_and(|lowest| Some(lowest) == wanted.last());
            is_lowest || head.said[*column] == said(&wanted)
        };
        let mut fitting = (0..head.paths.len()).filter(is_free).filter(fits);
        if let (Some(column), None) = (fitting.next(), fitting.next()) {
            found.push((column, place));
        }
    }
    found
}

/// By heads: those that follow each other as the form's do, else those that fit a single column.
fn by_heads(paths: &[Vec<String>], head: &Head, is_text: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
    let columns: Vec<usize> =
        (0..head.paths.len()).filter(|&column| !head.lowest(column).is_empty() && !is_text(column)).collect();
    let lowest = columns.iter().map(|&column| head.lowest(column));
    if lowest.eq(paths.iter().map(|path| path.last().map_or("", String::as_str))) {
        return columns.into_iter().zip(0..).collect();
    }
    let wanted: Vec<String> = paths.iter().map(|path| said(path)).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for &column in &columns {
        let fits: Vec<Fit> = paths.iter().zip(&wanted).map(|(path, said)| fit(head, column, path, said)).collect();
        let best = fits.iter().copied().max().unwrap_or(Fit::None);
        if best == Fit::Elsewhere && !head.is_certain {
            // Heads that are shifted against their columns: none of them can be trusted.
            return Vec::new();
        }
        let mut places = fits.iter().enumerate().filter(|(_, fit)| **fit == best && best >= Fit::Part);
        if let (Some((place, _)), None) = (places.next(), places.next()) {
            found.push((column, place));
        }
    }
    let is_twice = |place: usize| found.iter().filter(|(_, other)| *other == place).count() > 1;
    let in_order = found.is_sorted_by_key(|(_, place)| *place);
    if !in_order && !head.is_certain {
        return Vec::new();
    }
    found.iter().copied().filter(|(_, place)| !is_twice(*place)).collect()
}

/// How well the heads over a column fit those over a column of the form, which say `wanted` together.
fn fit(head: &Head, column: usize, form: &[String], wanted: &str) -> Fit {
    let (Some(lowest), Some(own)) = (head.paths[column].last(), form.last()) else { return Fit::None };
    let said = &head.said[column];
    if said == wanted {
        return Fit::Whole;
    }
    let above = &form[..form.len() - 1];
    // 财政拨款人员经费 in one cell, for 人员经费 below 基本支出 below 财政拨款.
    let is_joined = said.strip_suffix(own.as_str()).is_some_and(|before| is_made_of(before, above));
    if is_joined {
        return Fit::Part;
    }
    if lowest == own { Fit::Elsewhere } else { Fit::None }
}

/// Whether `text` is some of `words`, in their order.
fn is_made_of(text: &str, words: &[String]) -> bool {
    let mut rest = text;
    for word in words {
        rest = rest.strip_prefix(word.as_str()).unwrap_or(rest);
    }
    rest.is_empty()
}

/// What stands above each amount column of `list`, as the form prints it.
fn amount_paths(form: &Form, table: &TableForm, list: ListIndex) -> Vec<Vec<String>> {
    let first = first_column(form, table, list);
    let columns = form.list(list).columns.iter().enumerate();
    let amounts = columns.filter(|(_, column)| matches!(column, Column::Amount(_)));
    amounts.map(|(column, _)| path(table, first + column)).collect()
}

/// Where the columns of `list` begin among those of its table.
fn first_column(form: &Form, table: &TableForm, list: ListIndex) -> usize {
    table.list_indices().take_while(|other| *other != list).map(|other| form.list(other).columns.len()).sum()
}

fn path(table: &TableForm, column: usize) -> Vec<String> {
    let mut cells: Vec<_> = table.head.iter().filter(|cell| cell.covers(column)).collect();
    cells.sort_by_key(|cell| cell.row);
    cells.into_iter().map(|cell| label::key(&cell.text)).filter(|text| !text.is_empty()).collect()
}

/// What the columns before the first amount hold: by their marks, else by their heads.
fn text_roles(form: &Form, table: &TableForm, list: ListIndex, head: &Head, end: usize) -> Vec<(usize, Role)> {
    let own = form.list(list).columns.iter().filter(|column| !matches!(column, Column::Amount(_) | Column::Field(_)));
    let own: Vec<Role> = own.map(|column| role(*column)).collect();
    if let Some(numbers) = head.numbers.as_ref().filter(|row| row.marks.len() == own.len()) {
        let is_before = numbers.marks.iter().all(|mark| *mark < end);
        // A mark that stands for the whole row, as 栏次 does, tells nothing of its column.
        if is_before && (own.len() > 1 || numbers.marks[0] + 1 == end) {
            return numbers.marks.iter().copied().zip(own).collect();
        }
    }
    (0..end).map(|column| (column, role_of_head(form, table, head, column))).collect()
}

fn role(column: Column) -> Role {
    match column {
        Column::CodePart(_) => Role::Code,
        Column::Name | Column::Label => Role::Name,
        Column::Project => Role::Project,
        Column::Amount(place) => Role::Amount(place),
        Column::Field(place) => Role::Field(place),
    }
}

/// What a column of text holds, by the lowest head over it that says so.
fn role_of_head(form: &Form, table: &TableForm, head: &Head, column: usize) -> Role {
    let Some(path) = head.paths.get(column) else { return Role::Text };
    for text in path.iter().rev() {
        let own = table.list_indices().flat_map(|list| {
            let first = first_column(form, table, list);
            let columns = form.list(list).columns.iter().copied().enumerate();
            columns.map(move |(place, column)| (first + place, column))
        });
        let mut same = own.filter(|(place, _)| path_ends(table, *place, text)).map(|(_, column)| column);
        match same.next() {
            Some(Column::Amount(_)) | None => {}
            Some(column) => return role(column),
        }
        if text.ends_with("编码") || text.ends_with("代码") {
            return Role::Code;
        } else if text.ends_with("名称") {
            let is_of_unit = text.contains("单位") || text.contains("部门");
            return if is_of_unit { Role::Unit } else { Role::Name };
        }
    }
    Role::Text
}

fn path_ends(table: &TableForm, column: usize, text: &str) -> bool {
    path(table, column).last().is_some_and(|own| own == text)
}

fn is_text_head(form: &Form, table: &TableForm, head: &Head, column: usize) -> bool {
    role_of_head(form, table, head, column) != Role::Text
}

fn is_code_head(head: &Head, column: usize) -> bool {
    let lowest = head.lowest(column);
    lowest.ends_with("编码") || lowest.ends_with("代码")
}
