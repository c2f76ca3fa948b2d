//! The codes that a form brings: what differs from the national list of its year.

use std::borrow::Cow;

use super::error::{FormError, Found, suggestion};
use super::{CODES_FILE, Form, FormFiles};
use crate::catalog::{Catalog, CatalogEntry, UserCatalog};
use crate::disclosure::{Classification, Code};

/// What the columns of `codes.csv` are called.
const HEADS: [&str; 7] = ["编码", "名称", "启用年度", "停用年度", "截止年度", "接替科目", "文号"];

/// The codes in the files of a form, above those of the form on which it is based.
///
/// Lines that cannot be taken are told.
pub(super) fn of(files: &FormFiles, found: &mut Found) -> Option<UserCatalog> {
    let below = files.base().and_then(|base| of(base, &mut Found::default()));
    match (files.text(CODES_FILE), below) {
        (Some(text), Some(below)) => Some(own(files, text, found)?.above(below)),
        (Some(text), None) => own(files, text, found),
        (None, below) => below,
    }
}

fn own(files: &FormFiles, text: &str, found: &mut Found) -> Option<UserCatalog> {
    let file = files.path(CODES_FILE);
    for (line, head) in Catalog::unknown_heads(text) {
        let message = format!("不认识的列名“{head}”{}，可以写 {}", suggestion(&head, HEADS), HEADS.join("、"));
        let heads = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let column = heads.find(head.as_str()).map_or(0, |at| heads[..at].chars().count() + 1);
        found.add(FormError { file: file.clone(), line, column, message });
    }
    let read = Catalog::read_text_list(text);
    let list = found.keep(read.map_err(|error| FormError::of_file(file.as_str(), error.to_string())))?;
    for line in &list.taken.not_understood {
        let (file, message) = (file.clone(), line.reason.clone());
        found.add(FormError { file, line: line.line, column: 0, message });
    }
    Some(list)
}

impl Form {
    /// `catalog` with the codes that the form brings, for its year and those after it that have no list of their own, and
    /// with those that the forms before it brought, for theirs: what was called otherwise last year is known. Lists that a
    /// person takes stand above them.
    pub fn catalog<'c>(&self, catalog: &'c Catalog) -> Cow<'c, Catalog> {
        let forms =
            std::iter::successors(Some(self), |form| form.form_before().filter(|before| before.year < form.year));
        let changes: Vec<(Option<&UserCatalog>, u16)> = forms.map(|form| (form.codes.as_deref(), form.year)).collect();
        match changes.iter().all(|(codes, _)| codes.is_none()) && !catalog.has_changes() {
            true => Cow::Borrowed(catalog),
            false => Cow::Owned(catalog.with_changes(&changes)),
        }
    }

    /// Every code that took the place of another, as it says, with the other and its classification.
    pub(crate) fn successors(&self) -> impl Iterator<Item = (Classification, &CatalogEntry, Code)> {
        self.codes.iter().flat_map(|codes| codes.successors())
    }

    /// How many codes it brings.
    pub fn codes_count(&self) -> usize {
        self.codes.as_ref().map_or(0, |codes| {
            let taken = &codes.taken;
            taken.function + taken.economic + taken.government_economic
        })
    }
}
