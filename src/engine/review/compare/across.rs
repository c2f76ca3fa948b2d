//! Comparing what follows two forms: what the old one prints is put where it means the same in the new one, and what has no
//! counterpart in the other is told and not compared.

use std::collections::{BTreeMap, HashMap};

use super::{Comparison, compare};
use crate::disclosure::{
    Amount, AmountUnit, CellKey, ColumnNumber, Part, RowKey, Snapshot, SnapshotRow, SnapshotTable, TableNumber,
};
use crate::form::{Correspondence, Form};

/// Figures of one disclosure that have no counterpart of their own in the form of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Apart {
    /// Whether the old disclosure prints them.
    pub is_old: bool,
    /// Where, and why they have none.
    pub place: String,
    /// The figures that are not nothing: row and amount in yuan.
    pub figures: Vec<(String, Amount)>,
    /// Whether they were compared all the same, added up with others.
    pub is_merged: bool,
    /// Unit in which they are printed.
    pub unit: AmountUnit,
}

/// What `new` says otherwise than `old`, each by its own form.
pub fn compare_across(corresponding: &Correspondence<'_>, old: &Snapshot, new: &Snapshot) -> Comparison {
    if corresponding.is_same() {
        return compare(corresponding.to, old, new);
    }
    let mut apart = ApartList::default();
    let old = restated(corresponding, old, &mut apart);
    let new = with_source(corresponding, new, &mut apart);
    Comparison { apart: apart.0, ..compare(corresponding.to, &old, &new) }
}

#[derive(Default)]
struct ApartList(Vec<Apart>);

impl ApartList {
    /// That the texts of a column have no counterpart, once.
    fn add_text(&mut self, is_old: bool, place: String) {
        if !self.0.iter().any(|apart| apart.is_old == is_old && apart.place == place) {
            let unit = AmountUnit::of_count("", 0);
            self.0.push(Apart { is_old, place, figures: Vec::new(), is_merged: false, unit });
        }
    }

    fn add(&mut self, is_old: bool, is_merged: bool, place: String, (row, amount): (&str, Amount), unit: &AmountUnit) {
        if amount.is_zero() {
            return;
        }
        let known = self.0.iter_mut().find(|apart| apart.is_old == is_old && apart.place == place);
        match known {
            Some(apart) => apart.figures.push((row.to_owned(), amount)),
            None => {
                let figures = vec![(row.to_owned(), amount)];
                self.0.push(Apart { is_old, place, figures, is_merged, unit: unit.clone() });
            }
        }
    }
}

/// Where a text of a row stands that has no counterpart.
fn text_place(form: &Form, cell: &CellKey) -> String {
    let title = form.field_of(cell).map_or("", |field| field.title.as_str());
    let name = form.table(cell.table).map_or("", |table| table.outline.as_str());
    format!("表{} {name}（{}）{title}：没有对应的，文字没有比较", cell.table, cell.column)
}

/// What `old` prints, at the places of the new form.
fn restated(corresponding: &Correspondence<'_>, old: &Snapshot, apart: &mut ApartList) -> Snapshot {
    let to = corresponding.to;
    let mut tables: Vec<SnapshotTable> = Vec::new();
    let mut places: HashMap<(TableNumber, RowKey), usize> = HashMap::new();
    for table in &old.tables {
        let name = |number| to.table(number).map_or_else(String::new, |table| table.outline.clone());
        let target = corresponding.table(table.number);
        if let Some(number) = target.filter(|number| !tables.iter().any(|own| own.number == *number)) {
            tables.push(SnapshotTable { number, name: name(number), rows: Vec::new(), note: table.note.clone() });
        }
        let mut into = target.and_then(|number| tables.iter_mut().find(|own| own.number == number));
        for row in &table.rows {
            let key = corresponding.row_key(table.number, &row.key);
            let mut own = match (&mut into, key) {
                (Some(into), Some(key)) => {
                    let rows = &mut into.rows;
                    let place = *places.entry((into.number, key.clone())).or_insert_with(|| {
                        rows.push(blank(key, row));
                        rows.len() - 1
                    });
                    rows.get_mut(place)
                }
                _ => None,
            };
            for (column, text) in &row.fields {
                let cell = CellKey::new(table.number, row.key.clone(), *column);
                match (&mut own, corresponding.field(&cell)) {
                    (Some(own), Some(cell)) => drop(own.fields.insert(cell.column, text.clone())),
                    _ => apart.add_text(true, text_place(corresponding.from, &cell)),
                }
            }
            for (is_own, (column, amount)) in figures(row) {
                let cell = CellKey::new(table.number, row.key.clone(), column);
                let unit = corresponding.from.unit_of_cell(&cell);
                if let Some(place) = corresponding.told_of(&cell, || format!("表{} {}", table.number, row.label())) {
                    apart.add(true, corresponding.cell(&cell).is_some(), place, (&row.label(), amount), unit);
                }
                if let (Some(own), Some(cell)) = (&mut own, corresponding.cell(&cell)) {
                    add_figure(own, cell.column, is_own, amount);
                }
            }
        }
    }
    let mut prior: BTreeMap<CellKey, Amount> = BTreeMap::new();
    for (cell, amount) in &old.prior {
        match corresponding.cell(cell) {
            Some(cell) => *prior.entry(cell).or_default() += *amount,
            None => {
                let place = corresponding.told_of(cell, || format!("表{}", cell.table));
                let place = place.unwrap_or_else(|| format!("表{}：没有对应的", cell.table));
                apart.add(true, false, format!("上年数 {place}"), ("", *amount), &corresponding.from.text_unit);
            }
        }
    }
    let parts = old.parts.iter().map(|part| {
        let own = corresponding.part(part.part).unwrap_or_else(|| elsewhere(part.part, to));
        crate::disclosure::SnapshotPart { part: own, ..part.clone() }
    });
    let parts = parts.collect();
    Snapshot { tables, prior, parts, ..old.clone() }
}

