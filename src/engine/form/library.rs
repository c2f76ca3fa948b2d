//! The forms that the program knows, and where each comes from.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, OnceLock};

use rayon::iter::Either::{Left, Right};
use rayon::prelude::*;

use super::Form;
use super::error::{FormError, FormErrors};
use super::files::{FORM_FILE, FormFiles};
use super::policy::{Policy, PolicyError};
use crate::disclosure::Kind;

/// Each folder of `assets/forms` with its files.
const BUILT_IN: &[(&str, &[(&str, &str)])] = include!(concat!(env!("OUT_DIR"), "/builtin_forms.rs"));

/// The files of each form that is built into the program.
pub fn builtin_forms() -> &'static [FormFiles] {
    static FORMS: LazyLock<Vec<FormFiles>> =
        LazyLock::new(|| BUILT_IN.iter().map(|(name, files)| FormFiles::new(*name, files.iter().copied())).collect());
    &FORMS
}

/// The files of the built-in form in the folder `name`.
pub fn builtin_form(name: &str) -> Option<&'static FormFiles> {
    builtin_forms().iter().find(|files| files.name() == name)
}

/// Behind the id of a form that a disclosure brings, where another one of that id is known.
const CARRIED: &str = "@file";

/// Where a form comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    BuiltIn,
    /// A folder on this machine.
    Folder(PathBuf),
    /// A disclosure that carries it.
    Carried,
}

impl Origin {
    /// Whether it is `folder`, or in it.
    pub fn is_in(&self, folder: &Path) -> bool {
        matches!(self, Self::Folder(own) if own.starts_with(folder))
    }

    /// In words.
    pub fn text(&self) -> String {
        match self {
            Self::BuiltIn => "内置".to_owned(),
            Self::Folder(folder) => folder.display().to_string(),
            Self::Carried => "文件自带".to_owned(),
        }
    }
}

/// A form that can be used.
#[derive(Debug, Clone)]
pub struct KnownForm {
    pub form: Arc<Form>,
    pub origin: Origin,
}

impl KnownForm {
    /// The folder from which it was read, where it was.
    pub fn folder(&self) -> Option<PathBuf> {
        match &self.origin {
            Origin::Folder(folder) => Some(folder.clone()),
            Origin::BuiltIn | Origin::Carried => None,
        }
    }
}

/// A form that cannot be used.
#[derive(Debug, Clone)]
pub struct UnsoundForm {
    /// Name of its folder.
    pub name: String,
    pub origin: Origin,
    pub errors: FormErrors,
}

/// All forms that can be used, by id, and those that cannot.
///
/// A copy of it knows what is brought later by a disclosure, too.
#[derive(Debug, Clone)]
pub struct FormLibrary {
    known: Vec<KnownForm>,
    unsound: Vec<UnsoundForm>,
    /// Forms that disclosures brought while they were read.
    carried: Arc<CarriedForms>,
    /// What is wanted beside what forms say.
    policy: Option<Arc<Policy>>,
}

/// A list that only grows, so that what was found in it stays.
#[derive(Debug, Default)]
struct CarriedForms {
    next: OnceLock<Box<(KnownForm, CarriedForms)>>,
}

impl CarriedForms {
    fn iter(&self) -> impl Iterator<Item = &KnownForm> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let (form, next) = rest.next.get()?.as_ref();
            rest = next;
            Some(form)
        })
    }

    fn push(&self, form: KnownForm) {
        let mut entry = Box::new((form, Self::default()));
        let mut rest = self;
        loop {
            match rest.next.set(entry) {
                Ok(()) => return,
                Err(taken) => entry = taken,
            }
            if let Some(node) = rest.next.get() {
                rest = &node.1;
            }
        }
    }
}

