//! Reading in a process of its own: what the readers make of the bytes is handed over piece by piece and checked.

mod received;
mod record;
mod unpacking;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{Cell, Line, Place, Progress, ReadError, Source, Wanted, read_here};
use crate::isolation::{self, Ending, Pieces, Task};
use received::Received;
use record::{PlaceRecord, Record};
pub use unpacking::{unpacked, unpacked_names};

/// Reading a document. One of hundreds of pages takes some seconds.
const DOCUMENT: Task = Task {
    name: "document",
    longest: Duration::from_secs(120),
    work: |bytes, pieces| read_apart(Wanted::Document, bytes, pieces),
};

/// Reading a list of codes. The window waits for it.
const LIST: Task = Task {
    name: "list",
    longest: Duration::from_secs(20),
    work: |bytes, pieces| read_apart(Wanted::List, bytes, pieces),
};

/// Reading what was copied from a page. The window waits for it.
const PAGE: Task = Task {
    name: "page",
    longest: Duration::from_secs(10),
    work: |bytes, pieces| read_apart(Wanted::Page, bytes, pieces),
};

/// Going through an archive for the names of what is in it.
const LISTING: Task = Task {
    name: "listing",
    longest: Duration::from_secs(60),
    work: |bytes, pieces| unpacking::unpack_apart(bytes, false, pieces),
};

/// Unpacking an archive.
const UNPACKING: Task = Task {
    name: "unpacking",
    longest: Duration::from_secs(120),
    work: |bytes, pieces| unpacking::unpack_apart(bytes, true, pieces),
};

/// What a process of this program can be started to read.
pub const TASKS: [Task; 5] = [DOCUMENT, LIST, PAGE, LISTING, UNPACKING];

/// Reads what is `wanted` of `bytes`, whatever they are, in a process of its own where this program can start one.
pub(crate) fn read(wanted: Wanted, bytes: &[u8], progress: &Progress) -> Result<Source, ReadError> {
    if !isolation::is_isolating() {
        return read_here(wanted, bytes, progress);
    }
    let task = match wanted {
        Wanted::Document => DOCUMENT,
        Wanted::List => LIST,
        Wanted::Page => PAGE,
    };
    let mut received = Received::default();
    let is_wanted = || progress.check().is_ok();
    let done = isolation::run(task, bytes, is_wanted, |piece| received.take(piece, progress));
    match done {
        Ok(()) => received.finish(),
        Err(Ending::Cancelled) => Err(ReadError::Cancelled),
        Err(ending) => Err(ending.into()),
    }
}

/// Reads `bytes` in the process that was started for it.
fn read_apart(wanted: Wanted, bytes: &[u8], pieces: Pieces) -> io::Result<()> {
    let pieces = Arc::new(Mutex::new(pieces));
    let told = pieces.clone();
    let progress = Progress::telling(move |page, pages| {
        let mut pieces = told.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever does not listen any more will end this process.
        let _ = pieces.put(&Record::Page(page, pages)).and_then(|()| pieces.flush());
    });
    let read = read_here(wanted, bytes, &progress);
    let mut pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
    match &read {
        Ok(source) => send(source, &mut pieces)?,
        Err(error) => refuse(error, &mut pieces)?,
    }
    pieces.flush()
}

fn send(source: &Source, pieces: &mut Pieces) -> io::Result<()> {
    let mut sheet = None;
    for Line { cells, grid, place } in &source.lines {
        if let Place::Sheet(name, _) = place
            && sheet != Some(name)
        {
            pieces.put(&Record::Sheet(name))?;
            sheet = Some(name);
        }
        pieces.put(&Record::Line { place: PlaceRecord::of(place), grid: *grid })?;
        for Cell { text, covered_by, indent } in cells {
            pieces.put(&Record::Cell { text, covered_by: *covered_by, indent: *indent })?;
        }
    }
    source.remarks.iter().try_for_each(|remark| pieces.put(&Record::Remark(remark)))?;
    source.notes.iter().try_for_each(|note| pieces.put(&Record::Note(note)))?;
    pieces.put(&Record::Done { grids: source.grids })
}

fn refuse(error: &ReadError, pieces: &mut Pieces) -> io::Result<()> {
    // Nothing else ends reading in this process: whoever cancels it, ends the process.
    let Some(refusal) = error.refusal() else { return Err(io::ErrorKind::Interrupted.into()) };
    pieces.put(&Record::Refused(refusal, &error.to_string()))
}
