//! The lock on a file that is being edited: a small file beside it that says who has it, and that its owner holds open.
//!
//! Where the file system has locks, the system itself tells whether the owner is still there: a lock that was left by a
//! process that died is taken over. Where it has none, the process is looked for on this machine; of another machine
//! nothing can be known, so the person is asked.
//!
//! Where a file is shared, anybody may put something else under the name of its lock. Nothing is written over but what a
//! lock says; else the person is told that there is none.

use std::fs::{self, File};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::disk::real;
use super::hold::{Hold, hold, is_alive, remove_held};
use super::own::{self, NotOwn};
use super::save::followed;
use super::{FileError, SystemDisk};

/// More than any lock says.
const SIZE_LIMIT: u64 = 4096;

/// Who edits a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Name of the user.
    pub user: String,
    /// Name of the machine.
    pub machine: String,
    pub process: u32,
    pub since: Timestamp,
}

impl Owner {
    /// This process, from now on.
    pub fn here() -> Self {
        let user = ["USER", "USERNAME", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
        Self {
            user: user.unwrap_or_default(),
            machine: gethostname::gethostname().to_string_lossy().into_owned(),
            process: std::process::id(),
            since: Timestamp::now(),
        }
    }
}

/// Whether a file could be locked.
#[derive(Debug)]
pub enum Lock {
    /// It is locked until this is dropped.
    Own(FileLock),
    /// Somebody edits it.
    Others(Option<Owner>),
    /// A lock was left from another machine, and nothing tells whether its owner is still there.
    Uncertain(Owner),
    /// Beside the file no lock can be made: the medium is read-only, or the folder is.
    Impossible,
    /// Under the name of the lock stands something else, which is left as it is.
    Blocked(Blocked),
}

/// What stands under the name of a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blocked {
    pub path: PathBuf,
    pub why: NotOwn,
}

/// What a file says that has the name of a lock.
enum Found {
    /// Nothing: it was just made, or cut off while it was written.
    Nothing,
    Owner(Owner),
    /// What no lock says.
    Foreign,
}

/// The lock on a file; others cannot edit it until this is dropped.
#[derive(Debug)]
pub struct FileLock {
    path: PathBuf,
    target: PathBuf,
    owner: Owner,
    /// Until it is dropped.
    held: Option<File>,
}

impl FileLock {
    /// Whether it is the lock on the file at `path`.
    pub fn is_on(&self, path: &Path) -> bool {
        place(path).is_ok_and(|(target, _)| target == self.target)
    }

    /// Whether it is gone: the folder is another one by now, or somebody removed it.
    pub fn is_lost(&self) -> bool {
        fs::symlink_metadata(&self.path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        let Some(held) = self.held.take() else { return };
        // What somebody else put there is not this lock's to remove.
        let found = own::open(&self.path).map(|file| found_in(&file));
        if matches!(found, Ok(Found::Owner(owner)) if owner == self.owner) {
            remove_held(&self.path, held);
        }
    }
}

/// Locks the file at `path` for this process. The lock stands beside the file to which a link leads.
pub fn lock(path: &Path) -> Lock {
    acquire(path, false)
}

/// Locks the file although a lock was left from another machine: the person knows that nobody edits it there.
pub fn take_lock_over(path: &Path) -> Lock {
    acquire(path, true)
}

fn acquire(path: &Path, takes_over: bool) -> Lock {
    let Ok((target, path)) = place(path) else { return Lock::Impossible };
    let owner = Owner::here();
    for _ in 0..2 {
        let mut file = match taken(&path, &owner.machine, takes_over) {
            Ok(file) => file,
            Err(lock) => return lock,
        };
        if write(&mut file, &owner).is_ok() {
            return Lock::Own(FileLock { path, target, owner, held: Some(file) });
        }
        // It was left by another user of this machine, whose files cannot be written but may be removed.
        let _ = fs::remove_file(&path);
    }
    Lock::Impossible
}

/// The lock at `path`, held, where it may be written; else why not. `here` is this machine.
#[expect(clippy::result_large_err, reason = "asked once for each file that is opened")]
fn taken(path: &Path, here: &str, takes_over: bool) -> Result<File, Lock> {
    let (file, is_held) = match hold(path) {
        Ok(Hold::Held(file)) => (file, true),
        Ok(Hold::Unknown(file)) => (file, false),
        Ok(Hold::Elsewhere) => {
            let found = own::open(path).map(|file| found_in(&file));
            return Err(Lock::Others(if let Ok(Found::Owner(owner)) = found { Some(owner) } else { None }));
        }
        Err(error) => {
            let blocked = |why| Lock::Blocked(Blocked { path: path.to_owned(), why });
            return Err(NotOwn::of(&error).map_or(Lock::Impossible, blocked));
        }
    };
    match found_in(&file) {
        Found::Nothing => Ok(file),
        Found::Foreign => Err(Lock::Blocked(Blocked { path: path.to_owned(), why: NotOwn::Foreign })),
        // Nobody holds it; but between some machines that cannot be told.
        Found::Owner(owner) if owner.machine != here && !takes_over => Err(Lock::Uncertain(owner)),
        // A process of the same number may be another one: better asked twice than edited by two.
        Found::Owner(owner) if !is_held && owner.machine == here && is_alive(owner.process).unwrap_or(true) => {
            Err(Lock::Others(Some(owner)))
        }
        Found::Owner(_) => Ok(file),
    }
}

/// The file to which `path` leads, from the root, and the place of its lock.
fn place(path: &Path) -> Result<(PathBuf, PathBuf), FileError> {
    // The real path is the same however the name was typed: Windows and Macs do not tell `A.budget` from `a.budget`.
    let target = real(&followed(&SystemDisk, path).map_err(FileError::Write)?);
    let name = target.file_name().ok_or(FileError::NotAFile)?;
    let mut lock = std::ffi::OsString::from(".~lock.");
    lock.push(name);
    lock.push("#");
    let lock = target.with_file_name(lock);
    Ok((target, lock))
}

fn found_in(mut file: &File) -> Found {
    /// How every lock begins.
    const BEGIN: &[u8] = b"{\"user\":";
    let bytes = file.rewind().and_then(|()| own::bounded(file, SIZE_LIMIT));
    let Ok(Some(bytes)) = bytes else { return Found::Foreign };
    let is_begun = bytes.starts_with(BEGIN) || BEGIN.starts_with(&bytes);
    match serde_json::from_slice(&bytes) {
        Ok(owner) => Found::Owner(owner),
        Err(error) if error.is_eof() && is_begun => Found::Nothing,
        // What a power failure leaves of a file that was not synced.
        Err(_) if bytes.iter().all(|byte| *byte == 0) => Found::Nothing,
        Err(_) => Found::Foreign,
    }
}

fn write(file: &mut File, owner: &Owner) -> io::Result<()> {
    file.rewind()?;
    file.set_len(0)?;
    file.write_all(&serde_json::to_vec(owner)?)?;
    file.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("中心.budget");
        fs::write(&path, "x").unwrap();
        (folder, path)
    }

