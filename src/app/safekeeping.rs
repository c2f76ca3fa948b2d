//! Keeping what is being edited: its journal, the lock on its file, and whether the file is still the one that was
//! opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::file::journal::{About, Journal};
use disclosure_engine::file::{
    self, Backups, Blocked, Digest, FileError, FileLock, Lock, Owner, Replaced, SystemDisk, Whereabouts,
};

/// Whether what is open may be changed, and saved where it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Access {
    /// Yes.
    #[default]
    Free,
    /// Beside the file no lock can be made, because nothing can be written there: it may be changed, and saved elsewhere.
    Elsewhere,
    /// Yes, but it is not locked: something else stands under the name of the lock.
    Unlocked(Blocked),
    /// No: somebody edits it.
    Others(Option<Owner>),
    /// No: a lock was left from another machine, and only a person can know whether it still means something.
    Uncertain(Owner),
}

impl Access {
    /// Whether nothing may be changed.
    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::Others(_) | Self::Uncertain(_))
    }
}

/// What saving may replace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// What was opened or saved last; other files only as far as the person was asked.
    Opened,
    /// Whatever somebody else wrote meanwhile: the person was asked.
    Anything,
}

/// How what is open is kept.
#[derive(Debug, Default)]
pub struct Safekeeping {
    /// The user's state folder, if there is one.
    state: Option<PathBuf>,
    journal: Option<Journal>,
    /// Why there is no journal.
    no_journal: Option<String>,
    lock: Option<FileLock>,
    access: Access,
    about: About,
    /// Where the file was when it was opened or saved last.
    whereabouts: Option<Whereabouts>,
    /// What the file says, where there is one.
    saved: Option<Arc<Disclosure>>,
}

impl Safekeeping {
    /// Of what was read from a file, with its digest, or is new. Locks the file and begins a journal in the folder
    /// `state`.
    pub fn new(state: Option<&Path>, about: About) -> Self {
        let mut kept = Self { state: state.map(Path::to_owned), about, ..Self::default() };
        if let Some(path) = kept.about.path.clone() {
            kept.whereabouts = Whereabouts::of(&path);
            kept.take(file::lock(&path));
        }
        if !kept.access.is_read_only() {
            kept.begin_journal();
        }
        kept
    }

    fn take(&mut self, lock: Lock) {
        self.access = match lock {
            Lock::Own(lock) => {
                self.lock = Some(lock);
                Access::Free
            }
            Lock::Others(owner) => Access::Others(owner),
            Lock::Uncertain(owner) => Access::Uncertain(owner),
            Lock::Impossible => Access::Elsewhere,
            Lock::Blocked(blocked) => Access::Unlocked(blocked),
        };
    }

    fn begin_journal(&mut self) {
        let Some(state) = &self.state else { return };
        match Journal::start(state, self.about.clone()) {
            Ok(journal) => (self.journal, self.no_journal) = (Some(journal), None),
            Err(error) => self.no_journal = Some(error.to_string()),
        }
    }

    /// Whether it may be changed.
    pub fn access(&self) -> &Access {
        &self.access
    }

    pub fn path(&self) -> Option<&Path> {
        self.about.path.as_deref()
    }

    /// The earlier versions of what is open, which need not have a file.
    pub fn backups(&self, disclosure: &Disclosure) -> Option<Backups> {
        self.state.as_deref().map(|state| backups(state, self.path(), disclosure))
    }

    pub fn saved(&self) -> Option<&Arc<Disclosure>> {
        self.saved.as_ref()
    }

    /// Remembers what the file says.
    pub fn set_saved(&mut self, saved: Arc<Disclosure>) {
        self.saved = Some(saved);
    }

    /// Remembers what the file holds, which somebody else wrote and which may be replaced.
    pub fn set_opened(&mut self, digest: Digest) {
        self.about.opened = Some(digest);
        if let Some(journal) = &self.journal {
            journal.set_about(self.about.clone());
        }
    }

    /// What the journal was given last and was not saved.
    pub fn newest(&self) -> Option<Arc<Disclosure>> {
        self.journal.as_ref()?.newest()
    }

    /// Gives the journal what is shown now.
    pub fn put(&self, disclosure: Arc<Disclosure>) {
        if let Some(journal) = &self.journal {
            journal.put(disclosure);
        }
    }

    fn hand_over(&self) {
        if let Some(journal) = &self.journal {
            journal.hand_over();
        }
    }

    /// Writes the journal and returns whether it holds all that it was given.
    pub fn write_now(&self) -> bool {
        self.journal.as_ref().is_some_and(Journal::write_now)
    }

    /// Where the journal is, for who must know.
    pub fn journal_path(&self) -> Option<&Path> {
        self.journal.as_ref().map(Journal::path)
    }

    /// When what was given last reached the disk.
    pub fn journalled_at(&self) -> Option<Timestamp> {
        self.journal.as_ref()?.written_at()
    }

    /// Why edits do not reach the disk.
    pub fn failure(&self) -> Option<String> {
        self.no_journal.clone().or_else(|| self.journal.as_ref()?.failure())
    }

