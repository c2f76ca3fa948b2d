//! The bytes of a file that may be anything.

use std::path::Path;

use super::FileError;
use super::disk::is_device;
use super::own::{NotOwn, bounded, open_named};

/// The bytes of the file at `path`; `None` where there are more than `limit`.
///
/// # Errors
/// When it cannot be read, or is a folder, a device or a pipe.
pub fn read_bytes(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, FileError> {
    if is_device(path) {
        return Err(FileError::NotAFile);
    }
    let read = || bounded(open_named(path)?, limit);
    read().map_err(|error| match NotOwn::of(&error) {
        Some(NotOwn::NotAFile) => FileError::NotAFile,
        _ => FileError::Read(error),
    })
}
