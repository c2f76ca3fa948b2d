//! What one of two forms says became of the places of the other, and finding the counterpart of a place by it.

use super::super::{AmountColumn, CellPattern, FieldColumn, Form, Id, ListIndex, Moved, PlaceId, RowPattern};
use super::Fate;
use super::chain::{self, Said};

/// Renamed, split and merged places, from the one form to the other.
pub(super) struct Moves {
    said: Said,
}

impl Moves {
    /// What `to` says of `from`, or backwards what `from` says of `to`, and what the forms between them say.
    pub(super) fn between(from: &Form, to: &Form) -> Self {
        Self { said: chain::said(from, to) }
    }

    /// What is said of `place`.
    fn of(&self, place: &PlaceId) -> Option<&Moved> {
        self.said.moved.iter().find(|moved| match moved {
            Moved::Renamed { was, .. } | Moved::Split { was, .. } => was == place,
            Moved::Merged { of, .. } => of.contains(place),
        })
    }

    pub(super) fn table(&self, from: &Form, to: &Form, table: usize) -> Fate<usize> {
        let place = |form: &Form, table: usize| PlaceId::table(&form.tables[table].id.text);
        let find = |id: &PlaceId| to.tables.iter().position(|other| other.id.text == id.table);
        match self.of(&place(from, table)) {
            None if self.said.gone.contains(&place(from, table)) => Fate::Gone,
            Some(Moved::Renamed { now, .. }) => find(now).map_or(Fate::Gone, Fate::Same),
            Some(Moved::Merged { now, .. }) => find(now).map_or(Fate::Gone, Fate::Merged),
            Some(Moved::Split { into, .. }) => Fate::Split(listed(into.iter().map(|place| match find(place) {
                Some(table) => format!("表{} {}", to.tables[table].number, to.tables[table].outline),
                None => place.to_string(),
            }))),
            None => {
                let own = &from.tables[table];
                let is_it = |other: &usize| {
                    let other = &to.tables[*other];
                    is_called_alike(&own.id, &other.id) || is_nameless(&own.id, &other.id) && own.title == other.title
                };
                let free = |other: &usize| !self.said.taken.contains(&place(to, *other));
                (0..to.tables.len()).filter(free).find(is_it).map_or(Fate::Gone, Fate::Same)
            }
        }
    }

    /// What became of the row `id` of a table that is `tables` here and there.
    pub(super) fn row(
        &self,
        from: &Form,
        to: &Form,
        tables: (usize, usize),
        list: ListIndex,
        id: &str,
    ) -> Fate<(usize, String)> {
        let (own, other) = (&from.tables[tables.0], &to.tables[tables.1]);
        let find = |id: &str| {
            let mut lists = other.list_indices();
            let list = lists.find(|&list| to.list(list).fixed_rows().iter().any(|row| row.id == id))?;
            Some((list.0, id.to_owned()))
        };
        let here = |place: &PlaceId| place.row.as_deref().filter(|_| place.table == other.id.text).and_then(find);
        let place = PlaceId { row: Some(id.to_owned()), ..PlaceId::table(&own.id.text) };
        match self.of(&place) {
            None if self.said.gone.contains(&place) => Fate::Gone,
            Some(Moved::Renamed { now, .. }) => here(now).map_or(Fate::Gone, Fate::Same),
            Some(Moved::Merged { now, of }) => {
                if self.overlap_of_rows(from, list, of) {
                    return Fate::Overlapping;
                }
                here(now).map_or(Fate::Gone, Fate::Merged)
            }
            Some(Moved::Split { into, .. }) => Fate::Split(listed(into.iter().map(|place| match here(place) {
                Some((list, id)) => super::label_of(to, list, &id),
                None => place.to_string(),
            }))),
            None => {
                let there = PlaceId { row: Some(id.to_owned()), ..PlaceId::table(&other.id.text) };
                let free = !self.said.taken.contains(&there);
                find(id).filter(|_| free).map_or(Fate::Gone, Fate::Same)
            }
        }
    }

