//! The program is killed at random moments while somebody types, pastes and saves.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use budget_disclosure::app::{Over, Safekeeping, Workspace};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{CellKey, ColumnNumber, Disclosure, RowKey, TableNumber};
use disclosure_engine::edit::paste::{Block, paste_at};
use disclosure_engine::edit::{InputUnit, Step, rewrite_paragraph, set_amounts};
use disclosure_engine::file;
use disclosure_engine::file::journal::{About, left_behind};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::narrative::narrate;
use disclosure_engine::sheet::Sheet;

/// Tells this test binary, started again as a child, where to work.
const CHILD_FOLDER: &str = "BUDGET_TEST_SOAK_IN";
/// No edit that is older may be lost.
pub const LIMIT: Duration = Duration::from_secs(1);
/// Among the other tests: where many things are built and tried at once, a program may stand still for seconds.
const LIMIT_ON_A_BUSY_MACHINE: Duration = Duration::from_secs(5);
const NAME: &str = "中心.budget";
/// What will be shown cannot be told before.
const UNKNOWN: &str = "unknown";

#[test]
fn nothing_is_lost_when_the_program_is_killed() {
    println!("{}", run(super::number("SOAK_KILLS", 25).min(25), LIMIT_ON_A_BUSY_MACHINE));
}

/// What the kills showed.
#[derive(Debug, Default)]
pub struct Outcome {
    kills: usize,
    edits: usize,
    saves: usize,
    /// How often something was recovered from the journal.
    recovered: usize,
    /// How often a file was being written.
    unfinished: usize,
    /// The age of the oldest edit that was not on the disk yet.
    oldest: Duration,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "kills: {} at random moments, {} edits, {} saves; {} times something was recovered from the journal, {} times a \
             file was being written; no file broken; the oldest edit that was not on the disk yet was {} ms old",
            self.kills,
            self.edits,
            self.saves,
            self.recovered,
            self.unfinished,
            self.oldest.as_millis()
        )
    }
}

/// Kills the program `times` times, on two files at once; no edit older than `limit` may be lost.
pub fn run(times: usize, limit: Duration) -> Outcome {
    let half = times / 2;
    let (one, other) = std::thread::scope(|scope| {
        let other = scope.spawn(move || run_on_one_file(half, limit));
        (run_on_one_file(times - half, limit), other.join().unwrap())
    });
    let outcome = Outcome {
        kills: one.kills + other.kills,
        edits: one.edits + other.edits,
        saves: one.saves + other.saves,
        recovered: one.recovered + other.recovered,
        unfinished: one.unfinished + other.unfinished,
        oldest: one.oldest.max(other.oldest),
    };
    // On a machine that stands still a child may not come to its first edit.
    let is_tried = outcome.edits * 2 > times && outcome.saves > 0 && outcome.recovered > 0 && outcome.unfinished > 0;
    assert!(is_tried, "nothing was tried: {outcome}");
    outcome
}

fn run_on_one_file(times: usize, limit: Duration) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let forms = FormLibrary::builtin().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/urumqi-2025.budget");
    let path = folder.path().join(NAME);
    file::save(&path, &file::open(&sample, &forms).unwrap()).unwrap();
    let mut outcome = Outcome::default();
    for round in 0..times {
        let mut shown = marker(&recovered(folder.path(), &forms).0);
        let events = kill_once(folder.path());
        outcome.kills += 1;
        outcome.edits += events.edits.len();
        outcome.saves += events.saves;

        let (found, is_recovered) = recovered(folder.path(), &forms);
        outcome.recovered += usize::from(is_recovered);
        outcome.unfinished += remove_unfinished(folder.path());
        // What was shown last before the limit, and all that came after it, may be what is found.
        let safe = events.edits.iter().rposition(|(at, _)| events.killed.duration_since(*at) > limit);
        if let Some(safe) = safe {
            shown = events.edits[safe].1.clone();
        }
        let young = &events.edits[safe.map_or(0, |safe| safe + 1)..];
        let found = marker(&found);
        // Killed between an edit and telling of it: it is there already.
        if events.begun.as_ref().is_some_and(|begun| *begun == found || begun == UNKNOWN) {
            continue;
        }
        let place = young.iter().rposition(|(_, text)| *text == found);
        assert!(
            place.is_some() || found == shown,
            "round {round}: an edit older than {limit:?} was lost: found {found}, wanted {shown} or one of {young:?}"
        );
        // The first edit after the one that was found is lost: it must be young.
        if let Some((at, _)) = young.get(place.map_or(0, |place| place + 1)) {
            outcome.oldest = outcome.oldest.max(events.killed.duration_since(*at));
        }
    }
    outcome
}

