//! The parts of the file from which sentences are made: last year's figures, slots, paragraphs written anew.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::FileError;
use super::decimal::Plain;
use super::document::{Document, Key};
use super::name::{Amounts, Name};
use crate::disclosure::{
    Amount, Bound, CellKey, ColumnNumber, Disclosure, Part, Rewording, RowKey, SlotValue, TableNumber, TextKey,
};
use crate::form::Form;

/// Last year's figures of one row.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Prior {
    pub(super) table: Name,
    pub(super) row: Key,
    pub(super) amounts: Amounts,
}

/// What a person filled in a slot.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<Key>,
    value: Value,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum Value {
    Text(String),
    Amount(Amount),
    Count(i64),
    Area(Plain),
}

/// A paragraph that a person wrote anew, or a reason of last year.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rewritten {
    pub(super) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<Key>,
    text: String,
    /// What in it follows from the disclosure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) bound: Vec<BoundPiece>,
}

/// A piece of a rewritten paragraph that follows from the disclosure: where it stands, in characters, and what the template
/// writes in braces for it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BoundPiece {
    at: usize,
    length: usize,
    pub(super) is: String,
}

/// In which order a part speaks of projects.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Order {
    part: super::texts::Part,
    rows: Vec<Key>,
}

impl Prior {
    /// The rows with figures, in order.
    pub(super) fn all(prior: &BTreeMap<CellKey, Amount>) -> Vec<Self> {
        let mut rows: Vec<((TableNumber, &RowKey), Self)> = Vec::new();
        for (cell, amount) in prior {
            let place = (cell.table, &cell.row);
            if rows.last().is_none_or(|(last, _)| *last != place) {
                let table = Name::Number(cell.table.0);
                rows.push((place, Self { table, row: (&cell.row).into(), amounts: Amounts::default() }));
            }
            if let Some((_, row)) = rows.last_mut() {
                row.amounts.0.push((Name::Number(cell.column.0), *amount));
            }
        }
        rows.into_iter().map(|(_, row)| row).collect()
    }

    pub(super) fn cells(self) -> impl Iterator<Item = (CellKey, Amount)> {
        let (table, row) = (TableNumber(self.table.number()), RowKey::from(self.row));
        let cell = move |column: Name| CellKey::new(table, row.clone(), ColumnNumber(column.number()));
        self.amounts.0.into_iter().map(move |(column, amount)| (cell(column), amount))
    }
}

/// Refuses a row of last year, a slot or a paragraph that is there twice: the model would keep one of the two.
pub(super) fn refuse_repetitions(document: &Document) -> Result<(), FileError> {
    let unfit = |place: String| FileError::Unfit { place, message: "写了两次，请合并".to_owned() };
    let mut rows = HashSet::new();
    for prior in &document.prior {
        if !rows.insert((prior.table.clone(), RowKey::from(prior.row.clone()))) {
            return Err(unfit(format!("prior 里表{} 的一行", prior.table)));
        }
    }
    let key = |id: &String, row: &Option<Key>| TextKey { id: id.clone(), row: row.clone().map(Into::into) };
    let mut slots = HashSet::new();
    for slot in &document.slots {
        if !slots.insert(key(&slot.id, &slot.row)) {
            return Err(unfit(format!("slots 里的 {}", key(&slot.id, &slot.row))));
        }
    }
    for (name, texts) in [("last_reasons", &document.last_reasons), ("rewritten", &document.rewritten)] {
        let mut known = HashSet::new();
        for text in texts {
            if !known.insert(key(&text.id, &text.row)) {
                return Err(unfit(format!("{name} 里的 {}", key(&text.id, &text.row))));
            }
        }
    }
    Ok(())
}

/// Refuses last year's figures in tables or columns that `form` does not have. Slots and paragraphs are kept whatever
/// the template says: one that it no longer has may come back.
pub(super) fn refuse_misfits(disclosure: &Disclosure, form: &Form) -> Result<(), FileError> {
    for cell in disclosure.prior.keys() {
        let unfit = |message: &str| FileError::Unfit {
            place: format!("prior 里的表{}", cell.table),
            message: message.to_owned(),
        };
        let table = form.table(cell.table).ok_or_else(|| unfit("表式没有这个表"))?;
        if !table.list_indices().any(|list| form.list(list).column_place(cell.column).is_some()) {
            return Err(unfit(&format!("没有第 {} 列", cell.column)));
        }
    }
    Ok(())
}

impl From<(&TextKey, &SlotValue)> for Slot {
    fn from((key, value): (&TextKey, &SlotValue)) -> Self {
        let value = match value {
            SlotValue::Text(text) => Value::Text(text.clone()),
            SlotValue::Amount(amount) => Value::Amount(*amount),
            SlotValue::Count(count) => Value::Count(*count),
            SlotValue::Area(area) => Value::Area(Plain(*area)),
        };
        Self { id: key.id.clone(), row: key.row.as_ref().map(Key::from), value }
    }
}

impl From<Slot> for (TextKey, SlotValue) {
    fn from(slot: Slot) -> Self {
        let value = match slot.value {
            Value::Text(text) => SlotValue::Text(text),
            Value::Amount(amount) => SlotValue::Amount(amount),
            Value::Count(count) => SlotValue::Count(count),
            Value::Area(Plain(area)) => SlotValue::Area(area),
        };
        (TextKey { id: slot.id, row: slot.row.map(Into::into) }, value)
    }
}

impl From<(&TextKey, &Rewording)> for Rewritten {
    fn from((key, rewording): (&TextKey, &Rewording)) -> Self {
        let text = rewording.text();
        let count = |bytes: Range<usize>| text[bytes].chars().count();
        let bound = rewording.bound().iter().map(|piece| BoundPiece {
            at: count(0..piece.range.start),
            length: count(piece.range.clone()),
            is: piece.source.clone(),
        });
        let bound = bound.collect();
        Self { id: key.id.clone(), row: key.row.as_ref().map(Key::from), text: text.to_owned(), bound }
    }
}

impl From<Rewritten> for (TextKey, Rewording) {
    fn from(Rewritten { id, row, text, bound }: Rewritten) -> Self {
        let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
        let bound = bound.into_iter().filter_map(|piece| {
            let end = piece.at.checked_add(piece.length)?;
            Some(Bound { range: *starts.get(piece.at)?..*starts.get(end)?, source: piece.is })
        });
        let bound = bound.collect();
        (TextKey { id, row: row.map(Into::into) }, Rewording::new(text, bound))
    }
}

impl From<(&Part, &Vec<RowKey>)> for Order {
    fn from((part, rows): (&Part, &Vec<RowKey>)) -> Self {
        Self { part: (*part).into(), rows: rows.iter().map(Key::from).collect() }
    }
}

impl From<Order> for (Part, Vec<RowKey>) {
    fn from(order: Order) -> Self {
        (order.part.into(), order.rows.into_iter().map(Into::into).collect())
    }
}

impl From<(&TextKey, &String)> for Rewritten {
    fn from((key, text): (&TextKey, &String)) -> Self {
        (key, &Rewording::from(text.as_str())).into()
    }
}

impl From<Rewritten> for (TextKey, String) {
    fn from(written: Rewritten) -> Self {
        (TextKey { id: written.id, row: written.row.map(Into::into) }, written.text)
    }
}
