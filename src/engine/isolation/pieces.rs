//! A stream of pieces, each behind its length, an empty one at the end.

use std::io::{self, Error, ErrorKind, Read, Write};

use serde::{Deserialize, Serialize};

/// The longest piece, in bytes.
const LONGEST: usize = 1 << 20;

/// A piece is sent when it is as long.
const FULL: usize = 1 << 16;

/// Where a task puts what it makes.
pub struct Pieces {
    out: Box<dyn Write + Send>,
    open: Vec<u8>,
}

/// What no task sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

impl Pieces {
    pub(super) fn new(out: impl Write + Send + 'static) -> Self {
        Self { out: Box::new(out), open: Vec::new() }
    }

    /// Puts a record into the piece that is open, which is sent when it is full.
    ///
    /// # Errors
    /// When nobody takes it.
    pub(crate) fn put(&mut self, record: &impl Serialize) -> io::Result<()> {
        self.open = postcard::to_extend(record, std::mem::take(&mut self.open)).map_err(Error::other)?;
        if self.open.len() < FULL { Ok(()) } else { self.flush() }
    }

    /// Sends what was put.
    ///
    /// # Errors
    /// When there is too much of it, or nobody takes it.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        if !self.open.is_empty() {
            let piece = std::mem::take(&mut self.open);
            self.send(&piece)?;
        }
        self.out.flush()
    }

    /// Says that there are no more.
    pub(super) fn end(&mut self) -> io::Result<()> {
        self.send(&[])?;
        self.out.flush()
    }

    fn send(&mut self, piece: &[u8]) -> io::Result<()> {
        if piece.len() > LONGEST {
            return Err(ErrorKind::InvalidInput.into());
        }
        let length = u32::try_from(piece.len()).map_err(Error::other)?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(piece)
    }
}

/// Gives `take` the records of a piece.
pub(crate) fn records<'a, R: Deserialize<'a>>(
    mut piece: &'a [u8],
    mut take: impl FnMut(R) -> Result<(), Malformed>,
) -> Result<(), Malformed> {
    while !piece.is_empty() {
        let (record, rest) = postcard::take_from_bytes(piece).map_err(|_| Malformed)?;
        take(record)?;
        piece = rest;
    }
    Ok(())
}

/// Reads a piece; the empty one is the last.
pub(super) fn read(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_le_bytes(length)).map_err(Error::other)?;
    if length > LONGEST {
        return Err(ErrorKind::InvalidData.into());
    }
    let mut piece = vec![0; length];
    input.read_exact(&mut piece)?;
    Ok(piece)
}

#[cfg(test)]
impl Pieces {
    /// Pieces that are gathered instead of sent.
    pub(crate) fn collected() -> (Self, Collected) {
        let collected = Collected::default();
        (Self::new(collected.clone()), collected)
    }
}

/// What was sent.
#[cfg(test)]
#[derive(Clone, Default)]
pub(crate) struct Collected(std::sync::Arc<std::sync::Mutex<Vec<u8>>>);

#[cfg(test)]
impl Collected {
    /// The pieces that were sent.
    pub fn take(&self) -> Vec<Vec<u8>> {
        let bytes = std::mem::take(&mut *self.0.lock().unwrap());
        let mut rest = bytes.as_slice();
        std::iter::from_fn(|| read(&mut rest).ok()).collect()
    }
}

#[cfg(test)]
impl Write for Collected {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