/// A part that the new form does not have: none of its sections is compared with it.
fn elsewhere(part: Part, to: &Form) -> Part {
    match part {
        Part::Section(number) if to.texts.sections.iter().any(|section| section.number == number) => {
            Part::Section(number.saturating_add(100))
        }
        other => other,
    }
}

fn figures(row: &SnapshotRow) -> impl Iterator<Item = (bool, (ColumnNumber, Amount))> {
    let of = |is_own: bool, amounts: &BTreeMap<ColumnNumber, Amount>| {
        amounts.iter().map(move |(column, amount)| (is_own, (*column, *amount))).collect::<Vec<_>>()
    };
    [of(true, &row.own), of(false, &row.following)].into_iter().flatten()
}

/// The row without its figures.
fn blank(key: RowKey, row: &SnapshotRow) -> SnapshotRow {
    let (own, following, fields) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    SnapshotRow { key, own, following, fields, ..row.clone() }
}

/// Adds a figure to those that stand there; where one of them is a figure of its own, so is the sum.
fn add_figure(row: &mut SnapshotRow, column: ColumnNumber, is_own: bool, amount: Amount) {
    let before = row.own.remove(&column);
    let is_own = is_own || before.is_some();
    let before = before.or_else(|| row.following.remove(&column)).unwrap_or_default();
    let amounts = if is_own { &mut row.own } else { &mut row.following };
    amounts.insert(column, before + amount);
}

/// What `new` prints where the old form has a counterpart.
fn with_source(corresponding: &Correspondence<'_>, new: &Snapshot, apart: &mut ApartList) -> Snapshot {
    let to = corresponding.to;
    let mut known: BTreeMap<(u8, Option<String>, ColumnNumber), bool> = BTreeMap::new();
    let mut has_source = |cell: &CellKey| {
        let fixed = match &cell.row {
            RowKey::Fixed(id) => Some(id.clone()),
            _ => None,
        };
        *known.entry((cell.table.0, fixed, cell.column)).or_insert_with(|| corresponding.has_source(cell))
    };
    let mut tables = Vec::new();
    for table in &new.tables {
        let mut kept = table.clone();
        kept.rows.clear();
        for row in &table.rows {
            let (mut own, mut is_known) = (row.clone(), false);
            own.fields.retain(|column, _| {
                let cell = CellKey::new(table.number, row.key.clone(), *column);
                let is_there = corresponding.has_field_source(&cell);
                if !is_there {
                    apart.add_text(false, text_place(to, &cell));
                }
                is_there
            });
            let columns = to.table(table.number).into_iter().flat_map(|table| table.list_indices());
            for column in columns.flat_map(|list| &to.list(list).amounts) {
                let cell = CellKey::new(table.number, row.key.clone(), column.number);
                if has_source(&cell) {
                    is_known = true;
                    continue;
                }
                let amount = own.own.remove(&column.number).or_else(|| own.following.remove(&column.number));
                if let Some(amount) = amount {
                    let place = format!(
                        "表{} {}（{}）{}：旧的表式里没有对应的",
                        table.number, table.name, column.number, column.title
                    );
                    apart.add(false, false, place, (&row.label(), amount), to.unit_of_cell(&cell));
                }
            }
            if is_known {
                kept.rows.push(own);
            }
        }
        if !kept.rows.is_empty() || table.rows.is_empty() {
            tables.push(kept);
        }
    }
    let mut prior = new.prior.clone();
    prior.retain(|cell, amount| {
        let is_known = has_source(cell);
        if !is_known {
            let place = format!("上年数 表{}：旧的表式里没有对应的", cell.table);
            apart.add(false, false, place, ("", *amount), &corresponding.to.text_unit);
        }
        is_known
    });
    Snapshot { tables, prior, ..new.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_a_column_are_told_once_on_each_side() {
        let mut apart = ApartList::default();
        for (is_old, place) in [(true, "甲"), (true, "甲"), (true, "乙"), (true, "乙"), (false, "甲"), (false, "甲")]
        {
            apart.add_text(is_old, place.to_owned());
        }
        let told: Vec<_> = apart.0.iter().map(|apart| (apart.is_old, apart.place.as_str())).collect();
        assert_eq!(told, [(true, "甲"), (true, "乙"), (false, "甲")]);
    }
}
