//! Earlier versions of a file, kept in the user's state folder: three of today, one of each day before, ten in all.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::disk::real;
use super::save::{followed, write_private};
use super::{Digest, EXTENSION, FileError, SystemDisk, make_private_folder};

/// How many versions of one day are kept, while it lasts.
const OF_TODAY: usize = 3;
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
    folder: PathBuf,
}

/// An earlier version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Where it is kept; it can be opened like any file.
    pub path: PathBuf,
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
        Self { folder: state.join(FOLDER).join(format!("{stem}-{}", &digest[..12])) }
    }

    /// The folder in which they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The versions, newest first.
    pub fn list(&self) -> Vec<Backup> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        let mut backups: Vec<_> = entries.filter_map(|entry| read_name(entry.ok()?.path())).collect();
        backups.sort_by(|one, other| (other.at, &other.path).cmp(&(one.at, &one.path)));
        backups
    }

    /// Keeps `bytes` as the version of `at`, unless the newest version is the same. What there is too many of is removed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep(&self, bytes: &[u8], at: Timestamp, is_unsaved: bool) -> Result<(), FileError> {
        let known = self.list();
        let is_known = |backup: &Backup| fs::read(&backup.path).is_ok_and(|known| known == bytes);
        if known.first().is_some_and(is_known) {
            return Ok(());
        }
        make_private_folder(&self.folder).map_err(FileError::Write)?;
        let moment = format!("{}.{:03}Z", at.strftime(MOMENT), at.subsec_millisecond());
        let kind = if is_unsaved { ".unsaved" } else { "" };
        write_private(&self.folder.join(format!("{moment}{kind}.{EXTENSION}")), bytes, true)?;
        self.thin_out(Timestamp::now()).map_err(FileError::Write)
    }

    fn thin_out(&self, now: Timestamp) -> io::Result<()> {
        let zone = TimeZone::system();
        let day = |at: Timestamp| at.to_zoned(zone.clone()).date();
        let backups = self.list();
        let days: Vec<Date> = backups.iter().map(|backup| day(backup.at)).collect();
        let kept = kept(&days, day(now));
        for (backup, _) in backups.iter().zip(kept).filter(|(_, is_kept)| !is_kept) {
            fs::remove_file(&backup.path)?;
        }
        Ok(())
    }
}

/// Of versions of `days`, newest first, those that are kept.
fn kept(days: &[Date], today: Date) -> Vec<bool> {
    let mut count = 0;
    let mut of_day = 0;
    let mut last = None;
    days.iter()
        .map(|&day| {
            of_day = if last == Some(day) { of_day + 1 } else { 1 };
            last = Some(day);
            let is_kept = count < IN_ALL && of_day <= if day >= today { OF_TODAY } else { 1 };
            count += usize::from(is_kept);
            is_kept
        })
        .collect()
}

fn read_name(path: PathBuf) -> Option<Backup> {
    let name = path.file_name()?.to_str()?.strip_suffix(&format!(".{EXTENSION}"))?;
    let (moment, is_unsaved) = match name.strip_suffix(".unsaved") {
        Some(moment) => (moment, true),
        None => (name, false),
    };
    let (seconds, milliseconds) = moment.strip_suffix('Z')?.split_once('.')?;
    let at = jiff::civil::DateTime::strptime(MOMENT, seconds).ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let at = at.checked_add(jiff::SignedDuration::from_millis(milliseconds.parse().ok()?)).ok()?;
    Some(Backup { path, at, is_unsaved })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Date {
        Date::constant(2025, 3, day)
    }

    #[test]
    fn three_of_today_one_of_each_day_before_ten_in_all() {
        let days = [9, 9, 9, 9, 8, 8, 6, 5, 5].map(day);
        assert_eq!(kept(&days, day(9)), [true, true, true, false, true, false, true, true, false]);
        assert_eq!(kept(&days, day(10)), [true, false, false, false, true, false, true, true, false]);
        let days: Vec<Date> = (1..=20).rev().map(day).collect();
        assert_eq!(kept(&days, day(20)).iter().filter(|kept| **kept).count(), 10);
        // A clock that was wrong yesterday throws nothing away.
        assert_eq!(kept(&[day(12), day(11)], day(9)), [true, true]);
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
