//! The classification of revenue and expenditure (政府收支分类科目): which codes there are and what they are called.
//!
//! The catalogue helps with typing and names the totals; it never refuses a code. Each entry says whether its name was
//! read in published documents or is only believed to be right. The list changes every year: who has this year's
//! official one puts it in place of the built-in entries ([`Catalog::with_user`]).

mod former;
mod initials;
mod search;
mod user;

pub use former::FormerName;
pub use user::{NotUnderstood, Taken, UserCatalog, UserCatalogError};

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::disclosure::{Classification, Code, Fund};
use crate::spelling;
use former::FormerNames;
use search::{Query, SearchIndex};

/// Codes and names of both classifications.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    function: Part,
    economic: Part,
    former: FormerNames,
    /// The budgets of functional codes that published documents show.
    funds: FxHashMap<Code, Fund>,
}

/// A code of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogEntry {
    pub code: Code,
    pub name: String,
    /// Whether code and name were read together in published documents. What was not is good enough to offer, never to
    /// call what somebody typed wrong.
    pub attested: bool,
    /// The budget that it belongs to, where that is known.
    pub fund: Option<Fund>,
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

type Entries = BTreeMap<Code, CatalogEntry>;

/// One classification.
#[derive(Debug, Clone, Default)]
struct Part {
    entries: Entries,
    /// The names of [`Part::entries`], which are looked up for every row at every check.
    names: FxHashMap<Code, String>,
    /// The codes of the entries and those above them.
    known: FxHashSet<Code>,
    /// Made at the first search: looking up how every name is pronounced would delay the start of the program.
    index: OnceLock<SearchIndex>,
}

#[derive(Deserialize)]
struct Record {
    code: String,
    name: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    classification: String,
    #[serde(default)]
    fund: String,
}

/// The economic classification of another kind, which no table of a disclosure has: its codes begin with 5.
const GOVERNMENT_ECONOMIC: &str = "政府预算支出经济分类";

impl Catalog {
    /// The catalogue that is built into the program.
    ///
    /// # Errors
    /// When it is unsound; a test keeps that from happening.
    pub fn builtin() -> Result<Self, CatalogError> {
        let function: Part = read(include_str!("../../../assets/catalog/functional.csv"))?.into();
        Ok(Self {
            funds: funds(&function),
            function,
            economic: read(include_str!("../../../assets/catalog/economic.csv"))?.into(),
            former: FormerNames::read(include_str!("../../../assets/catalog/former-names.csv"))?,
        })
    }

    /// Reads a catalogue of a user's own from the contents of a file, told apart by what is in them: a spreadsheet, a
    /// document with tables, or text with commas, semicolons or tabs between its cells.
    ///
    /// # Errors
    /// When it is too large or cannot be read, or holds no code that a disclosure could have.
    pub fn read_list(bytes: &[u8]) -> Result<UserCatalog, UserCatalogError> {
        user::read(bytes)
    }

    /// Reads a catalogue of a user's own from a file.
    ///
    /// # Errors
    /// When the system does not let it be read, or as [`Catalog::read_list`].
    pub fn read_file(path: &Path) -> Result<UserCatalog, UserCatalogError> {
        user::read_file(path)
    }

    /// This catalogue with the entries of `user` in place of its own, in each classification of which `user` has any.
    pub fn with_user(&self, user: &UserCatalog) -> Self {
        let replaced = |own: &Part, entries: &Entries| {
            if entries.is_empty() {
                return own.clone();
            }
            // An official list gives codes and names; which budget a code belongs to stays known.
            let fund = |code: &Code| own.entries.get(code).and_then(|entry| entry.fund);
            let kept = entries.iter().map(|(code, entry)| (*code, CatalogEntry { fund: fund(code), ..entry.clone() }));
            kept.collect::<Entries>().into()
        };
        let function = replaced(&self.function, &user.function);
        Self {
            funds: funds(&function),
            function,
            economic: replaced(&self.economic, &user.economic),
            former: self.former.clone(),
        }
    }

    pub fn get(&self, classification: Classification, code: Code) -> Option<&CatalogEntry> {
        self.part(classification).entries.get(&code)
    }

