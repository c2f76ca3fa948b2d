//! Somebody else puts something under the name of each file that the program treats as its own: nothing but the program's
//! own is ever written over, and nothing makes it wait.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant, SystemTime};

use budget_disclosure::app::recent::Recent;
use budget_disclosure::app::settings::Settings;
use budget_disclosure::app::{Access, Over, Safekeeping};
use disclosure_engine::file::journal::{About, Journal, left_behind};
use disclosure_engine::file::{self, Backups, Digest, Disk, FileError, Lock, NotOwn, SystemDisk};
use disclosure_engine::form::FormLibrary;
use jiff::Timestamp;

use super::faults::disclosure;
use super::not_run::not_run;

/// Longer than any of it takes, on a machine that does much else.
const LIMIT: Duration = Duration::from_secs(30);

/// What is put there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Planted {
    Link,
    LinkToNothing,
    HardLink,
    Pipe,
    Folder,
    Zeros,
    Huge,
    Foreign,
}

/// The file in whose place it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Own {
    Lock,
    Journal,
    SyncedJournal,
    HeldJournal,
    Version,
    Recent,
    Settings,
    Temporary,
}

impl Planted {
    const ALL: [Self; 8] = [
        Self::Link,
        Self::LinkToNothing,
        Self::HardLink,
        Self::Pipe,
        Self::Folder,
        Self::Zeros,
        Self::Huge,
        Self::Foreign,
    ];

    fn put(self, scene: &Scene, path: &Path) {
        use std::os::unix::fs::symlink;

        match self {
            Self::Link => symlink(&scene.bystander, path).unwrap(),
            Self::LinkToNothing => symlink(&scene.nothing, path).unwrap(),
            Self::HardLink => fs::hard_link(&scene.bystander, path).unwrap(),
            Self::Pipe => pipe(path),
            Self::Folder => fs::create_dir(path).unwrap(),
            Self::Zeros => symlink("/dev/zero", path).unwrap(),
            // A sparse file: it takes no room.
            Self::Huge => fs::File::create(path).unwrap().set_len(1 << 40).unwrap(),
            Self::Foreign => fs::write(path, FOREIGN).unwrap(),
        }
    }

    /// Why a lock cannot be there.
    fn why(self) -> NotOwn {
        match self {
            Self::Link | Self::LinkToNothing | Self::Zeros => NotOwn::Link,
            Self::HardLink => NotOwn::OtherName,
            Self::Pipe => NotOwn::NotAFile,
            Self::Folder => NotOwn::Folder,
            Self::Huge | Self::Foreign => NotOwn::Foreign,
        }
    }
}

impl Own {
    const ALL: [Self; 8] = [
        Self::Lock,
        Self::Journal,
        Self::SyncedJournal,
        Self::HeldJournal,
        Self::Version,
        Self::Recent,
        Self::Settings,
        Self::Temporary,
    ];

    fn path(self, scene: &Scene) -> PathBuf {
        let journals = scene.state.join("journals");
        match self {
            Self::Lock => scene.folder.path().join(".~lock.中心.budget#"),
            Self::Journal => journals.join("abcdefghijkl.journal"),
            Self::SyncedJournal => journals.join("abcdefghijkl.synced"),
            Self::HeldJournal => journals.join("abcdefghijkl.held"),
            Self::Version => scene.backups().folder().join("000007_2025-03-09T10-11-12.123Z.budget"),
            Self::Recent => scene.state.join("recent.json"),
            Self::Settings => scene.state.join("settings.json"),
            Self::Temporary => scene.folder.path().join(".budget-Ab3dEf7h.tmp"),
        }
    }
}

const FOREIGN: &str = "{\"user\": \"别的文件，也是 JSON\", \"process\": \"不是\"}";
const PRECIOUS: &str = "一份重要的文件\n";

