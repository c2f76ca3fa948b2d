//! Writing the journal, on a thread of its own.

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::{About, EXTENSION, FOLDER, HELD_EXTENSION, SYNCED_EXTENSION, record};
use crate::disclosure::Disclosure;
use crate::file::hold::{Hold, hold, remove_held};
use crate::file::{FileError, make_private_folder, replace_own};

/// At least this long between two writes: an edit is on the disk after that and the time that writing takes.
const PAUSE: Duration = Duration::from_millis(300);
/// A write that failed is tried again after this.
const RETRY: Duration = Duration::from_secs(2);

/// How often a journal that is being written is looked at again when the process panics, a hundred times a second.
const PATIENCE: usize = 100;

/// Every journal of this process, for the moment when it panics.
static OPEN: Mutex<Vec<Weak<Shared>>> = Mutex::new(Vec::new());

/// The journal of a disclosure that is being edited. When it is dropped, what it was given is written, and stays.
#[derive(Debug)]
pub struct Journal {
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
}

/// The two files of a journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kept {
    /// Outlives the program.
    Quick,
    /// Outlives a power failure.
    Synced,
}

impl Kept {
    const ALL: [Self; 2] = [Self::Quick, Self::Synced];
}

#[derive(Debug)]
struct Shared {
    /// By copy.
    paths: [PathBuf; 2],
    held_path: PathBuf,
    state: Mutex<State>,
    changed: Condvar,
    /// Held while a file is written or removed, by copy.
    files: [Mutex<()>; 2],
    /// Tells other processes that this one lives. Until it is dropped.
    held: Option<File>,
}

#[derive(Debug, Default)]
struct State {
    about: About,
    /// What is edited, unless it is saved.
    newest: Option<Arc<Disclosure>>,
    /// Counts what was given.
    given: u64,
    /// The last of it that the files hold, by copy.
    written: [u64; 2],
    written_at: Option<Timestamp>,
    /// By copy.
    failures: [Option<String>; 2],
    is_ending: bool,
}

fn entered<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // What panicked elsewhere must not keep the journal from being written.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Journal {
    /// Begins the journal of something that is edited, in the state folder `state`. Nothing is written before the first
    /// edit.
    ///
    /// # Errors
    /// When the folder cannot be made, or no thread.
    pub fn start(state: &Path, about: About) -> Result<Self, FileError> {
        let folder = make_private_folder(state, Path::new(FOLDER)).map_err(FileError::Write)?;
        let name: String = std::iter::repeat_with(fastrand::alphanumeric).take(12).collect();
        let held_path = folder.join(&name).with_extension(HELD_EXTENSION);
        let (Hold::Held(held) | Hold::Unknown(held)) = hold(&held_path).map_err(FileError::Write)? else {
            return Err(FileError::InUse);
        };
        let shared = Arc::new(Shared {
            paths: [EXTENSION, SYNCED_EXTENSION].map(|extension| folder.join(&name).with_extension(extension)),
            held_path,
            state: Mutex::new(State { about, ..State::default() }),
            changed: Condvar::new(),
            files: Default::default(),
            held: Some(held),
        });
        let mut open = entered(&OPEN);
        open.retain(|other| other.strong_count() > 0);
        open.push(Arc::downgrade(&shared));
        drop(open);
        let mut journal = Self { shared, threads: Vec::new() };
        for copy in Kept::ALL {
            let shared = journal.shared.clone();
            let thread = thread::Builder::new().name("journal".into()).spawn(move || shared.work(copy));
            journal.threads.push(thread.map_err(FileError::Write)?);
        }
        Ok(journal)
    }

    /// Gives it what is shown now. Returns at once.
    pub fn put(&self, disclosure: Arc<Disclosure>) {
        let mut state = entered(&self.shared.state);
        state.newest = Some(disclosure);
        state.given += 1;
        self.shared.changed.notify_all();
    }

    /// Forgets what it was given, because it was saved, or because the person does not want it. From now on it is `about`
    /// another state of the file. The journal on the disk is gone when this returns.
    pub fn clear(&self, about: About) {
        let mut state = entered(&self.shared.state);
        state.about = about;
        state.newest = None;
        state.given += 1;
        drop(state);
        self.shared.write_now();
    }

    /// From now on it is `about` another state of the file.
    pub fn set_about(&self, about: About) {
        let mut state = entered(&self.shared.state);
        state.about = about;
        state.given += 1;
        self.shared.changed.notify_all();
    }

    /// What it was given last and was not cleared.
    pub fn newest(&self) -> Option<Arc<Disclosure>> {
        entered(&self.shared.state).newest.clone()
    }

    /// When it last reached the disk, if what it was given last did.
    pub fn written_at(&self) -> Option<Timestamp> {
        let state = entered(&self.shared.state);
        let is_synced = state.written[Kept::Synced as usize] == state.given;
        state.written_at.filter(|_| is_synced && state.newest.is_some())
    }

    /// Why it does not reach the disk, as a sentence.
    pub fn failure(&self) -> Option<String> {
        entered(&self.shared.state).failures.iter().flatten().next().cloned()
    }

    /// Where it is on the disk.
    pub fn path(&self) -> &Path {
        &self.shared.paths[Kept::Synced as usize]
    }

    /// Writes what it was given, so that it outlives the program; the disk is not waited for. Returns whether that was
    /// done.
    pub fn hand_over(&self) -> bool {
        self.shared.write(Kept::Quick)
    }

    /// Writes what it was given, and returns when that is done. Returns whether it is on the disk.
    pub fn write_now(&self) -> bool {
        self.shared.write_now()
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        entered(&self.shared.state).is_ending = true;
        self.shared.changed.notify_all();
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
        self.shared.write_now();
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        // Whoever finds the journal without it knows that nobody edits it any more.
        if let Some(held) = self.held.take() {
            remove_held(&self.held_path, held);
        }
    }
}