/// What the child told before it was killed.
struct Events {
    /// What it was about to show.
    begun: Option<String>,
    edits: Vec<(Instant, String)>,
    saves: usize,
    killed: Instant,
}

/// Ends the child even when the test fails.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn kill_once(folder: &Path) -> Events {
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kills::child_that_edits_without_end", "--nocapture"])
        .env(CHILD_FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = Killed(child.unwrap());
    let lines = lines_of(&mut child.0);
    let (_, first) = lines.recv_timeout(Duration::from_secs(60)).expect("the child does nothing");
    let mut told = vec![(Instant::now(), first)];
    // Some kills come early, when much is begun; some when much has been done; some while a file is written.
    match fastrand::u8(0..3) {
        0 => std::thread::sleep(Duration::from_micros(fastrand::u64(0..600_000))),
        1 => std::thread::sleep(Duration::from_micros(fastrand::u64(0..2_500_000))),
        _ => {
            std::thread::sleep(Duration::from_micros(fastrand::u64(0..300_000)));
            let until = Instant::now() + Duration::from_secs(2);
            while unfinished(folder).is_empty() && Instant::now() < until {}
            std::thread::sleep(Duration::from_micros(fastrand::u64(0..500)));
        }
    }
    let is_running = child.0.try_wait().unwrap().is_none();
    assert!(is_running, "the child ended by itself: {:?}", lines.try_iter().last());
    child.0.kill().unwrap();
    let killed = Instant::now();
    child.0.wait().unwrap();
    told.extend(lines.iter());
    let edits = told.iter().filter_map(|(at, line)| Some((*at, line.strip_prefix("shown ")?.to_owned()))).collect();
    let begun = told.last().and_then(|(_, line)| line.strip_prefix("next ")).map(str::to_owned);
    let saves = told.iter().filter(|(_, line)| line == "saved").count();
    Events { begun, edits, saves, killed }
}

fn lines_of(child: &mut Child) -> Receiver<(Instant, String)> {
    let (told, lines) = channel();
    let out = BufReader::new(child.stdout.take().unwrap());
    std::thread::spawn(move || {
        let lines = out.lines().map_while(Result::ok);
        // What the test harness prints is not of the child.
        for line in lines.filter(|line| ["shown ", "next ", "saved"].iter().any(|known| line.starts_with(known))) {
            if told.send((Instant::now(), line)).is_err() {
                return;
            }
        }
    });
    lines
}

/// What the next start has: what was left behind, else the file. Every file must be whole.
fn recovered(folder: &Path, forms: &FormLibrary) -> (Disclosure, bool) {
    let file = file::open(&folder.join(NAME), forms).unwrap_or_else(|error| panic!("the file is broken: {error}"));
    let state = folder.join("state");
    let left = left_behind(&state, forms);
    assert!(left.len() <= 1, "{left:?}");
    match left.into_iter().next() {
        Some(left) => (left.disclosure.unwrap_or_else(|error| panic!("the journal is broken: {error}")), true),
        None => (file, false),
    }
}

/// What is being written: the file or its journal.
fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let folders = [folder.to_owned(), folder.join("state/journals")];
    let entries = folders.iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.extension().is_some_and(|end| end == "tmp")).collect()
}

/// Removes what was being written. Returns how much there was.
fn remove_unfinished(folder: &Path) -> usize {
    let unfinished = unfinished(folder);
    unfinished.iter().for_each(|path| std::fs::remove_file(path).unwrap());
    unfinished.len()
}

/// The cell whose amount tells one state from the others.
fn cell() -> CellKey {
    CellKey::new(TableNumber(6), RowKey::Code("30101".parse().unwrap()), ColumnNumber(2))
}

fn marker(disclosure: &Disclosure) -> String {
    disclosure.entered(&cell()).map(|amount| amount.to_string()).unwrap_or_default()
}

