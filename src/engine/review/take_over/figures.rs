//! Rows and figures.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Taken, Work};
use crate::disclosure::{Amount, CellKey, RowKey, Subject, TableNumber, TextPlace};
use crate::edit::{
    Change, EditError, NewRow, Put, add_rows, put_rows_in_order, recode_row, remove_rows, set_amounts, set_text,
};
use crate::evaluate::{CellIndex, CellState, Evaluated, RowOrigin};
use crate::form::{ListIndex, TableForm};
use crate::review::compare::{ComparedRow, RowChange, RowDifference};

impl<'a> Work<'a> {
    /// The chosen changes of rows.
    pub(super) fn rows(&mut self) -> Result<(), EditError> {
        let comparison = self.comparison;
        let chosen: Vec<&'a RowDifference> = comparison
            .rows
            .iter()
            .enumerate()
            .filter(|(place, _)| self.chosen.contains(&Taken::Row(*place)))
            .map(|(_, row)| row)
            .collect();
        for row in &chosen {
            if let (RowChange::Renamed(_), Some(old), Some(new)) = (row.change, &row.old, &row.new) {
                self.rename(row.table, old, new)?;
            }
        }
        let gone = chosen.iter().filter(|row| row.change == RowChange::Added);
        self.remove(gone.filter_map(|row| Some((row.table, row.new.as_ref()?.key.clone()))).collect())?;
        let missing = chosen.iter().filter(|row| row.change == RowChange::Removed);
        self.add(missing.filter_map(|row| Some((row.table, row.old.as_ref()?.key.clone()))).collect())
    }

    /// Puts the chosen rows that stand elsewhere where they stand in the other disclosure.
    pub(super) fn order(&mut self) -> Result<(), EditError> {
        let mut moved: BTreeMap<TableNumber, BTreeSet<RowKey>> = BTreeMap::new();
        for (place, row) in self.comparison.rows.iter().enumerate() {
            if row.change == RowChange::Moved && self.chosen.contains(&Taken::Row(place)) {
                moved.entry(row.table).or_default().extend(row.new.as_ref().map(|row| row.key.clone()));
            }
        }
        for (table, moved) in moved {
            let Some(form) = self.current.form.table(table) else { continue };
            let theirs: Vec<RowKey> =
                printed(self.other, form).into_iter().filter_map(|(_, key)| self.key(table, &key)).collect();
            for list in form.list_indices() {
                let own = self.look(|evaluated| printed(evaluated, form));
                let own: Vec<RowKey> = own.into_iter().filter(|(own, _)| *own == list).map(|(_, key)| key).collect();
                let order = put_behind(own, &theirs, &moved);
                let step = self.look(|evaluated| put_rows_in_order(evaluated, list, &order));
                self.make(step);
            }
        }
        Ok(())
    }

    /// Takes out rows that only the open disclosure has.
    fn remove(&mut self, rows: Vec<(TableNumber, RowKey)>) -> Result<(), EditError> {
        let places = self.look(places_of);
        let mut by_list: BTreeMap<ListIndex, Vec<usize>> = BTreeMap::new();
        for row in rows {
            let &(list, place) = places.get(&row).ok_or(EditError::ComparisonOutdated)?;
            by_list.entry(list).or_default().push(place);
        }
        for (list, places) in by_list {
            let step = self.look(|evaluated| remove_rows(evaluated, list, &places))?;
            self.make(step);
        }
        Ok(())
    }

