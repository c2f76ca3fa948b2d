//! Text with tab-separated tables.
#![no_main]

use std::sync::LazyLock;

use budget_disclosure::catalog::Catalog;
use budget_disclosure::form::FormLibrary;
use budget_disclosure::import::{self, ImportOptions};
use libfuzzer_sys::fuzz_target;

static FORMS: LazyLock<FormLibrary> = LazyLock::new(|| FormLibrary::builtin().unwrap());
static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::builtin().unwrap());

fuzz_target!(|bytes: &[u8]| {
    let _ = import::read(&bytes.to_vec(), &FORMS, &CATALOG, &ImportOptions::default());
});
