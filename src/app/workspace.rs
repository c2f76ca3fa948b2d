//! The disclosure that is open, with everything derived from it.
//!
//! Every change goes through [`Workspace::make`], so that each one can be undone, makes the file dirty, and is seen in
//! every table and finding in the same frame.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::prior::Prior;
use crate::audit::{Audit, audit, audit_with};
use crate::catalog::Catalog;
use crate::disclosure::Disclosure;
use crate::edit::{Change, History, Shown, Step};
use crate::evaluate::{Evaluated, Evaluation, evaluate};
use crate::form::Form;

/// The disclosure that is open.
pub struct Workspace {
    form: Arc<Form>,
    catalog: Arc<Catalog>,
    disclosure: Disclosure,
    evaluation: Evaluation,
    audit: Audit,
    history: History,
    path: Option<PathBuf>,
    revision: u64,
    shown: Option<Shown>,
    prior: Option<Prior>,
    last_year: Option<Prior>,
}

/// Where a step that was undone or made again can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// In a table, as the person saw it when the step was done.
    Table(Shown),
    /// In a performance table.
    Performance(usize),
}

impl Seen {
    fn of(step: &Step) -> Option<Self> {
        let performance = step.changes.iter().find_map(Change::performance).map(Self::Performance);
        performance.or(step.shown.map(Self::Table))
    }
}

/// A number that was never given before.
fn next_revision() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Workspace {
    /// Opens `disclosure`, which was read from `path` or is new. Until the first change there is nothing to save.
    pub fn new(form: Arc<Form>, catalog: Arc<Catalog>, disclosure: Disclosure, path: Option<PathBuf>) -> Self {
        let evaluation = evaluate(&form, &disclosure);
        let history = History::new(true);
        let mut workspace = Self {
            form,
            catalog,
            disclosure,
            evaluation,
            audit: Audit::default(),
            history,
            path,
            revision: next_revision(),
            shown: None,
            prior: None,
            last_year: None,
        };
        workspace.audit = audit(workspace.evaluated());
        workspace
    }

    /// The disclosure with its form and values.
    pub fn evaluated(&self) -> Evaluated<'_> {
        Evaluated {
            form: &self.form,
            catalog: &self.catalog,
            disclosure: &self.disclosure,
            evaluation: &self.evaluation,
        }
    }

    /// The form that it follows.
    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    /// The names of codes.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// The disclosure.
    pub fn disclosure(&self) -> &Disclosure {
        &self.disclosure
    }

    /// What does not agree.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// The file, if it was ever saved.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether there is something to save.
    pub fn is_dirty(&self) -> bool {
        self.history.is_dirty()
    }

    /// The state that is shown, a number that no other state of any disclosure has: what is derived from another one is
    /// out of date.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Name of the step that can be undone.
    pub fn undo_name(&self) -> Option<&str> {
        self.history.undo_name()
    }

    /// Name of the step that can be made again.
    pub fn redo_name(&self) -> Option<&str> {
        self.history.redo_name()
    }

    /// Makes `step`, while the person sees what was last told to [`Workspace::see`].
    pub fn make(&mut self, step: Step) {
        if !step.changes.is_empty() {
            self.history.make(&mut self.disclosure, Step { shown: self.shown, ..step });
            self.refresh();
        }
    }

    /// Tells what the person sees now.
    pub fn see(&mut self, shown: Option<Shown>) {
        self.shown = shown;
    }

    /// Takes the last step back. Returns where it can be seen.
    pub fn undo(&mut self) -> Option<Seen> {
        let seen = self.history.undo(&mut self.disclosure).and_then(Seen::of);
        self.refresh();
        seen
    }

    /// Makes the step again that was undone last. Returns where it can be seen.
    pub fn redo(&mut self) -> Option<Seen> {
        let seen = self.history.redo(&mut self.disclosure).and_then(Seen::of);
        self.refresh();
        seen
    }

    /// Takes the names of codes from another catalogue.
    pub fn set_catalog(&mut self, catalog: Arc<Catalog>) {
        self.catalog = catalog;
        self.refresh();
    }

    /// Last year's disclosure, while it is shown beside this one.
    pub fn prior(&self) -> Option<&Prior> {
        self.prior.as_ref()
    }

    /// Shows last year's disclosure beside this one, or no longer.
    pub fn set_prior(&mut self, prior: Option<Prior>) {
        self.prior = prior;
        // Everything that is drawn of the disclosure is drawn anew.
        self.revision = next_revision();
    }

    /// Last year's disclosure, with which last year's figures are compared.
    pub fn last_year(&self) -> Option<&Prior> {
        self.last_year.as_ref()
    }

    /// Compares last year's figures with last year's disclosure from now on, or no longer.
    pub fn set_last_year(&mut self, last_year: Option<Prior>) {
        self.last_year = last_year;
        self.refresh();
    }

    /// Remembers that no file holds the disclosure.
    pub fn mark_unsaved(&mut self) {
        self.history = History::new(false);
    }

    /// Remembers that the disclosure was saved at `path`.
    pub fn mark_saved(&mut self, path: PathBuf) {
        self.path = Some(path);
        self.history.mark_saved();
    }

    fn refresh(&mut self) {
        self.evaluation = evaluate(&self.form, &self.disclosure);
        let last = self.last_year.as_ref().map(|last| last.evaluated(&self.catalog));
        self.audit = audit_with(self.evaluated(), last);
        self.revision = next_revision();
    }
}
