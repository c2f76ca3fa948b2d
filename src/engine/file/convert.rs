//! From the model to the shape of its file, and back.

use std::sync::Arc;

use super::comments::Comment;
use super::document::{Carried, Document, FORMAT, Key, Kind, PLAIN_FORMAT, PLAIN_PROGRAM, PROGRAM, Row, Stated, Table};
use super::kept::Piece;
use super::name::{Amounts, Name};
use super::narrative::{Order, Prior, Rewritten, Slot};
use super::said::Said;
use super::sign_offs::SignOff;
use super::texts::{Acceptance, Performance, Text};
use super::words::Words;
use crate::disclosure::{self, CarriedForm, ColumnNumber, Disclosure, ProjectId, RowKey, Subject, TableNumber};
use crate::form::{CODES_FILE, FormFiles};

/// The id that the form itself gives; on this machine another one of that id may be known.
pub(super) fn form_of(disclosure: &Disclosure) -> &str {
    match &disclosure.carried {
        Some(_) => disclosure.form.split('@').next().unwrap_or_default(),
        None => &disclosure.form,
    }
}

/// `disclosure` as its file says it.
pub(super) fn written(disclosure: &Disclosure) -> Document {
    let mut document = Document::from(disclosure);
    if let Some(keys) = &disclosure.keys.0 {
        super::placing::to_ids(&mut document, keys);
    }
    let has_codes =
        || disclosure.carried.iter().flat_map(|form| &form.texts).any(|(file, _)| file.ends_with(CODES_FILE));
    let has_columns = disclosure.keys.0.as_ref().is_some_and(|keys| keys.has_other_columns);
    let has_charts = || disclosure.carried.is_some() && disclosure.keys.0.as_ref().is_some_and(|keys| keys.has_charts);
    if has_columns || has_codes() || has_charts() || document.has_texts_in_rows() {
        (document.format, document.program) = (FORMAT, Some(PROGRAM.to_owned()));
    }
    document
}

impl From<&Disclosure> for Document {
    fn from(disclosure: &Disclosure) -> Self {
        Self {
            format: PLAIN_FORMAT,
            program: Some(PLAIN_PROGRAM.to_owned()),
            revision: None,
            region: None,
            form: form_of(disclosure).to_owned(),
            kind: disclosure.kind.into(),
            body: disclosure.body.clone(),
            year: disclosure.year,
            tables: disclosure.tables.iter().map(|(number, table)| Table::new(*number, table)).collect(),
            comments: disclosure.comments.iter().map(Comment::from).collect(),
            prior: Prior::all(&disclosure.prior),
            slots: disclosure.slots.iter().map(Slot::from).collect(),
            last_reasons: disclosure.last_reasons.iter().map(Rewritten::from).collect(),
            rewritten: disclosure.rewritten.iter().map(Rewritten::from).collect(),
            orders: disclosure.orders.iter().map(Order::from).collect(),
            texts: disclosure.texts.iter().map(|(part, paragraphs)| Text::new(*part, paragraphs)).collect(),
            performance: disclosure.performance.iter().map(Performance::from).collect(),
            acceptances: disclosure.acceptances.iter().map(Acceptance::from).collect(),
            sign_offs: disclosure.sign_offs.iter().map(SignOff::from).collect(),
            said: disclosure.said.iter().map(Said::from).collect(),
            carries: disclosure
                .carried
                .as_ref()
                .map(|carried| Carried { name: carried.name.clone(), files: carried.texts.clone() }),
            kept: disclosure.kept.iter().filter_map(Piece::of).collect(),
        }
    }
}

impl From<Document> for Disclosure {
    /// Of what is there twice, one is kept: see [`super::fit::refuse_repetitions`].
    fn from(document: Document) -> Self {
        let mut disclosure = Self::new(document.form, document.kind.into(), document.body, document.year);
        disclosure.tables =
            document.tables.into_iter().map(|table| (TableNumber(table.id.number()), table.into())).collect();
        disclosure.comments = document.comments.into_iter().map(Into::into).collect();
        disclosure.prior = document.prior.into_iter().flat_map(Prior::cells).collect();
        disclosure.slots = document.slots.into_iter().map(Into::into).collect();
        disclosure.last_reasons = document.last_reasons.into_iter().map(Into::into).collect();
        disclosure.rewritten = document.rewritten.into_iter().map(Into::into).collect();
        disclosure.orders = document.orders.into_iter().map(Into::into).collect();
        disclosure.texts = document.texts.into_iter().map(Into::into).collect();
        disclosure.performance = document.performance.into_iter().map(Into::into).collect();
        disclosure.acceptances = document.acceptances.into_iter().map(Into::into).collect();
        disclosure.sign_offs = document.sign_offs.into_iter().map(Into::into).collect();
        disclosure.said = document.said.into_iter().map(Into::into).collect();
        disclosure.carried =
            document.carries.map(|carried| Arc::new(CarriedForm { name: carried.name, texts: carried.files }));
        disclosure.kept = document.kept.iter().map(|piece| piece.kept(Words::default())).collect();
        disclosure
    }
}

