//! The samples, as they are read, computed and laid out as documents.

use std::path::Path;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_export::document::Document;

pub fn sample(name: &str) -> Disclosure {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/samples/{name}.budget"));
    file::open(&path, &FormLibrary::builtin().unwrap()).unwrap()
}

/// Calls `look` with the values of `disclosure`.
pub fn with<T>(disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let catalog = Catalog::builtin().unwrap();
    look(Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation })
}

pub fn document(disclosure: &Disclosure, is_draft: bool) -> Document {
    with(disclosure, |evaluated| Document::new(evaluated, is_draft))
}
