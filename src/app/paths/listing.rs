//! The folders and files to choose among.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::PathRequest;

/// What an entry is. In the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum EntryKind {
    /// The folder above.
    Parent,
    /// A folder within.
    Folder,
    /// A file that may be chosen.
    File,
}

/// One row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) kind: EntryKind,
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// The folders in `folder`, the folder above first, and then the files that the request is about. What is hidden
/// (a name with a dot before it) is left out.
pub(super) fn list(folder: &Path, request: &PathRequest) -> Result<Vec<Entry>, String> {
    let problem = |error: &io::Error| folder_problem(folder, error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| problem(&error))? {
        let path = entry.map_err(|error| problem(&error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // Follows links, as the user would.
        let kind = if path.is_dir() { EntryKind::Folder } else { EntryKind::File };
        if !name.starts_with('.') && (kind == EntryKind::Folder || is_wanted(&path, request)) {
            entries.push(Entry { kind, name, path });
        }
    }
    if let Some(parent) = folder.parent() {
        entries.push(Entry { kind: EntryKind::Parent, name: "..".to_owned(), path: parent.to_owned() });
    }
    entries.sort_by_cached_key(|entry| (entry.kind, entry.name.to_lowercase()));
    Ok(entries)
}

fn is_wanted(path: &Path, request: &PathRequest) -> bool {
    let has = |extension: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
    request.filters.is_empty() || request.extensions().any(has)
}

/// Says why a folder cannot be read.
pub(super) fn folder_problem(folder: &Path, error: &io::Error) -> String {
    // Not every system tells a file in place of a folder from nothing.
    let is_file = folder.is_file();
    let folder = folder.display();
    match error.kind() {
        _ if is_file => format!("这不是文件夹：{folder}"),
        io::ErrorKind::NotFound => format!("没有这个文件夹：{folder}"),
        io::ErrorKind::PermissionDenied => format!("没有读取这个文件夹的权限：{folder}"),
        io::ErrorKind::NotADirectory => format!("这不是文件夹：{folder}"),
        _ => format!("打不开这个文件夹：{folder}（{error}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_first_then_the_wanted_files() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b", "A", ".hidden", "c.budget"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        for name in ["z.budget", "Y.BUDGET", "x.txt", ".w.budget", "v"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let request = PathRequest::open("打开").filter("预算公开文件", &["budget"]);
        let names = |request: &PathRequest| -> Vec<String> {
            list(folder.path(), request).unwrap().into_iter().map(|entry| entry.name).collect()
        };
        assert_eq!(names(&request), ["..", "A", "b", "c.budget", "Y.BUDGET", "z.budget"]);
        let all = PathRequest::open("打开");
        assert_eq!(names(&all), ["..", "A", "b", "c.budget", "v", "x.txt", "Y.BUDGET", "z.budget"]);
    }

    #[test]
    fn problems_are_sentences() {
        let request = PathRequest::open("打开");
        assert_eq!(list(Path::new("/nowhere"), &request).unwrap_err(), "没有这个文件夹：/nowhere");
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(list(file.path(), &request).unwrap_err().starts_with("这不是文件夹："));
        let denied = folder_problem(Path::new("/root"), &io::ErrorKind::PermissionDenied.into());
        assert_eq!(denied, "没有读取这个文件夹的权限：/root");
    }

    #[cfg(unix)]
    #[test]
    fn the_root_has_nothing_above_it() {
        let entries = list(Path::new("/"), &PathRequest::open("打开")).unwrap();
        assert!(entries.iter().all(|entry| entry.kind != EntryKind::Parent));
    }
}
