//! What the targets share: the reader under trial, and which panics end a trial.

use std::sync::LazyLock;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::evaluate;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions};

#[path = "../../tests/import/wrap.rs"]
pub mod wrap;

static FORMS: LazyLock<FormLibrary> = LazyLock::new(|| FormLibrary::builtin().unwrap());
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::builtin().unwrap());

/// Imports `bytes` and computes what came of them.
pub fn import(bytes: &[u8]) {
    if let Ok(imported) = import::read(bytes, &FORMS, &CATALOG, &ImportOptions::default()) {
        let form = FORMS.get(&imported.disclosure.form).expect("an import is of a form that there is");
        evaluate(form, &imported.disclosure);
        import::report_text(form, &imported.disclosure, &imported.report);
    }
}

/// Reads `bytes` as a list of codes, and puts it in place of the program's own.
pub fn read_list(bytes: &[u8]) {
    if let Ok(list) = Catalog::read_list(bytes) {
        CATALOG.with_user(&list);
    }
}

/// Lets panics of the crates that read foreign formats pass: the program catches them and calls the file broken. One of
/// our own code ends the trial, were it caught or not.
pub fn end_at_own_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_foreign = |file: &str| file.contains("/registry/") || file.contains("/rustc/");
        if panic.location().is_none_or(|place| !is_foreign(place.file())) {
            before(panic);
        }
    }));
}
