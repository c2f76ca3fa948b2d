//! Saving: the file on the disk is at any moment the old one or the new one, and what it was in other ways it stays.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use disclosure_engine::disclosure::{Amount, Code, ColumnNumber, Disclosure, Kind, Part, Row, Subject, TableNumber};
use disclosure_engine::file::{self, FileError};
use disclosure_engine::form::FormLibrary;
use rust_decimal::Decimal;

/// Tells this test binary, started again as a child, where to save.
const CHILD_FILE: &str = "BUDGET_TEST_SAVE_TO";

/// A disclosure with `rows` rows, each of whose amounts is made of `seed`.
fn disclosure(rows: u32, seed: u32) -> Disclosure {
    let mut disclosure = Disclosure::new("xinjiang-2025", Kind::Unit, "某某中心", 2025);
    let table = disclosure.table_mut(TableNumber(2));
    for i in 0..rows {
        let code: Code = (2_000_000 + i).to_string().parse().unwrap();
        let mut row = Row::new(Subject::Code { code, name: format!("第 {i} 行") });
        for column in 3..=12 {
            let amount = Amount::from_yuan(Decimal::new((seed * (i + 1) * u32::from(column)).into(), 2)).unwrap();
            row.amounts.insert(ColumnNumber(column), amount);
        }
        table.rows.push(row);
    }
    disclosure
}

fn versions() -> [Disclosure; 2] {
    [disclosure(60, 7), disclosure(40, 11)]
}

/// What a run of saves alternates between: a long one and a short one, so that a half-written file is neither. They are
/// made long by one text, which takes little time to put together and much to write.
fn long_versions() -> [Disclosure; 2] {
    let [mut long, mut short] = versions();
    long.texts.insert(Part::Overview, vec!["甲".repeat(20_000); 6]);
    short.texts.insert(Part::Overview, vec!["乙".repeat(18_000); 5]);
    [long, short]
}

fn forms() -> FormLibrary {
    FormLibrary::builtin().unwrap()
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn message(result: Result<(), FileError>) -> String {
    result.expect_err("it was saved").to_string()
}

/// Ends the child even when the test fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Not a test of its own: what the child of the next test does until it is killed.
#[test]
fn child_that_saves_without_end() {
    let Some(path) = std::env::var_os(CHILD_FILE).map(PathBuf::from) else { return };
    let versions = long_versions();
    // Should the parent die, the child ends by itself.
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until {
        for version in &versions {
            file::save(&path, version).unwrap();
        }
    }
}

#[test]
fn a_save_killed_at_any_moment_leaves_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("中心.budget");
    let (versions, forms) = (long_versions(), forms());
    let texts = versions.each_ref().map(file::write);
    file::save(&path, &versions[0]).unwrap();

    let mut seen = [0, 0];
    let mut unfinished = 0;
    for round in 0..64 {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "save::child_that_saves_without_end", "--nocapture"])
            .env(CHILD_FILE, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let mut child = Killed(child.unwrap());
        std::thread::sleep(Duration::from_micros(30_000 + random(100_000)));
        if round % 2 == 0 {
            // Most of a save is spent before and after the disk is touched: aim at what lies between.
            let until = Instant::now() + Duration::from_secs(1);
            while unfinished_files(folder.path()).is_empty() && Instant::now() < until {}
            std::thread::sleep(Duration::from_micros(random(300)));
        }
        assert!(child.0.try_wait().unwrap().is_none(), "the child ended by itself in round {round}");
        drop(child);

        let opened = file::open(&path, &forms).unwrap_or_else(|error| panic!("round {round}: {error}"));
        let version = versions.iter().position(|version| *version == opened);
        let version = version.unwrap_or_else(|| panic!("round {round}: the file is neither version"));
        assert!(fs::read_to_string(&path).unwrap() == texts[version], "round {round}: other bytes");
        seen[version] += 1;
        for file in unfinished_files(folder.path()) {
            unfinished += 1;
            fs::remove_file(file).unwrap();
        }
    }
    // Otherwise the children were not killed while they saved, and nothing was tested.
    assert!(seen[0] > 0 && seen[1] > 0 && unfinished > 0, "{seen:?}, {unfinished} unfinished");
    println!("{seen:?}, killed with an unfinished file {unfinished} times");
}