    /// What became of a column of the list `lists.0` of a table, whose rows are in `lists.1` there.
    pub(super) fn column(
        &self,
        from: &Form,
        to: &Form,
        tables: (usize, usize),
        lists: (ListIndex, ListIndex),
        column: usize,
    ) -> Fate<usize> {
        let (own, other) = (&from.tables[tables.0].id, &to.tables[tables.1].id);
        let (here, there) = (&from.list(lists.0).amounts, &to.list(lists.1).amounts);
        let column = &here[column];
        // What was an amount and is a count now does not mean the same, whatever it is called.
        let is_alike = |other: &usize| there[*other].measure() == column.measure();
        let in_there = |place: &PlaceId| {
            let id = place.column.as_deref().filter(|_| place.table == other.text)?;
            there.iter().position(|column| column.id.text == id).filter(is_alike)
        };
        let place = PlaceId { column: Some(column.id.text.clone()), ..PlaceId::table(&own.text) };
        match self.of(&place) {
            None if self.said.gone.contains(&place) => Fate::Gone,
            Some(Moved::Renamed { now, .. }) => in_there(now).map_or(Fate::Gone, Fate::Same),
            Some(Moved::Merged { now, of }) => {
                if overlap_of_columns(from, lists.0, of) {
                    return Fate::Overlapping;
                }
                // What no total adds up is not added up here either.
                in_there(now).filter(|now| there[*now].is_summed).map_or(Fate::Gone, Fate::Merged)
            }
            Some(Moved::Split { into, .. }) => Fate::Split(listed(into.iter().map(|place| match in_there(place) {
                Some(column) => format!("（{}）{}", there[column].number, there[column].title),
                None => place.to_string(),
            }))),
            None => {
                let free = |other_column: &usize| {
                    let id = Some(there[*other_column].id.text.clone());
                    !self.said.taken.contains(&PlaceId { column: id, ..PlaceId::table(&other.text) })
                };
                let found = by_name(column, there).filter(is_alike);
                found.filter(free).map_or(Fate::Gone, Fate::Same)
            }
        }
    }

    /// Which column of texts or dates of the list `lists.1` is that of the list `lists.0` of a table that is `tables` here and
    /// there. What was split or merged says nothing of texts.
    pub(super) fn field(
        &self,
        from: &Form,
        to: &Form,
        tables: (usize, usize),
        lists: (ListIndex, ListIndex),
        field: usize,
    ) -> Option<usize> {
        let (own, other) = (&from.tables[tables.0].id, &to.tables[tables.1].id);
        let (field, there) = (&from.list(lists.0).fields[field], &to.list(lists.1).fields);
        let of = |table: &Id, id: &Id| PlaceId { column: Some(id.text.clone()), ..PlaceId::table(&table.text) };
        let place = of(own, &field.id);
        let found = match self.of(&place) {
            Some(Moved::Renamed { now, .. }) if now.table == other.text => {
                there.iter().position(|column| Some(&column.id.text) == now.column.as_ref())
            }
            Some(_) => None,
            None if self.said.gone.contains(&place) => None,
            None => {
                let free = |at: &usize| !self.said.taken.contains(&of(other, &there[*at].id));
                let by_id = there.iter().position(|column| is_called_alike(&field.id, &column.id));
                let by_title = || {
                    let is_it =
                        |column: &FieldColumn| is_nameless(&field.id, &column.id) && column.title == field.title;
                    there.iter().position(is_it)
                };
                by_id.or_else(by_title).filter(free)
            }
        };
        // A date is no text, and a text no date.
        found.filter(|at| there[*at].date.is_some() == field.date.is_some())
    }

    /// Whether one of the rows `of` adds up another of them.
    fn overlap_of_rows(&self, from: &Form, list: ListIndex, of: &[PlaceId]) -> bool {
        let rows = from.list(list).fixed_rows();
        let is_one = |id: &str| of.iter().any(|place| place.row.as_deref() == Some(id));
        rows.iter().filter(|row| is_one(&row.id)).any(|row| {
            let terms = row.expression.iter().flat_map(|expression| &expression.terms);
            terms.into_iter().any(|term| match term.cell {
                CellPattern { list: own, row: RowPattern::Fixed(part), .. } => own == list && is_one(&rows[part].id),
                _ => false,
            })
        })
    }
}

/// Whether one of the columns `of` adds up another of them.
fn overlap_of_columns(from: &Form, list: ListIndex, of: &[PlaceId]) -> bool {
    let columns = &from.list(list).amounts;
    let is_one = |column: &AmountColumn| of.iter().any(|place| place.column.as_ref() == Some(&column.id.text));
    columns.iter().filter(|column| is_one(column)).any(|column| {
        let terms = column.expression.iter().flat_map(|expression| &expression.terms);
        terms.into_iter().any(|term| {
            let part = term.cell.column.filter(|_| term.cell.list == list && term.cell.row == RowPattern::Same);
            part.is_some_and(|part| is_one(&columns[part]))
        })
    })
}

/// The column that is called as `column` is; of two that are called alike nobody knows which it is.
fn by_name(column: &AmountColumn, there: &[AmountColumn]) -> Option<usize> {
    let by_id = there.iter().position(|other| is_called_alike(&column.id, &other.id));
    by_id.or_else(|| {
        let is_it = |other: &usize| is_nameless(&column.id, &there[*other].id) && there[*other].title == column.title;
        let mut like = (0..there.len()).filter(is_it);
        like.next().filter(|_| like.next().is_none())
    })
}

fn is_called_alike(one: &Id, other: &Id) -> bool {
    one.is_given && other.is_given && one.text == other.text
}

/// Whether only what is printed tells whether they are the same.
fn is_nameless(one: &Id, other: &Id) -> bool {
    !one.is_given || !other.is_given
}

fn listed(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join("、")
}

impl PlaceId {
    fn table(id: &str) -> Self {
        Self { table: id.to_owned(), column: None, row: None }
    }
}
