//! The name of a file in JSON.

use std::path::Path;

use serde::Serialize;

/// The name of a file for machines. JSON is Unicode and file names need not be: of one that is not, the bytes are given
/// as well, or a script could not open the file.
#[derive(Debug, Serialize)]
pub(super) struct JsonFile {
    file: String,
    /// The bytes of a name that is not Unicode, percent-encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    file_bytes: Option<String>,
}

impl JsonFile {
    pub fn new(path: &Path) -> Self {
        let file_bytes = path.to_str().is_none().then(|| percent_encoded(path.as_os_str().as_encoded_bytes()));
        Self { file: path.display().to_string(), file_bytes }
    }
}

fn percent_encoded(bytes: &[u8]) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    bytes
        .iter()
        .map(|&byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(all(test, unix))]
mod tests {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    use super::*;

    #[test]
    fn only_a_name_that_is_not_unicode_has_its_bytes() {
        let json = |name: &[u8]| serde_json::to_value(JsonFile::new(Path::new(OsStr::from_bytes(name)))).unwrap();
        assert_eq!(json("预算%.budget".as_bytes()), serde_json::json!({"file": "预算%.budget"}));
        assert_eq!(
            json(b"/a b/\xd4\xc2%.budget"),
            serde_json::json!({"file": "/a b/\u{fffd}\u{fffd}%.budget", "file_bytes": "/a%20b/%D4%C2%25.budget"})
        );
    }
}
