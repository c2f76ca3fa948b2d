//! The disclosure that is open, with everything derived from it.
//!
//! What is published is changed by [`Workspace::make`], [`Workspace::undo`] and [`Workspace::redo`] alone; a merge is a step
//! that is made. Each computes all values and findings anew and goes to the journal; whatever is drawn after it shows it,
//! what was drawn before it in the same frame shows it in the next.

mod dropped;
mod merging;
mod saving;

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::prior::Prior;
use super::protection::Protection;
use super::review::Compared;
use super::safekeeping::Safekeeping;
use disclosure_engine::audit::Audit;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Lengths};
use disclosure_engine::edit::{Change, EditError, History, Shown, Step};
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::form::Form;
use disclosure_engine::progress::{Progress, progress};
use disclosure_export::printable::audit;

pub struct Workspace {
    form: Arc<Form>,
    catalog: Arc<Catalog>,
    /// Shared with the journal, which never changes it: a change copies it where the journal still has it.
    disclosure: Arc<Disclosure>,
    evaluation: Evaluation,
    audit: Audit,
    progress: Progress,
    history: History,
    path: Option<PathBuf>,
    revision: u64,
    shown: Option<Shown>,
    prior: Option<Prior>,
    safekeeping: Safekeeping,
    last_year: Option<Prior>,
    /// The codes of last year's form, while it is compared with.
    catalog_of_last_year: Option<Arc<Catalog>>,
    compared: Option<Arc<Compared>>,
    /// Whether only what is not published can be changed.
    is_locked: bool,
    /// Whether a step was asked for and not made, because of that or because nothing may be changed.
    is_refused: bool,
    /// Why a step was not made, where it would put in what is too long.
    too_long: Option<EditError>,
    /// Which stated figures fell away with the step that led to a revision.
    dropped: Option<(u64, String)>,
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
    /// Where `step` was done: in this performance table, and as this was shown.
    fn places(step: &Step) -> (Option<usize>, Option<Shown>) {
        (step.changes.iter().find_map(Change::performance), step.shown)
    }

    /// The performance table, where one of `count` is it; else what was shown. One that is taken back is nowhere.
    fn of((performance, shown): (Option<usize>, Option<Shown>), count: usize) -> Option<Self> {
        let performance = performance.filter(|table| *table < count).map(Self::Performance);
        performance.or(shown.map(Self::Table))
    }
}

/// A number that was never given before.
fn next_revision() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// `catalog` with the codes that `form` brings.
fn own_catalog(form: &Form, catalog: Arc<Catalog>) -> Arc<Catalog> {
    match form.catalog(&catalog) {
        Cow::Borrowed(_) => catalog,
        Cow::Owned(own) => Arc::new(own),
    }
}

impl Workspace {
    /// Opens `disclosure`, which was read from `path` or is new. Until the first change there is nothing to save.
    pub fn new(form: Arc<Form>, catalog: Arc<Catalog>, disclosure: Disclosure, path: Option<PathBuf>) -> Self {
        let evaluation = evaluate(&form, &disclosure);
        let history = History::new(true);
        let catalog = own_catalog(&form, catalog);
        let mut workspace = Self {
            form,
            catalog,
            disclosure: Arc::new(disclosure),
            evaluation,
            audit: Audit::default(),
            progress: Progress::default(),
            history,
            path,
            revision: next_revision(),
            shown: None,
            prior: None,
            compared: None,
            is_locked: false,
            safekeeping: Safekeeping::default(),
            is_refused: false,
            too_long: None,
            dropped: None,
            last_year: None,
            catalog_of_last_year: None,
        };
        workspace.audit = audit(workspace.evaluated(), None);
        workspace.progress = progress(workspace.evaluated(), &workspace.audit);
        workspace
    }

    /// Whether since the last call a change was asked for and not made, because nothing may be changed.
    pub fn take_refusal(&mut self) -> bool {
        std::mem::take(&mut self.is_refused)
    }

