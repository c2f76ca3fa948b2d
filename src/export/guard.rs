//! A fault in a library, met with a text that nobody thought of, is a sentence and not the end of the program.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// How work ended that did not come to its end.
pub(super) enum Ended {
    /// Whoever asked for it wants it no more.
    Cancelled,
    /// A library failed.
    Crashed,
}

struct CancelledByCaller;

/// Does `work`, and says how it ended where it was not done.
///
/// What is worked on must be given up then: it may be half changed.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Ended> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|payload: Box<dyn Any + Send>| {
        if payload.is::<CancelledByCaller>() { Ended::Cancelled } else { Ended::Crashed }
    })
}

/// Ends the [`guarded`] work from which it is called, however deep in a library: those that set pages have no other way.
/// Nothing is printed.
pub(super) fn cancel() -> ! {
    resume_unwind(Box::new(CancelledByCaller))
}
