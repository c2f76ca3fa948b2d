//! Columns of text that rows need and those that say nothing of them: without its column a row cannot be told from another.

use super::super::error::{Found, SourceText};
use super::super::source::{ColumnSource, FormSource, ListSource, RowsSource};

/// A kind of rows: what a form calls it, the columns that say what its rows are, and others that may stand in their place.
struct Shown {
    rows: &'static str,
    needed: &'static [&'static str],
    instead: &'static [&'static str],
}

/// Looks for them in what was read as `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    for table in &written.tables {
        for list in &table.lists {
            list_of(source, table.number, list, found);
        }
    }
}

fn list_of<'a>(source: SourceText<'a>, table: u8, list: &ListSource<'a>, found: &mut Found) {
    let (shown, near) = match &list.rows {
        RowsSource::Fixed(rows) => {
            let near = rows.first().map_or(source.text, |row| row.id);
            (Shown { rows: "Fixed", needed: &[], instead: &["Label"] }, near)
        }
        RowsSource::Function(footing) => {
            let needed = &["Class", "Section", "Item", "Name"];
            (Shown { rows: "Function", needed, instead: &[] }, footing.total)
        }
        RowsSource::Economic(footing) => {
            (Shown { rows: "Economic", needed: &["Class", "Section", "Name"], instead: &[] }, footing.total)
        }
        RowsSource::GovernmentEconomic(footing) => {
            let needed = &["Class", "Section", "Name"];
            (Shown { rows: "GovernmentEconomic", needed, instead: &[] }, footing.total)
        }
        RowsSource::FunctionProject(footing) => {
            let needed = &["Class", "Section", "Item", "Name", "Project"];
            (Shown { rows: "FunctionProject", needed, instead: &[] }, footing.total)
        }
        RowsSource::UnitProject(footing) => {
            (Shown { rows: "UnitProject", needed: &["Name", "Project"], instead: &["Label"] }, footing.total)
        }
    };
    let own: Vec<&str> = list.columns.iter().filter_map(ColumnSource::text).collect();
    let mut tell = |what: String| {
        let message = format!("表 T{table} 的行是 {}，{what}；这种行的文字列是 {}", shown.rows, shown.in_words());
        found.add(source.error(near, message));
    };
    let is_instead = own.first().is_some_and(|first| shown.instead.contains(first));
    let missing = shown.needed.iter().filter(|column| !own.contains(column) && !is_instead);
    missing.for_each(|column| tell(format!("列里缺 {column}（{}），印出来看不出是哪一行", name(column))));
    for (place, column) in own.iter().enumerate() {
        if own[..place].contains(column) {
            tell(format!("{column} 写了两次"));
        } else if !if is_instead { shown.instead } else { shown.needed }.contains(column) {
            tell(format!("列里的 {column}（{}）什么也不印", name(column)));
        }
    }
}

impl Shown {
    fn in_words(&self) -> String {
        let instead = self.instead.join("、");
        match (self.needed, self.instead) {
            ([], _) => instead,
            (needed, []) => needed.join("、"),
            (needed, _) => format!("{}，或者只有 {instead}", needed.join("、")),
        }
    }
}

/// What stands in a column of text.
fn name(column: &str) -> &'static str {
    match column {
        "Class" => "类",
        "Section" => "款",
        "Item" => "项",
        "Name" => "科目、单位的名称",
        "Project" => "项目的名称",
        _ => "行的名称",
    }
}

impl ColumnSource<'_> {
    /// What a form calls a column in which neither figures nor entered texts stand.
    fn text(&self) -> Option<&'static str> {
        match self {
            Self::Class => Some("Class"),
            Self::Section => Some("Section"),
            Self::Item => Some("Item"),
            Self::Name => Some("Name"),
            Self::Project => Some("Project"),
            Self::Label => Some("Label"),
            _ => None,
        }
    }
}
