//! Documents from others are read in a process of their own, so that whatever they do to it, the program goes on. That
//! process is this program started again, with bounds on its memory and time.
//!
//! It gets the bytes by standard input. What it makes of them comes back in pieces by standard output, and is checked like
//! any other input. It can open no file and write none. However it ends, the caller gets an [`Ending`] and goes on.
//!
//! Which program to start is told once, by the program itself ([`use_this_program`]). Where nobody did, as in tests of the
//! library, the work is done in the process that asks.

mod child;
mod ending;
mod limits;
mod parent;
mod pieces;

pub use child::serve;
pub use ending::Ending;
pub(crate) use parent::{is_isolating, run};
pub use parent::{use_program, use_this_program};
pub use pieces::Pieces;
pub(crate) use pieces::{Malformed, records};

use std::io;
use std::time::Duration;

/// Memory that reading one file may take, in bytes.
pub const MOST_MEMORY: u64 = 1 << 30;
/// What reading one file may take of a processor.
pub const MOST_WORK: Duration = Duration::from_secs(60);
/// More bytes are handed to no such process.
const MOST_INPUT: u64 = 64 << 20;

/// The first argument of a process that is started to do a [`Task`].
const ARGUMENT: &str = "--isolated";

/// Work on bytes from anywhere.
#[derive(Debug, Clone, Copy)]
pub struct Task {
    /// By which name the new process is told what to do.
    pub name: &'static str,
    /// How long it is waited for, on a machine that is busy with other things.
    pub longest: Duration,
    /// Does it: sends what comes of the bytes.
    pub work: fn(&[u8], Pieces) -> io::Result<()>,
}