    /// Puts in rows that only the other disclosure has, with their amounts.
    fn add(&mut self, rows: Vec<(TableNumber, RowKey)>) -> Result<(), EditError> {
        let mut by_list: BTreeMap<ListIndex, Vec<(TableNumber, RowKey, NewRow)>> = BTreeMap::new();
        let places = places_of(self.other);
        for (table, key) in rows {
            let &(list, place) = places.get(&(table, key.clone())).ok_or(EditError::ComparisonOutdated)?;
            let subject = self.other.stored(list, place).map(|row| row.subject.clone());
            let new = new_row(subject.ok_or(EditError::ComparisonOutdated)?).ok_or(EditError::FixedRows)?;
            by_list.entry(list).or_default().push((table, key, new));
        }
        for (list, rows) in by_list {
            let new: Vec<NewRow> = rows.iter().map(|(_, _, new)| new.clone()).collect();
            let (step, keys) = self.look(|evaluated| add_rows(evaluated, list, new))?;
            self.make(step);
            let (mut amounts, mut fields) = (Vec::new(), Vec::new());
            for ((table, old, _), key) in rows.into_iter().zip(keys) {
                let stored = self.other.disclosure.table(table).and_then(|table| table.find(&old));
                let columns = stored.map(|(_, row)| row.amounts.clone()).unwrap_or_default();
                let cell = |column| CellKey::new(table, key.clone(), column);
                amounts.extend(columns.into_iter().map(|(column, amount)| (cell(column), Some(amount))));
                let texts = stored.map(|(_, row)| row.fields.clone()).unwrap_or_default();
                fields.extend(
                    texts
                        .into_iter()
                        .map(|(column, text)| Change::Field(Put { place: cell(column), from: None, to: Some(text) })),
                );
                self.keys.entry(table).or_default().insert(old, key);
            }
            self.enter(&amounts);
            fields.into_iter().for_each(|change| self.change(change));
        }
        Ok(())
    }

