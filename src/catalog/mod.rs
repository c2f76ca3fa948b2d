//! The classification of revenue and expenditure (政府收支分类科目): which codes there are and what they are called.
//!
//! The catalogue helps with typing and names the totals; it never refuses a code. Each entry says whether its name was
//! read in published documents or is only believed to be right.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::disclosure::{Classification, Code};

/// Codes and names of both classifications.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    function: BTreeMap<Code, CatalogEntry>,
    economic: BTreeMap<Code, CatalogEntry>,
}

/// A code of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogEntry {
    /// The code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// Whether code and name were read together in published documents. What was not is good enough to offer, never to
    /// call what somebody typed wrong.
    pub attested: bool,
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

#[derive(Deserialize)]
struct Record {
    code: String,
    name: String,
    #[serde(default)]
    evidence: String,
}

impl Catalog {
    /// The catalogue that is built into the program.
    ///
    /// # Errors
    /// When it is unsound; a test keeps that from happening.
    pub fn builtin() -> Result<Self, CatalogError> {
        Ok(Self {
            function: read(include_str!("../../assets/catalog/functional.csv"))?,
            economic: read(include_str!("../../assets/catalog/economic.csv"))?,
        })
    }

    /// The entry of `code`.
    pub fn get(&self, classification: Classification, code: Code) -> Option<&CatalogEntry> {
        self.entries(classification).get(&code)
    }

    /// The entries whose code begins with `typed`, or whose name contains it, in the order of their codes.
    pub fn search<'a>(
        &'a self,
        classification: Classification,
        typed: &'a str,
    ) -> impl Iterator<Item = &'a CatalogEntry> + use<'a> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
        let is_code = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
        let typed = typed.trim();
        self.entries(classification).values().filter(move |entry| {
            if is_code { entry.code.to_string().starts_with(&digits) } else { entry.name.contains(typed) }
        })
    }

    fn entries(&self, classification: Classification) -> &BTreeMap<Code, CatalogEntry> {
        match classification {
            Classification::Function => &self.function,
            Classification::Economic => &self.economic,
        }
    }
}

fn read(text: &str) -> Result<BTreeMap<Code, CatalogEntry>, CatalogError> {
    let mut entries = BTreeMap::new();
    for (line, record) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).deserialize()) {
        let error = |message: String| CatalogError { line, message };
        let record: Record = record.map_err(|e| error(e.to_string()))?;
        let code: Code = record.code.parse().map_err(|e: crate::disclosure::CodeError| error(e.to_string()))?;
        let entry = CatalogEntry { code, name: record.name, attested: record.evidence == "attested" };
        entries.insert(code, entry);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_catalogue_is_sound_and_tells_attested_codes_apart() {
        let catalog = Catalog::builtin().unwrap();
        let entry = catalog.get(Classification::Economic, "30101".parse().unwrap()).unwrap();
        assert_eq!((entry.name.as_str(), entry.attested), ("基本工资", true));
        assert!(catalog.entries(Classification::Function).values().any(|entry| !entry.attested));
    }

    #[test]
    fn codes_are_found_by_their_beginning_and_names_by_any_part() {
        let catalog = Catalog::builtin().unwrap();
        let codes =
            |typed| catalog.search(Classification::Economic, typed).map(|e| e.code.spaced()).collect::<Vec<_>>();
        assert!(codes("301 0").contains(&"301 01".to_owned()));
        assert!(!codes("301 0").contains(&"302 01".to_owned()));
        assert!(codes("公务用车运行").contains(&"302 31".to_owned()));
    }
}
