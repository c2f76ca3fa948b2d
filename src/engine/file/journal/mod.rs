//! The journal: what is being edited is on the disk within a second, in the user's state folder and never over the file.
//!
//! What is written is the whole disclosure, as a file would hold it, each time in place of what was written before. Steps
//! would be shorter, but they must be read again by every later version, one that cannot be made again costs all that
//! follow, and a disclosure is small: the largest sample has 56 kB, one of 10,000 rows a megabyte. It is done on threads
//! of its own, at most three times a second, so that typing never waits; the editor only hands over what it shows,
//! without copying it.
//!
//! It is written twice. One file is not waited for: it outlives the program however slow the disk is. The other is
//! synced, and outlives a power failure, after which the first may be anything. Each says what its bytes must be, and the
//! newer one that holds is taken.
//!
//! A journal is held while its process lives ([`super::hold`]). One that nobody holds was left by a crash or a power cut:
//! [`left_behind`] finds it. It is removed when what it holds was saved, or when the person says so.

mod left;
mod record;
mod writer;

pub use left::{LeftBehind, left_behind};
pub use record::About;
pub use writer::{Journal, write_all_now};

/// Part of the state folder.
const FOLDER: &str = "journals";
/// What the journals end with.
const EXTENSION: &str = "journal";
/// What those end with that are synced.
const SYNCED_EXTENSION: &str = "synced";
/// What the files end with that tell whether a process lives.
const HELD_EXTENSION: &str = "held";

#[cfg(test)]
mod tests;
