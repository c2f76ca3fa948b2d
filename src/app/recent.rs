//! The files that were opened or saved last, for the menu and the first page.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::settings::{read, write};
use crate::state::state_folder;

/// How many files are remembered.
pub const MOST: usize = 12;

const FILE: &str = "recent.json";

/// The files that were opened or saved last, newest first. Each change is saved at once.
#[derive(Debug)]
pub struct Recent {
    folder: Option<PathBuf>,
    files: Vec<RecentFile>,
}

/// A file that was opened or saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecentFile {
    pub path: PathBuf,
    /// Whom and which year it is about, as far as that was remembered.
    pub about: Option<String>,
}

/// A file as it is remembered. At first only paths were.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum KeptFile {
    Path(PathBuf),
    File { path: PathBuf, about: Option<String> },
}

impl Recent {
    /// The files remembered from earlier runs; none if nothing can be read.
    pub fn load() -> Self {
        Self::load_from(state_folder())
    }

    /// The files remembered in `folder`; with none, they are forgotten when the program ends.
    pub fn load_from(folder: Option<PathBuf>) -> Self {
        let mut recent = Self { folder, files: Vec::new() };
        recent.refresh();
        recent
    }

    /// The remembered files, newest first. They may have been deleted since.
    pub fn files(&self) -> &[RecentFile] {
        &self.files
    }

    /// Puts a file first, which says `about` whom and which year it is.
    pub fn add(&mut self, path: impl AsRef<Path>, about: impl Into<String>) {
        let file = RecentFile { path: absolute(path.as_ref()), about: Some(about.into()) };
        self.change(|files| {
            files.retain(|other| other.path != file.path);
            files.insert(0, file);
            files.truncate(MOST);
        });
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: impl AsRef<Path>) {
        let path = absolute(path.as_ref());
        self.change(|files| files.retain(|other| other.path != path));
    }

    fn change(&mut self, change: impl FnOnce(&mut Vec<RecentFile>)) {
        // Another window may have added a file since.
        self.refresh();
        change(&mut self.files);
        if let Some(folder) = &self.folder {
            // JSON holds Unicode only. A path that is not would keep all the others from being saved.
            let unicode = self.files.iter().filter(|file| file.path.to_str().is_some()).cloned();
            let kept = unicode.map(|RecentFile { path, about }| KeptFile::File { path, about });
            write(folder, FILE, &kept.collect::<Vec<_>>());
        }
    }

    fn refresh(&mut self) {
        if let Some(kept) = self.folder.as_deref().and_then(|folder| read::<Vec<KeptFile>>(folder, FILE)) {
            let files = kept.into_iter().map(|kept| match kept {
                KeptFile::Path(path) => RecentFile { path, about: None },
                KeptFile::File { path, about } => RecentFile { path, about },
            });
            self.files = files.take(MOST).collect();
        }
    }
}

/// The path from the root, since the next run may start in another folder.
fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(recent: &Recent) -> Vec<&str> {
        recent.files().iter().map(|file| file.path.file_name().unwrap().to_str().unwrap()).collect()
    }

    #[test]
    fn newest_first_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        for name in ["/a/甲.budget", "/a/乙.budget", "/a/丙.budget", "/a/甲.budget"] {
            recent.add(name, "某中心 2025 年");
        }
        assert_eq!(names(&recent), ["甲.budget", "丙.budget", "乙.budget"]);
        recent.remove("/a/丙.budget");
        recent.remove("/a/never.budget");
        assert_eq!(names(&Recent::load_from(Some(folder.path().to_owned()))), ["甲.budget", "乙.budget"]);
    }

    #[test]
    fn twelve_at_most() {
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        (0..20).for_each(|number| recent.add(format!("/{number}"), ""));
        assert_eq!(recent.files().len(), MOST);
        assert_eq!(names(&recent)[0], "19");
        assert_eq!(Recent::load_from(Some(folder.path().to_owned())).files(), recent.files());
    }

    #[test]
    fn paths_are_kept_from_the_root() {
        let mut recent = Recent::load_from(None);
        recent.add("here.budget", "");
        assert_eq!(recent.files()[0].path, std::env::current_dir().unwrap().join("here.budget"));
        recent.remove("here.budget");
        assert!(recent.files().is_empty());
    }

    #[test]
    fn what_a_file_is_about_is_remembered_and_lists_of_paths_are_read() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(FILE), r#"["/a/甲.budget"]"#).unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        recent.add("/a/乙.budget", "乙中心 2025 年");
        let again = Recent::load_from(Some(folder.path().to_owned()));
        let about: Vec<_> = again.files().iter().map(|file| file.about.as_deref()).collect();
        assert_eq!(about, [Some("乙中心 2025 年"), None]);
    }

    #[test]
    fn two_windows_keep_both_their_files() {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Recent::load_from(Some(folder.path().to_owned()));
        let mut other = Recent::load_from(Some(folder.path().to_owned()));
        one.add("/one", "");
        other.add("/other", "");
        assert_eq!(names(&other), ["other", "one"]);
    }

    #[test]
    fn what_cannot_be_read_is_an_empty_list() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "{}", "[1]", "[\"/a\"", "\u{feff}[]"] {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            let mut recent = Recent::load_from(Some(folder.path().to_owned()));
            assert!(recent.files().is_empty(), "{text}");
            recent.add("/b", "");
            assert_eq!(names(&Recent::load_from(Some(folder.path().to_owned()))), ["b"]);
        }
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        std::fs::create_dir(folder.path().join(FILE)).unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        recent.add("/c", "");
        assert_eq!(names(&recent), ["c"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_does_not_hinder_the_others() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        recent.add("/plain", "");
        recent.add(std::ffi::OsStr::from_bytes(b"/\xd6\xd0.budget"), "");
        assert_eq!(recent.files().len(), 2);
        assert_eq!(names(&Recent::load_from(Some(folder.path().to_owned()))), ["plain"]);
    }
}
