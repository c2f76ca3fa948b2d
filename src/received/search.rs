//! Which files are looked at: those that are named, and the disclosures and documents in the folders and archives that are
//! named, and in the archives in those folders.

use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use super::archive::{self, Packed};
use super::state::{Failure, State};
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::file;
use disclosure_engine::import::is_sent_document;
use disclosure_engine::review::intake::Submission;

/// What is to be checked, or why there is nothing to check.
#[derive(Debug, Clone)]
pub struct Target {
    /// The file, or the folder that could not be searched; of a file in an archive the name of the archive and the names in
    /// it, which lead nowhere.
    pub path: PathBuf,
    /// Why this is not a file to check.
    pub failure: Option<Failure>,
    /// The names of the folders in which it lies below the one that was searched; `None` where it was named itself.
    pub folders: Option<Vec<String>>,
    /// Where it lies in an archive.
    pub packed: Option<Packed>,
}

/// What is to be checked, and which other files lie in the folders.
#[derive(Debug, Default)]
pub struct Found {
    pub targets: Vec<Target>,
    /// The real paths of files in folders that are of no kind in which disclosures are sent.
    passed_over: HashSet<PathBuf>,
}

/// So many kinds of files that were passed over are named.
const MOST_KINDS: usize = 5;

impl Target {
    /// When the file was last changed.
    pub fn modified(&self) -> Option<SystemTime> {
        match &self.packed {
            Some(packed) => packed.modified,
            None => fs::metadata(&self.path).and_then(|metadata| metadata.modified()).ok(),
        }
    }

    /// What came in with it: `disclosure`, in a file that was last changed at `modified`.
    pub fn submission(&self, disclosure: &Disclosure, modified: Option<SystemTime>) -> Submission {
        let heading = (disclosure.body.clone(), disclosure.year, disclosure.kind);
        Submission::new(self.path.clone(), self.folders.clone(), modified, heading)
    }
}

impl Found {
    /// The files that were passed over.
    pub fn passed_over_names(&self) -> impl Iterator<Item = &Path> {
        self.passed_over.iter().map(PathBuf::as_path)
    }

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
                "另有 {count} 个文件没有核对（{named}{rest}）：文件夹和压缩包（.zip）里只核对 .budget 和 Word、Excel、PDF、\
                 OFD 文件；别的请单独写出文件名，.rar、.7z 请先解开"
            )
        })
    }
}

/// The files to which `arguments` lead, in their order; those in a folder and in the folders below it in the order of
/// their paths. Each file comes once, by the first of its names.
/// An end is made of it where `stop` says so.
pub fn find(arguments: &[impl AsRef<Path>], stop: &AtomicBool) -> Found {
    let mut search = Search { found: Found::default(), seen: HashSet::new(), stop };
    for argument in arguments.iter().map(AsRef::as_ref) {
        match argument.is_dir() {
            true => search.folder(argument),
            false if archive::is_archive(argument) => search.archive(argument, argument),
            false => search.file(argument),
        }
    }
    // Who names a file has it checked, whatever it is.
    search.found.passed_over.retain(|path| !search.seen.contains(path));
    search.found
}

struct Search<'a> {
    found: Found,
    /// Real paths of the targets.
    seen: HashSet<PathBuf>,
    stop: &'a AtomicBool,
}

impl Search<'_> {
    fn file(&mut self, path: &Path) {
        self.add(path, None, None);
    }

    fn file_below(&mut self, root: &Path, path: &Path) {
        match archive::is_archive(path) {
            true => self.archive(root, path),
            false => self.add(path, None, Some(folders_below(root, path))),
        }
    }

    /// What is in the archive at `path`, which is found in `root` or is it. An archive is a folder that came packed.
    fn archive(&mut self, root: &Path, path: &Path) {
        if !self.seen.insert(real(path)) {
            return;
        }
        let push = |found: &mut Found, names: &[String], failure: Option<Failure>, packed: Option<Packed>| {
            let shown: PathBuf = std::iter::once(path.to_owned()).chain(names.iter().map(PathBuf::from)).collect();
            let folders = Some(folders_below(root, &shown));
            found.targets.push(Target { path: shown, failure, folders, packed });
        };
        match archive::listed(path) {
            Err(failure) => push(&mut self.found, &[], Some(failure), None),
            Ok((files, passed_over)) if files.is_empty() => {
                let others = if passed_over.is_empty() {
                    "是空的"
                } else {
                    "里没有预算公开文件，也没有能读的 Word、Excel、PDF 等文档"
                };
                let failure = Failure { state: State::NoFiles, sentence: format!("压缩包{others}") };
                push(&mut self.found, &[], Some(failure), None);
            }
            Ok((files, passed_over)) => {
                for file in files {
                    let (failure, packed) = match file.file {
                        Ok(packed) => (None, Some(packed)),
                        Err(failure) => (Some(failure), None),
                    };
                    push(&mut self.found, &file.path, failure, packed);
                }
                let others = passed_over.into_iter();
                let named = others
                    .map(|names| std::iter::once(path.to_owned()).chain(names.iter().map(PathBuf::from)).collect());
                self.found.passed_over.extend(named.collect::<Vec<PathBuf>>());
            }
        }
    }

    fn folder(&mut self, root: &Path) {
        let mut is_anything_told = false;
        // A link is followed: what is published may be kept elsewhere. Links that go to and fro between folders have
        // far more paths than folders, so that each folder is entered once, not only those that would go in circles.
        let mut entered = HashSet::new();
        let mut too_deep: Vec<PathBuf> = Vec::new();
        let walk = WalkDir::new(root).follow_links(true).sort_by_file_name().max_depth(DEEPEST);
        for entry in walk.into_iter().filter_entry(|entry| is_searched(entry, &mut entered)) {
            if self.stop.load(Ordering::Relaxed) {
                return;
            }
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
            self.found.targets.push(Target { path: path.to_owned(), failure, folders, packed: None });
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
pub fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether a file is not meant to be seen, as those are that saving leaves when the power fails, and those that Word and
/// Excel keep beside an open document.
fn is_hidden(path: &Path) -> bool {
    let begins = |name: &OsStr| [&b"."[..], b"~$"].iter().any(|mark| name.as_encoded_bytes().starts_with(mark));
    path.file_name().is_some_and(begins)
}

/// The names of the folders between `root` and the file at `path`; an archive is one, without the end of its name.
fn folders_below(root: &Path, path: &Path) -> Vec<String> {
    let below = path.strip_prefix(root).unwrap_or(path).parent().unwrap_or(Path::new(""));
    let name = |name: &OsStr| {
        let folder = Path::new(name);
        let shown = if archive::is_archive(folder) { folder.file_stem().unwrap_or(name) } else { name };
        shown.to_string_lossy().into_owned()
    };
    below.iter().map(name).collect()
}

/// Whether a file of a folder is checked: a disclosure, an archive, or a document of a kind in which disclosures are sent.
fn is_checked(path: &Path) -> bool {
    let is_disclosure =
        path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(OsStr::new(file::EXTENSION)));
    is_disclosure || is_sent_document(path) || archive::is_archive(path)
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
