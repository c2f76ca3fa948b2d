//! `check`: what does not agree in one or more disclosures.

use std::path::Path;

use super::files::{self, Target};
use super::in_order::in_order;
use super::intake;
use super::outcome::{Checked, Failure, Outcome, State, Summary};
use super::print::Printer;
use super::progress::Progress;
use super::report::{JsonReport, Report, ReportedSource, text_report};
use super::since::{Compared, Since};
use super::{Format, Status, complain};
use crate::fault;
use disclosure_engine::audit::{identities, not_last_year};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::form::{Correspondence, FormLibrary};
use disclosure_engine::import::{ImportOptions, Opened, open_any, open_with};
use disclosure_engine::progress::progress;
use disclosure_export::printable::audit;

/// What checking needs beside the file.
struct Checker<'a> {
    forms: &'a FormLibrary,
    catalog: &'a Catalog,
    format: Format,
    /// The form that the files must follow.
    wanted_form: Option<&'a str>,
    /// Last year's disclosure, to compare last year's figures with.
    last: Option<Last>,
    /// What an earlier check found.
    since: Option<Since>,
}

/// What is wanted of a check beside the files.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The form that the files must follow.
    pub form: Option<&'a str>,
    /// Last year's file.
    pub against: Option<&'a Path>,
    /// The list of who must disclose.
    pub expected: Option<&'a Path>,
    /// What an earlier check printed in JSON.
    pub since: Option<&'a Path>,
    pub format: Format,
}

/// Last year's disclosure with its values.
struct Last {
    disclosure: Disclosure,
    evaluation: Evaluation,
}

pub(super) fn run(
    (forms, catalog): (&FormLibrary, &Catalog),
    paths: &[impl AsRef<Path>],
    Wanted { form: wanted_form, against, expected, since, format }: Wanted<'_>,
) -> Status {
    let mut checker = Checker { forms, catalog, format, wanted_form, last: None, since: None };
    if let Some(id) = wanted_form.filter(|id| forms.get(id).is_none()) {
        return complain(super::forms::unknown(forms, id));
    }
    if let Some(path) = against {
        match checker.open_last(path) {
            Ok(last) => checker.last = Some(last),
            Err(sentence) => return complain(format!("{}：{sentence}", path.display())),
        }
    }
    match since.map(Since::read).transpose() {
        Ok(since) => checker.since = since,
        Err(sentence) => return complain(sentence),
    }
    let expected = match expected.map(intake::expected).transpose() {
        Ok(expected) => expected,
        Err(sentence) => return complain(sentence),
    };
    let mut progress = Progress::on_stderr();
    progress.show("正在查找文件");
    let found = files::find(paths);
    let targets = &found.targets;
    let mut printer = Printer::new(format, progress, targets.len());
    let work = |target: &Target| {
        let result = guarded(|| target.failure.clone().map_or_else(|| checker.check(&target.path), Err));
        Outcome { path: target.path.clone(), folders: target.folders.clone(), result }
    };
    in_order(targets, work, |ready, finished| printer.deliver(ready, finished));
    printer.end(found.passed_over().as_deref(), expected.as_deref())
}

/// Does `check`; a panic in it is the failure of its file alone.
fn guarded(check: impl FnOnce() -> Result<Checked, Failure>) -> Result<Checked, Failure> {
    // Nothing that the checks share can change.
    fault::guarded(check).unwrap_or_else(|place| Err(Failure::crashed(&place)))
}

impl Checker<'_> {
    /// Opens last year's file. The error is a sentence.
    fn open_last(&self, path: &Path) -> Result<Last, String> {
        let Opened { disclosure, .. } = open_any(path, self.forms, self.catalog, self.wanted_form)?;
        let form = self.forms.get(&disclosure.form).ok_or("没有它的表式")?;
        let evaluation = evaluate(form, &disclosure);
        Ok(Last { disclosure, evaluation })
    }

    fn check(&self, path: &Path) -> Result<Checked, Failure> {
        let unreadable = |sentence| Failure { state: State::Unreadable, sentence };
        let form = self.wanted_form.map(str::to_owned);
        let options = ImportOptions { form, assumes_heading: true, ..ImportOptions::default() };
        let opened = open_with(path, self.forms, self.catalog, &options).map_err(unreadable)?;
        let Opened { disclosure, left_out, understood, notices } = opened;
        if let Some(wanted) = self.wanted_form.filter(|wanted| *wanted != disclosure.form) {
            let sentence = format!("用的表式是 {}，不是 {wanted}", disclosure.form);
            return Err(Failure { state: State::WrongForm, sentence });
        }
        let Some(form) = self.forms.get(&disclosure.form) else {
            return Err(unreadable(format!("用的表式 {} 本程序没有", disclosure.form)));
        };
        let evaluation = evaluate(form, &disclosure);
        let catalog = &*form.catalog(self.catalog);
        let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
        if let Some(sentence) = self.last.as_ref().and_then(|last| not_last_year(&disclosure, &last.disclosure)) {
            return Err(Failure {
                state: State::OtherYear, sentence: format!("不能与上年文件核对：{sentence}")
            });
        }
        let last_form = match &self.last {
            Some(last) => self.forms.get(&last.disclosure.form),
            None => None,
        };
        if let Some(last_form) = last_form.filter(|last_form| !Correspondence::between(last_form, form).has_any()) {
            let (of_last, own) = (&last_form.id, &form.id);
            let sentence = format!("不能与上年文件核对：上年用的表式是 {of_last}，今年用的是 {own}，没有一张表对应");
            return Err(Failure { state: State::WrongForm, sentence });
        }
        let of_last = last_form.map(|form| form.catalog(self.catalog));
        let last = self.last.as_ref().zip(last_form.zip(of_last.as_deref())).map(|(last, (form, catalog))| Evaluated {
            form,
            catalog,
            disclosure: &last.disclosure,
            evaluation: &last.evaluation,
        });
        let audit = audit(evaluated, last);
        let progress = progress(evaluated, &audit);
        let against = last.map(|last| last.disclosure);
        let ids = identities(evaluated, &audit.findings);
        let since = self.since.as_ref().and_then(|since| since.compare(path, &disclosure, &audit.findings, &ids));
        let source = understood.map(|understood| ReportedSource { understood, left_out, notices });
        let counts = since.as_ref().map(Compared::counts);
        let (source, since) = (source.as_ref(), since.as_ref());
        let report = Report { path, evaluated, audit: &audit, ids: &ids, progress: &progress, source, against, since };
        let report = match self.format {
            Format::Text => text_report(report),
            Format::Json => {
                serde_json::to_string(&JsonReport::new(report)).map_err(|error| unreadable(error.to_string()))?
            }
        };
        Ok(Checked { report, summary: Summary::new(&disclosure, &audit, &progress, counts) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_the_failure_of_one_file() {
        let failure = guarded(|| panic!("a fault in the program")).unwrap_err();
        assert_eq!(failure.state, State::Crashed);
        assert_eq!(Status::from(failure.state), Status::Failed);
    }
}