struct Scene {
    folder: tempfile::TempDir,
    state: PathBuf,
    path: PathBuf,
    digest: Digest,
    /// Of somebody's, and nothing to the program.
    bystander: PathBuf,
    /// Where nothing is, nor ever may be.
    nothing: PathBuf,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (state, path, bystander, nothing) = (at("state"), at("中心.budget"), at("重要.txt"), at("没有.txt"));
        file::save(&path, &disclosure("中心")).unwrap();
        fs::write(&bystander, PRECIOUS).unwrap();
        fs::create_dir_all(state.join("journals")).unwrap();
        let digest = Digest::of(&fs::read(&path).unwrap());
        let scene = Self { folder, state, path, digest, bystander, nothing };
        fs::create_dir_all(scene.backups().folder()).unwrap();
        scene
    }

    fn backups(&self) -> Backups {
        Backups::of(&self.state, &self.path)
    }

    fn about(&self) -> About {
        About { path: Some(self.path.clone()), opened: Some(self.digest) }
    }

    #[track_caller]
    fn is_unharmed(&self, told: &str) {
        assert_eq!(fs::read_to_string(&self.bystander).unwrap(), PRECIOUS, "{told}: somebody's file was changed");
        assert!(!self.nothing.exists(), "{told}: a file was made where a link leads");
    }
}

fn pipe(path: &Path) {
    use rustix::fs::{CWD, FileType, Mode, mknodat};

    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o666), 0).unwrap();
}

/// Does `work`, which may not wait for ever.
fn in_time<T: Send + 'static>(told: String, work: impl FnOnce() -> T + Send + 'static) -> T {
    let (done, result) = channel();
    let worker = std::thread::spawn(move || {
        let _ = done.send(work());
    });
    match result.recv_timeout(LIMIT) {
        Ok(result) => result,
        Err(std::sync::mpsc::RecvTimeoutError::Timeout) => panic!("{told}: it waits"),
        Err(_) => std::panic::resume_unwind(worker.join().unwrap_err()),
    }
}

#[test]
fn nothing_that_is_planted_is_written_over_or_waited_for() {
    for own in Own::ALL {
        for planted in Planted::ALL {
            let told = format!("{planted:?} as {own:?}");
            in_time(told.clone(), move || try_one(own, planted, &told));
        }
    }
}

fn try_one(own: Own, planted: Planted, told: &str) {
    let scene = Scene::new();
    let path = own.path(&scene);
    match own {
        Own::Lock => {
            planted.put(&scene, &path);
            lock_is_refused(&scene, planted, &path, told);
        }
        Own::Journal | Own::SyncedJournal | Own::HeldJournal => {
            let journal = Journal::start(&scene.state, scene.about()).unwrap();
            journal.put(Arc::new(disclosure("改过的中心")));
            assert!(journal.write_now());
            let real = journal.path().with_extension(path.extension().unwrap());
            drop(journal);
            let _ = fs::remove_file(&real);
            planted.put(&scene, &real);
            let left = left_behind(&scene.state, &FormLibrary::builtin().unwrap());
            // The other file of the journal is enough. In the one that is held nothing is read or written.
            let is_found = own != Own::HeldJournal || matches!(planted, Planted::Huge | Planted::Foreign);
            assert_eq!(left.len(), usize::from(is_found), "{told}");
            left.into_iter().for_each(file::journal::LeftBehind::remove);
        }
        Own::Version => {
            planted.put(&scene, &path);
            versions_are_kept(&scene, planted, told);
        }
        Own::Recent => {
            planted.put(&scene, &path);
            let state = Some(scene.state.clone());
            let mut recent = Recent::load_from(state.clone());
            assert!(recent.files().is_empty(), "{told}");
            recent.add("/a.budget", "");
            assert_eq!(Recent::load_from(state).files().len(), usize::from(planted != Planted::Folder), "{told}");
        }
        Own::Settings => {
            planted.put(&scene, &path);
            let state = Some(scene.state.clone());
            let mut settings = Settings::load_from(state.clone());
            settings.set_author("审核人");
            let kept = if planted == Planted::Folder { "" } else { "审核人" };
            assert_eq!(Settings::load_from(state).author(), kept, "{told}");
        }
        Own::Temporary => {
            planted.put(&scene, &path);
            assert!(SystemDisk.create_new(&path, true).is_err(), "{told}");
            let new = scene.folder.path().join("new");
            fs::write(&new, "new").unwrap();
            assert!(SystemDisk.rename_new(&new, &path).is_err(), "{told}");
            assert!(matches!(file::save_new(&path, &disclosure("中心")), Err(FileError::Exists)), "{told}");
            // Old enough to be taken for what a program that was killed has left.
            let old = SystemTime::now() - Duration::from_secs(3 * 3600);
            if !matches!(planted, Planted::Pipe | Planted::Zeros | Planted::LinkToNothing) {
                fs::File::open(&path).unwrap().set_modified(old).unwrap();
            }
            file::save(&scene.path, &disclosure("新的中心")).unwrap();
        }
    }
    scene.is_unharmed(told);
}

