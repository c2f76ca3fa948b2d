//! Folders as units send them: copies of the sample under other names, perhaps with a fault.

use std::fs;
use std::path::Path;

use crate::command::sample;

pub const GOOD: &str = "urumqi-2025.budget";
pub const DEPARTMENT: &str = "shayibak-2025.budget";

/// What the sample with this file name says.
pub fn text_of(name: &str) -> String {
    fs::read_to_string(sample(name)).unwrap()
}

/// Puts `text` into the file `name` below `folder`.
pub fn put(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The first sample as that of `body`, perhaps with one figure that is wrong.
pub fn unit(body: &str, is_wrong: bool) -> String {
    let text = text_of(GOOD).replace("乌鲁木齐市社会保险中心", body);
    if is_wrong { text.replace("\"35982600\"", "\"35992600\"") } else { text }
}
