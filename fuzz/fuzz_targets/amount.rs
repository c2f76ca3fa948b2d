//! Amounts as people type them.
#![no_main]

use std::sync::LazyLock;

use disclosure_engine::edit::{InputUnit, parse_amount};
use disclosure_engine::form::FormLibrary;
use libfuzzer_sys::fuzz_target;

static FORMS: LazyLock<FormLibrary> = LazyLock::new(|| FormLibrary::builtin().unwrap());

fuzz_target!(|text: &str| {
    // One region prints its tables in yuan, the other in ten thousand.
    for unit in FORMS.all().map(|form| form.unit_of_table(form.tables[0].number)) {
        for input in [InputUnit::Form, InputUnit::Yuan] {
            if let Ok(Some(amount)) = parse_amount(text, unit, input) {
                assert_eq!(amount.yuan().to_string().parse(), Ok(amount));
            }
        }
    }
});
