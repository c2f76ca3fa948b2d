//! The codes that a form brings: what differs from the national list of its year.

use std::borrow::Cow;

use super::error::{FormError, Found};
use super::{CODES_FILE, Form, FormFiles};
use crate::catalog::{Catalog, UserCatalog};

/// The codes in the files of a form, or else of the form on which it is based.
///
/// Lines that cannot be taken are told.
pub(super) fn of(files: &FormFiles, found: &mut Found) -> Option<UserCatalog> {
    let with_codes =
        std::iter::successors(Some(files), |files| files.base()).find(|files| files.text(CODES_FILE).is_some());
    let files = with_codes?;
    let (file, text) = (files.path(CODES_FILE), files.text(CODES_FILE)?);
    let read = Catalog::read_text_list(text);
    let list = found.keep(read.map_err(|error| FormError::of_file(file.as_str(), error.to_string())))?;
    for line in &list.taken.not_understood {
        let (file, message) = (file.clone(), line.reason.clone());
        found.add(FormError { file, line: line.line, column: 1, message });
    }
    Some(list)
}

impl Form {
    /// `catalog` with the codes that the form brings, for its year and those after it that have no list of their own. Lists
    /// that a person takes stand above them.
    pub fn catalog<'c>(&self, catalog: &'c Catalog) -> Cow<'c, Catalog> {
        match &self.codes {
            None if !catalog.has_changes() => Cow::Borrowed(catalog),
            codes => Cow::Owned(catalog.with_changes(codes.as_deref().map(|codes| (codes, self.year)))),
        }
    }

    /// How many codes it brings.
    pub fn codes_count(&self) -> usize {
        self.codes.as_ref().map_or(0, |codes| {
            let taken = &codes.taken;
            taken.function + taken.economic + taken.government_economic
        })
    }
}
