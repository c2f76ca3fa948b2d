//! A file that is being written beside the one whose place it will take.

use std::fs::{self, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use super::FileError;
use super::disk::{Disk, NewFile, again, is_open_elsewhere};

/// On Windows a virus scanner or an indexer may have a file open for a moment after it was written: how long is waited in
/// all until it can be replaced, and at first.
const PATIENCE: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// How often a name is sought that nobody has.
const NAME_ATTEMPTS: usize = 8;
/// How an unfinished file is called: this, `NAME_LENGTH` letters and digits at random, and `END`.
const BEGIN: &str = ".budget-";
const NAME_LENGTH: usize = 8;
const END: &str = ".tmp";
/// Writing a file takes seconds, on the slowest network perhaps minutes: whoever wrote an older one was killed.
const ABANDONED_AFTER: Duration = Duration::from_secs(60 * 60);

/// Those of this process, for the moment when it is asked to end.
static WRITING: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn writing() -> MutexGuard<'static, Vec<PathBuf>> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what this process is writing, because it ends now: whoever holds what is returned keeps it from writing more.
#[must_use]
pub fn remove_unfinished() -> impl Sized {
    let writing = writing();
    for path in writing.iter() {
        let _ = fs::remove_file(path);
    }
    writing
}

/// How a file is written.
#[derive(Clone, Copy)]
pub(super) struct How {
    /// Everyone may read a new file whom the system lets read new files, else only its owner.
    pub(super) is_public: bool,
    /// It is there after a power failure too.
    pub(super) is_lasting: bool,
}

impl How {
    /// What a person saves or exports: a colleague whom the system lets read new files can open it, as any other document.
    pub(super) const DOCUMENT: Self = Self { is_public: true, is_lasting: true };
}

/// A file that has not taken the place of another yet; it is removed when that does not happen.
pub(super) struct Unfinished<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    is_finished: bool,
}

impl<'a> Unfinished<'a> {
    /// Writes `bytes` in `folder`, because only within a file system a file can take another's place at once.
    pub(super) fn write(
        disk: &'a dyn Disk,
        folder: &Path,
        bytes: &[u8],
        old: Option<&Metadata>,
        how: How,
    ) -> Result<Self, FileError> {
        let (mut new, path) = create(disk, folder, how.is_public).map_err(FileError::Write)?;
        let unfinished = Self { disk, path, is_finished: false };
        let mut written = || {
            new.write_all(bytes)?;
            again(|| new.flush())?;
            if let Some(old) = old {
                again(|| new.take_after(old))?;
            }
            if how.is_lasting { again(|| new.sync()) } else { Ok(()) }
        };
        written().map_err(FileError::Write)?;
        drop(new);
        let found = read_back(disk, &unfinished.path, bytes.len()).map_err(FileError::Write)?;
        if found != bytes { Err(FileError::Garbled) } else { Ok(unfinished) }
    }

    /// Takes the place of what is at `target`.
    pub(super) fn finish(mut self, target: &Path) -> Result<(), FileError> {
        patiently(|| again(|| self.disk.rename(&self.path, target))).map_err(not_replaced)?;
        self.is_finished = true;
        Ok(())
    }

    /// Takes the place at `target`, where there must be nothing.
    pub(super) fn finish_new(mut self, target: &Path) -> Result<(), FileError> {
        match again(|| self.disk.rename_new(&self.path, target)) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => return Err(FileError::Exists),
            done => done.map_err(FileError::Write)?,
        }
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = again(|| self.disk.remove(&self.path));
        }
        writing().retain(|path| *path != self.path);
    }
}

fn create(disk: &dyn Disk, folder: &Path, is_public: bool) -> io::Result<(Box<dyn NewFile>, PathBuf)> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let name: String = std::iter::repeat_with(fastrand::alphanumeric).take(NAME_LENGTH).collect();
        let path = folder.join(format!("{BEGIN}{name}{END}"));
        // Until it is listed nobody looks at the list, so that there is no moment when it would be left.
        let mut writing = writing();
        match again(|| disk.create_new(&path, is_public)) {
            Ok(file) => {
                writing.push(path.clone());
                return Ok((file, path));
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists && attempts < NAME_ATTEMPTS => {}
            Err(error) => return Err(error),
        }
    }
}

/// What is in the file that was just written, and one byte more if there is more.
fn read_back(disk: &dyn Disk, path: &Path, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length + 1);
    again(|| disk.open(path))?.take(length as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes `call` until no other program is in its way, or it becomes clear that one stays there.
fn patiently(mut call: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    let (start, mut pause) = (Instant::now(), FIRST_PAUSE);
    loop {
        match call() {
            Err(error) if is_in_the_way(&error) && start.elapsed() < PATIENCE => {
                thread::sleep(pause);
                pause *= 2;
            }
            done => return done,
        }
    }
}

/// Whether `error` is what Windows says when it cannot replace a file because another program has it open. That the
/// folder can be written to is known where this is asked.
fn is_in_the_way(error: &io::Error) -> bool {
    is_open_elsewhere(error) || cfg!(windows) && error.kind() == ErrorKind::PermissionDenied
}

/// Why a file that could be written could not take the place of another.
fn not_replaced(error: io::Error) -> FileError {
    if is_in_the_way(&error) { FileError::InUse } else { FileError::Write(error) }
}

/// Removes what programs that were killed while they wrote have left in `folder`. `target` in it was just written, and
/// tells what time it is for the disk, whose clock may be another machine's. What cannot be removed stays; that is no
/// reason to call the writing failed.
pub(super) fn remove_abandoned(folder: &Path, target: &Path) {
    let Ok(now) = fs::metadata(target).and_then(|target| target.modified()) else { return };
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten().filter(|entry| entry.file_name().to_str().is_some_and(is_unfinished)) {
        let Ok(found) = entry.metadata() else { continue };
        let age = found.modified().ok().and_then(|written| now.duration_since(written).ok());
        if found.is_file() && age.is_some_and(|age| age > ABANDONED_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file called `name` is one that this program is writing or was.
fn is_unfinished(name: &str) -> bool {
    let middle = name.strip_prefix(BEGIN).and_then(|name| name.strip_suffix(END));
    middle.is_some_and(|middle| middle.len() == NAME_LENGTH && middle.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::time::SystemTime;

    use super::*;
    use crate::file::write_atomically;

    #[test]
    fn what_was_abandoned_is_removed_by_the_next_save_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let old = SystemTime::now() - 2 * ABANDONED_AFTER;
        let left = |name: &str, written| {
            let path = folder.path().join(name);
            File::create(&path).unwrap().set_modified(written).unwrap();
            path
        };
        let abandoned = left(".budget-Ab3dEf7h.tmp", old);
        let kept = [
            left(".budget-Zz3dEf7h.tmp", SystemTime::now() - ABANDONED_AFTER / 2),
            left(".budget-Ab3dEf7.tmp", old),
            left(".budget-2025年度预.tmp", old),
            left("budget-Ab3dEf7h.tmp", old),
            left(".budget-Ab3dEf7h.budget", old),
        ];
        write_atomically(&folder.path().join("a.budget"), b"a").unwrap();
        assert!(!abandoned.exists());
        assert!(kept.iter().all(|path| path.exists()), "{kept:?}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), kept.len() + 1);
    }
}
