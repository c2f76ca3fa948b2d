//! The format of the file, apart from the model: the model may change, what is on people's disks does not.
//!
//! Tables and columns are named by the ids of the form, in files of format 1 by their numbers. Here both occur; what they
//! mean is settled in [`super::placing`].

use std::collections::BTreeMap;

use ron::error::SpannedError;
use serde::{Deserialize, Serialize};

use super::comments::Comment;
use super::kept::Piece;
use super::name::{Amounts, Name, Texts};
use super::narrative::{Order, Prior, Rewritten, Slot};
use super::said::Said;
use super::sign_offs::SignOff;
use super::texts::{Acceptance, Performance, Text};
use super::unique;
use crate::disclosure::{Code, RowKey};

/// The newest format that is read. It is written where a form has columns that hold no money, and where one that
/// the file carries has codes or charts; everything else is written in
/// the one before, which programs read that do not know such columns.
pub(super) const FORMAT: u32 = 3;
pub(super) const PLAIN_FORMAT: u32 = 2;

/// The first versions of the program that read them.
pub(super) const PROGRAM: &str = "0.3.0";
pub(super) const PLAIN_PROGRAM: &str = "0.2.0";

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
    pub(super) program: Option<String>,
    pub(super) form: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) revision: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<String>,
    pub(super) kind: Kind,
    pub(super) body: String,
    pub(super) year: u16,
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
    pub(super) performance: Vec<Performance>,
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
    pub(super) name: String,
    pub(super) files: Vec<(String, String)>,
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
        #[serde(default, skip_serializing_if = "Texts::is_empty")]
        texts: Texts,
    },
    Code {
        code: Code,
        name: String,
        amounts: Amounts,
        #[serde(default, skip_serializing_if = "Texts::is_empty")]
        texts: Texts,
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
        #[serde(default, skip_serializing_if = "Texts::is_empty")]
        texts: Texts,
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
    /// Whether something stands in it that the format before knows nothing of.
    pub(super) fn has_texts_in_rows(&self) -> bool {
        let has_texts = |table: &Table| table.rows.iter().any(|row| !row.texts().is_empty());
        let is_kept = |piece: &Piece| match piece {
            Piece::Table(table) => has_texts(table),
            Piece::SignOff(sign_off) => sign_off.has_texts_in_rows(),
            Piece::Prior(_) | Piece::Comment(_) | Piece::Said(_) => false,
        };
        self.tables.iter().any(has_texts)
            || self.kept.iter().any(is_kept)
            || self.sign_offs.iter().any(SignOff::has_texts_in_rows)
    }

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

impl Table {
    /// A table that holds nothing.
    pub(super) fn empty(id: Name) -> Self {
        let (names, note) = (BTreeMap::new(), None);
        Self { id, rows: Vec::new(), names, stated: Vec::new(), note, without_decimals: false }
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

    pub(super) fn texts(&self) -> &Texts {
        match self {
            Self::Fixed { texts, .. } | Self::Code { texts, .. } | Self::Project { texts, .. } => texts,
        }
    }

    pub(super) fn texts_mut(&mut self) -> &mut Texts {
        match self {
            Self::Fixed { texts, .. } | Self::Code { texts, .. } | Self::Project { texts, .. } => texts,
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
