//! Reading and checking one file.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use super::last::{Last, LastYear};
use super::search::Target;
use super::since::{Compared, Since};
use super::state::{Failure, State};
use crate::fault;
use disclosure_engine::audit::{Approved, Audit, Beside, identities, not_last_year};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::form::{Correspondence, Form, FormLibrary};
use disclosure_engine::import::{ImportOptions, Opened, Understood, Whereabouts, open_bytes, open_with};
use disclosure_engine::progress::{Progress, progress};
use disclosure_export::printable::audit_beside;

/// What checking needs beside the file.
pub struct Checker<'a> {
    pub forms: &'a FormLibrary,
    pub catalog: &'a Catalog,
    /// The form that the files must follow.
    pub wanted_form: Option<&'a str>,
    /// Last year's disclosures, to compare last year's figures with.
    pub last: Option<LastYear>,
    /// What an earlier check found.
    pub since: Option<Since>,
    /// The budget that was approved.
    pub approved: Option<Approved>,
}

/// A disclosure and what was found in it.
pub struct Examined<'a> {
    pub form: Arc<Form>,
    pub catalog: &'a Catalog,
    pub disclosure: Disclosure,
    pub evaluation: Evaluation,
    pub audit: Audit,
    /// By which names its findings are known again, in their order.
    pub ids: Vec<String>,
    /// How far it is, and what is left.
    pub progress: Progress,
    /// The foreign document from which it was imported.
    pub source: Option<Source>,
    /// Last year's disclosure with which it was compared.
    pub last: Option<Arc<Last>>,
    /// The same beside an earlier check.
    pub since: Option<Compared>,
}

/// What is told of a foreign document.
pub struct Source {
    pub understood: Understood,
    /// How many of its figures and cells are not in the disclosure.
    pub left_out: usize,
    /// What whoever relies on its figures must be told of it.
    pub notices: Vec<String>,
    /// Where in it its rows and paragraphs stand.
    pub whereabouts: Whereabouts,
}

impl Examined<'_> {
    /// Its form's own list of codes.
    pub fn codes(&self) -> Cow<'_, Catalog> {
        self.form.catalog(self.catalog)
    }

    /// It with its values, by `codes`.
    pub fn evaluated<'e>(&'e self, codes: &'e Catalog) -> Evaluated<'e> {
        Evaluated { form: &self.form, catalog: codes, disclosure: &self.disclosure, evaluation: &self.evaluation }
    }

    /// Where in the document from which it was imported things stand.
    pub fn whereabouts(&self) -> Option<&Whereabouts> {
        self.source.as_ref().map(|source| &source.whereabouts)
    }

    /// Its state, by its gravest finding.
    pub fn state(&self) -> State {
        State::of(&self.audit, &self.progress)
    }
}

impl<'a> Checker<'a> {
    /// One that compares with nothing.
    pub fn new(forms: &'a FormLibrary, catalog: &'a Catalog) -> Self {
        Self { forms, catalog, wanted_form: None, last: None, since: None, approved: None }
    }

    /// Reads the file that `target` is; where `assumes_heading`, year and kind are supposed that it does not say.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(&self, target: &Target, assumes_heading: bool) -> Result<Opened, Failure> {
        if let Some(failure) = &target.failure {
            return Err(failure.clone());
        }
        let form = self.wanted_form.map(str::to_owned);
        let options = ImportOptions { form, assumes_heading, ..ImportOptions::default() };
        let opened = match &target.packed {
            None => open_with(&target.path, self.forms, self.catalog, &options),
            Some(packed) => {
                packed.take().and_then(|bytes| open_bytes(&target.path, &bytes, self.forms, self.catalog, &options))
            }
        };
        opened.map_err(Failure::unreadable)
    }

    /// Reads and checks the file that `target` is, and does `work` with it. A panic in that is the failure of its file alone.
    ///
    /// # Errors
    /// When it cannot be read, or cannot be checked as is wanted, and what `work` says.
    pub fn examine<R>(
        &self,
        target: &Target,
        work: impl FnOnce(Examined<'a>) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        guarded(|| work(self.check(self.open(target, true)?, &target.path)?))
    }

    fn check(&self, opened: Opened, path: &Path) -> Result<Examined<'a>, Failure> {
        let Opened { disclosure, left_out, understood, notices, printed, whereabouts } = opened;
        if let Some(wanted) = self.wanted_form.filter(|wanted| *wanted != disclosure.form) {
            let own = self.forms.get(&disclosure.form).map_or(disclosure.form.clone(), |form| form.full_name());
            let sentence = format!("用的表式是 {own}，不是 {wanted}");
            return Err(Failure { state: State::WrongForm, sentence });
        }
        let Some(form) = self.forms.get(&disclosure.form).cloned() else {
            return Err(Failure::unreadable(format!("用的表式 {} 本程序没有", disclosure.form)));
        };
        let last = self.last_of(&disclosure, &form)?;
        let evaluation = evaluate(&form, &disclosure);
        let codes = form.catalog(self.catalog);
        let evaluated = Evaluated { form: &form, catalog: &codes, disclosure: &disclosure, evaluation: &evaluation };
        let last_codes = last.as_ref().map(|last| last.form.catalog(self.catalog));
        let of_last = last.as_ref().zip(last_codes.as_deref()).map(|(last, codes)| last.evaluated(codes));
        let (printed, approved) = (Some(&printed), self.approved.as_ref());
        let audit = audit_beside(evaluated, Beside { last: of_last, printed, approved, ..Beside::default() });
        let progress = progress(evaluated, &audit);
        let ids = identities(evaluated, &audit.findings);
        let since = self.since.as_ref().and_then(|since| since.compare(path, &disclosure, &audit.findings, &ids));
        let source = understood.map(|understood| Source { understood, left_out, notices, whereabouts });
        drop(codes);
        let catalog = self.catalog;
        Ok(Examined { form, catalog, disclosure, evaluation, audit, ids, progress, source, last, since })
    }

    /// Last year's disclosure that is to be compared with `disclosure`.
    fn last_of(&self, disclosure: &Disclosure, form: &Form) -> Result<Option<Arc<Last>>, Failure> {
        let Some(last) = self.last.as_ref().and_then(|last| last.of(disclosure)) else { return Ok(None) };
        if let Some(sentence) = not_last_year(disclosure, &last.disclosure) {
            let sentence = format!("不能与上年文件核对：{sentence}");
            return Err(Failure { state: State::OtherYear, sentence });
        }
        if !Correspondence::between(&last.form, form).has_any() {
            let (of_last, own) = (&last.form.id, &form.id);
            let sentence = format!("不能与上年文件核对：上年用的表式是 {of_last}，今年用的是 {own}，没有一张表对应");
            return Err(Failure { state: State::WrongForm, sentence });
        }
        Ok(Some(last))
    }
}

/// Does `check`; a panic in it is the failure of its file alone.
pub(super) fn guarded<T>(check: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    // Nothing that the checks share can change.
    fault::guarded(check).unwrap_or_else(|place| Err(Failure::crashed(&place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_the_failure_of_one_file() {
        let failure = guarded::<()>(|| panic!("a fault in the program")).unwrap_err();
        assert_eq!(failure.state, State::Crashed);
    }
}
