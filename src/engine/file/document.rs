//! The format of the file, apart from the model: the model may change, what is on people's disks does not.
//!
//! Tables and columns are named by the ids of the form, in files of format 1 by their numbers. Here both occur; what they
//! mean is settled in [`super::placing`].

use std::collections::BTreeMap;
use std::sync::Arc;

use ron::error::SpannedError;
use serde::{Deserialize, Serialize};

use super::comments::Comment;
use super::kept::Piece;
use super::name::{Amounts, Name};
use super::narrative::{Order, Prior, Rewritten, Slot};
use super::said::Said;
use super::sign_offs::SignOff;
use super::texts::{Acceptance, Performance, Text};
use super::unique;
use crate::disclosure::{self, CarriedForm, Code, ColumnNumber, Disclosure, ProjectId, RowKey, Subject, TableNumber};
use crate::form::FormFiles;

/// The format that is written, and the newest that is read.
pub(super) const FORMAT: u32 = 2;

/// The first version of the program that reads it.
const PROGRAM: &str = "0.2.0";

/// Name of the outermost struct; a person sees at the first glance what the file is.
const NAME: &str = "Budget";

/// What every version of the format has; whatever else stands in the file is passed over.
#[derive(Deserialize)]
#[serde(rename = "Budget")]
pub(super) struct Header {
    /// The version of the format.
    pub(super) format: u32,
    /// The first version of the program that reads this format: files of format 2 and later say it, so that a program
    /// that is too old can name the one that is needed. Version 1 is read by every program and does not have it.
    #[serde(default)]
    pub(super) program: Option<String>,
}

/// A whole file.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Budget", deny_unknown_fields)]
pub(super) struct Document {
    pub(super) format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    program: Option<String>,
    pub(super) form: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<String>,
    kind: Kind,
    body: String,
    year: u16,
    pub(super) tables: Vec<Table>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) comments: Vec<Comment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) prior: Vec<Prior>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) slots: Vec<Slot>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) last_reasons: Vec<Rewritten>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) rewritten: Vec<Rewritten>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) orders: Vec<Order>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) texts: Vec<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    performance: Vec<Performance>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) acceptances: Vec<Acceptance>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) sign_offs: Vec<SignOff>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) said: Vec<Said>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) carries: Option<Carried>,
    /// What the form has no place for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) kept: Vec<Piece>,
}

/// The files of a form that is not built into the program.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Carried {
    name: String,
    files: Vec<(String, String)>,
}

impl From<&Carried> for FormFiles {
    fn from(carried: &Carried) -> Self {
        Self::new(carried.name.clone(), carried.files.clone())
    }
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) enum Kind {
    Unit,
    Department,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Format 1 has its number.
    #[serde(alias = "number")]
    pub(super) id: Name,
    pub(super) rows: Vec<Row>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "unique::map")]
    pub(super) names: BTreeMap<Code, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) stated: Vec<Stated>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) without_decimals: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) enum Row {
    Fixed {
        id: String,
        amounts: Amounts,
    },
    Code {
        code: Code,
        name: String,
        amounts: Amounts,
    },
    Project {
        id: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<Code>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        code_name: String,
        name: String,
        amounts: Amounts,
    },
}

/// The stated amounts of one row.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stated {
    pub(super) row: Key,
    pub(super) amounts: Amounts,
}

/// Names a row, as [`RowKey`] does.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Key {
    Total,
    Fixed(String),
    Unit(String),
    Code(Code),
    UnitCode(String, Code),
    Project(u32),
}

/// How `text` begins, which may be of a newer format than this program knows.
pub(super) fn header_of(text: &str) -> Result<Header, SpannedError> {
    crate::ron_text::parse(text)
}

/// Reads `text` strictly: whatever this version of the format does not have is an error.
pub(super) fn parse(text: &str) -> Result<Document, SpannedError> {
    crate::ron_text::parse(text)
}

impl Document {
    /// The file as text, the same for the same contents on every machine.
    pub(super) fn text(&self) -> String {
        let layout = ron::ser::PrettyConfig::new()
            .new_line("\n")
            // Budget, tables, table, rows: what is deeper, a row's contents, stays in its line.
            .depth_limit(4);
        let text = crate::ron_text::options().to_string_pretty(self, layout);
        #[expect(clippy::expect_used, reason = "plain data written to memory")]
        let text = text.expect("a document is plain data");
        format!("{NAME}{text}\n")
    }
}

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
    document
}

impl From<&Disclosure> for Document {
    fn from(disclosure: &Disclosure) -> Self {
        Self {
            format: FORMAT,
            program: Some(PROGRAM.to_owned()),
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
        disclosure.kept = document.kept.iter().map(Piece::kept).collect();
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

impl Table {
    /// A table that holds nothing.
    pub(super) fn empty(id: Name) -> Self {
        let (names, note) = (BTreeMap::new(), None);
        Self { id, rows: Vec::new(), names, stated: Vec::new(), note, without_decimals: false }
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
        match &row.subject {
            Subject::Fixed(id) => Self::Fixed { id: id.clone(), amounts },
            Subject::Code { code, name } => Self::Code { code: *code, name: name.clone(), amounts },
            Subject::Project(project) => Self::Project {
                id: project.id.0,
                unit: project.unit.clone(),
                code: project.code,
                code_name: project.code_name.clone(),
                name: project.name.clone(),
                amounts,
            },
        }
    }
}

impl From<Row> for disclosure::Row {
    fn from(row: Row) -> Self {
        let (subject, amounts) = match row {
            Row::Fixed { id, amounts } => (Subject::Fixed(id), amounts),
            Row::Code { code, name, amounts } => (Subject::Code { code, name }, amounts),
            Row::Project { id, unit, code, code_name, name, amounts } => {
                let id = ProjectId(id);
                (Subject::Project(disclosure::Project { id, unit, code, code_name, name }), amounts)
            }
        };
        let amounts = amounts.0.into_iter().map(|(column, amount)| (ColumnNumber(column.number()), amount));
        Self { subject, amounts: amounts.collect() }
    }
}

impl Stated {
    /// The row of which it speaks.
    pub(super) fn key(&self) -> RowKey {
        self.row.clone().into()
    }
}

impl Row {
    /// What names it.
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Fixed { id, .. } => Key::Fixed(id.clone()),
            Self::Code { code, .. } => Key::Code(*code),
            Self::Project { id, .. } => Key::Project(*id),
        }
    }

    pub(super) fn amounts(&self) -> &Amounts {
        match self {
            Self::Fixed { amounts, .. } | Self::Code { amounts, .. } | Self::Project { amounts, .. } => amounts,
        }
    }

    pub(super) fn amounts_mut(&mut self) -> &mut Amounts {
        match self {
            Self::Fixed { amounts, .. } | Self::Code { amounts, .. } | Self::Project { amounts, .. } => amounts,
        }
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
