//! Archives in a process of their own: the files in them come over one by one.

use std::cell::RefCell;
use std::io;

use serde::{Deserialize, Serialize};

use super::{LISTING, UNPACKING};
use crate::isolation::{self, Ending, Malformed, Pieces};
use crate::readers::archive::{MOST_ENTRIES, MOST_UNPACKED};
use crate::readers::packed::unpack;
use crate::readers::{PackedFile, Progress, ReadError, Refusal};

/// So many bytes of a file are sent at once.
const CHUNK: usize = 256 * 1024;
/// More bytes are no sentence.
const LONGEST_SENTENCE: usize = 4096;
/// Folders above a file.
const MOST_FOLDERS: usize = 256;

#[derive(Serialize, Deserialize)]
enum Record<'a> {
    File(PackedFile),
    /// More of the contents of the file before.
    Chunk(&'a [u8]),
    Done,
    /// The archive is not read, why in words.
    Refused(Refusal, &'a str),
}

/// A file of an archive with its contents, where these were asked for and could be had.
type Unpacked = (PackedFile, Vec<u8>);

/// The files in the archive `bytes` and in those in it, in their order.
///
/// # Errors
/// When it is no archive, or is too much.
pub fn unpacked_names(bytes: &[u8], progress: &Progress) -> Result<Vec<PackedFile>, ReadError> {
    Ok(taken(bytes, false, progress)?.into_iter().map(|(file, _)| file).collect())
}

/// The same files with what they hold; nothing of one that is passed over or refused.
///
/// # Errors
/// As [`unpacked_names`].
pub fn unpacked(bytes: &[u8], progress: &Progress) -> Result<Vec<Unpacked>, ReadError> {
    taken(bytes, true, progress)
}

fn taken(bytes: &[u8], are_contents_wanted: bool, progress: &Progress) -> Result<Vec<Unpacked>, ReadError> {
    if !isolation::is_isolating() {
        let mut files = Vec::new();
        unpack(bytes, are_contents_wanted, progress, &mut |file, contents| {
            files.push((file, contents.unwrap_or_default()));
            Ok(())
        })?;
        return Ok(files);
    }
    let mut received = Received::default();
    let is_wanted = || progress.check().is_ok();
    let task = if are_contents_wanted { UNPACKING } else { LISTING };
    match isolation::run(task, bytes, is_wanted, |piece| isolation::records(piece, |record| received.take(record))) {
        Ok(()) => received.finish(),
        Err(Ending::Cancelled) => Err(ReadError::Cancelled),
        Err(ending) => Err(ending.into()),
    }
}

/// Goes through an archive in the process that was started for it.
pub(super) fn unpack_apart(bytes: &[u8], are_contents_wanted: bool, pieces: Pieces) -> io::Result<()> {
    let pieces = RefCell::new(pieces);
    // Whoever does not listen any more will end this process.
    let send = |record: &Record<'_>| pieces.borrow_mut().put(record).map_err(|_| ReadError::Cancelled);
    let done = unpack(bytes, are_contents_wanted, &Progress::default(), &mut |file, contents| {
        send(&Record::File(file))?;
        contents.iter().flat_map(|contents| contents.chunks(CHUNK)).try_for_each(|chunk| send(&Record::Chunk(chunk)))
    });
    let sent = match &done {
        Ok(()) => send(&Record::Done),
        Err(error) => match error.refusal() {
            Some(refusal) => send(&Record::Refused(refusal, &error.to_string())),
            None => return Err(io::ErrorKind::Interrupted.into()),
        },
    };
    sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
    pieces.into_inner().flush()
}

/// What came over, believed as little as the archive itself.
#[derive(Default)]
struct Received {
    files: Vec<Unpacked>,
    size: u64,
    end: Option<Result<(), ReadError>>,
}

impl Received {
    fn take(&mut self, record: Record<'_>) -> Result<(), Malformed> {
        if self.end.is_some() {
            return Err(Malformed);
        }
        match record {
            Record::File(file) if self.files.len() < MOST_ENTRIES && is_sound(&file) => {
                self.files.push((file, Vec::new()));
            }
            Record::Chunk(chunk) => {
                self.size += chunk.len() as u64;
                let (_, contents) = self.files.last_mut().filter(|_| self.size <= MOST_UNPACKED).ok_or(Malformed)?;
                contents.extend_from_slice(chunk);
            }
            Record::Done => self.end = Some(Ok(())),
            Record::Refused(refusal, sentence) if sentence.len() <= LONGEST_SENTENCE => {
                self.end = Some(Err(ReadError::Refused(refusal, sentence.to_owned())));
            }
            Record::File(_) | Record::Refused(..) => return Err(Malformed),
        }
        Ok(())
    }

    fn finish(self) -> Result<Vec<Unpacked>, ReadError> {
        self.end.unwrap_or_else(|| Err(Ending::Garbled.into())).map(|()| self.files)
    }
}

/// Whether the names of a file are names: nothing in them leads anywhere.
fn is_sound(file: &PackedFile) -> bool {
    let is_name = |part: &String| {
        !part.is_empty() && part.len() <= LONGEST_SENTENCE && part != ".." && !part.contains(['/', '\\'])
    };
    (1..=MOST_FOLDERS).contains(&file.path.len()) && file.path.iter().all(is_name)
}
