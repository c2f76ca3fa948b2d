//! Documents that came packed: what lies in a zip archive, and in archives in it.
//!
//! An archive is read in a process of its own, as any document is ([`super::isolated`]). Names tell what is worth unpacking;
//! the rest is counted. Nothing is written anywhere: names lead nowhere and are only shown.

use std::io::{Cursor, Read};

use serde::{Deserialize, Serialize};
use zip::ZipArchive;
use zip::result::ZipError;

use super::archive::{MOST_ENTRIES, MOST_UNPACKED};
use super::{Progress, ReadError};

/// The ends of the names of files that are taken out of an archive: those that a folder is searched for.
pub const TAKEN: [&str; 9] = ["budget", "docx", "odt", "xlsx", "xls", "et", "ods", "pdf", "ofd"];
/// The end of the name of an archive that is looked into.
pub const ARCHIVE: &str = "zip";
/// Archives that lie deeper in each other are not opened.
const DEEPEST: usize = 4;
/// The largest file that is taken out, in bytes, as the largest that is read.
const LARGEST: u64 = 64 * 1024 * 1024;
/// So many names of a path are kept, from its end.
const MOST_FOLDERS: usize = 40;
/// The longest name that is shown, in characters.
const LONGEST_NAME: usize = 500;

const UNPACKS_TO_TOO_MUCH: ReadError = ReadError::TooMuch("压缩包展开后超过 256 MB");

/// A file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackedFile {
    /// Its folders and its name; those of an archive in the archive are folders.
    pub path: Vec<String>,
    /// When it was last changed by the clock of whoever packed it: year, month, day, hour, minute, second.
    pub modified: Option<(u16, u8, u8, u8, u8, u8)>,
    pub state: PackedState,
}

/// What becomes of a file in an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PackedState {
    /// It can be taken out.
    Taken,
    /// It is of no kind that is read.
    PassedOver,
    /// Why it cannot be taken out, in a sentence.
    Refused(String),
}

/// Goes through an archive, giving `take` each file and, where they are `wanted`, its contents.
pub(super) fn unpack(
    bytes: &[u8],
    are_contents_wanted: bool,
    progress: &Progress,
    take: &mut dyn FnMut(PackedFile, Option<Vec<u8>>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut walk = Walk { are_contents_wanted, progress, unpacked: 0, files: 0, take };
    walk.archive(bytes, &[])
}

/// A way through an archive and those in it, within one set of limits for all of them.
struct Walk<'a> {
    are_contents_wanted: bool,
    progress: &'a Progress,
    /// Bytes that were unpacked.
    unpacked: u64,
    files: usize,
    take: &'a mut dyn FnMut(PackedFile, Option<Vec<u8>>) -> Result<(), ReadError>,
}

