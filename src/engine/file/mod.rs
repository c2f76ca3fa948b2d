//! Opening and saving `NAME.budget`.
//!
//! Such a file is RON text that a person can read and compare: one line a row, amounts in exact yuan. It begins with
//! the version of its format. A file of a newer format is refused; every older one stays readable for ever ([`open`]).
//! Nothing is accepted that the model or the form cannot hold: what is in a file is either shown or complained about.
//! Saving replaces the file at once or not at all ([`save`]), and never what somebody else wrote meanwhile
//! ([`save_over`]). Earlier versions are kept ([`Backups`]), edits are on the disk before they are saved ([`journal`]),
//! and a file that is being edited is locked ([`lock()`]).
//! What the program treats as its own, others cannot turn against the user ([`own`]).
//!
//! Messages do not name the file, which the caller knows and puts in front.

mod backup;
mod bytes;
mod comments;
mod convert;
mod decimal;
mod digest;
mod disk;
mod document;
mod error;
mod fit;
mod hold;
mod identity;
pub mod journal;
mod kept;
mod length;
mod lock;
mod name;
mod narrative;
mod open;
mod own;
mod place;
mod placing;
mod said;
mod save;
mod sign_offs;
mod texts;
mod unfinished;
mod unique;
mod words;

pub use backup::{Backup, Backups};
pub use bytes::read_bytes;
pub use digest::Digest;
pub use disk::{Disk, NewFile, SystemDisk};
pub use error::FileError;
pub use identity::{Whereabouts, is_same_file};
pub use lock::{Blocked, FileLock, Lock, Owner, lock, take_lock_over};
pub use open::{Opened, SIZE_LIMIT, follow, open, open_by, open_to_edit, open_version, read, read_by};
pub use own::{NotOwn, make_private_folder, private_folder, read as read_own};
pub use save::{Replaced, Saved, replace_own, save, save_new, save_over, write, write_atomically};
pub use unfinished::remove_unfinished;

/// Extension of the files, without the dot.
pub const EXTENSION: &str = "budget";

#[cfg(test)]
mod tests;