fn lock_is_refused(scene: &Scene, planted: Planted, path: &Path, told: &str) {
    let before = fs::symlink_metadata(path).unwrap();
    match file::lock(&scene.path) {
        Lock::Blocked(blocked) => assert_eq!((blocked.why, blocked.path.as_path()), (planted.why(), path), "{told}"),
        other => panic!("{told}: {other:?}"),
    }
    let mut kept = Safekeeping::new(Some(&scene.state), scene.about());
    assert!(matches!(kept.access(), Access::Unlocked(_)), "{told}");
    kept.save(&scene.path, Over::Opened, Arc::new(disclosure("新的中心"))).unwrap();
    assert!(matches!(kept.access(), Access::Unlocked(_)), "{told}");
    drop(kept);
    let after = fs::symlink_metadata(path).unwrap();
    let seen = |found: &fs::Metadata| (found.file_type(), found.len(), found.modified().unwrap());
    assert_eq!(seen(&before), seen(&after), "{told}");
}

fn versions_are_kept(scene: &Scene, planted: Planted, told: &str) {
    let (backups, forms) = (scene.backups(), FormLibrary::builtin().unwrap());
    for backup in backups.list() {
        assert!(file::open_version(&backup.path, &forms).is_err(), "{told}");
        assert!(matches!(planted, Planted::HardLink | Planted::Huge | Planted::Foreign), "{told}: {backup:?}");
    }
    for number in 0..12 {
        let bytes = file::write(&disclosure(&format!("第 {number} 稿"))).into_bytes();
        backups.keep(&bytes, Timestamp::now(), false).unwrap();
        assert_eq!(fs::read(&backups.list()[0].path).unwrap(), bytes, "{told}");
    }
}

#[test]
fn a_lock_is_taken_over_from_a_process_that_died_whatever_it_had_written() {
    let scene = Scene::new();
    let path = Own::Lock.path(&scene);
    let Lock::Own(own) = file::lock(&scene.path) else { panic!("not locked") };
    let whole = fs::read(&path).unwrap();
    drop(own);
    for length in 0..=whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(matches!(file::lock(&scene.path), Lock::Own(_)), "{length}");
    }
    fs::write(&path, vec![0; whole.len()]).unwrap();
    assert!(matches!(file::lock(&scene.path), Lock::Own(_)), "zeros that a power failure left");
    assert!(!path.exists());
}

#[test]
fn what_took_the_place_of_a_lock_outlives_it() {
    let scene = Scene::new();
    let path = Own::Lock.path(&scene);
    let Lock::Own(own) = file::lock(&scene.path) else { panic!("not locked") };
    fs::rename(&scene.bystander, &path).unwrap();
    drop(own);
    assert_eq!(fs::read_to_string(&path).unwrap(), PRECIOUS);
}

