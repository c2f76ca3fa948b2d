//! The one way out of a command.
//!
//! Files come from others, and so do their names: a terminal must obey nothing that is in them. Whatever a command prints
//! goes through here, where every character that is not seen is shown or escaped. `clippy.toml` forbids standard output
//! and standard error everywhere else, so that no command goes past it.
#![expect(clippy::disallowed_methods, reason = "the only place that may")]

use std::fmt::Display;
use std::io::{ErrorKind, IsTerminal, Result, Stderr, Write, stderr, stdout};
use std::path::Path;

use serde::Serialize;

use super::Status;
use disclosure_engine::spelling::{escaped, visible, visible_lines};

/// Prints `report`, of one line or several, on standard output.
pub(super) fn print(report: &str) -> Result<()> {
    write_out(&visible_lines(report))
}

/// Prints `json`, which has no line breaks, on standard output.
pub(super) fn print_json(json: &str) -> Result<()> {
    write_out(&escaped(json))
}

/// Prints what a command found, and tells where it cannot be printed. A reader such as `head` that has seen enough is no
/// failure: the status still says it all.
pub(super) fn report(text: &str) -> Status {
    status(print(text))
}

/// As [`report`], for machines.
pub(super) fn report_json(value: &impl Serialize) -> Status {
    match serde_json::to_string(value) {
        Ok(json) => status(print_json(&json)),
        Err(error) => super::complain(error),
    }
}

/// Says `message` in one line on standard error.
pub(super) fn tell(message: impl Display) {
    // Where nobody reads the messages any more, the status still says it.
    let _ = writeln!(stderr(), "budget-disclosure: {}", visible(&message.to_string()));
}

/// As [`tell`], of what the program itself says in several lines.
pub(super) fn tell_lines(message: impl Display) {
    // As above.
    let _ = writeln!(stderr(), "budget-disclosure: {}", visible_lines(&message.to_string()));
}

/// What the reader of the command line says of arguments that it does not take, or that ask for help. Returns how that
/// ends.
pub(super) fn explain(usage: &clap::Error) -> Status {
    let text = usage.to_string();
    let text = visible_lines(&text);
    if usage.use_stderr() {
        // As above.
        let _ = write!(stderr(), "{text}");
        Status::Failed
    } else {
        let mut out = stdout().lock();
        status(write!(out, "{text}").and_then(|()| out.flush()))
    }
}

/// Standard error, if a person looks at it.
pub(super) fn watched() -> Option<Stderr> {
    Some(stderr()).filter(IsTerminal::is_terminal)
}

/// The name of a file as it is told: in one line, whatever is in it.
pub(super) fn name(path: &Path) -> String {
    visible(&path.display().to_string()).into_owned()
}

fn write_out(text: &str) -> Result<()> {
    let mut out = stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush())
}

fn status(printed: Result<()>) -> Status {
    match printed {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => super::complain(unprinted(&error)),
        _ => Status::Done,
    }
}

/// That results are lost.
pub(super) fn unprinted(error: &std::io::Error) -> String {
    format!("无法输出结果：{error}；请检查输出到的磁盘或文件")
}