/// The files in `folder` that have not taken the place of another.
fn unfinished_files(folder: &Path) -> Vec<PathBuf> {
    names_in(folder).iter().filter(|name| name.ends_with(".tmp")).map(|name| folder.join(name)).collect()
}

/// A number below `limit`, another one each time.
fn random(limit: u64) -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(()) % limit
}

#[test]
fn saving_leaves_nothing_beside_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.budget");
    for version in versions() {
        file::save(&path, &version).unwrap();
        assert_eq!(file::open(&path, &forms()).unwrap(), version);
        assert_eq!(names_in(folder.path()), ["a.budget"]);
    }
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_its_target_is_saved() {
    use std::os::unix::fs::symlink;

    let folder = tempfile::tempdir().unwrap();
    let shared = folder.path().join("shared");
    fs::create_dir(&shared).unwrap();
    let (target, link, chain) = (shared.join("real.budget"), folder.path().join("link"), folder.path().join("chain"));
    symlink("shared/real.budget", &link).unwrap();
    symlink("link", &chain).unwrap();

    // First the target does not exist, then it does.
    for version in versions() {
        file::save(&chain, &version).unwrap();
        assert!(fs::symlink_metadata(&target).unwrap().is_file());
        assert_eq!(fs::read_link(&link).unwrap(), Path::new("shared/real.budget"));
        assert_eq!(fs::read_link(&chain).unwrap(), Path::new("link"));
        assert_eq!(file::open(&chain, &forms()).unwrap(), version);
        assert_eq!((names_in(&shared), names_in(folder.path()).len()), (vec!["real.budget".to_owned()], 3));
    }

    symlink("circle", folder.path().join("circle")).unwrap();
    assert!(message(file::save(&folder.path().join("circle"), &versions()[0])).contains("链接绕成了圈"));
}

#[cfg(unix)]
#[test]
fn the_permissions_of_the_old_file_are_kept_and_a_new_one_has_those_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.budget");
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o7777;
    let [first, second] = versions();
    file::save(&path, &first).unwrap();
    let other = folder.path().join("other");
    fs::write(&other, "").unwrap();
    assert_eq!(mode(), fs::metadata(&other).unwrap().permissions().mode() & 0o7777);
    for kept in [0o664, 0o640, 0o755] {
        fs::set_permissions(&path, fs::Permissions::from_mode(kept)).unwrap();
        file::save(&path, &second).unwrap();
        assert_eq!(mode(), kept);
    }
}

#[test]
fn what_cannot_be_saved_says_why_and_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = versions();

    let read_only = folder.path().join("locked.budget");
    file::save(&read_only, &first).unwrap();
    let mut permissions = fs::metadata(&read_only).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&read_only, permissions).unwrap();
    assert!(message(file::save(&read_only, &second)).starts_with("文件设成了只读"));
    assert_eq!(file::open(&read_only, &forms()).unwrap(), first);

    let directory = folder.path().join("folder.budget");
    fs::create_dir(&directory).unwrap();
    assert!(message(file::save(&directory, &second)).starts_with("同名的是一个文件夹"));
    assert!(names_in(&directory).is_empty());
    assert!(message(file::save(&folder.path().join("none/a.budget"), &second)).starts_with("要保存到的文件夹不存在"));
    // Windows does not tell one from the other.
    let no_folder =
        if cfg!(windows) { "要保存到的文件夹不存在" } else { "路径中间有一段不是文件夹" };
    assert!(message(file::save(&read_only.join("a.budget"), &second)).starts_with(no_folder));
    let impossible = if cfg!(windows) { "何时?.budget".to_owned() } else { "长".repeat(300) };
    let error = message(file::save(&folder.path().join(impossible), &second));
    assert!(error.starts_with("文件名不合规定或太长") && error.ends_with("原来的文件没有改动"), "{error}");

    assert_eq!(names_in(folder.path()), ["folder.budget", "locked.budget"]);
}

#[test]
fn a_path_longer_than_windows_once_allowed_is_saved_opened_and_locked() {
    let folder = tempfile::tempdir().unwrap();
    let deep = (0..6).fold(folder.path().to_owned(), |folder, _| folder.join("预算公开资料".repeat(8)));
    fs::create_dir_all(&deep).unwrap();
    let path = deep.join("中心.budget");
    assert!(path.as_os_str().len() > 260);
    let file::Lock::Own(lock) = file::lock(&path) else { panic!("not locked") };
    for version in versions() {
        file::save(&path, &version).unwrap();
        assert_eq!(file::open(&path, &forms()).unwrap(), version);
    }
    drop(lock);
    assert_eq!(names_in(&deep), ["中心.budget"]);
}