impl FormLibrary {
    /// The built-in forms.
    ///
    /// # Errors
    /// When one of them is unsound; a test keeps that from happening.
    pub fn builtin() -> Result<Self, FormErrors> {
        let mut forms = Self { known: Vec::new(), unsound: Vec::new(), carried: Arc::default(), policy: None };
        let mut waiting: Vec<FormFiles> = builtin_forms().to_vec();
        while !waiting.is_empty() {
            // Those whose base is known, all at once: every command waits for them.
            let completed = waiting.par_iter().map(|files| forms.completed(files));
            let (mut ready, mut rest): (Vec<_>, Vec<_>) =
                completed.partition_map(|files| if files.is_complete() { Left(files) } else { Right(files) });
            if ready.is_empty() {
                // Loading tells which base there is not.
                std::mem::swap(&mut ready, &mut rest);
            }
            waiting = rest;
            let loaded =
                ready.par_iter().map(|files| Form::load_among(files, &forms.known)).collect::<Result<Vec<_>, _>>()?;
            let known = |form: Form| KnownForm { form: Arc::new(form.built_in()), origin: Origin::BuiltIn };
            forms.known.extend(loaded.into_iter().map(known));
        }
        let place =
            |known: &KnownForm| builtin_forms().iter().position(|files| files.name() == known.form.files().name());
        forms.known.sort_by_cached_key(place);
        forms.link();
        Ok(forms)
    }

    /// The same library in which every form is checked as `policy` wants, also those that come later; without one, as the
    /// forms themselves say.
    ///
    /// # Errors
    /// When the policy names a form that there is not, or adds what fits no form.
    pub fn with_policy(&self, policy: Option<Policy>) -> Result<Self, PolicyError> {
        let unknown = |policy: &Policy| policy.of_forms.iter().find(|id| self.get(id).is_none()).cloned();
        if let Some(unknown) = policy.as_ref().and_then(unknown) {
            return Err(PolicyError::UnknownForm(unknown));
        }
        let mut trial = Trial { policy: policy.as_ref(), fits: false, refused: None };
        let known = self.known.iter().map(|known| trial.apply(known)).collect::<Result<Vec<_>, _>>()?;
        let carried = Arc::new(CarriedForms::default());
        for known in self.carried.iter() {
            // What the policy adds need not fit what a disclosure brought.
            let mut trial = Trial { policy: policy.as_ref(), fits: true, refused: None };
            carried.push(trial.apply(known).unwrap_or_else(|_| known.clone()));
        }
        if let Some((_, refused)) = trial.refused.filter(|_| !trial.fits) {
            return Err(refused);
        }
        let library = Self { known, unsound: self.unsound.clone(), carried, policy: policy.map(Arc::new) };
        library.link();
        Ok(library)
    }

    /// What is wanted beside what forms say.
    pub fn policy(&self) -> Option<&Policy> {
        self.policy.as_deref()
    }

    /// A form that comes later, as the policy wants it; what the policy adds and it has no place for is left out.
    fn wanted(&self, form: Form) -> Form {
        match &self.policy {
            Some(policy) => policy.applied_to(&form).unwrap_or_else(|_| policy.set_on(form)),
            None => form,
        }
    }

    /// Adds the forms of `folder`: the one that it is, or those in the folders in it. One that is unsound is listed as
    /// such and stops no other. Returns how many were found, sound or not.
    pub fn add_folder(&mut self, folder: &Path) -> usize {
        let mut folders = vec![folder.to_owned()];
        if !FormFiles::are_in(folder) {
            let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
            folders = entries.map(|entry| entry.path()).filter(|path| FormFiles::are_in(path)).collect();
            folders.sort();
        }
        let count = folders.len();
        let mut waiting: Vec<_> = folders.into_iter().map(|folder| (FormFiles::read(&folder), folder)).collect();
        // One that is based on another comes after it, wherever they stand.
        while !waiting.is_empty() {
            let is_ready = |(files, _): &(Result<FormFiles, FormErrors>, PathBuf)| match files {
                Ok(files) => self.completed(files).is_complete(),
                Err(_) => true,
            };
            let place = waiting.iter().position(is_ready).unwrap_or(0);
            let (files, folder) = waiting.remove(place);
            let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
            let origin = Origin::Folder(folder);
            match files.and_then(|files| self.load(&files)) {
                Ok(form) => self.known.push(KnownForm { form, origin }),
                Err(errors) => self.unsound.push(UnsoundForm { name, origin, errors }),
            }
        }
        self.link();
        count
    }

