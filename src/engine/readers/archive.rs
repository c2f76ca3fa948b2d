//! Zip archives, in which spreadsheets and documents are wrapped.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::{Progress, ReadError};

/// What all entries of an archive may unpack to.
pub(super) const MOST_UNPACKED: u64 = 256 * 1024 * 1024;
/// Entries of an archive.
pub(super) const MOST_ENTRIES: usize = 4096;

/// An archive whose entries are known to unpack to no more than a bound.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    kind: &'static str,
    /// Bytes that were unpacked as text: a hundred sheets can be one and the same entry.
    read: u64,
}

impl<'a> Archive<'a> {
    /// Opens `bytes`; `kind` names the format in errors.
    pub fn open(bytes: &'a [u8], kind: &'static str) -> Result<Self, ReadError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Broken(kind))?;
        if zip.len() > MOST_ENTRIES {
            Err(ReadError::TooMuch("压缩包里的文件太多"))
        } else {
            Ok(Self { zip, kind, read: 0 })
        }
    }

    /// The names of its entries.
    pub fn names(&self) -> Vec<String> {
        self.zip.file_names().flatten().map(|name| name.into_owned()).collect()
    }

    /// The contents of an entry as text, `None` where there is none of that name.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let broken = ReadError::Broken(self.kind);
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let mut bytes = Vec::new();
        let Ok(entry) = self.zip.by_index(index) else { return Err(broken) };
        if entry.encrypted() {
            return Err(ReadError::Encrypted);
        }
        entry.take(MOST_UNPACKED + 1).read_to_end(&mut bytes).map_err(|_| ReadError::Broken(self.kind))?;
        self.read += bytes.len() as u64;
        if self.read > MOST_UNPACKED {
            return Err(ReadError::TooMuch("压缩包展开后过大"));
        }
        let text = crate::encoding::decoded(&bytes).ok_or(broken)?;
        Ok(Some(text.into_owned()))
    }

    /// Unpacks everything once and throws it away: sizes that an archive claims are not to be believed, and readers that
    /// unpack whole entries must not be given more than they can hold.
    pub fn measure(&mut self, progress: &Progress) -> Result<(), ReadError> {
        let mut unpacked = 0;
        let mut buffer = vec![0; 256 * 1024];
        for index in 0..self.zip.len() {
            let Ok(mut entry) = self.zip.by_index(index) else { return Err(ReadError::Broken(self.kind)) };
            if entry.encrypted() {
                return Err(ReadError::Encrypted);
            }
            loop {
                progress.check()?;
                match entry.read(&mut buffer) {
                    Ok(0) => break,
                    Ok(count) => unpacked += count as u64,
                    Err(_) => return Err(ReadError::Broken(self.kind)),
                }
                if unpacked > MOST_UNPACKED {
                    return Err(ReadError::TooMuch("压缩包展开后过大"));
                }
            }
        }
        Ok(())
    }
}
