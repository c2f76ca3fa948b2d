//! Files of the program itself: what is read can be saved and read again.
#![no_main]

use std::sync::LazyLock;

use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use libfuzzer_sys::fuzz_target;

static FORMS: LazyLock<FormLibrary> = LazyLock::new(|| FormLibrary::builtin().unwrap());

fuzz_target!(|text: &str| {
    if let Ok(disclosure) = file::read(text, &FORMS) {
        assert!(file::read(&file::write(&disclosure), &FORMS).unwrap() == disclosure);
    }
});
