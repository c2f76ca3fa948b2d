//! Last year's disclosures, with which this year's are compared: one file, or a folder in which each body has its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use super::archive::is_archive;
use super::check::{Checker, guarded};
use super::in_order::in_order;
use super::search::{Target, find};
use super::state::Failure;
use disclosure_engine::audit::not_last_year;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::evaluate::{Evaluated, Evaluation, evaluate};
use disclosure_engine::form::Form;
use disclosure_engine::review::intake::{Renamed, intake, same_body};

/// One of last year's disclosures with its values.
pub struct Last {
    pub form: Arc<Form>,
    pub disclosure: Disclosure,
    pub evaluation: Evaluation,
}

impl Last {
    /// It with its values, by `codes`.
    pub fn evaluated<'l>(&'l self, codes: &'l Catalog) -> Evaluated<'l> {
        Evaluated { form: &self.form, catalog: codes, disclosure: &self.disclosure, evaluation: &self.evaluation }
    }

    fn read(checker: &Checker<'_>, target: &Target) -> Result<Self, String> {
        let read = || {
            let disclosure = checker.open(target, false)?.disclosure;
            let form = checker.forms.get(&disclosure.form).cloned();
            let form = form.ok_or_else(|| Failure::unreadable("没有它的表式"))?;
            let evaluation = evaluate(&form, &disclosure);
            Ok(Self { form, disclosure, evaluation })
        };
        guarded(read).map_err(|failure| failure.sentence)
    }
}

/// Last year's disclosures.
pub enum LastYear {
    /// With which every file is compared.
    One(Arc<Last>),
    /// Of which each file has its own.
    Folder(LastFolder),
}

/// Last year's disclosures of a folder, by the names of their bodies.
pub struct LastFolder {
    by_body: BTreeMap<(String, bool), Vec<Arc<Last>>>,
    renamed: Renamed,
    /// Which of them were asked for.
    used: Mutex<BTreeSet<(String, bool)>>,
    /// Bodies that had none, as they are called.
    new: Mutex<BTreeSet<String>>,
    /// Files that could not be read, and why.
    pub unread: Vec<(PathBuf, String)>,
}

impl LastYear {
    /// Last year's file, or all of a folder; `renamed` says what bodies were called then.
    ///
    /// # Errors
    /// A sentence, when the file cannot be read or nothing can be in the folder.
    pub fn read(checker: &Checker<'_>, path: &Path, renamed: Renamed) -> Result<Self, String> {
        let stop = AtomicBool::new(false);
        let targets = find(&[path], &stop).targets;
        // An archive is a folder that came packed, also with one file in it.
        if !path.is_dir() && !is_archive(path) && targets.len() == 1 {
            return Ok(Self::One(Arc::new(Last::read(checker, &targets[0])?)));
        }
        let mut read = Vec::new();
        in_order(
            &targets,
            |target| Last::read(checker, target),
            |ready, _| {
                read.extend(ready);
                std::ops::ControlFlow::Continue(())
            },
        );
        let folder = LastFolder::new(&targets, read, renamed);
        match folder.by_body.is_empty() {
            true => Err("里面没有一份能读的上年文件".to_owned()),
            false => Ok(Self::Folder(folder)),
        }
    }

    /// That with which `disclosure` is to be compared.
    pub(super) fn of(&self, disclosure: &Disclosure) -> Option<Arc<Last>> {
        match self {
            Self::One(last) => Some(last.clone()),
            Self::Folder(folder) => folder.of(disclosure),
        }
    }
}

impl LastFolder {
    fn new(targets: &[Target], read: Vec<Result<Last, String>>, renamed: Renamed) -> Self {
        let (mut unread, mut submissions, mut lasts) = (Vec::new(), Vec::new(), Vec::new());
        for (target, last) in targets.iter().zip(read) {
            match last {
                Ok(last) => {
                    submissions.push(target.submission(&last.disclosure, target.modified()));
                    lasts.push(Arc::new(last));
                }
                Err(sentence) => unread.push((target.path.clone(), sentence)),
            }
        }
        // Of several versions the newest is what was published.
        let intake = intake(&submissions, None);
        let newest = lasts.into_iter().enumerate().filter(|(place, _)| !intake.is_superseded(*place));
        let mut by_body: BTreeMap<(String, bool), Vec<Arc<Last>>> = BTreeMap::new();
        for (_, last) in newest {
            by_body.entry(key(&last.disclosure.body, last.disclosure.kind)).or_default().push(last);
        }
        Self { by_body, renamed, used: Mutex::default(), new: Mutex::default(), unread }
    }

    fn of(&self, disclosure: &Disclosure) -> Option<Arc<Last>> {
        let name = self.renamed.earlier(&disclosure.body).unwrap_or(&disclosure.body);
        let key = key(name, disclosure.kind);
        let lasts = self.by_body.get(&key).map(Vec::as_slice).unwrap_or_default();
        // The folder may hold several years.
        let is_last = |last: &&Arc<Last>| not_last_year(disclosure, &last.disclosure).is_none();
        let found = lasts.iter().find(is_last).or(lasts.last()).cloned();
        let lock = |names: &Mutex<BTreeSet<String>>| {
            names.lock().unwrap_or_else(PoisonError::into_inner).insert(disclosure.body.clone());
        };
        match &found {
            Some(_) => drop(self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(key)),
            None => lock(&self.new),
        }
        found
    }

    /// Who came now and had nothing last year, and who came last year and not now.
    pub fn changes(&self) -> (Vec<String>, Vec<String>) {
        let new = self.new.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect();
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = self.by_body.iter().filter(|(key, _)| !used.contains(key));
        (new, gone.filter_map(|(_, lasts)| Some(lasts.first()?.disclosure.body.clone())).collect())
    }
}

fn key(body: &str, kind: Kind) -> (String, bool) {
    (same_body(body), kind == Kind::Department)
}