impl Shared {
    fn work(&self, copy: Kept) {
        loop {
            let state = entered(&self.state);
            let idle = |state: &mut State| state.given == state.written[copy as usize] && !state.is_ending;
            let state = self.changed.wait_while(state, idle).unwrap_or_else(PoisonError::into_inner);
            if state.is_ending {
                return;
            }
            drop(state);
            let start = Instant::now();
            // A fault in writing is told, and tried again: without the thread nothing would be written any more.
            let written = catch_unwind(AssertUnwindSafe(|| self.write(copy)));
            let is_written = written.unwrap_or_else(|_| {
                entered(&self.state).failures[copy as usize] = Some("记录时程序出错".to_owned());
                false
            });
            // Writing takes no more than half of the time, however slow the disk.
            let pause = if is_written { PAUSE.max(start.elapsed()) } else { RETRY };
            let state = entered(&self.state);
            drop(self.changed.wait_timeout_while(state, pause, |state| !state.is_ending));
        }
    }

    /// Whether nobody works on it, or soon nobody does.
    fn is_free(&self) -> bool {
        let is_free = || self.files.iter().all(|file| file.try_lock().is_ok()) && self.state.try_lock().is_ok();
        (0..PATIENCE).any(|attempt| {
            if attempt > 0 {
                thread::sleep(Duration::from_millis(10));
            }
            is_free()
        })
    }

    fn write_now(&self) -> bool {
        Kept::ALL.into_iter().all(|copy| self.write(copy))
    }

    fn write(&self, copy: Kept) -> bool {
        let _file = entered(&self.files[copy as usize]);
        let state = entered(&self.state);
        let (given, newest, about) = (state.given, state.newest.clone(), state.about.clone());
        if given == state.written[copy as usize] {
            return true;
        }
        drop(state);
        let now = Timestamp::now();
        let path = &self.paths[copy as usize];
        let result = match &newest {
            Some(disclosure) => replace_own(path, &record::text(&about, now, disclosure), copy == Kept::Synced),
            None => removed(path),
        };
        drop(newest);
        let mut state = entered(&self.state);
        match result {
            Ok(()) => {
                state.written[copy as usize] = given;
                state.failures[copy as usize] = None;
                if copy == Kept::Synced {
                    state.written_at = Some(now);
                }
                true
            }
            Err(error) => {
                state.failures[copy as usize] = Some(error.to_string());
                false
            }
        }
    }
}

fn removed(path: &Path) -> Result<(), FileError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(FileError::Write(error)),
        _ => Ok(()),
    }
}

/// Writes every journal of this process at once, because it may not live much longer. Returns those that hold something.
pub fn write_all_now() -> Vec<PathBuf> {
    // Not waited for: the thread that panicked may be the one that has it.
    let open: Vec<_> = match OPEN.try_lock() {
        Ok(open) => open.iter().filter_map(Weak::upgrade).collect(),
        Err(_) => return Vec::new(),
    };
    let written = open.iter().filter(|shared| shared.is_free()).filter(|shared| {
        let is_written = shared.write_now();
        is_written && entered(&shared.state).newest.is_some()
    });
    written.map(|shared| shared.paths[Kept::Synced as usize].clone()).collect()
}
