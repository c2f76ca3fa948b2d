//! Opening and saving `NAME.budget`.
//!
//! Such a file is RON text that a person can read and compare: one line a row, amounts in exact yuan. It begins with
//! the version of its format. A file of a newer format is refused; every older one stays readable for ever ([`open`]).
//! Nothing is accepted that the model or the form cannot hold: what is in a file is either shown or complained about.
//! Saving replaces the file at once or not at all ([`save`]), and never what somebody else wrote meanwhile
//! ([`save_over`]). Earlier versions are kept ([`Backups`]), edits are on the disk before they are saved ([`journal`]),
//! and a file that is being edited is locked ([`lock()`]).
//!
//! Messages do not name the file, which the caller knows and puts in front.

mod backup;
mod bytes;
mod comments;
mod decimal;
mod digest;
mod disk;
mod document;
mod error;
mod fit;
mod hold;
pub mod journal;
mod length;
mod lock;
mod narrative;
mod open;
mod place;
mod save;
mod sign_offs;
mod texts;
mod unfinished;
mod unique;

pub use backup::{Backup, Backups};
pub(crate) use bytes::read_bytes;
pub use digest::Digest;
pub use disk::{Disk, NewFile, SystemDisk, make_private_folder};
pub use error::FileError;
pub use lock::{FileLock, Lock, Owner, lock, take_lock_over};
pub use open::{Opened, SIZE_LIMIT, open, open_to_edit, read};
pub use save::{Replaced, Saved, save, save_over, write, write_atomically};

/// Extension of the files, without the dot.
pub const EXTENSION: &str = "budget";

#[cfg(test)]
mod tests;
