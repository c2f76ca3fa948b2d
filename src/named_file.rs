//! Files that a person names on the command line or in another file: what is wrong with one is told with its name.

use std::path::Path;

use disclosure_engine::file::read_bytes;

/// What `understand` makes of the file at `path`, which is refused as `too_large` where it has more than `limit` bytes.
///
/// # Errors
/// A sentence that begins with the name of the file.
pub fn read_named<T, E: ToString>(
    path: &Path,
    limit: u64,
    too_large: &str,
    understand: impl FnOnce(Vec<u8>) -> Result<T, E>,
) -> Result<T, String> {
    let bytes = read_bytes(path, limit).map_err(|error| error.to_string());
    let bytes = bytes.and_then(|bytes| bytes.ok_or_else(|| too_large.to_owned()));
    let understood = bytes.and_then(|bytes| understand(bytes).map_err(|error| error.to_string()));
    understood.map_err(|sentence| format!("{}：{sentence}", path.display()))
}
