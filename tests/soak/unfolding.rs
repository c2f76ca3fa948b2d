//! Documents that ask for far more than they are, given to the program itself: whatever they do to the process that reads
//! them, the file after them is checked.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

#[path = "../support/bombs/mod.rs"]
#[allow(dead_code)] // The archives are tried one by one by another test.
mod bombs;

/// Files of one run of the program.
const BATCH: usize = 20;
/// What reading one may take in a build without optimisation, on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(150);

#[test]
fn unfolding_documents_end_in_a_sentence() {
    println!("{}", run(super::number("SOAK_PDFS", 20).min(20)));
}

/// Checks `count` PDFs at random. Returns what was tried.
pub fn run(count: usize) -> String {
    let mut random = fastrand::Rng::with_seed(super::number("SEED", 7) as u64);
    let (mut refused, mut slowest) = (0, Duration::ZERO);
    for start in (0..count).step_by(BATCH) {
        let documents: Vec<_> = (start..count.min(start + BATCH)).map(|_| bombs::pdf::any(&mut random)).collect();
        let began = Instant::now();
        refused += check(&documents);
        slowest = slowest.max(began.elapsed());
    }
    format!(
        "PDFs that unfold: {count}, of which {refused} were refused in a sentence; the file after them was checked each \
         time; {BATCH} of them took at most {} s",
        slowest.as_secs()
    )
}

/// Checks `documents` and a good file after them. Returns how many were refused.
fn check(documents: &[(String, Vec<u8>)]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let mut paths: Vec<PathBuf> = Vec::new();
    for (index, (_, bytes)) in documents.iter().enumerate() {
        paths.push(folder.path().join(format!("{index}.pdf")));
        std::fs::write(&paths[index], bytes).unwrap();
    }
    paths.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/urumqi-2025.budget"));
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
    let output = command.args(["check", "--format", "json"]).args(&paths).output().unwrap();
    let names: Vec<&str> = documents.iter().map(|(name, _)| name.as_str()).collect();
    assert!(start.elapsed() < LONGEST * documents.len().try_into().unwrap(), "{:?}: {names:?}", start.elapsed());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code().is_some_and(|code| code <= 2), "{:?} {names:?}: {told}", output.status);
    assert!(!told.contains("panicked") && !told.contains("internal error"), "{names:?}: {told}");
    let out = String::from_utf8(output.stdout).unwrap();
    let reports: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(reports.len(), documents.len() + 1, "{names:?}: {told}");
    assert!(reports[documents.len()]["failure"].is_null(), "{names:?}: {told}");
    let failures = reports.iter().filter_map(|report| report["failure"].as_str());
    failures.inspect(|sentence| assert!(sentence.chars().count() > 8, "{names:?}: {sentence}")).count()
}
