//! Where the system has no such bounds, the program counts what it allocates, and the process looks at the clock itself.

use std::alloc::System;
use std::io;
use std::thread;

use cap::Cap;

use super::super::ending::LATE;
use super::super::{MOST_MEMORY, MOST_WORK};

/// Counts for every process of the program, and refuses in those that were bound.
#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// Binds this process.
pub(in super::super) fn bind() -> io::Result<()> {
    let most = usize::try_from(MOST_MEMORY).map_err(io::Error::other)?;
    MEMORY.set_limit(most).map_err(|()| io::Error::other("more is allocated already"))?;
    // Whoever started it may be gone.
    thread::Builder::new().spawn(|| {
        thread::sleep(MOST_WORK);
        std::process::exit(i32::from(LATE));
    })?;
    Ok(())
}
