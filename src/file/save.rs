//! Writing a file, so that at any moment either the old one or the new one is there, whole.

use std::fs::Metadata;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::disk::{Disk, SystemDisk, again, is_device, is_open_elsewhere, is_stream};
use super::document::{self, Document};
use super::{Digest, FileError, SIZE_LIMIT};
use crate::disclosure::Disclosure;

/// As many links in a row as Linux follows.
const LINK_LIMIT: usize = 40;
/// On Windows a virus scanner or an indexer may have a file open for a moment after it was written: how long is waited in
/// all until it can be replaced, and at first.
const PATIENCE: Duration = Duration::from_secs(1);
const FIRST_PAUSE: Duration = Duration::from_millis(10);
/// How often a name for the unfinished file is sought that nobody has.
const NAME_ATTEMPTS: usize = 8;

/// What may be replaced by saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// Whatever is there: the person was asked.
    Anything,
    /// Only what was opened or saved last, which had this digest. A file that is gone is made again.
    Only(Digest),
}

/// What saving did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What the file holds now.
    pub bytes: Vec<u8>,
    /// What it held before, where that could be read.
    pub replaced: Option<Vec<u8>>,
}

/// `disclosure` as the text of a file; the same disclosure always yields the same bytes.
pub fn write(disclosure: &Disclosure) -> String {
    Document::from(disclosure).text()
}

/// Saves `disclosure` at `path`, in place of the file that may be there. A link is followed, and stays one.
///
/// The new file is written beside the old one, read again and compared, and then takes its place and its permissions.
///
/// # Errors
/// When that fails; then the old file is as it was and nothing is left beside it.
pub fn save(path: &Path, disclosure: &Disclosure) -> Result<(), FileError> {
    save_over(&SystemDisk, path, disclosure, Replaced::Anything).map(drop)
}

/// As [`save`], on `disk`, and only over what may be `replaced`.
///
/// # Errors
/// As [`save`]; [`FileError::Changed`] where somebody else changed the file.
pub fn save_over(
    disk: &dyn Disk,
    path: &Path,
    disclosure: &Disclosure,
    replaced: Replaced,
) -> Result<Saved, FileError> {
    let text = write(disclosure);
    // What cannot be read again must not replace what can.
    let again: Disclosure = document::parse(&text).map_err(|_| FileError::Garbled)?.into();
    if again != *disclosure {
        return Err(FileError::Garbled);
    }
    let bytes = text.into_bytes();
    let mut old_bytes = None;
    put(disk, path, &bytes, How::PRIVATE, |target| {
        old_bytes = what_is_there(disk, target, replaced)?;
        Ok(())
    })?;
    Ok(Saved { bytes, replaced: old_bytes })
}

/// What is about to be replaced, which must be what may be.
fn what_is_there(disk: &dyn Disk, target: &Path, replaced: Replaced) -> Result<Option<Vec<u8>>, FileError> {
    let found = match read_all(disk, target) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        // Who wants to replace anything need not be able to read it.
        Err(_) if replaced == Replaced::Anything => return Ok(None),
        Err(error) => return Err(FileError::Write(error)),
    };
    match replaced {
        Replaced::Only(digest) if found.as_deref().map(Digest::of) != Some(digest) => Err(FileError::Changed),
        _ => Ok(found),
    }
}

/// The bytes at `path`; `None` where they are more than any disclosure has.
fn read_all(disk: &dyn Disk, path: &Path) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    again(|| disk.open(path))?.take(SIZE_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= SIZE_LIMIT).then_some(bytes))
}

/// Writes `bytes` at `path` as a document for others to read, in place of the file that may be there. A link is followed,
/// and stays one.
///
/// The new file is written beside the old one, read again and compared, and then takes its place and its permissions.
///
/// # Errors
/// When that fails; then the old file is as it was and nothing is left beside it.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    put(&SystemDisk, path, bytes, How { is_public: true, is_lasting: true }, |_| Ok(()))
}

/// As [`write_atomically`], but for its owner's eyes alone. Where it need not be `is_lasting`, it outlives the program but
/// perhaps no power failure, and the disk is not waited for.
///
/// # Errors
/// As [`write_atomically`].
pub(super) fn write_private(path: &Path, bytes: &[u8], is_lasting: bool) -> Result<(), FileError> {
    put(&SystemDisk, path, bytes, How { is_lasting, ..How::PRIVATE }, |_| Ok(()))
}

/// How a file is written.
#[derive(Clone, Copy)]
struct How {
    /// Everyone may read a new file whom the system lets read new files, else only its owner.
    is_public: bool,
    /// It is there after a power failure too.
    is_lasting: bool,
}

impl How {
    const PRIVATE: Self = Self { is_public: false, is_lasting: true };
}

/// As [`write_atomically`]. `check` may refuse at the last moment.
fn put(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    how: How,
    check: impl FnOnce(&Path) -> Result<(), FileError>,
) -> Result<(), FileError> {
    if is_device(path) || is_stream(path) {
        return Err(FileError::Write(ErrorKind::InvalidFilename.into()));
    }
    let target = followed(disk, path).map_err(FileError::Write)?;
    let old = match again(|| disk.metadata(&target)) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(FileError::Write(error)),
    };
    if let Some(old) = &old {
        if old.is_dir() {
            return Err(FileError::Write(ErrorKind::IsADirectory.into()));
        } else if !old.is_file() {
            return Err(FileError::NotAFile);
        } else if old.permissions().readonly() {
            // Renaming would go over it without asking.
            return Err(FileError::ReadOnly);
        }
    }
    let folder = folder_of(&target);
    let unfinished = Unfinished::write(disk, folder, bytes, old.as_ref(), how)?;
    check(&target)?;
    unfinished.finish(&target)?;
    if how.is_lasting {
        // The new file is already in place and some file systems cannot do this, so failing is no failure.
        let _ = again(|| disk.sync_folder(folder));
    }
    Ok(())
}

/// The file to which `path` leads, which need not exist.
pub(super) fn followed(disk: &dyn Disk, path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINK_LIMIT {
        match again(|| disk.symlink_metadata(&path)) {
            Ok(found) if found.is_symlink() => path = folder_of(&path).join(again(|| disk.read_link(&path))?),
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => return Ok(path),
        }
    }
    Err(io::Error::other("链接绕成了圈"))
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A file that has not taken the place of another yet; it is removed when that does not happen.
struct Unfinished<'a> {
    disk: &'a dyn Disk,
    path: PathBuf,
    is_finished: bool,
}

impl<'a> Unfinished<'a> {
    /// Writes `bytes` in `folder`, because only within a file system a file can take another's place at once.
    fn write(
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

    fn finish(mut self, target: &Path) -> Result<(), FileError> {
        patiently(|| again(|| self.disk.rename(&self.path, target))).map_err(not_replaced)?;
        self.is_finished = true;
        Ok(())
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if !self.is_finished {
            let _ = again(|| self.disk.remove(&self.path));
        }
    }
}

fn create(disk: &dyn Disk, folder: &Path, is_public: bool) -> io::Result<(Box<dyn super::disk::NewFile>, PathBuf)> {
    let mut attempts = 0;
    loop {
        attempts += 1;
        let name: String = std::iter::repeat_with(fastrand::alphanumeric).take(8).collect();
        let path = folder.join(format!(".budget-{name}.tmp"));
        match again(|| disk.create_new(&path, is_public)) {
            Ok(file) => return Ok((file, path)),
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
