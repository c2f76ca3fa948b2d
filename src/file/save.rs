//! Writing a file, so that at any moment either the old one or the new one is there, whole.

use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::disk::{Disk, SystemDisk, again};
use super::document::{self, Document};
use super::unfinished::{How, Unfinished, remove_abandoned};
use super::{Digest, FileError, SIZE_LIMIT};
use crate::disclosure::Disclosure;

/// As many links in a row as Linux follows.
const LINK_LIMIT: usize = 40;

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

/// As [`write_atomically`]. `check` may refuse at the last moment.
fn put(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    how: How,
    check: impl FnOnce(&Path) -> Result<(), FileError>,
) -> Result<(), FileError> {
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
    remove_abandoned(folder, &target);
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
