//! What a journal says: a line about what is edited, and the disclosure as a file would hold it.

use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::disclosure::Disclosure;
use crate::file::{Digest, FileError, read, write};
use crate::form::FormLibrary;

/// What is being edited.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// The file, where it was ever saved.
    pub path: Option<PathBuf>,
    /// What that held when it was opened or saved last.
    pub opened: Option<Digest>,
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Line {
    /// A path may be no Unicode: its bytes are kept as the system has them.
    path: Option<PathText>,
    opened: Option<String>,
    written: Timestamp,
    /// The digest of all that follows the line: a power failure may leave anything.
    digest: String,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum PathText {
    Text(String),
    Bytes(Vec<u8>),
}

/// A journal that was read.
pub(super) struct Record {
    pub(super) about: About,
    pub(super) written: Timestamp,
    pub(super) disclosure: Result<Disclosure, FileError>,
}

/// The text of a journal.
pub(super) fn text(about: &About, written: Timestamp, disclosure: &Disclosure) -> Vec<u8> {
    let text = write(disclosure).into_bytes();
    let line = Line {
        digest: Digest::of(&text).to_string(),
        path: about.path.as_ref().map(|path| match path.to_str() {
            Some(text) => PathText::Text(text.to_owned()),
            None => PathText::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        }),
        opened: about.opened.map(|digest| digest.to_string()),
        written,
    };
    let mut bytes = serde_json::to_vec(&line).unwrap_or_default();
    bytes.push(b'\n');
    bytes.extend(text);
    bytes
}

/// Reads a journal; `None` when it is none.
pub(super) fn parse(bytes: &[u8], forms: &FormLibrary) -> Option<Record> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    let line: Line = serde_json::from_slice(&bytes[..end]).ok()?;
    let text = &bytes[end + 1..];
    if Digest::of(text).to_string() != line.digest {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?;
    let about = About { path: line.path.and_then(path), opened: line.opened.and_then(|text| text.parse().ok()) };
    Some(Record { about, written: line.written, disclosure: read(text, forms) })
}

fn path(text: PathText) -> Option<PathBuf> {
    match text {
        PathText::Text(text) => Some(text.into()),
        #[cfg(unix)]
        PathText::Bytes(bytes) => Some(<std::ffi::OsString as std::os::unix::ffi::OsStringExt>::from_vec(bytes).into()),
        #[cfg(not(unix))]
        PathText::Bytes(_) => None,
    }
}
