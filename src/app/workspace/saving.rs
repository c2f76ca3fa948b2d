//! Keeping what is edited: in the journal, in its file, among the earlier versions.

use std::path::Path;
use std::sync::Arc;

use super::{Workspace, own_catalog};
use crate::app::safekeeping::{Access, Over, Safekeeping};
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::edit::{History, Step};
use disclosure_engine::file::FileError;
use disclosure_engine::form::Form;

impl Workspace {
    /// Keeps what is edited from now on. `is_saved` says whether a file holds what is shown.
    pub fn keep(&mut self, safekeeping: Safekeeping, is_saved: bool) {
        self.safekeeping = safekeeping;
        self.path = self.safekeeping.path().map(Path::to_owned);
        self.history = History::new(is_saved);
        if is_saved {
            self.safekeeping.set_saved(self.disclosure.clone());
        } else {
            self.safekeeping.put(self.disclosure.clone());
        }
    }

    /// How it is kept.
    pub fn safekeeping(&self) -> &Safekeeping {
        &self.safekeeping
    }

    /// Whether it may be changed.
    pub fn access(&self) -> &Access {
        self.safekeeping.access()
    }

    /// Edits it although a lock was left from another machine.
    pub fn take_over(&mut self) {
        self.safekeeping.take_over();
    }

    /// The same, anew, as it was before a fault in the program: what the journal was given last, else what was saved.
    pub fn restored(self) -> Self {
        let Self { form, catalog, disclosure, mut safekeeping, prior, last_year, is_locked, .. } = self;
        let newest = safekeeping.newest();
        let is_saved = newest.is_none();
        let disclosure = newest.or_else(|| safekeeping.saved().cloned()).unwrap_or(disclosure);
        let saved = safekeeping.saved().cloned();
        let mut workspace = Self::new(form, catalog, Arc::unwrap_or_clone(disclosure), None);
        if let Some(saved) = saved {
            safekeeping.set_saved(saved);
        }
        workspace.path = safekeeping.path().map(Path::to_owned);
        workspace.history = History::new(is_saved);
        workspace.safekeeping = safekeeping;
        workspace.prior = prior;
        workspace.is_locked = is_locked;
        workspace.set_last_year(last_year);
        workspace
    }

    /// Lets it follow `form` from now on, another revision of its own: `disclosure` is what it says there, and `saved` what its
    /// file says there. That is no step: nothing before it can be undone.
    pub fn follow(&mut self, form: Arc<Form>, disclosure: Disclosure, saved: Option<Disclosure>) {
        self.catalog = own_catalog(&form, self.catalog.clone());
        self.form = form;
        self.disclosure = Arc::new(disclosure);
        self.history = History::new(false);
        if let Some(saved) = saved {
            self.safekeeping.set_saved(Arc::new(saved));
        }
        self.shown = None;
        self.compared = None;
        self.find_catalog_of_last_year();
        self.refresh();
        self.journal();
    }

    /// Calls the form that it follows as `form` is called, which says the same.
    pub fn rename_form(&mut self, form: Arc<Form>) {
        Arc::make_mut(&mut self.disclosure).form.clone_from(&form.id);
        self.form = form;
        self.refresh();
    }

    /// Gives the journal what is shown now.
    pub(super) fn journal(&self) {
        if self.is_dirty() {
            self.safekeeping.put(self.disclosure.clone());
        } else {
            self.safekeeping.clear_journal();
        }
    }

    /// Gives the journal what would be shown if `steps`, which are still being typed, were made. Without steps, what is
    /// shown.
    pub fn journal_unfinished(&self, steps: &[Step]) {
        if steps.is_empty() {
            return self.journal();
        }
        let mut disclosure = Disclosure::clone(&self.disclosure);
        steps.iter().for_each(|step| step.apply(&mut disclosure));
        self.safekeeping.put(Arc::new(disclosure));
    }

    /// Saves it at `path`. Returns what else the person should know.
    ///
    /// # Errors
    /// When it was not saved: then there is still something to save.
    pub fn save(&mut self, path: &Path, over: Over) -> Result<Option<String>, FileError> {
        let told = self.safekeeping.save(path, over, self.disclosure.clone())?;
        self.path = Some(path.to_owned());
        self.history.mark_saved();
        Ok(told)
    }

    /// The person does not want to save it: it is kept among the earlier versions, and not offered again.
    pub fn discard(&mut self) {
        if self.is_dirty() && self.safekeeping.keep_unsaved(&self.disclosure) {
            self.safekeeping.clear_journal();
        }
    }
}
