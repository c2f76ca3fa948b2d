//! Writing a file, so that at any moment either the old one or the new one is there, whole.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::disk::{Disk, SystemDisk, again, is_device, is_stream};
use super::own::{NotOwn, bounded};
use super::unfinished::{How, Unfinished, remove_abandoned};
use super::{Digest, FileError, SIZE_LIMIT, convert, document, kept, placing};
use crate::disclosure::Disclosure;

/// As many links in a row as Linux follows.
const LINK_LIMIT: usize = 40;

/// What may be replaced by saving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replaced {
    /// Whatever is there: the person was asked.
    Anything,
    /// Only what was opened or saved last, which had this digest, and which must still be there.
    Only(Digest),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// What the file holds now.
    pub bytes: Vec<u8>,
    /// What it held before, where that could be read.
    pub replaced: Option<Vec<u8>>,
}

/// `disclosure` as the text of a file; the same disclosure always yields the same bytes.
pub fn write(disclosure: &Disclosure) -> String {
    convert::written(disclosure).text()
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
/// As [`save`]; [`FileError::Changed`] where somebody else changed the file, [`FileError::Gone`] where it is not there any
/// more.
pub fn save_over(
    disk: &dyn Disk,
    path: &Path,
    disclosure: &Disclosure,
    replaced: Replaced,
) -> Result<Saved, FileError> {
    let bytes = text_of(disclosure)?.into_bytes();
    let mut old_bytes = None;
    put(disk, path, &bytes, How::DOCUMENT, |target| {
        old_bytes = what_is_there(disk, target, replaced)?;
        Ok(())
    })?;
    Ok(Saved { bytes, replaced: old_bytes })
}

/// Saves `disclosure` at `path`, where there must be nothing, not even a link; should something appear there meanwhile, it
/// is left.
///
/// # Errors
/// As [`save`]; [`FileError::Exists`] where something is there.
pub fn save_new(path: &Path, disclosure: &Disclosure) -> Result<(), FileError> {
    refuse_names_of_windows(path)?;
    if fs::symlink_metadata(path).is_ok() {
        return Err(FileError::Exists);
    }
    let bytes = text_of(disclosure)?.into_bytes();
    let folder = folder_of(path);
    Unfinished::write(&SystemDisk, folder, &bytes, None, How::DOCUMENT)?.finish_new(path)?;
    settle(&SystemDisk, folder, path, How::DOCUMENT);
    Ok(())
}

/// The text of a file with `disclosure`.
fn text_of(disclosure: &Disclosure) -> Result<String, FileError> {
    checked(write(disclosure), disclosure)
}

/// `text`, where it says what `disclosure` does: what cannot be read again must not replace what can.
pub(super) fn checked(text: String, disclosure: &Disclosure) -> Result<String, FileError> {
    let mut document = document::parse(&text).map_err(|_| FileError::Garbled)?;
    let kept: Vec<String> = std::mem::take(&mut document.kept).iter().map(kept::Piece::source).collect();
    if !kept.iter().eq(disclosure.kept.iter().map(|kept| &kept.source)) {
        return Err(FileError::Garbled);
    }
    if let Some(keys) = &disclosure.keys.0 {
        placing::to_numbers(&mut document, keys);
    }
    let mut again: Disclosure = document.into();
    again.kept.extend(disclosure.kept.iter().cloned());
    // The id by which this machine tells forms apart is none of the file's.
    if again.form == convert::form_of(disclosure) {
        again.form.clone_from(&disclosure.form);
    }
    if again == *disclosure { Ok(text) } else { Err(FileError::Garbled) }
}

/// What is about to be replaced, which must be what may be.
fn what_is_there(disk: &dyn Disk, target: &Path, replaced: Replaced) -> Result<Option<Vec<u8>>, FileError> {
    let found = match read_all(disk, target) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound && replaced == Replaced::Anything => return Ok(None),
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(FileError::Gone),
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
    bounded(again(|| disk.open(path))?, SIZE_LIMIT)
}

/// Writes `bytes` at `path` as a document for others to read, in place of the file that may be there. A link is refused: in
/// a shared folder anybody could let one lead to any file of the person who writes to it, and what it leads to was not made
/// by an export.
///
/// The new file is written beside the old one, read again and compared, and then takes its place and its permissions.
///
/// # Errors
/// When that fails; then the old file is as it was and nothing is left beside it. [`FileError::Link`] for a link.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    if let Ok(target) = fs::read_link(path) {
        return Err(FileError::Link { target });
    }
    put(&SystemDisk, path, bytes, How::DOCUMENT, |_| Ok(()))
}

/// Puts `bytes` in place of the program's own file at `path`, for its owner's eyes alone. A link there is not followed but
/// replaced. Where it need not be `is_lasting`, it outlives the program but perhaps no power failure, and the disk is not
/// waited for.
///
/// # Errors
/// When that fails; then what was there is as it was.
pub fn replace_own(path: &Path, bytes: &[u8], is_lasting: bool) -> Result<(), FileError> {
    if fs::symlink_metadata(path).is_ok_and(|found| found.is_dir()) {
        return Err(FileError::Write(NotOwn::Folder.into()));
    }
    let (folder, how) = (folder_of(path), How { is_public: false, is_lasting });
    Unfinished::write(&SystemDisk, folder, bytes, None, how)?.finish(path)?;
    settle(&SystemDisk, folder, path, how);
    Ok(())
}

/// Puts `bytes` in place of the file to which `path` leads. `check` may refuse at the last moment.
fn put(
    disk: &dyn Disk,
    path: &Path,
    bytes: &[u8],
    how: How,
    check: impl FnOnce(&Path) -> Result<(), FileError>,
) -> Result<(), FileError> {
    refuse_names_of_windows(path)?;
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
    settle(disk, folder, &target, how);
    Ok(())
}

fn refuse_names_of_windows(path: &Path) -> Result<(), FileError> {
    let is_refused = is_device(path) || is_stream(path);
    if is_refused { Err(FileError::Write(ErrorKind::InvalidFilename.into())) } else { Ok(()) }
}

/// What is done in `folder` once the new file is in place at `target`: failing in it is no failure.
fn settle(disk: &dyn Disk, folder: &Path, target: &Path, how: How) {
    remove_abandoned(folder, target);
    if how.is_lasting {
        // Some file systems cannot do this.
        let _ = again(|| disk.sync_folder(folder));
    }
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
