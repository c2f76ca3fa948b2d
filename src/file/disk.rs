//! What saving asks of the system, so that tests can let each of these calls fail.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// The calls of the system that saving makes.
pub trait Disk {
    /// What is at `path`; links are followed.
    ///
    /// # Errors
    /// As the system says.
    fn metadata(&self, path: &Path) -> io::Result<Metadata>;
    /// What is at `path` itself.
    ///
    /// # Errors
    /// As the system says.
    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata>;
    /// Where the link at `path` leads.
    ///
    /// # Errors
    /// As the system says.
    fn read_link(&self, path: &Path) -> io::Result<PathBuf>;
    /// Opens the file at `path` to be read.
    ///
    /// # Errors
    /// As the system says.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>>;
    /// Makes a file at `path`, where there must be none: for everyone whom the system lets read new files, or for its
    /// owner alone.
    ///
    /// # Errors
    /// As the system says.
    fn create_new(&self, path: &Path, is_public: bool) -> io::Result<Box<dyn NewFile>>;
    /// Puts the file at `from` in place of the one at `to`.
    ///
    /// # Errors
    /// As the system says.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes the file at `path`.
    ///
    /// # Errors
    /// As the system says.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Makes what was renamed in the folder last through a power failure.
    ///
    /// # Errors
    /// As the system says.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
}

/// A file that is being written.
pub trait NewFile: Write {
    /// Gives it the permissions of the file that it will replace, and the owner as far as the system allows.
    ///
    /// # Errors
    /// When the permissions cannot be set.
    fn take_after(&self, old: &Metadata) -> io::Result<()>;
    /// Makes what was written last through a power failure.
    ///
    /// # Errors
    /// As the system says.
    fn sync(&self) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::metadata(path)
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata> {
        fs::symlink_metadata(path)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        fs::read_link(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        Ok(Box::new(File::open(path)?))
    }

    fn create_new(&self, path: &Path, is_public: bool) -> io::Result<Box<dyn NewFile>> {
        Ok(Box::new(new_options(is_public).create_new(true).open(path)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Only unix lets a folder be opened.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }
}

/// To write a file that may be new; `is_public` lets everyone read it whom the system lets read new files, else only its
/// owner can.
pub(super) fn new_options(is_public: bool) -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if is_public { 0o666 } else { 0o600 });
    #[cfg(not(unix))]
    let _ = is_public;
    options
}

impl NewFile for File {
    fn take_after(&self, old: &Metadata) -> io::Result<()> {
        keep_owner(self, old);
        self.set_permissions(old.permissions())
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_all()
    }
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

/// Makes `call` until no signal interrupts it.
///
/// # Errors
/// As `call`.
pub(super) fn again<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

/// Makes `folder`, and the folders on the way to it, for their owner alone; one that is there stays as it is.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
