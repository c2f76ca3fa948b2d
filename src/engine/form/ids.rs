//! What tables and columns are called from year to year: the ids that a form gives, or what it prints where it gives none.

use std::collections::{HashMap, HashSet};

use super::error::{Found, SourceText};
use super::source::{ColumnSource, ListSource, TableSource};
use super::{Column, Form, Id, List, RowKind};
use crate::disclosure::{FormKeys, ListKeys, RepeatedParagraph, TableKeys};

impl Id {
    /// `given`, or else what is printed.
    fn of(given: Option<&str>, printed: &str) -> Self {
        Self { text: given.unwrap_or(printed).to_owned(), is_given: given.is_some() }
    }
}

/// The id of a table; one that another table has is refused.
pub(super) fn of_table<'a>(source: SourceText<'a>, written: &TableSource<'a>, form: &Form, found: &mut Found) -> Id {
    let near = written.id.unwrap_or(written.title.unit);
    refuse_unfit(source, written.id, found);
    let id = Id::of(written.id, written.title.unit);
    if let Some(other) = form.tables.iter().find(|table| table.id.text == id.text) {
        let message =
            format!("表 T{} 和表 T{} 的 id 都是“{}”，{}", other.number, written.number, id.text, EACH_ITS_OWN);
        found.add(source.error(near, message));
    }
    id
}

const EACH_ITS_OWN: &str = "请各写一个不同的 id（没有写 id 的，用印的标题作 id）";

/// The ids of the amount columns of a list, of which `titles` are what stands over them and `heads` the lowest head of each,
/// as it is written.
pub(super) fn of_columns<'a>(
    source: SourceText<'a>,
    table: &TableSource<'a>,
    list: &ListSource<'a>,
    (titles, heads): (&[String], &[&'a str]),
    found: &mut Found,
) -> Vec<Id> {
    let mut seen: HashMap<String, u8> = HashMap::new();
    let mut ids = Vec::new();
    let amounts = list.columns.iter().filter_map(|column| Some((column, column.number()?)));
    for (place, (column, number)) in amounts.enumerate() {
        refuse_unfit(source, column.id(), found);
        let id = Id::of(column.id(), titles.get(place).map_or("", String::as_str));
        if let Some(other) = seen.insert(id.text.clone(), number).filter(|other| *other != number) {
            let near = column.id().or_else(|| heads.get(place).copied()).unwrap_or(table.title.unit);
            let message =
                format!("表 T{} 的列 ({other}) 和 ({number}) 的 id 都是“{}”，{EACH_ITS_OWN}", table.number, id.text);
            found.add(source.error(near, message));
        }
        ids.push(id);
    }
    ids
}

/// An id is a word of the language of expressions, where it must not be taken for a number or a table T3.
fn refuse_unfit<'a>(source: SourceText<'a>, id: Option<&'a str>, found: &mut Found) {
    let Some(id) = id else { return };
    let is_plain = id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !is_plain || !id.starts_with(|c: char| c.is_ascii_lowercase()) {
        found.add(source.error(id, "表和列的 id 用小写字母、数字和 _，以字母开头，例如 spending"));
    }
}

impl<'a> ColumnSource<'a> {
    pub(super) fn id(&self) -> Option<&'a str> {
        match *self {
            Self::Entered(_, id)
            | Self::Computed { id, .. }
            | Self::Count { id, .. }
            | Self::Percent { id, .. }
            | Self::Share { id, .. }
            | Self::Growth { id, .. }
            | Self::Text { id, .. }
            | Self::Date { id, .. } => id,
            _ => None,
        }
    }
}

impl Form {
    /// What files call its tables, columns and rows.
    pub(super) fn named_keys(&self) -> FormKeys {
        let tables = self.tables.iter().map(|table| {
            let lists = table.list_indices().map(|index| {
                let list = self.list(index);
                let rows = match &list.rows {
                    RowKind::Fixed(rows) => Some(rows.iter().map(|row| row.id.clone()).collect()),
                    _ => None,
                };
                let columns = list.columns.iter().filter_map(|column| match column {
                    Column::Amount(place) => list.amounts.get(*place).map(|own| (own.number, own.id.text.clone())),
                    Column::Field(place) => list.fields.get(*place).map(|own| (own.number, own.id.text.clone())),
                    _ => None,
                });
                ListKeys { rows, columns: columns.collect() }
            });
            TableKeys { number: table.number, id: table.id.text.clone(), lists: lists.collect() }
        });
        FormKeys {
            form: self.id.clone(),
            revision: self.revision,
            region: self.region.as_ref().map(|region| region.code.clone()),
            tables: tables.collect(),
            has_other_columns: self.lists.iter().any(List::has_other_columns),
            has_charts: !self.charts.is_empty(),
            repeated: self.repeated_paragraphs(),
        }
    }

    fn repeated_paragraphs(&self) -> Vec<RepeatedParagraph> {
        let groups = self.sentences.iter().flat_map(|template| &template.parts).flat_map(|part| &part.groups);
        let mut known = HashSet::new();
        let mut found = Vec::new();
        for group in groups {
            let Some(list) = group.each.as_ref().and_then(super::template::Each::list) else { continue };
            let table = self.list(list).table;
            let place = list.0 - self.tables[table].lists.start;
            let new = group.paragraphs.iter().filter(|paragraph| known.insert(paragraph.id.clone()));
            found.extend(new.map(|paragraph| RepeatedParagraph { id: paragraph.id.clone(), table, list: place }));
        }
        found
    }
}
