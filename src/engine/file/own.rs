//! Files that the program treats as its own: locks, journals, earlier versions, what the window remembers, and what is
//! being written. They are opened here and nowhere else.
//!
//! Some stand in folders to which others may write, and their names are known. Whoever puts something else under such a
//! name must not have it written over, nor keep the program waiting, nor fill its memory: no link is followed, nothing is
//! written into what another name leads to as well, only plain files are taken, and no more is read than a bound.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use super::identity;

/// A program that serves the file to other machines may have to be asked to let it be opened: how long is waited for it.
const PATIENCE: Duration = Duration::from_secs(5);
const PAUSE: Duration = Duration::from_millis(20);

/// Why what stands under the name of a file of the program is not taken for it, in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotOwn {
    #[error("是一个链接")]
    Link,
    #[error("是一个文件夹")]
    Folder,
    /// A device, a pipe or the like.
    #[error("不是普通文件（可能是设备或管道）")]
    NotAFile,
    /// It has another name elsewhere, and may be anybody's file.
    #[error("与别的文件是同一个文件（硬链接）")]
    OtherName,
    /// It says what the program never wrote.
    #[error("不是本程序写的")]
    Foreign,
    /// The folder belongs to another user.
    #[error("所在的文件夹属于别的用户，请换一个只属于自己的文件夹（BUDGET_DISCLOSURE_STATE）")]
    FolderOfOthers,
}

impl NotOwn {
    /// What `error` says of the kind, if it does.
    pub(super) fn of(error: &io::Error) -> Option<Self> {
        error.get_ref()?.downcast_ref().copied()
    }

    /// What stands there, where it cannot be a file of the program.
    fn found(found: &Metadata) -> Option<Self> {
        match () {
            () if found.is_symlink() => Some(Self::Link),
            () if found.is_dir() => Some(Self::Folder),
            () if !found.is_file() => Some(Self::NotAFile),
            () => None,
        }
    }
}

impl From<NotOwn> for io::Error {
    fn from(why: NotOwn) -> Self {
        let kind = if why == NotOwn::Folder { ErrorKind::IsADirectory } else { ErrorKind::InvalidInput };
        Self::new(kind, why)
    }
}

/// Opens the program's own file at `path` to be read.
///
/// # Errors
/// As the system says; [`NotOwn`] where something else stands there.
pub(super) fn open(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().read(true), path, false)
}

/// What the program's own file at `path` holds, where it is no more than `limit`.
///
/// # Errors
/// As the system says, also where there is more.
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    bounded(open(path)?, limit)?.ok_or_else(|| ErrorKind::FileTooLarge.into())
}

/// All of `file`; `None` where it is more than `limit`.
pub(super) fn bounded(file: impl Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    // The size that the system tells may be outdated; one byte more than allowed shows that there is too much.
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// Opens a file that somebody named: a link is followed, but what is no file does not keep the program waiting.
pub(super) fn open_named(path: &Path) -> io::Result<File> {
    open_with(OpenOptions::new().read(true), path, true)
}

/// Opens the program's own file at `path` to be read and written, or makes it. Nothing in it is changed.
pub(super) fn open_or_make(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    // Who opened a file is no secret from those who may open it.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;

        const SHARE_READ: u32 = 1;
        const SHARE_DELETE: u32 = 4;
        /// Of a file that is made: the Explorer shows it as little as Unix shows a name with a dot before it.
        const HIDDEN: u32 = 2;
        // Nobody else can open a file to write that is held, but everyone can read it.
        options.share_mode(SHARE_READ | SHARE_DELETE).attributes(HIDDEN);
    }
    let file = match open_with(&mut options, path, false) {
        // Of another user: whether it is held can be told all the same.
        Err(error) if cfg!(unix) && error.kind() == ErrorKind::PermissionDenied => open(path).map_err(|_| error)?,
        opened => opened?,
    };
    if identity::of(&file).is_ok_and(|found| found.names > 1) {
        return Err(NotOwn::OtherName.into());
    }
    Ok(file)
}

/// Makes a file at `path`, where there must be nothing, not even a link: for everyone whom the system lets read new
/// files, or for its owner alone.
pub(super) fn make(path: &Path, is_public: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, if is_public { 0o666 } else { 0o600 });
    #[cfg(not(unix))]
    let _ = is_public;
    options.write(true).create_new(true).open(path)
}

