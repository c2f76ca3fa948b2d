//! `check --report`: the report on all files as a workbook.

use std::path::{Path, PathBuf};

use super::intake;
use super::outcome::{Outcome, ReportedFinding, Summary};
use super::output::refusal_of_input;
use crate::received::{Failure, Found, State, real};
use disclosure_engine::file;
use disclosure_engine::review::intake::{ExpectedBody, Intake, Submission, departments};
use disclosure_engine::review::{FindingRow, ReportedBody, Unchecked, folder_report};
use disclosure_export::SheetFormat;

/// Files that were passed over and are named in the report.
const MOST_PASSED_OVER: usize = 2_000;

/// The workbook in which the report is written.
#[derive(Debug)]
pub(super) struct ReportFile {
    path: PathBuf,
    format: SheetFormat,
    /// What it is a report on.
    about: String,
}

/// What is kept of a file for the report.
#[derive(Debug)]
pub(super) struct Kept {
    path: PathBuf,
    result: Result<(Summary, Vec<ReportedFinding>), Failure>,
}

impl Kept {
    /// What is kept of `outcome`.
    pub fn of(outcome: &mut Outcome) -> Self {
        let result = match &mut outcome.result {
            Ok(checked) => Ok((checked.summary.clone(), std::mem::take(&mut checked.findings))),
            Err(failure) => Err(failure.clone()),
        };
        Self { path: outcome.path.clone(), result }
    }

    /// Adds findings that only all files together show.
    pub fn add_findings(&mut self, rows: Vec<FindingRow>) {
        if let Ok((summary, findings)) = &mut self.result {
            summary.add_findings(rows.iter().map(|row| row.grade));
            findings.extend(rows.into_iter().map(|row| (row, None)));
        }
    }
}

/// What came, all together.
#[derive(Clone, Copy)]
pub(super) struct Came<'a> {
    pub submissions: &'a [Submission],
    pub intake: &'a Intake,
    pub expected: Option<&'a [ExpectedBody]>,
    pub found: &'a Found,
    pub changes: &'a intake::Changes,
}

impl ReportFile {
    /// The report at `path` on what `paths` lead to. The error is a sentence.
    pub fn new(path: &Path, paths: &[PathBuf]) -> Result<Self, String> {
        let format = SheetFormat::of(path);
        let Some(format) = format.filter(|format| *format == SheetFormat::Xlsx) else {
            return Err(format!("{}：报告写成 Excel 文件，文件名应以 .xlsx 结尾", path.display()));
        };
        if let Some(refusal) = refusal_of_input(path, paths.iter().map(PathBuf::as_path)) {
            return Err(refusal);
        }
        let about = match paths {
            [one] => {
                // `.` has no name of its own.
                real(one).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
            }
            _ => format!("{} 个文件或文件夹", paths.len()),
        };
        Ok(Self { path: path.to_owned(), format, about })
    }

    /// Writes the report. `submitted` says which submission each of `kept` is. The error is a sentence.
    pub fn write(&self, kept: Vec<Kept>, submitted: &[Option<usize>], came: Came<'_>) -> Result<(), String> {
        let departments = departments(came.submissions, came.intake, came.expected);
        let department = |place: Option<usize>| place.and_then(|place| departments.get(place).cloned().flatten());
        let (mut bodies, mut unchecked) = (Vec::new(), Vec::new());
        for (kept, submission) in kept.into_iter().zip(submitted) {
            let file = kept.path.display().to_string();
            match kept.result {
                Ok((summary, findings)) => bodies.push(ReportedBody {
                    department: department(*submission),
                    body: summary.body,
                    year: summary.year,
                    kind: summary.kind,
                    verdict: summary.state.name().to_owned(),
                    counts: summary.counts,
                    checked: summary.checked,
                    since: summary.since,
                    file,
                    is_older: submission.is_some_and(|place| came.intake.is_superseded(place)),
                    findings,
                }),
                Err(failure) => unchecked.push(Unchecked {
                    matter: failure.state.name(),
                    department: None,
                    body: String::new(),
                    file,
                    why: failure.sentence,
                }),
            }
        }
        let has_errors = |body: &&ReportedBody| !body.is_older && body.verdict == State::Errors.name();
        let (count, wrong) =
            (bodies.iter().filter(|one| !one.is_older).count(), bodies.iter().filter(has_errors).count());
        unchecked.extend(intake::unchecked(came, &departments));
        unchecked.extend(passed_over(came.found));
        let title = format!("{} 预算公开核对报告", self.about);
        let when = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M");
        let summary = vec![format!(
            "核对 {count} 份，有错误 {wrong} 份；没有核对或要留意的 {} 项；尾差只计数，不逐条列出；{when}",
            unchecked.len()
        )];
        let bytes = self.format.write(&folder_report(title, summary, bodies, &unchecked));
        let bytes = bytes.map_err(|error| format!("{}：{error}", self.path.display()))?;
        file::write_atomically(&self.path, &bytes).map_err(|error| format!("{}：{error}", self.path.display()))
    }
}

fn passed_over(found: &Found) -> Vec<Unchecked> {
    let mut names: Vec<String> = found.passed_over_names().map(|path| path.display().to_string()).collect();
    names.sort_unstable();
    let rest = names.len().saturating_sub(MOST_PASSED_OVER);
    names.truncate(MOST_PASSED_OVER);
    let row = |file: String, why: &str| Unchecked {
        matter: "不核对的文件",
        department: None,
        body: String::new(),
        file,
        why: why.to_owned(),
    };
    let why = "文件夹和压缩包里只核对 .budget 和 Word、Excel、PDF、OFD 文件";
    let mut rows: Vec<Unchecked> = names.into_iter().map(|name| row(name, why)).collect();
    if rest > 0 {
        rows.push(row(format!("另有 {rest} 个"), why));
    }
    rows
}
