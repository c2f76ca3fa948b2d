//! What saving asks of the system, so that tests can let each of these calls fail.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf, Prefix};

use super::own;

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
    /// Puts the file at `from` at `to`, where there must be nothing.
    ///
    /// # Errors
    /// As the system says.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
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
        Ok(Box::new(own::open_named(path)?))
    }

    fn create_new(&self, path: &Path, is_public: bool) -> io::Result<Box<dyn NewFile>> {
        Ok(Box::new(own::make(path, is_public)?))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        match tempfile::TempPath::try_from_path(from)?.persist_noclobber(to) {
            Ok(()) => Ok(()),
            Err(refused) => {
                // Who makes the new file removes it.
                let _ = refused.path.keep();
                match refused.error.kind() {
                    ErrorKind::AlreadyExists | ErrorKind::NotFound => Err(refused.error),
                    _ => rename_over_own(from, to),
                }
            }
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Only unix lets a folder be opened.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }
}

/// Where the file system knows neither a renaming that replaces nothing nor a second name for a file: an empty file
/// keeps the name, and is replaced.
fn rename_over_own(from: &Path, to: &Path) -> io::Result<()> {
    drop(own::make(to, true)?);
    fs::rename(from, to).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

impl NewFile for File {
    fn take_after(&self, old: &Metadata) -> io::Result<()> {
        keep_owner(self, old);
        let taken = self.set_permissions(old.permissions());
        // Who may read it the folder says on Windows. What else would be taken, as that a file is kept in a cloud, cannot
        // always be given to another and is not worth failing for.
        if cfg!(windows) { Ok(()) } else { taken }
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

/// Whether `error` is what Windows says of a file that somebody has open and does not share.
pub(super) fn is_open_elsewhere(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    const LOCK_VIOLATION: i32 = 33;
    cfg!(windows) && matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

/// Whether `path` leads to a device of Windows, which has names like `NUL` and `aux.budget` in every folder.
pub(super) fn is_device(path: &Path) -> bool {
    let is_device = |path: PathBuf| match path.components().next() {
        Some(Component::Prefix(prefix)) => matches!(prefix.kind(), Prefix::DeviceNS(_)),
        _ => false,
    };
    std::path::absolute(path).is_ok_and(is_device)
}

/// Whether `path` leads to a stream beside the contents of a file, which Windows does not show: `a.txt:b.budget`.
pub(super) fn is_stream(path: &Path) -> bool {
    cfg!(windows) && path.file_name().is_some_and(|name| name.as_encoded_bytes().contains(&b':'))
}

/// The real path of `path`, whose end need not be there: whoever names a file that is gone means the same one as before.
pub(super) fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let real = path.ancestors().find_map(|known| Some((known, fs::canonicalize(known).ok()?)));
    match real.map(|(known, real)| Some((real, path.strip_prefix(known).ok()?))) {
        Some(Some((real, rest))) if !rest.as_os_str().is_empty() => real.join(rest),
        Some(Some((real, _))) => real,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_has_the_real_path_of_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let known = fs::canonicalize(folder.path()).unwrap();
        assert_eq!(real(folder.path()), known);
        assert_eq!(real(&folder.path().join("a/b.budget")), known.join("a").join("b.budget"));
        fs::create_dir(folder.path().join("a")).unwrap();
        assert_eq!(real(&folder.path().join("a/b.budget")), known.join("a").join("b.budget"));
    }

    #[test]
    fn only_on_windows_a_name_is_a_device_or_a_stream() {
        for name in ["nul", "aux.budget", "C:/预算/COM1", "con"] {
            assert_eq!(is_device(Path::new(name)), cfg!(windows), "{name}");
        }
        for name in ["a.budget", "console.budget", "//server/share/a.budget", "C:/预算/中心.budget", "C:a.budget"] {
            assert!(!is_device(Path::new(name)) && !is_stream(Path::new(name)), "{name}");
        }
        assert_eq!(is_stream(Path::new("C:/预算/甲.txt:乙.budget")), cfg!(windows));
    }
}
