//! Files that a process holds for as long as it lives, so that others can tell whether it does.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind};
use std::path::Path;

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

/// Holds the file at `path`, which is made where there is none.
///
/// # Errors
/// When it can be neither made nor opened.
pub(super) fn hold(path: &Path) -> io::Result<Hold> {
    for _ in 0..ATTEMPTS {
        let file = match open(path) {
            // Windows: somebody has it open to write.
            Err(error) if is_shared(&error) => return Ok(Hold::Elsewhere),
            opened => opened?,
        };
        let held = match file.try_lock() {
            Ok(()) => Hold::Held(file),
            Err(TryLockError::WouldBlock) => return Ok(Hold::Elsewhere),
            // Not every network file system has locks.
            Err(TryLockError::Error(_)) => return Ok(Hold::Unknown(file)),
        };
        if let Hold::Held(file) = &held
            && !is_still_at(file, path)
        {
            continue;
        }
        return Ok(held);
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

#[cfg(not(windows))]
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    // Who opened a file is no secret from those who may open it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    match options.open(path) {
        // Of another user: whether it is held can be told all the same.
        Err(error) if error.kind() == ErrorKind::PermissionDenied && path.exists() => File::open(path),
        opened => opened,
    }
}

/// On Windows nobody else can write to a file that is held, but everyone can read it: a lock would forbid that too.
#[cfg(windows)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt;

    const SHARE_READ: u32 = 1;
    const SHARE_DELETE: u32 = 4;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).share_mode(SHARE_READ | SHARE_DELETE);
    options.open(path)
}

/// Whether `error` is what Windows says of a file that somebody has open.
fn is_shared(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION)
}

/// Whether `path` still leads to `file`: whoever held it before may have removed it.
#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;

    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(found)) => (held.dev(), held.ino()) == (found.dev(), found.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still_at(_file: &File, path: &Path) -> bool {
    fs::metadata(path).is_ok()
}

/// Whether a process of this machine lives; `None` where the system does not show it.
pub(super) fn is_alive(process: u32) -> Option<bool> {
    let processes = Path::new("/proc");
    processes.join("self").exists().then(|| processes.join(process.to_string()).exists())
}
