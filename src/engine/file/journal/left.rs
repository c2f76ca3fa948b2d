//! Journals that a crash or a power cut left behind.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{About, EXTENSION, FOLDER, HELD_EXTENSION, SYNCED_EXTENSION, record};
use crate::disclosure::Disclosure;
use crate::file::hold::{Hold, hold, remove_held};
use crate::file::{FileError, SIZE_LIMIT, private_folder, read_own};
use crate::form::FormLibrary;

/// A journal that nobody writes any more. No other window finds it until this is dropped.
#[derive(Debug)]
pub struct LeftBehind {
    /// What was edited.
    pub about: About,
    pub written: Timestamp,
    /// What was there, or why it cannot be read.
    pub disclosure: Result<Disclosure, FileError>,
    /// The files that it has.
    paths: Vec<PathBuf>,
    held_path: PathBuf,
    held: File,
}

/// The journals that were left behind in the state folder `state`, newest first. Nothing is removed, but those that say
/// exactly what their file says: they were saved.
pub fn left_behind(state: &Path, forms: &FormLibrary) -> Vec<LeftBehind> {
    let entries = private_folder(state, Path::new(FOLDER)).and_then(fs::read_dir);
    let Ok(entries) = entries else { return Vec::new() };
    let extensions = [EXTENSION, SYNCED_EXTENSION, HELD_EXTENSION];
    let is_journal = |path: &PathBuf| extensions.iter().any(|end| path.extension().is_some_and(|own| own == *end));
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_journal);
    let names: BTreeSet<PathBuf> = paths.map(|path| path.with_extension("")).collect();
    let found = names.iter().filter_map(|name| claimed(name, forms));
    let (saved, mut left): (Vec<_>, Vec<_>) = found.partition(|left| is_saved(left, forms));
    for left in saved {
        left.remove();
    }
    left.sort_by_key(|left| std::cmp::Reverse(left.written));
    left
}

/// The journal called `name`, unless somebody writes it. Of its two files, the newer that holds.
fn claimed(name: &Path, forms: &FormLibrary) -> Option<LeftBehind> {
    let held_path = name.with_extension(HELD_EXTENSION);
    let (Hold::Held(held) | Hold::Unknown(held)) = hold(&held_path).ok()? else { return None };
    let paths = [EXTENSION, SYNCED_EXTENSION].map(|extension| name.with_extension(extension));
    let paths: Vec<PathBuf> = paths.into_iter().filter(|path| fs::symlink_metadata(path).is_ok()).collect();
    if paths.is_empty() {
        // The process had nothing to keep. Were it still there, it would hold this.
        remove_held(&held_path, held);
        return None;
    }
    let records = paths.iter().filter_map(|path| record::parse(&read_own(path, SIZE_LIMIT).ok()?, forms));
    let record = records.max_by_key(|record| (record.disclosure.is_ok(), record.written))?;
    let (about, written, disclosure) = (record.about, record.written, record.disclosure);
    Some(LeftBehind { about, written, disclosure, paths, held_path, held })
}

fn is_saved(left: &LeftBehind, forms: &FormLibrary) -> bool {
    match (&left.about.path, &left.disclosure) {
        (Some(path), Ok(disclosure)) => crate::file::open(path, forms).is_ok_and(|saved| saved == *disclosure),
        _ => false,
    }
}

impl LeftBehind {
    /// Removes the journal: what it holds is in another one, was saved, or is not wanted.
    pub fn remove(self) {
        for path in &self.paths {
            let _ = fs::remove_file(path);
        }
        remove_held(&self.held_path, self.held);
    }
}
