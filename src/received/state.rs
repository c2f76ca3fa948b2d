//! In what state a file is.

use disclosure_engine::audit::{Audit, Grade};
use disclosure_engine::progress::Progress;
use disclosure_engine::states;

/// Why a file was not checked.
#[derive(Debug, Clone)]
pub struct Failure {
    pub state: State,
    /// What is wrong and what to do, without the name of the file.
    pub sentence: String,
}

/// In what state a file is, by its gravest finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
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

    /// That of a disclosure.
    pub fn of(audit: &Audit, progress: &Progress) -> Self {
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

impl Failure {
    /// That something cannot be read, for the reason in `sentence`.
    pub fn unreadable(sentence: impl Into<String>) -> Self {
        Self { state: State::Unreadable, sentence: sentence.into() }
    }

    /// That the program has a fault at `place`.
    pub fn crashed(place: &str) -> Self {
        let sentence = format!("核对这个文件时程序出错（{place}），没有核对完；请把它和这句话一起发给开发者");
        Self { state: State::Crashed, sentence }
    }
}
