//! The process that asks for a task to be done.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::pieces::{self, Malformed};
use super::{ARGUMENT, Ending, Task};

/// How often it is looked whether the work is still wanted.
const STEP: Duration = Duration::from_millis(20);
/// Pieces that wait to be looked at.
const MOST_WAITING: usize = 8;
/// How much is looked at of what a process says on its standard error.
const LONGEST_SAYING: u64 = 4096;
/// How long a process may take to end that has nothing more to say.
const LONGEST_END: Duration = Duration::from_secs(2);

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// Has tasks done by new processes of this program, which must have called [`super::serve`] before.
///
/// # Errors
/// When the system does not say which program that is.
pub fn use_this_program() -> io::Result<()> {
    // By this name it is found even after an update has replaced it. Elsewhere that would be anybody's file, on a stick perhaps.
    let by_system = Path::new("/proc/self/exe");
    let is_known = cfg!(target_os = "linux") && by_system.exists();
    use_program(if is_known { by_system.to_owned() } else { std::env::current_exe()? });
    Ok(())
}

/// Has tasks done by processes of the program at `path`, for as long as this process lives.
pub fn use_program(path: PathBuf) {
    let _ = PROGRAM.set(path);
}

/// Whether tasks are done by processes of their own.
pub(crate) fn is_isolating() -> bool {
    PROGRAM.get().is_some()
}

/// Has `task` done on `bytes`, and gives `take` what comes of it, piece by piece.
///
/// # Errors
/// When the process ended otherwise than it should, or is not wanted any more.
pub(crate) fn run(
    task: Task,
    bytes: &[u8],
    is_wanted: impl Fn() -> bool,
    take: impl FnMut(&[u8]) -> Result<(), Malformed>,
) -> Result<(), Ending> {
    let program = PROGRAM.get().ok_or_else(|| Ending::NotStarted(io::ErrorKind::NotFound.into()))?;
    let mut command = Command::new(program);
    command.args([ARGUMENT, task.name]);
    run_command(command, bytes, task.longest, is_wanted, take)
}

fn run_command(
    mut command: Command,
    bytes: &[u8],
    longest: Duration,
    is_wanted: impl Fn() -> bool,
    take: impl FnMut(&[u8]) -> Result<(), Malformed>,
) -> Result<(), Ending> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    #[cfg(windows)]
    {
        use std::os::windows::process::CommandExt;

        const NO_CONSOLE: u32 = 0x0800_0000;
        command.creation_flags(NO_CONSOLE);
    }
    let mut worker = Worker(command.spawn().map_err(Ending::NotStarted)?);
    let (Some(input), Some(output), Some(errors)) =
        (worker.0.stdin.take(), worker.0.stdout.take(), worker.0.stderr.take())
    else {
        return Err(Ending::NotStarted(io::ErrorKind::BrokenPipe.into()));
    };
    thread::scope(|scope| {
        let (sender, pieces) = sync_channel(MOST_WAITING);
        let started = thread::Builder::new()
            .spawn_scoped(scope, move || hand_over(input, bytes))
            .and_then(|_| thread::Builder::new().spawn_scoped(scope, move || listen(output, &sender)));
        let received = match started {
            Ok(_) => receive(&pieces, longest, is_wanted, take),
            Err(error) => Err(Some(Ending::NotStarted(error))),
        };
        let ended = received.map_err(|ending| ending.unwrap_or_else(|| worker.ending(errors)));
        // Done or not: the threads end with it.
        worker.end();
        ended
    })
}

/// Whoever does not read all of it has made up its mind.
fn hand_over(mut input: ChildStdin, bytes: &[u8]) {
    let _ = input.write_all(bytes);
}

/// Passes on the pieces up to the last.
fn listen(output: ChildStdout, pieces: &SyncSender<io::Result<Vec<u8>>>) {
    let mut output = io::BufReader::with_capacity(1 << 16, output);
    loop {
        let piece = pieces::read(&mut output);
        let is_last = piece.as_ref().map_or(true, Vec::is_empty);
        if pieces.send(piece).is_err() || is_last {
            return;
        }
    }
}

