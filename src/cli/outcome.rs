//! How the check of one file ended.

use std::path::PathBuf;

use serde::Serialize;

use super::Status;
use super::file_name::JsonFile;
use disclosure_engine::audit::{Audit, Grade};
use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::progress::Progress;
use disclosure_engine::review::intake::Submission;
use disclosure_engine::states;

/// How the check of one file ended.
#[derive(Debug)]
pub(super) struct Outcome {
    pub path: PathBuf,
    /// The names of the folders in which it lies below the one that was searched; `None` where it was named itself.
    pub folders: Option<Vec<String>>,
    pub result: Result<Checked, Failure>,
}

/// What a check found in one disclosure.
#[derive(Debug)]
pub(super) struct Checked {
    /// Its findings, as they are printed.
    pub report: String,
    pub summary: Summary,
}

/// One disclosure and what was found in it, in a line.
#[derive(Debug)]
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

/// Why a file was not checked.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub state: State,
    /// What is wrong and what to do, without the name of the file.
    pub sentence: String,
}

/// [`Failure`] for machines.
#[derive(Debug, Serialize)]
pub(super) struct JsonFailure<'a> {
    #[serde(flatten)]
    pub file: JsonFile,
    pub failure: &'a str,
}

/// In what state a file is, by its gravest finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// Everything that was compared agrees, but for rounding differences.
    Agreeing,
    /// There was nothing to compare, as in a disclosure that is not yet filled in.
    Blank,
    /// What was compared agrees; something was not there to be checked.
    Unchecked,
    /// What was compared agrees; something is still to be filled in.
    Unfinished,
    Warnings,
    Errors,
    NoFiles,
    WrongForm,
    /// The file of last year that was given is not that of the year before.
    OtherYear,
    Unreadable,
    Crashed,
}

impl State {
    /// Its name for accountants.
    pub fn name(self) -> &'static str {
        match self {
            Self::Agreeing => "平",
            Self::Blank => "无可核对",
            Self::Unchecked => "平，有未核",
            Self::Unfinished => "没有填完",
            Self::Warnings => "有存疑",
            Self::Errors => "有错误",
            Self::NoFiles => "没有文件",
            Self::WrongForm => "表式不符",
            Self::OtherYear => "年度不符",
            Self::Unreadable => "读不出",
            Self::Crashed => "程序出错",
        }
    }

    fn of(audit: &Audit, progress: &Progress) -> Self {
        let gravest = Grade::ALL.into_iter().find(|&grade| audit.count(grade) > 0);
        match gravest {
            Some(Grade::Error) => Self::Errors,
            Some(Grade::Warning) => Self::Warnings,
            _ if audit.checked == 0 => Self::Blank,
            _ if progress.states.iter().any(|(_, state)| is_begun(*state)) => Self::Unfinished,
            _ if audit.count(Grade::Unchecked) > 0 => Self::Unchecked,
            _ => Self::Agreeing,
        }
    }
}

/// Whether something of it is there, and not all.
fn is_begun(state: states::State) -> bool {
    matches!(state, states::State::Untouched | states::State::InProgress)
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
        let (is_named, folders) = (self.folders.is_none(), self.folders.clone().unwrap_or_default());
        let (path, modified) = (self.path.clone(), super::intake::modified(&self.path));
        Some(Submission { path, is_named, folders, body: body.clone(), year: *year, kind: *kind, modified })
    }

    pub fn state(&self) -> State {
        match &self.result {
            Ok(checked) => checked.summary.state,
            Err(failure) => failure.state,
        }
    }
}

impl Summary {
    pub fn new(disclosure: &Disclosure, audit: &Audit, progress: &Progress, since: Option<[usize; 3]>) -> Self {
        Self {
            body: disclosure.body.clone(),
            year: disclosure.year,
            kind: disclosure.kind,
            counts: Grade::ALL.map(|grade| audit.count(grade)),
            checked: audit.checked,
            since,
            state: State::of(audit, progress),
        }
    }
}

impl Failure {
    pub fn crashed(place: &str) -> Self {
        let sentence = format!("核对这个文件时程序出错（{place}），没有核对完；请把它和这句话一起发给开发者");
        Self { state: State::Crashed, sentence }
    }
}
