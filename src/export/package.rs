//! The archive of files that a document is.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An archive that is being written. The same files are always the same bytes.
pub(super) struct Package {
    writer: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    pub fn new() -> Self {
        Self { writer: ZipWriter::new(Cursor::new(Vec::new())) }
    }

    /// Adds the file `name`.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        // The time of writing would make two exports of one document differ.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.writer.start_file(name, options)?;
        self.writer.write_all(bytes)
    }

    pub fn finish(self) -> io::Result<Vec<u8>> {
        Ok(self.writer.finish()?.into_inner())
    }
}
