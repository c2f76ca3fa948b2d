//! Lists of codes, as whole files: text, web pages, old workbooks.
#![no_main]

use budget_disclosure_fuzz::{end_at_own_panics, read_list};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: end_at_own_panics(), |bytes: &[u8]| read_list(bytes));
