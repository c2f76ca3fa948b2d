//! From what a form writes (`T2[total](3)`) to what the program computes with ([`Term`]).

use super::error::{FormError, SourceText, suggestion};
use super::expression::{self, ItemSource, RangeSource};
use super::{AmountColumn, CellPattern, Equation, List, ListIndex, RowKind, RowPattern, Scope, TableForm, Term};
use crate::disclosure::{Code, CodeLevel, ColumnNumber, TableNumber};

/// Everything that references are looked up in.
#[derive(Clone, Copy)]
pub(super) struct Resolver<'a> {
    pub source: SourceText<'a>,
    pub tables: &'a [TableForm],
    pub lists: &'a [List],
}

/// No sum has more cells.
const MOST_TERMS: usize = 1000;

/// Where an expression stands: what a cell that leaves something out refers to.
#[derive(Clone, Copy)]
pub(super) struct Position {
    /// The list of the expression; `None` for identities, whose cells name everything.
    pub list: Option<ListIndex>,
}

impl<'a> Resolver<'a> {
    /// The terms of an expression that stands in `list`.
    pub fn sum(&self, text: &'a str, list: ListIndex) -> Result<Vec<Term>, FormError> {
        let mut scope = Scope::Once;
        self.terms(&expression::sum(self.source, text)?, Position { list: Some(list) }, &mut scope)
    }

    /// The terms of a sum each of whose cells names its table, row and column.
    pub fn sum_of_named_cells(&self, text: &'a str) -> Result<Vec<Term>, FormError> {
        let mut scope = Scope::Once;
        self.terms(&expression::sum(self.source, text)?, Position { list: None }, &mut scope)
    }

    /// An equation of identities, and the scope that its cells imply, which is also stored in `scope`.
    pub fn equation(&self, text: &'a str, scope: &mut Scope) -> Result<Equation, FormError> {
        let written = expression::equation(self.source, text)?;
        let position = Position { list: None };
        let (left, right) = (self.terms(&written.left, position, scope), self.terms(&written.right, position, scope));
        let (left, right) = match (left, right) {
            // What is not told hides nothing of the other side.
            (Err(left), Err(right)) => return Err(if left.is_told() { left } else { right }),
            (left, right) => (left?, right?),
        };
        Ok(Equation { left, relation: written.relation, right })
    }

