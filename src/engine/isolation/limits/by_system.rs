//! On Linux the system keeps a process within the bounds that it set, and lets nobody widen them again.

use std::io;

use rustix::process::{Resource, Rlimit, Signal, getrlimit, set_parent_process_death_signal, setrlimit};

use super::super::{MOST_MEMORY, MOST_WORK};

/// Addresses beside the memory: the program itself, and what is set aside for threads and never used.
const MOST_ADDRESSES: u64 = MOST_MEMORY + (2 << 30);
/// Standard input, output and error are open; nothing else can be opened.
const MOST_FILES: u64 = 3;

/// Binds this process.
pub(in super::super) fn bind() -> io::Result<()> {
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let seconds = MOST_WORK.as_secs();
    let bounds = [
        (Resource::Data, MOST_MEMORY),
        (Resource::As, MOST_ADDRESSES),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, MOST_FILES),
    ];
    bounds.into_iter().try_for_each(|(resource, most)| lower(resource, most, most))?;
    // The first tells by its signal that it was the time.
    lower(Resource::Cpu, seconds, seconds + 1)
}

/// Lowers a bound, unless it is lower already.
fn lower(resource: Resource, current: u64, maximum: u64) -> io::Result<()> {
    let held = getrlimit(resource);
    let least = |wanted: u64, held: Option<u64>| Some(held.map_or(wanted, |held| held.min(wanted)));
    let bound = Rlimit { current: least(current, held.current), maximum: least(maximum, held.maximum) };
    Ok(setrlimit(resource, bound)?)
}
