//! The fuzz targets, each for ten minutes, where a nightly compiler and cargo-fuzz are at hand (`fuzz/README.md`).

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;

/// No input may take longer, in seconds, or more memory, in MB, that of the sanitizer included.
const LONGEST: u64 = 60;
const MOST_MEMORY: u64 = 1024;
/// Where the targets are built.
const BUILT: &str = "target/fuzz";

/// Runs every target for so many `seconds`, two at a time, and prints what was tried, a line each.
pub fn run(seconds: usize) {
    if seconds == 0 {
        return println!("fuzz targets: not run, because SOAK_FUZZ is 0");
    } else if !fuzz(&["--version"]).output().is_ok_and(|output| output.status.success()) {
        return println!("fuzz targets: not run, because there is no nightly compiler with cargo-fuzz");
    }
    done("seeding", Command::new("sh").args(["fuzz/seed.sh", env!("CARGO_BIN_EXE_budget-disclosure")]));
    done("building", &mut fuzz(&["build", "--codegen-units", "4", "--target-dir", BUILT]));
    let waiting = Mutex::new(targets());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some(target) = waiting.lock().unwrap().pop() else { return };
                    println!("{}", run_one(&target, seconds));
                }
            });
        }
    });
}

fn folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What stands in `fuzz/fuzz_targets`, the last name first; or those that `SOAK_FUZZ_TARGETS` names.
fn targets() -> Vec<String> {
    if let Ok(names) = std::env::var("SOAK_FUZZ_TARGETS") {
        return names.split_whitespace().rev().map(str::to_owned).collect();
    }
    let files = std::fs::read_dir(folder().join("fuzz/fuzz_targets")).unwrap();
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut names: Vec<String> = files.map(|file| stem(file.unwrap().path())).collect();
    names.sort_unstable_by(|one, other| other.cmp(one));
    names
}

/// `cargo fuzz` with the nightly compiler; the one that built this test is of no use to it.
fn fuzz(arguments: &[&str]) -> Command {
    let mut command = Command::new("rustup");
    command
        .args(["run", "nightly", "cargo", "fuzz"])
        .args(arguments)
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO");
    command
}

fn done(what: &str, command: &mut Command) -> Output {
    let output = command.current_dir(folder()).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{what}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

fn run_one(target: &str, seconds: usize) -> String {
    let limits = [
        format!("-max_total_time={seconds}"),
        format!("-timeout={LONGEST}"),
        format!("-rss_limit_mb={MOST_MEMORY}"),
        "-print_final_stats=1".to_owned(),
    ];
    // Not by cargo, which would build anew what is changed meanwhile.
    let built = std::fs::read_dir(folder().join(BUILT)).unwrap().map(|entry| entry.unwrap().path().join("release"));
    let built = built.map(|folder| folder.join(target)).find(|target| target.is_file()).unwrap();
    let mut command = Command::new(built);
    command.args([format!("fuzz/corpus/{target}"), format!("-artifact_prefix=fuzz/artifacts/{target}/")]).args(limits);
    // The sanitizer keeps what was freed, to find whoever still uses it: less of it, so that the memory is ours.
    command.env("ASAN_OPTIONS", "quarantine_size_mb=32");
    let output = done(target, &mut command);
    let text = String::from_utf8_lossy(&output.stderr);
    let stat = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix("stat::")?.strip_prefix(name));
        line.map_or("?", |line| line.trim_start_matches(':').trim()).to_owned()
    };
    let (runs, memory) = (stat("number_of_executed_units"), stat("peak_rss_mb"));
    format!("fuzz target {target}: {runs} runs in {seconds} s, at most {memory} MB, nothing found")
}
