//! The disclosure as it would be with the right code.

use std::collections::BTreeMap;

use super::intended::Miscoded;
use crate::disclosure::{CellKey, Code, ColumnNumber, Disclosure, RowKey, Subject, Table, TableNumber, TextKey};
use crate::evaluate::Evaluated;

/// `disclosure` with the code that was meant in the rows where another was typed. `evaluated` is what was typed.
pub(super) fn corrected(evaluated: Evaluated<'_>, disclosure: &Disclosure, miscoded: &Miscoded) -> Disclosure {
    let mut corrected = disclosure.clone();
    let mut numbers: Vec<TableNumber> =
        miscoded.rows.iter().map(|(list, _)| evaluated.form.table_of(*list).number).collect();
    numbers.dedup();
    for number in numbers {
        let dropped = printed_for_typed(evaluated, number, (miscoded.typed, miscoded.code));
        let table = corrected.table_mut(number);
        recode(table, miscoded);
        table.stated.retain(|cell, _| !dropped.contains(cell));
        rename(&mut table.stated, |(row, column)| {
            is_typed(row, miscoded).then_some((RowKey::Code(miscoded.code), *column))
        });
        rename(&mut corrected.prior, |cell| {
            let is_it = cell.table == number && is_typed(&cell.row, miscoded);
            is_it.then(|| CellKey { row: RowKey::Code(miscoded.code), ..cell.clone() })
        });
    }
    let of_code = |key: &TextKey| {
        let is_it = key.row.as_ref().is_some_and(|row| is_typed(row, miscoded));
        is_it.then(|| TextKey::of_row(key.id.clone(), RowKey::Code(miscoded.code)))
    };
    rename(&mut corrected.slots, of_code);
    rename(&mut corrected.rewritten, of_code);
    corrected
}

fn is_typed(row: &RowKey, miscoded: &Miscoded) -> bool {
    *row == RowKey::Code(miscoded.typed)
}

/// Gives the rows the code that was meant, where it belongs among the others.
fn recode(table: &mut Table, miscoded: &Miscoded) {
    let is_typed = |code: Option<Code>| code == Some(miscoded.typed);
    let (mut moved, mut rows): (Vec<_>, Vec<_>) =
        std::mem::take(&mut table.rows).into_iter().partition(|row| is_typed(row.subject.code()));
    for row in &mut moved {
        match &mut row.subject {
            Subject::Code { code, name } => {
                *code = miscoded.code;
                name.clone_from(&miscoded.name);
            }
            Subject::Project(project) => project.code = Some(miscoded.code),
            Subject::Fixed(_) => {}
        }
    }
    let is_behind = |code: Option<Code>| code.is_some_and(|code| code > miscoded.code);
    let place = rows.iter().position(|row| is_behind(row.subject.code())).unwrap_or(rows.len());
    rows.splice(place..place, moved);
    table.rows = rows;
}

/// The totals above two codes, the one that was typed and the one that was meant, that are printed in a table as they
/// follow from the first: they are as wrong as it.
pub(crate) fn printed_for_typed(
    evaluated: Evaluated<'_>,
    number: TableNumber,
    (typed, code): (Code, Code),
) -> Vec<(RowKey, ColumnNumber)> {
    let above = |code: Code| std::iter::successors(code.parent(), |code| code.parent());
    let is_of_both = |above: &Code| above.contains(typed) && above.contains(code);
    let apart: Vec<Code> = above(typed).chain(above(code)).filter(|code| !is_of_both(code)).collect();
    let stated = evaluated.disclosure.table(number).into_iter().flat_map(|table| &table.stated);
    let of_apart = stated.filter(|((row, _), _)| matches!(row, RowKey::Code(code) if apart.contains(code)));
    let follows = of_apart.filter(|((row, column), amount)| {
        let cell = evaluated.find(&CellKey::new(number, row.clone(), *column));
        cell.is_some_and(|cell| {
            let computed = evaluated.evaluation.values(cell.list).computed(cell.row, cell.column);
            let unit = evaluated.unit_of_cell(cell);
            unit.text(computed) == unit.text(**amount)
        })
    });
    follows.map(|(cell, _)| cell.clone()).collect()
}

/// Moves what stands under a key that `renamed` gives another, unless something stands there.
fn rename<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, renamed: impl Fn(&K) -> Option<K>) {
    let moves: Vec<(K, K)> = map.keys().filter_map(|key| Some((key.clone(), renamed(key)?))).collect();
    for (from, to) in moves {
        if !map.contains_key(&to)
            && let Some(value) = map.remove(&from)
        {
            map.insert(to, value);
        }
    }
}
