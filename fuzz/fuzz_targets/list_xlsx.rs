//! A sheet of an Excel workbook that is a list of codes.
#![no_main]

use budget_disclosure_fuzz::{end_at_own_panics, read_list, wrap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: end_at_own_panics(), |bytes: &[u8]| read_list(&wrap::xlsx(bytes)));