/// Not a test of its own: what the child does until it is killed.
#[test]
fn child_that_edits_without_end() {
    let Some(folder) = std::env::var_os(CHILD_FOLDER).map(PathBuf::from) else { return };
    let mut workspace = opened(&folder);
    // Should the parent die, the child ends by itself.
    let until = Instant::now() + Duration::from_secs(60);
    while Instant::now() < until {
        match fastrand::u8(0..20) {
            0..=9 => {
                let step = typed(&workspace);
                made(&mut workspace, step);
            }
            10..=13 => {
                let step = pasted(&workspace);
                made(&mut workspace, step);
            }
            14 => {
                let step = rewritten(&workspace);
                made(&mut workspace, step);
            }
            15 | 16 => {
                tell(&format!("next {UNKNOWN}"));
                if fastrand::bool() {
                    workspace.undo()
                } else {
                    workspace.redo()
                };
            }
            17 => {
                // What is only being typed is kept too.
                let step = typed(&workspace);
                announce(&workspace, &step);
                workspace.journal_unfinished(std::slice::from_ref(&step));
                workspace.make(step);
            }
            _ => {
                workspace.save(&folder.join(NAME), Over::Opened).unwrap();
                tell("saved");
            }
        }
        tell(&format!("shown {}", marker(workspace.disclosure())));
        std::thread::sleep(Duration::from_millis(fastrand::u64(0..30)));
    }
}

#[expect(clippy::disallowed_methods, reason = "the child tells its parent")]
fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).unwrap();
}

/// Opens the file as the window does, with what the last kill left.
fn opened(folder: &Path) -> Workspace {
    let (path, state) = (folder.join(NAME), folder.join("state"));
    let forms = FormLibrary::builtin().unwrap();
    let catalog = Arc::new(Catalog::builtin().unwrap());
    let file = file::open_to_edit(&path, &forms).unwrap();
    let form = forms.get(&file.disclosure.form).unwrap().clone();
    let mut left = left_behind(&state, &forms);
    let about = About { path: Some(path), opened: Some(file.digest) };
    let mut safekeeping = Safekeeping::new(Some(&state), about);
    assert!(!safekeeping.access().is_read_only(), "the lock of a process that was killed is taken over");
    safekeeping.set_saved(Arc::new(file.disclosure.clone()));
    let Some(mut left) = left.pop() else {
        let mut workspace = Workspace::new(form, catalog, file.disclosure, None);
        workspace.keep(safekeeping, true);
        return workspace;
    };
    let disclosure = std::mem::replace(&mut left.disclosure, Ok(file.disclosure)).unwrap();
    let mut workspace = Workspace::new(form, catalog, disclosure, None);
    workspace.keep(safekeeping, false);
    assert!(workspace.safekeeping().write_now());
    left.remove();
    workspace
}

fn made(workspace: &mut Workspace, step: Step) {
    announce(workspace, &step);
    workspace.make(step);
}

/// Tells what `step` will show: the kill may come between it and telling of it.
fn announce(workspace: &Workspace, step: &Step) {
    let mut next = workspace.disclosure().clone();
    step.apply(&mut next);
    tell(&format!("next {}", marker(&next)));
}

fn typed(workspace: &Workspace) -> Step {
    let evaluated = workspace.evaluated();
    let amount = format!("{}.{:02}", fastrand::u32(1..40_000_000), fastrand::u8(0..100)).parse().unwrap();
    set_amounts(evaluated, "录入", &[(evaluated.find(&cell()).unwrap(), Some(amount))])
}

fn pasted(workspace: &Workspace) -> Step {
    let evaluated = workspace.evaluated();
    let at = evaluated.find(&cell()).unwrap();
    let sheet = Sheet::new(evaluated, evaluated.form.table_of(at.list));
    let place = sheet.place(at).unwrap();
    let rows: Vec<String> = (0..4).map(|_| format!("{}.{:02}", fastrand::u16(1..), fastrand::u8(0..100))).collect();
    let paste = paste_at(evaluated, &sheet, (place, place), &Block::from_text(&rows.join("\n")), InputUnit::Form);
    paste.step(evaluated, "粘贴", false)
}

fn rewritten(workspace: &Workspace) -> Step {
    let text = "改写的一段文字。".repeat(fastrand::usize(1..400));
    let paragraphs = narrate(workspace.evaluated());
    let key = &paragraphs[fastrand::usize(0..paragraphs.len())].key;
    rewrite_paragraph(workspace.evaluated(), key, &text.into()).unwrap_or_else(|_| typed(workspace))
}
