//! What the names of a file mean in the form: ids become the numbers by which the model keeps tables and columns, and again
//! ids when it is written. What a file names and the form no longer has is kept apart ([`super::kept`]).

use super::FileError;
use super::comments::Anchor;
use super::document::{Document, Key, Row, Stated, Table};
use super::kept::{Piece, key_words};
use super::name::{Amounts, Columns, Name, Texts};
use super::narrative::{Prior, Rewritten};
use super::said::{Component, Said};
use super::sign_offs::{Scope, SignOff};
use crate::disclosure::{ColumnNumber, FormKeys, ListKeys, RowKey, TableKeys, TableNumber};
use crate::form::by_ids;

/// Names tables and columns otherwise.
#[derive(Clone, Copy)]
struct Translator<'k> {
    keys: &'k FormKeys,
    to: To,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum To {
    Ids,
    Numbers,
}

/// Writes ids for the numbers of `document`. What `keys` have no id for stays as it is.
pub(super) fn to_ids(document: &mut Document, keys: &FormKeys) {
    document.revision = Some(keys.revision);
    document.region.clone_from(&keys.region);
    let translator = Translator { keys, to: To::Ids };
    for table in &mut document.tables {
        if let (Some(named), None) = translator.table(table.clone()) {
            *table = named;
        }
    }
    for prior in &mut document.prior {
        if let (Some(named), None) = translator.prior(prior.clone()) {
            *prior = named;
        }
    }
    for comment in &mut document.comments {
        if let Some(named) = translator.anchor(&comment.at) {
            comment.at = named;
        }
    }
    for said in &mut document.said {
        if let Some(named) = translator.component(&said.of) {
            said.of = named;
        }
    }
    for sign_off in &mut document.sign_offs {
        if let Some(named) = translator.sign_off(sign_off) {
            *sign_off = named;
        }
    }
}

/// Writes numbers for the ids of `document`, a file of format 2 or later; what the form has no place for goes to what is
/// kept. What was kept and has a place again comes back. Returns what cannot, because something else stands there.
pub(super) fn to_numbers(document: &mut Document, keys: &FormKeys) -> Vec<Piece> {
    let crowded_out = take_back(document);
    let mut kept = Vec::new();
    let translator = Translator { keys, to: To::Numbers };
    let mut tables = Vec::new();
    for table in std::mem::take(&mut document.tables) {
        let (placed, rest) = translator.table(table);
        tables.extend(placed);
        kept.extend(rest.map(Piece::Table));
    }
    document.tables = tables;
    let mut prior = Vec::new();
    for row in std::mem::take(&mut document.prior) {
        let (placed, rest) = translator.prior(row);
        prior.extend(placed);
        kept.extend(rest.map(Piece::Prior));
    }
    document.prior = prior;
    let mut keep = |piece: Piece| kept.push(piece);
    document.comments.retain_mut(|comment| match translator.anchor(&comment.at) {
        Some(placed) => {
            comment.at = placed;
            true
        }
        None => {
            keep(Piece::Comment(comment.clone()));
            false
        }
    });
    document.said.retain_mut(|said| match translator.component(&said.of) {
        Some(placed) => {
            said.of = placed;
            true
        }
        None => {
            keep(Piece::Said(said.clone()));
            false
        }
    });
    document.sign_offs.retain_mut(|sign_off| match translator.sign_off(sign_off) {
        Some(placed) => {
            *sign_off = placed;
            true
        }
        None => {
            keep(Piece::SignOff(sign_off.clone()));
            false
        }
    });
    document.kept = kept;
    crowded_out
}

/// A piece of a table, named by numbers, as it is kept.
pub(super) fn kept_piece(table: Table, keys: &FormKeys) -> Piece {
    let (named, _) = Translator { keys, to: To::Ids }.table(table.clone());
    Piece::Table(named.unwrap_or(table))
}

