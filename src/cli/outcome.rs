//! How the check of one file ended.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use serde::Serialize;

use super::Status;
use super::file_name::JsonFile;
use super::shared::OwnReason;
use crate::received::{Compared, Examined, Failure, State};
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::Kind;
use disclosure_engine::review::FindingRow;
use disclosure_engine::review::intake::Submission;

/// How the check of one file ended.
#[derive(Debug)]
pub(super) struct Outcome {
    pub path: PathBuf,
    /// The names of the folders in which it lies below the one that was searched; `None` where it was named itself.
    pub folders: Option<Vec<String>>,
    /// When the file was last changed.
    pub modified: Option<SystemTime>,
    /// How long the check took.
    pub took: Duration,
    pub result: Result<Checked, Failure>,
}

/// What a check found in one disclosure.
#[derive(Debug)]
pub(super) struct Checked {
    /// Its findings, as they are printed.
    pub report: String,
    pub summary: Summary,
    /// What was found, where a report on all files is wanted.
    pub findings: Vec<ReportedFinding>,
    /// The reasons that can only be its own.
    pub own_reasons: Vec<OwnReason>,
}

/// A finding, and whether an earlier check did not find it; `None` where there is no earlier one.
pub(super) type ReportedFinding = (FindingRow, Option<bool>);

/// One disclosure and what was found in it, in a line.
#[derive(Debug, Clone)]
pub(super) struct Summary {
    pub body: String,
    pub year: u16,
    pub kind: Kind,
    /// How many findings there are of each grade, in the order of [`Grade::ALL`].
    pub counts: [usize; Grade::ALL.len()],
    /// How many sums and tie-outs were compared.
    pub checked: usize,
    /// How many findings were mended, are left and are new since an earlier check, where it was checked then.
    pub since: Option<[usize; 3]>,
    pub state: State,
}

/// [`Failure`] for machines.
#[derive(Debug, Serialize)]
pub(super) struct JsonFailure<'a> {
    #[serde(flatten)]
    pub file: JsonFile,
    pub failure: &'a str,
}

impl From<State> for Status {
    fn from(state: State) -> Self {
        match state {
            State::Agreeing | State::Blank | State::Unchecked | State::Unfinished | State::Warnings => Self::Done,
            State::Errors => Self::ErrorsFound,
            State::NoFiles | State::WrongForm | State::OtherYear | State::Unreadable | State::Crashed => Self::Failed,
        }
    }
}

impl Outcome {
    /// What came in with it, where it was read.
    pub fn submission(&self) -> Option<Submission> {
        let Summary { body, year, kind, .. } = &self.result.as_ref().ok()?.summary;
        let heading = (body.clone(), *year, *kind);
        Some(Submission::new(self.path.clone(), self.folders.clone(), self.modified, heading))
    }

    pub fn state(&self) -> State {
        match &self.result {
            Ok(checked) => checked.summary.state,
            Err(failure) => failure.state,
        }
    }
}

impl Summary {
    pub fn of(examined: &Examined<'_>) -> Self {
        let Examined { disclosure, audit, since, .. } = examined;
        Self {
            body: disclosure.body.clone(),
            year: disclosure.year,
            kind: disclosure.kind,
            counts: Grade::ALL.map(|grade| audit.count(grade)),
            checked: audit.checked,
            since: since.as_ref().map(Compared::counts),
            state: examined.state(),
        }
    }

    /// Counts findings of these grades, too, which only all files together show.
    pub fn add_findings(&mut self, grades: impl IntoIterator<Item = Grade>) {
        for grade in grades {
            let place = Grade::ALL.iter().position(|own| *own == grade).unwrap_or_default();
            self.counts[place] += 1;
            self.state = self.state.max(if grade == Grade::Error { State::Errors } else { State::Warnings });
        }
    }

    /// What was found, for the log.
    pub fn logged(&self) -> String {
        let counts = Grade::ALL.into_iter().zip(self.counts).filter(|(_, count)| *count > 0);
        let counts: Vec<String> = counts.map(|(grade, count)| format!("{} {count}", grade.id())).collect();
        if counts.is_empty() { "ok".to_owned() } else { counts.join(", ") }
    }
}
