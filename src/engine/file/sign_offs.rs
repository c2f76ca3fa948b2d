//! The sign-offs of the file, each with what was signed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::comments::Signature;
use super::document::{Key, Kind};
use super::name::{Amounts, Name, Texts};
use super::narrative::Prior;
use super::texts::{Part, Performance};
use crate::disclosure::{self, Amount, Code, ColumnNumber, TableNumber, TextKey};

/// A sign-off and what was printed when it was given.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignOff {
    pub(super) of: Scope,
    signature: Signature,
    pub(super) signed: Snapshot,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Scope {
    Table(Name),
    Whole,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Snapshot {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heading: Option<Heading>,
    pub(super) tables: Vec<Table>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<PartTexts>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    performance: Vec<Performance>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) prior: Vec<Prior>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    kind: Kind,
    body: String,
    year: u16,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Format 1 has its number.
    #[serde(alias = "number")]
    pub(super) id: Name,
    name: String,
    pub(super) rows: Vec<Row>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) key: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    code: Option<Code>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    code_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    total: bool,
    #[serde(default, skip_serializing_if = "Amounts::is_empty")]
    pub(super) entered: Amounts,
    #[serde(default, skip_serializing_if = "Amounts::is_empty")]
    pub(super) computed: Amounts,
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub(super) texts: Texts,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PartTexts {
    part: Part,
    paragraphs: Vec<Paragraph>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Paragraph {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    row: Option<Key>,
    text: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    written: String,
}

impl SignOff {
    /// Whether texts stood in the rows of what was signed.
    pub(super) fn has_texts_in_rows(&self) -> bool {
        self.signed.tables.iter().flat_map(|table| &table.rows).any(|row| !row.texts.is_empty())
    }

    /// Who gave it.
    pub(super) fn author(&self) -> &str {
        &self.signature.author
    }
}

impl From<&disclosure::SignOff> for SignOff {
    fn from(sign_off: &disclosure::SignOff) -> Self {
        let of = match sign_off.scope {
            disclosure::SignOffScope::Table(table) => Scope::Table(Name::Number(table.0)),
            disclosure::SignOffScope::Whole => Scope::Whole,
        };
        Self { of, signature: Signature::from(&sign_off.signature), signed: Snapshot::from(&sign_off.snapshot) }
    }
}

impl From<SignOff> for disclosure::SignOff {
    fn from(sign_off: SignOff) -> Self {
        let scope = match sign_off.of {
            Scope::Table(table) => disclosure::SignOffScope::Table(TableNumber(table.number())),
            Scope::Whole => disclosure::SignOffScope::Whole,
        };
        Self { scope, signature: sign_off.signature.into(), snapshot: sign_off.signed.into() }
    }
}

impl From<&disclosure::Snapshot> for Snapshot {
    fn from(snapshot: &disclosure::Snapshot) -> Self {
        let heading = snapshot.heading.as_ref();
        let heading = heading.map(|h| Heading { kind: h.kind.into(), body: h.body.clone(), year: h.year });
        Self {
            heading,
            tables: snapshot.tables.iter().map(Table::from).collect(),
            parts: snapshot.parts.iter().map(PartTexts::from).collect(),
            performance: snapshot.performance.iter().map(Performance::from).collect(),
            prior: Prior::all(&snapshot.prior),
        }
    }
}

impl From<Snapshot> for disclosure::Snapshot {
    fn from(snapshot: Snapshot) -> Self {
        let heading = snapshot.heading;
        let heading = heading.map(|h| disclosure::SnapshotHeading { kind: h.kind.into(), body: h.body, year: h.year });
        Self {
            heading,
            tables: snapshot.tables.into_iter().map(Into::into).collect(),
            parts: snapshot.parts.into_iter().map(Into::into).collect(),
            performance: snapshot.performance.into_iter().map(Into::into).collect(),
            prior: snapshot.prior.into_iter().flat_map(Prior::cells).collect(),
        }
    }
}

impl From<&disclosure::SnapshotTable> for Table {
    fn from(table: &disclosure::SnapshotTable) -> Self {
        let rows = table.rows.iter().map(Row::from).collect();
        Self { id: Name::Number(table.number.0), name: table.name.clone(), rows, note: table.note.clone() }
    }
}

impl From<Table> for disclosure::SnapshotTable {
    fn from(table: Table) -> Self {
        let rows = table.rows.into_iter().map(Into::into).collect();
        Self { number: TableNumber(table.id.number()), name: table.name, rows, note: table.note }
    }
}

impl From<&disclosure::SnapshotRow> for Row {
    fn from(row: &disclosure::SnapshotRow) -> Self {
        let amounts = |amounts: &BTreeMap<ColumnNumber, Amount>| amounts.iter().map(|(c, a)| (c.0, *a)).collect();
        Self {
            key: (&row.key).into(),
            code: row.code,
            unit: row.unit.clone(),
            code_name: row.code_name.clone(),
            name: row.name.clone(),
            total: row.is_total,
            entered: amounts(&row.own),
            computed: amounts(&row.following),
            texts: row.fields.iter().map(|(column, text)| (column.0, text.clone())).collect(),
        }
    }
}

impl From<Row> for disclosure::SnapshotRow {
    fn from(row: Row) -> Self {
        let amounts = |amounts: Amounts| amounts.0.into_iter().map(|(c, a)| (ColumnNumber(c.number()), a)).collect();
        Self {
            key: row.key.into(),
            code: row.code,
            unit: row.unit,
            code_name: row.code_name,
            name: row.name,
            is_total: row.total,
            own: amounts(row.entered),
            following: amounts(row.computed),
            fields: row.texts.0.into_iter().map(|(column, text)| (ColumnNumber(column.number()), text)).collect(),
        }
    }
}

impl From<&disclosure::SnapshotPart> for PartTexts {
    fn from(part: &disclosure::SnapshotPart) -> Self {
        let paragraphs = part.paragraphs.iter().map(|paragraph| Paragraph {
            id: paragraph.key.as_ref().map(|key| key.id.clone()),
            row: paragraph.key.as_ref().and_then(|key| key.row.as_ref()).map(Key::from),
            text: paragraph.text.clone(),
            written: paragraph.written.clone(),
        });
        Self { part: part.part.into(), paragraphs: paragraphs.collect() }
    }
}

impl From<PartTexts> for disclosure::SnapshotPart {
    fn from(part: PartTexts) -> Self {
        let paragraphs = part.paragraphs.into_iter().map(|Paragraph { id, row, text, written }| {
            let key = id.map(|id| TextKey { id, row: row.map(Into::into) });
            disclosure::SnapshotParagraph { key, text, written }
        });
        Self { part: part.part.into(), paragraphs: paragraphs.collect() }
    }
}
