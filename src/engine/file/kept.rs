//! What a file holds and the form has no place for: kept as it is, told in words, written again.

use serde::{Deserialize, Serialize};

use super::FileError;
use super::comments::Comment;
use super::document::{Key, Row, Table};
use super::narrative::Prior;
use super::said::{Component, Said};
use super::sign_offs::SignOff;
use super::words::Words;
use crate::disclosure::{Amount, Kept};

/// A piece of a file that has no place.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Piece {
    /// Rows and stated amounts of a table.
    Table(Table),
    Prior(Prior),
    Comment(Comment),
    Said(Said),
    SignOff(SignOff),
}

impl Piece {
    /// What the model keeps of it, told in `words`.
    pub(super) fn kept(&self, words: Words<'_>) -> Kept {
        let (place, figures) = self.told(words);
        let texts = match self {
            Self::Table(table) => {
                let words = words.of_table(&table.id);
                table.rows.iter().flat_map(|row| words.named(words.row(row), row.texts())).collect()
            }
            _ => Vec::new(),
        };
        Kept { place, figures, texts, source: self.source() }
    }

    /// It, as the file has it.
    pub(super) fn source(&self) -> String {
        let source = crate::ron_text::options().to_string(self);
        #[expect(clippy::expect_used, reason = "plain data written to memory")]
        let source = source.expect("a piece is plain data");
        source
    }

    /// As the model keeps it.
    pub(super) fn of(kept: &Kept) -> Option<Self> {
        crate::ron_text::parse(&kept.source).ok()
    }

    /// Where it stood, in words, and its figures.
    fn told(&self, words: Words<'_>) -> (String, Vec<(String, Amount)>) {
        match self {
            Self::Table(table) => {
                let words = words.of_table(&table.id);
                let rows = table.rows.iter().flat_map(|row| words.named(words.row(row), row.amounts()));
                let stated = table.stated.iter().flat_map(|stated| {
                    let row = words.key(&stated.row, &table.rows);
                    words.named(format!("{row} 公布数"), &stated.amounts)
                });
                (words.contents(), rows.chain(stated).collect())
            }
            Self::Prior(prior) => {
                let words = words.of_table(&prior.table);
                let figures = words.named(words.key(&prior.row, &[]), &prior.amounts).collect();
                (format!("{}的上年数", words.table()), figures)
            }
            Self::Comment(comment) => (format!("批注“{}”", comment.text), Vec::new()),
            Self::Said(said) => match &said.of {
                Component::Table(table) => (format!("{}填写到哪里的说明", words.of_table(table).table()), Vec::new()),
                _ => ("填写到哪里的说明".to_owned(), Vec::new()),
            },
            Self::SignOff(sign_off) => (format!("签审（{}）", sign_off.author()), Vec::new()),
        }
    }
}

/// Where a piece stood: of what kind it is, its table and its row.
pub(super) type Stood = (u8, String, String);

impl Piece {
    pub(super) fn stood(&self) -> Stood {
        match self {
            Self::Table(table) => (0, table.id.to_string(), String::new()),
            Self::Prior(prior) => (1, prior.table.to_string(), key_words(&prior.row)),
            Self::Comment(_) => (2, String::new(), String::new()),
            Self::Said(_) => (3, String::new(), String::new()),
            Self::SignOff(_) => (4, String::new(), String::new()),
        }
    }
}

/// Puts pieces into an order that stays the same when they are written and read again: that of the file, where it has
/// pieces that stood there (`in_file`), then by where they stood. Of several at one place the first is the one that comes
/// back when there is room, so that their order stays as it is.
pub(super) fn put_in_order(pieces: &mut [Piece], in_file: &[Stood]) {
    pieces.sort_by_cached_key(|piece| {
        let stood = piece.stood();
        (in_file.iter().position(|other| *other == stood).unwrap_or(in_file.len()), stood)
    });
}

/// Refuses a row that stands twice in what has no place: of what has one, too, the model would keep one of the two.
pub(super) fn refuse_repetitions(pieces: &[Piece]) -> Result<(), FileError> {
    for piece in pieces {
        let Piece::Table(table) = piece else { continue };
        let rows: Vec<Key> = table.rows.iter().map(Row::key).collect();
        let stated: Vec<Key> = table.stated.iter().map(|stated| stated.row.clone()).collect();
        let repeated = |keys: &[Key]| {
            keys.iter().enumerate().find(|(at, key)| keys[..*at].contains(key)).map(|(_, k)| key_words(k))
        };
        let told = repeated(&rows).or_else(|| repeated(&stated).map(|row| format!("{row}的 stated")));
        if let Some(what) = told {
            return Err(FileError::Unfit {
                place: format!("表“{}”，{what}", table.id),
                message: "写了两次，请合并".to_owned(),
            });
        }
    }
    Ok(())
}

/// A row as the file names it.
pub(super) fn key_words(key: &Key) -> String {
    match key {
        Key::Total => "总计行".to_owned(),
        Key::Fixed(id) => format!("行 {id}"),
        Key::Unit(unit) => format!("单位“{unit}”"),
        Key::Code(code) => code.spaced(),
        Key::UnitCode(unit, code) => format!("单位“{unit}”{}", code.spaced()),
        Key::Project(id) => format!("项目 {id}"),
    }
}