    fn terms(&self, items: &[ItemSource<'a>], position: Position, scope: &mut Scope) -> Result<Vec<Term>, FormError> {
        let mut terms = Vec::new();
        for item in items {
            if terms.len() > MOST_TERMS {
                return Err(self.source.error(item.text, format!("算式里的格超过 {MOST_TERMS} 个")));
            }
            let lists = self.lists_of(item, position)?;
            let (list, rows) = self.rows(item, lists, scope)?;
            let columns = self.columns(item, list, position)?;
            if rows.len() * columns.len() > MOST_TERMS {
                return Err(self.source.error(item.text, format!("算式里的格超过 {MOST_TERMS} 个")));
            }
            for &row in &rows {
                for &column in &columns {
                    terms.push(Term { negative: item.negative, cell: CellPattern { list, row, column } });
                }
            }
        }
        Ok(terms)
    }

    /// The lists among which the item's row decides.
    fn lists_of(&self, item: &ItemSource<'a>, position: Position) -> Result<Vec<ListIndex>, FormError> {
        match (item.table, position.list) {
            (Some(name), _) => Ok(self.table_named(name)?.list_indices().collect()),
            (None, Some(list)) => Ok(vec![list]),
            (None, None) => Err(self.source.error(item.text, "恒等式中的单元格要写明表，例如 T2[total](1)")),
        }
    }

    /// The table that `name` names: `T2`, or by its id.
    fn table_named(&self, name: &'a str) -> Result<&'a TableForm, FormError> {
        let number = name.strip_prefix('T').and_then(|digits| digits.parse().ok());
        if let Some(number) = number {
            return self.table(name, number);
        }
        self.tables.iter().find(|table| table.id.text == name).ok_or_else(|| self.unknown_table(name, name))
    }

    /// The table that is called `number` in the file of which `near` is borrowed.
    pub fn table(&self, near: &'a str, number: u8) -> Result<&'a TableForm, FormError> {
        let unknown = || self.unknown_table(near, &format!("T{number}"));
        let Some(keys) = self.source.keys_of(near) else {
            return self.tables.iter().find(|table| table.number.0 == number).ok_or_else(unknown);
        };
        let id = &keys.table(TableNumber(number)).ok_or_else(unknown)?.id;
        self.tables
            .iter()
            .find(|table| table.id.text == *id)
            .ok_or_else(|| self.source.error(near, format!("表 T{number}（{id}）去掉了，引用它的这一处也要改写或去掉")))
    }

    fn unknown_table(&self, near: &'a str, name: &str) -> FormError {
        let ids = self.tables.iter().filter(|table| table.id.is_given).map(|table| table.id.text.clone());
        let names: Vec<_> = self.tables.iter().map(|table| format!("T{}", table.number)).chain(ids).collect();
        let hint = suggestion(name, names.iter().map(String::as_str));
        self.source.missing(near, None, format!("没有表 {name}{hint}"))
    }

    /// Place of the column that is called `number` in the file of which `near` is borrowed.
    pub fn column(&self, near: &'a str, list: ListIndex, number: u8) -> Result<usize, FormError> {
        self.column_named(near, list, &number.to_string())
    }

    /// Place of the column that is called `name` there, a number or an id.
    fn column_named(&self, near: &'a str, list: ListIndex, name: &str) -> Result<usize, FormError> {
        let own = &self.lists[list.0];
        let table = &self.tables[own.table];
        let number = name.parse().ok().map(ColumnNumber);
        let (found, id) = match (number, self.source.keys_of(near)) {
            (Some(number), None) => (own.column_place(number), None),
            (Some(number), Some(keys)) => {
                let before = keys
                    .table_named(&table.id.text)
                    .and_then(|table_keys| table_keys.lists.get(list.0 - table.lists.start));
                let id = before.and_then(|list| list.id(number));
                (id.and_then(|id| own.amounts.iter().position(|column| column.id.text == id)), id)
            }
            (None, _) => (own.amounts.iter().position(|column| column.id.is_given && column.id.text == name), None),
        };
        found.ok_or_else(|| {
            let message = match id {
                Some(id) => format!("表 T{} 的列 ({name})（{id}）去掉了，引用它的这一处也要改写或去掉", table.number),
                None if own.fields.iter().any(|field| Some(field.number) == number || field.id.text == name) => {
                    format!("表 T{} 的列 ({name}) 是文字或日期，算式里不能用它", table.number)
                }
                None => {
                    let name_of = |column: &AmountColumn| match (number, column.id.is_given) {
                        (None, true) => column.id.text.clone(),
                        _ => column.number.to_string(),
                    };
                    let names: Vec<_> = own.amounts.iter().map(name_of).collect();
                    let hint = suggestion(name, names.iter().map(String::as_str));
                    format!("表 T{} 没有列 ({name}){hint}，此处有 {}", table.number, names.join("、"))
                }
            };
            self.source.missing(near, Some(table.number), message)
        })
    }

    fn rows(
        &self,
        item: &ItemSource<'a>,
        lists: Vec<ListIndex>,
        scope: &mut Scope,
    ) -> Result<(ListIndex, Vec<RowPattern>), FormError> {
        let Some(range) = item.row else {
            return match (item.table, lists.as_slice()) {
                (None, &[list]) => Ok((list, vec![RowPattern::Same])),
                _ => Err(self.source.error(item.text, "缺少行，例如 [total]、[row] 或行的 id")),
            };
        };
        if range.first == "row" || range.first == "class" {
            if range.first != range.last {
                return Err(self.source.error(range.first, "区间只能用在固定的行上，这里写一个行"));
            }
            let wanted = if range.first == "row" { Scope::EachRow } else { Scope::EachClass };
            let fits = |list: &ListIndex| match &self.lists[list.0].rows {
                RowKind::Fixed(rows) => wanted == Scope::EachClass && rows.iter().any(|row| row.code.is_some()),
                RowKind::UnitProject(_) => false,
                _ => true,
            };
            let list = lists.iter().copied().find(fits).ok_or_else(|| {
                let table = lists.first().map(|list| self.tables[self.lists[list.0].table].number);
                let message = format!("这个表没有可按科目取的 [{}] 行", range.first);
                self.source.missing(range.first, table, message)
            })?;
            if *scope != Scope::Once && *scope != wanted {
                return Err(self.source.error(range.first, "[row] 与 [class] 不能用在同一恒等式里"));
            }
            *scope = wanted;
            return Ok((list, vec![RowPattern::SameCode]));
        }
        self.named_rows(range, &lists)
    }

    fn named_rows(
        &self,
        range: RangeSource<'a>,
        lists: &[ListIndex],
    ) -> Result<(ListIndex, Vec<RowPattern>), FormError> {
        for &list in lists {
            let rows = self.lists[list.0].fixed_rows();
            let place = |id: &str| rows.iter().position(|row| row.id == id);
            if let Some(first) = place(range.first) {
                let last = place(range.last).ok_or_else(|| self.unknown_row(range.last, lists))?;
                if last < first {
                    return Err(self.reversed(range));
                }
                return Ok((list, (first..=last).map(RowPattern::Fixed).collect()));
            }
            if self.lists[list.0].footing().is_some() {
                if range.first != range.last {
                    return Err(self.source.error(range.first, "区间只能用在固定的行上，这里写一个行"));
                }
                if range.first == "total" {
                    return Ok((list, vec![RowPattern::Total]));
                }
                let deepest = self.lists[list.0].deepest_code().unwrap_or(CodeLevel::Class);
                if let Some(code) = range.first.parse::<Code>().ok().filter(|code| code.level() <= deepest) {
                    return Ok((list, vec![RowPattern::Code(code)]));
                }
            }
        }
        Err(self.unknown_row(range.first, lists))
    }

    fn reversed(&self, range: RangeSource<'a>) -> FormError {
        let RangeSource { first, last } = range;
        self.source.error(first, format!("区间 {first}..{last} 写反了，应从前面的写到后面的"))
    }

    fn unknown_row(&self, name: &'a str, lists: &[ListIndex]) -> FormError {
        let rows = lists.iter().flat_map(|list| self.lists[list.0].fixed_rows());
        let derived = lists.iter().any(|list| self.lists[list.0].footing().is_some());
        let names = rows.map(|row| row.id.as_str()).chain(derived.then_some("total"));
        let table = self.tables[self.lists[lists[0].0].table].number;
        let message = format!("表 T{table} 没有行 [{name}]{}", suggestion(name, names));
        self.source.missing(name, Some(table), message)
    }

    fn columns(
        &self,
        item: &ItemSource<'a>,
        list: ListIndex,
        position: Position,
    ) -> Result<Vec<Option<usize>>, FormError> {
        let Some(range) = item.column else {
            return if position.list == Some(list) {
                Ok(vec![None])
            } else {
                Err(self.source.error(item.text, "缺少列，例如 (1)"))
            };
        };
        let place = |name: &'a str| self.column_named(name, list, name);
        let (first, last) = (place(range.first)?, place(range.last)?);
        if last < first {
            return Err(self.reversed(range));
        }
        Ok((first..=last).map(Some).collect())
    }
}
