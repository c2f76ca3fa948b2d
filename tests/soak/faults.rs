//! Every call of the system that saving makes fails in turn: the old file stays as it was, and the message says why.

use std::fs;
use std::path::PathBuf;

use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::file::{self, Digest, FileError, Replaced, save_over};

use super::disk::{Call, Fault, FaultyDisk};

pub fn disclosure(body: &str) -> Disclosure {
    Disclosure::new("xinjiang-2025", Kind::Unit, body, 2025)
}

/// A file behind a link, and what it holds.
struct Scene {
    folder: tempfile::TempDir,
    path: PathBuf,
    old: Vec<u8>,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target.budget");
        file::save(&target, &disclosure("旧的中心")).unwrap();
        #[cfg(unix)]
        let path = {
            let link = folder.path().join("link.budget");
            std::os::unix::fs::symlink("target.budget", &link).unwrap();
            link
        };
        #[cfg(not(unix))]
        let path = target.clone();
        let old = fs::read(&target).unwrap();
        Self { folder, path, old }
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Saves with `fault` at the call of number `at`. Returns that call, if there were so many, and how it ended.
    fn save(&self, fault: Fault, at: usize) -> (Option<Call>, Result<(), FileError>) {
        let disk = FaultyDisk::new(fault, at);
        let replaced = Replaced::Only(Digest::of(&self.old));
        let saved = save_over(&disk, &self.path, &disclosure("新的中心"), replaced).map(drop);
        (disk.struck(), saved)
    }
}

/// Errors of the system, and how the sentence begins that tells of each.
#[cfg(unix)]
const ERRORS: [(i32, &str); 4] = [
    (28, "磁盘已满，请腾出空间后再保存，或者另存到别的磁盘；"),
    (5, "文件写不进去（Input/output error (os error 5)），请检查磁盘或网络，或者另存到别处；"),
    (13, "没有写入这个文件夹的权限，请另存到别处，或者向管理员申请；"),
    (30, "所在的磁盘是只读的，请另存到别处；"),
];
/// Windows says in its own language what else went wrong.
#[cfg(windows)]
const ERRORS: [(i32, &str); 5] = [
    (112, "磁盘已满，请腾出空间后再保存，或者另存到别的磁盘；"),
    (1117, "文件写不进去（"),
    (5, "没有写入这个文件夹的权限，请另存到别处，或者向管理员申请；"),
    (19, "所在的磁盘是只读的，请另存到别处；"),
    (32, "文件正在别的程序里打开，请先关闭它，或者另存为别的文件名；"),
];

#[test]
fn each_call_fails_in_turn() {
    assert!(fail_each_call() > 40);
}

/// Returns how many saves failed.
pub fn fail_each_call() -> usize {
    let mut failures = 0;
    let new = file::write(&disclosure("新的中心")).into_bytes();
    for (error, sentence) in ERRORS {
        let mut struck = Vec::new();
        for at in 0.. {
            let scene = Scene::new();
            let before = scene.names();
            let (call, saved) = scene.save(Fault::Error(error), at);
            let found = fs::read(&scene.path).unwrap();
            let Some(call) = call else {
                assert!(saved.is_ok() && found == new, "without a fault: {saved:?}");
                break;
            };
            // On Windows, what is in the way of the new file may go away.
            let is_tried_again = cfg!(windows) && call == Call::Rename && matches!(error, 5 | 32);
            match saved {
                // The new file is in place; only that this lasts through a power failure is not certain.
                Ok(()) => assert!((call == Call::SyncFolder || is_tried_again) && found == new, "{call:?} {error}"),
                Err(told) => {
                    assert!(found == scene.old, "{call:?} {error}: the old file was changed");
                    let told = told.to_string();
                    assert!(told.starts_with(sentence) && told.ends_with("；原来的文件没有改动"), "{call:?}: {told}");
                }
            }
            assert_eq!(scene.names(), before, "{call:?} {error}: something was left");
            struck.push(call);
        }
        let all = [
            Call::SymlinkMetadata,
            Call::Metadata,
            Call::Create,
            Call::Write,
            Call::TakeAfter,
            Call::Sync,
            Call::Open,
            Call::Read,
            Call::Rename,
            Call::SyncFolder,
        ];
        assert!(all.iter().all(|call| struck.contains(call)), "{error}: {struck:?}");
        // Only there the scene has a link.
        assert_eq!(struck.contains(&Call::ReadLink), cfg!(unix), "{error}: {struck:?}");
        failures += struck.len();
    }
    failures
}