    /// Why since the last call something was not put in, where it is too long.
    pub fn take_too_long(&mut self) -> Option<EditError> {
        self.too_long.take()
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

    pub fn form(&self) -> &Arc<Form> {
        &self.form
    }

    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    pub fn disclosure(&self) -> &Disclosure {
        &self.disclosure
    }

    /// What does not agree.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// How far it is, and what is left.
    pub fn progress(&self) -> &Progress {
        &self.progress
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

    /// Which stated figures fell away with the last step, in a sentence.
    pub fn dropped(&self) -> Option<&str> {
        self.dropped.as_ref().filter(|(revision, _)| *revision == self.revision).map(|(_, told)| told.as_str())
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
        if step.changes.is_empty() {
            return;
        }
        if self.protects(&step) {
            self.is_refused = true;
        } else if let Some(long) = step.too_long() {
            self.too_long = Some(EditError::TooLong(long));
        } else {
            let dropped = dropped::told(self.evaluated(), &step);
            self.history.make(Arc::make_mut(&mut self.disclosure), Step { shown: self.shown, ..step });
            self.refresh();
            self.journal();
            self.dropped = dropped.map(|told| (self.revision, told));
        }
    }

    /// Why what is published cannot be changed now, if it cannot.
    pub fn protection(&self) -> Option<Protection> {
        if self.access().is_read_only() {
            Some(Protection::ReadOnly)
        } else {
            self.is_locked.then_some(Protection::Review)
        }
    }

    /// Why no comments, sign-offs or accepted findings can be written now, if they cannot.
    pub fn review_protection(&self) -> Option<Protection> {
        self.protection().filter(|protection| !protection.allows_review())
    }

    fn protects(&self, step: &Step) -> bool {
        self.protection().is_some_and(|protection| !protection.allows(step))
    }

    /// Whether undoing, or making again, would change what is protected.
    pub fn is_history_protected(&self, redoes: bool) -> bool {
        let step = if redoes { self.history.redo_step() } else { self.history.undo_step() };
        step.is_some_and(|step| self.protects(step))
    }

    /// Tells what the person sees now.
    pub fn see(&mut self, shown: Option<Shown>) {
        self.shown = shown;
    }

    /// Takes the last step back. Returns where it can be seen.
    pub fn undo(&mut self) -> Option<Seen> {
        if self.is_history_protected(false) {
            self.is_refused = true;
            return None;
        }
        let places = self.history.undo(Arc::make_mut(&mut self.disclosure)).map(Seen::places);
        self.refresh();
        self.journal();
        Seen::of(places?, self.disclosure.performance.len())
    }

    /// Makes the step again that was undone last. Returns where it can be seen.
    pub fn redo(&mut self) -> Option<Seen> {
        if self.is_history_protected(true) {
            self.is_refused = true;
            return None;
        }
        let places = self.history.redo(Arc::make_mut(&mut self.disclosure)).map(Seen::places);
        self.refresh();
        self.journal();
        Seen::of(places?, self.disclosure.performance.len())
    }

    /// Takes the names of codes from another catalogue.
    pub fn set_catalog(&mut self, catalog: Arc<Catalog>) {
        self.catalog = own_catalog(&self.form, catalog);
        self.find_catalog_of_last_year();
        self.refresh();
    }

    /// Checks by another edition of the form, which has the same tables and sentences.
    pub fn set_form(&mut self, form: Arc<Form>) {
        self.form = form;
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

    /// What another file says otherwise, while it is compared with.
    pub fn compared(&self) -> Option<&Arc<Compared>> {
        self.compared.as_ref()
    }

    /// Shows what another file says otherwise, or no longer.
    pub fn set_compared(&mut self, compared: Option<Arc<Compared>>) {
        self.compared = compared;
    }

    /// Whether what is published is locked: only comments, sign-offs and accepted findings can be changed.
    pub fn is_locked(&self) -> bool {
        self.is_locked
    }

    /// Locks what is published, or unlocks it.
    pub fn set_locked(&mut self, is_locked: bool) {
        self.is_locked = is_locked;
    }

    /// Last year's disclosure, with which last year's figures are compared.
    pub fn last_year(&self) -> Option<&Prior> {
        self.last_year.as_ref()
    }

    /// Compares last year's figures with last year's disclosure from now on, or no longer.
    pub fn set_last_year(&mut self, last_year: Option<Prior>) {
        self.last_year = last_year;
        self.find_catalog_of_last_year();
        self.refresh();
    }

    /// The same with its form, codes and values.
    pub fn evaluated_last_year(&self) -> Option<Evaluated<'_>> {
        Some(self.last_year.as_ref()?.evaluated(self.catalog_of_last_year.as_deref()?))
    }

    /// A form with codes of its own has a catalogue of its own, which takes longer to put together than an edit may.
    fn find_catalog_of_last_year(&mut self) {
        let last = self.last_year.as_ref();
        self.catalog_of_last_year = last.map(|last| own_catalog(last.form(), self.catalog.clone()));
    }

    fn refresh(&mut self) {
        self.evaluation = evaluate(&self.form, &self.disclosure);
        self.audit = audit(self.evaluated(), self.evaluated_last_year());
        self.progress = progress(self.evaluated(), &self.audit);
        self.revision = next_revision();
    }
}