#[test]
fn the_state_folder_may_be_a_link_of_the_user_and_not_of_another() {
    use std::os::unix::fs::{lchown, symlink};

    let scene = Scene::new();
    let forms = FormLibrary::builtin().unwrap();
    let link = scene.folder.path().join("link");
    symlink(&scene.state, &link).unwrap();
    let kept = || scene.folder.path().join("state/recent.json").exists();
    let begun = |state: &Path| Journal::start(state, About::default());
    assert!(begun(&link).is_ok());
    Recent::load_from(Some(link.clone())).add("/a.budget", "");
    assert!(kept());

    const SOMEBODY: Option<u32> = Some(12_345);
    if lchown(&link, SOMEBODY, None).is_err() {
        return not_run("only root may give files away");
    }
    fs::remove_file(scene.state.join("recent.json")).unwrap();
    let refused = |state: &Path| {
        let told = begun(state).unwrap_err().to_string();
        assert!(told.contains("属于别的用户"), "{told}");
        assert!(left_behind(state, &forms).is_empty());
        let backups = Backups::of(state, &scene.path);
        assert!(backups.keep(b"x", Timestamp::now(), false).is_err() && backups.list().is_empty());
        Recent::load_from(Some(state.to_owned())).add("/a.budget", "");
        assert!(!kept());
    };
    refused(&link);
    // Nor a folder in it, nor the folder itself.
    lchown(&link, Some(rustix::process::geteuid().as_raw()), None).unwrap();
    let journals = scene.state.join("journals");
    fs::rename(&journals, scene.folder.path().join("elsewhere")).unwrap();
    symlink(scene.folder.path().join("elsewhere"), &journals).unwrap();
    assert!(begun(&scene.state).is_ok());
    lchown(&journals, SOMEBODY, None).unwrap();
    assert!(begun(&scene.state).is_err());
    lchown(&scene.state, SOMEBODY, None).unwrap();
    refused(&scene.state);
}

#[test]
fn what_is_swapped_while_a_file_is_locked_is_not_written_over() {
    let tried = swap(300);
    assert!(tried.locked + tried.blocked > 0 && tried.swaps > 0, "{tried:?}");
}

/// What became of locking a file under whose lock things were swapped.
#[derive(Debug, Default)]
pub struct Swapped {
    locked: usize,
    blocked: usize,
    swaps: usize,
}

/// Locks a file `times` times, while something else is put in the place of its lock as fast as it goes.
pub fn swap(times: usize) -> Swapped {
    in_time_of(times, move || {
        let scene = Scene::new();
        let path = Own::Lock.path(&scene);
        let is_over = AtomicBool::new(false);
        let mut tried = Swapped::default();
        std::thread::scope(|scope| {
            let swapper = scope.spawn(|| {
                let mut swaps = 0;
                while !is_over.load(Ordering::Relaxed) {
                    // Some are put beside it first, so that there is no moment without any.
                    let planted = Planted::ALL[fastrand::usize(0..4)];
                    let beside = scene.folder.path().join("beside");
                    planted.put(&scene, &beside);
                    fs::rename(&beside, &path).unwrap();
                    // Of a hard link to itself nothing is renamed.
                    let _ = fs::remove_file(&beside);
                    if fastrand::bool() {
                        let _ = fs::remove_file(&path);
                        std::thread::sleep(Duration::from_micros(fastrand::u64(0..300)));
                    }
                    swaps += 1;
                }
                swaps
            });
            for _ in 0..times {
                match file::lock(&scene.path) {
                    Lock::Own(_) => tried.locked += 1,
                    Lock::Blocked(_) => tried.blocked += 1,
                    Lock::Others(_) | Lock::Uncertain(_) | Lock::Impossible => {}
                }
            }
            is_over.store(true, Ordering::Relaxed);
            tried.swaps = swapper.join().unwrap();
        });
        scene.is_unharmed("swapped");
        tried
    })
}

fn in_time_of<T: Send + 'static>(times: usize, work: impl FnOnce() -> T + Send + 'static) -> T {
    let start = Instant::now();
    let result = if times < 1_000 { in_time("swapped".into(), work) } else { work() };
    assert!(start.elapsed() < LIMIT + Duration::from_millis(times as u64 * 20));
    result
}

/// Each thing in each place, and `times` locks of a file under whose lock things are swapped. Returns what was tried.
pub fn run(times: usize) -> String {
    nothing_that_is_planted_is_written_over_or_waited_for();
    let Swapped { locked, blocked, swaps } = swap(times);
    format!(
        "planted: {} things in {} places; {times} locks while something else was put there {swaps} times ({locked} locked, \
         {blocked} told); nothing was written over and nothing was waited for",
        Planted::ALL.len(),
        Own::ALL.len()
    )
}
