//! What somebody else changed in the file meanwhile, put into what is shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Workspace;
use crate::app::differences::differences;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::edit::{Merge, MergeConflict, MergePlace};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file::{self, FileError, Opened};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::review::merge_label;

impl Workspace {
    /// What is shown otherwise than `before`, a line each.
    pub fn differences_to(&self, before: &Disclosure) -> Vec<String> {
        differences(&self.form, &self.catalog, before, &self.disclosure)
    }

    /// Whether it is known what the file said when it was opened, so that what somebody else changed can be told.
    pub fn can_merge(&self) -> bool {
        self.safekeeping.saved().is_some() && !self.is_locked
    }

    /// What somebody else changed in the file in another way than was done here, each with its place in words.
    pub fn merge_conflicts(&self, theirs: &Disclosure) -> Vec<(MergeConflict, String)> {
        let Some(base) = self.safekeeping.saved() else { return Vec::new() };
        let merge = Merge::new(&self.form, base, &self.disclosure, theirs);
        let evaluation = evaluate(&self.form, merge.theirs());
        let other = Evaluated { disclosure: merge.theirs(), evaluation: &evaluation, ..self.evaluated() };
        let sides = [self.evaluated(), other];
        let labelled = merge.conflicts().into_iter().map(|conflict| {
            let label = merge_label(&sides, &conflict);
            (conflict, label)
        });
        labelled.collect()
    }

    /// Puts what somebody else changed in the file into what is shown, as a step. Of what both changed in another way,
    /// what they have is taken at the places in `chosen`, and what is here at the others.
    /// From now on it is their file that saving replaces. Returns what still differs from theirs.
    ///
    /// # Errors
    /// When both together are no disclosure that can be saved; then everything is as it was.
    pub fn merge(
        &mut self,
        theirs: Opened,
        forms: &FormLibrary,
        chosen: &BTreeSet<MergePlace>,
    ) -> Result<Vec<String>, FileError> {
        let Some(base) = self.safekeeping.saved().filter(|_| self.can_merge()).cloned() else {
            return Err(FileError::Changed);
        };
        let step = Merge::new(&self.form, &base, &self.disclosure, &theirs.disclosure).step(chosen);
        let mut merged = Disclosure::clone(&self.disclosure);
        step.apply(&mut merged);
        file::read(&file::write(&merged), forms)?;
        self.make(step);
        self.safekeeping.set_opened(theirs.digest);
        self.history.mark_unsaved();
        let left = self.differences_to(&theirs.disclosure);
        self.safekeeping.set_saved(Arc::new(theirs.disclosure));
        Ok(left)
    }
}