impl From<disclosure::Kind> for Kind {
    fn from(kind: disclosure::Kind) -> Self {
        match kind {
            disclosure::Kind::Unit => Self::Unit,
            disclosure::Kind::Department => Self::Department,
        }
    }
}

impl From<Kind> for disclosure::Kind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Unit => Self::Unit,
            Kind::Department => Self::Department,
        }
    }
}

impl Table {
    pub(super) fn new(number: TableNumber, table: &disclosure::Table) -> Self {
        let mut stated: Vec<Stated> = Vec::new();
        let mut last = None;
        for ((row, column), amount) in &table.stated {
            if last != Some(row) {
                stated.push(Stated { row: row.into(), amounts: Amounts::default() });
                last = Some(row);
            }
            if let Some(stated) = stated.last_mut() {
                stated.amounts.0.push((Name::Number(column.0), *amount));
            }
        }
        let rows = table.rows.iter().map(Row::from).collect();
        let id = Name::Number(number.0);
        let (names, note) = (table.names.clone(), table.note.clone());
        Self { id, rows, names, stated, note, without_decimals: table.without_decimals }
    }
}

impl From<Table> for disclosure::Table {
    fn from(mut table: Table) -> Self {
        let (stated, rows) = (std::mem::take(&mut table.stated), std::mem::take(&mut table.rows));
        let stated = stated.into_iter().flat_map(|stated| {
            let row = stated.key();
            let amounts = stated.amounts.0.into_iter();
            amounts.map(move |(column, amount)| ((row.clone(), ColumnNumber(column.number())), amount))
        });
        let rows = rows.into_iter().map(Into::into).collect();
        let Table { names, note, without_decimals, .. } = table;
        Self { stated: stated.collect(), rows, names, note, without_decimals }
    }
}

impl From<&disclosure::Row> for Row {
    fn from(row: &disclosure::Row) -> Self {
        let amounts = row.amounts.iter().map(|(column, amount)| (column.0, *amount)).collect();
        let texts = row.fields.iter().map(|(column, text)| (column.0, text.clone())).collect();
        match &row.subject {
            Subject::Fixed(id) => Self::Fixed { id: id.clone(), amounts, texts },
            Subject::Code { code, name } => Self::Code { code: *code, name: name.clone(), amounts, texts },
            Subject::Project(project) => Self::Project {
                id: project.id.0,
                unit: project.unit.clone(),
                code: project.code,
                code_name: project.code_name.clone(),
                name: project.name.clone(),
                amounts,
                texts,
            },
        }
    }
}

impl From<Row> for disclosure::Row {
    fn from(row: Row) -> Self {
        let (subject, amounts, texts) = match row {
            Row::Fixed { id, amounts, texts } => (Subject::Fixed(id), amounts, texts),
            Row::Code { code, name, amounts, texts } => (Subject::Code { code, name }, amounts, texts),
            Row::Project { id, unit, code, code_name, name, amounts, texts } => {
                let id = ProjectId(id);
                (Subject::Project(disclosure::Project { id, unit, code, code_name, name }), amounts, texts)
            }
        };
        let amounts = amounts.0.into_iter().map(|(column, amount)| (ColumnNumber(column.number()), amount));
        let fields = texts.0.into_iter().map(|(column, text)| (ColumnNumber(column.number()), text));
        Self { subject, amounts: amounts.collect(), fields: fields.collect() }
    }
}

impl From<Key> for RowKey {
    fn from(key: Key) -> Self {
        match key {
            Key::Total => Self::Total,
            Key::Fixed(id) => Self::Fixed(id),
            Key::Unit(unit) => Self::Unit(unit),
            Key::Code(code) => Self::Code(code),
            Key::UnitCode(unit, code) => Self::UnitCode(unit, code),
            Key::Project(id) => Self::Project(ProjectId(id)),
        }
    }
}

impl From<&RowKey> for Key {
    fn from(key: &RowKey) -> Self {
        match key {
            RowKey::Total => Self::Total,
            RowKey::Fixed(id) => Self::Fixed(id.clone()),
            RowKey::Unit(unit) => Self::Unit(unit.clone()),
            RowKey::Code(code) => Self::Code(*code),
            RowKey::UnitCode(unit, code) => Self::UnitCode(unit.clone(), *code),
            RowKey::Project(id) => Self::Project(id.0),
        }
    }
}

impl From<&Carried> for FormFiles {
    fn from(carried: &Carried) -> Self {
        Self::new(carried.name.clone(), carried.files.clone())
    }
}
