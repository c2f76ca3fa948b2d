//! What the tables, columns and rows of a disclosure are called, whatever their numbers are this year.

use std::sync::Arc;

use super::{ColumnNumber, RowKey, TableNumber};

/// The names by which a file keeps what the model keeps by number: those of the form that a disclosure follows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormKeys {
    /// Id of the form, as it gives it itself.
    pub form: String,
    /// Which edition of the form.
    pub revision: u32,
    /// Code of the region for which the form is.
    pub region: Option<String>,
    pub tables: Vec<TableKeys>,
    /// Whether some columns hold no money, which older programs do not know.
    pub has_other_columns: bool,
    /// Whether it says which figures are shown as charts, which older programs do not know in a form that a file carries.
    pub has_charts: bool,
    /// The paragraphs that are repeated for the rows of a list: cells in them need not name it.
    pub repeated: Vec<RepeatedParagraph>,
}

/// What a table and its columns are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableKeys {
    pub number: TableNumber,
    pub id: String,
    /// Of each of its lists.
    pub lists: Vec<ListKeys>,
}

/// What the columns of a list are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListKeys {
    /// Ids of the rows where the form prescribes them; `None` where rows are codes or projects.
    pub rows: Option<Vec<String>>,
    pub columns: Vec<(ColumnNumber, String)>,
}

/// A paragraph that is repeated for the rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepeatedParagraph {
    pub id: String,
    /// Place of its table in [`FormKeys::tables`].
    pub table: usize,
    /// Place of the list in [`TableKeys::lists`].
    pub list: usize,
}

/// The names that a disclosure has from its form, if it has any. They say how files name its cells and nothing of what is
/// in them: two disclosures that say the same are equal whatever these are.
#[derive(Debug, Clone, Default)]
pub struct Keys(pub Option<Arc<FormKeys>>);

impl PartialEq for Keys {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Keys {}

impl FormKeys {
    pub fn table(&self, number: TableNumber) -> Option<&TableKeys> {
        self.tables.iter().find(|table| table.number == number)
    }

    pub fn table_named(&self, id: &str) -> Option<&TableKeys> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The list of the rows for which the paragraph `id` is repeated.
    pub fn list_of_paragraph(&self, id: &str) -> Option<&ListKeys> {
        let found = self.repeated.iter().find(|paragraph| paragraph.id == id)?;
        self.tables.get(found.table)?.lists.get(found.list)
    }
}

impl TableKeys {
    /// The list in which a row of this name stands.
    pub fn list_of(&self, row: &RowKey) -> Option<&ListKeys> {
        self.lists.iter().find(|list| match (row, &list.rows) {
            (RowKey::Fixed(id), Some(rows)) => rows.iter().any(|row| row == id),
            (RowKey::Fixed(_), None) | (_, Some(_)) => false,
            (_, None) => true,
        })
    }
}

impl ListKeys {
    pub fn number(&self, id: &str) -> Option<ColumnNumber> {
        self.columns.iter().find(|(_, own)| own == id).map(|(number, _)| *number)
    }

    pub fn id(&self, number: ColumnNumber) -> Option<&str> {
        self.columns.iter().find(|(own, _)| *own == number).map(|(_, id)| id.as_str())
    }
}
