//! Archives in a folder: what lies in them is checked where it lies.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::state::{Failure, State};
use disclosure_engine::file::read_bytes;
use disclosure_engine::import::SIZE_LIMIT;
use disclosure_engine::readers::{ARCHIVE, PackedFile, PackedState, Progress, unpacked, unpacked_names};

/// An archive whose files are taken out one by one. They are kept in memory from the first that is asked for until each was
/// taken; nothing is written.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    /// What is in memory, or why nothing can be: what is too much is not tried again for each file.
    contents: Mutex<Result<HashMap<usize, Vec<u8>>, String>>,
}

/// A file in an archive.
#[derive(Debug, Clone)]
pub struct Packed {
    archive: Arc<Archive>,
    /// Its place in the archive.
    place: usize,
    pub modified: Option<SystemTime>,
}

/// What was found in an archive.
#[derive(Debug)]
pub(super) struct Listed {
    /// Its folders and its name.
    pub path: Vec<String>,
    pub file: Result<Packed, Failure>,
}

/// Whether the name of a file is that of an archive that is looked into.
pub fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ARCHIVE))
}

/// What is in the archive at `path`, and the names of the files in it that are passed over.
pub(super) fn listed(path: &Path) -> Result<(Vec<Listed>, Vec<Vec<String>>), Failure> {
    let refused = |sentence: String| Failure { state: State::Unreadable, sentence };
    let bytes = contents(path).map_err(refused)?;
    let files = unpacked_names(&bytes, &Progress::default()).map_err(|error| refused(told(&error)))?;
    let archive = Arc::new(Archive { path: path.to_owned(), contents: Mutex::new(Ok(HashMap::new())) });
    let (mut taken, mut passed_over) = (Vec::new(), Vec::new());
    for (place, file) in files.into_iter().enumerate() {
        let modified = modified(&file).or_else(|| std::fs::metadata(path).and_then(|found| found.modified()).ok());
        match file.state {
            PackedState::Taken => {
                let packed = Packed { archive: archive.clone(), place, modified };
                taken.push(Listed { path: file.path, file: Ok(packed) });
            }
            PackedState::PassedOver => passed_over.push(file.path),
            PackedState::Refused(sentence) => taken.push(Listed { path: file.path, file: Err(refused(sentence)) }),
        }
    }
    Ok((taken, passed_over))
}

fn contents(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = read_bytes(path, SIZE_LIMIT).map_err(|error| error.to_string())?;
    bytes.ok_or_else(|| format!("压缩包超过 {} MB，没有打开；请解开后再核对", SIZE_LIMIT / 1024 / 1024))
}

/// What is wrong with an archive.
fn told(error: &disclosure_engine::readers::ReadError) -> String {
    format!("压缩包打不开：{error}")
}

/// When the file was last changed, by the clock of this machine: an archive says no time zone.
fn modified(file: &PackedFile) -> Option<SystemTime> {
    let (year, month, day, hour, minute, second) = file.modified?;
    let part = |number: u8| i8::try_from(number).ok();
    let year = i16::try_from(year).ok()?;
    // Two seconds are the clock of an archive, and the last is sometimes the 60th.
    let time =
        DateTime::new(year, part(month)?, part(day)?, part(hour)?, part(minute)?, part(second.min(59))?, 0).ok()?;
    Some(time.to_zoned(TimeZone::system()).ok()?.timestamp().into())
}

impl Packed {
    /// What is in the file; the archive is read again where it is not in memory.
    ///
    /// # Errors
    /// A sentence, when the archive is no longer there or is another now.
    pub fn take(&self) -> Result<Vec<u8>, String> {
        let mut contents = self.archive.contents.lock().unwrap_or_else(PoisonError::into_inner);
        let known = contents.as_mut().map_err(|sentence| sentence.clone())?;
        if let Some(bytes) = known.remove(&self.place) {
            return Ok(bytes);
        }
        *contents = self.archive.unpack();
        let known = contents.as_mut().map_err(|sentence| sentence.clone())?;
        known.remove(&self.place).ok_or_else(|| "压缩包里的这个文件解不开，或者压缩包在核对时换了".to_owned())
    }
}

impl Archive {
    /// All files that can be taken out, by their places.
    fn unpack(&self) -> Result<HashMap<usize, Vec<u8>>, String> {
        let archive = contents(&self.path)?;
        let files = unpacked(&archive, &Progress::default()).map_err(|error| told(&error))?;
        let files = files.into_iter().enumerate().filter(|(_, (file, _))| file.state == PackedState::Taken);
        Ok(files.map(|(place, (_, bytes))| (place, bytes)).collect())
    }
}