    /// There is nothing in the journal that is still wanted.
    pub fn clear_journal(&self) {
        if let Some(journal) = &self.journal {
            journal.clear(self.about.clone());
        }
    }

    /// Edits the file although a lock was left from another machine, because the person knows that nobody does there.
    pub fn take_over(&mut self) {
        if let (Access::Uncertain(_), Some(path)) = (&self.access, self.about.path.clone()) {
            self.take(file::take_lock_over(&path));
            if !self.access.is_read_only() {
                self.begin_journal();
            }
        }
    }

    /// Saves `disclosure` at `path`. Returns what else the person should know.
    ///
    /// # Errors
    /// When it was not saved; then everything is as it was.
    pub fn save(&mut self, path: &Path, over: Over, disclosure: Arc<Disclosure>) -> Result<Option<String>, FileError> {
        let is_own = self.path() == Some(path);
        if is_own && over == Over::Opened && self.whereabouts.is_some_and(|opened| opened.is_elsewhere(path)) {
            return Err(FileError::Elsewhere);
        }
        let (lock, blocked) = self.lock_for(path)?;
        let replaced = match (self.about.opened, over) {
            (Some(digest), Over::Opened) if is_own => Replaced::Only(digest),
            _ => Replaced::Anything,
        };
        // Should the machine stop between saving and clearing the journal, both say the same, and nothing older than the
        // file is offered.
        self.hand_over();
        let changed_at = std::fs::metadata(path).and_then(|found| found.modified()).ok();
        let saved = file::save_over(&SystemDisk, path, &disclosure, replaced)?;
        self.about = About { path: Some(path.to_owned()), opened: Some(Digest::of(&saved.bytes)) };
        if lock.is_some() || !is_own {
            self.lock = lock.or_else(|| self.lock.take().filter(|lock| lock.is_on(path)));
        }
        self.whereabouts = Whereabouts::of(path);
        self.access = match blocked {
            Some(blocked) => Access::Unlocked(blocked),
            None => Access::Free,
        };
        self.saved = Some(disclosure);
        if self.journal.is_none() {
            self.begin_journal();
        }
        self.clear_journal();
        let changed_at = changed_at.and_then(|time| Timestamp::try_from(time).ok());
        Ok(self.keep_versions(path, &saved, changed_at))
    }

    /// The lock that saving at `path` needs beside the one that there is, or what stands in its place.
    fn lock_for(&self, path: &Path) -> Result<(Option<FileLock>, Option<Blocked>), FileError> {
        if self.lock.as_ref().is_some_and(|lock| lock.is_on(path) && !lock.is_lost()) {
            return Ok((None, None));
        }
        match file::lock(path) {
            Lock::Own(lock) => Ok((Some(lock), None)),
            Lock::Blocked(blocked) => Ok((None, Some(blocked))),
            Lock::Others(owner) => Err(FileError::Locked { who: owner.as_ref().map(who) }),
            Lock::Uncertain(owner) => Err(FileError::Locked { who: Some(who(&owner)) }),
            // Why nothing can be written there the save itself says best.
            Lock::Impossible => Ok((None, None)),
        }
    }

    fn keep_versions(&self, path: &Path, saved: &file::Saved, changed_at: Option<Timestamp>) -> Option<String> {
        let backups = Backups::of(self.state.as_deref()?, path);
        let now = Timestamp::now();
        let keep = || {
            if let Some(replaced) = &saved.replaced {
                backups.keep(replaced, changed_at.unwrap_or(now), false)?;
            }
            backups.keep(&saved.bytes, now, false)
        };
        keep().err().map(|error: FileError| format!("已保存，但是没有留存以前的版本：{error}"))
    }

    /// Keeps `disclosure`, which the person does not want to save, among the earlier versions: they may think better of
    /// it. Returns whether that could be done.
    pub fn keep_unsaved(&self, disclosure: &Disclosure) -> bool {
        let Some(backups) = self.backups(disclosure) else { return false };
        backups.keep(file::write(disclosure).as_bytes(), Timestamp::now(), true).is_ok()
    }
}

/// The earlier versions of the file at `path`; what never was saved has its own, by the name of its body.
pub fn backups(state: &Path, path: Option<&Path>, disclosure: &Disclosure) -> Backups {
    match path {
        Some(path) => Backups::of(state, path),
        None => Backups::of(state, &state.join("untitled").join(&disclosure.body)),
    }
}

/// Who has a file open, in words.
pub fn who(owner: &Owner) -> String {
    let since = owner.since.to_zoned(jiff::tz::TimeZone::system()).strftime("%-m月%-d日 %H:%M");
    let is_here = owner.machine == Owner::here().machine;
    match owner.user.is_empty() {
        true if is_here => format!("本机的另一个窗口（{since} 起）"),
        false if is_here => format!("本机用户“{}”的另一个窗口（{since} 起）", owner.user),
        true => format!("计算机“{}”上的用户（{since} 起）", owner.machine),
        false => format!("用户“{}”在计算机“{}”上（{since} 起）", owner.user, owner.machine),
    }
}