    /// Gives each form the one that it follows, where that is known.
    fn link(&self) {
        for form in self.known.iter().chain(self.carried.iter()).map(|known| &known.form) {
            let Some(follows) = form.follows.as_ref().filter(|_| form.form_before().is_none()) else { continue };
            if let Some(before) = self.get(&follows.form) {
                // It stays the one that it was.
                let _ = form.before.set(before.clone());
            }
        }
    }

    /// `files` with those of the form on which it is based, where that is known.
    pub fn completed(&self, files: &FormFiles) -> FormFiles {
        // To find out what it is based on its whole text is read.
        let missing = if files.base().is_none() { files.based_on() } else { None };
        let base = missing.and_then(|id| self.known.iter().find(|known| known.form.id == id));
        match base {
            Some(base) => files.with_base(base.form.files()),
            None => files.clone(),
        }
    }

    /// The same, and what disclosures brought to `earlier` is known to it, too.
    #[must_use]
    pub fn with_carried_of(self, earlier: &Self) -> Self {
        Self { carried: earlier.carried.clone(), ..self }
    }

    /// The form of `files`, if it is sound and there is none of its id.
    ///
    /// # Errors
    /// When it is not, or there is another one of this id.
    pub fn load(&self, files: &FormFiles) -> Result<Arc<Form>, FormErrors> {
        let form = Form::load_among(&self.completed(files), &self.known)?;
        match self.known.iter().find(|known| known.form.id == form.id) {
            None => Ok(Arc::new(self.wanted(form))),
            Some(other) => {
                let message = format!("编号 {} 与另一套表式（{}）相同；请改 id", form.id, other.origin.text());
                Err(FormErrors::new(vec![FormError::of_file(files.path(FORM_FILE), message)]))
            }
        }
    }

    /// Takes a form that a disclosure carries. Where a form of this id is known and says something else, the disclosure's
    /// gets an id of its own: no figure is read by another form than the one by which it was entered. Returns the id.
    ///
    /// # Errors
    /// When it is unsound.
    pub fn carry(&self, files: &FormFiles) -> Result<String, FormErrors> {
        let files = &self.completed(files);
        // One that was brought before may be hidden by one that was added since.
        let is_got = |known: &KnownForm| self.get(&known.form.id).is_some_and(|form| Arc::ptr_eq(form, &known.form));
        let same = |known: &&KnownForm| known.form.files().same_texts(files) && is_got(known);
        if let Some(known) = self.known.iter().chain(self.carried.iter()).find(same) {
            return Ok(known.form.id.clone());
        }
        let mut form = Form::load_carried(files, &self.known)?;
        let own = form.id.clone();
        form.beside = self.known.iter().find(|known| known.form.id == own).map(|known| known.form.revision);
        let mut number = 1;
        while self.get(&form.id).is_some() {
            form.id = if number == 1 { format!("{own}{CARRIED}") } else { format!("{own}{CARRIED}{number}") };
            number += 1;
        }
        let id = form.id.clone();
        self.carried.push(KnownForm { form: Arc::new(self.wanted(form)), origin: Origin::Carried });
        self.link();
        Ok(id)
    }

    pub fn get(&self, id: &str) -> Option<&Arc<Form>> {
        self.known.iter().chain(self.carried.iter()).map(|known| &known.form).find(|form| form.id == id)
    }

