//! Refusing a file with a name or a text that is too long: it is left as it is.

use super::FileError;
use super::place::key_name;
use crate::disclosure::{Disclosure, Lengths, RowKey, Table, TableNumber, TextPlace, TooLong};
use crate::form::Form;

/// Refuses what is too long, and says where it is.
pub(super) fn refuse_too_long(disclosure: &Disclosure, form: &Form) -> Result<(), FileError> {
    let in_text = disclosure.texts().into_iter().find_map(|(place, text)| {
        TooLong::of(text, place.longest()).map(|long| (label(disclosure, form, &place), long))
    });
    // What is in no text is told by its first words.
    let found = in_text.or_else(|| disclosure.too_long().map(|long| ("文件".to_owned(), long)));
    found.map_or(Ok(()), |(place, long)| Err(FileError::Unfit { place, message: format!("{long}，太长了") }))
}

fn label(disclosure: &Disclosure, form: &Form, place: &TextPlace) -> String {
    let row = |number: &TableNumber, key: RowKey| {
        let none = Table::default();
        let stored = disclosure.table(*number).unwrap_or(&none);
        let name = form.table(*number).map(|table| match stored.find(&key) {
            // The name is what is too long.
            Some((_, row)) if row.subject.project().is_some() || row.subject.code().is_some() => {
                key_name(table, form, &none, &key)
            }
            _ => key_name(table, form, stored, &key),
        });
        format!("表{number} {}", name.unwrap_or_default())
    };
    match place {
        TextPlace::Body => "body（单位名称）".to_owned(),
        TextPlace::CodeName(number, key) => row(number, key.clone()),
        TextPlace::ProjectName(number, id) | TextPlace::UnitName(number, id) => row(number, RowKey::Project(*id)),
        TextPlace::TotalName(number, code) => row(number, RowKey::Code(*code)),
        TextPlace::Field(number, key, column) => format!("{}（{column}）", row(number, key.clone())),
        TextPlace::Note(number) => format!("表{number} 的 note"),
        TextPlace::Paragraph(_, place) => format!("texts 里的第 {} 段", place + 1),
        TextPlace::Slot(key) => format!("slots 里的 {key}"),
        TextPlace::Rewritten(key) => format!("rewritten 里的 {key}"),
        TextPlace::Performance(place, _) => format!("第 {} 张绩效目标表", place + 1),
    }
}
