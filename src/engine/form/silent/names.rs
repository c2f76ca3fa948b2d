//! Tables, rows and parts of one name, which nobody can tell apart when a document is imported.

use std::collections::HashMap;

use super::super::error::{Found, SourceText};
use super::super::source::{ByKindSource, FixedRowSource, FormSource, RowsSource};
use crate::spelling;

/// Looks for them in what was read as `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    titles(source, written, found);
    if !source.is_carried {
        outlines(source, written, found);
        sections(source, written, found);
    }
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
            if plain(also).is_empty() {
                if !source.is_carried {
                    found.add(source.error(also, format!("表 T{} 的 also 里有一个是空的", table.number)));
                }
                continue;
            }
            if let Some(other) = all.insert(plain(also), place).filter(|other| *other != place) {
                let other = written.tables[other].number;
                let message = format!("also 里的“{also}”表 T{other} 也叫这个，导入时分不清是哪一张");
                found.add(source.error(also, message));
            }
        }
    }
}

/// By its short name a table is found in the outline.
fn outlines<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    let mut seen: HashMap<&str, u8> = HashMap::new();
    for table in &written.tables {
        let name = table.outline.trim();
        if name.is_empty() {
            found.add(
                source.error(table.outline, format!("表 T{} 的 outline 是空的，窗口左边看不出是哪一张", table.number)),
            );
        } else if let Some(other) = seen.insert(name, table.number) {
            let message = format!("表 T{other} 和 T{} 的 outline 都是“{name}”，窗口左边分不清", table.number);
            found.add(source.error(table.outline, message));
        }
    }
}

/// By its title a section is known, or by one that it had before.
fn sections<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    let sections = || written.texts.iter().flat_map(|texts| &texts.sections);
    for section in sections().filter(|section| section.title.trim().is_empty()) {
        found.add(source.error(section.title, format!("第 {} 节的 title 是空的", section.number)));
    }
    for section in sections() {
        let is_other =
            |former: &&&str| sections().any(|other| other.number != section.number && other.title == **former);
        if let Some(former) = section.former.iter().find(is_other) {
            let message = format!("第 {} 节的 former 里的“{former}”是另一节的 title，导入时分不清", section.number);
            found.add(source.error(former, message));
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
    for row in rows.iter().filter(|_| !source.is_carried) {
        for also in &row.also {
            let plain: String = spelling::plain(also).collect();
            if plain.is_empty() {
                found.add(source.error(also, format!("行 [{}] 的 also 里有一个是空的", row.id)));
            } else if let Some(other) = seen.get(&plain).filter(|other| **other != row.id) {
                let message =
                    format!("行 [{}] 的 also 里的“{also}”是行 [{other}] 的 label，导入、粘贴时分不清", row.id);
                found.add(source.error(also, message));
            }
        }
    }
}