/// What a file of format 1 says by numbers that its form does not have for last year's rows is kept; texts that name cells
/// name them by ids.
///
/// # Errors
/// When it names something by an id.
pub(super) fn bring_forward(document: &mut Document, keys: &FormKeys) -> Result<(), FileError> {
    let in_tables = document.tables.iter().map(|table| &table.id);
    let in_rows = document.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.amounts().0);
    let named = in_tables.chain(in_rows.map(|(column, _)| column)).find(|name| matches!(name, Name::Id(_)));
    if let Some(named) = named {
        let message = "format 1 的文件里，表和列写编号；要写 id，format 应为 2".to_owned();
        return Err(FileError::Unfit { place: format!("“{named}”"), message });
    }
    for rewritten in &mut document.rewritten {
        cells_by_ids(rewritten, keys);
    }
    for acceptance in &mut document.acceptances {
        acceptance.subject = by_ids(&acceptance.subject, keys, None);
    }
    Ok(())
}

fn cells_by_ids(rewritten: &mut Rewritten, keys: &FormKeys) {
    let list = keys.list_of_paragraph(&rewritten.id);
    for piece in &mut rewritten.bound {
        piece.is = by_ids(&piece.is, keys, list);
    }
}

/// Puts what was kept back among the rest; it is placed with it, if it can be. Returns what cannot, because something else
/// stands there.
fn take_back(document: &mut Document) -> Vec<Piece> {
    let mut still = Vec::new();
    for piece in std::mem::take(&mut document.kept) {
        match piece {
            Piece::Table(table) => match document.tables.iter_mut().find(|own| own.id == table.id) {
                Some(own) => still.extend(add_table(own, table).map(Piece::Table)),
                None => document.tables.push(table),
            },
            Piece::Prior(prior) => {
                let own = document.prior.iter_mut().find(|own| own.table == prior.table && own.row == prior.row);
                match own {
                    Some(own) => {
                        let rest = add_amounts(&mut own.amounts, prior.amounts);
                        let (table, row) = (prior.table, prior.row);
                        still.extend(rest.map(|amounts| Piece::Prior(Prior { table, row, amounts })));
                    }
                    None => document.prior.push(prior),
                }
            }
            Piece::Comment(mut comment) => {
                if document.comments.iter().any(|own| own.id == comment.id) {
                    comment.id = document.comments.iter().map(|own| own.id.saturating_add(1)).max().unwrap_or(1);
                }
                document.comments.push(comment);
            }
            Piece::Said(said) => {
                if !document.said.iter().any(|own: &Said| own.of == said.of) {
                    document.said.push(said);
                }
            }
            Piece::SignOff(sign_off) => document.sign_offs.push(sign_off),
        }
    }
    still
}

/// Adds what `table` holds to `own`. Returns what stands there already.
fn add_table(own: &mut Table, table: Table) -> Option<Table> {
    let mut rest = Table::empty(table.id);
    for mut row in table.rows {
        match own.rows.iter_mut().find(|other| other.key() == row.key()) {
            Some(other) => {
                let (amounts, texts) = (std::mem::take(row.amounts_mut()), std::mem::take(row.texts_mut()));
                *row.amounts_mut() = add_amounts(other.amounts_mut(), amounts).unwrap_or_default();
                *row.texts_mut() = add_amounts(other.texts_mut(), texts).unwrap_or_default();
                if !row.amounts().is_empty() || !row.texts().is_empty() {
                    rest.rows.push(row);
                }
            }
            None => own.rows.push(row),
        }
    }
    for stated in table.stated {
        match own.stated.iter_mut().find(|other| other.row == stated.row) {
            Some(other) => {
                let amounts = add_amounts(&mut other.amounts, stated.amounts);
                rest.stated.extend(amounts.map(|amounts| Stated { row: stated.row, amounts }));
            }
            None => own.stated.push(stated),
        }
    }
    for (code, name) in table.names {
        own.names.entry(code).or_insert(name);
    }
    own.note = own.note.take().or(table.note);
    (!rest.rows.is_empty() || !rest.stated.is_empty()).then_some(rest)
}

