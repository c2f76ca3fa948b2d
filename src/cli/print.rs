//! What `check` prints, file after file.

use std::io::ErrorKind;
use std::ops::ControlFlow;

use super::file_name::JsonFile;
use super::outcome::{Failure, JsonFailure, Outcome};
use super::progress::Progress;
use super::summary::SummaryTable;
use super::{Format, Status, complain, terminal};

/// Prints the outcomes one by one, and the summary after them.
#[derive(Debug)]
pub(super) struct Printer {
    format: Format,
    progress: Progress,
    /// How many outcomes there will be.
    expected: usize,
    summary: SummaryTable,
    status: Status,
    /// Whether results cannot be written any more.
    is_closed: bool,
}

impl Printer {
    pub fn new(format: Format, progress: Progress, expected: usize) -> Self {
        let summary = SummaryTable::default();
        let mut printer = Self { format, progress, expected, summary, status: Status::Done, is_closed: false };
        printer.show_progress(0);
        printer
    }

    /// Prints `ready`, and shows that `finished` files are done; breaks when results cannot be written.
    pub fn deliver(&mut self, ready: Vec<Outcome>, finished: usize) -> ControlFlow<()> {
        self.progress.hide();
        for outcome in ready {
            self.status = self.status.max(outcome.state().into());
            self.summary.add(&outcome);
            self.print(outcome)?;
        }
        self.show_progress(finished);
        ControlFlow::Continue(())
    }

    /// Prints what comes after all outcomes: the summary, and what was `passed_over`.
    pub fn end(mut self, passed_over: Option<&str>) -> Status {
        self.progress.hide();
        if self.format == Format::Text && self.expected > 1 {
            let _ = self.write(&format!("\n{}", self.summary.text()));
        }
        match (self.format, passed_over) {
            (_, None) => {}
            (Format::Text, Some(passed_over)) => drop(self.write(passed_over)),
            // Machines read one object a file.
            (Format::Json, Some(passed_over)) => terminal::tell(passed_over),
        }
        self.status
    }

    fn show_progress(&mut self, finished: usize) {
        if finished < self.expected {
            self.progress.show(&format!("正在核对：{finished}/{}", self.expected));
        }
    }

    fn print(&mut self, outcome: Outcome) -> ControlFlow<()> {
        match outcome.result {
            Ok(checked) => self.write(&checked.report),
            Err(Failure { sentence, .. }) => {
                complain(format!("{}：{sentence}", outcome.path.display()));
                match self.format {
                    Format::Text => ControlFlow::Continue(()),
                    Format::Json => match serde_json::to_string(&JsonFailure {
                        file: JsonFile::new(&outcome.path),
                        failure: &sentence,
                    }) {
                        Ok(json) => self.write(&json),
                        Err(error) => self.fail(error),
                    },
                }
            }
        }
    }

    fn write(&mut self, text: &str) -> ControlFlow<()> {
        if self.is_closed {
            return ControlFlow::Continue(());
        }
        let printed = match self.format {
            Format::Text => terminal::print(text),
            Format::Json => terminal::print_json(text),
        };
        match printed {
            // A reader such as `head` has seen enough; the status still tells of the files that it did not see.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.is_closed = true,
            Err(error) => return self.fail(terminal::unprinted(&error)),
            Ok(()) => {}
        }
        ControlFlow::Continue(())
    }

    fn fail(&mut self, message: impl std::fmt::Display) -> ControlFlow<()> {
        self.is_closed = true;
        self.status = complain(message);
        ControlFlow::Break(())
    }
}
