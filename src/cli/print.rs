//! What `check` prints, file after file.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::ops::ControlFlow;

use super::file_name::JsonFile;
use super::folder_report::{Came, Kept, ReportFile};
use super::intake::Changes;
use super::log::Log;
use super::outcome::{JsonFailure, Outcome};
use super::progress::Progress;
use super::shared::{OwnReason, SharedReasons};
use super::summary::SummaryTable;
use super::{Format, Status, complain, terminal};
use crate::received::{Failure, Found, State};
use disclosure_engine::review::FindingRow;
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
    /// The reasons that can only be one body's, with the places of their submissions.
    own_reasons: Vec<(usize, OwnReason)>,
    /// What a report on all files is made of.
    kept: Vec<Kept>,
    log: Option<Log>,
    /// Whether results could not be written.
    failure: Option<Status>,
    /// Whether results cannot be written any more.
    is_closed: bool,
}

impl Printer {
    pub fn new(format: Format, progress: Progress, expected: usize, log: Option<Log>) -> Self {
        let summary = SummaryTable::default();
        let mut printer = Self {
            format,
            progress,
            expected,
            summary,
            ended: Vec::new(),
            submissions: Vec::new(),
            own_reasons: Vec::new(),
            kept: Vec::new(),
            log,
            failure: None,
            is_closed: false,
        };
        printer.show_progress(0);
        printer
    }

    /// Prints `ready`, and shows that `finished` files are done; breaks when results cannot be written.
    pub fn deliver(&mut self, ready: Vec<Outcome>, finished: usize) -> ControlFlow<()> {
        self.progress.hide();
        for mut outcome in ready {
            self.note(&mut outcome);
            self.summary.add(&outcome);
            self.kept.push(Kept::of(&mut outcome));
            self.print(outcome)?;
        }
        self.show_progress(finished);
        ControlFlow::Continue(())
    }

    /// Notes how a file ended, and what came in with it.
    fn note(&mut self, outcome: &mut Outcome) {
        let submission = outcome.submission().map(|submission| {
            self.submissions.push(submission);
            self.submissions.len() - 1
        });
        self.ended.push((outcome.state(), submission));
        if let (Some(place), Ok(checked)) = (submission, &mut outcome.result) {
            self.own_reasons.extend(std::mem::take(&mut checked.own_reasons).into_iter().map(|own| (place, own)));
        }
        if let Some(log) = &mut self.log {
            let ended = match &outcome.result {
                Ok(checked) => checked.summary.logged(),
                Err(failure) => format!("failed: {}", failure.sentence),
            };
            log.file(&outcome.path, &ended, outcome.took);
        }
    }

    /// Prints what comes after all outcomes: the summary, what is to be told of them together, beside who was `expected`,
    /// who came anew and who is gone, what was passed over; and writes the report. Of several versions of one disclosure the
    /// newest says how it ended.
    pub fn end(
        mut self,
        found: &Found,
        expected: Option<&[ExpectedBody]>,
        changes: Changes,
        report: Option<ReportFile>,
    ) -> Status {
        self.progress.hide();
        let intake = intake(&self.submissions, expected);
        let is_older = |submission: &Option<usize>| submission.is_some_and(|place| intake.is_superseded(place));
        let older: Vec<bool> = self.ended.iter().map(|(_, submission)| is_older(submission)).collect();
        let own_reasons = std::mem::take(&mut self.own_reasons);
        let submissions = std::mem::take(&mut self.submissions);
        let shared = SharedReasons::of(&submissions, &intake, &own_reasons);
        self.add_findings(shared.rows());
        if self.format == Format::Text && self.expected > 1 {
            let summary = self.summary.text(|place| older.get(place) == Some(&true));
            let _ = self.write(&format!("\n{summary}"));
        }
        if self.format == Format::Json {
            let _ = self.write_together(&shared);
        }
        let mut lines = super::intake::lines(&submissions, &intake);
        lines.extend(shared.lines().into_iter().filter(|_| self.format == Format::Text));
        lines.extend(changes.lines());
        lines.extend(found.passed_over());
        for line in lines {
            match self.format {
                Format::Text => drop(self.write(&line)),
                // Machines read one object a file.
                Format::Json => terminal::tell(line),
            }
        }
        if let Some(report) = report {
            let submitted: Vec<Option<usize>> = self.ended.iter().map(|(_, submission)| *submission).collect();
            let kept = std::mem::take(&mut self.kept);
            let came = Came { submissions: &submissions, intake: &intake, expected, found, changes: &changes };
            if let Err(sentence) = report.write(kept, &submitted, came) {
                let _ = self.fail(sentence);
            }
        }
        let ended = self.ended.iter().zip(&older).filter(|(_, is_older)| !**is_older).map(|(ended, _)| ended);
        let ended: Vec<Status> = ended.map(|(state, _)| Status::from(*state)).collect();
        let status = self.failure.unwrap_or_else(|| Status::of_all(&ended));
        match self.log.as_mut().is_none_or(|log| log.end(status)) {
            true => status,
            false => complain("日志没有写完整；请检查它所在的磁盘"),
        }
    }

    /// Counts what only all files together show, by the places of their submissions.
    fn add_findings(&mut self, mut rows: BTreeMap<usize, Vec<FindingRow>>) {
        for (place, (state, submission)) in self.ended.iter_mut().enumerate() {
            if let Some(rows) = submission.and_then(|submission| rows.remove(&submission)) {
                let now = self.summary.add_findings(place, rows.iter().map(|row| row.grade));
                *state = now.unwrap_or(*state);
                self.kept[place].add_findings(rows);
            }
        }
    }

    /// Writes what several files have in common, an object for each file.
    fn write_together(&mut self, shared: &SharedReasons<'_>) -> ControlFlow<()> {
        match shared.json() {
            Ok(objects) => objects.iter().try_for_each(|object| self.write(object)),
            Err(error) => self.fail(error),
        }
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