fn add_amounts<T>(own: &mut Columns<T>, cells: Columns<T>) -> Option<Columns<T>> {
    let (there, new): (Vec<_>, Vec<_>) = cells.0.into_iter().partition(|(column, _)| own.has(column));
    own.0.extend(new);
    (!there.is_empty()).then_some(Columns(there))
}

impl Translator<'_> {
    /// Whether `name` says already what it should.
    fn is_done(self, name: &Name) -> bool {
        match (name, self.to) {
            (Name::Number(_), To::Numbers) | (Name::Id(_), To::Ids) => true,
            (Name::Number(_), To::Ids) | (Name::Id(_), To::Numbers) => false,
        }
    }

    fn keys_of(&self, name: &Name) -> Option<&TableKeys> {
        match name {
            Name::Number(number) => self.keys.table(TableNumber(*number)),
            Name::Id(id) => self.keys.table_named(id),
        }
    }

    fn table_name(self, table: &TableKeys) -> Name {
        match self.to {
            To::Ids => Name::Id(table.id.clone()),
            To::Numbers => Name::Number(table.number.0),
        }
    }

    fn column(self, list: &ListKeys, column: &Name) -> Option<Name> {
        match (column, self.to) {
            (Name::Number(number), To::Ids) => Some(Name::Id(list.id(ColumnNumber(*number))?.to_owned())),
            (Name::Id(id), To::Numbers) => Some(Name::Number(list.number(id)?.0)),
            _ => None,
        }
    }

    /// The amounts or texts of columns that are there, and the others.
    fn split<T>(self, list: &ListKeys, cells: Columns<T>) -> (Columns<T>, Columns<T>) {
        let (mut placed, mut rest) = (Vec::new(), Vec::new());
        for (column, cell) in cells.0 {
            match self.column(list, &column) {
                Some(named) => placed.push((named, cell)),
                None => rest.push((column, cell)),
            }
        }
        // In the order of the columns, whatever it was in the file.
        placed.sort_by_key(|(column, _)| {
            list.columns.iter().position(|(number, id)| match column {
                Name::Number(own) => number.0 == *own,
                Name::Id(own) => id == own,
            })
        });
        (Columns(placed), Columns(rest))
    }

    /// All of `cells`, if all are of columns that are there.
    fn all<T: Clone>(self, list: &ListKeys, cells: &Columns<T>) -> Option<Columns<T>> {
        let (placed, rest) = self.split(list, cells.clone());
        rest.is_empty().then_some(placed)
    }

    /// What of `table` is there, and the rest.
    fn table(self, table: Table) -> (Option<Table>, Option<Table>) {
        if self.is_done(&table.id) {
            return (Some(table), None);
        }
        let Some(keys) = self.keys_of(&table.id) else { return (None, Some(table)) };
        let Table { id, rows, names, stated, note, without_decimals } = table;
        let mut placed = Table { names, note, without_decimals, ..Table::empty(self.table_name(keys)) };
        let mut rest = Table::empty(id);
        let mut gone = Vec::new();
        for row in rows {
            let (own, other) = self.row(keys, row);
            // Rows that are gone as a whole come after the others when the file is read again, too.
            if own.is_some() {
                rest.rows.extend(other)
            } else {
                gone.extend(other)
            }
            placed.rows.extend(own);
        }
        rest.rows.extend(gone);
        for Stated { row, amounts } in stated {
            let (own, other) = match keys.list_of(&row.clone().into()) {
                Some(list) => self.split(list, amounts),
                None => (Amounts::default(), amounts),
            };
            placed.stated.extend((!own.is_empty()).then(|| Stated { row: row.clone(), amounts: own }));
            rest.stated.extend((!other.is_empty()).then_some(Stated { row, amounts: other }));
        }
        rest.stated.sort_by_cached_key(|stated| key_words(&stated.row));
        let is_rest = !rest.rows.is_empty() || !rest.stated.is_empty();
        (Some(placed), is_rest.then_some(rest))
    }

    fn row(self, table: &TableKeys, mut row: Row) -> (Option<Row>, Option<Row>) {
        let Some(list) = table.list_of(&row.key().into()) else { return (None, Some(row)) };
        let (own, other) = self.split(list, std::mem::take(row.amounts_mut()));
        let (own_texts, other_texts) = self.split(list, std::mem::take(row.texts_mut()));
        let with = |amounts: Amounts, texts: Texts| {
            let mut row = row.clone();
            *row.amounts_mut() = amounts;
            *row.texts_mut() = texts;
            row
        };
        let is_rest = !other.is_empty() || !other_texts.is_empty();
        let rest = is_rest.then(|| with(other, other_texts));
        // A prescribed row is stored only while something is entered in it.
        let is_filled = !own.is_empty() || !own_texts.is_empty();
        let is_left = is_filled || rest.is_none() || !matches!(row, Row::Fixed { .. });
        (is_left.then(|| with(own, own_texts)), rest)
    }

    fn prior(self, prior: Prior) -> (Option<Prior>, Option<Prior>) {
        if self.is_done(&prior.table) {
            return (Some(prior), None);
        }
        let list =
            self.keys_of(&prior.table).and_then(|table| Some((table, table.list_of(&prior.row.clone().into())?)));
        let Some((table, list)) = list else { return (None, Some(prior)) };
        let name = self.table_name(table);
        let Prior { table, row, amounts } = prior;
        let (own, other) = self.split(list, amounts);
        let placed = (!own.is_empty()).then(|| Prior { table: name, row: row.clone(), amounts: own });
        (placed, (!other.is_empty()).then_some(Prior { table, row, amounts: other }))
    }

    fn table_named(&self, name: &Name) -> Option<Name> {
        if self.is_done(name) { Some(name.clone()) } else { Some(self.table_name(self.keys_of(name)?)) }
    }

    fn anchor(&self, anchor: &Anchor) -> Option<Anchor> {
        let list = |table: &Name, row: &Key| self.keys_of(table)?.list_of(&RowKey::from(row.clone()));
        Some(match anchor {
            Anchor::Cell { table, .. } if self.is_done(table) => anchor.clone(),
            Anchor::Cell { table, row, column } => {
                let column = self.column(list(table, row)?, column)?;
                Anchor::Cell { table: self.table_named(table)?, row: row.clone(), column }
            }
            Anchor::Row { table, row } => {
                if !self.is_done(table) {
                    list(table, row)?;
                }
                Anchor::Row { table: self.table_named(table)?, row: row.clone() }
            }
            Anchor::Table(table) => Anchor::Table(self.table_named(table)?),
            other => other.clone(),
        })
    }

    fn component(&self, component: &Component) -> Option<Component> {
        Some(match component {
            Component::Table(table) => Component::Table(self.table_named(table)?),
            other => other.clone(),
        })
    }

    /// A sign-off speaks of all that was printed: it has its place only where all of that has.
    fn sign_off(&self, sign_off: &SignOff) -> Option<SignOff> {
        let mut placed = sign_off.clone();
        if let Scope::Table(table) = &mut placed.of {
            *table = self.table_named(table)?;
        }
        for table in placed.signed.tables.iter_mut().filter(|table| !self.is_done(&table.id)) {
            let keys = self.keys_of(&table.id)?;
            for row in &mut table.rows {
                let list = keys.list_of(&row.key.clone().into())?;
                row.entered = self.all(list, &row.entered)?;
                row.computed = self.all(list, &row.computed)?;
                row.texts = self.all(list, &row.texts)?;
            }
            table.id = self.table_name(keys);
        }
        for prior in &mut placed.signed.prior {
            let (Some(own), None) = self.prior(prior.clone()) else { return None };
            *prior = own;
        }
        Some(placed)
    }
}
