//! Earlier versions of a file, kept in the user's state folder: the last three, one of each day before, ten in all.
//!
//! They are numbered in the order in which they were made: a clock that is set back, or was wrong for a while, makes no
//! version older than those before it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::disk::real;
use super::save::followed;
use super::{
    Digest, EXTENSION, FileError, SIZE_LIMIT, SystemDisk, make_private_folder, private_folder, read_own, replace_own,
};

/// How many versions are kept whatever day they are of.
const LAST: usize = 3;
/// How many versions are kept in all.
const IN_ALL: usize = 10;
/// Part of the state folder.
const FOLDER: &str = "backups";
/// How the moment stands in the name of a version, in UTC and without what Windows forbids in names.
const MOMENT: &str = "%Y-%m-%dT%H-%M-%S";
/// How much of a file's name stands in the name of its folder.
const NAME_LENGTH: usize = 40;

/// The earlier versions of one file.
#[derive(Debug, Clone)]
pub struct Backups {
    state: PathBuf,
    /// In the state folder.
    below: PathBuf,
    folder: PathBuf,
}

/// An earlier version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is kept; it can be opened like any file.
    pub path: PathBuf,
    /// Its number in the order in which they were made; 0 where it was made before they were numbered.
    number: u64,
    /// When it was saved, or closed without being saved.
    pub at: Timestamp,
    /// Whether it was closed without being saved.
    pub is_unsaved: bool,
}

impl Backups {
    /// Those of the file at `path`, in the state folder `state`.
    pub fn of(state: &Path, path: &Path) -> Self {
        let path = followed(&SystemDisk, path).unwrap_or_else(|_| path.to_owned());
        let path = real(&path);
        let digest = Digest::of(path.as_os_str().as_encoded_bytes()).to_string();
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let stem: String = stem.chars().filter(|c| c.is_alphanumeric()).take(NAME_LENGTH).collect();
        let below = Path::new(FOLDER).join(format!("{stem}-{}", &digest[..12]));
        Self { state: state.to_owned(), folder: state.join(&below), below }
    }

    /// The folder in which they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The versions, newest first.
    pub fn list(&self) -> Vec<Backup> {
        let entries = private_folder(&self.state, &self.below).and_then(fs::read_dir);
        let Ok(entries) = entries else { return Vec::new() };
        let files = entries.flatten().filter(|entry| entry.file_type().is_ok_and(|found| found.is_file()));
        let mut backups: Vec<_> = files.filter_map(|entry| read_name(entry.path())).collect();
        let order = |backup: &Backup| (backup.number, backup.at);
        backups.sort_by(|one, other| (order(other), &other.path).cmp(&(order(one), &one.path)));
        backups
    }

    /// Keeps `bytes` as the version of `at`, unless the newest version is the same. What there is too many of is removed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, bytes: &[u8], at: Timestamp, is_unsaved: bool) -> Result<(), FileError> {
        let known = self.list();
        let is_known = |backup: &Backup| read_own(&backup.path, SIZE_LIMIT).is_ok_and(|known| known == bytes);
        if known.first().is_some_and(is_known) {
            return Ok(());
        }
        make_private_folder(&self.state, &self.below).map_err(FileError::Write)?;
        let number = known.first().map_or(0, |newest| newest.number).saturating_add(1);
        let moment = format!("{}.{:03}Z", at.strftime(MOMENT), at.subsec_millisecond());
        let kind = if is_unsaved { ".unsaved" } else { "" };
        replace_own(&self.folder.join(format!("{number:06}_{moment}{kind}.{EXTENSION}")), bytes, true)?;
        self.thin_out().map_err(FileError::Write)
    }

    fn thin_out(&self) -> io::Result<()> {
        let zone = TimeZone::system();
        let backups = self.list();
        let days: Vec<Date> = backups.iter().map(|backup| backup.at.to_zoned(zone.clone()).date()).collect();
        let kept = kept(&days);
        for (backup, _) in backups.iter().zip(kept).filter(|(_, is_kept)| !is_kept) {
            fs::remove_file(&backup.path)?;
        }
        Ok(())
    }
}

/// Of versions of `days`, newest first, those that are kept.
fn kept(days: &[Date]) -> Vec<bool> {
    let (mut count, mut seen) = (0, BTreeSet::new());
    days.iter()
        .enumerate()
        .map(|(place, &day)| {
            let is_kept = count < IN_ALL && (seen.insert(day) || place < LAST);
            count += usize::from(is_kept);
            is_kept
        })
        .collect()
}

