//! What a text typed for a path stands for.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use directories::BaseDirs;

use super::listing::folder_problem;
use super::{PathKind, PathRequest};

/// What the user means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To go to this folder.
    Folder(PathBuf),
    File(PathBuf),
    /// To save over this file, if asked whether he really does.
    Replace(PathBuf),
}

/// Finds out what `text` stands for in `folder`, or says in a sentence why it cannot be.
pub(super) fn resolve(text: &str, folder: &Path, request: &PathRequest) -> Result<Target, String> {
    let text = text.trim();
    if text.is_empty() {
        let what = if request.kind == PathKind::Folder { "文件夹" } else { "文件名" };
        return Err(format!("请写{what}，或在上面选一个。"));
    }
    let path = whole(text, folder);
    if path.is_dir() {
        return Ok(Target::Folder(path));
    }
    if text.ends_with(['/', std::path::MAIN_SEPARATOR]) {
        return Err(folder_problem(&path, &io::ErrorKind::NotFound.into()));
    }
    match request.kind {
        PathKind::Open => readable(path, request),
        PathKind::Save => writable(with_extension(&said_once(&path, request), request)),
        PathKind::Folder => {
            let kind = if path.exists() { io::ErrorKind::NotADirectory } else { io::ErrorKind::NotFound };
            Err(folder_problem(&path, &kind.into()))
        }
    }
}

/// The path from the root; `~` is the user's own folder.
fn whole(text: &str, folder: &Path) -> PathBuf {
    if let Some(rest) = text.strip_prefix('~')
        && (rest.is_empty() || rest.starts_with(['/', std::path::MAIN_SEPARATOR]))
        && let Some(folders) = BaseDirs::new()
    {
        // Joined to nothing, the path would end in a separator.
        let rest = rest.trim_start_matches(['/', std::path::MAIN_SEPARATOR]);
        return if rest.is_empty() { folders.home_dir().to_owned() } else { folders.home_dir().join(rest) };
    }
    folder.join(text)
}

fn readable(path: PathBuf, request: &PathRequest) -> Result<Target, String> {
    // The extension may be left away.
    let names = request.extensions().map(|extension| appended(&path, extension));
    let names: Vec<PathBuf> = std::iter::once(path.clone()).chain(names).collect();
    if let Some(file) = names.into_iter().find(|path| path.is_file()) {
        return match File::open(&file) {
            Ok(_) => Ok(Target::File(file)),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                Err(format!("没有读取这个文件的权限：{}", file.display()))
            }
            Err(error) => Err(format!("打不开这个文件：{}（{error}）", file.display())),
        };
    }
    parent_exists(&path)?;
    Err(format!("没有这个文件：{}", path.display()))
}

fn writable(path: PathBuf) -> Result<Target, String> {
    let folder = parent_exists(&path)?;
    if path.is_dir() {
        return Err(format!("这个名字已是一个文件夹：{}", path.display()));
    }
    // The file is going to be replaced as a whole, by way of a new one beside it: if that can be made, it can be saved.
    // This one has no name, so that nothing of it can be left.
    if let Err(error) = tempfile::tempfile_in(folder) {
        return Err(match error.kind() {
            io::ErrorKind::PermissionDenied => format!("没有写入这个文件夹的权限：{}", folder.display()),
            io::ErrorKind::ReadOnlyFilesystem => format!("这个文件夹是只读的：{}", folder.display()),
            _ => format!("不能保存到这个文件夹：{}（{error}）", folder.display()),
        });
    }
    Ok(if path.exists() { Target::Replace(path) } else { Target::File(path) })
}

fn parent_exists(path: &Path) -> Result<&Path, String> {
    let folder = path.parent().unwrap_or(path);
    match folder.metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(folder),
        Ok(_) => Err(folder_problem(folder, &io::ErrorKind::NotADirectory.into())),
        Err(error) => Err(folder_problem(folder, &error)),
    }
}

