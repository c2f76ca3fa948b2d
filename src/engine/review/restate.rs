//! A disclosure as another form would have it: what means the same stands at its place there, what was merged is added up,
//! and what has no place is told and left out.

use std::collections::{BTreeSet, HashMap};

use crate::disclosure::{Amount, CellKey, Disclosure, Row, RowKey, Subject, Table, TableNumber};
use crate::evaluate::{CellIndex, CellState, Evaluated};
use crate::form::{Correspondence, Form, List, ListIndex};

/// A disclosure in the places of another form.
#[derive(Debug, Clone)]
pub struct Restated {
    pub disclosure: Disclosure,
    /// What has no place of its own, in words.
    pub told: Vec<String>,
}

/// `evaluated` by `form`; `None` where nothing of the two corresponds.
pub fn restated(evaluated: Evaluated<'_>, form: &Form) -> Option<Restated> {
    let from = evaluated.disclosure;
    let corresponding = Correspondence::between(evaluated.form, form);
    if corresponding.is_same() {
        return Some(Restated { disclosure: from.clone(), told: Vec::new() });
    }
    if !corresponding.has_any() {
        return None;
    }
    let mut disclosure = form.disclosure(from.kind, from.body.as_str(), from.year);
    let mut putting = Putting::default();
    putting.lines.extend(other_region(evaluated.form, form));
    for (&number, table) in &from.tables {
        let Some(other) = corresponding.table(number) else { continue };
        let into = disclosure.table_mut(other);
        for row in table.rows.iter().filter(|row| !matches!(row.subject, Subject::Fixed(_))) {
            let Some(key) = corresponding.row_key(number, &row.subject.key()) else { continue };
            putting.places.entry((other, key)).or_insert_with(|| {
                into.rows.push(Row::new(row.subject.clone()));
                into.rows.len() - 1
            });
        }
        for (code, name) in &table.names {
            into.names.entry(*code).or_insert_with(|| name.clone());
        }
    }
    for list in (0..evaluated.form.lists.len()).map(ListIndex) {
        for row in 0..evaluated.evaluation.layout(list).rows.len() {
            for column in 0..evaluated.form.list(list).amounts.len() {
                putting.put(&corresponding, evaluated, CellIndex { list, row, column }, &mut disclosure);
            }
        }
    }
    for (&number, table) in &from.tables {
        for (row, (column, text)) in table.rows.iter().flat_map(|row| row.fields.iter().map(move |field| (row, field)))
        {
            let was = CellKey::new(number, row.subject.key(), *column);
            putting.put_text(&corresponding, &was, text, &mut disclosure);
        }
    }
    Some(Restated { disclosure, told: putting.lines })
}

/// That `from` is for another region than `to`, in words: what is called alike may not be the same there. A region of which
/// the other is a part is no other one.
fn other_region(from: &Form, to: &Form) -> Option<String> {
    let (own, other) = (from.region.as_ref()?, to.region.as_ref()?);
    // The digits after those of the province, the city and the county are zeros.
    let named = |code: &str| code.trim_end_matches('0').len().div_ceil(2) * 2;
    let shared = named(&own.code).min(named(&other.code));
    let is_same = own.code.get(..shared) == other.code.get(..shared);
    (!is_same).then(|| {
        let (from, to) = (from.short_name(), to.short_name());
        format!("表式是{from}的，换成了{to}的：地区不同，各表各列说的未必是一回事")
    })
}

/// Where the rows are by now, and what was told, once each.
#[derive(Default)]
struct Putting {
    places: HashMap<(TableNumber, RowKey), usize>,
    lines: Vec<String>,
    seen: BTreeSet<String>,
}

impl Putting {
    /// Puts what stands in `cell` where it means the same.
    fn put(
        &mut self,
        corresponding: &Correspondence<'_>,
        evaluated: Evaluated<'_>,
        cell: CellIndex,
        disclosure: &mut Disclosure,
    ) {
        let values = evaluated.evaluation.values(cell.list);
        let (amount, state) = (values.value(cell.row, cell.column), values.state(cell.row, cell.column));
        if state == CellState::Blank || amount.is_zero() && state != CellState::Stated {
            return;
        }
        let was = evaluated.key(cell);
        let line = corresponding.told_of(&was, || evaluated.cell_label(cell));
        self.lines.extend(line.filter(|line| self.seen.insert(line.clone())));
        let Some(key) = corresponding.cell(&was) else { return };
        let table = disclosure.table_mut(key.table);
        let stored = self.places.get(&(key.table, key.row.clone())).map(|&place| &table.rows[place]);
        match is_entered(corresponding.to, &key, stored) {
            // A sum that is entered there is one here; what is computed there is computed anew, unless it says otherwise.
            true => self.add(table, key, amount),
            false if state != CellState::Computed => {
                *table.stated.entry((key.row, key.column)).or_default() += amount;
            }
            false => {}
        }
    }

    /// Puts a text where it means the same.
    fn put_text(&mut self, corresponding: &Correspondence<'_>, was: &CellKey, text: &str, disclosure: &mut Disclosure) {
        let Some(cell) = corresponding.field(was) else {
            let title = corresponding.from.field_of(was).map_or("", |field| field.title.as_str());
            let line = format!("表{}（{}）{title}：没有对应的，文字没有带过去", was.table, was.column);
            self.lines.extend(Some(line).filter(|line| self.seen.insert(line.clone())));
            return;
        };
        let table = disclosure.table_mut(cell.table);
        if let Some(place) = self.place(table, &cell) {
            table.rows[place].fields.entry(cell.column).or_insert_with(|| text.to_owned());
        }
    }

    fn add(&mut self, table: &mut Table, cell: CellKey, amount: Amount) {
        let Some(place) = self.place(table, &cell) else { return };
        *table.rows[place].amounts.entry(cell.column).or_default() += amount;
    }

    /// Where the row of `cell` is stored, which it is from now on where the form prescribes it.
    fn place(&mut self, table: &mut Table, cell: &CellKey) -> Option<usize> {
        let known = self.places.get(&(cell.table, cell.row.clone())).copied();
        match (known, &cell.row) {
            (Some(place), _) => Some(place),
            (None, RowKey::Fixed(id)) => {
                table.rows.push(Row::new(Subject::Fixed(id.clone())));
                self.places.insert((cell.table, cell.row.clone()), table.rows.len() - 1);
                Some(table.rows.len() - 1)
            }
            (None, _) => None,
        }
    }
}

/// Whether the cell holds an entry in `form`; `stored` is its row, where that is stored.
fn is_entered(form: &Form, cell: &CellKey, stored: Option<&Row>) -> bool {
    let lists = form.table(cell.table).into_iter().flat_map(|table| table.list_indices());
    let is_of = |list: &&List| match &cell.row {
        RowKey::Fixed(id) => list.fixed_rows().iter().any(|row| row.id == *id),
        _ => list.footing().is_some(),
    };
    let Some(list) = lists.map(|list| form.list(list)).find(|list| is_of(list)) else { return false };
    let Some(column) = list.column_place(cell.column) else { return false };
    if let RowKey::Fixed(id) = &cell.row {
        let row = list.fixed_rows().iter().position(|row| row.id == *id);
        return row.is_some_and(|row| !list.is_computed_at(row, column));
    }
    stored.is_some_and(|row| !list.is_computed(column, row.subject.code().is_some()))
}
