//! Numbers and marks of tables, columns and rows that nothing shows, or that mean nothing where they stand.

use super::super::error::{Found, SourceText};
use super::super::source::{FixedRowSource, FormSource, RowsSource};

/// The deepest step of indent that is shown everywhere: web pages know no deeper one.
const DEEPEST: u8 = 6;

/// Looks for them in what was read as `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    for table in &written.tables {
        if table.number == 0 {
            found.add(source.error(table.title.unit, "表的 number 从 1 数起"));
        }
        for list in &table.lists {
            let mut columns = list.columns.iter().filter(|column| column.number() == Some(0));
            if let Some(column) = columns.next() {
                let near = column.id().or(column.expression().map(|own| own.is)).unwrap_or(table.title.unit);
                found.add(source.error(near, format!("表 T{} 的列从 1 数起，写了 0", table.number)));
            }
            if let RowsSource::Fixed(rows) = &list.rows {
                fixed(source, rows, found);
            }
        }
    }
    for section in written.texts.iter().flat_map(|texts| &texts.sections).filter(|section| section.number == 0) {
        found.add(source.error(section.title, "节的 number 从 1 数起"));
    }
}

fn fixed<'a>(source: SourceText<'a>, rows: &[FixedRowSource<'a>], found: &mut Found) {
    for row in rows {
        if row.indent > DEEPEST {
            let message = format!("行 [{}] 的 indent 最多 {DEEPEST}，写的是 {}", row.id, row.indent);
            found.add(source.error(row.id, message));
        }
        if row.label.trim().is_empty() && rows.len() > 1 {
            found.add(source.error(row.id, format!("行 [{}] 的 label 是空的，印出来看不出是哪一行", row.id)));
        }
    }
}
