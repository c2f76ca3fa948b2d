//! The contents of an OpenDocument text.
#![no_main]

use budget_disclosure_fuzz::{end_at_own_panics, import, wrap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: end_at_own_panics(), |bytes: &[u8]| import(&wrap::odt(bytes)));