/// Takes the pieces. The error is `None` where the process ended before its last one.
fn receive(
    pieces: &Receiver<io::Result<Vec<u8>>>,
    longest: Duration,
    is_wanted: impl Fn() -> bool,
    mut take: impl FnMut(&[u8]) -> Result<(), Malformed>,
) -> Result<(), Option<Ending>> {
    let since = Instant::now();
    loop {
        if !is_wanted() {
            return Err(Some(Ending::Cancelled));
        }
        match pieces.recv_timeout(STEP) {
            Ok(Ok(piece)) if piece.is_empty() => return Ok(()),
            Ok(Ok(piece)) => take(&piece).map_err(|Malformed| Some(Ending::Garbled))?,
            Ok(Err(error)) if error.kind() == io::ErrorKind::InvalidData => return Err(Some(Ending::Garbled)),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => return Err(None),
            Err(RecvTimeoutError::Timeout) => {}
        }
        if since.elapsed() > longest {
            return Err(Some(Ending::Time(longest)));
        }
    }
}

/// A process that does not outlive its asker.
struct Worker(Child);

impl Worker {
    fn end(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// How it ended that said nothing more.
    fn ending(&mut self, errors: ChildStderr) -> Ending {
        let since = Instant::now();
        let status = loop {
            match self.0.try_wait() {
                Ok(Some(status)) => break status,
                Ok(None) if since.elapsed() < LONGEST_END => thread::sleep(Duration::from_millis(1)),
                _ => {
                    self.end();
                    return Ending::Crashed;
                }
            }
        };
        let mut said = Vec::new();
        let _ = errors.take(LONGEST_SAYING).read_to_end(&mut said);
        Ending::of(status, &String::from_utf8_lossy(&said))
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.end();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// What a shell that does `script` ends with, and the pieces that it sent.
    fn shell(script: &str, bytes: &[u8]) -> (Result<(), Ending>, Vec<Vec<u8>>) {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        let mut pieces = Vec::new();
        let take = |piece: &[u8]| {
            pieces.push(piece.to_vec());
            if pieces.len() > 3 { Err(Malformed) } else { Ok(()) }
        };
        (run_command(command, bytes, Duration::from_secs(30), || true, take), pieces)
    }

    #[test]
    fn pieces_come_as_they_were_sent() {
        let (ended, pieces) =
            shell(r"cat >/dev/null; printf '\002\000\000\000ab\001\000\000\000c\000\000\000\000'", b"x");
        assert!(ended.is_ok());
        assert_eq!(pieces, [b"ab".to_vec(), b"c".to_vec()]);
    }

    #[test]
    fn every_other_end_is_told_apart() {
        let endings = [
            ("exit 0", "Crashed"),
            ("exit 3", "NotStarted"),
            ("exit 4", "Time"),
            ("kill -ABRT $$", "Crashed"),
            ("kill -SEGV $$", "Crashed"),
            ("echo memory allocation of 75000000000 bytes failed >&2; kill -ABRT $$", "Memory"),
            ("echo \"thread 'main' has overflowed its stack\" >&2; kill -ABRT $$", "TooDeep"),
            ("kill -KILL $$", if cfg!(target_os = "linux") { "Memory" } else { "Crashed" }),
            ("kill -XCPU $$", if cfg!(target_os = "linux") { "Time" } else { "Crashed" }),
            ("printf '\\377\\377\\377\\377'; sleep 100", "Garbled"),
            ("while :; do printf '\\001\\000\\000\\000a'; done", "Garbled"),
            ("printf '\\005\\000\\000\\000ab'", "Crashed"),
        ];
        for (script, wanted) in endings {
            let (ended, _) = shell(script, &[0; 1 << 20]);
            let ending = format!("{:?}", ended.unwrap_err());
            assert!(ending.starts_with(wanted), "{script}: {ending}");
        }
    }

    #[test]
    fn what_takes_too_long_or_is_not_wanted_any_more_is_ended() {
        let sleeping = || {
            let mut command = Command::new("sh");
            command.args(["-c", "exec sleep 1000"]);
            command
        };
        let start = Instant::now();
        let late = run_command(sleeping(), b"", STEP, || true, |_| Ok(()));
        assert!(matches!(late, Err(Ending::Time(_))));
        let unwanted = run_command(sleeping(), &[0; 1 << 20], LONGEST_END, || false, |_| Ok(()));
        assert!(matches!(unwanted, Err(Ending::Cancelled)));
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn a_program_that_is_not_there_is_told() {
        let missing = run_command(Command::new("/nowhere/at-all"), b"", STEP, || true, |_| Ok(()));
        assert!(matches!(missing, Err(Ending::NotStarted(_))));
    }
}