#[test]
fn a_signal_interrupts_each_call_in_turn_and_nothing_fails() {
    assert!(interrupt_each_call() > 10);
}

/// Returns how many calls were interrupted.
pub fn interrupt_each_call() -> usize {
    for at in 0.. {
        let scene = Scene::new();
        let (call, saved) = scene.save(Fault::Interrupts, at);
        assert!(saved.is_ok(), "{call:?}: {saved:?}");
        assert_eq!(fs::read(&scene.path).unwrap(), file::write(&disclosure("新的中心")).into_bytes());
        if call.is_none() {
            return at;
        }
    }
    unreachable!("a save makes finitely many calls")
}

#[test]
fn short_writes_and_reads_are_gone_on_with() {
    let scene = Scene::new();
    let (call, saved) = scene.save(Fault::Short, 0);
    assert!(saved.is_ok() && call == Some(Call::Write), "{saved:?}");
    assert_eq!(fs::read(&scene.path).unwrap(), file::write(&disclosure("新的中心")).into_bytes());
}

#[test]
fn a_disk_that_takes_nothing_or_gives_back_something_else_is_told() {
    let scene = Scene::new();
    let before = scene.names();
    let (_, saved) = scene.save(Fault::TakesNothing, 0);
    assert!(saved.unwrap_err().to_string().starts_with("文件写不进去"));
    let (_, saved) = scene.save(Fault::Garbles, 0);
    assert!(matches!(saved, Err(FileError::Garbled)));
    let (_, saved) = scene.save(Fault::Loses, 0);
    assert!(matches!(saved, Err(FileError::Garbled)));
    assert_eq!((fs::read(&scene.path).unwrap(), scene.names()), (scene.old.clone(), before));
}

#[test]
fn what_somebody_else_wrote_is_not_replaced() {
    let scene = Scene::new();
    let theirs = file::write(&disclosure("别人的中心"));
    fs::write(&scene.path, &theirs).unwrap();
    let before = scene.names();
    let (_, saved) = scene.save(Fault::None, 0);
    assert!(matches!(saved, Err(FileError::Changed)), "{saved:?}");
    assert_eq!((fs::read_to_string(&scene.path).unwrap(), scene.names()), (theirs, before));

    // Cut short, or far too long, it was changed too.
    fs::write(&scene.path, &scene.old[..scene.old.len() - 1]).unwrap();
    assert!(matches!(scene.save(Fault::None, 0).1, Err(FileError::Changed)));
    fs::OpenOptions::new().write(true).open(&scene.path).unwrap().set_len(file::SIZE_LIMIT + 1).unwrap();
    assert!(matches!(scene.save(Fault::None, 0).1, Err(FileError::Changed)));
    // Touched, it was not.
    fs::write(&scene.path, &scene.old).unwrap();
    assert!(scene.save(Fault::None, 0).1.is_ok());
}

#[test]
fn a_file_that_is_gone_is_not_made_again_unasked() {
    let scene = Scene::new();
    fs::remove_file(scene.folder.path().join("target.budget")).unwrap();
    let before = scene.names();
    assert!(matches!(scene.save(Fault::None, 0).1, Err(FileError::Gone)));
    assert_eq!(scene.names(), before);
    file::save(&scene.path, &disclosure("新的中心")).unwrap();
    assert!(scene.path.exists());
}
