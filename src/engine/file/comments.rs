//! The comments of the file.

use serde::{Deserialize, Serialize};

use super::document::Key;
use super::name::Name;
use super::texts::Part;
use crate::disclosure::{self, CellKey, ColumnNumber, CommentId, CommentPlace, TableNumber, TextKey};

/// A comment and where it stands.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Comment {
    pub(super) id: u32,
    pub(super) at: Anchor,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    about: String,
    author: String,
    written: String,
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    replies: Vec<Reply>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resolved: Option<Signature>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) enum Anchor {
    Cell {
        table: Name,
        row: Key,
        column: Name,
    },
    Row {
        table: Name,
        row: Key,
    },
    Table(Name),
    Part(Part),
    Sentence {
        id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        row: Option<Key>,
    },
    Paragraph {
        part: Part,
        said: String,
    },
    Performance(String),
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    author: String,
    written: String,
    text: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Signature {
    pub(super) author: String,
    written: String,
}

impl From<&disclosure::Comment> for Comment {
    fn from(comment: &disclosure::Comment) -> Self {
        Self {
            id: comment.id.0,
            at: Anchor::from(&comment.place),
            about: comment.about.clone(),
            author: comment.author.clone(),
            written: comment.written.clone(),
            text: comment.text.clone(),
            replies: comment.replies.iter().map(Reply::from).collect(),
            resolved: comment.resolved.as_ref().map(Signature::from),
        }
    }
}

impl From<Comment> for disclosure::Comment {
    fn from(comment: Comment) -> Self {
        Self {
            id: CommentId(comment.id),
            place: comment.at.into(),
            about: comment.about,
            author: comment.author,
            written: comment.written,
            text: comment.text,
            replies: comment.replies.into_iter().map(Into::into).collect(),
            resolved: comment.resolved.map(Into::into),
        }
    }
}

impl From<&CommentPlace> for Anchor {
    fn from(place: &CommentPlace) -> Self {
        match place {
            CommentPlace::Cell(CellKey { table, row, column }) => {
                Self::Cell { table: Name::Number(table.0), row: row.into(), column: Name::Number(column.0) }
            }
            CommentPlace::Row(table, row) => Self::Row { table: Name::Number(table.0), row: row.into() },
            CommentPlace::Table(table) => Self::Table(Name::Number(table.0)),
            CommentPlace::Part(part) => Self::Part((*part).into()),
            CommentPlace::Sentence(key) => Self::Sentence { id: key.id.clone(), row: key.row.as_ref().map(Key::from) },
            CommentPlace::Paragraph(part, said) => Self::Paragraph { part: (*part).into(), said: said.clone() },
            CommentPlace::Performance(name) => Self::Performance(name.clone()),
        }
    }
}

impl From<Anchor> for CommentPlace {
    fn from(anchor: Anchor) -> Self {
        match anchor {
            Anchor::Cell { table, row, column } => {
                Self::Cell(CellKey::new(TableNumber(table.number()), row.into(), ColumnNumber(column.number())))
            }
            Anchor::Row { table, row } => Self::Row(TableNumber(table.number()), row.into()),
            Anchor::Table(table) => Self::Table(TableNumber(table.number())),
            Anchor::Part(part) => Self::Part(part.into()),
            Anchor::Sentence { id, row } => Self::Sentence(TextKey { id, row: row.map(Into::into) }),
            Anchor::Paragraph { part, said } => Self::Paragraph(part.into(), said),
            Anchor::Performance(name) => Self::Performance(name),
        }
    }
}

impl From<&disclosure::Reply> for Reply {
    fn from(reply: &disclosure::Reply) -> Self {
        let disclosure::Reply { author, written, text } = reply.clone();
        Self { author, written, text }
    }
}

impl From<Reply> for disclosure::Reply {
    fn from(reply: Reply) -> Self {
        let Reply { author, written, text } = reply;
        Self { author, written, text }
    }
}

impl From<&disclosure::Signature> for Signature {
    fn from(signature: &disclosure::Signature) -> Self {
        Self { author: signature.author.clone(), written: signature.written.clone() }
    }
}

impl From<Signature> for disclosure::Signature {
    fn from(signature: Signature) -> Self {
        Self { author: signature.author, written: signature.written }
    }
}
