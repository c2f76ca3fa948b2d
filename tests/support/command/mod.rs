//! Running the built binary.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// The sample with this file name.
pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
}

/// What a run of the binary gave: exit status, standard output, standard error.
pub struct Run {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// Runs the binary.
pub fn run<A: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = A>) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_budget-disclosure")).args(arguments).output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The objects that a run printed, one a line.
pub fn json(run: &Run) -> Vec<Value> {
    run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
