//! The process that is started to do a task.

use std::io::{self, Read};
use std::process::ExitCode;
use std::thread;

use super::ending::UNBOUND;
use super::{ARGUMENT, MOST_INPUT, Pieces, Task, limits};

/// Parsers of nested formats go deep.
const STACK: usize = 64 << 20;

/// Does one of `tasks` where this process was started for it, and says how it is to end then. To be called before anything
/// else that a program does.
pub fn serve(tasks: &[Task]) -> Option<ExitCode> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != ARGUMENT {
        return None;
    }
    let name = arguments.next().unwrap_or_default();
    let task = tasks.iter().find(|task| name == task.name);
    Some(match task {
        Some(task) => serve_task(*task),
        None => ExitCode::FAILURE,
    })
}

#[expect(clippy::disallowed_methods, reason = "what was read is handed over on standard output")]
fn serve_task(task: Task) -> ExitCode {
    // A fault of a reader is told by whoever asked, without where in the program it is.
    std::panic::set_hook(Box::new(|_| {}));
    if limits::bind().is_err() {
        return ExitCode::from(UNBOUND);
    }
    let work = move || -> io::Result<()> {
        let mut bytes = Vec::new();
        io::stdin().lock().take(MOST_INPUT).read_to_end(&mut bytes)?;
        (task.work)(&bytes, Pieces::new(io::stdout()))?;
        Pieces::new(io::stdout()).end()
    };
    let worker = thread::Builder::new().stack_size(STACK).spawn(work);
    match worker.map(thread::JoinHandle::join) {
        Ok(Ok(Ok(()))) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}
