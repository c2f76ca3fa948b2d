//! Tables, rows and parts of one name, which nobody can tell apart when a document is imported.

use std::collections::HashMap;

use super::super::error::{Found, SourceText};
use super::super::source::{ByKindSource, FixedRowSource, FormSource, RowsSource};
use crate::spelling;

/// Looks for them in what was read as `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    titles(source, written, found);
    for list in written.tables.iter().flat_map(|table| &table.lists) {
        if let RowsSource::Fixed(rows) = &list.rows {
            labels(source, rows, found);
        }
    }
}

/// By its title a table is known, or by another one that it may have.
fn titles<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    // The year is no part of a title.
    let plain = |text: &str| spelling::plain(&text.replace("{year}年", "").replace("{year}", "")).collect::<String>();
    let kinds: [fn(&ByKindSource<'a>) -> &'a str; 2] = [|title| title.unit, |title| title.department];
    let mut all: HashMap<String, usize> = HashMap::new();
    for kind in kinds {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (place, table) in written.tables.iter().enumerate() {
            let title = kind(&table.title);
            if seen.insert(plain(title), place).is_some() {
                found.add(source.error(title, format!("有两张表叫“{title}”")));
            }
        }
        all.extend(seen);
    }
    for (place, table) in written.tables.iter().enumerate() {
        for also in &table.also {
            if let Some(other) = all.insert(plain(also), place).filter(|other| *other != place) {
                let other = written.tables[other].number;
                let message = format!("also 里的“{also}”表 T{other} 也叫这个，导入时分不清是哪一张");
                found.add(source.error(also, message));
            }
        }
    }
}

/// By its label a row is known, and by its code where it has one.
fn labels<'a>(source: SourceText<'a>, rows: &[FixedRowSource<'a>], found: &mut Found) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    let mut codes: HashMap<&str, &str> = HashMap::new();
    for row in rows {
        if let Some((code, other)) = row.code.and_then(|code| Some((code, codes.insert(code, row.id)?))) {
            found.add(source.error(code, format!("行 [{other}] 和 [{}] 的 code 都是 {code}", row.id)));
        }
        let label: String = spelling::plain(row.label).collect();
        if let Some(other) = seen.insert(label, row.id) {
            let message = format!("行 [{other}] 和 [{}] 都叫“{}”，导入、粘贴时分不清", row.id, row.label);
            found.add(source.error(row.label, message));
        }
    }
}