    /// The forms of this machine, each with its origin: built-in ones first, then by folder. What disclosures brought is
    /// none of them.
    pub fn known(&self) -> &[KnownForm] {
        &self.known
    }

    /// The forms that cannot be used.
    pub fn unsound(&self) -> &[UnsoundForm] {
        &self.unsound
    }

    /// All forms, in the order of [`known`](Self::known).
    pub fn all(&self) -> impl Iterator<Item = &Arc<Form>> + Clone {
        self.known.iter().map(|known| &known.form)
    }

    /// The form for `year` of the region for which the program was made: that of the year itself, or the latest before
    /// it, or the earliest. Where that region has none, of all.
    pub fn for_year(&self, year: u16) -> Option<&Arc<Form>> {
        nearest(self.all().filter(|form| form.is_of_first_region()), year).or_else(|| nearest(self.all(), year))
    }

    /// The form for `year` of the region of `form`, for the same kind of body.
    pub fn successor(&self, form: &Form, year: u16) -> Option<&Arc<Form>> {
        nearest(self.all().filter(|other| other.region == form.region && other.kind == form.kind), year)
    }

    /// The form that says for `kind` what `form` says: itself, or that of its region and year for that kind.
    pub fn of_kind(&self, form: &Form, kind: Kind) -> Option<&Arc<Form>> {
        let own = || self.all().find(|other| other.id == form.id && other.is_for(kind));
        let beside = |other: &&Arc<Form>| other.region == form.region && other.year == form.year && other.is_for(kind);
        own().or_else(|| self.all().filter(|other| other.region.is_some()).find(beside))
    }

    /// What may be chosen for `year` and `kind`: of each region the forms that are nearest, all where there are several.
    pub fn choices(&self, year: u16, kind: Kind) -> Vec<&Arc<Form>> {
        let is_nearest = |form: &&Arc<Form>| {
            form.is_for(kind) && self.successor(form, year).is_some_and(|found| found.year == form.year)
        };
        self.all().filter(is_nearest).collect()
    }
}

/// Applying a policy to the forms of a library.
struct Trial<'p> {
    policy: Option<&'p Policy>,
    /// Whether what it adds fits one of them.
    fits: bool,
    /// Why one has no place for it, and whether that is of the first region: it is told of that rather than of others.
    refused: Option<(bool, PolicyError)>,
}

impl Trial<'_> {
    /// The form as its files say, with what the policy wants.
    fn apply(&mut self, KnownForm { form, origin }: &KnownForm) -> Result<KnownForm, PolicyError> {
        let unsound = |errors: FormErrors| PolicyError::unsound(form, &errors);
        let plain =
            Form { id: form.id.clone(), is_built_in: form.is_built_in, ..Form::load(&form.files).map_err(unsound)? };
        let wanted = match self.policy.map(|policy| (policy, policy.applied_to(&plain))) {
            None => plain,
            Some((policy, Ok(form))) => {
                self.fits |= policy.is_for(&plain);
                form
            }
            Some((policy, Err(errors))) if policy.of_forms.is_empty() => {
                let is_first = plain.is_of_first_region();
                if self.refused.as_ref().is_none_or(|(known, _)| is_first && !known) {
                    self.refused = Some((is_first, PolicyError::unsound(&plain, &errors)));
                }
                policy.set_on(plain)
            }
            Some((_, Err(errors))) => return Err(unsound(errors)),
        };
        let wanted = Form { beside: form.beside, ..wanted };
        Ok(KnownForm { form: Arc::new(wanted), origin: origin.clone() })
    }
}

fn nearest<'f>(forms: impl Iterator<Item = &'f Arc<Form>> + Clone, year: u16) -> Option<&'f Arc<Form>> {
    // Of several of one year the first that is known.
    let latest = forms.clone().filter(|form| form.year <= year).map(|form| form.year).max();
    let wanted = latest.or_else(|| forms.clone().map(|form| form.year).min())?;
    forms.clone().find(|form| form.year == wanted)
}
