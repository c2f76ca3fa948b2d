//! How far a piece of work is that runs on a thread of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How far work is, and the way to end it early. Clones are of the same work.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<State>);

#[derive(Debug, Default)]
struct State {
    is_cancelled: AtomicBool,
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    /// Ends the work as soon as it looks.
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// The share that is done, from 0 to 1.
    pub fn share(&self) -> f32 {
        let (done, all) = (self.0.done.load(Ordering::Relaxed), self.0.all.load(Ordering::Relaxed));
        if all == 0 { 0.0 } else { (done as f32 / all as f32).min(1.0) }
    }

    /// The work has this many steps.
    pub(super) fn begin(&self, steps: usize) {
        self.0.all.store(steps, Ordering::Relaxed);
    }

    /// One more step is begun; `None` when the work is to end.
    pub(super) fn step(&self) -> Option<()> {
        self.0.done.fetch_add(1, Ordering::Relaxed);
        (!self.0.is_cancelled.load(Ordering::Relaxed)).then_some(())
    }
}