impl Walk<'_> {
    fn archive(&mut self, bytes: &[u8], above: &[String]) -> Result<(), ReadError> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Broken("压缩包"))?;
        for index in 0..zip.len() {
            self.progress.check()?;
            let Some((name, modified, claimed)) = seen(&mut zip, index) else { continue };
            let path: Vec<String> = above.iter().cloned().chain(name).collect();
            self.files += 1;
            if self.files > MOST_ENTRIES {
                return Err(ReadError::TooMuch("压缩包里的文件超过 4096 个"));
            }
            let file = |state| PackedFile { path: path.clone(), modified, state };
            let is_archive = has_end(&path, &[ARCHIVE]);
            if !is_archive && !has_end(&path, &TAKEN) {
                (self.take)(file(PackedState::PassedOver), None)?;
            } else if is_archive {
                let told = match self.contents(&mut zip, index)? {
                    Ok(_) if path.iter().filter(|name| is_archive_name(name)).count() > DEEPEST => {
                        Some(format!("压缩包套了 {DEEPEST} 层，再往里没有打开；请解开后再核对"))
                    }
                    Ok(inner) => match self.archive(&inner, &path) {
                        Err(error @ (ReadError::Broken(_) | ReadError::Encrypted)) => Some(told_of(&error)),
                        other => {
                            other?;
                            None
                        }
                    },
                    Err(sentence) => Some(sentence),
                };
                told.map_or(Ok(()), |told| (self.take)(file(PackedState::Refused(told)), None))?;
            } else if self.are_contents_wanted {
                let (state, contents) = match self.contents(&mut zip, index)? {
                    Ok(contents) => (PackedState::Taken, Some(contents)),
                    Err(sentence) => (PackedState::Refused(sentence), None),
                };
                (self.take)(file(state), contents)?;
            } else {
                // Sizes are not to be believed, but what says that it is too much is.
                self.unpacked = self.unpacked.saturating_add(claimed.min(LARGEST + 1));
                if self.unpacked > MOST_UNPACKED {
                    return Err(UNPACKS_TO_TOO_MUCH);
                }
                (self.take)(file(PackedState::Taken), None)?;
            }
        }
        Ok(())
    }

    /// What a file holds, or why it cannot be taken out; the other error ends it all.
    fn contents(
        &mut self,
        zip: &mut ZipArchive<Cursor<&[u8]>>,
        index: usize,
    ) -> Result<Result<Vec<u8>, String>, ReadError> {
        let entry = match zip.by_index(index) {
            Ok(entry) => entry,
            Err(ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)) => {
                return Ok(Err(told_of(&ReadError::Encrypted)));
            }
            Err(ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_)) => {
                return Ok(Err("压缩的方法不常见，解不开；请解开后再核对".to_owned()));
            }
            Err(_) => return Ok(Err(told_of(&ReadError::Broken("压缩包里的")))),
        };
        if entry.encrypted() {
            return Ok(Err(told_of(&ReadError::Encrypted)));
        }
        // What an archive says of sizes is not to be believed: what comes out is counted.
        let left = MOST_UNPACKED - self.unpacked;
        let mut contents = Vec::new();
        let read = entry.take(left.min(LARGEST) + 1).read_to_end(&mut contents);
        self.unpacked += (contents.len() as u64).min(left);
        if contents.len() as u64 > left {
            return Err(UNPACKS_TO_TOO_MUCH);
        }
        if contents.len() as u64 > LARGEST {
            return Ok(Err("文件超过 64 MB，没有核对".to_owned()));
        }
        Ok(read.map(|_| contents).map_err(|_| told_of(&ReadError::Broken("压缩包里的"))))
    }
}

fn told_of(error: &ReadError) -> String {
    error.to_string()
}

/// When something was changed.
type Stamp = (u16, u8, u8, u8, u8, u8);

/// The folders and the name of an entry, when it was changed, and how large it says that it is; `None` of a folder, and of
/// what is not meant to be seen.
fn seen(zip: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Option<(Vec<String>, Option<Stamp>, u64)> {
    let entry = zip.by_index_raw(index).ok()?;
    if entry.is_dir() {
        return None;
    }
    // Chinese Windows writes names in its own encoding and says nothing of it.
    let name = crate::encoding::decoded(entry.name_raw())
        .map_or_else(|| String::from_utf8_lossy(entry.name_raw()).into_owned(), std::borrow::Cow::into_owned);
    let parts = name.split(['/', '\\']).filter(|part| !matches!(*part, "" | "." | ".."));
    let mut path: Vec<String> = parts.map(|part| part.chars().take(LONGEST_NAME).collect()).collect();
    path.drain(..path.len().saturating_sub(MOST_FOLDERS));
    let is_hidden = |part: &String| part.starts_with('.') || part.starts_with("~$") || part == "__MACOSX";
    if path.is_empty() || name.ends_with(['/', '\\']) || path.iter().any(is_hidden) {
        return None;
    }
    // 1980 is no time but the want of one.
    let time = entry.last_modified().filter(|time| time.year() > 1980);
    let stamp = time.map(|time| (time.year(), time.month(), time.day(), time.hour(), time.minute(), time.second()));
    Some((path, stamp, entry.size()))
}

fn has_end(path: &[String], ends: &[&str]) -> bool {
    path.last().is_some_and(|name| ends.iter().any(|end| ends_so(name, end)))
}

fn is_archive_name(name: &str) -> bool {
    ends_so(name, ARCHIVE)
}

fn ends_so(name: &str, end: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, own)| own.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests;
