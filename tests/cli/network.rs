//! Nothing leaves the machine: neither a command nor the window ever asks the system for the network.
//!
//! Needs strace; where it is missing, or may not watch, the test says so and does nothing.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::not_run::{missing, not_run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_budget-disclosure");

fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/urumqi-2025.budget")
}

/// `PROGRAM` under strace, which writes all calls about the network to `log`.
fn watched(log: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["--follow-forks", "--quiet=all", "--trace=%network", "--output"]).arg(log).arg(PROGRAM);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Whether programs can be watched here.
fn can_watch() -> bool {
    let status = Command::new("strace").args(["-qq", "-e", "trace=%network", "true"]).stderr(Stdio::null()).status();
    let can = status.is_ok_and(|status| status.success());
    if !can {
        not_run("strace is missing (see README.md) or may not watch");
    }
    can
}

/// Sockets to programs of this machine (the screen, the desktop) are no network.
#[track_caller]
fn stayed_here(log: &Path, what: &str) {
    let calls = fs::read_to_string(log).unwrap();
    let outside: Vec<&str> =
        calls.lines().filter(|call| call.contains("AF_INET") || call.contains("AF_PACKET")).collect();
    assert!(outside.is_empty(), "{what}: {outside:#?}");
}

#[test]
fn no_command_asks_for_the_network() {
    if !can_watch() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (sample, log) = (sample(), folder.path().join("log"));
    let path = |name: &str| folder.path().join(name);
    let texts = |words: &[&str]| words.iter().map(Into::into).collect::<Vec<std::ffi::OsString>>();
    let commands = [
        [texts(&["check"]), vec![sample.clone().into()]].concat(),
        [texts(&["export"]), vec![sample.clone().into(), "-o".into(), path("a.pdf").into()]].concat(),
        [texts(&["export"]), vec![sample.clone().into(), "-o".into(), path("a.docx").into()]].concat(),
        [texts(&["export"]), vec![sample.into(), "-o".into(), path("a.xlsx").into()]].concat(),
        [texts(&["import"]), vec![path("a.xlsx").into(), "-o".into(), path("a.budget").into()]].concat(),
        [texts(&["new", "--body", "某某中心", "--year", "2025", "-o"]), vec![path("b.budget").into()]].concat(),
    ];
    for arguments in commands {
        let status = watched(&log).args(&arguments).status().unwrap();
        assert!(status.code().is_some_and(|code| code < 2), "{arguments:?}: {status}");
        stayed_here(&log, &format!("{arguments:?}"));
    }
}

#[test]
fn the_window_never_asks_for_the_network() {
    let screen = Command::new("Xvfb")
        .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut screen) = screen else {
        return missing("Xvfb");
    };
    if !can_watch() {
        screen.kill().unwrap();
        screen.wait().unwrap();
        return;
    }
    let mut number = String::new();
    BufReader::new(screen.stdout.take().unwrap()).read_line(&mut number).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (log, state) = (folder.path().join("log"), folder.path().join("state"));
    let file = folder.path().join("a.budget");
    fs::copy(sample(), &file).unwrap();
    let mut program = watched(&log)
        .arg(&file)
        .env("DISPLAY", format!(":{}", number.trim()))
        .env_remove("WAYLAND_DISPLAY")
        .env("BUDGET_DISCLOSURE_STATE", &state)
        .spawn()
        .unwrap();
    // The file is in the list of those opened last once it is open; then some frames are drawn.
    let start = Instant::now();
    while !state.join("recent.json").exists() && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(100));
    }
    std::thread::sleep(Duration::from_secs(3));
    let is_running = program.try_wait().unwrap().is_none();
    let _ = screen.kill();
    let _ = screen.wait();
    // Without its screen the program ends, and strace with it.
    let start = Instant::now();
    while program.try_wait().unwrap().is_none() && start.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let _ = program.kill();
    let _ = program.wait();
    assert!(is_running && state.join("recent.json").exists(), "the window did not open");
    let calls = fs::read_to_string(&log).unwrap();
    assert!(calls.contains("AF_UNIX"), "nothing was watched");
    stayed_here(&log, "the window");
}
