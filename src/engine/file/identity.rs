//! Which file of a disk it is, however it is called.

use std::fs::File;
use std::io;
use std::path::Path;

/// Which file or folder it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    /// The disk.
    pub(super) device: u64,
    /// The place on the disk.
    pub(super) index: u64,
    pub(super) names: u64,
}

impl Identity {
    fn is(&self, other: &Self) -> bool {
        (self.device, self.index) == (other.device, other.index)
    }
}

/// Whether both paths lead to one file, be it over links, by two of its names, or because letters are not told apart.
pub fn is_same_file(one: &Path, other: &Path) -> bool {
    match (at(one), at(other)) {
        (Ok(one), Ok(other)) => one.is(&other),
        _ => false,
    }
}

/// A folder as it was when a file in it was opened.
#[derive(Debug, Clone, Copy)]
pub struct Whereabouts(Identity);

impl Whereabouts {
    /// The folder of the file to which `path` leads; `None` where the system does not say.
    pub fn of(path: &Path) -> Option<Self> {
        let target = super::save::followed(&super::SystemDisk, path).ok()?;
        at(super::save::folder_of(&target)).ok().map(Self)
    }

    /// Whether the file to which `path` leads is on another disk by now: one was unmounted or mounted there. A folder
    /// of a network that was connected anew has a new number of the disk, too, but the same place on it.
    pub fn is_elsewhere(&self, path: &Path) -> bool {
        let now = Self::of(path);
        now.is_some_and(|Self(now)| now.device != self.0.device && now.index != self.0.index)
    }
}

/// Whether `path` leads to `file`. A link is not followed.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    match (of(file), std::fs::symlink_metadata(path)) {
        (Ok(own), Ok(found)) if found.is_file() => at(path).is_ok_and(|found| own.is(&found)),
        _ => false,
    }
}

#[cfg(unix)]
pub(super) fn of(file: &File) -> io::Result<Identity> {
    file.metadata().map(|found| Identity::from(&found))
}

#[cfg(unix)]
fn at(path: &Path) -> io::Result<Identity> {
    std::fs::metadata(path).map(|found| Identity::from(&found))
}

#[cfg(unix)]
impl From<&std::fs::Metadata> for Identity {
    fn from(found: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;

        Self { device: found.dev(), index: found.ino(), names: if found.is_dir() { 1 } else { found.nlink() } }
    }
}

#[cfg(windows)]
pub(super) fn of(file: &File) -> io::Result<Identity> {
    let found = winapi_util::file::information(file)?;
    Ok(Identity { device: found.volume_serial_number(), index: found.file_index(), names: found.number_of_links() })
}

#[cfg(windows)]
fn at(path: &Path) -> io::Result<Identity> {
    use std::os::windows::fs::OpenOptionsExt;

    /// Without it no folder can be opened.
    const BACKUP_SEMANTICS: u32 = 0x0200_0000;
    // What it is may be asked of a file that others have open, if nothing else is.
    of(&std::fs::OpenOptions::new().access_mode(0).custom_flags(BACKUP_SEMANTICS).open(path)?)
}

#[cfg(not(any(unix, windows)))]
pub(super) fn of(_file: &File) -> io::Result<Identity> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(any(unix, windows)))]
fn at(_path: &Path) -> io::Result<Identity> {
    Err(io::ErrorKind::Unsupported.into())
}
