//! What came in (收件): which files are versions of one body's disclosure, which year and which folder others belong to, and,
//! with a list of names, who is missing.
//!
//! Files come as people send them: twice, last year's, in the folder of another department. Nothing is left out for it;
//! it is told, and of several versions the newest counts.

mod departments;
mod expected;
mod misfiled;
mod renamed;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::SystemTime;

pub use departments::departments;
pub use expected::{ExpectedBody, ExpectedError, LIST_SIZE_LIMIT, read_expected};
pub use misfiled::Misfiled;
pub use renamed::Renamed;

use crate::disclosure::Kind;
use crate::spelling;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct Submission {
    pub path: PathBuf,
    /// Whether a person named the file itself, and not a folder in which it lies: all versions that are named count.
    pub is_named: bool,
    /// The names of the folders in which it lies, from the one that was searched.
    pub folders: Vec<String>,
    pub body: String,
    pub year: u16,
    pub kind: Kind,
    /// When it was last changed.
    pub modified: Option<SystemTime>,
}

impl Submission {
    /// The disclosure of a body, year and kind in the file at `path`; `folders` are those in which it lies below the one that
    /// was searched, `None` where it was named itself.
    pub fn new(
        path: PathBuf,
        folders: Option<Vec<String>>,
        modified: Option<SystemTime>,
        (body, year, kind): (String, u16, Kind),
    ) -> Self {
        let (is_named, folders) = (folders.is_none(), folders.unwrap_or_default());
        Self { path, is_named, folders, body, year, kind, modified }
    }
}

/// Several files of one body, year and kind, by their places among the submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// The one that was changed last; of files of the same time the last by path.
    pub newest: usize,
    /// The others, the newest first.
    pub older: Vec<usize>,
}

/// What is to be told of all submissions together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Intake {
    pub versions: Vec<Versions>,
    /// Those of another year than most, and which year most are of.
    pub of_other_years: Option<(u16, Vec<usize>)>,
    pub misfiled: Vec<Misfiled>,
    /// Those on the list of names of whom nothing came.
    pub missing: Vec<ExpectedBody>,
    /// Those that are not on the list of names.
    pub unlisted: Vec<usize>,
}

/// What is to be told of `submissions`; `expected` are the names of who must disclose, where there is a list.
pub fn intake(submissions: &[Submission], expected: Option<&[ExpectedBody]>) -> Intake {
    let of_other_years = of_other_years(submissions);
    let usual = of_other_years.as_ref().map(|(year, _)| *year);
    let counts = |submission: &Submission| usual.is_none_or(|year| submission.year == year);
    let (missing, unlisted) =
        expected.map(|expected| expected::compare(submissions, expected, counts)).unwrap_or_default();
    Intake {
        versions: versions(submissions),
        misfiled: misfiled::find(submissions, expected.unwrap_or_default()),
        of_other_years,
        missing,
        unlisted,
    }
}

impl Intake {
    /// Whether a newer version of the submission at `place` is there.
    pub fn is_superseded(&self, place: usize) -> bool {
        self.versions.iter().any(|versions| versions.older.contains(&place))
    }
}

/// What is the same for all names of one body, whatever their blanks and brackets.
pub fn same_body(body: &str) -> String {
    plain(body)
}

/// How many folders all submissions have in common: what stands above the sorting is none.
fn common_folders(submissions: &[Submission]) -> usize {
    let mut all = submissions.iter().map(|submission| &submission.folders).filter(|folders| !folders.is_empty());
    let Some(first) = all.next() else { return 0 };
    all.fold(first.len().saturating_sub(1), |common, folders| {
        let same = first.iter().zip(folders).take_while(|(one, other)| one == other).count();
        common.min(same)
    })
}

/// The folder by which `submission` was sorted.
fn sorted_under(submission: &Submission, common: usize) -> Option<&String> {
    submission.folders.get(common)
}

/// What tells a body from others, whatever its blanks and brackets.
fn plain(body: &str) -> String {
    spelling::plain(body).collect()
}

fn versions(submissions: &[Submission]) -> Vec<Versions> {
    let mut of_body: BTreeMap<(String, u16, bool), Vec<usize>> = BTreeMap::new();
    // A file without a name is nobody's.
    let is_told = |one: &Submission| !one.is_named && !spelling::is_blank(&one.body);
    for (place, one) in submissions.iter().enumerate().filter(|(_, one)| is_told(one)) {
        of_body.entry((plain(&one.body), one.year, one.kind == Kind::Department)).or_default().push(place);
    }
    let mut all: Vec<Versions> = of_body
        .into_values()
        .filter_map(|mut places| {
            places.sort_by(|a, b| {
                let when = |place: &usize| (submissions[*place].modified, &submissions[*place].path);
                when(b).cmp(&when(a))
            });
            let (&newest, older) = places.split_first()?;
            (!older.is_empty()).then(|| Versions { newest, older: older.to_vec() })
        })
        .collect();
    all.sort_by_key(|versions| versions.newest);
    all
}

/// The year of most submissions, and which are of another; `None` where all are of one, or no year has more than another.
fn of_other_years(submissions: &[Submission]) -> Option<(u16, Vec<usize>)> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    submissions.iter().for_each(|submission| *counts.entry(submission.year).or_default() += 1);
    let most = counts.values().copied().max()?;
    let mut usual = counts.iter().filter(|(_, count)| **count == most).map(|(year, _)| *year);
    let year = usual.next().filter(|_| usual.next().is_none())?;
    let is_other = |&place: &usize| submissions[place].year != year && !submissions[place].is_named;
    let others = (0..submissions.len()).filter(is_other).collect::<Vec<_>>();
    (!others.is_empty()).then_some((year, others))
}

#[cfg(test)]
pub(super) mod tests;
