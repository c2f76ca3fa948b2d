//! The files that were opened or saved last, for the menu and the first page.

use std::path::{Path, PathBuf};

use super::settings::{read, state_folder, write};

/// How many files are remembered.
pub const MOST: usize = 12;

const FILE: &str = "recent.json";

/// The files that were opened or saved last, newest first. Each change is saved at once.
#[derive(Debug)]
pub struct Recent {
    folder: Option<PathBuf>,
    paths: Vec<PathBuf>,
}

impl Recent {
    /// The files remembered from earlier runs; none if nothing can be read.
    pub fn load() -> Self {
        Self::load_from(state_folder())
    }

    /// The files remembered in `folder`; with none, they are forgotten when the program ends.
    pub fn load_from(folder: Option<PathBuf>) -> Self {
        let mut recent = Self { folder, paths: Vec::new() };
        recent.refresh();
        recent
    }

    /// The remembered files, newest first. They may have been deleted since.
    pub fn paths(&self) -> &[PathBuf] {
        &self.paths
    }

    /// Puts a file first.
    pub fn add(&mut self, path: impl AsRef<Path>) {
        let path = absolute(path.as_ref());
        self.change(|paths| {
            paths.retain(|other| *other != path);
            paths.insert(0, path);
            paths.truncate(MOST);
        });
    }

    /// Forgets a file.
    pub fn remove(&mut self, path: impl AsRef<Path>) {
        let path = absolute(path.as_ref());
        self.change(|paths| paths.retain(|other| *other != path));
    }

    fn change(&mut self, change: impl FnOnce(&mut Vec<PathBuf>)) {
        // Another window may have added a file since.
        self.refresh();
        change(&mut self.paths);
        if let Some(folder) = &self.folder {
            // JSON holds Unicode only. A path that is not would keep all the others from being saved.
            let texts: Vec<&str> = self.paths.iter().filter_map(|path| path.to_str()).collect();
            write(folder, FILE, &texts);
        }
    }

    fn refresh(&mut self) {
        if let Some(paths) = self.folder.as_deref().and_then(|folder| read::<Vec<PathBuf>>(folder, FILE)) {
            self.paths = paths;
            self.paths.truncate(MOST);
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
        recent.paths().iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect()
    }

    #[test]
    fn newest_first_and_once() {
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        for name in ["/a/甲.budget", "/a/乙.budget", "/a/丙.budget", "/a/甲.budget"] {
            recent.add(name);
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
        (0..20).for_each(|number| recent.add(format!("/{number}")));
        assert_eq!(recent.paths().len(), MOST);
        assert_eq!(names(&recent)[0], "19");
        assert_eq!(Recent::load_from(Some(folder.path().to_owned())).paths(), recent.paths());
    }

    #[test]
    fn paths_are_kept_from_the_root() {
        let mut recent = Recent::load_from(None);
        recent.add("here.budget");
        assert_eq!(recent.paths(), [std::env::current_dir().unwrap().join("here.budget")]);
        recent.remove("here.budget");
        assert!(recent.paths().is_empty());
    }

    #[test]
    fn two_windows_keep_both_their_files() {
        let folder = tempfile::tempdir().unwrap();
        let mut one = Recent::load_from(Some(folder.path().to_owned()));
        let mut other = Recent::load_from(Some(folder.path().to_owned()));
        one.add("/one");
        other.add("/other");
        assert_eq!(names(&other), ["other", "one"]);
    }

    #[test]
    fn what_cannot_be_read_is_an_empty_list() {
        let folder = tempfile::tempdir().unwrap();
        for text in ["", "{}", "[1]", "[\"/a\"", "\u{feff}[]"] {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            let mut recent = Recent::load_from(Some(folder.path().to_owned()));
            assert!(recent.paths().is_empty(), "{text}");
            recent.add("/b");
            assert_eq!(names(&Recent::load_from(Some(folder.path().to_owned()))), ["b"]);
        }
        std::fs::remove_file(folder.path().join(FILE)).unwrap();
        std::fs::create_dir(folder.path().join(FILE)).unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        recent.add("/c");
        assert_eq!(names(&recent), ["c"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_not_unicode_does_not_hinder_the_others() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = tempfile::tempdir().unwrap();
        let mut recent = Recent::load_from(Some(folder.path().to_owned()));
        recent.add("/plain");
        recent.add(std::ffi::OsStr::from_bytes(b"/\xd6\xd0.budget"));
        assert_eq!(recent.paths().len(), 2);
        assert_eq!(names(&Recent::load_from(Some(folder.path().to_owned()))), ["plain"]);
    }
}
