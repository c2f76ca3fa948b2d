//! A fault in the program: where it is, in words that say nothing of the machine on which the program was built.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::{Mutex, PoisonError};

thread_local! {
    /// Where this thread's last fault was.
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Where the last fault of any thread was: work is done on several, and who waits for it learns only that one ended.
static LAST_OF_ALL: Mutex<Option<String>> = Mutex::new(None);

/// Does `work`; a panic in it becomes the place of the fault: `calamine-0.38.0/src/xls.rs:12`. Nothing that `work` changes
/// may be used after it.
///
/// # Errors
/// When it panics.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| LAST.with_borrow_mut(Option::take).unwrap_or_else(last))
}

/// What to say where a thread that worked ended by a fault: `what` was done and what came of it.
pub fn told(what: &str, outcome: &str) -> String {
    format!("{what}时程序出错（{}），{outcome}；请把这句话发给开发者。", last())
}

fn last() -> String {
    let last = LAST_OF_ALL.lock().unwrap_or_else(PoisonError::into_inner);
    last.clone().unwrap_or_else(|| "unknown place".to_owned())
}

/// Keeps where a panic was, for [`guarded`] and the log. What the panic says of itself is left out: it may quote what is
/// being edited.
pub fn note(at: Option<&Location<'_>>) {
    let place = at.map(|at| format!("{}:{}", within_crate(at.file()), at.line()));
    log::error!("internal error at {}", place.as_deref().unwrap_or("an unknown place"));
    LAST_OF_ALL.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&place);
    LAST.set(place);
}

/// The path of a source file from the folder of its crate on: the folders above are those of whoever built the program.
fn within_crate(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    let sources = parts.iter().rposition(|part| *part == "src");
    let first = sources.map_or(parts.len() - 1, |sources| sources.saturating_sub(1));
    parts[first..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_place_tells_of_the_machine_on_which_the_program_was_built() {
        for (file, told) in [
            ("src/import/readers/pdf.rs", "src/import/readers/pdf.rs"),
            (
                "/home/a/.cargo/registry/src/index.crates.io-19/krilla-0.1.0/src/text/mod.rs",
                "krilla-0.1.0/src/text/mod.rs",
            ),
            ("C:\\Users\\a\\.cargo\\registry\\src\\index\\lopdf-0.44.0\\src\\x.rs", "lopdf-0.44.0/src/x.rs"),
            ("/rustc/4a4ef493/library/core/src/option.rs", "core/src/option.rs"),
            ("/home/a/product/engine/src/lib.rs", "engine/src/lib.rs"),
            ("/home/a/build.rs", "build.rs"),
        ] {
            assert_eq!(within_crate(file), told, "{file}");
        }
    }

    #[test]
    fn a_panic_becomes_its_place() {
        crate::app::guard_work();
        let place = guarded(|| -> u8 { panic!("a fault in the program") }).unwrap_err();
        assert!(place.contains("src/fault.rs:"), "{place}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
