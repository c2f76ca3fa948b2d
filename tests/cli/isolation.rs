//! Documents that would end whoever reads them: the one that asked goes on, in a bound of time and memory.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::command::{json, run, sample};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::edit::paste::Block;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportError, ImportOptions, Progress, ReadError};
use disclosure_engine::isolation;

/// In a build without optimisation, on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(150);

fn begin() {
    isolation::use_program(PathBuf::from(env!("CARGO_BIN_EXE_budget-disclosure")));
}

fn import(bytes: &[u8], options: &ImportOptions) -> Result<import::Imported, ImportError> {
    begin();
    import::read(bytes, &FormLibrary::builtin().unwrap(), &Catalog::builtin().unwrap(), options)
}

/// Checks files of these contents between two good ones. Each must end in a sentence, and the good ones be checked.
fn checked_between_good_ones(files: &[(String, Vec<u8>)]) {
    let folder = tempfile::tempdir().unwrap();
    let good = sample("urumqi-2025.budget");
    let mut paths = vec![good.clone()];
    for (index, (name, bytes)) in files.iter().enumerate() {
        let path = folder.path().join(format!("{index}.{}", name.rsplit('.').next().unwrap_or_default()));
        std::fs::write(&path, bytes).unwrap();
        paths.push(path);
    }
    let other = folder.path().join("好.budget");
    std::fs::copy(&good, &other).unwrap();
    paths.push(other);
    let start = Instant::now();
    let checked = run(["check", "--format", "json"].map(PathBuf::from).into_iter().chain(paths));
    assert!(start.elapsed() < LONGEST * files.len().try_into().unwrap(), "{:?}", start.elapsed());
    assert_eq!(checked.status, 2, "{}", checked.err);
    let reports = json(&checked);
    assert_eq!(reports.len(), files.len() + 2, "{}", checked.err);
    for (report, (name, _)) in reports[1..].iter().zip(files) {
        let sentence = report["failure"].as_str().unwrap_or_else(|| panic!("{name}: {report}"));
        println!("{name}: {sentence}");
        assert!(sentence.chars().count() > 8, "{name}: {sentence}");
    }
    for place in [0, reports.len() - 1] {
        assert!(reports[place]["failure"].is_null(), "{}", reports[place]);
    }
    assert!(!checked.err.contains("panicked") && !checked.err.contains("internal error"), "{}", checked.err);
}

#[test]
fn pdfs_that_unfold_end_in_a_sentence_and_the_next_file_is_checked() {
    let files = crate::bombs::pdf::KINDS.map(|(name, make)| (format!("{name}.pdf"), make(31)));
    checked_between_good_ones(&files);
}

#[test]
fn archives_that_unfold_end_in_a_sentence_and_the_next_file_is_checked() {
    let files = crate::bombs::archives::KINDS.map(|(kind, name, make)| (format!("{name}.{kind}"), make(12)));
    checked_between_good_ones(&files);
}

#[test]
fn what_is_read_by_another_process_is_what_is_read_by_this_one() {
    // Before a program is told, reading is done here; so a process of its own is asked to do it.
    let text = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/urumqi-2025.txt")).unwrap();
    let apart = import(&text, &ImportOptions::default()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    std::fs::write(&path, &text).unwrap();
    let out = folder.path().join("a.budget");
    let imported = run(["import".into(), path.into_os_string(), "-o".into(), out.clone().into_os_string()]);
    assert_eq!(imported.status, 0, "{}", imported.err);
    let saved = disclosure_engine::file::open(&out, &FormLibrary::builtin().unwrap()).unwrap();
    assert_eq!(saved, apart.disclosure);
}

/// The most that a document may have.
const PAGES: usize = 400;

#[test]
fn reading_can_be_cancelled_and_tells_its_pages() {
    begin();
    let progress = Progress::default();
    let options = ImportOptions { progress: progress.clone(), ..ImportOptions::default() };
    // So many pages that no machine is through before it is told to stop.
    let bytes = crate::bombs::pdf::pages_of_rules(PAGES);
    let reading = std::thread::spawn(move || import(&bytes, &options));
    let start = Instant::now();
    while progress.page().is_none() && start.elapsed() < LONGEST {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(progress.page().map(|(_, pages)| pages), Some(PAGES));
    progress.cancel();
    let cancelled = Instant::now();
    assert!(matches!(reading.join().unwrap(), Err(ImportError::Read(ReadError::Cancelled))));
    assert!(cancelled.elapsed() < Duration::from_secs(5), "{:?}", cancelled.elapsed());
}

/// What unfolds is handed over as a list of codes, too.
#[test]
fn a_bad_list_of_codes_ends_in_a_sentence_and_the_next_is_read() {
    begin();
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/engine/catalog/user/fixtures/catalog.xls");
    for (kind, name, make) in crate::bombs::archives::KINDS {
        let start = Instant::now();
        let told = Catalog::read_list(&make(12)).unwrap_err().to_string();
        println!("{name}.{kind}: {told}");
        assert!(told.chars().count() > 8 && start.elapsed() < LONGEST, "{name}.{kind}: {told}, {:?}", start.elapsed());
    }
    assert!(Catalog::read_list(&std::fs::read(good).unwrap()).is_ok());
}

#[test]
fn a_page_in_the_clipboard_that_unfolds_is_no_table_and_does_not_end_the_program() {
    begin();
    let table = "<table><tr><td>301<td>1.00</table>";
    assert_eq!(Block::from_html(table).unwrap().rows, [["301", "1.00"]]);
    // Each paragraph opens all fonts again that the one before it left open.
    let fonts: String = (0..400).map(|size| format!("<font size={size}>")).collect();
    let page = format!("<p>{fonts}{}{table}", "<p>a".repeat(1_000_000));
    let start = Instant::now();
    assert_eq!(Block::from_html(&page), None);
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
}
