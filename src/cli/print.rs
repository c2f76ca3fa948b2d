//! What `check` prints, file after file.

use std::io::ErrorKind;
use std::ops::ControlFlow;

use super::file_name::JsonFile;
use super::outcome::{Failure, JsonFailure, Outcome, State};
use super::progress::Progress;
use super::summary::SummaryTable;
use super::{Format, Status, complain, terminal};
use disclosure_engine::review::intake::{ExpectedBody, Submission, intake};

/// Prints the outcomes one by one, and the summary after them.
#[derive(Debug)]
pub(super) struct Printer {
    format: Format,
    progress: Progress,
    /// How many outcomes there will be.
    expected: usize,
    summary: SummaryTable,
    /// How each file ended, and which submission it is where it was read.
    ended: Vec<(State, Option<usize>)>,
    submissions: Vec<Submission>,
    /// Whether results could not be written.
    failure: Option<Status>,
    /// Whether results cannot be written any more.
    is_closed: bool,
}

impl Printer {
    pub fn new(format: Format, progress: Progress, expected: usize) -> Self {
        let summary = SummaryTable::default();
        let mut printer = Self {
            format,
            progress,
            expected,
            summary,
            ended: Vec::new(),
            submissions: Vec::new(),
            failure: None,
            is_closed: false,
        };
        printer.show_progress(0);
        printer
    }

    /// Prints `ready`, and shows that `finished` files are done; breaks when results cannot be written.
    pub fn deliver(&mut self, ready: Vec<Outcome>, finished: usize) -> ControlFlow<()> {
        self.progress.hide();
        for outcome in ready {
            self.note(&outcome);
            self.summary.add(&outcome);
            self.print(outcome)?;
        }
        self.show_progress(finished);
        ControlFlow::Continue(())
    }

    /// Notes how a file ended, and what came in with it.
    fn note(&mut self, outcome: &Outcome) {
        let submission = outcome.submission().map(|submission| {
            self.submissions.push(submission);
            self.submissions.len() - 1
        });
        self.ended.push((outcome.state(), submission));
    }

    /// Prints what comes after all outcomes: the summary, what is to be told of them together, beside who was `expected`,
    /// and what was `passed_over`. Of several versions of one disclosure the newest says how it ended.
    pub fn end(mut self, passed_over: Option<&str>, expected: Option<&[ExpectedBody]>) -> Status {
        self.progress.hide();
        let intake = intake(&self.submissions, expected);
        let is_older = |submission: &Option<usize>| submission.is_some_and(|place| intake.is_superseded(place));
        let older: Vec<bool> = self.ended.iter().map(|(_, submission)| is_older(submission)).collect();
        if self.format == Format::Text && self.expected > 1 {
            let summary = self.summary.text(|place| older.get(place) == Some(&true));
            let _ = self.write(&format!("\n{summary}"));
        }
        let mut lines = super::intake::lines(&self.submissions, &intake);
        lines.extend(passed_over.map(str::to_owned));
        for line in lines {
            match self.format {
                Format::Text => drop(self.write(&line)),
                // Machines read one object a file.
                Format::Json => terminal::tell(line),
            }
        }
        let ended = self.ended.iter().zip(&older).filter(|(_, is_older)| !**is_older).map(|(ended, _)| ended);
        let ended: Vec<Status> = ended.map(|(state, _)| Status::from(*state)).collect();
        self.failure.unwrap_or(match [Status::ErrorsFound, Status::Failed].map(|status| ended.contains(&status)) {
            [true, true] => Status::ErrorsFoundAndFailed,
            [true, false] => Status::ErrorsFound,
            [false, true] => Status::Failed,
            [false, false] => Status::Done,
        })
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
        self.failure = Some(complain(message));
        ControlFlow::Break(())
    }
}