    /// Whether the catalogue holds any code of `classification`.
    pub fn covers(&self, classification: Classification) -> bool {
        !self.part(classification).entries.is_empty()
    }

    /// Whether the catalogue has `code`, or a code below it.
    pub fn is_known(&self, classification: Classification, code: Code) -> bool {
        self.part(classification).known.contains(&code)
    }

    /// What is now called what was once called `name`.
    pub fn current_name(&self, name: &str) -> Option<&str> {
        let name: String = spelling::plain(name).collect();
        self.former.current(&name)
    }

    pub fn former_names_in(&self, text: &str) -> Vec<FormerName<'_>> {
        self.former.find(text)
    }

    /// The budget to which `code` belongs, as published documents show for it or for what it stands under.
    pub fn fund(&self, code: Code) -> Option<Fund> {
        std::iter::successors(Some(code), |code| code.parent()).find_map(|code| self.funds.get(&code).copied())
    }

    /// Whether `name` is, letter by letter, what the catalogue calls `code`.
    pub fn is_name_of(&self, classification: Classification, code: Code, name: &str) -> bool {
        let names = &self.part(classification).names;
        names.get(&code).is_some_and(|own| own == name)
    }

    /// The attested name of `code` where `name` is another one. Blanks, the width of characters and the kind of
    /// brackets make no difference; no name at all is not another name.
    pub fn name_differs(&self, classification: Classification, code: Code, name: &str) -> Option<&str> {
        let entry = self.get(classification, code).filter(|entry| entry.attested)?;
        let is_other = !spelling::is_blank(name) && !spelling::is_same(&entry.name, name);
        is_other.then_some(entry.name.as_str())
    }

    /// The entries that `typed` may mean, the likeliest first; all of them where nothing is typed.
    ///
    /// Each word of `typed` must be the beginning of the code, a part of the name or initials of its characters'
    /// pinyin: `jbgz` is 基本工资. In this order: the code itself, codes that begin so, names that begin so, names that
    /// contain it, initials; then by code.
    pub fn search<'a>(
        &'a self,
        classification: Classification,
        typed: &str,
    ) -> impl Iterator<Item = &'a CatalogEntry> + use<'a> {
        let part = self.part(classification);
        let index = part.index.get_or_init(|| SearchIndex::new(part.entries.values()));
        let places = index.find(&Query::new(typed));
        let entries: Vec<&CatalogEntry> = part.entries.values().collect();
        places.into_iter().filter_map(move |place| entries.get(place).copied())
    }

    fn part(&self, classification: Classification) -> &Part {
        match classification {
            Classification::Function => &self.function,
            Classification::Economic => &self.economic,
        }
    }
}

impl From<Entries> for Part {
    fn from(entries: Entries) -> Self {
        let with_those_above = |&code: &Code| std::iter::successors(Some(code), |code| code.parent());
        let known = entries.keys().flat_map(with_those_above).collect();
        let names = entries.values().map(|entry| (entry.code, entry.name.clone())).collect();
        Self { entries, names, known, index: OnceLock::new() }
    }
}

/// The budgets of the codes that are attested.
fn funds(function: &Part) -> FxHashMap<Code, Fund> {
    let attested = function.entries.values().filter(|entry| entry.attested);
    attested.filter_map(|entry| Some((entry.code, entry.fund?))).collect()
}

/// The budget that a catalogue names.
fn fund(name: &str) -> Option<Fund> {
    match name {
        "一般公共预算" => Some(Fund::General),
        "政府性基金" => Some(Fund::GovernmentFund),
        "国有资本经营" => Some(Fund::StateCapital),
        _ => None,
    }
}

fn read(text: &str) -> Result<Entries, CatalogError> {
    let mut entries = BTreeMap::new();
    for (line, record) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).deserialize()) {
        let error = |message: String| CatalogError { line, message };
        let record: Record = record.map_err(|e| error(e.to_string()))?;
        if record.classification == GOVERNMENT_ECONOMIC {
            continue;
        }
        let code: Code = record.code.parse().map_err(|e: crate::disclosure::CodeError| error(e.to_string()))?;
        let entry =
            CatalogEntry { code, name: record.name, attested: record.evidence == "attested", fund: fund(&record.fund) };
        entries.insert(code, entry);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests;
