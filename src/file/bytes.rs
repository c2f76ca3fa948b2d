//! The bytes of a file that may be anything.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::FileError;
use super::disk::is_device;

/// The bytes of the file at `path`; `None` where there are more than `limit`.
///
/// # Errors
/// When it cannot be read, or is a folder, a device or a pipe.
pub(crate) fn read_bytes(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, FileError> {
    if is_device(path) {
        return Err(FileError::NotAFile);
    }
    // Looked at before it is opened: opening a pipe would wait for someone who writes to it.
    let found = fs::metadata(path).map_err(FileError::Read)?;
    if found.is_dir() {
        return Err(FileError::Read(ErrorKind::IsADirectory.into()));
    } else if !found.is_file() {
        return Err(FileError::NotAFile);
    }
    let file = File::open(path).map_err(FileError::Read)?;
    let mut bytes = Vec::new();
    // The size that the system tells may be outdated; one byte more than allowed shows that there is too much.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(FileError::Read)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
