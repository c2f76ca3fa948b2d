//! `check`: what does not agree in one or more disclosures.

use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::folder_report::ReportFile;
use super::intake;
use super::log::Log;
use super::outcome::{Checked, Outcome, Summary};
use super::print::Printer;
use super::progress::Progress;
use super::report::{JsonReport, Report, text_report};
use super::several::Several;
use super::shared::own_reasons;
use super::{Format, Status, complain};
use crate::named_file::read_named;
use crate::received::{Checker, Examined, Failure, LastYear, Since, Target, find, in_order};
use disclosure_engine::audit::{Approved, Grade};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::review::approved::{APPROVED_SIZE_LIMIT, ApprovedError, read_approved};
use disclosure_engine::review::{Pointing, finding_rows};

/// What is wanted of a check beside the files.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The form that the files must follow.
    pub form: Option<&'a str>,
    /// Last year's file, or the folder of last year's files.
    pub against: Option<&'a Path>,
    /// What bodies were called last year.
    pub renamed: Option<&'a Path>,
    /// The list of who must disclose.
    pub expected: Option<&'a Path>,
    /// What an earlier check printed in JSON.
    pub since: Option<&'a Path>,
    /// The budget that was approved.
    pub approved: Option<&'a Path>,
    /// The workbook for the report on all files.
    pub report: Option<&'a Path>,
    pub format: Format,
}

pub(super) fn run((forms, catalog): (&FormLibrary, &Catalog), several: &Several, wanted: Wanted<'_>) -> Status {
    let prepared = prepare((forms, catalog), several, wanted);
    let (checker, paths, expected, report, log) = match prepared {
        Ok(prepared) => prepared,
        Err(sentence) => return complain(sentence),
    };
    let mut progress = Progress::on_stderr();
    progress.show("正在查找文件");
    let found = find(&paths, &AtomicBool::new(false));
    let targets = &found.targets;
    let mut printer = Printer::new(wanted.format, progress, targets.len(), log);
    let work = |target: &Target| {
        let start = Instant::now();
        let result = checker.examine(target, |examined| checked(&examined, target, wanted, report.is_some()));
        let (path, folders, modified) = (target.path.clone(), target.folders.clone(), target.modified());
        Outcome { path, folders, modified, result, took: start.elapsed() }
    };
    in_order(targets, work, |ready, finished| printer.deliver(ready, finished));
    let changes = checker.last.as_ref().map(intake::changes).unwrap_or_default();
    printer.end(&found, expected.as_deref(), changes, report)
}

type Prepared<'a> = (
    Checker<'a>,
    Vec<std::path::PathBuf>,
    Option<Vec<disclosure_engine::review::intake::ExpectedBody>>,
    Option<ReportFile>,
    Option<Log>,
);

/// Reads what the check goes by. The error is a sentence.
fn prepare<'a>(
    (forms, catalog): (&'a FormLibrary, &'a Catalog),
    several: &Several,
    Wanted { form, against, renamed, expected, since, approved, report, .. }: Wanted<'a>,
) -> Result<Prepared<'a>, String> {
    let mut checker = Checker { wanted_form: form, ..Checker::new(forms, catalog) };
    if let Some(id) = form.filter(|id| forms.get(id).is_none()) {
        return Err(crate::forms::unknown(forms, id));
    }
    let paths = several.paths()?;
    let report = report.map(|path| ReportFile::new(path, &paths)).transpose()?;
    if let Some(path) = against {
        let renamed = renamed.map(intake::renamed).transpose()?.unwrap_or_default();
        let last = LastYear::read(&checker, path, renamed);
        checker.last = Some(last.map_err(|sentence| format!("{}：{sentence}", path.display()))?);
    }
    checker.approved = approved.map(open_approved).transpose()?;
    checker.since = since.map(Since::read).transpose()?;
    let expected = expected.map(intake::expected).transpose()?;
    let log = several.log()?;
    Ok((checker, paths, expected, report, log))
}

/// Reads the approved budget at `path`. The error is a sentence.
fn open_approved(path: &Path) -> Result<Approved, String> {
    let too_large = ApprovedError::TooLarge.to_string();
    read_named(path, APPROVED_SIZE_LIMIT as u64, &too_large, |bytes| read_approved(&bytes))
}

/// What is told of one file.
fn checked(
    examined: &Examined<'_>,
    target: &Target,
    wanted: Wanted<'_>,
    is_reported: bool,
) -> Result<Checked, Failure> {
    let codes = examined.codes();
    let report = Report::of(examined, &codes, &target.path);
    let text = match wanted.format {
        Format::Text => text_report(report),
        Format::Json => {
            serde_json::to_string(&JsonReport::new(report)).map_err(|error| Failure::unreadable(error.to_string()))?
        }
    };
    let findings = if is_reported { rows(examined) } else { Vec::new() };
    let own_reasons = own_reasons(examined);
    Ok(Checked { report: text, summary: Summary::of(examined), findings, own_reasons })
}

/// The findings for the report on all files, each with whether it is new.
fn rows(examined: &Examined<'_>) -> Vec<super::outcome::ReportedFinding> {
    let codes = examined.codes();
    let evaluated = examined.evaluated(&codes);
    let pointing = Pointing::new(evaluated, examined.whereabouts());
    let mut rows = finding_rows(evaluated, &examined.audit, &examined.ids, &pointing);
    // Rounding is right as it is: of thousands of files it would be most of the report.
    rows.retain(|row| row.grade != Grade::Rounding);
    let is_new = |id: &str| {
        let place = examined.ids.iter().position(|own| own == id)?;
        examined.since.as_ref()?.is_new.get(place).copied().flatten()
    };
    rows.into_iter()
        .map(|row| {
            let is_new = is_new(&row.id);
            (row, is_new)
        })
        .collect()
}
