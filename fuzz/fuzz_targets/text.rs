//! Text: tab- and comma-separated tables, and web pages.
#![no_main]

use budget_disclosure_fuzz::{end_at_own_panics, import};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: end_at_own_panics(), |bytes: &[u8]| import(bytes));
