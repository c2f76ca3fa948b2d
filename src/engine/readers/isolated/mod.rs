//! Reading a document in a process of its own: what the readers make of it is handed over piece by piece and checked.

mod received;
mod record;

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::source::{Cell, Line, Place, Source};
use super::{ImportError, Progress, readers};
use crate::isolation::{self, Ending, Pieces, Task};
use received::Received;
use record::{PlaceRecord, Record, Refusal};

/// A document of hundreds of pages takes some seconds.
const LONGEST: Duration = Duration::from_secs(120);

/// Reading a document.
pub const TASK: Task = Task { name: "document", longest: LONGEST, work: read_apart };

/// Reads `bytes`, whatever they are, in a process of its own where this program can start one.
pub(super) fn read(bytes: &[u8], progress: &Progress) -> Result<Source, ImportError> {
    if !isolation::is_isolating() {
        return readers::read(bytes, progress);
    }
    let mut received = Received::default();
    let is_wanted = || progress.check().is_ok();
    let done = isolation::run(TASK, bytes, is_wanted, |piece| received.take(piece, progress));
    match done {
        Ok(()) => received.finish(),
        Err(Ending::Cancelled) => Err(ImportError::Cancelled),
        Err(ending) => Err(ending.into()),
    }
}

/// Reads `bytes` in the process that was started for it.
fn read_apart(bytes: &[u8], pieces: Pieces) -> io::Result<()> {
    let pieces = Arc::new(Mutex::new(pieces));
    let told = pieces.clone();
    let progress = Progress::telling(move |page, pages| {
        let mut pieces = told.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever does not listen any more will end this process.
        let _ = pieces.put(&Record::Page(page, pages)).and_then(|()| pieces.flush());
    });
    let read = readers::read(bytes, &progress);
    let mut pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
    match &read {
        Ok(source) => send(source, &mut pieces)?,
        Err(error) => pieces.put(&Record::Refused(Refusal::of(error, &error.to_string())))?,
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
    pieces.put(&Record::Done { grids: source.grids })
}
