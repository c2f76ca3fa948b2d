//! The classification of revenue and expenditure (政府收支分类科目): which codes there are, what they are called, from when
//! and until when.
//!
//! The catalogue helps with typing and names the totals; it never refuses a code. Each entry says whether its name was
//! read in published documents or is only believed to be right, and so does each change. The list changes every year: who
//! has a year's official one puts it in place of the built-in entries ([`Catalog::with_user`]). What is asked of the
//! catalogue is asked for a year ([`Catalog::in_year`]).

mod changed;
mod entry;
mod former;
mod in_year;
mod initials;
mod own;
mod part;
mod search;
mod user;

pub use changed::{Became, CodeChange, NewCode};
pub use entry::{CatalogEntry, Since, Span};
pub use former::FormerName;
pub use in_year::{CodesOfYear, FundsOfYear, NamesOfYear, Unfit};
pub use user::{LIST_SIZE_LIMIT, NotUnderstood, Taken, UserCatalog, UserCatalogError};

use std::collections::BTreeMap;

use crate::disclosure::{Classification, Code};
use crate::spelling;
use former::FormerNames;
use part::{Listed, Part};

/// Codes and names of all classifications, of all years.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    function: Listed,
    economic: Listed,
    government_economic: Listed,
    former: FormerNames,
}

/// A catalogue file that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("科目表第 {line} 行：{message}")]
pub struct CatalogError {
    /// Line, from 1.
    pub line: u64,
    /// What is wrong, in Chinese.
    pub message: String,
}

/// What each code is, in the order of the years.
type Entries = BTreeMap<Code, Vec<CatalogEntry>>;

impl Catalog {
    /// The catalogue that is built into the program.
    ///
    /// # Errors
    /// When it is unsound; a test keeps that from happening.
    pub fn builtin() -> Result<Self, CatalogError> {
        own::read()
    }

    /// Reads a catalogue of a user's own from the contents of a file, told apart by what is in them: a spreadsheet, a
    /// document with tables, or text with commas, semicolons or tabs between its cells.
    ///
    /// # Errors
    /// When it is too large or cannot be read, or holds no code that a disclosure could have.
    pub fn read_list(bytes: &[u8]) -> Result<UserCatalog, UserCatalogError> {
        user::read(bytes)
    }

    /// As [`Catalog::read_list`], of a file that is called `name`, without its extension: where the list does not say itself
    /// for which year it is, its name may.
    ///
    /// # Errors
    /// As [`Catalog::read_list`].
    pub fn read_named_list(bytes: &[u8], name: &str) -> Result<UserCatalog, UserCatalogError> {
        user::read_named(bytes, name)
    }

    /// This catalogue with the entries of `user` in place of its own, in each classification of which `user` has any: for
    /// the year for which it is and those after it that have none, or for all years.
    pub fn with_user(&self, user: &UserCatalog) -> Self {
        Self {
            function: self.function.with(&user.function, user.year),
            economic: self.economic.with(&user.economic, user.year),
            government_economic: self.government_economic.with(&user.government_economic, user.year),
            former: self.former.clone(),
        }
    }

    /// Reads the codes of a text with commas, semicolons or tabs between its cells, in this process: for what comes with a form
    /// and is small.
    ///
    /// # Errors
    /// As [`Catalog::read_list`].
    pub fn read_text_list(text: &str) -> Result<UserCatalog, UserCatalogError> {
        user::read_text(text)
    }

    /// The heads in the text of a list that name no column that is read, each with its line.
    pub(crate) fn unknown_heads(text: &str) -> Vec<(usize, String)> {
        user::unknown_heads(text)
    }

    /// This catalogue where single codes are others from a year on, as the form of that year says, until that of a later
    /// one says others or none; what other forms said is forgotten. What a user put in its place stands above them.
    pub fn with_changes(&self, changes: &[(Option<&UserCatalog>, u16)]) -> Self {
        let of = |listed: &Listed, entries: fn(&UserCatalog) -> &Entries| {
            listed.with_changes(changes.iter().map(|(changes, year)| (changes.map(entries), *year)))
        };
        Self {
            function: of(&self.function, |changes| &changes.function),
            economic: of(&self.economic, |changes| &changes.economic),
            government_economic: of(&self.government_economic, |changes| &changes.government_economic),
            former: self.former.clone(),
        }
    }

    /// Whether single codes are others, as a form says.
    pub fn has_changes(&self) -> bool {
        [&self.function, &self.economic, &self.government_economic].iter().any(|listed| !listed.changed.is_empty())
    }

    /// The codes of `year`.
    pub fn in_year(&self, year: u16) -> CodesOfYear<'_> {
        CodesOfYear { catalog: self, year }
    }

    /// Whether the list of any year has `code`, or a code below it.
    pub fn has(&self, classification: Classification, code: Code) -> bool {
        let Listed { builtin, base, of_year, changed } = self.listed(classification);
        [builtin, base].into_iter().chain(of_year.values()).chain(changed.values()).any(|part| part.knows(code))
    }

    /// What is now called what was once called `name`.
    pub fn current_name(&self, name: &str) -> Option<&str> {
        let name: String = spelling::plain(name).collect();
        self.former.current(&name)
    }

    fn listed(&self, classification: Classification) -> &Listed {
        match classification {
            Classification::Function => &self.function,
            Classification::Economic => &self.economic,
            Classification::GovernmentEconomic => &self.government_economic,
        }
    }
}

#[cfg(test)]
mod tests;
