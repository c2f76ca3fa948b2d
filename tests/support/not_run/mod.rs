//! Tests that can do nothing on this machine say so, where `.ci/run` counts them.

use std::io::{self, Write};

/// Says that the test from which it is called does nothing, and why. libtest hides what passing tests print with macros, and
/// then nobody would know.
#[expect(clippy::disallowed_methods, reason = "what tests say is no result of the program")]
pub fn not_run(why: &str) {
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    // In one piece: other tests print too. Who reads it has it on a line of its own.
    let line = format!("\nnot run: {test}: {why}\n");
    io::stderr().write_all(line.as_bytes()).expect("standard error is closed");
}

/// As [`not_run`], for lack of programs that README.md names: under CI they must be there.
#[allow(dead_code, reason = "not every test program needs others")]
pub fn missing(programs: &str) {
    assert!(std::env::var_os("CI").is_none(), "{programs} must be installed under CI (see README.md)");
    not_run(&format!("{programs} is missing (see README.md)"));
}
