//! Names of codes that are no longer used.

use std::collections::BTreeMap;

use aho_corasick::AhoCorasick;

use super::CatalogError;

/// Former names with what they are called now.
#[derive(Debug, Clone, Default)]
pub(super) struct FormerNames {
    /// Each former name with the present one, in the order of the former.
    names: Vec<(String, String)>,
    /// Finds the former names in a text.
    finder: Option<AhoCorasick>,
}

/// A former name in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormerName<'c> {
    /// Where it begins, in bytes.
    pub at: usize,
    pub former: &'c str,
    pub current: &'c str,
}

impl FormerNames {
    pub fn read(text: &str) -> Result<Self, CatalogError> {
        let mut names = BTreeMap::new();
        for (line, record) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).deserialize()) {
            let (former, current): (String, String) =
                record.map_err(|e| CatalogError { line, message: e.to_string() })?;
            names.insert(former, current);
        }
        let finder = AhoCorasick::new(names.keys()).map_err(|e| CatalogError { line: 1, message: e.to_string() })?;
        Ok(Self { names: names.into_iter().collect(), finder: Some(finder) })
    }

    /// What is now called what was once called `name`.
    pub fn current(&self, name: &str) -> Option<&str> {
        let place = self.names.binary_search_by(|(former, _)| former.as_str().cmp(name)).ok()?;
        Some(&self.names[place].1)
    }

    /// The former names in `text`, also those within others.
    pub fn find(&self, text: &str) -> Vec<FormerName<'_>> {
        let found = self.finder.iter().flat_map(|finder| finder.find_overlapping_iter(text));
        let found = found.map(|found| {
            let (former, current) = &self.names[found.pattern().as_usize()];
            FormerName { at: found.start(), former, current }
        });
        found.collect()
    }
}
