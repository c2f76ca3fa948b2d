//! The tables.

use std::collections::BTreeMap;

use super::asked::{Asker, MergePlace};
use super::list::{Items, list};
use crate::disclosure::{Amount, CellKey, ColumnNumber, Project, Row, RowKey, Subject, Table, TableNumber};

/// A stored row with what is stated in it: the two come and go together.
#[derive(Clone, PartialEq)]
struct Held {
    row: Row,
    stated: BTreeMap<ColumnNumber, Amount>,
}

struct Rows(TableNumber);

/// The stored rows of a table, and what it states in its other rows.
fn held(table: &Table) -> (Vec<Held>, BTreeMap<(RowKey, ColumnNumber), Amount>) {
    let mut rest = table.stated.clone();
    let rows = table.rows.iter().map(|row| {
        let key = row.subject.key();
        let from = (key.clone(), ColumnNumber(0));
        let own = table.stated.range(from..).take_while(|((row, _), _)| *row == key);
        let stated: BTreeMap<ColumnNumber, Amount> = own.map(|((_, column), amount)| (*column, *amount)).collect();
        stated.keys().for_each(|column| {
            rest.remove(&(key.clone(), *column));
        });
        Held { row: row.clone(), stated }
    });
    let rows = rows.collect();
    (rows, rest)
}

pub(super) fn table(asker: &mut Asker<'_>, number: TableNumber, [base, mine, theirs]: [&Table; 3]) -> Table {
    let [(old, old_rest), (own, own_rest), (other, other_rest)] = [base, mine, theirs].map(held);
    let key: &dyn Fn(&Held) -> Option<RowKey> = &|held| Some(held.row.subject.key());
    let rows = list(asker, [&old, &own, &other], &[key], &Rows(number));
    let place = |(row, column): &(RowKey, ColumnNumber)| MergePlace::Stated(CellKey::new(number, row.clone(), *column));
    let mut stated = asker.map_by_key(place, [&old_rest, &own_rest, &other_rest], |asker, (row, column), amount| {
        asker.figure_text(&CellKey::new(number, row.clone(), *column), *amount)
    });
    for held in &rows {
        let key = held.row.subject.key();
        stated.extend(held.stated.iter().map(|(column, amount)| ((key.clone(), *column), *amount)));
    }
    let name = |_: &Asker<'_>, name: &String| name.clone();
    let names = [&base.names, &mine.names, &theirs.names];
    Table {
        names: asker.map(|code| MergePlace::TotalName(number, *code), names, name),
        stated,
        note: asker.value(
            || MergePlace::Note(number),
            [&base.note, &mine.note, &theirs.note],
            |_, note| note.clone().unwrap_or_default(),
        ),
        rows: rows.into_iter().map(|held| held.row).collect(),
        without_decimals: mine.without_decimals,
    }
}

impl Items<Held> for Rows {
    fn place(&self, item: &Held, _: usize) -> MergePlace {
        MergePlace::Row(self.0, item.row.subject.key())
    }

    fn order(&self) -> MergePlace {
        MergePlace::RowOrder(self.0)
    }

    fn told(&self, asker: &Asker<'_>, item: &Held) -> String {
        let cell = |column: &ColumnNumber| CellKey::new(self.0, item.row.subject.key(), *column);
        let amounts = item
            .row
            .amounts
            .iter()
            .map(|(column, amount)| format!("（{column}）{}", asker.figure_text(&cell(column), *amount)));
        let name = match &item.row.subject {
            Subject::Fixed(id) => id.clone(),
            Subject::Code { code, name } => format!("{} {name}", code.spaced()),
            Subject::Project(project) => project.name.clone(),
        };
        let fields = item.row.fields.iter().map(|(column, text)| format!("（{column}）{text}"));
        std::iter::once(name).chain(amounts).chain(fields).collect::<Vec<_>>().join(" ")
    }

    fn blank(&self, item: &Held) -> Held {
        let subject = match &item.row.subject {
            Subject::Fixed(id) => Subject::Fixed(id.clone()),
            Subject::Code { code, .. } => Subject::Code { code: *code, name: String::new() },
            Subject::Project(project) => {
                let (code_name, name) = (String::new(), String::new());
                Subject::Project(Project { id: project.id, unit: None, code: None, code_name, name })
            }
        };
        Held { row: Row::new(subject), stated: BTreeMap::new() }
    }

    fn merge(&self, asker: &mut Asker<'_>, _: usize, [base, mine, theirs]: [&Held; 3]) -> Held {
        let (number, key) = (self.0, mine.row.subject.key());
        let cell = |column: &ColumnNumber| CellKey::new(number, key.clone(), *column);
        let told =
            |asker: &Asker<'_>, column: &ColumnNumber, amount: &Amount| asker.figure_text(&cell(column), *amount);
        let amounts = [base, mine, theirs].map(|held| &held.row.amounts);
        let stated = [base, mine, theirs].map(|held| &held.stated);
        let fields = [base, mine, theirs].map(|held| &held.row.fields);
        Held {
            row: Row {
                subject: subject(asker, number, [&base.row, &mine.row, &theirs.row].map(|row| &row.subject)),
                amounts: asker.map_by_key(|column| MergePlace::Entered(cell(column)), amounts, told),
                fields: asker.map(|column| MergePlace::Field(cell(column)), fields, |_, text| text.clone()),
            },
            stated: asker.map_by_key(|column| MergePlace::Stated(cell(column)), stated, told),
        }
    }
}

/// What a row stands for; one may have renamed it and the other given it another code.
fn subject(asker: &mut Asker<'_>, number: TableNumber, [base, mine, theirs]: [&Subject; 3]) -> Subject {
    let key = mine.key();
    let name_place = || MergePlace::Name(number, key.clone());
    match (base, mine, theirs) {
        (Subject::Code { name: was, .. }, Subject::Code { code, name }, Subject::Code { name: other, .. }) => {
            Subject::Code { code: *code, name: asker.text(name_place, [was, name, other]) }
        }
        (Subject::Project(base), Subject::Project(mine), Subject::Project(theirs)) => {
            let coded = |project: &Project| (project.code, project.code_name.clone());
            let codes = [base, mine, theirs].map(coded);
            let (code, code_name) = asker.value(
                || MergePlace::Code(number, key.clone()),
                [&codes[0], &codes[1], &codes[2]],
                |_, (code, name)| format!("{} {name}", code.map(|code| code.spaced()).unwrap_or_default()),
            );
            let unit = asker.value(
                || MergePlace::Unit(number, key.clone()),
                [&base.unit, &mine.unit, &theirs.unit],
                |_, unit| unit.clone().unwrap_or_default(),
            );
            let name = asker.text(name_place, [&base.name, &mine.name, &theirs.name]);
            Subject::Project(Project { id: mine.id, unit, code, code_name, name })
        }
        _ => mine.clone(),
    }
}
