//! Files that a process holds for as long as it lives, so that others can tell whether it does.

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;

use super::disk::is_open_elsewhere;
use super::{identity, own};

/// How often a file is opened anew that was removed between being opened and being held.
const ATTEMPTS: usize = 8;

/// Whether a file could be held.
#[derive(Debug)]
pub(super) enum Hold {
    /// It is held, and let go when the file is dropped.
    Held(File),
    /// Another process, or another part of this one, holds it.
    Elsewhere,
    /// The file system cannot say.
    Unknown(File),
}

/// Holds the program's own file at `path`, which is made where there is none.
///
/// # Errors
/// When it can be neither made nor opened, or something else stands there.
pub(super) fn hold(path: &Path) -> io::Result<Hold> {
    for _ in 0..ATTEMPTS {
        let file = match own::open_or_make(path) {
            // Windows: somebody has it open to write.
            Err(error) if is_open_elsewhere(&error) => return Ok(Hold::Elsewhere),
            opened => opened?,
        };
        match claim(&file) {
            Ok(()) if !is_still_at(&file, path) => {}
            Ok(()) => return Ok(Hold::Held(file)),
            Err(TryLockError::WouldBlock) => return Ok(Hold::Elsewhere),
            // Not every network file system has locks.
            Err(TryLockError::Error(_)) => return Ok(Hold::Unknown(file)),
        }
    }
    Err(ErrorKind::ResourceBusy.into())
}

/// Removes the file at `path`, which is `held`, and lets it go.
pub(super) fn remove_held(path: &Path, held: File) {
    // Removed first, so that nobody can hold what is then gone. Some network file systems remove nothing that is open; on
    // those whoever opened it meanwhile keeps it.
    if fs::remove_file(path).is_err() {
        drop(held);
        let _ = fs::remove_file(path);
    }
}

/// Keeps others from holding `file`.
#[cfg(not(windows))]
fn claim(file: &File) -> Result<(), TryLockError> {
    file.try_lock()
}

/// Keeps others from holding `file`: on Windows that it is open does. A lock would keep them from reading who has it too.
#[cfg(windows)]
fn claim(_file: &File) -> Result<(), TryLockError> {
    Ok(())
}

/// Whether `path` still leads to `file`: whoever held it before may have removed it.
fn is_still_at(file: &File, path: &Path) -> bool {
    // On Windows what is open keeps its name, or is marked to be removed.
    if cfg!(windows) { path.exists() } else { identity::is_at(file, path) }
}

/// Whether a process of this machine lives; `None` where the system does not show it.
pub(super) fn is_alive(process: u32) -> Option<bool> {
    let processes = Path::new("/proc");
    processes.join("self").exists().then(|| processes.join(process.to_string()).exists())
}
