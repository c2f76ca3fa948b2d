//! Disclosures that are exported, imported and compared.

use std::path::Path;

use disclosure_engine::audit::{Grade, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions, Imported};
use disclosure_engine::review::compare::{compare, report_text};
use disclosure_engine::review::snapshot;
use disclosure_export::ExportFormat;

pub struct Bench {
    pub forms: FormLibrary,
    pub catalog: Catalog,
}

impl Bench {
    pub fn new() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    pub fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    /// `disclosure`, exported as `extension` and imported.
    pub fn back(&self, disclosure: &Disclosure, extension: &str) -> Imported {
        let format = ExportFormat::of(Path::new("x").with_extension(extension).as_path()).unwrap();
        self.read(&self.with(disclosure, |evaluated| format.write(evaluated, false)).unwrap())
    }

    /// `bytes`, imported.
    pub fn read(&self, bytes: &[u8]) -> Imported {
        import::read(bytes, &self.forms, &self.catalog, &ImportOptions::default()).unwrap()
    }

    /// What `diff` prints of the two; blank where they say the same.
    pub fn differences(&self, old: &Disclosure, new: &Disclosure) -> String {
        let form = self.forms.get(&old.form).unwrap();
        let comparison = compare(form, &self.with(old, snapshot), &self.with(new, snapshot));
        if comparison.is_empty() { String::new() } else { report_text(form, &comparison) }
    }

    /// How many errors and doubts there are.
    pub fn graves(&self, disclosure: &Disclosure) -> [usize; 2] {
        let findings = self.with(disclosure, |evaluated| audit(evaluated).findings);
        [Grade::Error, Grade::Warning].map(|grade| findings.iter().filter(|finding| finding.grade == grade).count())
    }

    /// What the errors say.
    pub fn errors(&self, disclosure: &Disclosure) -> Vec<String> {
        let findings = self.with(disclosure, |evaluated| audit(evaluated).findings);
        let errors = findings.into_iter().filter(|finding| finding.grade == Grade::Error);
        errors.map(|finding| finding.message).collect()
    }
}