fn open_with(options: &mut OpenOptions, path: &Path, follows: bool) -> io::Result<File> {
    // Looked at before it is opened: opening some devices does something. What counts is what was opened.
    match if follows { fs::metadata(path) } else { fs::symlink_metadata(path) } {
        Ok(found) => NotOwn::found(&found).map_or(Ok(()), |why| Err(io::Error::from(why)))?,
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        Err(_) => {}
    }
    guard(options, path, follows);
    let start = Instant::now();
    let file = loop {
        match options.open(path) {
            // Not waiting for pipes is not waiting for this either.
            Err(error) if error.kind() == ErrorKind::WouldBlock && start.elapsed() < PATIENCE => thread::sleep(PAUSE),
            Err(error) if is_link(&error, path) => return Err(NotOwn::Link.into()),
            opened => break opened?,
        }
    };
    match NotOwn::found(&file.metadata()?) {
        Some(why) => Err(why.into()),
        None => Ok(file),
    }
}

#[cfg(unix)]
fn guard(options: &mut OpenOptions, _path: &Path, follows: bool) {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;

    let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    flags.set(OFlags::NOFOLLOW, !follows);
    options.custom_flags(flags.bits() as i32);
}

#[cfg(windows)]
fn guard(options: &mut OpenOptions, path: &Path, follows: bool) {
    use std::os::windows::fs::{MetadataExt, OpenOptionsExt};

    const OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    const REPARSE_POINT: u32 = 0x400;
    // What a cloud or a server that stores equal files once keeps elsewhere looks like a link and is a plain file: opened
    // as a link, it would be empty.
    let is_kept_elsewhere = fs::symlink_metadata(path)
        .is_ok_and(|found| found.is_file() && found.file_attributes() & REPARSE_POINT == REPARSE_POINT);
    if !follows && !is_kept_elsewhere {
        options.custom_flags(OPEN_REPARSE_POINT);
    }
}

#[cfg(not(any(unix, windows)))]
fn guard(_options: &mut OpenOptions, _path: &Path, _follows: bool) {}

/// Whether a link came under `path` since it was looked at.
#[cfg(unix)]
fn is_link(error: &io::Error, path: &Path) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
        && fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

#[cfg(not(unix))]
fn is_link(_error: &io::Error, _path: &Path) -> bool {
    false
}

/// Makes the folder `below` in the state folder `state`, and what is not there on the way, for their owner alone; what is
/// there stays as it is. Returns where it is.
///
/// # Errors
/// When it cannot be made, or belongs to another user.
pub fn make_private_folder(state: &Path, below: &Path) -> io::Result<PathBuf> {
    let folder = state.join(below);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    // Looked at first, too: nothing is made in the folder of somebody else.
    for folder in on_the_way(state, below) {
        if fs::symlink_metadata(&folder).is_ok() {
            refuse_folder_of_others(&folder)?;
        }
    }
    builder.create(&folder)?;
    private_folder(state, below)
}

/// The folder `below` in the state folder `state`.
///
/// # Errors
/// When it is not there, or belongs to another user, or does so on the way.
pub fn private_folder(state: &Path, below: &Path) -> io::Result<PathBuf> {
    on_the_way(state, below).iter().try_for_each(|folder| refuse_folder_of_others(folder))?;
    Ok(state.join(below))
}

fn on_the_way(state: &Path, below: &Path) -> Vec<PathBuf> {
    let mut folders = vec![state.to_owned()];
    for name in below {
        folders.push(folders[folders.len() - 1].join(name));
    }
    folders
}

/// A link to a folder is the user's own to make, as to a larger disk; one that another user made leads into a trap.
#[cfg(unix)]
fn refuse_folder_of_others(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt;

    let own = rustix::process::geteuid().as_raw();
    let is_trusted = |found: &Metadata| found.uid() == own || found.uid() == 0;
    let (link, found) = (fs::symlink_metadata(folder)?, fs::metadata(folder)?);
    match () {
        () if !found.is_dir() => Err(ErrorKind::NotADirectory.into()),
        () if is_trusted(&link) && is_trusted(&found) => Ok(()),
        () => Err(NotOwn::FolderOfOthers.into()),
    }
}

#[cfg(not(unix))]
fn refuse_folder_of_others(folder: &Path) -> io::Result<()> {
    if fs::metadata(folder)?.is_dir() { Ok(()) } else { Err(ErrorKind::NotADirectory.into()) }
}
