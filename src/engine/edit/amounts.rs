//! Entering and clearing amounts.

use std::collections::BTreeMap;

use super::{Change, Put, Step};
use crate::disclosure::{Amount, CellKey, Row, RowKey, Subject, Table, TableNumber};
use crate::evaluate::{CellIndex, Evaluated, Evaluation, dependent_stated_cells, evaluate};

/// The step `name` that puts amounts into cells, or clears them.
///
/// In a computed cell the amount becomes its stated amount (公布数); when it is what the program computes anyway, or is
/// cleared, the cell carries none. Stated amounts that depend on a changed cell are dropped in the same step: they were
/// what the source printed for other figures.
pub fn set_amounts(evaluated: Evaluated<'_>, name: impl Into<String>, cells: &[(CellIndex, Option<Amount>)]) -> Step {
    let mut wanted: Vec<(CellIndex, Change)> = Vec::new();
    for &(cell, amount) in cells {
        let to = amount.filter(|amount| !amount.is_zero());
        let key = evaluated.key(cell);
        let change = if evaluated.evaluation.state(cell).is_computed() {
            Change::Stated(Put { from: evaluated.disclosure.stated(&key), to, place: key })
        } else {
            Change::Amount(Put { from: evaluated.entered(cell), to, place: key })
        };
        wanted.push((cell, change));
    }
    // Whether an amount is what the program computes is seen when the others of the step are there.
    let after = (wanted.len() > 1).then(|| evaluation_after(evaluated, &wanted));
    let after = after.as_ref().unwrap_or(evaluated.evaluation);
    for (cell, change) in &mut wanted {
        if let Change::Stated(Put { to, .. }) = change {
            *to = to.filter(|&amount| amount != after.values(cell.list).computed(cell.row, cell.column));
        }
    }
    with_what_follows(evaluated, name, &wanted)
}

/// The values after `wanted`.
fn evaluation_after(evaluated: Evaluated<'_>, wanted: &[(CellIndex, Change)]) -> Evaluation {
    let mut disclosure = evaluated.disclosure.clone();
    with_what_follows(evaluated, "", wanted).apply(&mut disclosure);
    evaluate(evaluated.form, &disclosure)
}

/// The step of those of `wanted` that change something, and what they bring with them.
fn with_what_follows(evaluated: Evaluated<'_>, name: impl Into<String>, wanted: &[(CellIndex, Change)]) -> Step {
    let is_change = |change: &Change| match change {
        Change::Stated(put) | Change::Amount(put) => put.from != put.to,
        _ => true,
    };
    let wanted = wanted.iter().filter(|(_, change)| is_change(change));
    let (changed, changes): (Vec<CellIndex>, Vec<Change>) = wanted.cloned().unzip();
    let kept: Vec<CellKey> = changed.iter().map(|&cell| evaluated.key(cell)).collect();
    Step::new(name, with_fixed_rows(evaluated, changes)).dropping(dropped_stated(evaluated, &changed, &kept))
}

/// `changes` with those that put in a fixed row before its first entry and take it out after its last: such a row is
/// stored while something is entered in it, and only then.
pub(super) fn with_fixed_rows(evaluated: Evaluated<'_>, changes: Vec<Change>) -> Vec<Change> {
    let mut tables: BTreeMap<TableNumber, Table> = BTreeMap::new();
    let mut all = Vec::with_capacity(changes.len());
    for change in changes {
        let cell = match &change {
            Change::Amount(put) => &put.place,
            Change::Field(put) => &put.place,
            _ => {
                all.push(change);
                continue;
            }
        };
        let RowKey::Fixed(id) = &cell.row else {
            all.push(change);
            continue;
        };
        let number = cell.table;
        let stored = || evaluated.disclosure.table(number).cloned().unwrap_or_default();
        let table = tables.entry(number).or_insert_with(stored);
        let place = match table.find(&cell.row) {
            Some((place, _)) => place,
            None => {
                let place = place_of_fixed(evaluated, number, table, id);
                let row = Row::new(Subject::Fixed(id.clone()));
                table.rows.insert(place, row.clone());
                all.push(Change::insert_row(number, place, row));
                place
            }
        };
        let row = &mut table.rows[place];
        match &change {
            Change::Amount(Put { to: Some(amount), .. }) => drop(row.amounts.insert(cell.column, *amount)),
            Change::Amount(_) => drop(row.amounts.remove(&cell.column)),
            Change::Field(Put { to: Some(text), .. }) => drop(row.fields.insert(cell.column, text.clone())),
            _ => drop(row.fields.remove(&cell.column)),
        }
        all.push(change);
        if table.rows[place].is_blank() {
            let row = table.rows.remove(place);
            all.push(Change::remove_row(number, place, row));
        }
    }
    all
}

/// Where the fixed row `id` belongs among the stored rows: in the order of the form.
fn place_of_fixed(evaluated: Evaluated<'_>, number: TableNumber, table: &Table, id: &str) -> usize {
    let lists = evaluated.form.table(number).into_iter().flat_map(|table| table.list_indices());
    let rows: Vec<&str> =
        lists.flat_map(|list| evaluated.form.list(list).fixed_rows()).map(|row| row.id.as_str()).collect();
    let order = |id: &str| rows.iter().position(|other| *other == id);
    let is_later = |row: &Row| matches!(&row.subject, Subject::Fixed(other) if order(other) > order(id));
    table.rows.iter().position(is_later).unwrap_or(table.rows.len())
}

/// The step that puts the `suggested` amount into a cell that was found wrong.
///
/// Unlike an edit it leaves what is stated elsewhere: those figures are the evidence by which the cell was found wrong,
/// and agree with it once it is mended.
pub fn repair(evaluated: Evaluated<'_>, cell: CellIndex, suggested: Amount) -> Step {
    let mut step = set_amounts(evaluated, format!("采用 {}", evaluated.cell_label(cell)), &[(cell, Some(suggested))]);
    let own = evaluated.key(cell);
    step.changes.retain(|change| match change {
        Change::Stated(put) => put.place == own,
        _ => true,
    });
    step
}

/// The changes that drop what is stated in cells that depend on `changed`, except in `kept`.
pub(super) fn dropped_stated(evaluated: Evaluated<'_>, changed: &[CellIndex], kept: &[CellKey]) -> Vec<Change> {
    let Evaluated { form, disclosure, evaluation, .. } = evaluated;
    dependent_stated_cells(form, disclosure, evaluation, changed)
        .into_iter()
        .filter(|key| !kept.contains(key))
        .map(|cell| Change::Stated(Put { from: disclosure.stated(&cell), to: None, place: cell }))
        .collect()
}