fn read_name(path: PathBuf) -> Option<Backup> {
    let name = path.file_name()?.to_str()?.strip_suffix(&format!(".{EXTENSION}"))?;
    let (number, name) = match name.split_once('_') {
        Some((number, name)) => (number.parse().ok()?, name),
        None => (0, name),
    };
    let (moment, is_unsaved) = match name.strip_suffix(".unsaved") {
        Some(moment) => (moment, true),
        None => (name, false),
    };
    let (seconds, milliseconds) = moment.strip_suffix('Z')?.split_once('.')?;
    let at = jiff::civil::DateTime::strptime(MOMENT, seconds).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let at = at.checked_add(jiff::SignedDuration::from_millis(milliseconds.parse().ok()?)).ok()?;
    Some(Backup { path, number, at, is_unsaved })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Date {
        Date::constant(2025, 3, day)
    }

    #[test]
    fn the_last_three_one_of_each_day_before_ten_in_all() {
        let days = [9, 9, 9, 9, 8, 8, 6, 5, 5].map(day);
        assert_eq!(kept(&days), [true, true, true, false, true, false, true, true, false]);
        assert_eq!(kept(&[9, 8, 8, 8].map(day)), [true, true, true, false]);
        let days: Vec<Date> = (1..=20).rev().map(day).collect();
        assert_eq!(kept(&days).iter().filter(|kept| **kept).count(), 10);
        // Days that a clock jumped over and back from.
        assert_eq!(kept(&[2, 9, 2, 9, 2].map(day)), [true, true, true, false, false]);
    }

    #[test]
    fn whatever_the_clock_says_the_last_three_are_kept_in_the_order_in_which_they_were_made() {
        let state = tempfile::tempdir().unwrap();
        let backups = Backups::of(state.path(), Path::new("/a.budget"));
        let now = Timestamp::now();
        let mut made = Vec::new();
        for number in 0..200 {
            // Days ahead, years back, the same moment again.
            let days = [0, 0, 30, -30, -4_000, 1, 0, 9_000][fastrand::usize(0..8)];
            let at = now.checked_add(jiff::SignedDuration::from_hours(24 * days)).unwrap();
            let text = number.to_string();
            backups.keep(text.as_bytes(), at, fastrand::bool()).unwrap();
            made.insert(0, text);
            let list = backups.list();
            let texts: Vec<_> = list.iter().map(|backup| fs::read_to_string(&backup.path).unwrap()).collect();
            let last = made.len().min(LAST);
            assert_eq!(texts[..last], made[..last]);
            assert!(texts.len() <= IN_ALL);
        }
    }

    #[test]
    fn those_of_before_they_were_numbered_are_older_than_all_others() {
        let state = tempfile::tempdir().unwrap();
        let backups = Backups::of(state.path(), Path::new("/a.budget"));
        fs::create_dir_all(backups.folder()).unwrap();
        for day in 1..=9 {
            fs::write(backups.folder().join(format!("2999-01-0{day}T10-11-12.123Z.budget")), day.to_string()).unwrap();
        }
        backups.keep(b"new", Timestamp::now(), false).unwrap();
        backups.keep(b"newer", Timestamp::now(), false).unwrap();
        let list = backups.list();
        let texts: Vec<_> = list.iter().map(|backup| fs::read_to_string(&backup.path).unwrap()).collect();
        assert_eq!(texts, ["newer", "new", "9", "8", "7", "6", "5", "4", "3", "2"]);
    }

    #[test]
    fn versions_are_kept_once_and_listed_newest_first() {
        let state = tempfile::tempdir().unwrap();
        let backups = Backups::of(state.path(), Path::new("/some/where/某中心 2025.budget"));
        assert!(backups.list().is_empty());
        let now = Timestamp::now();
        let before = |minutes| now.checked_sub(jiff::SignedDuration::from_mins(minutes)).unwrap();
        backups.keep(b"one", before(3), false).unwrap();
        backups.keep(b"two", before(2), false).unwrap();
        backups.keep(b"two", before(1), false).unwrap();
        backups.keep(b"three", now, true).unwrap();
        let list = backups.list();
        let contents: Vec<_> = list.iter().map(|backup| fs::read_to_string(&backup.path).unwrap()).collect();
        assert_eq!(contents, ["three", "two", "one"]);
        assert_eq!(list.iter().map(|backup| backup.is_unsaved).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(list[1].at.as_millisecond(), before(2).as_millisecond());
        assert_ne!(Backups::of(state.path(), Path::new("/some/other/某中心 2025.budget")).folder(), backups.folder());
    }

    #[test]
    fn a_file_that_is_gone_has_the_versions_that_it_had() {
        let folder = tempfile::tempdir().unwrap();
        let (state, path) = (folder.path().join("state"), folder.path().join("中心.budget"));
        fs::write(&path, "x").unwrap();
        let there = Backups::of(&state, &path).folder().to_owned();
        fs::remove_file(&path).unwrap();
        assert_eq!(Backups::of(&state, &path).folder(), there);
        #[cfg(unix)]
        {
            let link = folder.path().join("link");
            std::os::unix::fs::symlink(folder.path(), &link).unwrap();
            assert_eq!(Backups::of(&state, &link.join("中心.budget")).folder(), there);
        }
    }

    #[test]
    fn a_name_never_leads_out_of_the_folder() {
        let state = tempfile::tempdir().unwrap();
        for path in ["/", "..", "/a/..budget", "/a/\u{202e}\n/..", "/a/con?*:.budget"] {
            let folder = Backups::of(state.path(), Path::new(path)).folder().to_owned();
            assert_eq!(folder.parent(), Some(state.path().join(FOLDER).as_path()), "{path}");
            let name = folder.file_name().unwrap().to_str().unwrap();
            assert!(name.chars().all(|c| c.is_alphanumeric() || c == '-'), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_them() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        let backups = Backups::of(&state, Path::new("/a.budget"));
        backups.keep(b"draft", Timestamp::now(), false).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&state), mode(backups.folder()), mode(&backups.list()[0].path)), (0o700, 0o700, 0o600));
    }
}