/// Opens a file as programs do that let nobody replace it.
#[cfg(windows)]
fn unshared(path: &Path) -> fs::File {
    use std::os::windows::fs::OpenOptionsExt;

    const SHARE_READ: u32 = 1;
    fs::OpenOptions::new().read(true).share_mode(SHARE_READ).open(path).unwrap()
}

#[cfg(windows)]
#[test]
fn a_virus_scanner_that_has_the_file_open_for_a_moment_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.budget");
    let [first, second] = versions();
    file::save(&path, &first).unwrap();
    let scanned = unshared(&path);
    let scanner = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(scanned);
    });
    file::save(&path, &second).unwrap();
    scanner.join().unwrap();
    assert_eq!(file::open(&path, &forms()).unwrap(), second);
    assert_eq!(names_in(folder.path()), ["a.budget"]);
}

#[cfg(windows)]
#[test]
fn a_file_that_another_program_keeps_open_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.budget");
    let [first, second] = versions();
    file::save(&path, &first).unwrap();
    let kept = unshared(&path);
    assert!(message(file::save(&path, &second)).starts_with("文件正在别的程序里打开"));
    assert_eq!(file::open(&path, &forms()).unwrap(), first);
    assert_eq!(names_in(folder.path()), ["a.budget"]);
    drop(kept);
    file::save(&path, &second).unwrap();
}

#[cfg(windows)]
#[test]
fn names_that_windows_keeps_for_devices_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["NUL", "con", "aux.budget", "COM1.budget", "prn .budget"] {
        let path = folder.path().join(name);
        assert!(message(file::save(&path, &versions()[0])).starts_with("文件名不合规定"), "{name}");
        let told = file::open(&path, &forms()).expect_err("it was opened").to_string();
        assert!(told.starts_with("这不是普通文件"), "{name}: {told}");
    }
    // Nor is a part of another file made, which nobody would find.
    let stream = folder.path().join("a.txt:b.budget");
    assert!(message(file::save(&stream, &versions()[0])).starts_with("文件名不合规定"));
    assert!(names_in(folder.path()).is_empty(), "{:?}", names_in(folder.path()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_written_says_so() {
    use std::os::unix::fs::PermissionsExt;

    let [first, second] = versions();
    // Nobody, not even root, makes files here.
    let error = message(file::save(Path::new("/proc/a.budget"), &first));
    assert!(error.ends_with("原来的文件没有改动"), "{error}");
    assert!(matches!(file::save(Path::new("/dev/full"), &first), Err(FileError::NotAFile)));

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.budget");
    file::save(&path, &first).unwrap();
    let before = fs::read(&path).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o500)).unwrap();
    let result = file::save(&path, &second);
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o700)).unwrap();
    match result {
        Err(error) => {
            assert!(error.to_string().starts_with("没有写入这个文件夹的权限"), "{error}");
            assert_eq!(fs::read(&path).unwrap(), before);
        }
        // Root may write everywhere.
        Ok(()) => assert_eq!(file::open(&path, &forms()).unwrap(), second),
    }
    assert_eq!(names_in(folder.path()), ["a.budget"]);
}

#[test]
fn what_cannot_be_opened_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.budget");
    let error = |path: &Path| file::open(path, &forms()).expect_err("it was opened").to_string();
    assert!(error(&path).starts_with("没有这个文件"));
    assert!(error(folder.path()).starts_with("这是一个文件夹"));
    fs::write(&path, "").unwrap();
    assert!(error(&path).starts_with("文件是空的"));
    fs::write(&path, b"Budget(\nbody: \"\xd6\xd0\"").unwrap();
    assert!(error(&path).starts_with("第 2 行不是 UTF-8 文字"));
    // A sparse file: it takes no room.
    fs::File::create(&path).unwrap().set_len(file::SIZE_LIMIT + 1).unwrap();
    assert!(error(&path).starts_with("文件超过 64 MiB"));
    if cfg!(unix) {
        assert!(error(Path::new("/dev/zero")).starts_with("这不是普通文件"));
    }
}