    /// Calls a project or unit as the other disclosure does.
    fn rename(&mut self, table: TableNumber, old: &ComparedRow, new: &ComparedRow) -> Result<(), EditError> {
        match (&old.key, &new.key) {
            (RowKey::Unit(was), RowKey::Unit(is)) => {
                let rows = self.disclosure.table(table).map_or(&[][..], |table| &table.rows);
                let projects = rows.iter().filter_map(|row| row.subject.project());
                let own = projects.filter(|project| project.unit.as_ref() == Some(is));
                let ids: Vec<_> = own.map(|project| project.id).collect();
                for id in ids {
                    let step = set_text(&self.disclosure, "", &TextPlace::UnitName(table, id), was)?;
                    self.make(step);
                }
                Ok(())
            }
            (RowKey::Project(old_id), RowKey::Project(new_id)) => {
                let stored = self.other.disclosure.table(table).and_then(|table| table.find(&old.key));
                let was = stored.and_then(|(_, row)| row.subject.project()).ok_or(EditError::ComparisonOutdated)?;
                let name = self.other.disclosure.text(&TextPlace::ProjectName(table, *old_id)).unwrap_or_default();
                let step = set_text(&self.disclosure, "", &TextPlace::ProjectName(table, *new_id), name)?;
                self.make(step);
                if let Some(code) = was.code {
                    let places = self.look(places_of);
                    let &(list, row) = places.get(&(table, new.key.clone())).ok_or(EditError::ComparisonOutdated)?;
                    let step = self.look(|evaluated| recode_row(evaluated, list, row, code, &was.code_name))?;
                    self.make(step);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn cells(&mut self) {
        let (mut amounts, mut stated) = (Vec::new(), Vec::new());
        for taken in &self.chosen {
            let &Taken::Cell(place, cell) = taken else { continue };
            let Some(row) = self.comparison.rows.get(place) else { continue };
            let (Some(old), Some(new), Some(cell)) = (&row.old, &row.new, row.cells.get(cell)) else { continue };
            let (from, to) = (
                CellKey::new(row.table, old.key.clone(), cell.column),
                CellKey::new(row.table, new.key.clone(), cell.column),
            );
            // The other one may know the yuan behind the figure.
            let (entered, other) = (self.other.disclosure.entered(&from), self.other.disclosure.stated(&from));
            amounts.push((to.clone(), entered.or(other).or(cell.old)));
            stated.push((to, other, cell.old.unwrap_or_default()));
        }
        self.enter(&amounts);
        // After the amounts, which drop what is stated above them; from the lists that others are added up from.
        stated.into_iter().for_each(|(cell, other, printed)| self.state(cell, other, printed));
    }

    /// Makes a computed cell print what the other disclosure has `printed`: by what that one states there, by nothing
    /// where the sum says it anyway, else by stating it.
    fn state(&mut self, cell: CellKey, other: Option<Amount>, printed: Amount) {
        let unit = self.current.form.unit_of_cell(&cell);
        let computed = self.look(|evaluated| {
            let found = evaluated.find(&cell)?;
            let values = evaluated.evaluation.values(found.list);
            let is_computed = values.state(found.row, found.column).is_computed();
            is_computed.then(|| unit.shown(values.computed(found.row, found.column)))
        });
        let Some(computed) = computed else { return };
        let from = self.disclosure.stated(&cell);
        let to = other.or(Some(printed).filter(|printed| *printed != computed));
        if from != to {
            self.change(Change::Stated(Put { place: cell, from, to }));
        }
    }

    fn enter(&mut self, amounts: &[(CellKey, Option<Amount>)]) {
        let step = self.look(|evaluated| {
            let places = places_of(evaluated);
            let cells = amounts.iter().filter_map(|(key, amount)| {
                let &(list, row) = places.get(&(key.table, key.row.clone()))?;
                let column = evaluated.form.list(list).column_place(key.column)?;
                let cell = CellIndex { list, row, column };
                // A computed cell that the other one leaves to the program is left to it here too.
                let amount = amount.filter(|_| evaluated.evaluation.state(cell) != CellState::Computed);
                Some((cell, amount))
            });
            set_amounts(evaluated, "", &cells.collect::<Vec<_>>())
        });
        self.make(step);
    }

    /// The chosen figures of last year.
    pub(super) fn prior(&mut self) {
        let mut changes = Vec::new();
        for taken in &self.chosen {
            let &Taken::Prior(place, cell) = taken else { continue };
            let Some(row) = self.comparison.prior.get(place) else { continue };
            let (Some(compared), Some(cell)) = (&row.new, row.cells.get(cell)) else { continue };
            let key = CellKey::new(row.table, compared.key.clone(), cell.column);
            let from = self.disclosure.prior.get(&key).copied();
            if from != cell.old {
                changes.push(Change::Prior(Put { place: key, from, to: cell.old }));
            }
        }
        changes.into_iter().for_each(|change| self.change(change));
    }
}

/// The stored rows of a table as they are printed, each with its list.
fn printed(evaluated: Evaluated<'_>, table: &TableForm) -> Vec<(ListIndex, RowKey)> {
    let rows = table.list_indices().flat_map(|list| {
        let rows = evaluated.evaluation.layout(list).rows.iter().enumerate();
        let stored = rows.filter(|(_, row)| matches!(row.origin, RowOrigin::Code | RowOrigin::Project));
        stored.map(move |(row, _)| (list, evaluated.row_key(list, row)))
    });
    rows.collect()
}

/// `own` with those that `moved` each behind the row that it follows in `theirs`.
fn put_behind(own: Vec<RowKey>, theirs: &[RowKey], moved: &BTreeSet<RowKey>) -> Vec<RowKey> {
    let (mut away, mut order): (Vec<RowKey>, Vec<RowKey>) = own.into_iter().partition(|key| moved.contains(key));
    let mut last: Option<&RowKey> = None;
    for key in theirs {
        if let Some(place) = away.iter().position(|own| own == key) {
            let behind = last.and_then(|last| order.iter().position(|own| own == last));
            order.insert(behind.map_or(0, |place| place + 1), away.remove(place));
        }
        last = Some(key).filter(|key| order.contains(key)).or(last);
    }
    order.extend(away);
    order
}

/// Where each row stands, by table and key.
pub(super) fn places_of(evaluated: Evaluated<'_>) -> HashMap<(TableNumber, RowKey), (ListIndex, usize)> {
    let lists = (0..evaluated.form.lists.len()).map(ListIndex);
    let rows = lists.flat_map(|list| {
        let table = evaluated.form.table_of(list).number;
        let count = evaluated.evaluation.layout(list).rows.len();
        (0..count).map(move |row| ((table, evaluated.row_key(list, row)), (list, row)))
    });
    rows.collect()
}

fn new_row(subject: Subject) -> Option<NewRow> {
    match subject {
        Subject::Fixed(_) => None,
        Subject::Code { code, name } => Some(NewRow { code: Some(code), code_name: name, ..NewRow::default() }),
        Subject::Project(project) => {
            Some(NewRow { code: project.code, code_name: project.code_name, project: project.name, unit: project.unit })
        }
    }
}
