//! When the system asks the program to end, or does not let a file grow, nothing half-written is left.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use budget_disclosure::app;
use disclosure_engine::disclosure::{Disclosure, Kind, Part};
use disclosure_engine::file::{self, journal};
use disclosure_engine::form::FormLibrary;
use rustix::process::{Pid, Signal, kill_process};

/// The body of what the child has typed and not saved.
const BODY: &str = "未保存的中心";
/// Tells this test binary, started again as a child, where to write.
const CHILD_FOLDER: &str = "BUDGET_TEST_END_IN";

fn disclosure(body: &str) -> Disclosure {
    Disclosure::new("xinjiang-2025", Kind::Unit, body, 2025)
}

/// One that takes long enough to write.
fn long() -> Disclosure {
    let mut long = disclosure("某某中心");
    long.texts.insert(Part::Overview, vec!["中".repeat(20_000); 6]);
    long
}

/// Not a test of its own: what the child does until it is asked to end.
#[test]
fn child_that_writes_without_end() {
    let Some(folder) = std::env::var_os(CHILD_FOLDER).map(PathBuf::from) else { return };
    app::end_cleanly();
    let about = journal::About::default();
    let journal = journal::Journal::start(&folder.join("state"), about).unwrap();
    journal.put(disclosure(BODY).into());
    println!("begun");
    let until = Instant::now() + Duration::from_secs(20);
    while Instant::now() < until {
        file::save(&folder.join("中心.budget"), &long()).unwrap();
        file::write_atomically(&folder.join("中心.txt"), &[b'x'; 300_000]).unwrap();
    }
}

/// Not a test of its own: what the child does under a limit on the size of files.
#[test]
fn child_that_writes_too_much() {
    let Some(folder) = std::env::var_os(CHILD_FOLDER).map(PathBuf::from) else { return };
    app::end_cleanly();
    println!("told {}", file::save(&folder.join("中心.budget"), &long()).unwrap_err());
}

fn child(name: &str, folder: &Path, limit: &str) -> Child {
    let mut command = Command::new("sh");
    let script = format!("{limit} exec \"$0\" \"$@\"");
    command.args(["-c", &script]).arg(std::env::current_exe().unwrap()).args(["--exact", name, "--nocapture"]);
    command.env(CHILD_FOLDER, folder).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let folders = [folder.to_owned(), folder.join("state/journals")];
    let entries = folders.iter().flat_map(|folder| fs::read_dir(folder).into_iter().flatten());
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|end| end == "tmp")).collect()
}

#[test]
fn a_signal_leaves_nothing_half_written_and_what_is_typed_in_the_journal() {
    let forms = FormLibrary::builtin().unwrap();
    let mut caught = 0;
    for round in 0..24 {
        let signal = [Signal::TERM, Signal::INT, Signal::HUP][round % 3];
        let folder = tempfile::tempdir().unwrap();
        let mut child = child("child_that_writes_without_end", folder.path(), "");
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(out.any(|line| line.unwrap().ends_with("begun")));
        std::thread::sleep(Duration::from_micros(fastrand::u64(0..200_000)));
        let until = Instant::now() + Duration::from_secs(1);
        while unfinished(folder.path()).is_empty() && Instant::now() < until {}
        caught += usize::from(!unfinished(folder.path()).is_empty());
        let pid = Pid::from_raw(child.id().try_into().unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(signal.as_raw()), "round {round}: {status:?}");
        assert_eq!(unfinished(folder.path()), [] as [PathBuf; 0], "round {round}");
        let left = journal::left_behind(&folder.path().join("state"), &forms);
        assert_eq!(left[0].disclosure.as_ref().unwrap().body, BODY, "round {round}");
        let path = folder.path().join("中心.budget");
        assert!(!path.exists() || file::open(&path, &forms).is_ok(), "round {round}");
    }
    assert!(caught > 6, "the child was not caught while it wrote: {caught}");
}

#[test]
fn what_was_let_ignore_a_hangup_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = child("child_that_writes_without_end", folder.path(), "trap '' HUP;");
    let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(out.any(|line| line.unwrap().ends_with("begun")));
    let pid = Pid::from_raw(child.id().try_into().unwrap()).unwrap();
    kill_process(pid, Signal::HUP).unwrap();
    std::thread::sleep(Duration::from_millis(300));
    assert!(!cfg!(target_os = "linux") || child.try_wait().unwrap().is_none(), "it ended");
    kill_process(pid, Signal::TERM).unwrap();
    child.wait().unwrap();
    assert_eq!(unfinished(folder.path()), [] as [PathBuf; 0]);
}

#[test]
fn a_file_that_may_not_grow_is_told_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let child = child("child_that_writes_too_much", folder.path(), "ulimit -f 64;");
    let ended = child.wait_with_output().unwrap();
    let told = String::from_utf8(ended.stdout).unwrap();
    assert!(told.contains("told 文件比系统允许的大") && told.contains("原来的文件没有改动"), "{told}");
    assert!(ended.status.success());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