    fn left_by(path: &Path, machine: &str, process: u32) -> PathBuf {
        let lock = path.with_file_name(".~lock.中心.budget#");
        let owner = Owner { machine: machine.into(), process, ..Owner::here() };
        fs::write(&lock, serde_json::to_vec(&owner).unwrap()).unwrap();
        lock
    }

    #[test]
    fn only_one_has_it_and_the_other_is_told_who() {
        let (folder, path) = file();
        let Lock::Own(own) = lock(&path) else { panic!("not locked") };
        assert!(own.is_on(&path) && !own.is_on(&folder.path().join("other.budget")));
        let Lock::Others(Some(owner)) = lock(&path) else { panic!("locked twice") };
        assert_eq!((owner.process, owner.machine), (std::process::id(), Owner::here().machine));
        // Nor can it be taken from somebody who is there.
        assert!(matches!(take_lock_over(&path), Lock::Others(Some(_))));
        drop(own);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
        assert!(matches!(lock(&path), Lock::Own(_)));
    }

    #[test]
    fn a_lock_left_by_a_process_that_died_is_taken_over() {
        let (_folder, path) = file();
        left_by(&path, &Owner::here().machine, 4_000_000_000);
        let Lock::Own(own) = lock(&path) else { panic!("not taken over") };
        let Lock::Others(Some(owner)) = lock(&path) else { panic!("not written") };
        assert_eq!(owner.process, std::process::id());
        drop(own);
        // What was cut off while it was written is no owner.
        let left = left_by(&path, "", 1);
        fs::write(&left, "{\"user\": \"").unwrap();
        assert!(matches!(lock(&path), Lock::Own(_)));
    }

    #[test]
    fn of_another_machine_the_person_is_asked() {
        let (_folder, path) = file();
        left_by(&path, "另一台", 1);
        let Lock::Uncertain(owner) = lock(&path) else { panic!("taken without asking") };
        assert_eq!(owner.machine, "另一台");
        let Lock::Uncertain(_) = lock(&path) else { panic!("asking changed it") };
        assert!(matches!(take_lock_over(&path), Lock::Own(_)));
    }

    #[cfg(windows)]
    #[test]
    fn a_name_in_other_letters_is_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Draft.budget");
        fs::write(&path, "x").unwrap();
        let Lock::Own(own) = lock(&path) else { panic!("not locked") };
        assert!(own.is_on(&folder.path().join("draft.BUDGET")), "what is saved as it is one's own");
    }

    #[cfg(windows)]
    #[test]
    fn it_is_hidden_as_unix_hides_names_with_a_dot() {
        use std::os::windows::fs::MetadataExt;

        const HIDDEN: u32 = 2;
        let (_folder, path) = file();
        let Lock::Own(own) = lock(&path) else { panic!("not locked") };
        assert_eq!(fs::metadata(&own.path).unwrap().file_attributes() & HIDDEN, HIDDEN);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_locked_where_it_leads() {
        let (folder, path) = file();
        let link = folder.path().join("link.budget");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let found = lock(&link);
        let Lock::Own(own) = found else { panic!("{found:?}") };
        assert!(own.is_on(&path) && own.is_on(&link));
        assert!(matches!(lock(&path), Lock::Others(Some(_))));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_no_lock_can_be_made_there_is_none() {
        assert!(matches!(lock(Path::new("/proc/version")), Lock::Impossible));
        assert!(matches!(lock(Path::new("/nowhere/a.budget")), Lock::Impossible));
    }
}
