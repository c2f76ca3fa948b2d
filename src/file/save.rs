//! Writing a file, so that at any moment either the old one or the new one is there, whole.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::FileError;
use super::document::{self, Document};
use crate::disclosure::Disclosure;

/// As many links in a row as Linux follows.
const LINK_LIMIT: usize = 40;
/// What Windows says of a file that another program has open.
const SHARING_VIOLATION: i32 = 32;

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
    let text = write(disclosure);
    // What cannot be read again must not replace what can.
    let again: Disclosure = document::parse(&text).map_err(|_| FileError::Garbled)?.into();
    if again != *disclosure {
        return Err(FileError::Garbled);
    }
    put(path, text.as_bytes(), false)
}

/// Writes `bytes` at `path` as a document for others to read, in place of the file that may be there. A link is followed,
/// and stays one.
///
/// The new file is written beside the old one, read again and compared, and then takes its place and its permissions.
///
/// # Errors
/// When that fails; then the old file is as it was and nothing is left beside it.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    put(path, bytes, true)
}

/// As [`write_atomically`]; `is_public` lets everyone read a new file whom the system lets read new files, else only its
/// owner can.
fn put(path: &Path, bytes: &[u8], is_public: bool) -> Result<(), FileError> {
    let target = followed(path).map_err(FileError::Write)?;
    let old = match fs::metadata(&target) {
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
    replace(&target, bytes, old.as_ref(), is_public)
}

/// The file to which `path` leads, which need not exist.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINK_LIMIT {
        match fs::symlink_metadata(&path) {
            Ok(found) if found.is_symlink() => path = folder_of(&path).join(fs::read_link(&path)?),
            _ => return Ok(path),
        }
    }
    Err(io::Error::other("链接绕成了圈"))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Puts a file with `bytes` in place of the one at `target`, whose metadata are `old`.
fn replace(target: &Path, bytes: &[u8], old: Option<&Metadata>, is_public: bool) -> Result<(), FileError> {
    let folder = folder_of(target);
    // In the same folder, because only within a file system a file can take another's place at once. Until it does, it
    // is removed when dropped. On unix it starts with mode 0600.
    let mut builder = tempfile::Builder::new();
    builder.prefix(".budget-").suffix(".tmp");
    if is_public {
        make_public(&mut builder);
    }
    let mut new = builder.tempfile_in(folder).map_err(FileError::Write)?;
    let written = (|| {
        new.write_all(bytes)?;
        new.flush()?;
        if let Some(old) = old {
            keep_owner(new.as_file(), old);
            new.as_file().set_permissions(old.permissions())?;
        }
        new.as_file().sync_all()?;
        fs::read(new.path())
    })();
    if written.map_err(FileError::Write)? != bytes {
        return Err(FileError::Garbled);
    }
    new.persist(target).map_err(|error| not_replaced(error.error))?;
    sync_folder(folder);
    Ok(())
}

/// Makes files as any program makes them, with what the umask allows.
#[cfg(unix)]
fn make_public(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;

    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn make_public(_builder: &mut tempfile::Builder<'_, '_>) {}

/// Why a file that could be written could not take the place of another.
fn not_replaced(error: io::Error) -> FileError {
    // Windows refuses to replace what another program has open; that the folder can be written to is known here.
    if cfg!(windows) && (error.kind() == ErrorKind::PermissionDenied || error.raw_os_error() == Some(SHARING_VIOLATION))
    {
        return FileError::InUse;
    }
    FileError::Write(error)
}

/// Gives `new` the owner and group of `old` as far as the system allows, so that colleagues who share a file through
/// its group keep it.
#[cfg(unix)]
fn keep_owner(new: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};

    let Ok(found) = new.metadata() else { return };
    if (found.uid(), found.gid()) != (old.uid(), old.gid()) && fchown(new, Some(old.uid()), Some(old.gid())).is_err() {
        // Only root may give files away, but everyone may choose among their groups. Neither is worth failing for.
        let _ = fchown(new, None, Some(old.gid()));
    }
}

#[cfg(not(unix))]
fn keep_owner(_new: &File, _old: &Metadata) {}

/// Makes the rename last through a power failure. The new file is already in place and some file systems cannot do
/// this, so failing is no failure.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
    }
}
