//! Which files `check` looks at: those that are named, and the disclosures and documents in the folders that are named.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::intake;
use super::outcome::{Failure, State};
use disclosure_engine::file;
use disclosure_engine::import::is_sent_document;

/// What is to be checked, or why there is nothing to check.
#[derive(Debug)]
pub(super) struct Target {
    /// The file, or the folder that could not be searched.
    pub path: PathBuf,
    /// Why this is not a file to check.
    pub failure: Option<Failure>,
    /// The names of the folders in which it lies below the one that was searched; `None` where it was named itself.
    pub folders: Option<Vec<String>>,
}

/// What is to be checked, and which other files lie in the folders.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub targets: Vec<Target>,
    /// The real paths of files in folders that are of no kind in which disclosures are sent.
    passed_over: HashSet<PathBuf>,
}

/// So many kinds of files that were passed over are named.
const MOST_KINDS: usize = 5;

impl Found {
    /// What was passed over, in a sentence; `None` where nothing was.
    pub fn passed_over(&self) -> Option<String> {
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for path in &self.passed_over {
            let ending = path.extension().map(|ending| format!(".{}", ending.to_string_lossy().to_lowercase()));
            *kinds.entry(ending.unwrap_or_else(|| "没有扩展名".to_owned())).or_default() += 1;
        }
        let mut kinds: Vec<(String, usize)> = kinds.into_iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let rest = if kinds.len() > MOST_KINDS { "等" } else { "" };
        let named: Vec<String> = kinds.iter().take(MOST_KINDS).map(|(kind, count)| format!("{kind} {count}")).collect();
        (!kinds.is_empty()).then(|| {
            let (count, named) = (self.passed_over.len(), named.join("，"));
            format!(
                "另有 {count} 个文件没有核对（{named}{rest}）：文件夹里只核对 .budget 和 Word、Excel、PDF、OFD 文件；\
                 别的请单独写出文件名，压缩包请先解开"
            )
        })
    }
}

/// The files to which `arguments` lead, in their order; those in a folder and in the folders below it in the order of
/// their paths. Each file comes once, by the first of its names.
pub(super) fn find(arguments: &[impl AsRef<Path>]) -> Found {
    let mut search = Search::default();
    for argument in arguments.iter().map(AsRef::as_ref) {
        if argument.is_dir() { search.folder(argument) } else { search.file(argument) }
    }
    // Who names a file has it checked, whatever it is.
    search.found.passed_over.retain(|path| !search.seen.contains(path));
    search.found
}

#[derive(Default)]
struct Search {
    found: Found,
    /// Real paths of the targets.
    seen: HashSet<PathBuf>,
}

impl Search {
    fn file(&mut self, path: &Path) {
        self.add(path, None, None);
    }

    fn file_below(&mut self, root: &Path, path: &Path) {
        self.add(path, None, Some(intake::folders_below(root, path)));
    }

    fn folder(&mut self, root: &Path) {
        let mut is_anything_told = false;
        // A link is followed: what is published may be kept elsewhere. Links that go to and fro between folders have
        // far more paths than folders, so that each folder is entered once, not only those that would go in circles.
        let mut entered = HashSet::new();
        let mut too_deep: Vec<PathBuf> = Vec::new();
        let walk = WalkDir::new(root).follow_links(true).sort_by_file_name().max_depth(DEEPEST);
        for entry in walk.into_iter().filter_entry(|entry| is_searched(entry, &mut entered)) {
            match entry {
                Ok(entry) if entry.depth() == DEEPEST && holds_something(&entry) => {
                    too_deep.push(entry.into_path());
                    continue;
                }
                Ok(entry) if entry.file_type().is_dir() => continue,
                Ok(entry) if !is_checked(entry.path()) => {
                    self.found.passed_over.insert(real(entry.path()));
                    continue;
                }
                Ok(entry) => self.file_below(root, entry.path()),
                Err(error) if error.loop_ancestor().is_some() => continue,
                Err(error) => {
                    let path = error.path().unwrap_or(root);
                    match is_dead_link(path) {
                        true if !is_checked(path) || is_hidden(path) => continue,
                        true => self.file_below(root, path),
                        false => self.add(path, Some(unsearchable(&error)), None),
                    }
                }
            }
            is_anything_told = true;
        }
        if let [first, others @ ..] = too_deep.as_slice() {
            self.add(first, Some(unsearched(others.len())), None);
            is_anything_told = true;
        }
        if !is_anything_told {
            let sentence = "文件夹里没有预算公开文件，也没有能读的 Word、Excel、PDF 等文档，下面各级文件夹里也没有；请检查是否选错了文件夹";
            self.add(root, Some(Failure { state: State::NoFiles, sentence: sentence.into() }), None);
        }
    }

    fn add(&mut self, path: &Path, failure: Option<Failure>, folders: Option<Vec<String>>) {
        if self.seen.insert(real(path)) {
            self.found.targets.push(Target { path: path.to_owned(), failure, folders });
        }
    }
}

/// Folders below this level are not searched: nobody sorts disclosures so deep, and each level makes every path longer.
const DEEPEST: usize = 64;

/// Whether an entry is a folder that is not empty.
fn holds_something(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && fs::read_dir(entry.path()).is_ok_and(|mut entries| entries.next().is_some())
}

fn unsearched(others: usize) -> Failure {
    let others = if others == 0 { String::new() } else { format!("，另有 {others} 个这样的文件夹") };
    let sentence = format!("文件夹套了 {DEEPEST} 级，再往里没有查找{others}；请直接核对里面的文件夹");
    Failure { state: State::Unreadable, sentence }
}

/// Whether an entry of a folder may be, or lead to, what is to be checked.
fn is_searched(entry: &DirEntry, entered: &mut HashSet<PathBuf>) -> bool {
    // What the user named is searched whatever its name.
    if entry.depth() > 0 && is_hidden(entry.path()) {
        return false;
    }
    !entry.file_type().is_dir() || entered.insert(real(entry.path()))
}

/// The path that is the same whichever way led to `path`. What has none is not there, and is told when it is to be read; or
/// the drive cannot say, as some of Windows cannot.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether a file is not meant to be seen, as those are that saving leaves when the power fails, and those that Word and
/// Excel keep beside an open document.
fn is_hidden(path: &Path) -> bool {
    let begins = |name: &OsStr| [&b"."[..], b"~$"].iter().any(|mark| name.as_encoded_bytes().starts_with(mark));
    path.file_name().is_some_and(begins)
}

/// Whether a file of a folder is checked: a disclosure, or a document of a kind in which disclosures are sent.
fn is_checked(path: &Path) -> bool {
    let is_disclosure =
        path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(OsStr::new(file::EXTENSION)));
    is_disclosure || is_sent_document(path)
}

/// Whether `path` is a link that leads nowhere.
fn is_dead_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink()) && fs::metadata(path).is_err()
}

fn unsearchable(error: &walkdir::Error) -> Failure {
    let sentence = match error.io_error() {
        Some(error) if error.kind() == std::io::ErrorKind::PermissionDenied => {
            "没有读取这个文件夹的权限，请向文件夹的主人或管理员申请".into()
        }
        Some(error) => format!("文件夹读不出来（{error}），请检查磁盘或网络后再试"),
        None => format!("文件夹读不出来（{error}），请检查磁盘或网络后再试"),
    };
    Failure { state: State::Unreadable, sentence }
}
