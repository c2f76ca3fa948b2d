//! What people call that for which a form has no place: by the number and the title of its table, the heads over its columns,
//! the labels of its rows. A file has ids for them.

use super::document::{Key, Row};
use super::kept::key_words;
use super::name::{Columns, Name};
use crate::disclosure::{ColumnNumber, Kind, TableNumber};
use crate::form::{Form, List, TableForm};

/// The forms that have words: the one by which the file is read, and behind it the one by which it was filled in, where that is
/// known. What neither has is called by its id.
#[derive(Clone, Copy, Default)]
pub(super) struct Words<'f> {
    pub forms: &'f [&'f Form],
    /// Whose disclosure it is; `None` where no form is known.
    pub kind: Option<Kind>,
}

/// The words for a table and what is in it.
#[derive(Clone, Copy)]
pub(super) struct TableWords<'f> {
    words: Words<'f>,
    name: &'f Name,
}

impl<'f> Words<'f> {
    pub fn of_table(self, name: &'f Name) -> TableWords<'f> {
        TableWords { words: self, name }
    }
}

impl<'f> TableWords<'f> {
    /// The table as each of the forms has it.
    fn tables(self) -> impl Iterator<Item = (&'f Form, &'f TableForm)> {
        self.words.forms.iter().filter_map(move |form| Some((*form, find(form, self.name)?)))
    }

    fn lists(self) -> impl Iterator<Item = &'f List> {
        self.tables().flat_map(|(form, table)| table.list_indices().map(|list| form.list(list)))
    }

    /// Whether the form by which the file is read has the table.
    fn is_there(self) -> bool {
        self.words.forms.first().is_some_and(|form| find(form, self.name).is_some())
    }

    /// The table itself: 表3, or what it was called.
    pub fn table(self) -> String {
        match self.tables().next() {
            Some((_, table)) if self.is_there() => format!("表{}", table.number),
            Some((_, table)) => {
                let title = table.plain_title(self.words.kind.unwrap_or(Kind::Unit));
                format!("原来的表{}“{title}”", table.number)
            }
            None => format!("表“{}”", self.name),
        }
    }

    /// What was filled in there: of a table that is there still, only some of it has no place.
    pub fn contents(self) -> String {
        if self.is_there() { format!("{} 里填的内容", self.table()) } else { self.table() }
    }

    /// The amounts or texts of a row, each with where it stood.
    pub fn named<T: Clone>(self, row: String, cells: &Columns<T>) -> impl Iterator<Item = (String, T)> {
        cells.0.iter().map(move |(column, cell)| (format!("{row} {}", self.column(column)), cell.clone()))
    }

    fn column(self, name: &Name) -> String {
        let is_it = |id: &str, number: ColumnNumber| match name {
            Name::Id(own) => id == own,
            Name::Number(own) => number.0 == *own,
        };
        let title = self.lists().find_map(|list| {
            let amounts = list.amounts.iter().map(|column| (column.id.text.as_str(), column.number, &column.title));
            let fields = list.fields.iter().map(|column| (column.id.text.as_str(), column.number, &column.title));
            amounts.chain(fields).find(|(id, number, _)| is_it(id, *number)).map(|(.., title)| title.clone())
        });
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| name.to_string())
    }

    pub fn row(self, row: &Row) -> String {
        match row {
            Row::Fixed { id, .. } => self.fixed(id),
            Row::Code { code, name, .. } => format!("{} {name}", code.spaced()).trim_end().to_owned(),
            Row::Project { name, .. } => format!("项目“{name}”"),
        }
    }

    /// The row that is named so; `rows` are those of its table that are kept with it.
    pub fn key(self, key: &Key, rows: &[Row]) -> String {
        match key {
            Key::Fixed(id) => self.fixed(id),
            Key::Project(id) => {
                let name = rows.iter().find_map(|row| match row {
                    Row::Project { id: own, name, .. } if own == id => Some(name),
                    _ => None,
                });
                name.map_or_else(|| "一个项目".to_owned(), |name| format!("项目“{name}”"))
            }
            other => key_words(other),
        }
    }

    fn fixed(self, id: &str) -> String {
        let label = self.lists().find_map(|list| list.fixed_rows().iter().find(|row| row.id == id));
        label.map_or_else(|| format!("行 {id}"), |row| format!("“{}”", row.label))
    }
}

/// The table of this name.
fn find<'f>(form: &'f Form, name: &Name) -> Option<&'f TableForm> {
    match name {
        Name::Id(id) => form.tables.iter().find(|table| table.id.text == *id),
        Name::Number(number) => form.table(TableNumber(*number)),
    }
}
