use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::*;
use crate::disclosure::{CellKey, ColumnNumber, Disclosure, Kind, RowKey, TableNumber};
use crate::file::{self, Digest};
use crate::form::FormLibrary;

fn forms() -> FormLibrary {
    FormLibrary::builtin().unwrap()
}

fn disclosure(body: &str) -> Arc<Disclosure> {
    Arc::new(Disclosure::new("xinjiang-2025", Kind::Unit, body, 2025))
}

fn names(state: &Path) -> Vec<String> {
    let entries = fs::read_dir(state.join(FOLDER)).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn wait_until(what: impl Fn() -> bool) {
    let start = Instant::now();
    while !what() {
        assert!(start.elapsed() < Duration::from_secs(5), "it took more than five seconds");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn an_edit_is_on_the_disk_within_a_second_and_the_last_one_wins() {
    let state = tempfile::tempdir().unwrap();
    let journal = Journal::start(state.path(), About::default()).unwrap();
    assert!(!journal.path().exists() && journal.written_at().is_none());
    for edit in 0..200 {
        let start = Instant::now();
        journal.put(disclosure(&format!("某中心 {edit}")));
        assert!(start.elapsed() < Duration::from_millis(50), "typing waits");
        std::thread::sleep(Duration::from_millis(2));
    }
    wait_until(|| journal.written_at().is_some());
    assert!(fs::read_to_string(journal.path()).unwrap().contains("某中心 199"));
}

#[test]
fn what_a_crash_left_is_found_by_the_next_start_and_by_one_window_only() {
    let state = tempfile::tempdir().unwrap();
    let about = About { path: Some("/不在/甲.budget".into()), opened: Some(Digest::of(b"before")) };
    let journal = Journal::start(state.path(), about.clone()).unwrap();
    journal.put(disclosure("甲"));
    assert!(journal.write_now());
    assert!(left_behind(state.path(), &forms()).is_empty(), "it is being written");
    drop(journal);

    let mut left = left_behind(state.path(), &forms());
    assert_eq!(left.len(), 1);
    assert_eq!((&left[0].about, left[0].disclosure.as_ref().unwrap()), (&about, &*disclosure("甲")));
    assert!(left_behind(state.path(), &forms()).is_empty(), "another window has it");
    drop(left.pop());
    left = left_behind(state.path(), &forms());
    left.pop().unwrap().remove();
    assert!(names(state.path()).is_empty(), "{:?}", names(state.path()));
}

/// A journal as the program wrote it when its files had format 1. Every later program must find it; it is not to be changed.
const JOURNAL_1: &str = include_str!("../../../../tests/fixtures/journal-1.journal");

#[test]
fn a_journal_of_an_earlier_program_is_offered_as_it_was_left() {
    let state = tempfile::tempdir().unwrap();
    fs::create_dir(state.path().join(FOLDER)).unwrap();
    fs::write(state.path().join(FOLDER).join("wKzK7kmxLuf6.journal"), JOURNAL_1).unwrap();
    let left = left_behind(state.path(), &forms());
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].about.path.as_deref(), Some(Path::new("/甲/预算.budget")));
    let disclosure = left[0].disclosure.as_ref().unwrap();
    let row = RowKey::Fixed("own_operations".to_owned());
    let typed = disclosure.entered(&CellKey::new(TableNumber(1), row, ColumnNumber(1)));
    assert_eq!(typed, Some("125000".parse().unwrap()), "what was typed and not saved");
    let again = file::read(&file::write(disclosure), &forms()).unwrap();
    assert_eq!(again, *disclosure, "written in the newest format it says the same");
}

#[test]
fn what_was_saved_is_not_offered_again() {
    let state = tempfile::tempdir().unwrap();
    let path = state.path().join("甲.budget");
    let about = About { path: Some(path.clone()), opened: None };
    let journal = Journal::start(state.path(), about.clone()).unwrap();
    journal.put(disclosure("甲"));
    assert!(journal.write_now() && journal.path().exists());
    file::save(&path, &disclosure("甲")).unwrap();
    journal.clear(about.clone());
    assert!(!journal.path().exists());
    drop(journal);
    assert!(names(state.path()).is_empty());

    // The machine stopped between saving and clearing.
    let journal = Journal::start(state.path(), about.clone()).unwrap();
    journal.put(disclosure("甲"));
    drop(journal);
    assert_eq!(names(state.path()).len(), 2);
    assert!(left_behind(state.path(), &forms()).is_empty());
    assert!(names(state.path()).is_empty());

    let journal = Journal::start(state.path(), about).unwrap();
    journal.put(disclosure("乙"));
    drop(journal);
    assert_eq!(left_behind(state.path(), &forms()).len(), 1, "the file says something else");
}

#[test]
fn what_cannot_be_read_is_kept_and_told() {
    let state = tempfile::tempdir().unwrap();
    let journal = Journal::start(state.path(), About::default()).unwrap();
    journal.put(disclosure("甲"));
    let path = journal.path().to_owned();
    drop(journal);
    fs::remove_file(path.with_extension(EXTENSION)).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let (head, body) = text.split_once('\n').unwrap();
    let newer = body.replace("format: 2", "format: 9");
    let digest = |text: &str| Digest::of(text.as_bytes()).to_string();
    fs::write(&path, format!("{}\n{newer}", head.replace(&digest(body), &digest(&newer)))).unwrap();
    let left = left_behind(state.path(), &forms());
    assert!(left[0].disclosure.as_ref().unwrap_err().to_string().contains("请升级"));
    drop(left);
    assert!(path.exists());
    fs::write(&path, "\0\0\0").unwrap();
    assert!(left_behind(state.path(), &forms()).is_empty() && path.exists());
}

#[test]
fn after_a_power_failure_the_synced_file_is_taken_where_the_other_is_damaged() {
    let state = tempfile::tempdir().unwrap();
    let journal = Journal::start(state.path(), About::default()).unwrap();
    journal.put(disclosure("甲"));
    assert!(journal.write_now());
    let quick = journal.path().with_extension(EXTENSION);
    drop(journal);
    let whole = fs::read(&quick).unwrap();
    let mut zeroed = whole.clone();
    zeroed[whole.len() - 60..].fill(0);
    for damaged in [&[][..], &whole[..whole.len() / 2], &zeroed] {
        fs::write(&quick, damaged).unwrap();
        let left = left_behind(state.path(), &forms());
        assert_eq!(*left[0].disclosure.as_ref().unwrap(), *disclosure("甲"));
    }
    // Newer is what the program wrote before it was killed, which the disk may not have seen yet.
    fs::write(&quick, record::text(&About::default(), jiff::Timestamp::now(), &disclosure("乙"))).unwrap();
    let left = left_behind(state.path(), &forms()).pop().unwrap();
    assert_eq!(*left.disclosure.as_ref().unwrap(), *disclosure("乙"));
    left.remove();
    assert!(names(state.path()).is_empty());
}

#[test]
fn a_journal_that_cannot_be_written_says_why_and_goes_on_trying() {
    let state = tempfile::tempdir().unwrap();
    let journal = Journal::start(state.path(), About::default()).unwrap();
    fs::create_dir(journal.path()).unwrap();
    journal.put(disclosure("甲"));
    wait_until(|| journal.failure().is_some());
    assert!(journal.written_at().is_none());
    fs::remove_dir(journal.path()).unwrap();
    wait_until(|| journal.written_at().is_some() && journal.failure().is_none());
}

#[test]
fn a_panic_writes_what_was_not_written_yet() {
    let state = tempfile::tempdir().unwrap();
    let journal = Journal::start(state.path(), About::default()).unwrap();
    journal.put(disclosure("甲"));
    wait_until(|| journal.written_at().is_some());
    journal.put(disclosure("乙"));
    // Other tests have journals of their own.
    assert!(write_all_now().contains(&journal.path().to_owned()));
    assert!(fs::read_to_string(journal.path()).unwrap().contains("乙"));
}

#[cfg(unix)]
#[test]
fn a_path_that_is_no_unicode_and_private_files() {
    use std::os::unix::ffi::OsStringExt;
    use std::os::unix::fs::PermissionsExt;

    let state = tempfile::tempdir().unwrap();
    let path = std::path::PathBuf::from(std::ffi::OsString::from_vec(b"/\xd6\xd0.budget".to_vec()));
    let journal = Journal::start(state.path(), About { path: Some(path.clone()), opened: None }).unwrap();
    journal.put(disclosure("甲"));
    assert!(journal.write_now());
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(journal.path()), mode(&state.path().join(FOLDER))), (0o600, 0o700));
    drop(journal);
    assert_eq!(left_behind(state.path(), &forms())[0].about.path, Some(path));
}
