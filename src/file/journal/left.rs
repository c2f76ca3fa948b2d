//! Journals that a crash or a power cut left behind.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{About, EXTENSION, HELD_EXTENSION, folder, record};
use crate::disclosure::Disclosure;
use crate::file::hold::{Hold, hold};
use crate::file::{FileError, SIZE_LIMIT, read_bytes};
use crate::form::FormLibrary;

/// A journal that nobody writes any more. No other window finds it until this is dropped.
#[derive(Debug)]
pub struct LeftBehind {
    /// Where it is.
    pub path: PathBuf,
    /// What was edited.
    pub about: About,
    /// When it was written.
    pub written: Timestamp,
    /// What was there, or why it cannot be read.
    pub disclosure: Result<Disclosure, FileError>,
    held_path: PathBuf,
    _held: File,
}

/// The journals that were left behind in the state folder `state`, newest first. Nothing is removed, but those that say
/// exactly what their file says: they were saved.
pub fn left_behind(state: &Path, forms: &FormLibrary) -> Vec<LeftBehind> {
    let Ok(entries) = fs::read_dir(folder(state)) else { return Vec::new() };
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let (mut found, mut held): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
    for path in paths {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some(EXTENSION) => found.extend(claimed(path, forms)),
            Some(HELD_EXTENSION) => held.push(path),
            _ => {}
        }
    }
    for path in held {
        remove_if_orphaned(&path);
    }
    let (saved, mut left): (Vec<_>, Vec<_>) = found.into_iter().partition(|left| is_saved(left, forms));
    for left in saved {
        left.remove();
    }
    left.sort_by_key(|left| std::cmp::Reverse(left.written));
    left
}

/// The journal at `path`, unless somebody writes it.
fn claimed(path: PathBuf, forms: &FormLibrary) -> Option<LeftBehind> {
    let held_path = path.with_extension(HELD_EXTENSION);
    let (Hold::Held(held) | Hold::Unknown(held)) = hold(&held_path).ok()? else { return None };
    let bytes = read_bytes(&path, SIZE_LIMIT).ok()??;
    let record = record::parse(&bytes, forms)?;
    let (about, written, disclosure) = (record.about, record.written, record.disclosure);
    Some(LeftBehind { path, about, written, disclosure, held_path, _held: held })
}

/// Removes what a process left that had nothing to keep.
fn remove_if_orphaned(held_path: &Path) {
    if !held_path.with_extension(EXTENSION).exists()
        && let Ok(Hold::Held(held)) = hold(held_path)
    {
        // Its journal may have been begun meanwhile, but then somebody else would hold it.
        let _ = fs::remove_file(held_path);
        drop(held);
    }
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
        let _ = fs::remove_file(&self.path);
        let _ = fs::remove_file(&self.held_path);
    }
}