/// The path without its last extension where another of the request's stands before it: whoever types `a.docx` in the
/// place of the proposed name, whose `.pdf` stays behind it, means a Word file.
fn said_once(path: &Path, request: &PathRequest) -> PathBuf {
    let is_known = |name: &Path| {
        name.extension().is_some_and(|own| request.extensions().any(|known| own.eq_ignore_ascii_case(known)))
    };
    match path.file_stem().map(Path::new) {
        Some(stem) if is_known(path) && is_known(stem) => path.with_file_name(stem),
        _ => path.to_owned(),
    }
}

/// The path with the request's first extension, unless it has one of them.
pub(super) fn with_extension(path: &Path, request: &PathRequest) -> PathBuf {
    let has = |extension: &str| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(extension));
    match request.extensions().next() {
        Some(first) if !request.extensions().any(has) => appended(path, first),
        _ => path.to_owned(),
    }
}

/// `with_extension` of the standard library would take `.v2` of `2025.v2` for an extension and replace it.
fn appended(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("2025年")).unwrap();
        fs::write(folder.path().join("甲.budget"), "").unwrap();
        fs::write(folder.path().join("乙.xlsx"), "").unwrap();
        folder
    }

    fn open() -> PathRequest {
        PathRequest::open("打开").filter("预算公开文件", &["budget"])
    }

    fn save() -> PathRequest {
        PathRequest::save("另存为", "").filter("预算公开文件", &["budget"])
    }

    #[test]
    fn what_is_opened() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        let resolve = |text: &str| resolve(text, folder.path(), &open());
        assert_eq!(resolve("甲.budget"), Ok(Target::File(path("甲.budget"))));
        assert_eq!(resolve(" 甲 "), Ok(Target::File(path("甲.budget"))));
        assert_eq!(resolve("乙.xlsx"), Ok(Target::File(path("乙.xlsx"))));
        assert_eq!(resolve(path("甲.budget").to_str().unwrap()), Ok(Target::File(path("甲.budget"))));
        assert_eq!(resolve("2025年"), Ok(Target::Folder(path("2025年"))));
        assert_eq!(resolve("2025年/../甲"), Ok(Target::File(path("2025年/../甲.budget"))));
        assert_eq!(resolve("/"), Ok(Target::Folder(path("/"))));
        for (text, sentence) in [
            ("", "请写"),
            ("丙", "没有这个文件："),
            ("丙/丁", "没有这个文件夹："),
            ("丙/", "没有这个文件夹："),
            ("甲.budget/丁", "这不是文件夹："),
        ] {
            let error = resolve(text).unwrap_err();
            assert!(error.starts_with(sentence), "{text}: {error}");
        }
    }

    #[test]
    fn the_home_folder() {
        let home = BaseDirs::new().unwrap().home_dir().to_owned();
        assert_eq!(whole("~", Path::new("/a")), home);
        assert_eq!(whole("~/", Path::new("/a")), home);
        assert_eq!(whole("~/b/c", Path::new("/a")), home.join("b/c"));
        assert_eq!(whole("~b", Path::new("/a")), Path::new("/a/~b"));
    }

    #[test]
    fn what_is_saved_to() {
        let folder = folder();
        let path = |name: &str| folder.path().join(name);
        let resolve = |text: &str| resolve(text, folder.path(), &save());
        assert_eq!(resolve("丙"), Ok(Target::File(path("丙.budget"))));
        assert_eq!(resolve("丙.v2"), Ok(Target::File(path("丙.v2.budget"))));
        assert_eq!(resolve("丙.Budget"), Ok(Target::File(path("丙.Budget"))));
        assert_eq!(resolve("丙.budget.budget"), Ok(Target::File(path("丙.budget"))));
        assert_eq!(resolve("2025年/丙"), Ok(Target::File(path("2025年/丙.budget"))));
        assert_eq!(resolve("甲"), Ok(Target::Replace(path("甲.budget"))));
        assert_eq!(resolve("2025年"), Ok(Target::Folder(path("2025年"))));
        assert!(resolve("没有/丙").unwrap_err().starts_with("没有这个文件夹："));
        // Nothing is left behind by trying.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn where_nothing_can_be_written() {
        let error = resolve("丙", Path::new("/proc"), &save()).unwrap_err();
        assert!(error.contains("/proc"), "{error}");
    }
}
