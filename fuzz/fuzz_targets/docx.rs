//! The body of a Word document.
#![no_main]

use std::sync::LazyLock;

use budget_disclosure::catalog::Catalog;
use budget_disclosure::form::FormLibrary;
use budget_disclosure::import::{self, ImportOptions};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/import/wrap.rs"]
#[allow(dead_code)]
mod wrap;

static FORMS: LazyLock<FormLibrary> = LazyLock::new(|| FormLibrary::builtin().unwrap());
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::builtin().unwrap());

fuzz_target!(|bytes: &[u8]| {
    let _ = import::read(&wrap::docx(bytes), &FORMS, &CATALOG, &ImportOptions::default());
});
